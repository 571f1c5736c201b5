"""What the worker does for conversions to paper: it examines inputs, and again those that were put off.

The worker hands the paper workshop over as `additional_context["to_paper"]`; documents are read in confined processes,
so that the worker itself stays small.
"""

from __future__ import annotations

from collections import Counter
from typing import cast
from uuid import UUID

from procrastinate import App, JobContext, RetryStrategy
from procrastinate.contrib.django import app as django_app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException

from listina.conversions.to_paper import examining
from listina.conversions.to_paper.workshop import PaperWorkshop
from listina.database.errors import DatabaseUnavailableError
from listina.documents.inspection.errors import InspectionUnavailableError
from listina.documents.printing.errors import PrintRoomUnavailableError
from listina.objects.errors import StorageUnavailableError
from listina.trust.messages.errors import AuthenticityUnavailableError

app = cast("App", django_app)
QUEUE = "conversions"
CONTEXT_KEY = "to_paper"
_MOST_FAILURES = 3
_MINUTE_SECONDS, _HOUR_SECONDS = 60, 3600
_RETRY = RetryStrategy(
    max_attempts=6,
    exponential_wait=4,
    retry_exceptions={
        *(AuthenticityUnavailableError, InspectionUnavailableError, PrintRoomUnavailableError),
        *(DatabaseUnavailableError, OSError, StorageUnavailableError),
    },
)


def defer_examination(authority_id: int, case_id: UUID) -> None:
    """Queue `conversions.examine` in the caller's transaction: both are committed, or neither.

    Raises:
        DatabaseUnavailableError: the job could not be queued; the caller's transaction is lost with it.
    """
    try:
        examine.configure(lock=lock_of(case_id)).defer(authority_id=authority_id, case_id=str(case_id))
    except ConnectorException as error:
        raise DatabaseUnavailableError from error


@app.task(name="conversions.examine", queue=QUEUE, retry=_RETRY, pass_context=True)
def examine(context: JobContext, *, authority_id: int, case_id: str) -> bool:
    """Examine the input of a conversion to paper; returns whether something new was kept."""
    return examining.examine(_paper(context), authority_id, UUID(case_id))


@app.periodic(cron="* * * * *")
@app.task(
    name="conversions.examine_waiting", queue=QUEUE, queueing_lock="conversions.examine_waiting", pass_context=True
)
def examine_waiting(context: JobContext, timestamp: int) -> int:
    """Queue `examine` for every input that waits for it or whose time has come again; returns how many wait.

    What has failed often is asked for hourly only: whatever stands in its way, a person has to mend it.
    """
    waiting = {lock_of(case_id): (authority, case_id) for authority, case_id in _waiting(context)}
    known = ProcrastinateJob.objects.filter(lock__in=waiting).values_list("lock", "status")
    at_work = {lock for lock, status in known if status in {"todo", "doing"}}
    failed = Counter(lock for lock, status in known if status == "failed")
    is_full_hour = timestamp % _HOUR_SECONDS < _MINUTE_SECONDS
    for key in waiting.keys() - at_work:
        if failed[key] < _MOST_FAILURES or is_full_hour:
            defer_examination(*waiting[key])
    return len(waiting)


def lock_of(case_id: UUID) -> str:
    """Return the lock under which the examinations of a case run one after another."""
    return f"conversions.examine:{case_id}"


def _waiting(context: JobContext) -> tuple[tuple[int, UUID], ...]:
    return examining.waiting_for_examination(_paper(context))


def _paper(context: JobContext) -> PaperWorkshop:
    return cast("PaperWorkshop", context.additional_context[CONTEXT_KEY])
