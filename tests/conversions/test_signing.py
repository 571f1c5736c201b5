"""Two-step signing: it survives restarts, midnight and double clicks."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from fixtures.conversions import House
from listina.conversions import queries
from listina.conversions.cases import CaseState
from listina.conversions.errors import (
    CertificateNotYoursError,
    DayChangedError,
    InsideTransactionError,
    WrongStateError,
)
from listina.trust.errors import SignatureValueInvalidError


def state(house: House, case_id: UUID) -> CaseState:
    return queries.case(house.service, house.actor, case_id).state


def test_a_value_made_elsewhere_after_a_restart_is_accepted(house: House) -> None:
    case_id = house.ready_case()
    prepared = house.service.begin_signing(house.actor, case_id, house.certificate_id)
    value = house.signer.sign(prepared.signed_attributes)
    restarted = house.restarted()
    restarted.service.accept_signature(restarted.actor, case_id, value)
    assert restarted.service.finish(house.actor.authority_id, case_id) is CaseState.REGISTERED


def test_beginning_twice_prepares_once(house: House) -> None:
    case_id = house.ready_case()
    first = house.service.begin_signing(house.actor, case_id, house.certificate_id)
    second = house.service.begin_signing(house.actor, case_id, house.certificate_id)
    assert first == second
    assert house.counter() == 1


def test_a_wrong_value_is_refused_and_nothing_is_kept(house: House) -> None:
    case_id = house.ready_case()
    prepared = house.service.begin_signing(house.actor, case_id, house.certificate_id)
    value = bytearray(house.signer.sign(prepared.signed_attributes))
    value[10] ^= 1
    with pytest.raises(SignatureValueInvalidError):
        house.service.accept_signature(house.actor, case_id, bytes(value))
    assert state(house, case_id) is CaseState.AWAITING_SIGNATURE
    assert house.deferred == []


def test_a_value_over_another_document_is_refused(house: House) -> None:
    case_id, other_id = house.ready_case(), house.ready_case()
    house.service.begin_signing(house.actor, case_id, house.certificate_id)
    other = house.service.begin_signing(house.actor, other_id, house.certificate_id)
    with pytest.raises(SignatureValueInvalidError):
        house.service.accept_signature(house.actor, case_id, house.signer.sign(other.signed_attributes))


def test_signing_twice_gives_one_output(house: House) -> None:
    case_id = house.signed_case()
    house.service.sign(house.actor, case_id, house.certificate_id, house.signer)
    house.service.finish(house.actor.authority_id, case_id)
    house.service.finish(house.actor.authority_id, case_id)
    house.service.sign(house.actor, case_id, house.certificate_id, house.signer)
    assert house.counter() == 1
    actions = [entry.action for entry in queries.case(house.service, house.actor, case_id).events]
    assert actions.count("registered") == actions.count("receipt_issued") == actions.count("signed") == 1


def test_after_midnight_the_clause_is_typeset_anew_under_the_same_number(house: House) -> None:
    case_id = house.ready_case()
    prepared = house.service.begin_signing(house.actor, case_id, house.certificate_id)
    number = queries.case(house.service, house.actor, case_id).number
    value = house.signer.sign(prepared.signed_attributes)
    house.clock.forward(timedelta(days=1))
    with pytest.raises(DayChangedError):
        house.service.accept_signature(house.actor, case_id, value)
    renewed = house.service.begin_signing(house.actor, case_id, house.certificate_id)
    assert renewed != prepared
    view = queries.case(house.service, house.actor, case_id)
    assert view.number == number
    assert view.clause_date == house.clock.prague_day()
    assert house.counter() == 1


def test_an_interrupted_beginning_goes_on_where_it_stopped(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = house.ready_case()

    def fall(*_: object, **__: object) -> None:
        message = "the disk is full"
        raise OSError(message)

    with monkeypatch.context() as broken:
        broken.setattr("listina.conversions.signing.prepare", fall)
        with pytest.raises(OSError, match="disk"):
            house.service.begin_signing(house.actor, case_id, house.certificate_id)
    assert state(house, case_id) is CaseState.COMPOSED
    house.service.begin_signing(house.actor, case_id, house.certificate_id)
    assert house.counter() == 1
    actions = [entry.action for entry in queries.case(house.service, house.actor, case_id).events]
    assert actions.count("composed") == 1


def test_a_certificate_that_is_not_ones_own_is_refused_and_no_number_is_spent(house: House) -> None:
    case_id = house.ready_case()
    with pytest.raises(CertificateNotYoursError):
        house.service.begin_signing(house.actor, case_id, house.certificate_id + 1000)
    assert state(house, case_id) is CaseState.OPEN
    assert house.counter() == 0


def test_a_signed_case_cannot_be_signed_again_with_another_value(house: House) -> None:
    case_id = house.signed_case()
    with pytest.raises(WrongStateError):
        house.service.begin_signing(house.actor, case_id, house.certificate_id)
    with pytest.raises(WrongStateError):
        house.service.accept_signature(house.actor, case_id, b"another value")


def test_the_job_is_queued_once_the_value_is_kept(house: House) -> None:
    case_id = house.signed_case()
    assert house.deferred == [(house.actor.authority_id, case_id)]


def test_a_step_with_effects_refuses_to_run_inside_a_transaction(house: House) -> None:
    from django.db import transaction  # noqa: PLC0415  # needs settings

    case_id = house.ready_case()
    with transaction.atomic(), pytest.raises(InsideTransactionError):
        house.service.begin_signing(house.actor, case_id, house.certificate_id)
    assert house.counter() == 0
