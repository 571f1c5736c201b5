"""Setting up authorities and their people.

Each command opens its own scope and leaves an entry in the audit trail.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection

from listina.accounts import queries
from listina.accounts.actors import (
    AuthorityMode,
    AuthoritySnapshot,
    OfficialSnapshot,
)
from listina.accounts.constraints import translated
from listina.accounts.errors import (
    AccountNotFoundError,
    InvalidAccountDataError,
    UsernameTakenError,
    WeakPasswordError,
)
from listina.accounts.models import Authority, User
from listina.audit import services as audit
from listina.database.scope import authority_scope, system_scope
from listina.database.text import search_text, sort_key

TEST_ACCOUNT_LASTS = timedelta(days=365)
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{2,149}")
_ICO = re.compile(r"[0-9]{8}")


def valid_username(username: str) -> bool:
    """Tell whether this is a user name: 3–150 small letters without marks, digits, and `._@-` after the first."""
    return _USERNAME.fullmatch(username) is not None


def require_good_password(password: str) -> None:
    """Return if a password meets the rules of the settings.

    Raises:
        WeakPasswordError: it does not; the reasons are told.
    """
    try:
        validate_password(password)
    except ValidationError as error:
        raise WeakPasswordError(reasons=" ".join(error.messages)) from error


def create_authority(
    *,
    name: str,
    ico: str,
    at: datetime,
    mode: AuthorityMode = AuthorityMode.TEST,
    is_demo: bool = False,
    successor_of: int | None = None,
) -> AuthoritySnapshot:
    """Make an authority; a test one unless said otherwise.

    Args:
        name: full official name, 1–500 characters.
        ico: identification number, 8 digits.
        at: now, aware UTC.
        mode: live ones have legal effects.
        is_demo: its people are invented; only a test authority may be one.
        successor_of: id of the authority whose powers passed to this one.

    Raises:
        InvalidAccountDataError: name or number is malformed, the number is taken, or a demo is to be live.
    """
    name = _text("name", "název", name, 500)
    if not _ICO.fullmatch(ico):
        raise InvalidAccountDataError(field="ico", field_cs="IČO", rule_cs="osm číslic")
    if is_demo and mode is not AuthorityMode.TEST:
        raise InvalidAccountDataError(field="is_demo", field_cs="režim", rule_cs="ukázkový subjekt je vždy zkušební")
    taken = InvalidAccountDataError(field="ico", field_cs="IČO", rule_cs="už ho má jiný subjekt")
    with translated({"accounts_authority_ico": taken}), system_scope("create an authority"):
        row = Authority.objects.create(
            name=name,
            sort_key=sort_key(name),
            search_text=search_text(f"{name} {ico}"),
            ico=ico,
            mode=mode.value,
            is_demo=is_demo,
            created_at=at,
            successor_of_id=successor_of,
        )
        audit.record(
            "account.authority_created",
            actor_id=None,
            authority_id=row.id,
            subject=f"authority:{row.id}",
            details={"ico": ico, "mode": mode.value, "is_demo": is_demo},
        )
    return queries.authority_snapshot(row)


def create_user(
    *,
    authority_id: int,
    username: str,
    password: str,
    given_names: str,
    family_name: str,
    at: datetime,
    title_before: str = "",
    title_after: str = "",
    expires_at: datetime | None = None,
) -> OfficialSnapshot:
    """Make a user of an authority, with the next public number and without any role.

    Args:
        authority_id: of an authority that is there.
        username: see `valid_username`; capitals are made small.
        password: must meet the rules of the settings.
        given_names: as clauses print them, 1–100 characters.
        family_name: as clauses print it, 1–100 characters.
        at: now, aware UTC.
        title_before: such as „Ing.“, up to 50 characters.
        title_after: such as „Ph.D.“, up to 50 characters.
        expires_at: end of the account, aware UTC; None: never, or a year from now in a test authority.

    Raises:
        InvalidAccountDataError: a text is malformed.
        WeakPasswordError: the password does not meet the rules.
        UsernameTakenError: another account has the name.
        AccountNotFoundError: there is no such authority.
    """
    username = username.strip().casefold()
    if not valid_username(username):
        raise InvalidAccountDataError(
            field="username",
            field_cs="uživatelské jméno",
            rule_cs="3 až 150 písmen bez diakritiky, číslic a znaků . _ @ -",
        )
    given_names = _text("given_names", "jméno", given_names, 100)
    family_name = _text("family_name", "příjmení", family_name, 100)
    title_before = _optional_text("title_before", "titul před jménem", title_before, 50)
    title_after = _optional_text("title_after", "titul za jménem", title_after, 50)
    require_good_password(password)
    with translated({"accounts_user_username": UsernameTakenError()}), authority_scope(authority_id):
        authority = Authority.objects.filter(id=authority_id).first()
        if authority is None:
            raise AccountNotFoundError
        if expires_at is None and authority.mode == AuthorityMode.TEST:
            expires_at = at + TEST_ACCOUNT_LASTS
        user = User(
            authority=authority,
            username=username,
            given_names=given_names,
            family_name=family_name,
            title_before=title_before,
            title_after=title_after,
            sort_key=sort_key(f"{family_name} {given_names}"),
            search_text=search_text(f"{given_names} {family_name} {username}"),
            public_number=_next_public_number(),
            created_at=at,
            expires_at=expires_at,
            password_changed_at=at,
        )
        user.set_password(password)
        user.save(force_insert=True)
        _record("account.user_created", user)
    return queries.official_snapshot(user)


def _record(action: str, user: User) -> None:
    audit.record(
        action,
        actor_id=None,
        authority_id=user.authority_id,
        subject=f"user:{user.id}",
        details={"public_number": user.public_number},
    )


def _next_public_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('accounts_public_number')")
        return int(cursor.fetchone()[0])


def _text(field: str, field_cs: str, value: str, longest: int) -> str:
    text = _optional_text(field, field_cs, value, longest)
    if not text:
        raise InvalidAccountDataError(field=field, field_cs=field_cs, rule_cs=f"1 až {longest} znaků")
    return text


def _optional_text(field: str, field_cs: str, value: str, longest: int) -> str:
    text = " ".join(value.split())
    if len(text) > longest or not text.isprintable():
        raise InvalidAccountDataError(field=field, field_cs=field_cs, rule_cs=f"nejvýše {longest} znaků")
    return text
