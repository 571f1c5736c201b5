"""One contract for all keys, and what only a token can do wrong."""

from __future__ import annotations

import os
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes

from fixtures.pki import EC_OFFICIAL, PIN, RSA_OFFICIAL
from fixtures.tokens import ASKING_KEY, EC_KEY, LONELY_KEY, MISMATCHED_KEY, RSA_KEY, Tokens
from listina.errors import ListinaError
from listina.trust import certificates
from listina.trust.demo_pki import DemoPki
from listina.trust.errors import (
    KeyUnavailableError,
    TokenKeyMismatchError,
    TokenKeyMissingError,
    TokenLockedError,
    TokenMissingError,
    WrongPinError,
)
from listina.trust.pkcs11 import Pkcs11Key, TokenAddress
from listina.trust.seals import seal, verify_seal
from listina.trust.signers import Signer, SoftwareKey
from listina.trust.signing import PreparedFile, complete, prepare
from listina.trust.timestamps import TimestampClient

C_LOGIN, C_SIGN_INIT = 19, 43
CKR_DEVICE_REMOVED, CKR_PIN_LOCKED, CKR_SESSION_HANDLE_INVALID, CKR_GENERAL_ERROR = 0x32, 0xA4, 0xB3, 0x05

Opening = Callable[[str], Signer]


@pytest.fixture(params=["software-rsa", "software-ec", RSA_KEY, EC_KEY, ASKING_KEY])
def opening(request: pytest.FixtureRequest, demo_pki: DemoPki) -> Opening:
    """Return how to open a key by its PIN."""
    if request.param == "software-rsa":
        return lambda pin: SoftwareKey.from_pkcs12(demo_pki.official_path(RSA_OFFICIAL.username), pin)
    if request.param == "software-ec":
        return lambda pin: SoftwareKey.from_pkcs12(demo_pki.official_path(EC_OFFICIAL.username), pin)
    tokens: Tokens = request.getfixturevalue("tokens")
    return lambda pin: Pkcs11Key.open(tokens.address(request.param), pin, chain=(demo_pki.ca,))


class TestEveryKey:
    """The contract of `Signer`."""

    def test_it_signs_with_the_key_of_its_certificate(self, opening: Opening) -> None:
        key = opening(PIN)
        for data in (b"", b"x", bytes(200), os.urandom(5000)):
            assert certificates.is_signature_of(key.sign(data), data, key.certificate, hashes.SHA256())

    def test_its_chain_leads_up_without_the_root(self, opening: Opening, demo_pki: DemoPki) -> None:
        assert opening(PIN).chain == (demo_pki.ca,)

    def test_a_wrong_pin_opens_nothing_and_the_right_one_does_afterwards(self, opening: Opening) -> None:
        with pytest.raises(WrongPinError):
            opening("9999")
        assert opening(PIN).sign(b"x")

    def test_it_signs_outputs(self, opening: Opening, small_pdf: Path, timestamp_client: TimestampClient) -> None:
        key = opening(PIN)
        parts = PreparedFile(source=small_pdf, revision=small_pdf.with_name("revision"))
        prepared = prepare(parts.source, parts.revision, certificate=key.certificate, chain=key.chain)
        value = key.sign(prepared.signed_attributes)
        assert complete(prepared, parts, value, timestamp_client, small_pdf.with_name("s.pdf")).length


@pytest.fixture
def token_key(tokens: Tokens) -> Iterator[Pkcs11Key]:
    key = Pkcs11Key.open(tokens.address(RSA_KEY), PIN)
    yield key
    key.close()


def test_the_seal_of_a_token_verifies_against_its_anchor(tokens: Tokens, demo_pki: DemoPki) -> None:
    tokens.put(
        "karta", "seal", _seal_of(demo_pki), certificate=_seal_of(demo_pki).certificate, asks=False
    )  # fmt: skip
    key = Pkcs11Key.open(tokens.address("seal"), PIN, chain=(demo_pki.ca,))
    verify_seal(b"receipt", seal(b"receipt", key), demo_pki.anchors)


def _seal_of(demo_pki: DemoPki) -> SoftwareKey:
    return SoftwareKey.from_pkcs12(demo_pki.register_seal_path, PIN)


def _refused(kind: type[ListinaError], act: Callable[[], object]) -> ListinaError:
    with pytest.raises(kind) as refusal:
        act()
    assert type(refusal.value) is kind
    assert refusal.value.text("cs") != refusal.value.text("en")
    assert PIN not in f"{refusal.value!r} {refusal.value.text('en')} {refusal.value.values}"
    return refusal.value


def test_a_token_that_is_not_there_is_named(tokens: Tokens) -> None:
    error = _refused(TokenMissingError, lambda: Pkcs11Key.open(tokens.address(RSA_KEY, "jiná karta"), PIN))
    assert "jiná karta" in error.text("cs")


@pytest.mark.parametrize("label", ["nothing", LONELY_KEY])
def test_a_token_without_the_key_or_its_certificate_is_refused(label: str, tokens: Tokens) -> None:
    _refused(TokenKeyMissingError, lambda: Pkcs11Key.open(tokens.address(label), PIN))


def test_a_key_beside_a_foreign_certificate_gives_no_signature_away(tokens: Tokens) -> None:
    key = Pkcs11Key.open(tokens.address(MISMATCHED_KEY), PIN)
    _refused(TokenKeyMismatchError, lambda: key.sign(b"x"))


@pytest.mark.parametrize("module", ["/nowhere/module.so", __file__])
def test_a_module_that_cannot_be_loaded_is_refused(module: str) -> None:
    address = TokenAddress(module=Path(module), token_label="karta", key_label=RSA_KEY)
    _refused(KeyUnavailableError, lambda: Pkcs11Key.open(address, PIN))


def test_a_locked_token_says_so_and_is_not_asked_again(tokens: Tokens) -> None:
    key = Pkcs11Key(tokens.address(RSA_KEY), PIN)
    with tokens.answering(C_LOGIN, CKR_PIN_LOCKED) as failed:
        _refused(TokenLockedError, lambda: key.sign(b"x"))
        _refused(WrongPinError, lambda: key.sign(b"x"))
    assert failed == [CKR_PIN_LOCKED]


def test_a_wrong_pin_is_tried_once_only(tokens: Tokens) -> None:
    key = Pkcs11Key(tokens.address(RSA_KEY), "9999")
    _refused(WrongPinError, lambda: key.certificate)
    with tokens.answering(C_LOGIN, CKR_GENERAL_ERROR) as asked:
        _refused(WrongPinError, lambda: key.sign(b"x"))
    assert asked == []


def test_a_wrong_pin_does_not_open_a_token_that_somebody_else_has_opened(tokens: Tokens) -> None:
    good = Pkcs11Key.open(tokens.address(EC_KEY), PIN)
    assert good.sign(b"x")
    _refused(WrongPinError, lambda: Pkcs11Key.open(tokens.address(RSA_KEY), "9999"))
    assert good.sign(b"x")


def test_a_key_that_asks_each_time_refuses_a_wrong_pin_with_each_signature(tokens: Tokens) -> None:
    key = Pkcs11Key.open(tokens.address(ASKING_KEY), PIN)
    assert key.sign(b"x")
    key._pin = "9999"
    _refused(WrongPinError, lambda: key.sign(b"x"))


@pytest.mark.parametrize("code", [CKR_DEVICE_REMOVED, CKR_SESSION_HANDLE_INVALID])
def test_a_token_put_back_after_it_was_away_signs_again(code: int, tokens: Tokens, token_key: Pkcs11Key) -> None:
    with tokens.answering(C_SIGN_INIT, code) as failed:
        assert token_key.sign(b"x")
    assert failed == [code]


def test_a_token_that_stays_away_is_missing(tokens: Tokens, token_key: Pkcs11Key) -> None:
    with tokens.answering(C_SIGN_INIT, CKR_DEVICE_REMOVED, times=10) as failed:
        _refused(TokenMissingError, lambda: token_key.sign(b"x"))
    assert len(failed) == 2
    assert token_key.sign(b"x")


def test_a_token_taken_away_for_good_is_missing(tokens: Tokens, demo_pki: DemoPki) -> None:
    tokens.make("vytažená")
    software = _seal_of(demo_pki)
    tokens.put("vytažená", RSA_KEY, software, certificate=software.certificate, asks=False)
    key = Pkcs11Key.open(tokens.address(RSA_KEY, "vytažená"), PIN)
    assert key.sign(b"x")
    key.close()
    tokens.remove("vytažená")
    _refused(TokenMissingError, lambda: Pkcs11Key.open(tokens.address(RSA_KEY, "vytažená"), PIN))


def test_any_other_failure_of_the_module_is_a_refusal(tokens: Tokens, token_key: Pkcs11Key) -> None:
    with tokens.answering(C_SIGN_INIT, CKR_GENERAL_ERROR):
        _refused(KeyUnavailableError, lambda: token_key.sign(b"x"))


def test_threads_take_turns_at_the_keys_of_a_token(tokens: Tokens) -> None:
    keys = [Pkcs11Key(tokens.address(label), PIN) for label in (RSA_KEY, EC_KEY, ASKING_KEY)]
    begin = threading.Barrier(6)

    def work(number: int) -> bool:
        begin.wait()
        for turn in range(5):
            key, data = keys[(number + turn) % 3], sha256(bytes((number, turn))).digest()
            if not certificates.is_signature_of(key.sign(data), data, key.certificate, hashes.SHA256()):
                return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(work, range(6))) == [True] * 6


def test_a_forked_process_starts_the_module_anew(tokens: Tokens, token_key: Pkcs11Key) -> None:
    assert token_key.sign(b"before")
    child = os.fork()
    if child == 0:
        try:
            good = certificates.is_signature_of(token_key.sign(b"x"), b"x", token_key.certificate, hashes.SHA256())
            os._exit(0 if good else 1)
        except BaseException:  # noqa: BLE001  # the child must not come back into pytest
            traceback.print_exc()
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert token_key.sign(b"after")
    assert tokens
