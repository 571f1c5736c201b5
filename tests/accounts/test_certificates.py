"""Certificates of people and seals of authorities: registered once, for one person, and withdrawn."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from fixtures.database import make_authority, make_official
from listina.accounts import certificates, queries
from listina.accounts.actors import Actor, AuthorityMode, SigningCertificate
from listina.accounts.errors import AccountNotFoundError, CertificateTakenError, DemoCertificateError
from listina.accounts.models import Certificate
from listina.database.scope import authority_scope
from listina.trust.errors import CertificateNotUsableError
from listina.trust.signers import SoftwareKey

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def register(actor: Actor, der: bytes) -> SigningCertificate:
    return certificates.register_certificate(
        authority_id=actor.authority_id,
        user_id=actor.user_id,
        purpose="signing",
        der=der,
        at=NOW,
        key_location="pkcs12:a",
    )


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
    certificates.withdraw_certificate(authority_id=actor.authority_id, certificate_id=made.id, at=NOW)
    assert queries.signing_certificates(actor) == ()
    with authority_scope(actor.authority_id):
        assert not queries.is_signing_certificate_of(actor.user_id, made.sha256)
    with pytest.raises(AccountNotFoundError):
        certificates.withdraw_certificate(authority_id=actor.authority_id, certificate_id=made.id, at=NOW)
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
    certificates.register_certificate(
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
        certificates.register_certificate(
            authority_id=ours.authority_id,
            user_id=theirs.user_id,
            purpose="signing",
            der=official_key.certificate,
            at=NOW,
        )
