"""The file of timestamp authorities: read strictly, secrets kept apart, and the doctor's words about each of them."""

from __future__ import annotations

import base64
import ssl
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings

from fixtures.pki import PIN, CertificateBuilder
from listina.site import composition
from listina.site.doctor.outputs import timestamps
from listina.site.doctor.pulse import Pulse
from listina.site.environment import Environment
from listina.site.errors import EnvironmentInvalidError, TimestampAuthoritiesInvalidError
from listina.site.timestamp_sources import read_sources, timestamp_sources
from listina.trust import demo_certificates as profiles
from listina.trust.demo_pki import DemoPki
from listina.trust.errors import TimestampUnavailableError
from listina.trust.timestamps import TimestampSource
from trust.http_authority import Server, serve

GOOD = 'name = "První"\nurl = "https://tsa.example/tss"\n'
_Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> _Write:
    """Return a function that writes the file of authorities beside a password and a client's certificate."""

    def write(content: str) -> Path:
        path = tmp_path / "authorities.toml"
        path.write_text(content.replace("FOLDER", str(tmp_path)), encoding="utf-8")
        return path

    for name, mode in (("password", 0o600), ("loose", 0o644), ("empty", 0o600)):
        (tmp_path / name).write_text("" if name == "empty" else "tajné heslo\n", encoding="utf-8")
        (tmp_path / name).chmod(mode)
    return write


@pytest.fixture
def client_file(certificate_builder: CertificateBuilder, tmp_path: Path) -> Path:
    key = certificate_builder.signing_key(extensions=profiles.signing_in())
    path = tmp_path / "client.pem"
    private = certificate_builder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + ssl.DER_cert_to_PEM_cert(key.certificate).encode())
    path.chmod(0o600)
    return path


@pytest.mark.usefixtures("client_file")
def test_authorities_are_read_in_the_files_order(write: _Write) -> None:
    path = write(
        f'[[authority]]\n{GOOD}username = "listina"\npassword_file = "FOLDER/password"\ntimeout_seconds = 3\n'
        '[[authority]]\nname = "Druhá"\nurl = "https://other.example/"\nclient_certificate_file = "FOLDER/client.pem"\n'
        '[[authority]]\nname = "Třetí"\nurl = "http://third.example/"\n'
    )

    sources = read_sources(path, 10.0)

    assert [source.name for source in sources] == ["První", "Druhá", "Třetí"]


@pytest.mark.usefixtures("client_file")
@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "it needs tables"),
        ("authority = 1", "it needs tables"),
        ("authority = [1]", "it needs tables"),
        (f"other = 1\n[[authority]]\n{GOOD}", "it needs tables"),
        ("[[authority]", "Expected"),
        ('[[authority]]\nurl = "https://tsa.example/"', "authority 1: name is missing"),
        ('[[authority]]\nname = "a"', "authority 1: url is missing"),
        (f"[[authority]]\n{GOOD}[[authority]]\n{GOOD}", "two authorities have one name"),
        (f'[[authority]]\n{GOOD}pasword_file = "x"', "it holds what nobody knows: pasword_file"),
        ('[[authority]]\nname = " "\nurl = "https://a.example/"', "name needs 1 to 300 characters"),
        ('[[authority]]\nname = "a"\nurl = "ftp://a.example/"', r"url needs an http\(s\) address"),
        ('[[authority]]\nname = "a"\nurl = "https://me:secret@a.example/"', r"url needs an http\(s\) address"),
        (f'[[authority]]\n{GOOD}username = "a"', "username and password_file belong together"),
        (f'[[authority]]\n{GOOD}password_file = "FOLDER/password"', "username and password_file belong together"),
        (f'[[authority]]\n{GOOD}username = "a"\npassword_file = "password"', "needs an absolute path"),
        (f'[[authority]]\n{GOOD}username = "a"\npassword_file = "FOLDER/loose"', "others may read loose"),
        (f'[[authority]]\n{GOOD}username = "a"\npassword_file = "FOLDER/empty"', "empty is empty"),
        (f'[[authority]]\n{GOOD}username = "a"\npassword_file = "FOLDER/none"', "No such file"),
        (
            '[[authority]]\nname = "a"\nurl = "http://a.example/"\nusername = "a"\npassword_file = "FOLDER/password"',
            "a password needs https",
        ),
        (
            '[[authority]]\nname = "a"\nurl = "http://a.example/"\nclient_certificate_file = "FOLDER/client.pem"',
            "a client certificate needs https",
        ),
        (f'[[authority]]\n{GOOD}client_key_file = "FOLDER/password"', "client_key_file needs client_certificate_file"),
        (f'[[authority]]\n{GOOD}client_certificate_file = "FOLDER/password"', "PEM"),
        (f'[[authority]]\n{GOOD}ca_file = "FOLDER/none"', "No such file"),
        (f"[[authority]]\n{GOOD}timeout_seconds = 0", "timeout_seconds needs seconds from 0.1 to 120"),
        (f"[[authority]]\n{GOOD}timeout_seconds = true", "timeout_seconds needs seconds"),
        (f'[[authority]]\n{GOOD}timeout_seconds = "5"', "timeout_seconds needs seconds"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_reason(content: str, problem: str, write: _Write) -> None:
    with pytest.raises(TimestampAuthoritiesInvalidError, match=problem) as refusal:
        read_sources(write(content), 10.0)

    assert "tajné heslo" not in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TimestampAuthoritiesInvalidError, match="No such file"):
        read_sources(tmp_path / "none.toml", 10.0)


def test_one_installation_names_its_authorities_once() -> None:
    variables = {
        "LISTINA_SECRET_KEY": "a-key-of-thirty-two-characters-or-more",
        "LISTINA_DATABASE_PASSWORD": "x",
        "LISTINA_PKI_PIN": "x",
        "LISTINA_DATABASE_HOST": "/run/postgresql",
        "LISTINA_STORAGE_FOLDER": "/srv/files",
        "LISTINA_PKI_FOLDER": "/srv/pki",
        "LISTINA_BASE_URL": "https://listina.example",
        "LISTINA_TIMESTAMP_URLS": "https://tsa.example/",
        "LISTINA_TIMESTAMP_AUTHORITIES_FILE": "/etc/listina/authorities.toml",
    }
    with pytest.raises(EnvironmentInvalidError, match="cannot stand beside"):
        Environment.read(variables)


def test_the_settings_choose_the_authorities(demo_pki: DemoPki, write: _Write) -> None:
    own = demo_pki.timestamp_authority(PIN)
    plain = replace(settings.ENVIRONMENT, timestamp_urls=(), timestamp_authorities_file=None)
    listed = replace(plain, timestamp_urls=("https://a.example/", "https://b.example/"))
    filed = replace(plain, timestamp_authorities_file=write(f"[[authority]]\n{GOOD}"))

    assert [source.name for source in timestamp_sources(plain, own)] == ["vlastní zkušební autorita"]
    assert [source.name for source in timestamp_sources(listed, own)] == ["https://a.example/", "https://b.example/"]
    assert [source.name for source in timestamp_sources(filed, own)] == ["První"]


def test_the_doctor_tells_of_each_authority_how_it_failed(demo_pki: DemoPki, tmp_path: Path, write: _Write) -> None:
    path = write('[[authority]]\nname = "Mlčící"\nurl = "http://127.0.0.1:9/"\ntimeout_seconds = 1\n')
    environment = replace(
        settings.ENVIRONMENT,
        pki_pin=PIN,
        pki_folder=demo_pki.folder,
        storage_folder=tmp_path / "storage",
        timestamp_authorities_file=path,
    )

    first, second = (timestamps(composition.build(environment)) for _ in range(2))

    assert not first.well
    assert "“Mlčící”" in first.found
    assert "in a row" not in first.found
    assert "Mlčící (failures in a row: 1, last " in second.found
    assert "ConnectError" in second.found


def test_an_installation_gets_its_timestamps_from_the_servers_its_file_names(
    demo_pki: DemoPki, tmp_path: Path, write: _Write
) -> None:
    slow, guarded = (Server(authority=demo_pki.timestamp_authority(PIN)) for _ in range(2))
    slow.pause_seconds = 30.0
    guarded.authorization = "Basic " + base64.b64encode("listina:tajné heslo".encode()).decode()
    with contextmanager(serve)(slow), contextmanager(serve)(guarded):
        path = write(
            f'[[authority]]\nname = "pomalá"\nurl = "{slow.address}"\ntimeout_seconds = 0.2\n'
            f'[[authority]]\nname = "s heslem"\nurl = "{guarded.address}"\nusername = "listina"\n'
            'password_file = "FOLDER/password"\n'
        )
        environment = replace(
            settings.ENVIRONMENT,
            pki_pin=PIN,
            pki_folder=demo_pki.folder,
            storage_folder=tmp_path / "storage",
            timestamp_authorities_file=path,
        )
        client = composition.build(environment).timestamps
        assert [client.token(bytes(32)).source_name for _ in range(2)] == ["s heslem"] * 2
        assert len(slow.seen) == 1
        guarded.status = 503
        with pytest.raises(TimestampUnavailableError, match="s heslem: HTTP status 503") as refusal:
            client.token(bytes(32))
    assert refusal.value.asked_again_at is not None


@pytest.mark.usefixtures("database")
def test_the_health_page_spends_few_tokens_while_all_is_well(demo_pki: DemoPki, tmp_path: Path) -> None:
    moment = [datetime(2026, 3, 12, 12, tzinfo=UTC)]
    environment = replace(
        settings.ENVIRONMENT, pki_pin=PIN, pki_folder=demo_pki.folder, storage_folder=tmp_path / "storage"
    )
    services = composition.build(environment, now=lambda: moment[0])
    source = _Counting(services.timestamps.sources[0])
    pulse = Pulse(replace(services, timestamps=replace(services.timestamps, sources=(source,))))

    def asked_after(pause: timedelta) -> int:
        moment[0] += pause
        before = source.asked
        pulse.feel()
        return source.asked - before

    assert asked_after(timedelta()) == 1
    assert asked_after(timedelta(minutes=14)) == 0
    source.is_down = True
    assert asked_after(timedelta(minutes=2)) == 1
    assert asked_after(timedelta(seconds=50)) == 0
    assert asked_after(timedelta(seconds=20)) == 1


class _Counting:
    """An authority that counts how often it is asked, and answers or not as told."""

    name = "počítaná"

    def __init__(self, good: TimestampSource) -> None:
        self._good = good
        self.asked = 0
        self.is_down = False

    def request(self, request_der: bytes) -> bytes:
        self.asked += 1
        if self.is_down:
            raise TimestampUnavailableError(reasons=("no route",))
        return self._good.request(request_der)
