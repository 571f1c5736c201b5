"""The demo certificates on disk: whole or not there, kept, marked, readable by their owner only."""

from __future__ import annotations

import ssl
import stat
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from fixtures.pki import EC_OFFICIAL, MADE_AT, PIN, RSA_OFFICIAL
from listina.trust import demo_making as demo
from listina.trust.certificates import facts
from listina.trust.demo_certificates import KeyKind
from listina.trust.demo_making import DemoOfficial
from listina.trust.demo_pki import DemoPki
from listina.trust.errors import CertificateNotUsableError, DemoPkiInvalidError, KeyUnavailableError, WrongPinError
from listina.trust.signers import SoftwareKey
from listina.trust.validation.inputs import Purpose
from listina.trust.validation.values import Kind, Qualified

OFFICIAL = DemoOfficial(username="eva", name="Eva", key=KeyKind.P_256)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_subject_bears_the_mark(demo_pki: DemoPki) -> None:
    keys = [
        SoftwareKey.from_pkcs12(path, PIN)
        for path in (
            demo_pki.register_seal_path,
            demo_pki.timestamp_key_path,
            demo_pki.official_path(RSA_OFFICIAL.username),
            demo_pki.official_path(EC_OFFICIAL.username),
            demo_pki.sign_in_path(RSA_OFFICIAL.username),
        )
    ]
    for certificate in (demo_pki.root, demo_pki.ca, *(key.certificate for key in keys)):
        assert facts(certificate).is_demo
        assert "(DEMO)" in facts(certificate).common_name
    assert "DEMO" in x509.load_pem_x509_certificates(demo_pki.tls_path.read_bytes())[0].subject.rfc4514_string()


def test_keys_are_readable_by_their_owner_only(demo_pki: DemoPki) -> None:
    for path in demo_pki.folder.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_second_start_keeps_everything_and_adds_officials(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "pki"
    demo.make(folder, officials=(), pin=PIN)
    before = _bytes(folder)
    demo.make(folder, officials=(OFFICIAL,), pin=PIN)
    after = _bytes(folder)
    assert before.items() <= after.items()
    assert set(after) - set(before) == {"officials/eva.p12", "sign-in/eva.p12"}
    demo.make(folder, officials=(OFFICIAL,), pin=PIN)
    assert _bytes(folder) == after


def test_a_crash_in_the_middle_leaves_nothing_that_is_taken_as_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "pki"
    for crash_at in range(1, 20):
        calls: list[Path] = []

        def crash(path: Path, content: bytes, at: int = crash_at, calls: list[Path] = calls) -> None:
            calls.append(path)
            if len(calls) == at:
                raise KeyboardInterrupt
            path.write_bytes(content)

        with monkeypatch.context() as patch:
            patch.setattr("listina.trust.demo_making.put", crash)
            patch.setattr("listina.trust.demo_lists.put", crash)
            try:
                demo.make(folder, officials=(), pin=PIN)
            except KeyboardInterrupt:
                assert not folder.exists()
            else:
                break
    else:
        pytest.fail("the folder was never finished")
    assert crash_at > 12
    assert DemoPki.load(folder).anchors


def test_what_a_crash_left_behind_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / ".pki.unfinished" / "officials"
    left.mkdir(parents=True)
    (left / "old.p12").write_bytes(b"old")
    (tmp_path / "pki").mkdir()
    pki = demo.make(tmp_path / "pki", officials=(), pin=PIN)
    assert not left.exists()
    assert not (pki.folder / "officials" / "old.p12").exists()


def test_a_folder_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DemoPkiInvalidError):
        DemoPki.load(tmp_path / "nowhere")
    pki = demo.make(tmp_path / "pki", officials=(), pin=PIN)
    pki.timestamp_key_path.unlink()
    with pytest.raises(DemoPkiInvalidError, match=r"tsa\.p12"):
        demo.make(tmp_path / "pki", officials=(), pin=PIN)


@pytest.mark.parametrize("username", ["", "../eva", "Eva", "a/b", "x" * 64])
def test_a_username_that_cannot_name_a_file_is_refused(username: str, tmp_path: Path) -> None:
    with pytest.raises(DemoPkiInvalidError):
        demo.make(tmp_path / "pki", officials=(DemoOfficial(username=username, name="X"),), pin=PIN)
    assert not (tmp_path / "pki").exists()


def test_a_web_servers_certificate_that_ends_soon_is_renewed(tmp_path: Path) -> None:
    pki = demo.make(tmp_path / "pki", officials=(), pin=PIN, now=lambda: MADE_AT)
    old = pki.tls_path.read_bytes()
    demo.make(tmp_path / "pki", officials=(), pin=PIN, now=lambda: MADE_AT + timedelta(days=300))
    assert pki.tls_path.read_bytes() == old
    demo.make(tmp_path / "pki", officials=(), pin=PIN, now=lambda: MADE_AT + timedelta(days=390))
    assert pki.tls_path.read_bytes() != old


def test_openssl_verifies_the_chains_against_the_lists(demo_pki: DemoPki, tmp_path: Path) -> None:
    seal = SoftwareKey.from_pkcs12(demo_pki.register_seal_path, PIN)
    (tmp_path / "seal.pem").write_text(ssl.DER_cert_to_PEM_cert(seal.certificate))
    lists = "".join(
        subprocess.run(
            ["openssl", "crl", "-inform", "DER", "-in", path], capture_output=True, text=True, check=True
        ).stdout
        for path in demo_pki.crl_paths
    )
    (tmp_path / "lists.pem").write_text(lists)
    verified = subprocess.run(
        [
            *("openssl", "verify", "-x509_strict", "-crl_check_all", "-CRLfile", tmp_path / "lists.pem"),
            *("-CAfile", demo_pki.root_path, "-untrusted", demo_pki.folder / "ca.pem", tmp_path / "seal.pem"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert verified.returncode == 0, verified.stderr


def test_a_revoked_official_may_not_sign_any_more(tmp_path: Path) -> None:
    other = DemoOfficial(username="adam", name="Adam", key=KeyKind.P_256)
    pki = demo.make(tmp_path / "pki", officials=(OFFICIAL, other), pin=PIN)
    first, second = (SoftwareKey.from_pkcs12(pki.official_path(name), PIN).certificate for name in ("eva", "adam"))
    policy = pki.policy()
    policy.permit_signing_certificate(first, standing="test")
    pki.revoke(first, at=datetime.now(UTC) - timedelta(minutes=1))
    with pytest.raises(CertificateNotUsableError):
        policy.permit_signing_certificate(first, standing="test")
    policy.permit_signing_certificate(second, standing="test")
    pki.revoke(second, at=datetime.now(UTC) - timedelta(minutes=1))
    with pytest.raises(CertificateNotUsableError):
        policy.permit_signing_certificate(first, standing="test")


def test_the_keys_open_with_the_right_pin_only(demo_pki: DemoPki, tmp_path: Path) -> None:
    with pytest.raises(WrongPinError):
        SoftwareKey.from_pkcs12(demo_pki.register_seal_path, "0000")
    with pytest.raises(KeyUnavailableError):
        SoftwareKey.from_pkcs12(tmp_path / "missing.p12", PIN)
    (tmp_path / "broken.p12").write_bytes(b"broken")
    with pytest.raises(KeyUnavailableError):
        SoftwareKey.from_pkcs12(tmp_path / "broken.p12", PIN)


def test_a_key_does_not_take_another_ones_certificate(official_key: SoftwareKey) -> None:
    with pytest.raises(KeyUnavailableError):
        SoftwareKey(key=KeyKind.P_256.generate(), certificate=official_key.certificate, chain=())


def test_the_demos_own_lists_call_its_officials_and_timestamps_qualified(
    demo_pki: DemoPki, official_key: SoftwareKey
) -> None:
    now = datetime.now(UTC)
    trust = demo_pki.trust(now)
    assert trust.name == "demo"
    assert [used.territory for used in trust.lists] == ["XL", "XD"]
    assert set(trust.anchors_for([official_key.certificate])) == {demo_pki.root, demo_pki.ca}
    found = trust.qualification((official_key.certificate, demo_pki.ca), at=now, purpose=Purpose.SIGNATURE)
    assert (found.qualified, found.kind, found.in_device) == (Qualified.YES, Kind.SIGNATURE, True)
    assert found.provider.endswith("(DEMO)")
    seal = SoftwareKey.from_pkcs12(demo_pki.register_seal_path, PIN).certificate
    assert trust.qualification((seal, demo_pki.ca), at=now, purpose=Purpose.SIGNATURE).kind is Kind.SEAL
    stamp = SoftwareKey.from_pkcs12(demo_pki.timestamp_key_path, PIN).certificate
    stamped = trust.qualification((stamp, demo_pki.ca), at=now, purpose=Purpose.TIMESTAMP)
    assert stamped.qualified is Qualified.YES
    sign_in = SoftwareKey.from_pkcs12(demo_pki.sign_in_path(RSA_OFFICIAL.username), PIN).certificate
    none = trust.qualification((sign_in, demo_pki.ca), at=now, purpose=Purpose.SIGNATURE)
    assert none.qualified is Qualified.NO


def test_an_older_folder_gets_lists_and_ended_ones_are_made_anew(tmp_path: Path) -> None:
    pki = demo.make(tmp_path / "pki", officials=(), pin=PIN, now=lambda: MADE_AT)
    path = pki.folder / "trusted-lists"
    for file in path.iterdir():
        file.unlink()
    demo.make(tmp_path / "pki", officials=(), pin=PIN, now=lambda: MADE_AT)
    first = (path / "demo.xml").read_bytes()
    assert pki.trust(MADE_AT + timedelta(days=149)).lists
    assert (path / "demo.xml").read_bytes() == first
    renewed = pki.trust(MADE_AT + timedelta(days=400))
    assert renewed.lists[1].issued_at == MADE_AT + timedelta(days=400)
    assert (path / "demo.xml").read_bytes() != first
