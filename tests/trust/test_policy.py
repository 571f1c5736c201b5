"""Whom a test installation believes, and who may sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from fixtures.pki import MADE_AT, PIN, RSA_OFFICIAL, CertificateBuilder
from listina.trust import demo_certificates as profiles
from listina.trust.demo_certificates import KeyKind
from listina.trust.demo_pki import DemoPki
from listina.trust.errors import (
    AnchorNotAllowedError,
    CertificateNotUsableError,
    LiveNotPossibleError,
    StandingUnknownError,
    UnusableReason,
)
from listina.trust.policy import TrustPolicy
from listina.trust.signers import SoftwareKey


def _refusal(policy: TrustPolicy, certificate: bytes) -> UnusableReason:
    with pytest.raises(CertificateNotUsableError) as refusal:
        policy.permit_signing_certificate(certificate, standing="test")
    assert refusal.value.text()
    return refusal.value.reason


def _undemonstrative_root() -> bytes:
    key = KeyKind.P_256.generate()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Kvalifikovaná autorita DEMOKRACIE")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(MADE_AT).not_valid_after(MADE_AT + profiles.LIFE)
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.mark.parametrize("standing", ["test", "demo"])
def test_officials_of_the_demo_may_sign_test_and_demo_outputs(
    standing: str, trust_policy: TrustPolicy, official_key: SoftwareKey, elliptic_official_key: SoftwareKey
) -> None:
    for key in (official_key, elliptic_official_key):
        trust_policy.permit_signing_certificate(key.certificate, standing=standing)
    assert trust_policy.standing == "test"


def test_nobody_signs_live_outputs_in_a_test_installation(trust_policy: TrustPolicy, official_key: SoftwareKey) -> None:
    with pytest.raises(LiveNotPossibleError):
        trust_policy.permit_signing_certificate(official_key.certificate, standing="live")


def test_an_unknown_standing_is_refused(trust_policy: TrustPolicy, official_key: SoftwareKey) -> None:
    with pytest.raises(StandingUnknownError):
        trust_policy.permit_signing_certificate(official_key.certificate, standing="")
    with pytest.raises(StandingUnknownError):
        TrustPolicy(standing="ostrý", anchors=())


def test_a_live_policy_needs_trusted_lists_and_takes_no_other_anchor() -> None:
    with pytest.raises(LiveNotPossibleError):
        TrustPolicy(standing="live", anchors=())
    with pytest.raises(AnchorNotAllowedError):
        TrustPolicy(standing="live", anchors=(_undemonstrative_root(),))


def test_demo_anchors_in_live_and_others_in_test_are_refused(demo_pki: DemoPki) -> None:
    with pytest.raises(AnchorNotAllowedError):
        TrustPolicy(standing="live", anchors=demo_pki.anchors)
    with pytest.raises(AnchorNotAllowedError):
        TrustPolicy(standing="test", anchors=(*demo_pki.anchors, _undemonstrative_root()))


def test_expired_future_and_foreign_certificates_may_not_sign(
    trust_policy: TrustPolicy, certificate_builder: CertificateBuilder
) -> None:
    assert _refusal(trust_policy, certificate_builder.expired().certificate) is UnusableReason.EXPIRED
    assert _refusal(trust_policy, certificate_builder.not_yet_valid().certificate) is UnusableReason.NOT_YET_VALID
    assert _refusal(trust_policy, certificate_builder.foreign().certificate) is UnusableReason.FOREIGN


def test_a_certificate_that_expires_may_sign_until_then(
    trust_policy: TrustPolicy, certificate_builder: CertificateBuilder
) -> None:
    certificate = certificate_builder.signing_key(life=timedelta(days=30)).certificate
    then = replace(trust_policy, now=lambda: MADE_AT + timedelta(days=29))
    then.permit_signing_certificate(certificate, standing="test")
    later = replace(trust_policy, now=lambda: MADE_AT + timedelta(days=31))
    assert _refusal(later, certificate) is UnusableReason.EXPIRED


def test_a_revoked_certificate_may_not_sign(
    trust_policy: TrustPolicy, certificate_builder: CertificateBuilder, demo_pki: DemoPki
) -> None:
    key = certificate_builder.signing_key()
    trust_policy.permit_signing_certificate(key.certificate, standing="test")
    crls = (demo_pki.crls()[0], *certificate_builder.revoked_crls(key, at=datetime.now(UTC) - timedelta(hours=2)))
    assert _refusal(replace(trust_policy, crls=lambda: crls), key.certificate) is UnusableReason.REVOKED


def test_where_revocation_is_unknown_nobody_signs(
    trust_policy: TrustPolicy, official_key: SoftwareKey, demo_pki: DemoPki, certificate_builder: CertificateBuilder
) -> None:
    only_root = replace(trust_policy, crls=lambda: demo_pki.crls()[:1])
    assert _refusal(only_root, official_key.certificate) is UnusableReason.REVOCATION_UNKNOWN
    foreign_crl = certificate_builder.foreign_issuer().crl(number=1, revoked=(), this_update=MADE_AT)
    forged = replace(trust_policy, crls=lambda: (demo_pki.crls()[0], foreign_crl.public_bytes(Encoding.DER)))
    assert _refusal(forged, official_key.certificate) is UnusableReason.REVOCATION_UNKNOWN


def test_certificates_for_other_purposes_may_not_sign(trust_policy: TrustPolicy, demo_pki: DemoPki) -> None:
    sign_in = SoftwareKey.from_pkcs12(demo_pki.sign_in_path(RSA_OFFICIAL.username), PIN)
    stamp = SoftwareKey.from_pkcs12(demo_pki.timestamp_key_path, PIN)
    for certificate in (sign_in.certificate, stamp.certificate, demo_pki.ca, demo_pki.root):
        assert _refusal(trust_policy, certificate) is UnusableReason.WRONG_USAGE


def test_a_weak_key_may_not_sign(trust_policy: TrustPolicy, certificate_builder: CertificateBuilder) -> None:
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505  # the weak key is the test
    certificate = certificate_builder.issuer.issue(
        common_name="Slabý", organization="X", key=weak, extensions=profiles.signature(), not_before=MADE_AT
    )
    assert _refusal(trust_policy, certificate.public_bytes(Encoding.DER)) is UnusableReason.WEAK_KEY


def test_what_is_no_certificate_may_not_sign(trust_policy: TrustPolicy) -> None:
    assert _refusal(trust_policy, b"") is UnusableReason.UNREADABLE
