"""What a signature is, and whether it is a recognised one."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from listina.trust.validation.signature_report import SignatureReport
from listina.trust.validation.values import Kind, Qualified, Result
from trust.validation.situations.authorities import FOR_SEALS, FOR_SIGNATURES, Holder, notice, root, statements, usage
from trust.validation.situations.building import Making
from trust.validation.situations.world import NOW, SIGNED, World

_MARK = notice("Tento kvalifikovany systemovy certifikat byl vydan podle zakona 227/2000Sb. a navaznych predpisu")
_OLD = notice("Tento kvalifikovaný certifikát byl vydán podle zákona č. 227/2000 Sb.")


def _signature(world: World, holder: Holder, kind: Kind | None = None) -> SignatureReport:
    trust = world.trust(qualified={} if kind is None else {holder.der: kind})
    making = Making(by=holder, stamps=[(world.stamper, SIGNED)])
    return world.validate(making, world.ca.crl(NOW), trust=trust).report.signatures[0]


def _holder(world: World, *extensions: x509.ExtensionType) -> Holder:
    return world.ca.signer(extensions=((usage("digital_signature"), True), *((item, False) for item in extensions)))


@pytest.mark.parametrize(
    ("extension", "kind"),
    [
        (statements(FOR_SIGNATURES), Kind.SIGNATURE),
        (statements(FOR_SEALS), Kind.SEAL),
        (statements(), Kind.SIGNATURE),
        (_MARK, Kind.MARK),
        (_OLD, Kind.SIGNATURE),
        (notice("Komerční"), Kind.UNKNOWN),
        (statements(FOR_SIGNATURES, FOR_SEALS), Kind.UNKNOWN),
    ],
)
def test_the_certificate_says_what_it_is_for(extension: x509.ExtensionType, kind: Kind, world: World) -> None:
    signature = _signature(world, _holder(world, extension))
    assert signature.kind is kind
    assert not signature.recognised
    assert signature.qualification.qualified is Qualified.NO


@pytest.mark.parametrize("kind", [Kind.SIGNATURE, Kind.SEAL])
def test_a_qualified_certificate_makes_it_a_recognised_one(kind: Kind, world: World) -> None:
    signature = _signature(world, _holder(world), kind)
    assert (signature.kind, signature.recognised) == (kind, True)
    assert signature.qualification.at == SIGNED


def test_a_recognised_mark_stays_a_mark(world: World) -> None:
    signature = _signature(world, _holder(world, _MARK), Kind.SEAL)
    assert (signature.kind, signature.recognised) == (Kind.MARK, True)


def test_a_revoked_certificate_is_still_a_qualified_one(world: World) -> None:
    world.ca.revoke(world.signer, SIGNED)
    signature = _signature(world, world.signer, Kind.SIGNATURE)
    assert signature.result is Result.UNDECIDABLE
    assert signature.recognised


def test_qualification_is_told_only_of_a_path_that_holds(world: World) -> None:
    stranger = root("Cizí", number=7).signer()
    signature = _signature(world, stranger, Kind.SIGNATURE)
    assert signature.qualification.qualified is Qualified.UNKNOWN
    assert not signature.recognised


def test_a_certificate_lent_to_a_wrong_value_is_not_called_recognised(world: World) -> None:
    trust = world.trust(qualified={world.signer.der: Kind.SIGNATURE})
    making = Making(by=world.signer, spoil=lambda value: value[:-1] + bytes([value[-1] ^ 1]))
    signature = world.validate(making, world.ca.crl(NOW), trust=trust).report.signatures[0]
    assert not signature.recognised
    assert signature.qualification.qualified is Qualified.UNKNOWN


def test_a_pseudonym_and_an_organisation_are_told(world: World) -> None:
    names = ((NameOID.PSEUDONYM, "PSEUDONYM: Lišák"), (NameOID.ORGANIZATION_NAME, "Obec Lhota"))
    signature = _signature(world, world.ca.signer("Lišák", names=names))
    assert signature.certificate is not None
    assert signature.certificate.is_pseudonym
    assert signature.certificate.organization == "Obec Lhota"
    assert signature.certificate.holder == "Lišák; Obec Lhota"
