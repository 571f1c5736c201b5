"""What may be asked about authorities and people; answers are plain values.

Each query opens the scope it needs. `at` is the moment whose state is asked, aware UTC; now by the server's clock
where it is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from django.db.models import Q, QuerySet

from listina.accounts.actors import (
    Actor,
    AuthorityMode,
    AuthoritySnapshot,
    GrantSnapshot,
    OfficialSnapshot,
    SigningCertificate,
)
from listina.accounts.errors import AccountNotFoundError, NotSignedInError, PermissionMissingError
from listina.accounts.models import Authority, Certificate, Grant, User
from listina.accounts.permissions import ROLE_PERMISSIONS, Permission, Role, roles_with
from listina.database.scope import authority_scope, system_scope
from listina.law.clause import Standing


def actor_for(user_id: int, *, at: datetime | None = None) -> Actor:
    """Return a user as an actor with what the user may do.

    Raises:
        NotSignedInError: there is no such user, or the account is switched off or has expired.
    """
    with system_scope("find out who acts"):
        return _actor(User.objects.filter(id=user_id).first(), at or _now())


def actor_named(username: str, *, at: datetime | None = None) -> Actor:
    """Return the user of this name as an actor, for the command line.

    Raises:
        NotSignedInError: there is no such user, or the account is switched off or has expired.
    """
    with system_scope("find out who acts"):
        return _actor(User.objects.filter(username=username.strip().casefold()).first(), at or _now())


def converting_usernames(*, at: datetime | None = None) -> tuple[str, ...]:
    """Return the names of all who may convert now, sorted; for the command line."""
    moment = at or _now()
    with system_scope("list who may convert"):
        entitled = _valid(Grant.objects.filter(role__in=roles_with(Permission.CONVERT)), moment).values("user_id")
        usable = User.objects.filter(_usable(moment), id__in=entitled)
        return tuple(usable.order_by("username").values_list("username", flat=True))


def official(actor: Actor) -> OfficialSnapshot:
    """Return the actor as clauses print an official."""
    return official_by_id(actor, actor.user_id)


def official_by_id(actor: Actor, user_id: int) -> OfficialSnapshot:
    """Return an official of the actor's authority as clauses print one.

    Raises:
        AccountNotFoundError: the authority has no such user.
    """
    with authority_scope(actor.authority_id):
        user = User.objects.filter(id=user_id).first()
    if user is None:
        raise AccountNotFoundError
    return official_snapshot(user)


def authority(actor: Actor) -> AuthoritySnapshot:
    """Return the actor's authority as clauses print it."""
    with authority_scope(actor.authority_id):
        return authority_snapshot(Authority.objects.get(id=actor.authority_id))


def authority_with_ico(ico: str) -> AuthoritySnapshot:
    """Return the authority with this identification number, for setting up an installation.

    Raises:
        AccountNotFoundError: there is none.
    """
    with system_scope("find an authority by its number"):
        found = Authority.objects.filter(ico=ico).first()
    if found is None:
        raise AccountNotFoundError
    return authority_snapshot(found)


def signing_certificates(actor: Actor) -> tuple[SigningCertificate, ...]:
    """Return the actor's registered signing certificates that are not withdrawn, newest registration first."""
    with authority_scope(actor.authority_id):
        found = _signing(actor.user_id).order_by("-registered_at", "-id")
        return tuple(certificate_snapshot(row) for row in found)


def is_signing_certificate_of(user_id: int, sha256: str) -> bool:
    """Tell whether a certificate is registered now for a user's signatures; call inside the authority's scope.

    Args:
        user_id: whose certificate it should be.
        sha256: of its DER, 64 hex digits.
    """
    return _signing(user_id).filter(sha256=sha256).exists()


def grant_snapshot(actor: Actor, permission: Permission, *, at: datetime | None = None) -> Mapping[str, object]:
    """Return the grant by which the actor holds a permission, as JSON values; the oldest if there are several.

    Raises:
        PermissionMissingError: no valid grant carries it (any more).
    """
    with authority_scope(actor.authority_id):
        held = Grant.objects.filter(user_id=actor.user_id, role__in=roles_with(permission))
        found = _valid(held, at or _now()).order_by("granted_at", "id").first()
    if found is None:
        raise PermissionMissingError
    return granted(found).to_json()


def official_snapshot(user: User) -> OfficialSnapshot:
    """Return a row of a user as a value."""
    named = " ".join(part for part in (user.title_before, user.given_names, user.family_name) if part)
    return OfficialSnapshot(
        user_id=user.id,
        public_number=user.public_number,
        full_name=f"{named}, {user.title_after}" if user.title_after else named,
        given_names=user.given_names,
        family_name=user.family_name,
        title_before=user.title_before,
        title_after=user.title_after,
    )


def authority_snapshot(row: Authority) -> AuthoritySnapshot:
    """Return a row of an authority as a value."""
    return AuthoritySnapshot(
        authority_id=row.id,
        name=row.name,
        ico=row.ico,
        mode=AuthorityMode(row.mode),
        standing=Standing.DEMO if row.is_demo else Standing(row.mode),
    )


def certificate_snapshot(row: Certificate) -> SigningCertificate:
    """Return a row of a certificate as a value."""
    return SigningCertificate(
        id=row.id,
        der=bytes(row.der),
        sha256=row.sha256,
        serial_number=row.serial_number,
        subject=row.subject,
        issuer=row.issuer,
        not_before=row.not_before,
        not_after=row.not_after,
        key_location=row.key_location,
    )


def granted(row: Grant) -> GrantSnapshot:
    """Return a row of a grant as a value."""
    return GrantSnapshot(
        id=row.id,
        role=Role(row.role),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        granted_by=row.granted_by_id,
        granted_at=row.granted_at,
    )


def _actor(user: User | None, at: datetime) -> Actor:
    if user is None or not user.is_active or (user.expires_at is not None and user.expires_at <= at):
        raise NotSignedInError
    roles = _valid(Grant.objects.filter(user_id=user.id, authority_id=user.authority_id), at)
    return Actor(
        user_id=user.id,
        authority_id=user.authority_id,
        username=user.username,
        permissions=frozenset[Permission]().union(
            *(ROLE_PERMISSIONS[Role(role)] for role in roles.values_list("role", flat=True))
        ),
    )


def _usable(at: datetime) -> Q:
    return Q(is_active=True) & (Q(expires_at=None) | Q(expires_at__gt=at))


def _valid(grants: QuerySet[Grant], at: datetime) -> QuerySet[Grant]:
    return grants.filter(Q(valid_until=None) | Q(valid_until__gt=at), valid_from__lte=at, withdrawn_at=None)


def _signing(user_id: int) -> QuerySet[Certificate]:
    return Certificate.objects.filter(user_id=user_id, purpose=Certificate.Purpose.SIGNING, withdrawn_at=None)


def _now() -> datetime:
    return datetime.now(UTC)
