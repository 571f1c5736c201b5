"""Step 4: designation, date and elements."""

from __future__ import annotations

from typing import Any

import pytest

from fixtures.web import DESIGNATION, Office
from listina.law.admissibility import UntransferableElement
from listina.law.evidence import PartialDate

FACTS = {"designation": DESIGNATION, "date_stated": "undated", "elements_stated": "none"}


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ({"year": "2026"}, PartialDate(year=2026)),
        ({"year": "2026", "month": "3"}, PartialDate(year=2026, month=3)),
        ({"year": "2026", "month": "3", "day": "12"}, PartialDate(year=2026, month=3, day=12)),
    ],
)
def test_a_date_is_stated_as_far_as_the_input_says(office: Office, typed: dict[str, str], date: PartialDate) -> None:
    case = office.open_case()
    office.post(f"{case}udaje/", {**FACTS, "date_stated": "dated", **typed})
    assert office.view(case).drawn_up_on == date


@pytest.mark.parametrize("typed", [{}, {"month": "3"}, {"year": "2026", "month": "2", "day": "30"}])
def test_a_date_no_calendar_has_is_refused(office: Office, typed: dict[str, str]) -> None:
    case = office.open_case()
    answer = office.post(f"{case}udaje/", {**FACTS, "date_stated": "dated", **typed})
    assert "field__error" in answer.content.decode()
    assert office.view(case).drawn_up_on_absent is None


@pytest.mark.parametrize("typed", [{"year": "9998"}, {"year": "9998", "month": "1"}])
def test_a_date_in_the_future_is_refused(office: Office, typed: dict[str, str]) -> None:
    case = office.open_case()
    answer = office.post(f"{case}udaje/", {**FACTS, "date_stated": "dated", **typed}).content.decode()
    assert "Datum je v budoucnosti." in answer.partition('name="year"')[2]
    assert office.view(case).designation == ""


def test_a_year_in_other_than_four_digits_is_asked_for_again(office: Office) -> None:
    answer = office.post(f"{office.open_case()}udaje/", {**FACTS, "date_stated": "dated", "year": "26"})
    assert "Uveďte rok čtyřmi číslicemi." in answer.content.decode()


def test_what_looks_like_a_birth_number_is_asked_about(office: Office) -> None:
    case = office.open_case()
    typed = {**FACTS, "designation": "Rozhodnutí pro osobu 815203/7212"}
    answer = office.post(f"{case}udaje/", typed).content.decode()
    assert "rodné číslo" in answer
    assert office.view(case).designation == ""
    office.post(f"{case}udaje/", {**typed, "no_birth_number": "on"})
    assert office.view(case).designation == "Rozhodnutí pro osobu 815203/7212"


def test_elements_are_stated_with_their_pages(office: Office) -> None:
    case = office.open_case()
    rows = {"element_name": ["suchá pečeť", "", "vodoznak"], "element_pages": ["1", "", "2, 1"]}
    office.post(f"{case}udaje/", {**FACTS, "elements_stated": "some", **rows})
    assert office.view(case).untransferable == (
        UntransferableElement(name="suchá pečeť", pages=(1,)),
        UntransferableElement(name="vodoznak", pages=(1, 2)),
    )


@pytest.mark.parametrize(
    "rows",
    [
        {"element_name": [""], "element_pages": [""]},
        {"element_name": ["pečeť"], "element_pages": [""]},
        {"element_name": ["pečeť"], "element_pages": ["první"]},
        {"element_name": ["pečeť"], "element_pages": ["0"]},
        {"element_name": ["x" * 201], "element_pages": ["1"]},
    ],
)
def test_an_element_without_name_or_page_is_refused_and_stays_typed(office: Office, rows: dict[str, Any]) -> None:
    case = office.open_case()
    answer = office.post(f"{case}udaje/", {**FACTS, "elements_stated": "some", **rows})
    assert "field__error" in answer.content.decode()
    assert rows["element_name"][0] in answer.content.decode()
    assert office.view(case).no_untransferable is None
    assert office.view(case).designation == ""
