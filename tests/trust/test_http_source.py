"""A timestamp authority over HTTP: asked as the standard says, never believed, never waited for without end."""

from __future__ import annotations

import base64
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)

from fixtures.pki import PIN, CertificateBuilder
from listina.trust import demo_certificates as profiles
from listina.trust.circuits import Circuits
from listina.trust.demo_pki import DemoPki
from listina.trust.errors import TimestampUnavailableError
from listina.trust.policy import TrustPolicy
from listina.trust.signers import SoftwareKey
from listina.trust.timestamps import ClientCertificate, HttpTimestampSource, TimestampClient
from trust.http_authority import Server, serve

IMPRINT = sha256(b"data").digest()
LONG_SECONDS = 30.0
"""How long a slow server takes that is not waited for: long beside any limit, on a busy machine too."""


@pytest.fixture
def server(demo_pki: DemoPki) -> Iterator[Server]:
    yield from serve(Server(authority=demo_pki.timestamp_authority(PIN)))


@pytest.fixture
def tls_server(demo_pki: DemoPki) -> Iterator[Server]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(demo_pki.tls_path)
    yield from serve(Server(authority=demo_pki.timestamp_authority(PIN)), context)


def _refusal(source: HttpTimestampSource, policy: TrustPolicy) -> str:
    with pytest.raises(TimestampUnavailableError) as refusal:
        TimestampClient(sources=(source,), policy=policy).token(IMPRINT)
    source.close()
    return str(refusal.value.values["reasons"])


def test_a_token_comes_over_http_with_the_standards_headers(server: Server, trust_policy: TrustPolicy) -> None:
    source = HttpTimestampSource(server.address, name="městská", username="listina", password="heslo")
    token = TimestampClient(sources=(source,), policy=trust_policy).token(IMPRINT)
    source.close()
    assert token.source_name == "městská"
    headers = server.seen[0]
    assert headers["Content-Type"] == "application/timestamp-query"
    assert headers["Accept"] == "application/timestamp-reply"
    assert base64.b64decode(headers["Authorization"].removeprefix("Basic ")) == b"listina:heslo"


def test_without_a_username_no_password_is_sent(server: Server, trust_policy: TrustPolicy) -> None:
    source = HttpTimestampSource(server.address)
    assert TimestampClient(sources=(source,), policy=trust_policy).token(IMPRINT).source_name == server.address
    source.close()
    assert "Authorization" not in server.seen[0]


def test_a_token_comes_over_https_from_a_server_of_the_demo(
    tls_server: Server, demo_pki: DemoPki, trust_policy: TrustPolicy
) -> None:
    source = HttpTimestampSource(tls_server.address, ca_file=demo_pki.root_path)
    assert TimestampClient(sources=(source,), policy=trust_policy).token(IMPRINT).serial_number
    source.close()


def test_a_server_nobody_knows_is_refused(tls_server: Server, trust_policy: TrustPolicy) -> None:
    assert "CERTIFICATE_VERIFY_FAILED" in _refusal(HttpTimestampSource(tls_server.address), trust_policy)
    assert tls_server.seen == []


def test_another_status_or_content_type_is_refused(server: Server, trust_policy: TrustPolicy) -> None:
    server.status = 401
    assert "401" in _refusal(HttpTimestampSource(server.address), trust_policy)
    server.status, server.content_type = 200, "text/html"
    assert "text/html" in _refusal(HttpTimestampSource(server.address), trust_policy)
    server.content_type = "Application/Timestamp-Reply; charset=binary"
    source = HttpTimestampSource(server.address)
    assert TimestampClient(sources=(source,), policy=trust_policy).token(IMPRINT).serial_number
    source.close()


def test_a_redirection_is_not_followed(server: Server, trust_policy: TrustPolicy) -> None:
    server.status = 307
    assert "307" in _refusal(HttpTimestampSource(server.address), trust_policy)


def test_an_answer_without_end_is_not_read_to_its_end(server: Server, trust_policy: TrustPolicy) -> None:
    server.padding = 1_000_000
    assert "longer than" in _refusal(HttpTimestampSource(server.address), trust_policy)


def test_a_silent_server_is_not_waited_for(server: Server, trust_policy: TrustPolicy) -> None:
    server.pause_seconds = LONG_SECONDS
    started = time.monotonic()
    assert "Timeout" in _refusal(HttpTimestampSource(server.address, timeout_seconds=0.2), trust_policy)
    assert time.monotonic() - started < LONG_SECONDS / 2


def test_a_server_that_answers_drop_by_drop_is_not_waited_for(server: Server, trust_policy: TrustPolicy) -> None:
    server.drip = True
    assert "Timeout" in _refusal(HttpTimestampSource(server.address, timeout_seconds=0.3), trust_policy)


def test_a_server_whose_head_never_ends_is_not_waited_for(server: Server, trust_policy: TrustPolicy) -> None:
    server.head_drip = True
    started = time.monotonic()
    assert "Timeout" in _refusal(HttpTimestampSource(server.address, timeout_seconds=0.3), trust_policy)
    assert time.monotonic() - started < LONG_SECONDS / 2


def test_a_server_that_wants_a_name_and_password_gets_them(server: Server, trust_policy: TrustPolicy) -> None:
    server.authorization = "Basic " + base64.b64encode("úřad:heslo".encode()).decode()
    assert "401" in _refusal(HttpTimestampSource(server.address), trust_policy)
    assert "401" in _refusal(HttpTimestampSource(server.address, username="úřad", password="jiné"), trust_policy)
    source = HttpTimestampSource(server.address, username="úřad", password="heslo")
    assert TimestampClient(sources=(source,), policy=trust_policy).token(IMPRINT).serial_number
    source.close()


def test_a_server_that_wants_a_clients_certificate_gets_it(
    demo_pki: DemoPki, client_certificate: ClientCertificate, trust_policy: TrustPolicy
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=demo_pki.root_path)
    context.load_cert_chain(demo_pki.tls_path)
    context.verify_mode = ssl.CERT_REQUIRED
    with contextmanager(serve)(Server(authority=demo_pki.timestamp_authority(PIN)), context) as server:
        assert _refusal(HttpTimestampSource(server.address, ca_file=demo_pki.root_path), trust_policy)
        assert server.seen == []
        source = HttpTimestampSource(server.address, ca_file=demo_pki.root_path, client_certificate=client_certificate)
        assert TimestampClient(sources=(source,), policy=trust_policy).token(IMPRINT).serial_number
        source.close()


def test_a_clients_key_with_a_password_is_refused_at_once(
    certificate_builder: CertificateBuilder, tmp_path: Path
) -> None:
    key = certificate_builder.signing_key(extensions=profiles.signing_in())
    path = _pem(tmp_path / "client.pem", key, certificate_builder, BestAvailableEncryption(b"heslo"))
    with pytest.raises(OSError):  # noqa: PT011  # ssl.SSLError, whose words are OpenSSL's
        HttpTimestampSource("https://localhost/", client_certificate=ClientCertificate(certificate_file=path))


def test_the_next_authority_answers_when_the_first_is_slow(
    server: Server, demo_pki: DemoPki, trust_policy: TrustPolicy
) -> None:
    server.pause_seconds = LONG_SECONDS
    with contextmanager(serve)(Server(authority=demo_pki.timestamp_authority(PIN))) as second:
        sources = (
            HttpTimestampSource(server.address, name="pomalá", timeout_seconds=0.2),
            HttpTimestampSource(second.address, name="druhá"),
        )
        client = TimestampClient(sources=sources, policy=trust_policy, circuits=Circuits())
        started = time.monotonic()
        assert [client.token(IMPRINT).source_name for _ in range(3)] == ["druhá"] * 3
        assert time.monotonic() - started < LONG_SECONDS / 2
        assert len(server.seen) == 1, "the slow one was asked although it had just failed"
        for source in sources:
            source.close()


@pytest.fixture
def client_certificate(certificate_builder: CertificateBuilder, tmp_path: Path) -> ClientCertificate:
    key = certificate_builder.signing_key(extensions=profiles.signing_in())
    path = _pem(tmp_path / "client.pem", key, certificate_builder, NoEncryption())
    return ClientCertificate(certificate_file=path)


def _pem(path: Path, key: SoftwareKey, builder: CertificateBuilder, encryption: KeySerializationEncryption) -> Path:
    private = builder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
    chain = "".join(ssl.DER_cert_to_PEM_cert(found) for found in (key.certificate, *key.chain))
    path.write_bytes(private + chain.encode())
    return path


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "nonsense", "ftp://localhost/"])
def test_an_address_where_nobody_answers_is_told(url: str, trust_policy: TrustPolicy) -> None:
    assert url in _refusal(HttpTimestampSource(url, timeout_seconds=1), trust_policy)
