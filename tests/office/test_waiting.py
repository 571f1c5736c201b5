"""A signed conversion whose timestamp does not come: its page says when the next attempt is, and can have it now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from fixtures.conversions import AbsentTimestampSource
from fixtures.database import make_official
from fixtures.queue import do_everything_queued, queued
from fixtures.web import Office
from listina.conversions.cases import CaseState
from listina.law.dates import czech_moment
from listina.trust.circuits import FIRST_PAUSE, Circuits

pytestmark = pytest.mark.usefixtures("worker_threads")


def _away(office: Office) -> Office:
    """Return the office while no timestamp authority answers; its circuits are those of the installation."""
    conversions = office.services.conversions
    away = replace(conversions, timestamps=replace(conversions.timestamps, sources=(AbsentTimestampSource(),)))
    return replace(office, services=replace(office.services, conversions=away))


@pytest.fixture
def waiting(office: Office) -> str:
    """Return the address of a signed conversion for which no authority answered."""
    case = office.signed_case()
    do_everything_queued(_away(office).services.conversions)
    return case


def test_the_page_says_when_the_next_attempt_is(office: Office, waiting: str) -> None:
    assert office.view(waiting).state is CaseState.AWAITING_TIMESTAMP
    [job] = queued()
    assert job.scheduled_at is not None
    page = office.get(f"{waiting}predani/").content.decode()
    assert "Čeká na časové razítko" in page
    assert f"Další pokus: {czech_moment(job.scheduled_at)}." in page
    assert "Zkusit nyní" in page
    assert "csrfmiddlewaretoken" in page.partition("Zkusit nyní")[0].rpartition("<form")[2]
    mark = office.get(f"{waiting}stav/").json()["mark"]
    assert job.scheduled_at.isoformat() in mark
    assert f'data-state="{mark}"' in page, "the page would load itself again and again"


def test_the_job_waits_as_long_as_the_authorities_are_left_alone(office: Office, waiting: str) -> None:
    circuits = office.services.conversions.timestamps.circuits
    assert isinstance(circuits, Circuits)
    failures = circuits.failures(AbsentTimestampSource.name)
    [job] = queued()
    assert waiting
    assert failures is not None
    assert job.scheduled_at == failures.asked_again_at == failures.last_at + FIRST_PAUSE


def test_the_next_attempt_can_be_had_now(office: Office, waiting: str) -> None:
    in_an_hour = office.services.conversions.now() + timedelta(hours=1)
    ProcrastinateJob.objects.filter(status="todo").update(scheduled_at=in_an_hour)
    do_everything_queued(office.services.conversions)
    assert office.view(waiting).state is CaseState.AWAITING_TIMESTAMP, "the job did not wait for its hour"

    answer = office.post(f"{waiting}zkusit/")

    assert answer["Location"] == f"{waiting}predani/"
    [job] = queued()
    assert job.scheduled_at is None
    assert "Další pokus začne během dvou minut." in office.get(f"{waiting}predani/").content.decode()
    do_everything_queued(office.services.conversions)
    assert office.view(waiting).state is CaseState.REGISTERED
    assert office.post(f"{waiting}zkusit/").status_code == 302
    assert queued() == []


def test_trying_now_asks_authorities_that_are_left_alone(office: Office, waiting: str) -> None:
    circuits = office.services.conversions.timestamps.circuits
    [source] = office.services.conversions.timestamps.sources
    circuits.note_failure(source.name, "no route")
    office.post(f"{waiting}zkusit/")
    assert circuits.failures(source.name) is None


def test_a_colleague_sees_the_wait_and_cannot_end_it(office: Office, waiting: str) -> None:
    colleague = office.sign_in(make_official(office.actor.authority_id, username="kolega"))
    assert "Zkusit nyní" not in colleague.get(f"{waiting}predani/").content.decode()
    before = queued()
    assert colleague.post(f"{waiting}zkusit/").status_code == 403
    assert [job.id for job in queued()] == [job.id for job in before]
