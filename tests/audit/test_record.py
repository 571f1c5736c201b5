"""The audit trail takes what happened and nothing that must not be kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import structlog
from django.db import transaction

from listina.audit.errors import InvalidAuditEntryError
from listina.audit.models import Entry
from listina.audit.services import record
from listina.database.scope import authority_scope, system_scope

pytestmark = pytest.mark.usefixtures("database")


def entries() -> list[Entry]:
    with system_scope("read the trail"):
        return list(Entry.objects.order_by("id"))


def note(
    details: Mapping[str, Any] | None = None, *, action: str = "case.opened", authority_id: int | None = 7
) -> None:
    record(action, actor_id=3, authority_id=authority_id, subject="case:1", details=details or {})


def test_an_entry_holds_what_happened_by_the_clock_of_the_database() -> None:
    before = datetime.now(UTC)
    note({"number": "T1-2-3", "pages": 3, "is_first": True, "remark": None})
    (entry,) = entries()
    assert abs(entry.at - before) < timedelta(minutes=1)
    assert entry.at.utcoffset() == timedelta(0)
    assert (entry.action, entry.actor_id, entry.authority_id, entry.subject) == ("case.opened", 3, 7, "case:1")
    assert entry.details == {"number": "T1-2-3", "pages": 3, "is_first": True, "remark": None}
    assert entry.request_id is None


def test_an_entry_without_a_scope_gets_the_scope_of_its_authority() -> None:
    note()
    with authority_scope(8):
        assert Entry.objects.count() == 0
    with authority_scope(7):
        assert Entry.objects.count() == 1


def test_an_entry_of_no_authority_is_seen_by_the_system_only() -> None:
    note(authority_id=None)
    with authority_scope(7):
        assert Entry.objects.count() == 0
    assert len(entries()) == 1


def test_an_entry_is_taken_back_with_the_transaction_it_belongs_to() -> None:
    with transaction.atomic():
        note()
        transaction.set_rollback(True)
    assert entries() == []


def test_an_entry_carries_the_mark_of_its_request() -> None:
    with structlog.contextvars.bound_contextvars(request_id="f3b2c1d0"):
        note()
    record("case.opened", actor_id=None, authority_id=7, subject=None, details={}, request_id="given-mark")
    assert [entry.request_id for entry in entries()] == ["f3b2c1d0", "given-mark"]


@pytest.mark.parametrize(
    "key",
    [
        "password",
        "new_password",
        "pin",
        "card_pin",
        "secret_key",
        "token",
        "session",
        "designation",
        "family_name",
        "email",
    ],
)
def test_secrets_and_personal_data_are_refused_by_their_names(key: str) -> None:
    with pytest.raises(InvalidAuditEntryError, match="secret or personal") as refused:
        note({key: "tajné"})
    assert "tajné" not in str(refused.value)
    assert entries() == []


@pytest.mark.parametrize("value", [1.5, ["a"], {"a": 1}, b"bytes", datetime(2026, 1, 1, tzinfo=UTC), "x" * 301])
def test_only_bounded_scalars_are_details(value: object) -> None:
    with pytest.raises(InvalidAuditEntryError):
        note({"detail": value})
    assert entries() == []


@pytest.mark.parametrize("key", ["", "Příliš", "with space", "camelCase", "_private"])
def test_a_malformed_key_is_refused(key: str) -> None:
    with pytest.raises(InvalidAuditEntryError, match=re.escape("malformed")):
        note({key: 1})


@pytest.mark.parametrize("action", ["", "opened", "Case.Opened", "case.", "case opened", "case." + "x" * 60])
def test_an_action_names_area_and_event(action: str) -> None:
    with pytest.raises(InvalidAuditEntryError):
        note(action=action)
    assert entries() == []


@pytest.mark.parametrize("subject", ["", "x" * 201])
def test_a_subject_is_short_or_absent(subject: str) -> None:
    with pytest.raises(InvalidAuditEntryError):
        record("case.opened", actor_id=None, authority_id=7, subject=subject, details={})


def test_too_many_details_are_refused() -> None:
    with pytest.raises(InvalidAuditEntryError, match="too many"):
        note({f"detail{number}": number for number in range(21)})
