"""Signed conversions whose timestamp did not come: when the machine tries again, and trying at once (čekání).

The next attempt is the queued job itself, so what the page promises is what will happen.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Min, QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from listina.accounts.actors import Actor
from listina.conversions import jobs
from listina.conversions.access import locked_own_case
from listina.conversions.states import CaseState
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope

WITH_THE_MACHINE = frozenset({CaseState.AWAITING_TIMESTAMP, CaseState.SIGNED})


def next_attempt_at(case_id: UUID) -> datetime | None:
    """Return when the machine goes on with a case, aware UTC; None for at once or when the resume finds it."""
    found = _queued(case_id).aggregate(moment=Min("scheduled_at"))["moment"]
    return found if isinstance(found, datetime) else None


def try_now(workshop: Workshop, actor: Actor, case_id: UUID) -> None:
    """Go on with the actor's case at once, asking all timestamp authorities; leave it if it needs no machine any more.

    Raises:
        CaseNotFoundError: there is no such case in the actor's authority.
        NotYourCaseError: a colleague performs it.
        DatabaseUnavailableError: the job could not be queued; the one that waits stays.
    """
    with authority_scope(actor.authority_id):
        if locked_own_case(actor, case_id).state not in WITH_THE_MACHINE:
            return
        workshop.timestamps.ask_anew()
        # A job that waits for its hour would hold up a second one of the same case.
        for job_id in _queued(case_id).values_list("id", flat=True):
            jobs.app.job_manager.cancel_job_by_id(job_id, delete_job=True)
        workshop.defer(actor.authority_id, case_id)


def _queued(case_id: UUID) -> QuerySet[ProcrastinateJob]:
    found: QuerySet[ProcrastinateJob] = ProcrastinateJob.objects.filter(lock=jobs.lock_of(case_id), status="todo")
    return found
