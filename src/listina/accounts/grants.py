"""Giving and taking back roles."""

from __future__ import annotations

from datetime import datetime

from listina.accounts import queries
from listina.accounts.actors import GrantSnapshot
from listina.accounts.errors import AccountNotFoundError
from listina.accounts.models import Grant, User
from listina.accounts.permissions import Role
from listina.audit import services as audit
from listina.database.scope import authority_scope


def grant_role(
    *,
    authority_id: int,
    user_id: int,
    role: Role,
    at: datetime,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
    granted_by: int | None = None,
) -> GrantSnapshot:
    """Give a user a role in the user's authority.

    Args:
        authority_id: the user's.
        user_id: who gets the role.
        role: which.
        at: now, aware UTC.
        valid_from: aware UTC; None: now.
        valid_until: aware UTC, exclusive; None: without an end.
        granted_by: id of the user who gives it; None for the installation's operator.

    Raises:
        AccountNotFoundError: the authority has no such user.
    """
    with authority_scope(authority_id):
        if not User.objects.filter(id=user_id).exists():
            raise AccountNotFoundError
        row = Grant.objects.create(
            authority_id=authority_id,
            user_id=user_id,
            role=role.value,
            valid_from=valid_from or at,
            valid_until=valid_until,
            granted_by_id=granted_by,
            granted_at=at,
        )
        audit.record(
            "account.role_granted",
            actor_id=granted_by,
            authority_id=authority_id,
            subject=f"grant:{row.id}",
            details={"user_id": user_id, "role": role.value},
        )
    return queries.granted(row)


def withdraw_grant(*, authority_id: int, grant_id: int, at: datetime, withdrawn_by: int | None = None) -> None:
    """Take a role back from now on.

    Raises:
        AccountNotFoundError: the authority has no such grant, or it was taken back before.
    """
    with authority_scope(authority_id):
        if not Grant.objects.filter(id=grant_id, withdrawn_at=None).update(withdrawn_at=at):
            raise AccountNotFoundError
        audit.record(
            "account.role_withdrawn",
            actor_id=withdrawn_by,
            authority_id=authority_id,
            subject=f"grant:{grant_id}",
            details={},
        )
