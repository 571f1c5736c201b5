"""Fencing: who was overtaken stores nothing, and what it made is swept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from fixtures.conversions import House
from listina.conversions import attempts, composing, finishing, sweeping
from listina.conversions.cases import CaseState
from listina.conversions.errors import AttemptLostError, CaseNotFoundError, InsideTransactionError, WrongStateError
from listina.conversions.steps import Event
from listina.trust.errors import TimestampUnavailableError


def test_an_overtaken_attempt_stores_nothing_and_the_last_one_counts(house: House) -> None:
    case_id = house.signed_case()
    first = attempts.take(house.actor.authority_id, case_id, Event.KEEP_TOKEN)
    second = attempts.take(house.actor.authority_id, case_id, Event.KEEP_TOKEN)
    with pytest.raises(AttemptLostError):
        finishing._stamp(house.service, first)
    assert [entry.action for entry in house.view(case_id).events][-1] == "signed"
    finishing._stamp(house.service, second)
    assert [entry.action for entry in house.view(case_id).events][-1] == "timestamp_kept"


def test_an_attempt_is_lost_when_the_official_voids_meanwhile(house: House) -> None:
    case_id = house.stamped_case()
    attempt = attempts.take(house.actor.authority_id, case_id, Event.CONFIRM)
    house.service.void(house.actor, case_id, "omylem podepsáno")
    with pytest.raises(AttemptLostError):
        finishing._register(house.service, attempt)
    assert house.view(case_id).state is CaseState.VOIDED
    assert house.accounting().confirmed == 0
    assert house.accounting().voided == 1


def test_the_problem_of_an_overtaken_attempt_is_not_shown(house: House) -> None:
    case_id = house.signed_case()
    overtaken = attempts.take(house.actor.authority_id, case_id, Event.KEEP_TOKEN)
    attempts.take(house.actor.authority_id, case_id, Event.KEEP_TOKEN)
    attempts.keep_problem(house.service, overtaken, TimestampUnavailableError(reasons=("away",)))
    assert house.view(case_id).last_problem is None


def test_what_a_loser_made_is_unreachable_and_swept(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = house.ready_case()
    compose = composing.compose

    def slow(*given: object) -> composing.ComposedOutput:
        output = compose(*given)  # type: ignore[arg-type]  # handed through
        attempts.take(house.actor.authority_id, case_id, Event.COMPOSE)
        return output

    with monkeypatch.context() as rival:
        rival.setattr(composing, "compose", slow)
        with pytest.raises(AttemptLostError):
            house.service.begin_signing(house.actor, case_id, house.certificate_id)
    assert len(house.stored_digests() - house.referenced_digests()) == 1
    house.finished(case_id)
    sweeping.sweep(house.service, house.actor.authority_id, older_than=timedelta(0))
    assert house.stored_digests() == house.referenced_digests()


def test_the_sweep_leaves_young_files_to_attempts_that_are_about_to_name_them(house: House) -> None:
    case_id = house.ready_case()
    house.service.preview(house.actor, case_id)
    before = house.stored_digests()
    assert sweeping.sweep(house.service, house.actor.authority_id) == 0
    assert house.stored_digests() == before


def test_an_attempt_is_refused_inside_a_transaction_in_a_wrong_state_and_in_a_foreign_authority(house: House) -> None:
    case_id = house.ready_case()
    with transaction.atomic(), pytest.raises(InsideTransactionError):
        attempts.take(house.actor.authority_id, case_id, Event.RESERVE)
    with pytest.raises(WrongStateError):
        attempts.take(house.actor.authority_id, case_id, Event.CONFIRM)
    with pytest.raises(CaseNotFoundError):
        attempts.take(house.actor.authority_id + 1, case_id, Event.RESERVE)


def test_whoever_chose_a_step_by_a_state_that_a_rival_changed_meanwhile_has_lost_and_may_look_again(
    house: House,
) -> None:
    case_id = house.signed_case()
    with pytest.raises(AttemptLostError):
        attempts.take(house.actor.authority_id, case_id, Event.COMPOSE, seen=CaseState.RESERVED)
    assert house.view(case_id).state is CaseState.AWAITING_TIMESTAMP
