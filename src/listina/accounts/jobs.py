"""What the worker does for accounts. The module is found by `PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"`."""

from __future__ import annotations

from typing import cast

from django.contrib.sessions.backends.db import SessionStore
from procrastinate import App
from procrastinate.contrib.django import app as django_app

app = cast("App", django_app)


@app.periodic(cron="15 4 * * *")
@app.task(name="accounts.drop_ended_sessions", queue="accounts", queueing_lock="accounts.drop_ended_sessions")
def drop_ended_sessions(timestamp: int) -> None:
    """Delete sessions that ran out; nobody keeps a record of when somebody worked longer than the audit does."""
    del timestamp
    SessionStore.clear_expired()
