"""Signing in: who knows name and password comes in, who guesses is stopped, and nobody learns which names exist."""

from __future__ import annotations

import statistics
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings

from fixtures.database import GOOD_PASSWORD, TestDatabase, make_official
from listina.accounts import queries, sign_in
from listina.accounts.actors import Actor
from listina.accounts.errors import (
    AccountExpiredError,
    AccountLockedError,
    NotSignedInError,
    WeakPasswordError,
    WrongCredentialsError,
)
from listina.accounts.models import User
from listina.accounts.permissions import Permission
from listina.accounts.sign_in import SignInService
from listina.audit.models import Entry
from listina.database.scope import system_scope
from listina.errors import ListinaError

pytestmark = pytest.mark.usefixtures("database")
ADDRESS = "192.0.2.7"


@dataclass
class Desk:
    """A sign-in service whose clock the test moves."""

    moment: datetime = field(default_factory=lambda: datetime.now(UTC) + timedelta(minutes=1))

    def __post_init__(self) -> None:
        self.service = SignInService(now=lambda: self.moment)

    def try_password(self, username: str, password: str = GOOD_PASSWORD) -> Actor:
        return self.service.authenticate(username, password, ADDRESS)

    def fail(self, username: str, times: int) -> None:
        for _ in range(times):
            with pytest.raises(WrongCredentialsError):
                self.try_password(username, "něco jiného")


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def official() -> Actor:
    return make_official(username="jana.novakova")


def row(actor: Actor) -> User:
    with system_scope("look at a user"):
        return User.objects.get(id=actor.user_id)


def trail(action: str) -> list[Entry]:
    with system_scope("read the trail"):
        return list(Entry.objects.filter(action=action).order_by("id"))


@pytest.mark.parametrize("typed", ["jana.novakova", "  Jana.Novakova "])
def test_the_right_name_and_password_let_in_with_the_permissions_of_the_roles(
    desk: Desk, official: Actor, typed: str
) -> None:
    actor = desk.try_password(typed)
    assert actor == official
    assert actor.permissions == {Permission.CONVERT}
    (entry,) = trail("account.signed_in")
    assert (entry.actor_id, entry.authority_id) == (official.user_id, official.authority_id)
    assert entry.details == {"remote_address": ADDRESS, "code": None}


@pytest.mark.parametrize("typed", ["jana.novakova", "nikdo.takovy", "", "x' OR 1=1 --", "jméno\x00", "a" * 5000])
def test_a_wrong_name_and_a_wrong_password_are_refused_alike(desk: Desk, official: Actor, typed: str) -> None:
    with pytest.raises(WrongCredentialsError) as refused:
        desk.try_password(typed, "špatné heslo")
    assert str(refused.value) == str(WrongCredentialsError())
    assert trail("account.signed_in") == []
    (entry,) = trail("account.sign_in_refused")
    assert entry.actor_id == (official.user_id if typed == official.username else None)
    # What was typed may be a password in the wrong field: it is nowhere.
    assert entry.subject is None
    assert entry.details == {"remote_address": ADDRESS, "code": "account.wrong_credentials"}


def test_an_unknown_name_takes_as_long_as_a_wrong_password(desk: Desk) -> None:
    def seconds(username: str) -> float:
        times = []
        for _ in range(4):
            start = time.perf_counter()
            with suppress(WrongCredentialsError):
                desk.try_password(username, "špatné heslo")
            times.append(time.perf_counter() - start)
        return statistics.median(times)

    sign_in._nobodys_password.cache_clear()
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"]):
        known = make_official()
        with suppress(WrongCredentialsError):
            desk.try_password("nikdo.takovy", "makes the hash nobody knows")
        wrong, unknown = seconds(known.username), seconds("nikdo.takovy")
    sign_in._nobodys_password.cache_clear()
    assert 0.4 < unknown / wrong < 2.5


def test_passwords_are_kept_as_argon2_only(official: Actor) -> None:
    assert row(official).password.startswith("argon2$argon2id$")
    assert GOOD_PASSWORD not in row(official).password


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(desk: Desk, official: Actor) -> None:
    desk.fail(official.username, 5)
    with pytest.raises(AccountLockedError):
        desk.try_password(official.username)
    desk.moment += timedelta(minutes=14, seconds=59)
    with pytest.raises(AccountLockedError):
        desk.try_password(official.username)
    desk.moment += timedelta(seconds=1)
    assert desk.try_password(official.username) == official


def test_the_lock_says_until_when_in_prague_and_what_to_do(official: Actor) -> None:
    desk = Desk(moment=datetime(2026, 7, 1, 8, 0, tzinfo=UTC))
    desk.fail(official.username, 5)
    with pytest.raises(AccountLockedError) as refused:
        desk.try_password(official.username)
    assert "10:15:00" in refused.value.text("cs")
    assert "lokálního administrátora" in refused.value.text("cs")


def test_the_lock_grows_with_every_five_and_ends_at_a_day(desk: Desk, official: Actor) -> None:
    minutes = []
    for _ in range(9):
        desk.fail(official.username, 5)
        until = row(official).locked_until
        assert until is not None
        minutes.append((until - desk.moment).total_seconds() / 60)
        desk.moment = until
    assert minutes == [15, 30, 60, 120, 240, 480, 960, 1440, 1440]


def test_attempts_during_a_lock_do_not_prolong_it(desk: Desk, official: Actor) -> None:
    desk.fail(official.username, 5)
    locked = row(official)
    for _ in range(3):
        with pytest.raises(AccountLockedError):
            desk.try_password(official.username, "něco jiného")
    assert (row(official).locked_until, row(official).failed_sign_ins) == (locked.locked_until, 5)


def test_the_right_password_forgets_the_wrong_ones(desk: Desk, official: Actor) -> None:
    desk.fail(official.username, 4)
    desk.try_password(official.username)
    desk.fail(official.username, 4)
    assert desk.try_password(official.username) == official


def test_one_account_is_not_locked_by_wrong_passwords_for_another(desk: Desk, official: Actor) -> None:
    other = make_official(official.authority_id)
    desk.fail(other.username, 5)
    assert desk.try_password(official.username) == official


def test_guesses_at_the_same_time_are_all_counted(desk: Desk, official: Actor) -> None:
    seen: list[str] = []

    def guess() -> None:
        try:
            desk.try_password(official.username, "něco jiného")
        except ListinaError as error:
            seen.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == ["account.locked"] * 3 + ["account.wrong_credentials"] * 5


@pytest.fixture(params=["expired", "switched off"])
def ended(request: pytest.FixtureRequest, official: Actor, desk: Desk) -> Actor:
    with system_scope("end an account"):
        if request.param == "expired":
            User.objects.filter(id=official.user_id).update(expires_at=desk.moment)
        else:
            User.objects.filter(id=official.user_id).update(is_active=False)
    return official


def test_an_ended_account_is_told_only_to_who_knows_the_password(desk: Desk, ended: Actor) -> None:
    with pytest.raises(WrongCredentialsError):
        desk.try_password(ended.username, "špatné heslo")
    with pytest.raises(AccountExpiredError):
        desk.try_password(ended.username)
    with pytest.raises(NotSignedInError):
        queries.actor_for(ended.user_id, at=desk.moment)
    assert queries.converting_usernames(at=desk.moment) == ()


def test_a_test_account_is_valid_for_a_year(official: Actor) -> None:
    user = row(official)
    assert user.expires_at == user.created_at + timedelta(days=365)


def test_a_password_is_changed_by_who_knows_it(desk: Desk, official: Actor) -> None:
    desk.service.change_password(official, GOOD_PASSWORD, "úplně jiná dlouhá věta")
    with pytest.raises(WrongCredentialsError):
        desk.try_password(official.username)
    assert desk.try_password(official.username, "úplně jiná dlouhá věta") == official
    assert len(trail("account.password_changed")) == 1


def test_a_password_is_not_changed_by_who_does_not_know_it(desk: Desk, official: Actor) -> None:
    with pytest.raises(WrongCredentialsError):
        desk.service.change_password(official, "špatné heslo", "úplně jiná dlouhá věta")
    assert row(official).failed_sign_ins == 1
    assert desk.try_password(official.username) == official


@pytest.mark.parametrize("weak", ["krátké", "password1234", ""])
def test_a_weak_password_is_refused_with_its_reasons(desk: Desk, official: Actor, weak: str) -> None:
    with pytest.raises(WeakPasswordError) as refused:
        desk.service.change_password(official, GOOD_PASSWORD, weak)
    assert len(refused.value.text("cs")) > len("Toto heslo nelze použít. ")
    assert desk.try_password(official.username) == official


def test_nothing_typed_is_written_to_the_log(
    desk: Desk, official: Actor, caplog: pytest.LogCaptureFixture, database: TestDatabase
) -> None:
    with caplog.at_level("DEBUG"), suppress(WrongCredentialsError):
        desk.try_password(official.username, "tajné slovo")
    assert "tajné slovo" not in caplog.text
    assert "tajné slovo" not in database.server.log.read_text()
