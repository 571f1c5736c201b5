"""The own timestamp authority: tokens that OpenSSL verifies, refusals with the standard's reasons."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.pki import PIN
from listina.trust import cms, der
from listina.trust.authority import ClockUnavailableError, LocalTimestampSource, TimestampAuthority
from listina.trust.certificates import facts
from listina.trust.demo_pki import TIMESTAMP_POLICY, DemoPki
from listina.trust.errors import KeyUnavailableError, TimestampInvalidError, TimestampUnavailableError
from listina.trust.refusals import system_failure
from listina.trust.signers import SoftwareKey
from listina.trust.tokens import Asked, granted_token

IMPRINT = sha256(b"data").digest()
GOOD = Asked(imprint_sha256=IMPRINT, nonce=77, policy=TIMESTAMP_POLICY).request()
_VERSION = der.integer(1)
_IMPRINT = der.sequence(cms.SHA256, der.octets(IMPRINT))
_TRUE = der.value(der.BOOLEAN, b"\xff")
WORDS = {
    "badDataFormat": "the data submitted has the wrong format",
    "badRequest": "transaction not permitted or supported",
    "badAlg": "unrecognized or unsupported algorithm identifier",
    "unacceptedPolicy": "the requested TSA policy is not supported by the TSA",
    "unacceptedExtension": "the requested extension is not supported by the TSA",
}


@pytest.fixture(scope="module")
def authority(demo_pki: DemoPki) -> TimestampAuthority:
    return demo_pki.timestamp_authority(PIN)


def _openssl(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True, check=False)


_WAYS_TO_ASK = [
    (digest, *(option for options in chosen for option in options))
    for digest in ("-sha256", "-sha384", "-sha512")
    for chosen in product([(), ("-no_nonce",)], [(), ("-cert",)], [(), ("-tspolicy", TIMESTAMP_POLICY)])
]


@pytest.mark.parametrize("arguments", _WAYS_TO_ASK, ids=" ".join)
def test_openssl_verifies_a_token_however_it_asks(
    arguments: tuple[str, ...], authority: TimestampAuthority, demo_pki: DemoPki, tmp_path: Path
) -> None:
    (tmp_path / "r.tsr").write_bytes(authority.respond(_query(tmp_path, *arguments)))
    chain = (_certificate(demo_pki), demo_pki.ca)
    (tmp_path / "chain.pem").write_text("".join(ssl.DER_cert_to_PEM_cert(item) for item in chain))
    verify = ("ts", "-verify", "-in", "r.tsr", "-CAfile", demo_pki.root_path)
    # Who did not ask for the certificate must have it.
    known: tuple[str, ...] = () if "-cert" in arguments else ("-untrusted", "chain.pem")
    verified = _openssl(*verify, "-queryfile", "q.tsq", *known, folder=tmp_path)
    assert "Verification: OK" in verified.stdout + verified.stderr
    (tmp_path / "q.tsq").write_bytes(GOOD)
    other = _openssl(*verify, "-queryfile", "q.tsq", *known, folder=tmp_path)
    assert "Verification: FAILED" in other.stdout + other.stderr


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("-sha1",), "badAlg"),
        (("-md5",), "badAlg"),
        (("-sha224",), "badAlg"),
        (("-sha3-256",), "badAlg"),
        (("-sha256", "-tspolicy", "2.999.9"), "unacceptedPolicy"),
        (("-sha256", "-tspolicy", "2.999.9", "-no_nonce", "-cert"), "unacceptedPolicy"),
    ],
)
def test_what_the_policy_does_not_allow_is_refused_to_openssl(
    arguments: tuple[str, ...], reason: str, authority: TimestampAuthority, tmp_path: Path
) -> None:
    (tmp_path / "r.tsr").write_bytes(authority.respond(_query(tmp_path, *arguments)))
    shown = _openssl("ts", "-reply", "-in", "r.tsr", "-text", folder=tmp_path).stdout
    assert "Status: Rejected." in shown
    assert WORDS[reason] in shown
    assert "TST info:\nNot included." in shown


def test_a_failure_of_the_system_is_said_in_the_standards_words(tmp_path: Path) -> None:
    (tmp_path / "r.tsr").write_bytes(system_failure())
    shown = _openssl("ts", "-reply", "-in", "r.tsr", "-text", folder=tmp_path).stdout
    assert "Status: Rejected." in shown
    assert "the request cannot be handled due to system failure" in shown


def test_a_key_that_does_not_answer_leaves_its_own_installation_without_a_timestamp(demo_pki: DemoPki) -> None:
    class Removed(SoftwareKey):
        def sign(self, to_be_signed: bytes) -> bytes:
            raise KeyUnavailableError(reason=f"removed before {len(to_be_signed)} bytes")

    signer = Removed.from_pkcs12(demo_pki.timestamp_key_path, PIN)
    source = LocalTimestampSource(authority=TimestampAuthority(signer=signer, policy=TIMESTAMP_POLICY))
    with pytest.raises(TimestampUnavailableError, match="removed"):
        source.request(GOOD)


def _query(folder: Path, *arguments: str) -> bytes:
    """Return the request OpenSSL makes with these arguments; it stays in the folder."""
    (folder / "data").write_bytes(b"data")
    asked = _openssl("ts", "-query", "-data", "data", *arguments, "-out", "q.tsq", folder=folder)
    assert asked.returncode == 0, asked.stderr
    return (folder / "q.tsq").read_bytes()


def _certificate(pki: DemoPki) -> bytes:
    return SoftwareKey.from_pkcs12(pki.timestamp_key_path, PIN).certificate


def test_openssl_reads_nonce_policy_and_authority(
    authority: TimestampAuthority, demo_pki: DemoPki, tmp_path: Path
) -> None:
    (tmp_path / "r.tsr").write_bytes(authority.respond(GOOD))
    shown = _openssl("ts", "-reply", "-in", "r.tsr", "-text", folder=tmp_path).stdout
    assert "Status: Granted." in shown
    assert f"Policy OID: {TIMESTAMP_POLICY}" in shown
    assert "Nonce: 0x4D" in shown
    assert "DEMO" in shown
    assert facts(demo_pki.root).is_demo


def test_the_certificate_is_only_sent_when_it_is_asked_for(authority: TimestampAuthority, demo_pki: DemoPki) -> None:
    certificate = _certificate(demo_pki)
    assert certificate in authority.respond(GOOD)
    assert certificate not in authority.respond(der.sequence(_VERSION, _IMPRINT))


@pytest.mark.parametrize(
    ("request_der", "reason"),
    [
        (b"", "badDataFormat"),
        (b"hello", "badDataFormat"),
        (GOOD + b"\x00", "badDataFormat"),
        (GOOD[:-1], "badDataFormat"),
        (bytes((0x30, 0x81, len(GOOD) - 2)) + GOOD[2:], "badDataFormat"),
        (bytes((0x30, 0x80)) + GOOD[2:] + b"\x00\x00", "badDataFormat"),
        (der.sequence(), "badDataFormat"),
        (der.sequence(_VERSION), "badDataFormat"),
        (der.sequence(_VERSION, der.sequence(cms.SHA256)), "badDataFormat"),
        (der.sequence(_VERSION, der.sequence(cms.SHA256, der.octets(bytes(31)))), "badDataFormat"),
        (der.sequence(_VERSION, _IMPRINT, der.value(der.BOOLEAN, b"\x00")), "badDataFormat"),
        (der.sequence(_VERSION, _IMPRINT, der.value(der.INTEGER, b"\x00\x01")), "badDataFormat"),
        (der.sequence(_VERSION, _IMPRINT, _TRUE, der.integer(5)), "badDataFormat"),
        (der.sequence(_VERSION, _IMPRINT, der.octets(bytes(5000))), "badDataFormat"),
        (der.sequence(der.integer(2), _IMPRINT), "badRequest"),
        (
            der.sequence(
                _VERSION, der.sequence(der.sequence(der.object_identifier("1.3.14.3.2.26")), der.octets(bytes(20)))
            ),
            "badAlg",
        ),
        (der.sequence(_VERSION, _IMPRINT, der.object_identifier("2.999.9")), "unacceptedPolicy"),
        (
            der.sequence(_VERSION, _IMPRINT, der.value(0xA0, der.sequence(der.object_identifier("2.999.9")))),
            "unacceptedExtension",
        ),
    ],
)
def test_a_bad_request_is_refused_with_the_standards_reason(
    request_der: bytes, reason: str, authority: TimestampAuthority, tmp_path: Path
) -> None:
    response = authority.respond(request_der)
    names = {"badAlg": "BAD_ALGORITHM", "unacceptedExtension": "UNACCEPTED_EXTENSION"}
    with pytest.raises(TimestampInvalidError, match=f"refused with status 2: {names.get(reason, '')}"):
        granted_token(response)
    (tmp_path / "r.tsr").write_bytes(response)
    shown = _openssl("ts", "-reply", "-in", "r.tsr", "-text", folder=tmp_path).stdout
    assert "Status: Rejected." in shown
    assert WORDS[reason] in shown


def _broken_clock() -> datetime:
    raise ClockUnavailableError


@pytest.mark.parametrize(
    "clock",
    [_broken_clock, lambda: datetime(2020, 1, 1, tzinfo=UTC), lambda: datetime(2090, 1, 1, tzinfo=UTC)],
    ids=["broken", "before the certificate", "after the certificate"],
)
def test_without_a_sound_time_nothing_is_stamped(
    clock: Callable[[], datetime], demo_pki: DemoPki, tmp_path: Path
) -> None:
    (tmp_path / "r.tsr").write_bytes(demo_pki.timestamp_authority(PIN, now=clock).respond(GOOD))
    shown = _openssl("ts", "-reply", "-in", "r.tsr", "-text", folder=tmp_path).stdout
    assert "the TSA's time source is not available" in shown


def test_a_clock_that_went_back_stops_the_authority(demo_pki: DemoPki) -> None:
    times = [datetime(2026, 3, 12, 12, tzinfo=UTC)]
    authority = demo_pki.timestamp_authority(PIN, now=lambda: times[-1])
    granted_token(authority.respond(GOOD))
    times.append(times[0] - timedelta(minutes=1))
    with pytest.raises(TimestampInvalidError, match="refused"):
        granted_token(authority.respond(GOOD))
    times.append(times[0] + timedelta(seconds=1))
    assert granted_token(authority.respond(GOOD))


def test_serial_numbers_are_never_the_same(authority: TimestampAuthority) -> None:
    assert len({authority.respond(GOOD) for _ in range(20)}) == 20


@given(
    request_der=st.binary(max_size=80)
    | st.builds(
        lambda at, byte: GOOD[:at] + byte + GOOD[at + 1 :],
        st.integers(0, len(GOOD) - 1),
        st.binary(min_size=1, max_size=1),
    )
)
def test_any_bytes_get_an_answer(request_der: bytes, authority: TimestampAuthority) -> None:
    response = authority.respond(request_der)
    parts = der.read_all(der.read_whole(response, der.SEQUENCE).content)
    assert der.read_integer(der.read(parts[0].content)) in {0, 2}
    assert len(parts) == (2 if der.read(parts[0].content).content == b"\x00" else 1)
