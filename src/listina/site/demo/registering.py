"""The demo's authority and officials in the database, with roles and certificates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from listina.accounts import queries
from listina.accounts.actors import Actor, AuthoritySnapshot
from listina.accounts.certificates import register_certificate
from listina.accounts.errors import AccountNotFoundError, NotSignedInError
from listina.accounts.grants import grant_role
from listina.accounts.permissions import Permission, Role
from listina.accounts.registration import create_authority, create_user
from listina.site.composition import services
from listina.site.demo.installation import AUTHORITY_ICO, AUTHORITY_NAME, OFFICIALS, Person, password_name
from listina.trust.clock import utc_now
from listina.trust.signers import SoftwareKey


def register(secrets: Mapping[str, str], *, accounts_last: timedelta) -> None:
    """Make the authority, its officials, their roles and certificates, as far as they are missing.

    Args:
        secrets: of the installation; see `Installation.secrets`.
        accounts_last: from now until new accounts end.
    """
    now = utc_now()
    authority = _authority(now)
    for person in OFFICIALS:
        actor = _official(authority, person, secrets[password_name(person)], now, now + accounts_last)
        _complete(actor, person, secrets["pin"], now)


def _authority(now: datetime) -> AuthoritySnapshot:
    try:
        return queries.authority_with_ico(AUTHORITY_ICO)
    except AccountNotFoundError:
        return create_authority(name=AUTHORITY_NAME, ico=AUTHORITY_ICO, at=now, is_demo=True)


def _official(
    authority: AuthoritySnapshot, person: Person, password: str, now: datetime, expires_at: datetime
) -> Actor:
    try:
        return queries.actor_named(person.username, at=now)
    except NotSignedInError:
        made = create_user(
            authority_id=authority.authority_id,
            username=person.username,
            password=password,
            given_names=person.given_names,
            family_name=person.family_name,
            title_before=person.title_before,
            at=now,
            expires_at=expires_at,
        )
        return queries.actor_for(made.user_id, at=now)


def _complete(actor: Actor, person: Person, pin: str, now: datetime) -> None:
    if Permission.CONVERT not in actor.permissions:
        grant_role(authority_id=actor.authority_id, user_id=actor.user_id, role=Role.KZMU, at=now)
    name = f"{person.username}.p12"
    key = SoftwareKey.from_pkcs12(services().keys.folder / name, pin)
    register_certificate(
        authority_id=actor.authority_id,
        user_id=actor.user_id,
        purpose="signing",
        der=key.certificate,
        at=now,
        key_location=f"pkcs12:{name}",
    )
