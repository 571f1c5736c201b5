"""The grounds of § 24(4) by day, direction and kind."""

from datetime import date, timedelta
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listina.law.directions import ConversionKind, Direction
from listina.law.effect import CONVERSION_BEGAN
from listina.law.errors import NoRuleRecordedError
from listina.law.grounds import ALL_GROUNDS, AnsweredBy, Ground, grounds_on

TODAY = date(2026, 3, 12)
EX_OFFICIO, ON_REQUEST = ConversionKind.EX_OFFICIO, ConversionKind.ON_REQUEST
TO_ELECTRONIC, TO_PAPER = Direction.TO_ELECTRONIC, Direction.TO_PAPER


def _letters(day: date, direction: Direction, kind: ConversionKind) -> str:
    return "".join(ground.letter for ground in grounds_on(day, direction, kind))


def _all_on(day: date) -> list[Ground]:
    found = {
        (ground.letter, ground.code): ground
        for direction in Direction
        for kind in ConversionKind
        for ground in grounds_on(day, direction, kind)
    }
    return list(found.values())


def _ground(day: date, code: str) -> Ground:
    (found,) = [ground for ground in _all_on(day) if ground.code == code]
    return found


def test_today_the_letters_a_to_j_are_all_there() -> None:
    assert sorted(ground.letter for ground in _all_on(TODAY)) == list("abcdefghij")


def test_paper_to_electronic_ex_officio_asks_for_a_to_f_and_j() -> None:
    assert _letters(TODAY, TO_ELECTRONIC, EX_OFFICIO) == "abcdefj"


def test_electronic_to_paper_ex_officio_stops_at_broken_integrity_but_not_at_a_missing_signature() -> None:
    assert _letters(TODAY, TO_PAPER, EX_OFFICIO) == "aefhij"


def test_a_missing_signature_stops_conversions_on_request_only() -> None:
    assert "g" in _letters(TODAY, TO_PAPER, ON_REQUEST)
    assert _ground(TODAY, "unsigned_electronic_input").kinds == {ON_REQUEST}


def test_letter_d_names_its_four_kinds_of_paper() -> None:
    items = _ground(TODAY, "kind_not_apparent").items
    assert [item.number for item in items] == [1, 2, 3, 4]
    assert [item.code for item in items] == ["original", "vidimated", "copy_from_file", "issued_copy"]


def test_until_20_november_2019_letter_e_was_the_embossed_stamp() -> None:
    assert _ground(date(2019, 11, 20), "embossed_text").letter == "e"
    assert "plastick" in _ground(date(2019, 11, 20), "embossed_text").text_cs
    codes = {ground.code for ground in _all_on(date(2019, 11, 21))}
    assert "embossed_text" not in codes
    assert {"output_with_untransferable_element", "vidimation_security_element"} <= codes


def test_broken_integrity_is_a_ground_since_1_july_2022() -> None:
    assert "integrity_broken" not in {ground.code for ground in _all_on(date(2022, 6, 30))}
    assert _ground(date(2022, 7, 1), "integrity_broken").letter == "h"


def test_a_legalised_electronic_document_is_excepted_since_1_july_2022() -> None:
    assert "legalizovaný" not in _ground(date(2022, 6, 30), "unsigned_electronic_input").text_cs
    assert "legalizovaný" in _ground(date(2022, 7, 1), "unsigned_electronic_input").text_cs


def test_the_firearms_licence_left_the_list_with_2026() -> None:
    assert "zbrojní průkaz" in _ground(date(2025, 12, 31), "irreplaceable").text_cs
    assert "zbrojní průkaz" not in _ground(date(2026, 1, 1), "irreplaceable").text_cs


@given(st.dates(min_value=CONVERSION_BEGAN, max_value=date(2100, 1, 1)))
def test_on_any_day_the_letters_run_from_a_without_a_gap_or_a_double(day: date) -> None:
    letters = sorted(ground.letter for ground in _all_on(day))
    assert "".join(letters) == ascii_lowercase[: len(letters)]


def test_before_conversions_began_there_are_no_grounds_to_rely_on() -> None:
    with pytest.raises(NoRuleRecordedError):
        grounds_on(CONVERSION_BEGAN - timedelta(days=1), TO_ELECTRONIC, EX_OFFICIO)


@pytest.mark.parametrize("ground", ALL_GROUNDS, ids=lambda ground: f"{ground.letter}-{ground.valid_from}")
def test_every_ground_has_its_words_in_two_languages_and_its_source(ground: Ground) -> None:
    assert ground.text_cs
    assert ground.text_en
    assert ground.source.startswith("L300 § 24(4)")
    assert ground.directions
    assert ground.kinds
    assert ground.answered_by in AnsweredBy


def test_a_ground_is_cited_with_hard_spaces() -> None:
    cited = _ground(TODAY, "irreplaceable").provision_cs
    assert cited.replace("\u00a0", " ") == "§ 24 odst. 4 písm. b) zákona č. 300/2008 Sb."
    assert " " not in cited
