"""The jobs of the worker, on the real queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from fixtures.conversions import House
from fixtures.database import TestDatabase
from fixtures.queue import do_everything_queued, queued
from listina.conversions import jobs
from listina.conversions.cases import CaseState
from listina.database.roles import DatabaseRole

pytestmark = pytest.mark.usefixtures("worker_threads")


@pytest.fixture
def queueing(house: House) -> House:
    """Return the house with the product's own way of queueing."""
    return replace(house, service=replace(house.service, defer=jobs.defer_finish))


def work(house: House) -> None:
    """Let a worker do everything that is queued, then stop."""
    do_everything_queued(house.service)


def test_accepting_the_value_queues_the_rest_once(queueing: House) -> None:
    case_id = queueing.signed_case()
    queueing.service.sign(queueing.actor, case_id, queueing.certificate_id, queueing.signer)
    [job] = queued()
    assert job.args == {"authority_id": queueing.actor.authority_id, "case_id": str(case_id)}


def test_jobs_that_ended_two_weeks_ago_are_dropped(queueing: House, database: TestDatabase) -> None:
    case_id = queueing.signed_case()
    work(queueing)
    jobs.drop_old_jobs.configure().defer(timestamp=0)
    work(queueing)
    assert ProcrastinateJob.objects.filter(task_name="conversions.finish").exists()
    with psycopg.connect(database.dsn(DatabaseRole.OWNER)) as owner:
        owner.execute("UPDATE procrastinate_events SET at = at - interval '15 days'")
    jobs.drop_old_jobs.configure().defer(timestamp=0)
    work(queueing)
    assert not ProcrastinateJob.objects.filter(task_name="conversions.finish").exists()
    assert queueing.view(case_id).state is CaseState.REGISTERED


def test_a_job_is_queued_with_its_transaction_or_not_at_all(queueing: House) -> None:
    def roll_back() -> None:
        with transaction.atomic():
            jobs.defer_finish(queueing.actor.authority_id, UUID(int=1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        roll_back()
    assert queued() == []


def test_a_worker_takes_a_signed_case_to_the_register(queueing: House) -> None:
    case_id = queueing.signed_case()
    work(queueing)
    assert queueing.view(case_id).state is CaseState.REGISTERED
    assert queued() == []


def test_without_a_timestamp_the_job_waits_for_another_try(queueing: House) -> None:
    case_id = queueing.signed_case()
    work(replace(queueing, service=queueing.without_timestamp_authority()))
    [job] = queued()
    assert job.scheduled_at is not None
    assert queueing.view(case_id).state is CaseState.AWAITING_TIMESTAMP


def test_a_refused_output_ends_the_job_and_stays_on_the_case(queueing: House) -> None:
    case_id = queueing.stamped_case()
    path = queueing.gate_input(case_id).signed
    path.write_bytes(path.read_bytes()[:-1])
    work(queueing)
    assert queued() == []
    assert queueing.view(case_id).last_problem is not None
    assert ProcrastinateJob.objects.get(task_name="conversions.finish").status == "succeeded"


def test_a_case_without_a_job_is_found_by_the_periodic_resume(house: House) -> None:
    case_id = house.signed_case()
    house.clock.forward(timedelta(minutes=3))
    jobs.resume_unfinished.configure().defer(timestamp=0)
    work(house)
    work(house)
    assert house.view(case_id).state is CaseState.REGISTERED


def test_a_case_that_has_a_job_gets_no_second_one(queueing: House) -> None:
    queueing.signed_case()
    queueing.clock.forward(timedelta(minutes=3))
    jobs.resume_unfinished.configure().defer(timestamp=0)
    away = replace(queueing, service=queueing.without_timestamp_authority())
    work(away)
    work(away)
    assert len(queued()) == 1


def test_the_job_of_a_worker_that_died_is_done_by_another(queueing: House) -> None:
    case_id = queueing.signed_case()
    ProcrastinateJob.objects.filter(task_name="conversions.finish").update(status="doing", worker_id=None)
    jobs.resume_stalled.configure().defer(timestamp=0)
    work(queueing)
    work(queueing)
    assert queueing.view(case_id).state is CaseState.REGISTERED


def test_a_dead_periodic_job_with_a_successor_is_closed(queueing: House) -> None:
    periodic = jobs.resume_unfinished.configure(queueing_lock="conversions.resume")
    periodic.defer(timestamp=0)
    ProcrastinateJob.objects.filter(task_name="conversions.resume_unfinished").update(status="doing", worker_id=None)
    periodic.defer(timestamp=1)
    ProcrastinateJob.objects.filter(status="todo").update(scheduled_at=queueing.clock() + timedelta(days=1))
    jobs.resume_stalled.configure().defer(timestamp=0)
    work(queueing)
    statuses = ProcrastinateJob.objects.filter(task_name="conversions.resume_unfinished").order_by("id")
    assert list(statuses.values_list("status", flat=True)) == ["failed", "todo"]
