"""DER by hand: the same as asn1crypto's, and read back without tolerance."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from asn1crypto import core
from hypothesis import given
from hypothesis import strategies as st

from listina.trust import der


@given(number=st.integers(min_value=-(2**200), max_value=2**200))
def test_integers_are_written_as_asn1crypto_writes_them_and_read_back(number: int) -> None:
    encoded = der.integer(number)
    assert encoded == core.Integer(number).dump()
    assert der.read_integer(der.read(encoded)) == number


@given(content=st.binary(max_size=70_000))
def test_octets_are_written_as_asn1crypto_writes_them_and_read_back(content: bytes) -> None:
    encoded = der.octets(content)
    assert encoded == core.OctetString(content).dump()
    assert der.read_whole(encoded, der.OCTET_STRING).content == content


@given(arcs=st.lists(st.integers(min_value=0, max_value=2**40), min_size=1, max_size=8), first=st.integers(0, 2))
def test_object_identifiers_are_written_as_asn1crypto_writes_them(arcs: list[int], first: int) -> None:
    dotted = ".".join(map(str, (first, arcs[0] % 40, *arcs[1:])))
    assert der.object_identifier(dotted) == core.ObjectIdentifier(dotted).dump()


def test_the_arc_for_examples_is_written_in_two_bytes() -> None:
    assert der.object_identifier("2.999.3161.1").startswith(b"\x06\x05\x88\x37")


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"\x30",
        b"\x30\x01",
        b"\x30\x80\x00\x00",
        b"\x30\x81\x01\x00",
        b"\x30\x82\x00\x81" + bytes(129),
        b"\x30\x85\x00\x00\x00\x00\x01\x00",
        b"\x30\x81",
        b"\x1f\x81\x01\x00",
        b"\x30\x00\x00",
        b"\x31\x00",
    ],
)
def test_what_is_not_exactly_one_sequence_is_refused(damaged: bytes) -> None:
    with pytest.raises(der.NotDerError):
        der.read_whole(damaged, der.SEQUENCE)


@pytest.mark.parametrize("damaged", [b"\x02\x00", b"\x02\x02\x00\x01", b"\x02\x02\xff\xff", b"\x04\x01\x01"])
def test_an_integer_that_is_not_in_its_shortest_form_is_refused(damaged: bytes) -> None:
    with pytest.raises(der.NotDerError):
        der.read_integer(der.read(damaged))


def test_times_change_their_form_in_2050() -> None:
    assert der.cms_time(datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC)) == b"\x17\x0d491231235959Z"
    assert der.cms_time(datetime(2050, 1, 1, tzinfo=UTC)) == b"\x18\x0f20500101000000Z"
