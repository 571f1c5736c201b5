"""Signing in and changing one's password, with the lock-out of accounts and of addresses.

Each command opens its own scope and leaves an entry in the audit trail.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from math import ceil

from django.contrib.auth.hashers import check_password, make_password

from listina.accounts import failed_addresses, queries
from listina.accounts.actors import Actor
from listina.accounts.errors import (
    AccountExpiredError,
    AccountLockedError,
    AddressClosedError,
    NotSignedInError,
    WrongCredentialsError,
)
from listina.accounts.models import User
from listina.accounts.registration import require_good_password, valid_username
from listina.accounts.visitors import MOST_FAILURES
from listina.audit import services as audit
from listina.database.scope import authority_scope, system_scope
from listina.errors import ListinaError
from listina.law.dates import czech_moment

FAILURES_BEFORE_LOCK = 5
FIRST_LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInService:
    """Checks names and passwords.

    An unknown name costs as much time as a wrong password. A locked account is told as locked, so five attempts
    reveal that it exists; the alternative, silence, would leave an official without an explanation. An address that
    failed too often is refused before anything of an account is looked at.

    Attributes:
        now: aware UTC.
        most_failures: of one address in a quarter of an hour, 1 or more.
    """

    now: Callable[[], datetime]
    most_failures: int = MOST_FAILURES

    def authenticate(self, username: str, password: str, remote_address: str) -> Actor:
        """Return who knows this name and password.

        Five wrong passwords in a row lock the account for 15 minutes, five more for 30, and so on up to a day.

        Args:
            username: as typed; capitals and spaces around it do not matter.
            password: as typed.
            remote_address: where the request came from, for the limit and the audit trail.

        Raises:
            AddressClosedError: too many sign-ins from this address failed; nothing was looked at.
            WrongCredentialsError: the name or the password is wrong.
            AccountLockedError: too many wrong passwords; the right one is not looked at either.
            AccountExpiredError: both are right, but the account has ended or was switched off.
        """
        moment = self.now()
        with system_scope("sign-in"):
            self._require_open(remote_address, moment)
            user = _named(username)
            refusal = _judge(user, password, moment)
            audit.record(
                "account.sign_in_refused" if refusal else "account.signed_in",
                actor_id=user.id if user else None,
                authority_id=user.authority_id if user else None,
                subject=None,
                details={"remote_address": remote_address[:45], "code": refusal.code if refusal else None},
            )
            if refusal is not None:
                self._count_failure(remote_address, moment)
        # Raised only here: inside the scope it would take the count of wrong passwords back.
        if refusal is not None:
            raise refusal
        if user is None:
            raise WrongCredentialsError
        return queries.actor_for(user.id, at=moment)

    def _require_open(self, remote_address: str, moment: datetime) -> None:
        closed_until = failed_addresses.closed_until(remote_address, self.most_failures, at=moment)
        if closed_until is not None:
            seconds = ceil((closed_until - moment).total_seconds())
            raise AddressClosedError(until=czech_moment(closed_until), seconds=seconds)

    def _count_failure(self, remote_address: str, moment: datetime) -> None:
        """Count a failure of an address; the trail says once that it was the last one, not each try after it."""
        closed_until = failed_addresses.count_failure(remote_address, self.most_failures, at=moment)
        if closed_until is not None:
            audit.record(
                "account.address_closed",
                actor_id=None,
                authority_id=None,
                subject=None,
                details={
                    "remote_address": remote_address[:45],
                    "failures": self.most_failures,
                    "until": closed_until.isoformat(),
                },
            )

    def change_password(self, actor: Actor, current: str, new: str) -> None:
        """Change the actor's own password; every session of the user ends.

        Raises:
            WrongCredentialsError: `current` is wrong; it counts like a wrong password at sign-in.
            AccountLockedError: too many wrong passwords.
            WeakPasswordError: `new` does not meet the rules; nothing is changed.
        """
        require_good_password(new)
        moment = self.now()
        with authority_scope(actor.authority_id):
            user = User.objects.select_for_update().filter(id=actor.user_id).first()
            refusal = _judge(user, current, moment)
            if user is not None and refusal is None:
                user.set_password(new)
                user.password_changed_at = moment
                user.save(update_fields=["password", "password_changed_at"])
            audit.record(
                "account.password_change_refused" if refusal else "account.password_changed",
                actor_id=actor.user_id,
                authority_id=actor.authority_id,
                subject=f"user:{actor.user_id}",
                details={"code": refusal.code if refusal else None},
            )
        if refusal is not None:
            raise refusal
        if user is None:
            raise NotSignedInError


def _named(username: str) -> User | None:
    """Return the user, its row locked: attempts at one account are judged one after another."""
    name = username.strip().casefold()
    if not valid_username(name):
        return None
    return User.objects.select_for_update().filter(username=name).first()


def _judge(user: User | None, password: str, moment: datetime) -> ListinaError | None:
    """Compare the password and keep count; returns why the user is not let in, or None."""
    if user is None:
        check_password(password, _nobodys_password())
        return WrongCredentialsError()
    if user.locked_until is not None and moment < user.locked_until:
        check_password(password, _nobodys_password())
        return AccountLockedError(until=czech_moment(user.locked_until))
    if not user.check_password(password):
        user.failed_sign_ins += 1
        user.locked_until = _locked_until(user.failed_sign_ins, moment)
        user.save(update_fields=["failed_sign_ins", "locked_until"])
        return WrongCredentialsError()
    if not user.is_active or (user.expires_at is not None and user.expires_at <= moment):
        return AccountExpiredError()
    user.failed_sign_ins = 0
    user.locked_until = None
    user.save(update_fields=["failed_sign_ins", "locked_until"])
    return None


def _locked_until(failures: int, moment: datetime) -> datetime | None:
    rounds, rest = divmod(failures, FAILURES_BEFORE_LOCK)
    if rest or not rounds:
        return None
    # Ten doublings are above the limit; more would overflow.
    doublings: int = 2 ** min(rounds - 1, 10)
    return moment + min(FIRST_LOCK * doublings, LONGEST_LOCK)


@cache
def _nobodys_password() -> str:
    """Return the hash of a password nobody knows: comparing with it takes as long as with a real one."""
    return make_password(secrets.token_urlsafe(32))
