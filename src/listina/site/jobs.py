"""What the worker does for the installation itself: it renews the trusted lists and forgets public checks."""

from __future__ import annotations

from typing import cast

import structlog
from procrastinate import App, JobContext
from procrastinate.contrib.django import app as django_app

from listina.portal.document_check.views import kept_outcomes
from listina.site.environment import Environment
from listina.site.trusted_lists import refresh_if_due

app = cast("App", django_app)
QUEUE = "site"
CONTEXT_KEY = "environment"
_log = structlog.get_logger(__name__)


@app.periodic(cron="17 * * * *")
@app.task(name="site.refresh_trusted_lists", queue=QUEUE, queueing_lock="site.refresh_trusted_lists", pass_context=True)
def refresh_trusted_lists(context: JobContext, timestamp: int) -> int:
    """Fetch the trusted lists if they are due; returns how many were taken; failures stand in the log."""
    del timestamp
    environment = cast("Environment", context.additional_context[CONTEXT_KEY])
    outcomes = refresh_if_due(environment)
    for each in outcomes:
        if each.failure:
            _log.warning("trusted list not taken", territory=each.territory, source=each.source, reason=each.failure)
    return sum(not each.failure for each in outcomes)


@app.periodic(cron="*/10 * * * *")
@app.task(name="site.forget_checks", queue=QUEUE, queueing_lock="site.forget_checks")
def forget_checks(timestamp: int) -> int:
    """Delete what public checks came to and nobody may read any more; returns how many outcomes."""
    del timestamp
    return kept_outcomes().sweep()
