"""What the worker does for accounts. The module is found by `PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from django.contrib.sessions.backends.db import SessionStore
from procrastinate import App
from procrastinate.contrib.django import app as django_app

from listina.accounts.failed_addresses import forget_ended
from listina.database.scope import system_scope

app = cast("App", django_app)


@app.periodic(cron="40 * * * *")
@app.task(name="accounts.forget_failed_addresses", queue="accounts", queueing_lock="accounts.forget_failed_addresses")
def forget_failed_addresses(timestamp: int) -> None:
    """Delete ended counts of failed sign-ins by address, if no later failure did it."""
    with system_scope("forget failed addresses"):
        forget_ended(datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="15 4 * * *")
@app.task(name="accounts.drop_ended_sessions", queue="accounts", queueing_lock="accounts.drop_ended_sessions")
def drop_ended_sessions(timestamp: int) -> None:
    """Delete sessions that ran out; nobody keeps a record of when somebody worked longer than the audit does."""
    del timestamp
    SessionStore.clear_expired()
