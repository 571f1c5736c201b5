"""Certificates that may not sign: each is refused by name, before a number is spent, and nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from fixtures.conversions import House
from fixtures.database import make_official
from fixtures.pki import EC_OFFICIAL, MADE_AT, PIN, CertificateBuilder
from listina.accounts import certificates
from listina.accounts import queries as accounts
from listina.accounts.actors import Actor
from listina.conversions import jobs, resuming
from listina.conversions.cases import CaseState
from listina.conversions.errors import CertificateNotYoursError
from listina.conversions.service import ConversionService
from listina.trust import demo_certificates as profiles
from listina.trust.demo_pki import DemoPki
from listina.trust.errors import CertificateNotUsableError, RevocationUnknownError, UnusableReason
from listina.trust.policy import TrustPolicy
from listina.trust.signers import SoftwareKey

Making = Callable[[CertificateBuilder], SoftwareKey]


def _weak(builder: CertificateBuilder) -> SoftwareKey:
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505  # the weak key is the test
    certificate = builder.issuer.issue(
        common_name="Slabý", organization="Zkouška", key=key, extensions=profiles.signature(), not_before=MADE_AT
    )
    return SoftwareKey(key=key, certificate=certificate.public_bytes(Encoding.DER), chain=())


def _not_for_signatures(builder: CertificateBuilder) -> SoftwareKey:
    return builder.signing_key(extensions=profiles.signing_in())


REFUSED: dict[str, tuple[Making, UnusableReason]] = {
    "expired": (CertificateBuilder.expired, UnusableReason.EXPIRED),
    "not yet valid": (CertificateBuilder.not_yet_valid, UnusableReason.NOT_YET_VALID),
    "foreign issuer": (CertificateBuilder.foreign, UnusableReason.FOREIGN),
    "weak key": (_weak, UnusableReason.WEAK_KEY),
    "wrong usage": (_not_for_signatures, UnusableReason.WRONG_USAGE),
}


def _official_with(key: SoftwareKey, house: House) -> tuple[House, int]:
    """Return the house with another official of the authority, who registered this certificate."""
    actor = make_official(house.actor.authority_id, certificate=key.certificate)
    found = accounts.signing_certificates(actor)[0].id
    return replace(house, actor=actor, signer=key, certificate_id=found), found


def _state(house: House) -> tuple[object, ...]:
    accounting = house.accounting()
    return accounting.reserved_open, accounting.confirmed, accounting.voided, house.stored_digests()


@pytest.mark.parametrize("name", REFUSED)
def test_a_certificate_that_may_not_sign_is_refused_by_name_and_nothing_changes(
    name: str, house: House, certificate_builder: CertificateBuilder
) -> None:
    make, reason = REFUSED[name]
    hers, certificate_id = _official_with(make(certificate_builder), house)
    case_id = hers.ready_case()
    before, seen = _state(hers), hers.view(case_id)
    with pytest.raises(CertificateNotUsableError) as refusal:
        hers.service.sign(hers.actor, case_id, certificate_id, hers.signer)
    assert refusal.value.reason is reason
    assert refusal.value.text("cs") != refusal.value.text("en")
    assert _state(hers) == before
    assert hers.view(case_id) == seen


def test_a_revoked_certificate_is_refused_and_nothing_changes(
    house: House, certificate_builder: CertificateBuilder
) -> None:
    key = certificate_builder.signing_key()
    hers, certificate_id = _official_with(key, house)
    case_id = hers.ready_case()
    before = _state(hers)
    revoked = replace(hers.service, policy=_revoking(hers, certificate_builder, key))
    with pytest.raises(CertificateNotUsableError) as refusal:
        revoked.sign(hers.actor, case_id, certificate_id, key)
    assert refusal.value.reason is UnusableReason.REVOKED
    assert _state(hers) == before
    hers.service.sign(hers.actor, case_id, certificate_id, key)


def test_a_certificate_of_unknown_standing_is_refused_for_now_and_nothing_changes(house: House) -> None:
    case_id = house.ready_case()
    before = _state(house)
    with pytest.raises(RevocationUnknownError) as refusal:
        _without_lists(house).sign(house.actor, case_id, house.certificate_id, house.signer)
    assert refusal.value.code == "certificate.revocation_unknown"
    assert _state(house) == before
    assert house.finished(case_id)


def test_somebody_elses_certificate_and_a_withdrawn_one_are_refused(
    house: House, colleague: Actor, demo_pki: DemoPki
) -> None:
    other = SoftwareKey.from_pkcs12(demo_pki.official_path(EC_OFFICIAL.username), PIN)
    certificates.register_certificate(
        authority_id=colleague.authority_id,
        user_id=colleague.user_id,
        purpose="signing",
        der=other.certificate,
        at=house.clock(),
    )
    theirs = accounts.signing_certificates(colleague)[0].id
    case_id = house.ready_case()
    before = _state(house)
    with pytest.raises(CertificateNotYoursError):
        house.service.sign(house.actor, case_id, theirs, other)
    certificates.withdraw_certificate(
        authority_id=house.actor.authority_id, certificate_id=house.certificate_id, at=house.clock()
    )
    with pytest.raises(CertificateNotYoursError):
        house.service.sign(house.actor, case_id, house.certificate_id, house.signer)
    assert _state(house) == before


def test_a_signature_waits_while_nobody_knows_whether_its_certificate_was_revoked(house: House) -> None:
    case_id = house.signed_case()
    waiting = _without_lists(house)
    with pytest.raises(RevocationUnknownError):
        waiting.finish(house.actor.authority_id, case_id)
    view = house.view(case_id)
    assert view.state is CaseState.AWAITING_TIMESTAMP
    assert view.last_problem is not None
    assert view.last_problem.code == "certificate.revocation_unknown"
    house.clock.forward(timedelta(minutes=5))
    assert resuming.waiting_for_the_machine(house.service) == ((house.actor.authority_id, case_id),)
    assert RevocationUnknownError in (jobs._RETRY.retry_exceptions or ())
    assert house.service.finish(house.actor.authority_id, case_id) is CaseState.REGISTERED


def _revoking(house: House, builder: CertificateBuilder, key: SoftwareKey) -> TrustPolicy:
    since = datetime.now(UTC) - timedelta(hours=2)
    crls = (house.pki.crls()[0], *builder.revoked_crls(key, at=since))
    return replace(house.service.policy, crls=lambda: crls)


def _without_lists(house: House) -> ConversionService:
    return replace(house.service, policy=replace(house.service.policy, crls=lambda: house.pki.crls()[:1]))
