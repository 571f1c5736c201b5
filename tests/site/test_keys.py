"""The vault of keys: the right PIN opens, wrong ones are counted, and nothing leads out of the folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fixtures.pki import PIN, RSA_OFFICIAL
from listina.accounts.actors import SigningCertificate
from listina.site.errors import KeyLockedError, KeyNotFoundError
from listina.site.keys import LOCKED_FOR, WRONG_PINS, KeyVault
from listina.trust.certificates import facts
from listina.trust.demo_pki import DemoPki
from listina.trust.errors import WrongPinError
from listina.trust.signers import SoftwareKey

START = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_vault(demo_pki: DemoPki, tmp_path: Path, clock: Clock) -> Callable[[], KeyVault]:
    folder = tmp_path / "keys"
    folder.mkdir()
    shutil.copy(demo_pki.official_path(RSA_OFFICIAL.username), folder / "novakova.p12")

    def make() -> KeyVault:
        return KeyVault(folder=folder, attempts_folder=tmp_path / "attempts", now=clock)

    return make


@pytest.fixture
def certificate(demo_pki: DemoPki) -> SigningCertificate:
    der = SoftwareKey.from_pkcs12(demo_pki.official_path(RSA_OFFICIAL.username), PIN).certificate
    told = facts(der)
    return SigningCertificate(
        id=1,
        der=der,
        sha256=told.der_sha256,
        serial_number=str(told.serial_number),
        subject=told.subject,
        issuer=told.issuer,
        not_before=told.not_before,
        not_after=told.not_after,
        key_location="pkcs12:novakova.p12",
    )


def test_the_right_pin_opens_the_key_of_the_certificate(
    open_vault: Callable[[], KeyVault], certificate: SigningCertificate
) -> None:
    assert open_vault().open(certificate, PIN).certificate == certificate.der


def test_after_five_wrong_pins_even_the_right_one_is_refused_for_every_process(
    open_vault: Callable[[], KeyVault], certificate: SigningCertificate
) -> None:
    for _ in range(WRONG_PINS):
        with pytest.raises(WrongPinError):
            open_vault().open(certificate, "0000")

    with pytest.raises(KeyLockedError):
        open_vault().open(certificate, PIN)


def test_the_lock_ends_by_itself(
    open_vault: Callable[[], KeyVault], certificate: SigningCertificate, clock: Clock
) -> None:
    for _ in range(WRONG_PINS):
        with pytest.raises(WrongPinError):
            open_vault().open(certificate, "0000")

    clock.moment = START + LOCKED_FOR - timedelta(seconds=1)
    with pytest.raises(KeyLockedError):
        open_vault().open(certificate, PIN)
    clock.moment = START + LOCKED_FOR
    assert open_vault().open(certificate, PIN)


def test_a_right_pin_forgets_the_wrong_ones_before_it(
    open_vault: Callable[[], KeyVault], certificate: SigningCertificate
) -> None:
    vault = open_vault()
    for _ in range(2):
        for _ in range(WRONG_PINS - 1):
            with pytest.raises(WrongPinError):
                vault.open(certificate, "0000")
        assert vault.open(certificate, PIN)


def test_a_key_of_another_certificate_is_not_handed_out(
    open_vault: Callable[[], KeyVault], certificate: SigningCertificate
) -> None:
    with pytest.raises(KeyNotFoundError):
        open_vault().open(replace(certificate, der=b"another"), PIN)


@pytest.mark.parametrize(
    "location", ["", "novakova.p12", "pkcs12:", "pkcs12:missing.p12", "pkcs12:../keys/novakova.p12", "pkcs11:card"]
)
def test_a_location_leads_nowhere_but_to_a_file_of_the_folder(
    open_vault: Callable[[], KeyVault], certificate: SigningCertificate, location: str
) -> None:
    with pytest.raises(KeyNotFoundError):
        open_vault().open(replace(certificate, key_location=location), PIN)


def test_the_doctor_is_told_of_keys_that_others_may_read(open_vault: Callable[[], KeyVault]) -> None:
    vault = open_vault()
    path = vault.folder / "novakova.p12"
    path.chmod(0o600)
    assert vault.check() == ()

    path.chmod(0o644)
    assert "novakova.p12" in vault.check()[0]
