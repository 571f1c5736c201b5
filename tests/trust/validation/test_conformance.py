"""What we say of other people's signatures, beside what pdfsig (NSS), OpenSSL and qpdf say of them.

`real_files.json` was recorded from our own output; this proves it by programs that share no code with us. pdfsig and
OpenSSL tell only whether digest and value are right for the bytes of the range: they look neither at what came later
nor at where the range lies. Each signature of which they say something else than we do is named here, with the reason.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto import cms, tsp

from listina.trust.validation.engine import validate
from listina.trust.validation.inputs import InputFile, Request, ValidationInput
from listina.trust.validation.values import Integrity
from trust.validation.situations.world import ListedTrust

_FOLDER = Path(__file__).parents[3] / "../shared/data/pdf"
_AT = datetime(2026, 1, 1, tzinfo=UTC)
_RIGHT = "Signature is Valid."

_NO_EDWARDS = "NSS of pdfsig knows no EdDSA"
_LATER = "pdfsig does not look at what came later: an object is used in a way nobody knows and overwritten"
_RANGE = "pdfsig hashes any range; this one leaves out something else than the signature"
_STAMP = "pdfsig does not verify document timestamps"
_EXCEPTIONS: Mapping[tuple[str, str], str] = {
    ("coverage-anomalies/one-byterange.pdf", "Sig1"): _RANGE,
    ("coverage-anomalies/signature-gap-too-big.pdf", "Sig1"): _RANGE,
    (
        "coverage-anomalies/tail-uncovered.pdf",
        "Sig1",
    ): "pdfsig accepts a range that ends before the file's revision does",
    ("coverage-anomalies/weird-byterange.pdf", "Sig1"): _RANGE,
    ("ed448-shake256-nolen.pdf", "Sig1"): _NO_EDWARDS,
    ("extensions-direct.pdf", "Sig2"): _NO_EDWARDS,
    ("extensions-indirect-not-all-paths.pdf", "Sig1"): _LATER,
    ("extensions-indirect-not-all-paths.pdf", "Sig2"): _NO_EDWARDS,
    ("extensions-indirect.pdf", "Sig2"): _NO_EDWARDS,
    ("extensions-update-direct.pdf", "Sig2"): _NO_EDWARDS,
    ("extensions-update-indirect.pdf", "Sig2"): _NO_EDWARDS,
    ("form-update-override-appearance-stream-ap-indirect-sneaky.pdf", "Sig1"): _LATER,
    ("form-update-override-appearance-stream-sneaky.pdf", "Sig1"): _LATER,
    ("pades-lta-dss-indirect-arrs-test-2.pdf", "Timestamp-977301ad-bec9-4cae-a0cd-f6a674c6e465"): _STAMP,
    ("pades-lta-dss-indirect-arrs-test.pdf", "Timestamp-977301ad-bec9-4cae-a0cd-f6a674c6e465"): _STAMP,
    ("pdf-sig-with-econtent.pdf", "Sig1"): "pdfsig overlooks content in the CMS, which ISO 32000-2, § 12.8.3.3 forbids",
    ("sig-with-ski-sid.pdf", "Sig1"): "NSS of pdfsig does not find a certificate by its key identifier; OpenSSL does",
}

pytestmark = pytest.mark.skipif(not _FOLDER.is_dir(), reason="the folder of other people's files is not here")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A signature as pdfsig shows it: field, verdict, and the bytes it covers as pairs of first and behind the last."""

    file: str
    name: str
    verdict: str
    ranges: tuple[tuple[int, int], ...]

    @property
    def key(self) -> tuple[str, str]:
        return self.file, self.name

    def content(self) -> bytes:
        pdf = (_FOLDER / self.file).read_bytes()
        return b"".join(pdf[first:behind] for first, behind in self.ranges)

    def value(self) -> bytes:
        """Return the CMS, which lies between the two parts of the range."""
        (_, begin), (end, _) = self.ranges
        digits = (_FOLDER / self.file).read_bytes()[begin:end].strip(b"<>")
        return bytes.fromhex(digits.decode())


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program that Debian has; one that is missing fails the test."""
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture(scope="module")
def shown() -> list[_Shown]:
    return [one for path in sorted(_FOLDER.rglob("*.pdf")) for one in _shown_of(path)]


def _shown_of(path: Path) -> Iterator[_Shown]:
    if b"/ByteRange" not in path.read_bytes():
        return
    for part in re.split(r"^Signature #\d+:$", _run("pdfsig", "-nocert", path).stdout, flags=re.MULTILINE)[1:]:
        name = re.search(r"Field Name: (.*)", part)
        verdict = re.search(r"Signature Validation: (.*)", part)
        ranges = re.search(r"Signed Ranges: (.*)", part)
        assert name, part
        assert verdict, part
        spans = re.findall(r"\[(\d+) - (\d+)\]", ranges[1] if ranges else "")
        yield _Shown(
            file=path.relative_to(_FOLDER).as_posix(),
            name=name[1].strip(),
            verdict=verdict[1].strip(),
            ranges=tuple((int(first), int(behind)) for first, behind in spans),
        )


@pytest.fixture(scope="module")
def ours(shown: list[_Shown]) -> dict[tuple[str, str], Integrity]:
    found: dict[tuple[str, str], Integrity] = {}
    for file in {one.file for one in shown}:
        path = _FOLDER / file
        what = ValidationInput(document=InputFile(path=path, name=path.name))
        report = validate(Request(what=what, trust=ListedTrust(anchors=()), at=_AT)).report
        found |= {(file, each.name): each.integrity for each in report.signatures}
        stamps = [one for one in shown if one.file == file and (file, one.name) not in found]
        found |= {one.key: each.integrity for one, each in zip(stamps, report.document_timestamps, strict=True)}
    return found


def test_of_every_signature_pdfsig_says_the_same_or_it_is_named_why_not(
    shown: list[_Shown], ours: dict[tuple[str, str], Integrity]
) -> None:
    assert len(shown) > 50
    differ = {one.key for one in shown if (one.verdict == _RIGHT) != (ours[one.key] is Integrity.INTACT)}
    assert differ == set(_EXCEPTIONS)


def test_openssl_verifies_every_signature_that_we_call_intact(
    shown: list[_Shown], ours: dict[tuple[str, str], Integrity], tmp_path: Path
) -> None:
    intact = [one for one in shown if ours[one.key] is Integrity.INTACT]
    assert len(intact) > 40
    assert [one.key for one in intact if not _openssl_verifies(one, tmp_path)] == []


def test_qpdf_finds_nothing_wrong_with_a_file_that_holds_an_intact_signature(
    ours: dict[tuple[str, str], Integrity],
) -> None:
    files = {file for (file, _), integrity in ours.items() if integrity is Integrity.INTACT}
    assert {file for file in files if _run("qpdf", "--check", _FOLDER / file).returncode} == set()


def _openssl_verifies(one: _Shown, folder: Path) -> bool:
    """Ask OpenSSL about the value, over the bytes of the range, whoever signed."""
    content, value = folder / "content", folder / "value.der"
    content.write_bytes(one.content())
    value.write_bytes(one.value())
    signed = cms.ContentInfo.load(one.value())["content"]
    if signed["encap_content_info"]["content_type"].native == "tst_info":
        return _verifies("-out", folder / "info", value) and _is_about(folder / "info", one.content())
    signer = signed["signer_infos"][0]
    if signer["signature_algorithm"]["algorithm"].native in {"ed25519", "ed448"}:
        return _verifies_edwards(signed, signer, one.content(), folder)
    return _verifies("-content", content, value)


def _verifies(option: str, path: Path, value: Path) -> bool:
    command = ("openssl", "cms", "-verify", "-noverify", "-binary", "-inform", "DER", "-in", value, option, path)
    return _run(*command, *(() if option == "-out" else ("-out", value.with_suffix(".out")))).returncode == 0


def _is_about(info: Path, content: bytes) -> bool:
    imprint = tsp.TSTInfo.load(info.read_bytes())["message_imprint"]
    name = imprint["hash_algorithm"]["algorithm"].native
    return bool(imprint["hashed_message"].native == hashlib.new(name, content).digest())


def _verifies_edwards(signed: cms.SignedData, signer: cms.SignerInfo, content: bytes, folder: Path) -> bool:
    """OpenSSL 3.0 knows no EdDSA in CMS; it verifies the value, and the digest within is compared here."""
    name = signer["digest_algorithm"]["algorithm"].native
    if name not in {"sha512", "shake256"} or (name, signer["signature_algorithm"]["algorithm"].native) == (
        "sha512",
        "ed448",
    ):
        return False
    hashed = hashlib.shake_256(content).digest(64) if name == "shake256" else hashlib.sha512(content).digest()
    attributes = signer["signed_attrs"]
    (digest,) = (each["values"][0].native for each in attributes if each["type"].native == "message_digest")
    (folder / "attributes").write_bytes(attributes.untag().dump())
    (folder / "signature").write_bytes(signer["signature"].native)
    meant = signer["sid"].chosen["issuer"], signer["sid"].chosen["serial_number"].native
    held = [each.chosen for each in signed["certificates"]]
    (certificate,) = (each for each in held if (each.issuer, each.serial_number) == meant)
    (folder / "certificate").write_bytes(certificate.dump())
    key = _run("openssl", "x509", "-inform", "DER", "-in", folder / "certificate", "-noout", "-pubkey").stdout
    (folder / "key").write_text(key)
    command = ("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", folder / "key", "-rawin")
    done = _run(*command, "-in", folder / "attributes", "-sigfile", folder / "signature")
    return done.returncode == 0 and bool(digest == hashed)
