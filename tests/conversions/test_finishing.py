"""What the machine does alone after the signature."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import pytest

from fixtures.conversions import House
from listina.conversions import history, queries, resuming
from listina.conversions.cases import CaseState, CaseView
from listina.conversions.errors import OutputNotFoundError
from listina.law.admissibility import UntransferableElement
from listina.trust.errors import TimestampUnavailableError


def view(house: House, case_id: UUID) -> CaseView:
    return queries.case(house.service, house.actor, case_id)


def test_a_conversion_goes_the_whole_way(house: House) -> None:
    case_id = house.ready_case(pages=3)
    house.service.sign(house.actor, case_id, house.certificate_id, house.signer)
    assert house.service.finish(house.actor.authority_id, case_id) is CaseState.REGISTERED
    done = view(house, case_id)
    output = queries.output_path(house.service, house.actor, case_id)
    assert done.output is not None
    assert sha256(output.read_bytes()).hexdigest() == done.output.sha256
    assert done.output.page_count == 3 + done.output.clause_page_count
    assert done.state_label.cs == "Provedená"
    assert done.number is not None
    assert done.number in done.output.filename
    assert [entry.sequence for entry in done.events] == list(range(1, len(done.events) + 1))
    assert all(entry.action in history.LABELS for entry in done.events)


def test_the_public_sees_the_clause_only_after_the_registration(house: House) -> None:
    case_id = house.signed_case()
    assert house.public_clause(view(house, case_id)) is None
    house.service.finish(house.actor.authority_id, case_id)
    clause = house.public_clause(view(house, case_id))
    assert clause is not None
    assert clause.input_page_count == 1
    assert clause.sha256 == view(house, case_id).output.sha256  # type: ignore[union-attr]  # registered


def test_an_untransferable_element_reaches_the_register(house: House) -> None:
    case_id = house.ready_case(pages=2)
    house.service.state_untransferable(house.actor, case_id, [UntransferableElement(name="suchá pečeť", pages=(2,))])
    house.finished(case_id)
    clause = house.public_clause(view(house, case_id))
    assert clause is not None
    assert "suchá pečeť" in str(clause.untransferable)


def test_without_a_timestamp_authority_the_signature_is_kept_and_the_rest_waits(house: House) -> None:
    case_id = house.signed_case()
    away = house.without_timestamp_authority()
    with pytest.raises(TimestampUnavailableError):
        away.finish(house.actor.authority_id, case_id)
    waiting = view(house, case_id)
    assert waiting.state is CaseState.AWAITING_TIMESTAMP
    assert waiting.state_label.cs == "Čeká na časové razítko"
    assert waiting.last_problem is not None
    assert waiting.last_problem.code == "timestamp.unavailable"
    assert waiting.number is not None
    assert house.service.finish(house.actor.authority_id, case_id) is CaseState.REGISTERED
    assert view(house, case_id).last_problem is None


def test_a_timestamp_obtained_after_midnight_still_serves_the_signature_of_the_day_before(house: House) -> None:
    case_id = house.signed_case()
    signed_on = house.clock.prague_day()
    house.clock.forward(timedelta(days=1))
    house.service.finish(house.actor.authority_id, case_id)
    assert view(house, case_id).clause_date == signed_on


def test_an_unregistered_conversion_has_no_output(house: House) -> None:
    with pytest.raises(OutputNotFoundError):
        queries.output_path(house.service, house.actor, house.signed_case())


def test_cases_that_wait_for_the_machine_are_found_without_a_job(house: House) -> None:
    case_id = house.signed_case()
    assert resuming.waiting_for_the_machine(house.service) == ()
    house.clock.forward(timedelta(minutes=3))
    assert resuming.waiting_for_the_machine(house.service) == ((house.actor.authority_id, case_id),)
    house.service.finish(house.actor.authority_id, case_id)
    house.clock.forward(timedelta(minutes=3))
    assert resuming.waiting_for_the_machine(house.service) == ()


def test_finishing_a_voided_conversion_does_nothing(house: House) -> None:
    case_id = house.signed_case()
    house.service.void(house.actor, case_id, "spletl jsem si dokument")
    assert house.service.finish(house.actor.authority_id, case_id) is CaseState.VOIDED
    assert house.public_clause(view(house, case_id)) is None
