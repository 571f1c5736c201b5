"""Signed data come apart the same way however they are written, and only they do."""

from __future__ import annotations

import base64
import time

import pytest

from fixtures.data_messages import in_pieces
from fixtures.detached_signatures import DetachedSignatures, armoured
from listina.trust import ber, der, signer_infos
from listina.trust.signers import SoftwareKey

CONTENT = bytes(range(256)) * 20


@pytest.fixture
def signed(detached_signatures: DetachedSignatures, official_key: SoftwareKey) -> bytes:
    return detached_signatures.sign(CONTENT, official_key, content=CONTENT)


def test_pieces_and_indefinite_lengths_are_the_same_as_one_definite_whole(signed: bytes) -> None:
    whole, pieces = ber.open_signed_data(signed), ber.open_signed_data(in_pieces(signed))
    assert whole == pieces
    assert whole.content == CONTENT
    assert not whole.is_detached


def test_what_is_left_is_detached_signed_data_that_strict_readers_read(signed: bytes) -> None:
    read = signer_infos.read_signed_data(ber.open_signed_data(in_pieces(signed)).encoded)
    signer_infos.require_detached(read)
    assert len(read["signer_infos"]) == 1


def test_signed_data_without_content_are_told_apart_from_those_with_none_in_it(
    detached_signatures: DetachedSignatures, official_key: SoftwareKey
) -> None:
    assert ber.open_signed_data(detached_signatures.sign(CONTENT, official_key)).is_detached
    empty = ber.open_signed_data(detached_signatures.sign(b"", official_key, content=b""))
    assert (empty.is_detached, empty.content) == (False, b"")


@pytest.mark.parametrize("wrap", [armoured, base64.b64encode, base64.encodebytes])
def test_armour_comes_off(signed: bytes, wrap: object) -> None:
    assert callable(wrap)
    assert ber.open_signed_data(wrap(signed)) == ber.open_signed_data(signed)


@pytest.mark.parametrize(
    "data",
    [
        b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
        b"-----BEGIN CMS-----\nMIIB\n-----END PKCS7-----",
        b"-----BEGIN CMS-----\nMIIB",
        b" " * 3_000_000 + b"*",
        b"A" * 3_000_000 + b"*",
        b"\x30\x84\xff\xff\xff\xff",
        b"\x30\x80\x06",
        b"\x30\x03\x02\x05\x01",
        b"\x30\x89" + b"\1" * 9,
        b"\x30\x80" + b"\x04\x80" * 9,
    ],
)
def test_everything_else_is_refused_at_once(data: bytes) -> None:
    start = time.process_time()
    with pytest.raises(ber.NotSignedDataError):
        ber.open_signed_data(data)
    assert time.process_time() - start < 1


def test_sets_are_put_in_the_order_of_der_and_lengths_are_definite() -> None:
    unordered = bytes.fromhex("3180 020103 020101 2480 0401aa 0401bb 0000 0000".replace(" ", ""))
    assert ber.ordered(unordered) == bytes.fromhex("310a 020101 020103 0402aabb".replace(" ", ""))
    with pytest.raises(ber.NotSignedDataError):
        ber.ordered(unordered + b"\0")
    with pytest.raises(ber.NotSignedDataError):
        ber.ordered(unordered[:-3])


def test_what_is_nested_deeply_takes_no_longer_than_its_size() -> None:
    nested = b""
    for _ in range(50):
        nested = der.value(der.SET, nested + der.octets(bytes(2000)))
    start = time.process_time()
    assert len(ber.ordered(nested)) == len(nested)
    assert time.process_time() - start < 1
