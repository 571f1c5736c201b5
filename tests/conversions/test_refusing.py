"""A conversion the law forbids is kept with a record."""

from __future__ import annotations

import pytest

from fixtures.conversions import House
from listina.conversions import queries
from listina.conversions.cases import CaseState
from listina.conversions.errors import NothingToRefuseError, WrongStateError


def test_a_refusing_answer_is_shown_but_refuses_nothing_by_itself(house: House) -> None:
    case_id = house.ready_case()
    house.service.answer(house.actor, case_id, {"irreplaceable": "yes"})
    view = queries.case(house.service, house.actor, case_id)
    assert view.state is CaseState.OPEN
    assert view.refusals


def test_a_refused_case_is_kept_with_a_printable_record_and_without_a_number(house: House) -> None:
    case_id = house.ready_case()
    house.service.answer(house.actor, case_id, {"irreplaceable": "yes"})
    house.service.refuse(house.actor, case_id)
    view = queries.case(house.service, house.actor, case_id)
    record = house.service.refusal_record(house.actor, case_id)
    assert view.state is CaseState.REFUSED
    assert view.state_label.cs == "Neprovedená"
    assert view.number is None
    assert record["title"] == "Záznam o neprovedení konverze"
    assert record["official_name"] == view.official_name
    assert [reason["reason"] for reason in record["reasons"]] == [refusal.reason_cs for refusal in view.refusals]  # type: ignore[attr-defined]  # JSON values


def test_refusing_twice_refuses_once(house: House) -> None:
    case_id = house.ready_case()
    house.service.answer(house.actor, case_id, {"irreplaceable": "yes"})
    house.service.refuse(house.actor, case_id)
    house.service.refuse(house.actor, case_id)
    actions = [entry.action for entry in queries.case(house.service, house.actor, case_id).events]
    assert actions.count("refused") == 1


def test_an_admissible_conversion_cannot_be_refused(house: House) -> None:
    case_id = house.ready_case()
    with pytest.raises(NothingToRefuseError):
        house.service.refuse(house.actor, case_id)
    assert queries.case(house.service, house.actor, case_id).state is CaseState.OPEN


def test_a_case_that_was_not_refused_has_no_record_of_refusal(house: House) -> None:
    with pytest.raises(WrongStateError):
        house.service.refusal_record(house.actor, house.ready_case())


def test_every_answer_stays_in_the_history(house: House) -> None:
    case_id = house.ready_case()
    house.service.answer(house.actor, case_id, {"irreplaceable": "yes"})
    house.service.answer(house.actor, case_id, {"irreplaceable": "no"})
    assert house.answers_stored(case_id, "irreplaceable") == ["no", "yes", "no"]
    assert queries.case(house.service, house.actor, case_id).missing == ()
