"""Entries of the evidence: designation, partial dates, fees, and the warning about birth numbers."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listina.law.errors import InvalidDateError, InvalidEvidenceError
from listina.law.evidence import (
    EX_OFFICIO_FEE,
    Evidence,
    Fee,
    PartialDate,
    birth_number_warning,
)

ENTRY = Evidence(
    number="T42-7-260312140509",
    performed_on=date(2026, 3, 12),
    designation="Rozhodnutí Městského úřadu Kolín, č. j. MUKOLIN/1234/2026",
    drawn_up_on=PartialDate(year=2025, month=11),
    fee=EX_OFFICIO_FEE,
)

days = st.dates().map(lambda day: PartialDate(year=day.year, month=day.month, day=day.day))
months = st.builds(PartialDate, year=st.integers(1, 9999), month=st.integers(1, 12))
years = st.builds(PartialDate, year=st.integers(1, 9999))


def test_an_entry_may_leave_the_date_of_the_input_out() -> None:
    assert replace(ENTRY, drawn_up_on=None).drawn_up_on is None


@pytest.mark.parametrize("designation", ["", "  ", "x" * 501])
def test_a_designation_has_1_to_500_characters(designation: str) -> None:
    with pytest.raises(InvalidEvidenceError, match="designation"):
        replace(ENTRY, designation=designation)


def test_an_entry_needs_a_number_of_the_evidence() -> None:
    with pytest.raises(InvalidEvidenceError, match="number"):
        replace(ENTRY, number="")


def test_the_day_of_the_conversion_is_a_day_and_not_a_moment() -> None:
    with pytest.raises(InvalidEvidenceError, match="performed_on"):
        replace(ENTRY, performed_on=datetime(2026, 3, 12, 23, 30, tzinfo=UTC))


def test_a_conversion_ex_officio_is_free_and_cites_why() -> None:
    assert EX_OFFICIO_FEE.amount_czk == 0
    assert EX_OFFICIO_FEE.document_number is None
    assert (EX_OFFICIO_FEE.exemption or "").replace("\u00a0", " ") == (
        "Bez poplatku – konverze z moci úřední (§ 23 odst. 2 zákona č. 300/2008 Sb.)"
    )


def test_a_paid_fee_has_the_number_of_its_document() -> None:
    assert Fee(amount_czk=Decimal("30.00"), document_number="P-1", exemption=None).amount_czk == 30


@pytest.mark.parametrize(
    ("amount", "document", "exemption"),
    [
        ("30", None, None),
        ("30", "P-1", "§ 23 odst. 2"),
        ("0", None, None),
        ("0", "P-1", None),
        ("0", "P-1", "§ 23 odst. 2"),
        ("-1", "P-1", None),
        ("0.001", "P-1", None),
        ("NaN", "P-1", None),
        ("Infinity", "P-1", None),
        ("1e40", "P-1", None),
    ],
)
def test_a_fee_that_is_neither_paid_nor_exempted_cannot_be_entered(
    amount: str, document: str | None, exemption: str | None
) -> None:
    with pytest.raises(InvalidEvidenceError, match="fee"):
        Fee(amount_czk=Decimal(amount), document_number=document, exemption=exemption)


@pytest.mark.parametrize(
    ("partial", "iso", "czech"),
    [
        (PartialDate(year=2026), "2026", "2026"),
        (PartialDate(year=2026, month=3), "2026-03", "březen\u00a02026"),
        (PartialDate(year=2026, month=3, day=12), "2026-03-12", "12.\u00a03.\u00a02026"),
        (PartialDate(year=987), "0987", "987"),
    ],
)
def test_a_partial_date_is_written_as_far_as_it_is_known(partial: PartialDate, iso: str, czech: str) -> None:
    assert partial.iso() == iso
    assert partial.czech() == czech


@given(st.one_of(days, months, years))
def test_a_partial_date_survives_its_iso_form(partial: PartialDate) -> None:
    assert PartialDate.from_iso(partial.iso()) == partial
    assert partial.czech()


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(0, None, None), (10000, None, None), (2026, 13, None), (2026, 0, None), (2026, 2, 29), (2026, None, 12)],
)
def test_a_date_that_no_calendar_has_is_refused(year: int, month: int | None, day: int | None) -> None:
    with pytest.raises(InvalidDateError):
        PartialDate(year=year, month=month, day=day)


@pytest.mark.parametrize("text", ["", "26", "2026-3", "2026-03-12T00:00", "2026-", "12. 3. 2026", "0000", "٢٠٢٦"])
def test_another_form_is_no_partial_date(text: str) -> None:
    with pytest.raises(InvalidDateError):
        PartialDate.from_iso(text)


@pytest.mark.parametrize(
    "text",
    [
        "Rodný list, r. č. 855101/0006",
        "Žádost 8551010006",
        "Žádost 855101 / 0006 ze dne 1. 2. 2026",
        "Žádost 855101\u00a0/\u00a00006",
        "muž narozený 1. 1. 1985, 850101/0001",
        "žena s posunutým měsícem 057101/0000",
        "devět číslic do roku 1953: 450101/123",
        "výjimka se zbytkem 10: 780123/3540",
    ],
)
def test_a_text_with_a_birth_number_is_warned_of(text: str) -> None:
    assert birth_number_warning(text)


@pytest.mark.parametrize(
    "text",
    [
        "Rozhodnutí č. j. MUKOLIN/1234/2026",
        "chybná kontrolní číslice 850101/0004",
        "tel. 602 123 456",
        "tel. 450101123",
        "devět číslic po roce 1953: 600101/123",
        "měsíc 13: 851301/0000",
        "30. únor: 850230/0004",
        "jedenáct číslic: 18501010001",
        "",
    ],
)
def test_a_text_without_a_birth_number_is_not_warned_of(text: str) -> None:
    assert not birth_number_warning(text)


@given(
    birthday=st.dates(min_value=date(1985, 1, 1), max_value=date(2053, 12, 31)),
    ending=st.integers(0, 999),
    offset=st.sampled_from([0, 20, 50, 70]),
)
def test_every_number_made_by_the_rule_is_recognised(birthday: date, ending: int, offset: int) -> None:
    nine = f"{birthday.year % 100:02d}{birthday.month + offset:02d}{birthday.day:02d}{ending:03d}"
    control = int(nine) % 11 % 10
    assert birth_number_warning(f"r. č. {nine[:6]}/{nine[6:]}{control}")
