"""Roles: given for a time, taken back, and only within one's authority."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from fixtures.database import make_official
from listina.accounts import certificates, grants, queries
from listina.accounts.errors import AccountNotFoundError, PermissionMissingError
from listina.accounts.models import Grant
from listina.accounts.permissions import Permission, Role
from listina.database.scope import authority_scope
from listina.trust.signers import SoftwareKey

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_a_grant_counts_from_its_beginning_to_its_end() -> None:
    actor = make_official(roles=())
    grants.grant_role(
        authority_id=actor.authority_id,
        user_id=actor.user_id,
        role=Role.KZMU,
        at=NOW,
        valid_from=NOW + timedelta(days=1),
        valid_until=NOW + timedelta(days=2),
    )

    def may_convert(moment: datetime) -> bool:
        return Permission.CONVERT in queries.actor_for(actor.user_id, at=moment).permissions

    assert not may_convert(NOW)
    assert may_convert(NOW + timedelta(days=1))
    assert not may_convert(NOW + timedelta(days=2))
    assert queries.converting_usernames(at=NOW + timedelta(days=1)) == (actor.username,)
    assert queries.converting_usernames(at=NOW) == ()


def test_the_grant_of_a_permission_is_told_as_json() -> None:
    actor = make_official(roles=())
    made = grants.grant_role(
        authority_id=actor.authority_id, user_id=actor.user_id, role=Role.KZMU, at=NOW, granted_by=actor.user_id
    )
    found = queries.grant_snapshot(actor, Permission.CONVERT)
    assert json.loads(json.dumps(found)) == {
        "id": made.id,
        "role": "kzmu",
        "valid_from": "2026-11-23T12:00:00+00:00",
        "valid_until": None,
        "granted_by": actor.user_id,
        "granted_at": "2026-11-23T12:00:00+00:00",
    }


def test_a_grant_that_was_taken_back_carries_nothing() -> None:
    actor = make_official()
    with authority_scope(actor.authority_id):
        grant = Grant.objects.get()
    grants.withdraw_grant(authority_id=actor.authority_id, grant_id=grant.id, at=NOW)
    with pytest.raises(PermissionMissingError):
        queries.grant_snapshot(actor, Permission.CONVERT)
    with pytest.raises(AccountNotFoundError):
        grants.withdraw_grant(authority_id=actor.authority_id, grant_id=grant.id, at=NOW)


def test_nothing_of_another_authority_is_granted_withdrawn_or_read(official_key: SoftwareKey) -> None:
    ours, theirs = make_official(), make_official(certificate=official_key.certificate)
    (certificate,) = queries.signing_certificates(theirs)
    with authority_scope(theirs.authority_id):
        grant = Grant.objects.get()
    with pytest.raises(AccountNotFoundError):
        grants.grant_role(authority_id=ours.authority_id, user_id=theirs.user_id, role=Role.OPERATOR, at=NOW)
    with pytest.raises(AccountNotFoundError):
        grants.withdraw_grant(authority_id=ours.authority_id, grant_id=grant.id, at=NOW)
    with pytest.raises(AccountNotFoundError):
        certificates.withdraw_certificate(authority_id=ours.authority_id, certificate_id=certificate.id, at=NOW)
    with pytest.raises(AccountNotFoundError):
        queries.official_by_id(ours, theirs.user_id)
    assert queries.signing_certificates(theirs) == (certificate,)
    assert queries.actor_for(theirs.user_id) == theirs
