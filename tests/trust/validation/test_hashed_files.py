"""Files are hashed piece by piece, in whatever order their parts are asked for."""

from __future__ import annotations

import io
from hashlib import sha256
from itertools import permutations

import pytest

from listina.trust.validation.hashed_files import HashedFile

_LENGTH = (2 << 20) + 700
_MARK = b"/ByteRange"


def _hashed(content: bytes) -> HashedFile:
    return HashedFile(file=io.BytesIO(content), length=len(content))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_digests_are_those_of_the_bytes_in_any_order(order: tuple[int, ...]) -> None:
    content = bytes(range(251)) * (_LENGTH // 251)
    hashed = _hashed(content)
    ranges = ((10, 200, 5000), (1 << 20, (1 << 20) + 300, len(content)), (7000, 8000, 9000))
    for place in order:
        first, second, end = ranges[place]
        expected = sha256(content[:first] + content[second:end]).digest()
        assert hashed.digest_without(first, second, end)("sha256") == expected
    described, _ = hashed.describe("soubor", _MARK)
    assert described.sha256 == sha256(content).hexdigest()


@pytest.mark.parametrize("shift", range(-len(_MARK), 3))
@pytest.mark.parametrize("border", [1 << 14, 1 << 17])
def test_a_mark_across_two_pieces_is_counted_once(border: int, shift: int) -> None:
    content = bytearray(_LENGTH)
    for place in (5, border + shift, _LENGTH - len(_MARK)):
        content[place : place + len(_MARK)] = _MARK
    assert _hashed(bytes(content)).describe("soubor", _MARK)[1] == 3
