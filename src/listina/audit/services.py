"""The one command of the audit trail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext

import structlog

from listina.audit.errors import InvalidAuditEntryError
from listina.audit.models import Entry
from listina.database.scope import authority_scope, current_scope, system_scope

LONGEST_DETAIL = 300
_LONGEST_SUBJECT = 200
_MOST_DETAILS = 20
_ACTION = re.compile(r"[a-z]+(_[a-z]+)*(\.[a-z]+(_[a-z]+)*)+")
_KEY = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
# Words a key must not contain: secrets, and texts that hold personal data or say what a document is about.
_FORBIDDEN_WORDS = frozenset(
    {"password", "passphrase", "heslo", "pin", "secret", "token", "cookie", "session", "authorization", "csrf", "otp"}
    | {"designation", "purpose", "untransferable"}
    | {"name", "names", "surname", "title", "birth", "email", "mail", "phone", "street"}
)


def record(
    action: str,
    *,
    actor_id: int | None,
    authority_id: int | None,
    subject: str | None,
    details: Mapping[str, str | int | bool | None],
    request_id: str | None = None,
) -> None:
    """Write one entry, in the caller's transaction and scope; outside any scope in one of its own.

    Args:
        action: what happened, such as `conversion.opened`.
        actor_id: id of the user who did it; None if nobody is known or the machine did.
        authority_id: whose rows it concerns; None if it belongs to no authority, then the scope must be the system's.
        subject: what it happened to, such as the id of a case; never a name, 1–200 characters.
        details: up to 20 scalars; no secrets, no personal data, texts up to 300 characters.
        request_id: mark of the request; that of the log where it is left out.

    Raises:
        InvalidAuditEntryError: the entry is malformed or would hold a secret or personal data; nothing is written.
    """
    _require_harmless(action, subject, details)
    with _scope_for(authority_id):
        Entry.objects.create(
            action=action,
            actor_id=actor_id,
            authority_id=authority_id,
            subject=subject,
            details=dict(details),
            request_id=request_id or _request_id(),
        )


def _scope_for(authority_id: int | None) -> AbstractContextManager[None]:
    if current_scope() is not None:
        return nullcontext()
    if authority_id is not None:
        return authority_scope(authority_id)
    return system_scope("audit of what belongs to no authority")


def _request_id() -> str | None:
    """Return the mark the log gives to this request; None outside requests."""
    mark = structlog.contextvars.get_contextvars().get("request_id")
    return str(mark)[:64] if mark else None


def _require_harmless(action: str, subject: str | None, details: Mapping[str, object]) -> None:
    def refuse(reason: str) -> InvalidAuditEntryError:
        return InvalidAuditEntryError(action=action[:60], reason=reason)

    if len(action) > 60 or not _ACTION.fullmatch(action):  # noqa: PLR2004  # the column's length
        raise refuse("the action needs the form area.what_happened")
    if subject is not None and not 1 <= len(subject) <= _LONGEST_SUBJECT:
        raise refuse("the subject is empty or too long")
    if len(details) > _MOST_DETAILS:
        raise refuse("there are too many details")
    for key, value in details.items():
        if not _KEY.fullmatch(key):
            raise refuse(f"the key {key[:40]!r} is malformed")
        if _FORBIDDEN_WORDS & set(key.split("_")):
            raise refuse(f"the key {key[:40]!r} names a secret or personal data")
        if not isinstance(value, str | int | bool | None):
            raise refuse(f"the value of {key!r} is no scalar")
        if isinstance(value, str) and len(value) > LONGEST_DETAIL:
            raise refuse(f"the value of {key!r} is too long")
