"""Seals over bytes: verified by OpenSSL and by us, refused when anything differs."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from fixtures.pki import CertificateBuilder
from listina.trust import cms
from listina.trust.demo_pki import DemoPki
from listina.trust.errors import SealInvalidError
from listina.trust.seals import seal, verify_seal
from listina.trust.signers import SoftwareKey

DATA = "Potvrzení o registraci".encode()


def test_openssl_verifies_a_seal(register_seal: SoftwareKey, demo_pki: DemoPki, tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(DATA)
    (tmp_path / "seal").write_bytes(seal(DATA, register_seal))
    arguments = [
        *("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "seal", "-content", "data"),
        *("-CAfile", str(demo_pki.root_path), "-purpose", "any", "-cades", "-out", "out"),
    ]
    verified = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert verified.returncode == 0, verified.stderr
    (tmp_path / "data").write_bytes(DATA + b".")
    assert subprocess.run(arguments, cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_a_seal_tells_whose_it_is(register_seal: SoftwareKey, demo_pki: DemoPki) -> None:
    facts = verify_seal(DATA, seal(DATA, register_seal), demo_pki.anchors)
    assert facts.common_name == "Pečeť rejstříku (DEMO)"
    assert facts.is_demo


def test_a_seal_over_other_bytes_is_refused(register_seal: SoftwareKey, demo_pki: DemoPki) -> None:
    with pytest.raises(SealInvalidError, match="digest"):
        verify_seal(DATA + b" ", seal(DATA, register_seal), demo_pki.anchors)


def test_a_seal_of_a_foreign_or_expired_certificate_is_refused(
    certificate_builder: CertificateBuilder, demo_pki: DemoPki
) -> None:
    for key in (certificate_builder.foreign(), certificate_builder.expired()):
        with pytest.raises(SealInvalidError):
            verify_seal(DATA, seal(DATA, key), demo_pki.anchors)


def test_a_seal_whose_value_is_wrong_is_refused(register_seal: SoftwareKey, demo_pki: DemoPki) -> None:
    certificate = register_seal.certificate
    attributes = cms.signed_attributes(
        content_type=cms.DATA, message_digest=sha256(DATA).digest(), certificate=certificate
    )
    forged = cms.signed_data(
        certificate=certificate,
        certificates=(certificate, *register_seal.chain),
        signed_attributes=attributes,
        value=register_seal.sign(b"other"),
    )
    with pytest.raises(SealInvalidError, match="signature is wrong"):
        verify_seal(DATA, forged, demo_pki.anchors)


@pytest.mark.parametrize("damage", [b"", b"x", b"\x30\x00"])
def test_what_is_no_seal_is_refused(damage: bytes, demo_pki: DemoPki) -> None:
    with pytest.raises(SealInvalidError):
        verify_seal(DATA, damage, demo_pki.anchors)


def test_bytes_behind_a_seal_are_refused(register_seal: SoftwareKey, demo_pki: DemoPki) -> None:
    with pytest.raises(SealInvalidError):
        verify_seal(DATA, seal(DATA, register_seal) + b"\x00", demo_pki.anchors)


def test_the_seal_claims_the_time_it_was_told(register_seal: SoftwareKey) -> None:
    moment = datetime(2026, 3, 12, 14, 5, 9, tzinfo=UTC)
    assert b"260312140509Z" in seal(DATA, register_seal, now=lambda: moment)
    assert b"20520312140509Z" in seal(DATA, register_seal, now=lambda: moment.replace(year=2052))
