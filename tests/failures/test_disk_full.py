"""The disk is full at each step that writes: a typed error, nothing kept by half, and the work goes on afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from fixtures.conversions import House, scan
from fixtures.small_disks import Disk
from fixtures.unchanged import unchanged
from fixtures.web import Office, case_id
from fixtures.web import scan as uploaded
from listina.conversions import attempts, finishing, resuming, signing
from listina.conversions.cases import CaseState
from listina.conversions.steps import Event
from listina.documents.scanning.errors import ScanReadingUnavailableError
from listina.errors import Remedy
from listina.objects.errors import StorageUnavailableError

ROOM = (0, 8192)
NO_ROOM = (StorageUnavailableError, ScanReadingUnavailableError)
"""The kernel's limit also covers files in memory, in which scans are handed to the process that reads them."""

Step = Callable[[House, UUID], object]


def reserved(house: House) -> UUID:
    case = house.ready_case()
    signing._reserve_or_check(house.service, house.actor, case, house.certificate_id, house.signer.chain)
    return case


def composed(house: House) -> UUID:
    case = reserved(house)
    signing._compose(house.service, house.actor, case)
    return case


def stamped(house: House) -> UUID:
    case = house.signed_case()
    finishing._stamp(house.service, attempts.take(house.actor.authority_id, case, Event.KEEP_TOKEN))
    return case


def sign(house: House, case: UUID) -> None:
    house.service.sign(house.actor, case, house.certificate_id, house.signer)


STEPS: dict[str, tuple[Callable[[House], UUID], Step]] = {
    "attach": (House.ready_case, lambda house, case: house.attach(case, scan(9))),
    "preview": (House.ready_case, lambda house, case: house.service.preview(house.actor, case)),
    "compose": (reserved, sign),
    "prepare": (composed, sign),
    "embed": (stamped, lambda house, case: house.service.finish(house.actor.authority_id, case)),
}


@pytest.mark.parametrize("left", ROOM)
@pytest.mark.parametrize(("before", "step"), STEPS.values(), ids=STEPS)
def test_a_step_that_finds_the_disk_full_changes_nothing_and_is_made_later(
    small_disk: Disk, house: House, before: Callable[[House], UUID], step: Step, left: int
) -> None:
    case = before(house)
    with small_disk.full(left=left), unchanged(house.objects), pytest.raises(NO_ROOM) as refusal:
        step(house, case)
    assert refusal.value.remedy is Remedy.TRY_LATER
    assert re.search("[Zz]kuste to (prosím za chvíli znovu|znovu za chvíli)", refusal.value.text("cs"))
    step(house, case)
    house.service.void(house.actor, case, "konec zkoušky") if before is House.ready_case else sign(house, case)
    assert house.counter() <= 1


def test_a_signature_waits_while_the_disk_is_full_and_is_tried_again_soon(small_disk: Disk, house: House) -> None:
    case = stamped(house)
    with small_disk.full(), pytest.raises(StorageUnavailableError):
        house.service.finish(house.actor.authority_id, case)
    problem = house.view(case).last_problem
    assert problem is not None
    assert problem.code == "objects.unavailable"
    house.clock.forward(resuming.QUIET_FOR)
    assert resuming.waiting_for_the_machine(house.service) == ((house.actor.authority_id, case),)
    assert house.service.finish(house.actor.authority_id, case) is CaseState.REGISTERED


def test_the_official_reads_that_nothing_could_be_stored_and_goes_on(
    small_disk: Disk, office: Office, tmp_path: Path
) -> None:
    case = office.filled_case(page_count=1)
    objects = tmp_path / "storage" / "objects"
    # The log is captured: what it is written to may be on the disk that is full.
    with capture_logs() as logged, small_disk.full(), unchanged(objects):
        answers = [
            office.post(f"{case}strany/pridat/", {"pages": [uploaded(5)]}),
            office.get(f"{case}nahled/"),
            office.sign(case),
        ]
    codes = [line["code"] for line in logged if line["event"] == "refused"]
    assert set(codes) <= {error.code for error in NO_ROOM}
    for answer, code in zip(answers, codes, strict=True):
        assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert code in answer.content.decode()
    assert office.sign(case)["Location"] == f"{case}predani/"
    finished = office.services.conversions.finish(office.actor.authority_id, case_id(case))
    assert finished is CaseState.REGISTERED
