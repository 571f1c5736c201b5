"""What the worker does for conversions: finish them, go on after a crash, give abandoned ones up, sweep, tidy.

The worker hands the conversion service over as `additional_context["conversions"]`. Arguments are plain: the
authority's id and the case's id as text. A job may run twice, even at the same time: the steps are fenced.
The module is found by `PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"`.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, cast
from uuid import UUID

from procrastinate import App, JobContext, RetryDecision, RetryStrategy
from procrastinate.contrib.django import app as django_app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status

from listina.conversions import renewing, resuming, sweeping, voiding
from listina.conversions.errors import GateRefusedError
from listina.conversions.finishing import finish as finish_case
from listina.conversions.keeping import files
from listina.conversions.workshop import Workshop
from listina.database.errors import DatabaseUnavailableError
from listina.errors import ListinaError
from listina.objects.errors import StorageUnavailableError
from listina.trust.errors import CertificateNotUsableError, RevocationUnknownError, TimestampUnavailableError

app = cast("App", django_app)
QUEUE = "conversions"
CONTEXT_KEY = "conversions"
STALLED_AFTER_SECONDS_KEY = "stalled_after_seconds"
DEFAULT_STALLED_AFTER_SECONDS = 30.0
_ENDED_JOBS_KEPT_HOURS = 14 * 24


class _Patience(RetryStrategy):
    """4 s, 16 s, 64 s, 4 min, 17 min, 1 h; after that `resume_unfinished` goes on asking.

    Where all timestamp authorities are left alone for a while, nothing is gained by asking before that is over.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Return when the job runs again; None if it does not."""
        if isinstance(exception, TimestampUnavailableError) and exception.asked_again_at is not None:
            return RetryDecision(retry_at=exception.asked_again_at)
        return super().get_retry_decision(exception=exception, job=job)


_RETRY = _Patience(
    max_attempts=6,
    exponential_wait=4,
    retry_exceptions={
        DatabaseUnavailableError,
        OSError,
        RevocationUnknownError,
        StorageUnavailableError,
        TimestampUnavailableError,
    },
)


def defer_finish(authority_id: int, case_id: UUID) -> None:
    """Queue `conversions.finish` in the caller's transaction: both are committed, or neither.

    Two jobs of one case run one after another; the second finds nothing left to do.

    Raises:
        DatabaseUnavailableError: the job could not be queued; the caller's transaction is lost with it.
    """
    try:
        finish.configure(lock=lock_of(case_id)).defer(authority_id=authority_id, case_id=str(case_id))
    except ConnectorException as error:
        raise DatabaseUnavailableError from error


@app.task(name="conversions.finish", queue=QUEUE, retry=_RETRY, pass_context=True)
def finish(context: JobContext, *, authority_id: int, case_id: str) -> str:
    """Take a signed case to the register; returns the state reached.

    A refusal that only people can mend ends the job: it stands on the case, and the resume asks again hourly.
    """
    try:
        return finish_case(_workshop(context), authority_id, UUID(case_id)).value
    except RevocationUnknownError:
        raise
    except (GateRefusedError, CertificateNotUsableError) as refusal:
        return refusal.code


@app.periodic(cron="* * * * *")
@app.task(name="conversions.resume_unfinished", queue=QUEUE, queueing_lock="conversions.resume", pass_context=True)
def resume_unfinished(context: JobContext, timestamp: int) -> int:
    """Queue `finish` for every case that waits for the machine and has no job; returns how many."""
    del timestamp
    waiting = {lock_of(case_id): (authority_id, case_id) for authority_id, case_id in _waiting(context)}
    at_work = ProcrastinateJob.objects.filter(lock__in=waiting, status__in=["todo", "doing"])
    for key in waiting.keys() - set(at_work.values_list("lock", flat=True)):
        defer_finish(*waiting[key])
    return len(waiting)


@app.periodic(cron="* * * * *")
@app.task(name="conversions.resume_stalled", queue=QUEUE, queueing_lock="conversions.stalled", pass_context=True)
async def resume_stalled(context: JobContext, timestamp: int) -> int:
    """Put the jobs of workers that died back into the queue; returns how many were found.

    A periodic job may have a successor in the queue already: then the dead one is closed instead.
    """
    del timestamp
    manager = context.app.job_manager
    silence = float(_extras(context).get(STALLED_AFTER_SECONDS_KEY, DEFAULT_STALLED_AFTER_SECONDS))
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=silence))
    for job in stalled:
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
    return len(stalled)


@app.periodic(cron="40 3 * * *")
@app.task(name="conversions.void_abandoned", queue=QUEUE, queueing_lock="conversions.abandoned", pass_context=True)
def void_abandoned(context: JobContext, timestamp: int) -> int:
    """Void the cases nobody touched for 14 days; returns how many."""
    del timestamp
    workshop = _workshop(context)
    found = voiding.abandoned(workshop)
    return sum(voiding.void_abandoned(workshop, authority_id, case_id) for authority_id, case_id in found)


@app.periodic(cron="50 3 * * *")
@app.task(name="conversions.give_up_files", queue=QUEUE, queueing_lock="conversions.give_up", pass_context=True)
def give_up_files(context: JobContext, timestamp: int) -> int:
    """Give up the files of conversions that were handed over or downloaded long enough ago; returns how many cases."""
    del timestamp
    workshop = _workshop(context)
    return sum(
        bool(files.give_up(workshop, authority_id, case_id))
        for authority_id, case_id in files.with_files_to_give_up(workshop)
    )


@app.periodic(cron="20 2 * * *")
@app.task(name="conversions.renew_timestamps", queue=QUEUE, queueing_lock="conversions.renew", pass_context=True)
def renew_timestamps(context: JobContext, timestamp: int) -> int:
    """Give kept outputs a new timestamp before the old one weakens; returns how many got one.

    Why one of them got none stands on its case; it is tried again the next night.
    """
    del timestamp
    workshop = _workshop(context)
    renewed = 0
    for authority_id, case_id in renewing.due(workshop):
        with suppress(ListinaError):
            renewed += renewing.renew(workshop, authority_id, case_id)
    return renewed


@app.periodic(cron="10 * * * *")
@app.task(name="conversions.sweep", queue=QUEUE, queueing_lock="conversions.sweep", pass_context=True)
def sweep(context: JobContext, timestamp: int) -> int:
    """Delete the files no case refers to; returns how many."""
    del timestamp
    workshop = _workshop(context)
    return sum(sweeping.sweep(workshop, authority_id) for authority_id in sweeping.authorities_with_cases())


@app.periodic(cron="30 4 * * *")
@app.task(name="conversions.drop_old_jobs", queue=QUEUE, queueing_lock="conversions.drop_old", pass_context=True)
async def drop_old_jobs(context: JobContext, timestamp: int) -> None:
    """Delete jobs that ended two weeks ago; what they did stands elsewhere, and every minute brings new ones."""
    del timestamp
    await context.app.job_manager.delete_old_jobs(
        nb_hours=_ENDED_JOBS_KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


def lock_of(case_id: UUID) -> str:
    """Return the lock under which the jobs of a case run one after another."""
    return f"conversions.finish:{case_id}"


def _waiting(context: JobContext) -> tuple[tuple[int, UUID], ...]:
    return resuming.waiting_for_the_machine(_workshop(context))


def _workshop(context: JobContext) -> Workshop:
    return cast("Workshop", _extras(context)[CONTEXT_KEY])


def _extras(context: JobContext) -> dict[str, Any]:
    return context.additional_context


# procrastinate finds the tasks of an application in this module.
from listina.conversions.to_paper import jobs as to_paper_jobs  # noqa: E402, F401
