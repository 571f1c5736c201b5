"""The jobs of accounts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from listina.accounts import jobs


@pytest.mark.usefixtures("database")
def test_sessions_that_ran_out_are_dropped_and_the_others_stay() -> None:
    now = datetime.now(UTC)
    Session.objects.create(session_key="ended", session_data="", expire_date=now - timedelta(minutes=1))
    Session.objects.create(session_key="running", session_data="", expire_date=now + timedelta(minutes=10))
    jobs.drop_ended_sessions(timestamp=0)
    assert [session.session_key for session in Session.objects.all()] == ["running"]
