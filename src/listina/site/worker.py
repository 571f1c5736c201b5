"""The worker: procrastinate on the same database, with the workshop at hand.

It outlives the database: procrastinate ends when its connections break, so it is begun anew until a signal comes. What
it had not finished is found again by `conversions.resume_stalled`.
"""

from __future__ import annotations

import asyncio
import signal

import psycopg
import structlog
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from listina.conversions.jobs import CONTEXT_KEY, STALLED_AFTER_SECONDS_KEY
from listina.conversions.to_paper import jobs as to_paper_jobs
from listina.site import jobs as site_jobs
from listina.site.parts import Parts

_PAUSE_SECONDS = 2.0
_log = structlog.get_logger(__name__)


def run(parts: Parts, *, until_idle: bool = False) -> None:
    """Do jobs until a signal comes (SIGTERM, SIGINT), or only what waits now.

    Args:
        parts: their workshop is handed to the jobs as `additional_context`.
        until_idle: end when nothing waits any more.
    """
    asyncio.run(_work(parts, wait=False) if until_idle else _work_until_signalled(parts))


async def _work_until_signalled(parts: Parts) -> None:
    asked_to_end = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked_to_end.set)
    end = asyncio.create_task(asked_to_end.wait())
    while not asked_to_end.is_set():
        working = asyncio.create_task(_work(parts, wait=True))
        await asyncio.wait({working, end}, return_when=asyncio.FIRST_COMPLETED)
        if asked_to_end.is_set():
            working.cancel()  # running jobs are finished first
            await asyncio.wait({working})
            return
        _require_lost_connection(working)
        _log.warning("the worker begins anew", code="database.unavailable")
        await asyncio.wait({end}, timeout=_PAUSE_SECONDS)


async def _work(parts: Parts, *, wait: bool) -> None:
    environment = parts.environment
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                wait=wait,
                concurrency=environment.worker_concurrency,
                install_signal_handlers=False,
                update_heartbeat_interval=environment.worker_heartbeat_seconds,
                stalled_worker_timeout=environment.worker_stalled_after_seconds,
                fetch_job_polling_interval=1.0,
                additional_context={
                    CONTEXT_KEY: parts.workshop,
                    to_paper_jobs.CONTEXT_KEY: parts.paper,
                    site_jobs.CONTEXT_KEY: environment,
                    STALLED_AFTER_SECONDS_KEY: environment.worker_stalled_after_seconds,
                },
            )


def _require_lost_connection(working: asyncio.Task[None]) -> None:
    """Let any other reason why procrastinate ended go on as what it is: a fault."""
    error = working.exception()
    if error is not None and not isinstance(error, ConnectorException | psycopg.OperationalError):
        raise error
