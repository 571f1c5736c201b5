"""Whether a certificate could be used, where nobody says that revocation data must be there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from fixtures.pki import CertificateBuilder
from fixtures.revocation_sources import Source, points, responder
from listina.trust import demo_certificates as profiles
from listina.trust.chains import TrustMaterial
from listina.trust.clock import utc_now
from listina.trust.demo_certificates import Extension, Issuer, KeyKind
from listina.trust.demo_pki import DemoPki
from listina.trust.errors import CertificateNotUsableError, RevocationUnknownError, UnusableReason
from listina.trust.usability import require_usable


@pytest.fixture
def material(demo_pki: DemoPki) -> TrustMaterial:
    return TrustMaterial(anchors=demo_pki.anchors, intermediates=(demo_pki.ca,))


def _require(certificate: bytes, material: TrustMaterial, *, days: int = 0) -> None:
    moment = utc_now() + timedelta(days=days)
    require_usable(certificate, material, moment=moment, key_usage=("non_repudiation",))


def test_who_names_no_source_of_revocation_data_needs_none(
    certificate_builder: CertificateBuilder, material: TrustMaterial
) -> None:
    certificate = certificate_builder.signing_key().certificate
    _require(certificate, material)
    with pytest.raises(RevocationUnknownError):
        _require(certificate, replace(material, revocation_required=True))


@pytest.mark.parametrize("named", [points("http://crl.example.test/"), responder("http://ocsp.example.test/")])
def test_who_names_a_source_needs_its_data(
    named: Extension, certificate_builder: CertificateBuilder, material: TrustMaterial, demo_pki: DemoPki
) -> None:
    certificate = certificate_builder.signing_key(extensions=(*profiles.signature(), named)).certificate
    with pytest.raises(RevocationUnknownError):
        _require(certificate, material)
    _require(certificate, replace(material, crls=demo_pki.crls()))


def test_a_list_that_was_to_be_replaced_before_does_not_suffice(
    certificate_builder: CertificateBuilder, material: TrustMaterial, demo_pki: DemoPki
) -> None:
    certificate = certificate_builder.signing_key().certificate
    source = Source(builder=certificate_builder, this_update=utc_now() - timedelta(hours=60))
    due, (of_root, _) = source.crl(), demo_pki.crls()
    with pytest.raises(RevocationUnknownError):
        _require(certificate, replace(material, crls=(of_root, due)))
    _require(certificate, replace(material, crls=(of_root, due)), days=-2)


def test_the_list_of_each_authority_on_the_path_is_needed(
    certificate_builder: CertificateBuilder, material: TrustMaterial, demo_pki: DemoPki
) -> None:
    certificate = certificate_builder.signing_key().certificate
    for crl in demo_pki.crls():
        with pytest.raises(RevocationUnknownError):
            _require(certificate, replace(material, crls=(crl,)))


def test_an_anchor_used_itself_must_be_valid(demo_pki: DemoPki) -> None:
    material = TrustMaterial(anchors=demo_pki.anchors)
    for days, reason in ((40_000, UnusableReason.EXPIRED), (-40_000, UnusableReason.NOT_YET_VALID)):
        with pytest.raises(CertificateNotUsableError) as refusal:
            require_usable(demo_pki.root, material, moment=utc_now() + timedelta(days=days), key_usage=())
        assert refusal.value.reason is reason


def test_an_anchor_that_is_no_authority_issues_nothing(certificate_builder: CertificateBuilder) -> None:
    listed = certificate_builder.signing_key().certificate
    by = Issuer(certificate=x509.load_der_x509_certificate(listed), key=certificate_builder.key)
    forged = by.issue(
        common_name="Podvržený",
        organization="Nikdo",
        key=KeyKind.P_256.generate(),
        extensions=profiles.signature(),
        not_before=utc_now() - timedelta(days=1),
    ).public_bytes(Encoding.DER)
    material = TrustMaterial(anchors=(listed,))
    _require(listed, material)
    with pytest.raises(CertificateNotUsableError) as refusal:
        _require(forged, material)
    assert refusal.value.reason is UnusableReason.FOREIGN


def test_another_certificate_of_an_anchors_name_and_key_must_be_valid_itself(
    certificate_builder: CertificateBuilder,
) -> None:
    expired = certificate_builder.expired().certificate
    material = TrustMaterial(anchors=(certificate_builder.signing_key().certificate,))
    with pytest.raises(CertificateNotUsableError) as refusal:
        _require(expired, material)
    assert refusal.value.reason is UnusableReason.EXPIRED
