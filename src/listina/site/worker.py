"""The worker: procrastinate on the same database, with the workshop at hand."""

from __future__ import annotations

import asyncio

from procrastinate.contrib.django import app

from listina.conversions.jobs import CONTEXT_KEY, STALLED_AFTER_SECONDS_KEY
from listina.site.parts import Parts


def run(parts: Parts, *, until_idle: bool = False) -> None:
    """Do jobs until a signal comes (SIGTERM, SIGINT), or only what waits now.

    Args:
        parts: their workshop is handed to the jobs as `additional_context`.
        until_idle: end when nothing waits any more.
    """
    environment = parts.environment

    async def work() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
            async with worker_app.open_async():
                await worker_app.run_worker_async(
                    wait=not until_idle,
                    concurrency=environment.worker_concurrency,
                    update_heartbeat_interval=environment.worker_heartbeat_seconds,
                    stalled_worker_timeout=environment.worker_stalled_after_seconds,
                    fetch_job_polling_interval=1.0,
                    additional_context={
                        CONTEXT_KEY: parts.workshop,
                        STALLED_AFTER_SECONDS_KEY: environment.worker_stalled_after_seconds,
                    },
                )

    asyncio.run(work())
