"""Two at the same step: both may work, one result counts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import connection

from fixtures.conversions import House, scan
from listina.conversions import queries, sweeping
from listina.conversions.cases import CaseState
from listina.conversions.errors import AttemptLostError, WrongStateError

RIVALS = 4


def together(action: Callable[[], object]) -> list[object]:
    """Run the action in several threads at once; return what each returned or raised."""
    results: list[object] = []
    gate = threading.Barrier(RIVALS)

    def run() -> None:
        gate.wait()
        try:
            results.append(action())
        except (AttemptLostError, WrongStateError) as lost:
            results.append(lost)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(RIVALS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == RIVALS
    return results


def actions(house: House, case_id: UUID) -> list[str]:
    return [entry.action for entry in queries.case(house.service, house.actor, case_id).events]


def test_rivals_beginning_to_sign_spend_one_number_and_prepare_one_file(house: House) -> None:
    case_id = house.ready_case()
    together(lambda: house.service.begin_signing(house.actor, case_id, house.certificate_id))
    house.service.begin_signing(house.actor, case_id, house.certificate_id)
    assert house.counter() == 1
    assert actions(house, case_id).count("reserved") == 1
    assert actions(house, case_id).count("prepared") == 1


def test_rivals_finishing_register_one_output_and_leave_nothing_behind(house: House) -> None:
    case_id = house.signed_case()
    results = together(lambda: house.service.finish(house.actor.authority_id, case_id))
    assert house.service.finish(house.actor.authority_id, case_id) is CaseState.REGISTERED
    assert all(isinstance(result, CaseState | AttemptLostError) for result in results)
    assert actions(house, case_id).count("registered") == 1
    assert actions(house, case_id).count("receipt_issued") == 1
    sweeping.sweep(house.service, house.actor.authority_id, older_than=timedelta(0))
    assert house.stored_digests() == house.referenced_digests()
    assert house.accounting().confirmed == 1


def test_rivals_signing_the_same_case_leave_one_signature(house: House) -> None:
    case_id = house.ready_case()
    together(lambda: house.service.sign(house.actor, case_id, house.certificate_id, house.signer))
    house.service.sign(house.actor, case_id, house.certificate_id, house.signer)
    assert actions(house, case_id).count("signed") == 1
    assert house.service.finish(house.actor.authority_id, case_id) is CaseState.REGISTERED


def test_voiding_while_the_machine_finishes_ends_in_one_of_the_two_and_never_in_both(house: House) -> None:
    case_id = house.signed_case()
    turn = iter([True, False, False, False])
    lock = threading.Lock()

    def act() -> object:
        with lock:
            voids = next(turn)
        if voids:
            house.service.void(house.actor, case_id, "omylem podepsáno")
            return CaseState.VOIDED
        return house.service.finish(house.actor.authority_id, case_id)

    together(act)
    state = queries.case(house.service, house.actor, case_id).state
    if state is not CaseState.VOIDED:
        state = house.service.finish(house.actor.authority_id, case_id)
    accounting = house.accounting()
    assert (state, accounting.confirmed, accounting.voided) in {
        (CaseState.VOIDED, 0, 1),
        (CaseState.REGISTERED, 1, 0),
    }


def test_rivals_attaching_the_same_page_attach_one(house: House) -> None:
    case_id, key = house.open_case(), UUID(int=7)
    together(lambda: house.attach(case_id, scan(1), client_page_id=key))
    assert len(queries.case(house.service, house.actor, case_id).pages) == 1
