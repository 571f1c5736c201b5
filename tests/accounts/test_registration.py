"""Authorities and their people as they are set up, and as others read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError

from fixtures.database import GOOD_PASSWORD, make_authority, make_official
from listina.accounts import queries, registration
from listina.accounts.actors import AuthorityMode
from listina.accounts.errors import (
    AccountNotFoundError,
    InvalidAccountDataError,
    UsernameTakenError,
    WeakPasswordError,
)
from listina.accounts.models import Authority, User
from listina.audit.models import Entry
from listina.database.scope import authority_scope, system_scope
from listina.law.clause import Standing
from listina.trust.signers import SoftwareKey

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def person(authority_id: int, **changes: str) -> Mapping[str, Any]:
    values = {
        "username": "jana.novakova",
        "password": GOOD_PASSWORD,
        "given_names": "Jana",
        "family_name": "Nováková",
    }
    return {"authority_id": authority_id, "at": NOW, **values, **changes}


def users() -> int:
    with system_scope("count users"):
        return User.objects.count()


def test_an_authority_is_a_test_one_unless_said_otherwise() -> None:
    made = registration.create_authority(name="Obec Lhota", ico="00000001", at=NOW)
    assert (made.mode, made.standing) == (AuthorityMode.TEST, Standing.TEST)
    assert queries.authority_with_ico("00000001") == made


@pytest.mark.parametrize(
    ("mode", "is_demo", "standing"),
    [
        (AuthorityMode.LIVE, False, Standing.LIVE),
        (AuthorityMode.TEST, False, Standing.TEST),
        (AuthorityMode.TEST, True, Standing.DEMO),
    ],
)
def test_the_standing_of_outputs_follows_the_authority(mode: AuthorityMode, is_demo: bool, standing: Standing) -> None:  # noqa: FBT001  # a row of the table above
    assert make_authority(mode=mode, is_demo=is_demo).standing is standing


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "  "},
        {"name": "x" * 501},
        {"name": "a\x07b"},
        {"ico": "123"},
        {"ico": "1234567a"},
        {"mode": AuthorityMode.LIVE, "is_demo": True},
    ],
)
def test_a_malformed_authority_is_refused(wrong: Mapping[str, Any]) -> None:
    with pytest.raises(InvalidAccountDataError):
        registration.create_authority(**{"name": "Obec Lhota", "ico": "00000001", "at": NOW, **wrong})
    with system_scope("count authorities"):
        assert Authority.objects.count() == 0


def test_two_authorities_do_not_share_an_identification_number() -> None:
    registration.create_authority(name="Obec Lhota", ico="00000001", at=NOW)
    with pytest.raises(InvalidAccountDataError, match="ico"):
        registration.create_authority(name="Obec Lhotka", ico="00000001", at=NOW)


def test_the_database_itself_refuses_a_live_demo() -> None:
    authority = make_authority(is_demo=True)
    with pytest.raises(IntegrityError), authority_scope(authority.authority_id):
        Authority.objects.update(mode="live")


def test_an_unknown_authority_is_not_found() -> None:
    with pytest.raises(AccountNotFoundError):
        queries.authority_with_ico("99999999")
    with pytest.raises(AccountNotFoundError):
        registration.create_user(**person(12345))


@pytest.mark.parametrize(
    ("before", "after", "printed"),
    [
        ("", "", "Jana Nováková"),
        ("Ing. Mgr.", "", "Ing. Mgr. Jana Nováková"),
        ("", "Ph.D.", "Jana Nováková, Ph.D."),
        ("doc. Ing.", "CSc., MBA", "doc. Ing. Jana Nováková, CSc., MBA"),
    ],
)
def test_names_are_printed_with_their_titles(before: str, after: str, printed: str) -> None:
    made = registration.create_user(**person(make_authority().authority_id, title_before=before, title_after=after))
    assert made.full_name == printed
    assert queries.official(queries.actor_for(made.user_id)) == made


def test_public_numbers_are_positive_and_differ_across_authorities() -> None:
    actors = [make_official() for _ in range(3)]
    numbers = [queries.official(actor).public_number for actor in actors]
    assert all(number > 0 for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_a_public_number_that_was_issued_in_vain_is_not_issued_again() -> None:
    authority = make_authority()
    first = registration.create_user(**person(authority.authority_id))
    with pytest.raises(UsernameTakenError):
        registration.create_user(**person(authority.authority_id))
    second = registration.create_user(**person(authority.authority_id, username="petr"))
    assert second.public_number > first.public_number + 1


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"username": "jméno"}, InvalidAccountDataError),
        ({"username": "ab"}, InvalidAccountDataError),
        ({"username": "a b c"}, InvalidAccountDataError),
        ({"given_names": " "}, InvalidAccountDataError),
        ({"family_name": "x" * 101}, InvalidAccountDataError),
        ({"title_before": "x" * 51}, InvalidAccountDataError),
        ({"password": "krátké"}, WeakPasswordError),
        ({"password": "password1234"}, WeakPasswordError),
    ],
)
def test_a_malformed_user_is_refused(wrong: dict[str, str], error: type[Exception]) -> None:
    authority = make_authority()
    with pytest.raises(error):
        registration.create_user(**person(authority.authority_id, **wrong))
    assert users() == 0


def test_a_user_name_is_unique_across_authorities_and_capitals() -> None:
    registration.create_user(**person(make_authority().authority_id))
    with pytest.raises(UsernameTakenError):
        registration.create_user(**person(make_authority().authority_id, username="Jana.Novakova"))
    assert users() == 1


def test_an_actor_is_found_by_name_for_the_command_line() -> None:
    actor = make_official()
    assert queries.actor_named(f" {actor.username.upper()} ") == actor


def test_every_command_leaves_its_entry(official_key: SoftwareKey) -> None:
    actor = make_official(certificate=official_key.certificate)
    with authority_scope(actor.authority_id):
        actions = list(Entry.objects.order_by("id").values_list("action", flat=True))
    assert actions == [
        "account.authority_created",
        "account.user_created",
        "account.role_granted",
        "account.certificate_registered",
    ]
