"""Examinations as jobs of the worker, on the real queue."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from fixtures.paper import PaperHouse
from fixtures.queue import do_everything_queued, queued
from listina.conversions import jobs
from listina.conversions.to_paper import jobs as to_paper_jobs
from listina.objects.errors import StorageUnavailableError
from listina.trust.validation.inputs import ValidationInput

EXAMINE = "conversions.examine"

pytestmark = pytest.mark.usefixtures("worker_threads")


@pytest.fixture
def queueing(paper_house: PaperHouse) -> PaperHouse:
    """Return the house with the product's own way of queueing."""
    service = replace(paper_house.service, defer_examination=to_paper_jobs.defer_examination)
    return replace(paper_house, service=service)


def work(paper: PaperHouse) -> None:
    do_everything_queued(paper.house.service, paper.service)


def ask_for_waiting(timestamp: int) -> None:
    """Queue the periodic job, unless the worker itself did so at the turn of a minute."""
    with suppress(AlreadyEnqueued):
        to_paper_jobs.examine_waiting.configure().defer(timestamp=timestamp)


def received(paper: PaperHouse) -> UUID:
    case_id = paper.open_case()
    paper.receive(case_id, paper.inputs.source)
    return case_id


def times_examined(paper: PaperHouse, case_id: UUID) -> int:
    return [event.action for event in paper.view(case_id).events].count("examined")


def test_a_received_input_is_examined_by_the_worker_once(queueing: PaperHouse) -> None:
    case_id = received(queueing)
    [job] = queued(EXAMINE)
    assert job.args == {"authority_id": queueing.house.actor.authority_id, "case_id": str(case_id)}
    work(queueing)
    assert queueing.paper(case_id).report is not None
    assert queued(EXAMINE) == []
    ask_for_waiting(0)
    work(queueing)
    assert times_examined(queueing, case_id) == 1


def test_an_input_whose_job_was_lost_is_found_by_the_periodic_job(paper_house: PaperHouse) -> None:
    case_id = received(paper_house)
    for _ in range(2):
        ask_for_waiting(0)
        work(paper_house)
    assert times_examined(paper_house, case_id) == 1


def test_an_input_that_has_a_job_gets_no_second_one(queueing: PaperHouse) -> None:
    received(queueing)
    ProcrastinateJob.objects.filter(task_name=EXAMINE).update(scheduled_at=queueing.house.clock() + timedelta(days=1))
    ask_for_waiting(0)
    work(queueing)
    assert len(queued(EXAMINE)) == 1


def test_the_examination_of_a_worker_that_died_is_done_by_another(queueing: PaperHouse) -> None:
    case_id = received(queueing)
    ProcrastinateJob.objects.filter(task_name=EXAMINE).update(status="doing", worker_id=None)
    jobs.resume_stalled.configure().defer(timestamp=0)
    work(queueing)
    work(queueing)
    assert times_examined(queueing, case_id) == 1


def test_a_postponed_input_is_examined_when_its_time_has_come(queueing: PaperHouse) -> None:
    case_id = received(queueing)
    work(queueing)
    until = queueing.service.postpone(queueing.house.actor, case_id)
    ask_for_waiting(0)
    work(queueing)
    assert times_examined(queueing, case_id) == 1
    queueing.house.clock.forward(until - queueing.house.clock() + timedelta(seconds=1))
    ask_for_waiting(0)
    work(queueing)
    work(queueing)
    assert times_examined(queueing, case_id) == 2


class FullDisk:
    """A validator on a machine whose disk is full."""

    def validate(self, what: ValidationInput) -> object:
        raise StorageUnavailableError(reason=what.document.name)


def test_an_examination_that_cannot_be_made_now_waits_for_another_try(queueing: PaperHouse) -> None:
    case_id = received(queueing)
    examiner = replace(queueing.service.examiner, validator=FullDisk())  # type: ignore[arg-type]
    work(replace(queueing, service=replace(queueing.service, examiner=examiner)))
    [job] = queued(EXAMINE)
    assert job.scheduled_at is not None
    assert queueing.paper(case_id).is_examining


class Broken:
    """A validator with a fault of its own."""

    def validate(self, what: ValidationInput) -> object:
        raise LookupError(what.document.name)


def test_an_examination_that_fails_for_good_is_asked_for_hourly_only(queueing: PaperHouse) -> None:
    received(queueing)
    examiner = replace(queueing.service.examiner, validator=Broken())  # type: ignore[arg-type]
    broken = replace(queueing, service=replace(queueing.service, examiner=examiner))
    for _ in range(6):
        ask_for_waiting(1800)
        work(broken)
        work(broken)
    failures = ProcrastinateJob.objects.filter(task_name=EXAMINE, status="failed")
    assert failures.count() == 3
    ask_for_waiting(3600)
    work(broken)
    work(broken)
    assert failures.count() == 4
