"""Every dated rule: no gaps, no overlaps, and no answer for days before the law."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listina.law.clause_contents import TO_ELECTRONIC_CONTENTS, to_electronic_contents_on
from listina.law.effect import CONVERSION_BEGAN, DatedRule, is_in_force
from listina.law.errors import NoRuleRecordedError
from listina.law.formats import INPUT_FORMATS, OUTPUT_FORMATS, FormatFamily, input_formats_on, output_format_on
from listina.law.grounds import ALL_GROUNDS
from listina.law.paper.contents import TO_PAPER_CONTENTS
from listina.law.paper.declarations import DECLARATIONS
from listina.law.paper.questions import TO_PAPER_EX_OFFICIO
from listina.law.paper.sentences import SENTENCES
from listina.law.printers import PRINTER_MINIMA, printer_minimum_on
from listina.law.protection import OUTPUT_PROTECTIONS, Assurance, output_protection_on
from listina.law.questions import TO_ELECTRONIC_EX_OFFICIO
from listina.law.retention import RETENTION_RULES, rules_on
from listina.law.scanning import SCAN_MINIMA, minimum_depth_on, minimum_dpi_on, scan_minimum_on


def _by_name(named: Sequence[tuple[str, DatedRule]]) -> Mapping[str, Sequence[DatedRule]]:
    versions: dict[str, list[DatedRule]] = {}
    for name, rule in named:
        versions.setdefault(name, []).append(rule)
    return {name: sorted(rules, key=lambda rule: rule.valid_from) for name, rules in versions.items()}


VERSIONS = _by_name(
    [
        *((f"ground {ground.code}", ground) for ground in ALL_GROUNDS),
        *((f"question {dated.question.id}", dated) for dated in TO_ELECTRONIC_EX_OFFICIO),
        *((f"paper question {dated.question.id}", dated) for dated in TO_PAPER_EX_OFFICIO),
        *((f"declaration {declaration.id}", declaration) for declaration in DECLARATIONS),
        *((f"sentence {sentence.id}", sentence) for sentence in SENTENCES),
        *((f"clause letter {item.letter}", item) for item in TO_ELECTRONIC_CONTENTS),
        *((f"paper clause letter {item.letter}", item) for item in TO_PAPER_CONTENTS),
        *((f"retention of {rule.thing}", rule) for rule in RETENTION_RULES),
        *(("scan minimum", rule) for rule in SCAN_MINIMA),
        *(("printer minimum", rule) for rule in PRINTER_MINIMA),
        *(("input formats", rule) for rule in INPUT_FORMATS),
        *(("output format", rule) for rule in OUTPUT_FORMATS),
        *(("output protection", rule) for rule in OUTPUT_PROTECTIONS),
    ]
)
ENDED_FOR_GOOD = {"ground embossed_text", "question embossed_text"}

days_of_conversion = st.dates(min_value=CONVERSION_BEGAN, max_value=date(2100, 1, 1))


@pytest.mark.parametrize("name", sorted(VERSIONS))
def test_each_version_begins_on_the_day_the_one_before_it_ends(name: str) -> None:
    versions = VERSIONS[name]
    for earlier, later in pairwise(versions):
        assert earlier.valid_until == later.valid_from
    assert all(version.valid_until is None or version.valid_from < version.valid_until for version in versions)
    assert (versions[-1].valid_until is None) is (name not in ENDED_FOR_GOOD)


@given(day=days_of_conversion, name=st.sampled_from(sorted(VERSIONS)))
def test_at_most_one_version_of_a_rule_binds_on_any_day(day: date, name: str) -> None:
    binding = [version for version in VERSIONS[name] if is_in_force(version, day)]
    begun = VERSIONS[name][0].valid_from <= day
    assert len(binding) == int(begun and not (name in ENDED_FOR_GOOD and day >= date(2019, 11, 21)))


def test_the_last_day_of_300_dpi_is_the_last_day_of_2022() -> None:
    assert minimum_dpi_on(date(2022, 12, 31)) == 300
    assert minimum_dpi_on(date(2023, 1, 1)) == 200


def test_a_scan_has_true_colours_or_256_greys_and_covers_a4() -> None:
    depth = minimum_depth_on(date(2026, 3, 12))
    assert (depth.colour_bits, depth.grey_levels) == (24, 256)
    assert scan_minimum_on(date(2026, 3, 12)).area_mm == (210, 297)


def test_the_output_is_pdf_a_2_since_2023_and_was_pdf_1_7_before() -> None:
    before, since = output_format_on(date(2022, 12, 31)), output_format_on(date(2023, 1, 1))
    assert (before.family, before.lowest_version) == (FormatFamily.PDF, (1, 7))
    assert (since.family, since.lowest_version) == (FormatFamily.PDF_A, (2, 0))


def test_signature_seal_and_timestamp_are_qualified_since_the_transition_ended() -> None:
    today = output_protection_on(date(2026, 3, 12))
    assert {today.signature, today.seal, today.timestamp} == {Assurance.QUALIFIED}


def test_a_recognised_signature_sufficed_until_19_september_2018() -> None:
    assert output_protection_on(date(2018, 9, 19)).signature is Assurance.RECOGNISED
    assert output_protection_on(date(2018, 9, 19)).timestamp is Assurance.QUALIFIED
    assert output_protection_on(date(2018, 9, 20)).signature is Assurance.QUALIFIED


@pytest.mark.parametrize("ask", [scan_minimum_on, output_format_on, output_protection_on])
def test_before_conversions_began_no_rule_answers(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(NoRuleRecordedError, match="2009-06-30"):
        ask(CONVERSION_BEGAN - timedelta(days=1))


@pytest.mark.parametrize("ask", [to_electronic_contents_on, rules_on])
def test_before_the_amendment_of_2022_contents_and_keeping_are_not_recorded(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(NoRuleRecordedError, match="2022-06-30"):
        ask(date(2022, 6, 30))


def test_a_printer_has_300_dpi_and_covers_a4() -> None:
    minimum = printer_minimum_on(date(2026, 3, 12))
    assert (minimum.dpi, minimum.in_colour, minimum.paper_mm) == (300, True, (210, 297))


def test_an_input_is_pdf_1_3_or_higher_or_pdf_a() -> None:
    assert dict(input_formats_on(date(2026, 3, 12)).lowest) == {FormatFamily.PDF: (1, 3), FormatFamily.PDF_A: (1, 0)}
