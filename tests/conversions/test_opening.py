"""Step 1 and the list: cases are opened, found and shown."""

from __future__ import annotations

import pytest

from fixtures.conversions import House
from listina.audit.models import Entry
from listina.conversions import queries
from listina.conversions.cases import CaseState
from listina.conversions.errors import InvalidAnswerError, InvalidCaseDataError, NotReadyError
from listina.conversions.queries import ROWS_PER_PAGE
from listina.database.scope import authority_scope
from listina.law.evidence import PartialDate


def test_an_opened_case_has_no_number_and_all_its_texts(house: House) -> None:
    case_id = house.service.open(
        house.actor, agenda_code=" A123 ", purpose="Spis", reference_number="MULH/1/2026", file_mark="  "
    )
    view = house.view(case_id)
    assert (view.agenda_code, view.purpose, view.reference_number, view.file_mark) == (
        "A123",
        "Spis",
        "MULH/1/2026",
        None,
    )
    assert view.state is CaseState.OPEN
    assert view.number is None
    assert view.standing == "test"
    assert house.counter() == 0


@pytest.mark.parametrize(
    ("agenda_code", "purpose", "reference_number"),
    [("", "Spis", None), ("A" * 21, "Spis", None), ("A1", " ", None), ("A1", "x" * 301, None), ("A1", "x", "č" * 101)],
)
def test_texts_out_of_bounds_open_nothing(
    house: House, agenda_code: str, purpose: str, reference_number: str | None
) -> None:
    with pytest.raises(InvalidCaseDataError):
        house.service.open(house.actor, agenda_code=agenda_code, purpose=purpose, reference_number=reference_number)
    assert queries.cases(house.service, house.actor).total == 0


def test_an_unknown_question_or_value_is_refused_and_no_answer_is_stored(house: House) -> None:
    case_id = house.open_case()
    with pytest.raises(InvalidAnswerError):
        house.service.answer(house.actor, case_id, {"own_powers": "yes", "kind_of_original": "parchment"})
    with pytest.raises(InvalidAnswerError):
        house.service.answer(house.actor, case_id, {"favourite_colour": "green"})
    assert house.view(case_id).answers == {}


def test_a_question_appears_with_the_answer_that_calls_for_it(house: House) -> None:
    case_id = house.ready_case()
    assert "vidimation_security_element" not in {question.id for question in house.view(case_id).questions}
    house.service.answer(house.actor, case_id, {"kind_of_original": "vidimated"})
    view = house.view(case_id)
    assert "vidimation_security_element" in {question.id for question in view.questions}
    assert "answers.vidimation_security_element" in {item.code for item in view.missing}


def test_cases_are_found_by_words_in_any_case_and_without_diacritics(house: House) -> None:
    case_id = house.ready_case(designation="Rozhodnutí Městského úřadu Kolín")
    house.open_case()
    assert [row.id for row in queries.cases(house.service, house.actor, search="KOLIN rozhodnuti").rows] == [case_id]
    assert queries.cases(house.service, house.actor, search="Praha").total == 0


def test_the_list_is_cut_into_pages_newest_first(house: House) -> None:
    opened = [house.open_case() for _ in range(ROWS_PER_PAGE + 1)]
    first = queries.cases(house.service, house.actor)
    last = queries.cases(house.service, house.actor, page=99)
    assert [row.id for row in first.rows] == opened[:0:-1]
    assert [row.id for row in last.rows] == opened[:1]
    assert (first.total, first.page_count, last.page) == (ROWS_PER_PAGE + 1, 2, 2)


def test_the_list_can_be_limited_to_a_state(house: House) -> None:
    voided = house.open_case()
    house.open_case()
    house.service.void(house.actor, voided, "omylem")
    found = queries.cases(house.service, house.actor, state=CaseState.VOIDED)
    assert [row.id for row in found.rows] == [voided]
    assert queries.unfinished_count(house.actor) == 1


def test_the_date_of_the_input_is_a_partial_date_or_said_to_be_absent(house: House) -> None:
    case_id = house.ready_case()
    partial = PartialDate(year=2025, month=3)
    house.service.describe(house.actor, case_id, designation="Rozhodnutí", drawn_up_on=partial, no_date=False)
    assert house.view(case_id).drawn_up_on == partial
    for date, absent in ((partial, True), (None, False)):
        with pytest.raises(InvalidCaseDataError):
            house.service.describe(house.actor, case_id, designation="Jiné", drawn_up_on=date, no_date=absent)
    assert house.view(case_id).designation == "Rozhodnutí"


def test_a_preview_needs_pages_and_shows_no_number(house: House) -> None:
    with pytest.raises(NotReadyError):
        house.service.preview(house.actor, house.open_case())
    path = house.service.preview(house.actor, house.ready_case())
    assert path.read_bytes().startswith(b"%PDF-")
    assert house.counter() == 0


def test_each_act_of_the_official_is_in_the_audit_trail_without_the_designation(house: House) -> None:
    case_id = house.finished(house.ready_case(designation="Rozhodnutí o tajném"))
    with authority_scope(house.actor.authority_id):
        entries = list(Entry.objects.filter(subject=str(case_id)).order_by("id"))
    assert [entry.action for entry in entries] == [
        "conversion.opened",
        "conversion.agreement_declared",
        "conversion.reserved",
        "conversion.signed",
        "conversion.registered",
    ]
    assert {entry.actor_id for entry in entries[:-1]} == {house.actor.user_id}
    assert "tajném" not in str([entry.details for entry in entries])
