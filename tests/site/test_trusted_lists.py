"""An installation's trusted lists: brought by commands and a job, told by the doctor, and what live needs of them."""

from __future__ import annotations

import argparse
import json
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

from fixtures.list_scheme import ListScheme
from fixtures.pki import PIN
from listina.site import composition
from listina.site.cli import trusted_lists as command
from listina.site.cli.exits import Exit, UsageError
from listina.site.doctor import inputs
from listina.site.environment import Environment
from listina.site.errors import LiveNotReadyError
from listina.site.timestamp_door import PATH, TimestampDoor
from listina.site.trusted_lists import CurrentTrust, list_renewal, list_store, refresh_if_due
from listina.trust.demo_certificates import KeyKind
from listina.trust.demo_pki import DemoPki
from listina.trust.errors import AnchorNotAllowedError
from listina.trust.lists.errors import TrustedListsNotFreshError
from listina.trust.signers import SoftwareKey

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def variables(list_scheme: ListScheme, demo_pki: DemoPki, tmp_path: Path) -> dict[str, str]:
    """Return the settings of a test installation that believes the scheme's list of lists."""
    signers = tmp_path / "signers.pem"
    signers.write_text(ssl.DER_cert_to_PEM_cert(list_scheme.top.certificate))
    return {
        "LISTINA_SECRET_KEY": "x" * 40,
        "LISTINA_DATABASE_PASSWORD": "none",
        "LISTINA_DATABASE_HOST": "/nowhere",
        "LISTINA_PKI_PIN": PIN,
        "LISTINA_STORAGE_FOLDER": str(tmp_path / "storage"),
        "LISTINA_PKI_FOLDER": str(demo_pki.folder),
        "LISTINA_BASE_URL": "https://listina.test",
        "LISTINA_LOTL_URL": "https://127.0.0.1/lotl.xml",
        "LISTINA_LOTL_SIGNERS_FILE": str(signers),
        "LISTINA_LOTL_PUBLISHED_AT": list_scheme.anchors.published_at,
    }


@pytest.fixture
def live(variables: dict[str, str]) -> dict[str, str]:
    """Return the settings of a live installation; the folder of keys is still the demo's."""
    return {
        **variables,
        "LISTINA_MODE": "live",
        "LISTINA_OPERATOR_NAME": "Agentura",
        "LISTINA_LEGAL_TITLE": "§ 26 odst. 3 zákona č. 300/2008 Sb.",
        "LISTINA_TIMESTAMP_URLS": "https://tsa.example/tss",
    }


@pytest.fixture
def files(list_scheme: ListScheme, tmp_path: Path) -> list[Path]:
    """Return files with a list of lists and a Czech list of today."""
    contents = {
        "lotl.xml": list_scheme.list_of_lists(issued_at=NOW),
        "cz.xml": list_scheme.national_list(issued_at=NOW),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in contents]


@pytest.fixture(scope="module")
def undemonstrative_seal() -> bytes:
    """Return a seal whose certificate bears no mark of a demo, PKCS#12."""
    key = KeyKind.P_256.generate()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Pečeť rejstříku Agentury")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(NOW).not_valid_after(NOW + timedelta(days=365))
    certificate = builder.sign(key, hashes.SHA256())
    return pkcs12.serialize_key_and_certificates(None, key, certificate, None, BestAvailableEncryption(PIN.encode()))


def _run(environment: Environment, monkeypatch: pytest.MonkeyPatch, action: str, **asked: object) -> int:
    monkeypatch.setattr(settings, "ENVIRONMENT", environment)
    return command.run(argparse.Namespace(action=action, **asked))


def test_lists_are_imported_and_shown_by_the_command(
    variables: dict[str, str], files: list[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment = Environment.read(variables)
    assert _run(environment, monkeypatch, "show", json=False) == Exit.TRY_LATER
    assert _run(environment, monkeypatch, "import", files=files) == Exit.DONE
    capsys.readouterr()
    assert _run(environment, monkeypatch, "show", json=True) == Exit.DONE
    shown = json.loads(capsys.readouterr().out)
    assert [(each["territory"], each["sequence_number"], each["problem"]) for each in shown] == [
        ("EU", 10, None),
        ("CZ", 5, None),
    ]
    assert _run(environment, monkeypatch, "show", json=False) == Exit.DONE
    assert "CZ      5" in capsys.readouterr().out


def test_a_file_that_is_not_taken_is_named_and_a_missing_one_refused(
    variables: dict[str, str],
    files: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    environment = Environment.read(variables)
    junk = tmp_path / "junk.xml"
    junk.write_bytes(b"junk")
    assert _run(environment, monkeypatch, "import", files=[*files, junk]) == Exit.NEGATIVE
    assert "junk.xml: xml" in capsys.readouterr().out
    assert list_store(environment).list_of_lists() is not None
    with pytest.raises(UsageError, match=r"nowhere\.xml"):
        _run(environment, monkeypatch, "import", files=[tmp_path / "nowhere.xml"])


def test_what_cannot_be_fetched_is_told_by_command_and_doctor(
    variables: dict[str, str], files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = Environment.read(variables)
    list_renewal(environment).take({str(path): path.read_bytes() for path in files})
    assert inputs.trusted_lists(environment, NOW).well
    assert _run(environment, monkeypatch, "refresh") == Exit.TRY_LATER
    found = inputs.trusted_lists(environment, NOW)
    assert not found.well
    assert "EU: fetch: " in found.found
    assert "not public" in found.found
    assert found.found.startswith("1 of 1 are good")
    assert found.advice.startswith("EU: see whether this server reaches that address")


def test_what_is_wrong_and_what_to_do_is_shown_beneath_each_list(
    variables: dict[str, str], files: list[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment = Environment.read(variables)
    list_renewal(environment).take({str(path): path.read_bytes() for path in files})
    monkeypatch.setenv("LC_ALL", "cs_CZ.UTF-8")
    assert _run(environment, monkeypatch, "refresh") == Exit.TRY_LATER
    told = capsys.readouterr().out
    assert "✗ EU  https://127.0.0.1/lotl.xml: fetch: " in told
    assert "     → zkontrolujte, zda se server na tu adresu dostane" in told
    assert _run(environment, monkeypatch, "show", json=False) == Exit.DONE
    (european, advised, czech) = capsys.readouterr().out.splitlines()
    assert european.startswith("EU     10")
    assert "! fetch: " in european
    assert "listina trusted-lists import SOUBOR" in advised
    assert czech.startswith("CZ      5")


def test_an_expired_file_is_refused_with_its_date_and_where_a_newer_one_is(
    variables: dict[str, str],
    list_scheme: ListScheme,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    old = tmp_path / "old.xml"
    old.write_bytes(list_scheme.list_of_lists(issued_at=NOW - timedelta(days=181)))
    monkeypatch.setenv("LC_ALL", "cs_CZ.UTF-8")
    assert _run(Environment.read(variables), monkeypatch, "import", files=[old]) == Exit.NEGATIVE
    refused, advised = capsys.readouterr().out.splitlines()
    assert f"next_update: it expired on {NOW - timedelta(days=1):%Y-%m-%d at %H:%M} UTC" in refused
    assert "stáhněte ho na počítači s internetem z https://127.0.0.1/lotl.xml" in advised


def test_the_doctor_tells_of_expired_lists_before_and_after(variables: dict[str, str], files: list[Path]) -> None:
    environment = Environment.read(variables)
    assert inputs.trusted_lists(environment, NOW).well
    list_renewal(environment).take({str(path): path.read_bytes() for path in files})
    soon, after = (inputs.trusted_lists(environment, NOW + timedelta(days=days)) for days in (178, 181))
    assert not soon.well
    assert "1 of 1 are good" in soon.found
    assert not after.well
    assert "0 of 1 are good" in after.found
    assert "import" in after.advice


def test_the_job_fetches_only_where_lists_are_wanted_and_due(variables: dict[str, str], files: list[Path]) -> None:
    environment = Environment.read(variables)
    assert refresh_if_due(environment) == ()
    list_renewal(environment).take({str(path): path.read_bytes() for path in files})
    assert refresh_if_due(environment) == ()
    later = NOW + timedelta(hours=7)
    (outcome,) = refresh_if_due(environment, now=lambda: later)
    assert "not public" in outcome.failure
    never = Environment.read({**variables, "LISTINA_TRUSTED_LISTS_REFRESH_HOURS": "0"})
    assert refresh_if_due(never, now=lambda: later) == ()


def test_a_test_installation_believes_the_demo_and_the_lists(
    variables: dict[str, str], files: list[Path], demo_pki: DemoPki
) -> None:
    environment = Environment.read(variables)
    trust = CurrentTrust(pki=demo_pki, lists=list_store(environment), now=lambda: NOW)
    first = trust()
    assert (first.name, trust()) == ("demo", first)
    list_renewal(environment).take({str(path): path.read_bytes() for path in files})
    assert trust().name == "trusted-lists,demo"
    assert [used.territory for used in trust().lists] == ["CZ", "EU", "XL", "XD"]


def test_live_without_lists_does_not_start_and_says_what_to_do(live: dict[str, str]) -> None:
    with pytest.raises(LiveNotReadyError, match="trusted-lists import"):
        composition.build(Environment.read(live))


def test_live_with_a_demos_seal_or_without_timestamps_does_not_start(live: dict[str, str], files: list[Path]) -> None:
    environment = Environment.read(live)
    list_renewal(environment).take({str(path): path.read_bytes() for path in files})
    with pytest.raises(LiveNotReadyError, match="demo's"):
        composition.build(environment)
    without = {name: value for name, value in live.items() if name != "LISTINA_TIMESTAMP_URLS"}
    with pytest.raises(LiveNotReadyError, match="LISTINA_TIMESTAMP_URLS"):
        composition.build(Environment.read(without))


def test_live_with_lists_starts_and_knows_no_demo(
    live: dict[str, str], files: list[Path], tmp_path: Path, official_key: SoftwareKey, undemonstrative_seal: bytes
) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "register-seal.p12").write_bytes(undemonstrative_seal)
    environment = Environment.read({**live, "LISTINA_PKI_FOLDER": str(keys)})
    list_renewal(environment).take({str(path): path.read_bytes() for path in files})
    services = composition.build(environment)
    assert services.is_live
    assert services.timestamp_authority is None
    assert services.conversions.policy.standing == "live"
    assert services.conversions.policy.anchors == ()
    with pytest.raises(AnchorNotAllowedError):
        services.conversions.policy.permit_signing_certificate(official_key.certificate, standing="test")
    door = TimestampDoor(lambda _, __: [b"beyond"], lambda: services.timestamp_authority)
    assert door({"PATH_INFO": PATH, "REQUEST_METHOD": "POST"}, lambda *_: lambda _: None) == [b"beyond"]


def test_live_starts_with_expired_lists_but_nobody_signs(
    live: dict[str, str], files: list[Path], tmp_path: Path, official_key: SoftwareKey, undemonstrative_seal: bytes
) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "register-seal.p12").write_bytes(undemonstrative_seal)
    environment = Environment.read({**live, "LISTINA_PKI_FOLDER": str(keys)})
    list_renewal(environment).take({str(path): path.read_bytes() for path in files})
    services = composition.build(environment, now=lambda: NOW + timedelta(days=181))
    with pytest.raises(TrustedListsNotFreshError, match="refresh"):
        services.conversions.policy.permit_signing_certificate(official_key.certificate, standing="live")
