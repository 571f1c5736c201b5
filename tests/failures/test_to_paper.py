"""Failures on the way to paper: the database away, the disk full, two windows at once, a wrong clock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from fixtures.conversions import House
from fixtures.outages import Outage
from fixtures.paper import ALL_FOUR, PaperHouse
from fixtures.pki import PIN
from fixtures.small_disks import Disk, MountedDisk
from fixtures.unchanged import rows_and_swept_files, unchanged
from listina.conversions.cases import CaseState
from listina.conversions.errors import AttemptLostError, WrongStateError
from listina.conversions.to_paper import printing
from listina.conversions.to_paper.errors import EarlierPrintNotSpoiledError
from listina.conversions.to_paper.examining import waiting_for_examination
from listina.conversions.to_paper.printing import Printed
from listina.database.errors import DatabaseUnavailableError
from listina.objects.errors import StorageUnavailableError
from listina.trust.authority import LocalTimestampSource
from listina.trust.clock_watch import ClockWatch
from listina.trust.errors import ClockWrongError

FEWEST_STATEMENTS = 3
STRIDE, LONG_STRIDE = 3, 7
"""Statements from one loss of the database to the next; the other direction proves every single one."""
RIVALS = 3
Make = Callable[[PaperHouse], UUID]
Use = Callable[[PaperHouse, UUID], object]


def opened(paper: PaperHouse) -> UUID:
    return paper.open_case()


def received(paper: PaperHouse) -> UUID:
    case_id = paper.open_case()
    paper.receive(case_id, paper.inputs.source)
    return case_id


def examined(paper: PaperHouse) -> UUID:
    return paper.examined_case(paper.inputs.source)


def ready(paper: PaperHouse) -> UUID:
    return paper.ready_case(paper.inputs.source)


def reserved(paper: PaperHouse) -> UUID:
    case_id = ready(paper)
    printing._reserve_or_check(paper.service, paper.house.actor, case_id)
    return case_id


def composed(paper: PaperHouse) -> UUID:
    case_id = ready(paper)
    paper.service.prepare_print(paper.house.actor, case_id)
    return case_id


def printed(paper: PaperHouse) -> UUID:
    return paper.printed_case(paper.inputs.source)


def receive(paper: PaperHouse, case_id: UUID) -> None:
    paper.receive(case_id, paper.inputs.source)


def examine(paper: PaperHouse, case_id: UUID) -> None:
    assert paper.service.examine(paper.house.actor.authority_id, case_id)


def preview(paper: PaperHouse, case_id: UUID) -> None:
    paper.service.preview(paper.house.actor, case_id)


def prepare(paper: PaperHouse, case_id: UUID) -> None:
    paper.service.prepare_print(paper.house.actor, case_id)


def hand_out(paper: PaperHouse, case_id: UUID) -> None:
    paper.service.hand_out(paper.house.actor, case_id, Printed.WHOLE)


def affirm(paper: PaperHouse, case_id: UUID) -> None:
    paper.service.affirm(paper.house.actor, case_id, ALL_FOUR)


def fails(use: Callable[[], object], outage: Outage, answered: int) -> bool:
    """Use the product while the database goes away after so many statements; False when it needed no more of them."""
    with outage.after_statements(answered) as begun:
        try:
            use()
        except DatabaseUnavailableError:
            return True
        assert not begun(), "the loss of the database went unnoticed"
        return False


ONE_TRANSACTION: dict[str, tuple[Make, Use]] = {
    "receive": (opened, receive),
    "examine": (received, examine),
    "hand out": (composed, hand_out),
    "affirm": (printed, affirm),
}


@pytest.mark.slow
@pytest.mark.parametrize(("make", "use"), ONE_TRANSACTION.values(), ids=ONE_TRANSACTION)
def test_a_step_whose_database_goes_away_changes_nothing_and_can_be_repeated(
    paper_house: PaperHouse, outage: Outage, make: Make, use: Use
) -> None:
    case_id = make(paper_house)
    before = rows_and_swept_files(paper_house.house)
    answered = 0
    while fails(lambda: use(paper_house, case_id), outage, answered):
        assert rows_and_swept_files(paper_house.house) == before
        answered += STRIDE
    assert answered > FEWEST_STATEMENTS
    assert rows_and_swept_files(paper_house.house) != before


@pytest.mark.slow
def test_printing_and_registering_outlive_the_loss_of_the_database(paper_house: PaperHouse, outage: Outage) -> None:
    house, case_id = paper_house.house, ready(paper_house)

    def go_on() -> None:
        prepare(paper_house, case_id)
        seen = paper_house.paper(case_id).printed
        before = seen is not None and seen.attempts > 0
        paper_house.service.hand_out(house.actor, case_id, Printed.WHOLE, earlier_spoiled=before)
        affirm(paper_house, case_id)

    answered, failures = 0, 0
    while house.view(case_id).state is not CaseState.REGISTERED and fails(go_on, outage, answered):
        failures += 1
        answered += LONG_STRIDE
        assert house.counter() <= 1
    assert failures > FEWEST_STATEMENTS
    house.service.finish(house.actor.authority_id, case_id)
    done = actions(house, case_id)
    for action in ("reserved", "composed", "print_affirmed", "registered", "receipt_issued"):
        assert done.count(action) == 1, done
    assert house.accounting().confirmed == house.counter() == 1
    rows_and_swept_files(house)
    assert house.stored_digests() == house.referenced_digests()


STEPS: dict[str, tuple[Make, Use]] = {
    "receive": (opened, receive),
    "examine": (received, examine),
    "preview": (ready, preview),
    "compose": (reserved, prepare),
}


@pytest.mark.parametrize(("make", "use"), STEPS.values(), ids=STEPS)
def test_a_step_that_finds_the_disk_full_changes_nothing_and_is_made_later(
    small_disk: Disk, paper_house: PaperHouse, make: Make, use: Use
) -> None:
    case_id = make(paper_house)
    # Where only the length of files is limited, not even memory can be handed to a confined process.
    expected = StorageUnavailableError if isinstance(small_disk, MountedDisk) else (StorageUnavailableError, OSError)
    with small_disk.full(), unchanged(paper_house.house.objects), pytest.raises(expected):
        use(paper_house, case_id)
    use(paper_house, case_id)
    assert paper_house.house.counter() <= 1


def at_once(act: Callable[[], object]) -> list[type[BaseException] | None]:
    """Do it in several windows at once; return what each was refused with, None where it was not."""
    results: list[type[BaseException] | None] = []
    gate = threading.Barrier(RIVALS)

    def run() -> None:
        gate.wait()
        try:
            act()
            results.append(None)
        except (AttemptLostError, WrongStateError, EarlierPrintNotSpoiledError) as refusal:
            results.append(type(refusal))
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
    return [event.action for event in house.view(case_id).events]


def test_affirming_in_several_windows_registers_once(paper_house: PaperHouse) -> None:
    house, case_id = paper_house.house, printed(paper_house)
    results = at_once(lambda: affirm(paper_house, case_id))
    assert None in results
    assert set(results) <= {None, AttemptLostError}
    assert [actions(house, case_id).count(one) for one in ("print_affirmed", "registered")] == [1, 1]
    assert (house.accounting().confirmed, house.accounting().reserved_open) == (1, 0)
    affirm(paper_house, case_id)


def test_preparing_in_several_windows_spends_one_number_and_composes_once(paper_house: PaperHouse) -> None:
    house, case_id = paper_house.house, ready(paper_house)
    at_once(lambda: prepare(paper_house, case_id))
    prepare(paper_house, case_id)
    assert house.counter() == 1
    assert [actions(house, case_id).count(one) for one in ("reserved", "composed")] == [1, 1]


def test_printing_in_several_windows_hands_out_one_print_without_declaration(paper_house: PaperHouse) -> None:
    case_id = composed(paper_house)
    results = at_once(lambda: hand_out(paper_house, case_id))
    assert results.count(None) == 1
    assert actions(paper_house.house, case_id).count("print_handed_out") == 1


def test_receiving_and_examining_in_several_windows_keeps_one_input(paper_house: PaperHouse) -> None:
    case_id = opened(paper_house)
    at_once(lambda: receive(paper_house, case_id))
    assert actions(paper_house.house, case_id).count("input_received") == 1
    at_once(lambda: examine(paper_house, case_id))
    assert paper_house.paper(case_id).report is not None


def test_voiding_while_another_window_affirms_ends_in_one_of_the_two(paper_house: PaperHouse) -> None:
    house, case_id = paper_house.house, printed(paper_house)
    turns = iter(range(RIVALS))
    lock = threading.Lock()

    def act() -> None:
        with lock:
            voids = next(turns) == 0
        if voids:
            house.service.void(house.actor, case_id, "tiskárna nefunguje")
        else:
            affirm(paper_house, case_id)

    at_once(act)
    state, accounting = house.view(case_id).state, house.accounting()
    if state is CaseState.AWAITING_PRINT:
        affirm(paper_house, case_id)
        state, accounting = house.view(case_id).state, house.accounting()
    assert (state, accounting.confirmed, accounting.voided) in {
        (CaseState.VOIDED, 0, 1),
        (CaseState.REGISTERED, 1, 0),
    }


def test_a_wrong_clock_is_refused_before_a_number_is_spent(paper_house: PaperHouse) -> None:
    house, case_id = paper_house.house, ready(paper_house)
    ahead = lambda: house.clock() + timedelta(minutes=2)  # noqa: E731  # a clock
    source = LocalTimestampSource(authority=house.pki.timestamp_authority(PIN, now=ahead))
    workshop = replace(
        house.service, timestamps=replace(house.service.timestamps, sources=(source,)), clock_watch=ClockWatch()
    )
    wrong = replace(paper_house, service=replace(paper_house.service, workshop=workshop))
    with unchanged(house.objects), pytest.raises(ClockWrongError):
        prepare(wrong, case_id)
    assert house.counter() == 0
    prepare(paper_house, case_id)


def test_a_worker_that_died_in_an_examination_leaves_it_to_the_next(paper_house: PaperHouse) -> None:
    house, case_id = paper_house.house, received(paper_house)
    assert paper_house.paper(case_id).is_examining
    assert waiting_for_examination(paper_house.service) == ((house.actor.authority_id, case_id),)
    examine(paper_house, case_id)
    assert waiting_for_examination(paper_house.service) == ()
