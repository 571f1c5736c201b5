"""Authorities, users, certificates and roles as they are set up, and as others read them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from fixtures.database import GOOD_PASSWORD, make_authority, make_official
from listina.accounts import queries
from listina.accounts import services as accounts
from listina.accounts.actors import Actor, AuthorityMode, SigningCertificate
from listina.accounts.errors import (
    AccountNotFoundError,
    CertificateTakenError,
    DemoCertificateError,
    InvalidAccountDataError,
    PermissionMissingError,
    UsernameTakenError,
    WeakPasswordError,
)
from listina.accounts.models import Authority, Certificate, Grant, User
from listina.accounts.permissions import Permission, Role
from listina.audit.models import Entry
from listina.database.scope import authority_scope, system_scope
from listina.law.clause import Standing
from listina.trust.errors import CertificateNotUsableError
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


def register(actor: Actor, der: bytes) -> SigningCertificate:
    return accounts.register_certificate(
        authority_id=actor.authority_id,
        user_id=actor.user_id,
        purpose="signing",
        der=der,
        at=NOW,
        key_location="pkcs12:a",
    )


def users() -> int:
    with system_scope("count users"):
        return User.objects.count()


def test_an_authority_is_a_test_one_unless_said_otherwise() -> None:
    made = accounts.create_authority(name="Obec Lhota", ico="00000001", at=NOW)
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
        accounts.create_authority(**{"name": "Obec Lhota", "ico": "00000001", "at": NOW, **wrong})
    with system_scope("count authorities"):
        assert Authority.objects.count() == 0


def test_two_authorities_do_not_share_an_identification_number() -> None:
    accounts.create_authority(name="Obec Lhota", ico="00000001", at=NOW)
    with pytest.raises(InvalidAccountDataError, match="ico"):
        accounts.create_authority(name="Obec Lhotka", ico="00000001", at=NOW)


def test_the_database_itself_refuses_a_live_demo() -> None:
    authority = make_authority(is_demo=True)
    with pytest.raises(IntegrityError), authority_scope(authority.authority_id):
        Authority.objects.update(mode="live")


def test_an_unknown_authority_is_not_found() -> None:
    with pytest.raises(AccountNotFoundError):
        queries.authority_with_ico("99999999")
    with pytest.raises(AccountNotFoundError):
        accounts.create_user(**person(12345))


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
    made = accounts.create_user(**person(make_authority().authority_id, title_before=before, title_after=after))
    assert made.full_name == printed
    assert queries.official(queries.actor_for(made.user_id)) == made


def test_public_numbers_are_positive_and_differ_across_authorities() -> None:
    actors = [make_official() for _ in range(3)]
    numbers = [queries.official(actor).public_number for actor in actors]
    assert all(number > 0 for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_a_public_number_that_was_issued_in_vain_is_not_issued_again() -> None:
    authority = make_authority()
    first = accounts.create_user(**person(authority.authority_id))
    with pytest.raises(UsernameTakenError):
        accounts.create_user(**person(authority.authority_id))
    second = accounts.create_user(**person(authority.authority_id, username="petr"))
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
        accounts.create_user(**person(authority.authority_id, **wrong))
    assert users() == 0


def test_a_user_name_is_unique_across_authorities_and_capitals() -> None:
    accounts.create_user(**person(make_authority().authority_id))
    with pytest.raises(UsernameTakenError):
        accounts.create_user(**person(make_authority().authority_id, username="Jana.Novakova"))
    assert users() == 1


def test_a_certificate_is_registered_with_what_it_says(official_key: SoftwareKey) -> None:
    actor = make_official()
    made = register(actor, official_key.certificate)
    assert queries.signing_certificates(actor) == (made,)
    assert made.der == official_key.certificate
    assert made.serial_number.isdecimal()
    assert "DEMO" in made.subject
    assert made.not_before < made.not_after
    assert made.key_location == "pkcs12:a"


def test_the_same_certificate_again_changes_nothing(official_key: SoftwareKey) -> None:
    actor = make_official()
    assert register(actor, official_key.certificate) == register(actor, official_key.certificate)
    assert len(queries.signing_certificates(actor)) == 1


def test_a_certificate_belongs_to_one_person_even_across_authorities(official_key: SoftwareKey) -> None:
    owner = make_official()
    register(owner, official_key.certificate)
    for other in (make_official(owner.authority_id), make_official()):
        with pytest.raises(CertificateTakenError):
            register(other, official_key.certificate)
        assert queries.signing_certificates(other) == ()


def test_a_withdrawn_certificate_signs_nothing_and_may_be_registered_again(official_key: SoftwareKey) -> None:
    actor = make_official()
    made = register(actor, official_key.certificate)
    with authority_scope(actor.authority_id):
        assert queries.is_signing_certificate_of(actor.user_id, made.sha256)
    accounts.withdraw_certificate(authority_id=actor.authority_id, certificate_id=made.id, at=NOW)
    assert queries.signing_certificates(actor) == ()
    with authority_scope(actor.authority_id):
        assert not queries.is_signing_certificate_of(actor.user_id, made.sha256)
    with pytest.raises(AccountNotFoundError):
        accounts.withdraw_certificate(authority_id=actor.authority_id, certificate_id=made.id, at=NOW)
    assert register(actor, official_key.certificate).id != made.id


def test_a_demo_certificate_is_refused_in_a_live_authority(official_key: SoftwareKey) -> None:
    live = make_authority(mode=AuthorityMode.LIVE)
    actor = make_official(live.authority_id)
    with pytest.raises(DemoCertificateError):
        register(actor, official_key.certificate)
    assert queries.signing_certificates(actor) == ()


def test_what_is_no_certificate_is_refused() -> None:
    actor = make_official()
    with pytest.raises(CertificateNotUsableError):
        register(actor, b"no certificate")


def test_a_seal_belongs_to_the_authority_and_to_nobody(official_key: SoftwareKey) -> None:
    actor = make_official()
    accounts.register_certificate(
        authority_id=actor.authority_id, user_id=None, purpose="seal", der=official_key.certificate, at=NOW
    )
    assert queries.signing_certificates(actor) == ()
    with pytest.raises(IntegrityError), authority_scope(actor.authority_id):
        Certificate.objects.all().get().__class__.objects.create(
            authority_id=actor.authority_id,
            user_id=actor.user_id,
            purpose="seal",
            der=b"",
            sha256="0" * 64,
            serial_number="1",
            not_before=NOW,
            not_after=NOW,
            registered_at=NOW,
        )


def test_a_certificate_of_another_authoritys_user_is_not_registered(official_key: SoftwareKey) -> None:
    ours, theirs = make_official(), make_official()
    with pytest.raises(AccountNotFoundError):
        accounts.register_certificate(
            authority_id=ours.authority_id,
            user_id=theirs.user_id,
            purpose="signing",
            der=official_key.certificate,
            at=NOW,
        )


def test_a_grant_counts_from_its_beginning_to_its_end() -> None:
    actor = make_official(roles=())
    accounts.grant_role(
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
    made = accounts.grant_role(
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
    accounts.withdraw_grant(authority_id=actor.authority_id, grant_id=grant.id, at=NOW)
    with pytest.raises(PermissionMissingError):
        queries.grant_snapshot(actor, Permission.CONVERT)
    with pytest.raises(AccountNotFoundError):
        accounts.withdraw_grant(authority_id=actor.authority_id, grant_id=grant.id, at=NOW)


def test_nothing_of_another_authority_is_granted_withdrawn_or_read(official_key: SoftwareKey) -> None:
    ours, theirs = make_official(), make_official(certificate=official_key.certificate)
    (certificate,) = queries.signing_certificates(theirs)
    with authority_scope(theirs.authority_id):
        grant = Grant.objects.get()
    with pytest.raises(AccountNotFoundError):
        accounts.grant_role(authority_id=ours.authority_id, user_id=theirs.user_id, role=Role.OPERATOR, at=NOW)
    with pytest.raises(AccountNotFoundError):
        accounts.withdraw_grant(authority_id=ours.authority_id, grant_id=grant.id, at=NOW)
    with pytest.raises(AccountNotFoundError):
        accounts.withdraw_certificate(authority_id=ours.authority_id, certificate_id=certificate.id, at=NOW)
    with pytest.raises(AccountNotFoundError):
        queries.official_by_id(ours, theirs.user_id)
    assert queries.signing_certificates(theirs) == (certificate,)
    assert queries.actor_for(theirs.user_id) == theirs


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
