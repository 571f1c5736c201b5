"""The clause as a value: what § 25(1) does not allow cannot be built."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from listina.law.admissibility import UntransferableElement
from listina.law.clause import Standing, ToElectronicClause
from listina.law.errors import InvalidClauseError

CLAUSE = ToElectronicClause(
    number="T42-7-260312140509",
    authority_name="Městský úřad Kolín",
    input_page_count=3,
    untransferable=(),
    drawn_up_on=date(2026, 3, 12),
    official_name="Ing. Jana Nováková",
    check_code="0123456789",
    content_digest="ab" * 32,
    verification_url="https://localhost:8443/overeni/T42-7-260312140509/0123456789/",
    standing=Standing.TEST,
)
PREVIEW = replace(CLAUSE, number=None, check_code=None, verification_url=None)


def test_a_clause_without_its_codes_is_a_preview() -> None:
    assert PREVIEW.is_preview
    assert not CLAUSE.is_preview


@pytest.mark.parametrize("count", [0, -1])
def test_an_input_without_pages_has_no_clause(count: int) -> None:
    with pytest.raises(InvalidClauseError, match="input_page_count"):
        replace(CLAUSE, input_page_count=count)


@pytest.mark.parametrize("field", ["authority_name", "official_name"])
@pytest.mark.parametrize("name", ["", " \t", "x" * 501])
def test_an_empty_or_endless_name_has_no_place_in_a_clause(field: str, name: str) -> None:
    with pytest.raises(InvalidClauseError, match=field):
        replace(CLAUSE, **{field: name})  # type: ignore[arg-type]  # the field is a name, whichever it is


@pytest.mark.parametrize("digest", ["", "ab" * 31, "AB" * 32, "zz" * 32, "ab" * 32 + "\n"])
def test_a_content_digest_is_64_lower_case_hexadecimal_digits(digest: str) -> None:
    with pytest.raises(InvalidClauseError, match="content_digest"):
        replace(CLAUSE, content_digest=digest)


def test_the_day_of_the_clause_is_a_day_and_not_a_moment() -> None:
    with pytest.raises(InvalidClauseError, match="drawn_up_on"):
        replace(CLAUSE, drawn_up_on=datetime(2026, 3, 12, 23, 30, tzinfo=UTC))


def test_an_element_cannot_stand_on_a_page_the_input_does_not_have() -> None:
    element = UntransferableElement(name="suchá pečeť", pages=(4, 1))
    with pytest.raises(InvalidClauseError, match="beyond the last"):
        replace(CLAUSE, untransferable=(element,))


@pytest.mark.parametrize("absent", ["number", "check_code", "verification_url"])
def test_number_check_code_and_address_come_together_or_not_at_all(absent: str) -> None:
    with pytest.raises(InvalidClauseError, match="together"):
        replace(CLAUSE, **{absent: None})  # type: ignore[arg-type]  # each of the three may be None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "1 2"),
        ("number", " 12"),
        ("check_code", "012345678U"),
        ("check_code", "01234-56789"),
        ("verification_url", "javascript:alert(1)"),
    ],
)
def test_a_malformed_code_is_refused(field: str, value: str) -> None:
    with pytest.raises(InvalidClauseError, match=field):
        replace(CLAUSE, **{field: value})  # type: ignore[arg-type]  # each of the three is a text


def test_the_error_names_its_field_and_speaks_czech() -> None:
    with pytest.raises(InvalidClauseError) as caught:
        replace(CLAUSE, input_page_count=0)
    assert caught.value.field == "input_page_count"
    assert caught.value.text("cs") == "Údaj doložky není v pořádku: Vstup má nejméně jednu stranu."
