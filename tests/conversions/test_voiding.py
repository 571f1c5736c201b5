"""Unfinished conversions are given up with a reason; their numbers stay unused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fixtures.conversions import House
from listina.conversions import queries, sweeping, voiding
from listina.conversions.cases import CaseState
from listina.conversions.errors import InvalidCaseDataError, WrongStateError


def test_an_open_conversion_is_voided_without_a_number(house: House) -> None:
    case_id = house.ready_case()
    house.service.void(house.actor, case_id, "založeno omylem")
    view = queries.case(house.service, house.actor, case_id)
    assert view.state is CaseState.VOIDED
    assert view.void_reason == "založeno omylem"
    assert not view.is_unfinished


def test_a_voided_number_is_shown_as_unused_and_never_given_again(house: House) -> None:
    case_id = house.ready_case()
    house.service.begin_signing(house.actor, case_id, house.certificate_id)
    number = queries.case(house.service, house.actor, case_id).number
    house.service.void(house.actor, case_id, "chybí strana")
    house.service.void(house.actor, case_id, "chybí strana")
    assert f"Číslo {number} zůstane nevyužité." in queries.case(house.service, house.actor, case_id).state_sentence.cs
    other = house.finished(house.ready_case())
    assert queries.case(house.service, house.actor, other).number != number
    assert house.accounting().voided == 1


def test_a_reason_is_needed(house: House) -> None:
    case_id = house.ready_case()
    with pytest.raises(InvalidCaseDataError):
        house.service.void(house.actor, case_id, "  ")
    assert queries.case(house.service, house.actor, case_id).state is CaseState.OPEN


def test_a_registered_conversion_cannot_be_voided(house: House) -> None:
    case_id = house.finished(house.ready_case())
    with pytest.raises(WrongStateError):
        house.service.void(house.actor, case_id, "rozmyslel jsem si to")
    assert queries.case(house.service, house.actor, case_id).state is CaseState.REGISTERED


def test_a_conversion_nobody_touched_for_fourteen_days_is_voided(house: House) -> None:
    case_id = house.ready_case()
    house.clock.forward(timedelta(days=13, hours=23))
    assert voiding.abandoned(house.service) == ()
    house.clock.forward(timedelta(hours=2))
    assert voiding.abandoned(house.service) == ((house.actor.authority_id, case_id),)
    assert voiding.void_abandoned(house.service, house.actor.authority_id, case_id)
    assert queries.case(house.service, house.actor, case_id).void_reason == voiding.ABANDONED_REASON


def test_a_signed_conversion_is_never_abandoned(house: House) -> None:
    house.signed_case()
    house.clock.forward(timedelta(days=30))
    assert voiding.abandoned(house.service) == ()


def test_the_sweep_takes_the_files_of_voided_conversions_and_leaves_all_others(house: House) -> None:
    kept, voided = house.finished(house.ready_case()), house.ready_case()
    house.service.begin_signing(house.actor, voided, house.certificate_id)
    house.service.void(house.actor, voided, "chybí strana")
    # The scan itself stays: the kept conversion has the same one.
    assert sweeping.sweep(house.service, house.actor.authority_id, older_than=timedelta(0)) == len(
        ["composed", "prepared"]
    )
    assert queries.output_path(house.service, house.actor, kept).exists()
    assert sweeping.sweep(house.service, house.actor.authority_id, older_than=timedelta(0)) == 0
