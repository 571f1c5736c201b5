"""Who fails to sign in too often from one address waits, whatever account it tries."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import hashers
from django.db import connection

from fixtures.database import GOOD_PASSWORD, make_official
from listina.accounts import failed_addresses, jobs
from listina.accounts.actors import Actor
from listina.accounts.errors import AddressClosedError, WrongCredentialsError
from listina.accounts.models import FailedAddress, User
from listina.accounts.sign_in import SignInService
from listina.accounts.visitors import MOST_FAILURES
from listina.audit.models import Entry
from listina.database.scope import system_scope
from listina.errors import ListinaError

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
ADDRESS = "192.0.2.7"
SERVICE = SignInService(now=lambda: NOW, most_failures=3)


def later(minutes: float) -> SignInService:
    return replace(SERVICE, now=lambda: NOW + timedelta(minutes=minutes))


def fail(times: int, *, address: str = ADDRESS, service: SignInService = SERVICE, name: str = "nikdo") -> None:
    for number in range(times):
        with pytest.raises(WrongCredentialsError):
            service.authenticate(f"{name}.{number}", "spatne heslo", address)


def refusal(username: str, password: str = GOOD_PASSWORD, *, address: str = ADDRESS) -> str:
    with pytest.raises(AddressClosedError) as refused:
        SERVICE.authenticate(username, password, address)
    return refused.value.text("cs")


@pytest.fixture
def official() -> Actor:
    return make_official(username="jana.novakova")


def test_an_address_that_tried_many_names_waits_even_with_the_right_password(official: Actor) -> None:
    fail(3)
    assert "po 1.\N{NO-BREAK SPACE}7.\N{NO-BREAK SPACE}2026\N{NO-BREAK SPACE}10:15:00" in refusal(official.username)
    with pytest.raises(AddressClosedError):
        later(14.9).authenticate(official.username, GOOD_PASSWORD, ADDRESS)
    assert later(15).authenticate(official.username, GOOD_PASSWORD, ADDRESS).user_id == official.user_id


def test_who_comes_from_elsewhere_is_let_in(official: Actor) -> None:
    fail(3)
    assert SERVICE.authenticate(official.username, GOOD_PASSWORD, "192.0.2.8").user_id == official.user_id


def test_a_network_of_ipv6_is_one_visitor(official: Actor) -> None:
    for host in range(3):
        fail(1, address=f"2001:db8:0:1::{host}")
    refusal(official.username, address="2001:db8:0:1:ffff::9")
    assert SERVICE.authenticate(official.username, GOOD_PASSWORD, "2001:db8:0:2::1").user_id == official.user_id


def test_a_closed_address_learns_nothing_about_accounts(official: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(3)

    def never(*_: object) -> bool:
        message = "a password was compared, which takes time"
        raise AssertionError(message)

    monkeypatch.setattr("listina.accounts.sign_in.check_password", never)
    monkeypatch.setattr(hashers, "check_password", never)
    tries = [(official.username, GOOD_PASSWORD), (official.username, "spatne heslo"), ("nikdo", "spatne heslo")]
    assert len({refusal(*each) for each in tries}) == 1
    with system_scope("look at a user"):
        assert User.objects.get(id=official.user_id).failed_sign_ins == 0


def test_tries_while_closed_do_not_prolong_it(official: Actor) -> None:
    fail(3)
    for minute in (1, 5, 14):
        with pytest.raises(AddressClosedError):
            later(minute).authenticate("nikdo", "spatne heslo", ADDRESS)
    assert later(15).authenticate(official.username, GOOD_PASSWORD, ADDRESS).user_id == official.user_id


def test_a_window_that_ended_begins_anew(official: Actor) -> None:
    fail(2)
    fail(2, service=later(16))
    assert later(17).authenticate(official.username, GOOD_PASSWORD, ADDRESS).user_id == official.user_id


def test_signing_in_does_not_forget_the_failures_before(official: Actor) -> None:
    fail(2)
    SERVICE.authenticate(official.username, GOOD_PASSWORD, ADDRESS)
    fail(1)
    refusal(official.username)


def test_the_trail_says_once_that_an_address_was_closed_and_names_no_account() -> None:
    fail(3, name="tajne.jmeno")
    for _ in range(4):
        refusal("tajne.jmeno", "spatne heslo")
    with system_scope("read the trail"):
        entries = list(Entry.objects.order_by("id"))
    assert [entry.action for entry in entries] == ["account.sign_in_refused"] * 3 + ["account.address_closed"]
    closed = entries[-1]
    assert (closed.actor_id, closed.authority_id, closed.subject) == (None, None, None)
    assert closed.details == {"remote_address": ADDRESS, "failures": 3, "until": "2026-07-01T08:15:00+00:00"}
    assert "tajne.jmeno" not in str([entry.details for entry in entries])


def test_what_is_kept_does_not_show_the_address() -> None:
    fail(1)
    with system_scope("read the counts"):
        (kept,) = FailedAddress.objects.all()
    assert (len(kept.digest), kept.failures, kept.ends_at) == (64, 1, NOW + timedelta(minutes=15))


def test_failures_at_the_same_time_are_all_counted() -> None:
    def guess(number: int) -> None:
        try:
            with suppress(ListinaError):
                replace(SERVICE, most_failures=MOST_FAILURES).authenticate(f"nikdo.{number}", "spatne heslo", ADDRESS)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with system_scope("read the counts"):
        assert FailedAddress.objects.get().failures == 12


def test_counts_whose_window_has_ended_go_at_the_next_failure_from_anywhere() -> None:
    with system_scope("many addresses"):
        for number in range(250):
            failed_addresses.count_failure(f"10.0.0.{number}", 3, at=NOW)
        assert FailedAddress.objects.count() == 250
    for _ in range(3):
        fail(1, address="192.0.2.9", service=later(20))
    with system_scope("read the counts"):
        assert FailedAddress.objects.count() == 1


def test_the_worker_forgets_them_where_no_failure_follows() -> None:
    fail(1)
    jobs.forget_failed_addresses(timestamp=int((NOW + timedelta(minutes=14)).timestamp()))
    with system_scope("read the counts"):
        assert FailedAddress.objects.count() == 1
    jobs.forget_failed_addresses(timestamp=int((NOW + timedelta(minutes=15)).timestamp()))
    with system_scope("read the counts"):
        assert FailedAddress.objects.count() == 0
