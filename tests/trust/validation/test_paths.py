"""Who may stand above a certificate; an anchor that is no authority issues nothing."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from fixtures.pki import CertificateBuilder
from listina.trust import demo_certificates as profiles
from listina.trust.demo_certificates import Issuer
from listina.trust.validation import paths
from listina.trust.validation.inputs import Purpose
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
