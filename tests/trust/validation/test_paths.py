"""Who may stand above a certificate; an anchor that is no authority issues nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding

from fixtures.pki import CertificateBuilder
from listina.trust import demo_certificates as profiles
from listina.trust.demo_certificates import Issuer
from listina.trust.validation import paths
from listina.trust.validation.inputs import Purpose
from listina.trust.validation.knowledge import is_issuer
from listina.trust.validation.outcomes import BAD_PATH, Stopped


def test_an_anchor_that_is_an_end_entity_issues_nothing(certificate_builder: CertificateBuilder) -> None:
    listed = certificate_builder.signing_key()
    by = Issuer(certificate=x509.load_der_x509_certificate(listed.certificate), key=certificate_builder.key)
    forged = certificate_builder.signing_key(issuer=by)
    with pytest.raises(Stopped) as stopped:
        paths.require((forged.certificate, listed.certificate), Purpose.SIGNATURE)
    assert stopped.value.outcome == BAD_PATH


def test_an_anchor_that_is_an_authority_issues(certificate_builder: CertificateBuilder) -> None:
    good = certificate_builder.signing_key(extensions=profiles.signature())
    authority = certificate_builder.issuer.certificate.public_bytes(Encoding.DER)
    paths.require((good.certificate, authority), Purpose.SIGNATURE)


def test_an_authority_may_sign_with_a_key_of_edwards() -> None:
    key, other = ed25519.Ed25519PrivateKey.generate(), ed25519.Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Autorita")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .not_valid_before(datetime(2024, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2034, 1, 1, tzinfo=UTC))
    )
    authority, issued, forged = (
        builder.serial_number(number).sign(by, None).public_bytes(Encoding.DER)
        for number, by in ((1, key), (2, key), (3, other))
    )
    assert is_issuer(authority, issued)
    assert not is_issuer(authority, forged)
