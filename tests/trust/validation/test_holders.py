"""What a certificate says that it is for."""

from __future__ import annotations

import pytest
from cryptography import x509

from fixtures.pki import CertificateBuilder
from listina.trust import demo_certificates as profiles
from listina.trust import der
from listina.trust.demo_certificates import Extension
from listina.trust.validation import holders
from listina.trust.validation.values import Kind

_STATEMENTS = x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3")
_COMPLIANCE, _TYPE = (der.sequence(der.object_identifier(f"0.4.0.1862.1.{number}")) for number in (1, 6))
_NO_TYPE = der.sequence(
    der.object_identifier("0.4.0.1862.1.6"), der.sequence(der.object_identifier("0.4.0.1862.1.6.9"))
)


@pytest.mark.parametrize(
    ("statements", "kind"),
    [
        (der.sequence(_COMPLIANCE), Kind.SIGNATURE),
        (der.sequence(), Kind.UNKNOWN),
        (der.sequence(_COMPLIANCE, _TYPE), Kind.SIGNATURE),
        (der.sequence(_COMPLIANCE, _NO_TYPE), Kind.UNKNOWN),
        (b"nonsense", Kind.UNKNOWN),
        (der.sequence(_COMPLIANCE)[:-1], Kind.UNKNOWN),
    ],
)
def test_what_cannot_be_read_or_is_not_known_is_of_no_kind(
    statements: bytes, kind: Kind, certificate_builder: CertificateBuilder
) -> None:
    extension = Extension(value=x509.UnrecognizedExtension(_STATEMENTS, statements), critical=False)
    plain = [each for each in profiles.signature() if each.value.oid != _STATEMENTS]
    key = certificate_builder.signing_key(extensions=(*plain, extension))
    assert holders.kind_of(key.certificate) is kind


def test_a_certificate_for_signatures_and_one_for_seals_are_told_apart(certificate_builder: CertificateBuilder) -> None:
    for extensions, kind in ((profiles.signature(), Kind.SIGNATURE), (profiles.electronic_seal(), Kind.SEAL)):
        assert holders.kind_of(certificate_builder.signing_key(extensions=extensions).certificate) is kind


def test_what_is_no_certificate_is_of_no_kind() -> None:
    assert holders.kind_of(b"") is Kind.UNKNOWN
