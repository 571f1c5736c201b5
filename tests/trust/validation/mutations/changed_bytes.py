"""One byte changed at every kind of place in a signed file, with what that truly means.

A byte of the range that is hashed is harmful, and so is one of the signature's value or signed attributes, or one
behind the CMS, where nothing but zeros belongs. Other bytes of the CMS (certificates above the signer's, unsigned
attributes) protect nothing and are protected by nothing: they are doubtful, and told apart.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_TABLE = re.compile(rb"xref\s.*?trailer", re.DOTALL)
_TRAILER = re.compile(rb"trailer.*?%%EOF|startxref.*?%%EOF", re.DOTALL)
_DICTIONARY = re.compile(rb"\bobj\s*<<[^\x80-\xff]{20,400}?(?:endobj|stream)")
_HEX = b"0123456789ABCDEF"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedByte:
    """A file with one byte changed.

    Attributes:
        kind: of place.
        pdf: the file.
        names: fields of the signatures that the byte belongs to.
        is_harmful: what it truly means.
    """

    kind: str
    pdf: bytes
    names: frozenset[str]
    is_harmful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signature:
    name: str
    first: int
    second_start: int
    end: int
    protected: tuple[range, ...]
    der_end: int

    def covers(self, position: int) -> bool:
        return position < self.first or self.second_start <= position < self.end


def changed_bytes(pdf: bytes, *, each: int, seed: int) -> Iterator[ChangedByte]:
    """Yield the file with one byte changed, several times for each kind of place that it has."""
    random = Random(seed)  # noqa: S311  # the same places each time
    signatures = [_read(signature, pdf) for signature in PdfFileReader(io.BytesIO(pdf)).embedded_signatures]
    for kind, places in _places(pdf, signatures).items():
        positions = [place for span in places for place in span]
        for position in random.sample(positions, min(each, len(positions))):
            names = frozenset(one.name for one in signatures if one.covers(position))
            in_value = [one for one in signatures if one.first < position < one.second_start]
            # A value is hashed by every later signature.
            owner = frozenset(one.name for one in in_value)
            is_harmful = kind not in _DOUBTFUL
            changed = _other(pdf[position], random, is_digit=kind in _IN_VALUE)
            mutant = pdf[:position] + bytes([changed]) + pdf[position + 1 :]
            yield ChangedByte(kind=kind, pdf=mutant, names=owner if kind in _IN_VALUE else names, is_harmful=is_harmful)


_IN_VALUE = frozenset({"hodnota podpisu", "CMS mimo podepsané části", "výplň za CMS"})
_DOUBTFUL = frozenset({"CMS mimo podepsané části"})


def _other(byte: int, random: Random, *, is_digit: bool) -> int:
    choice = _HEX if is_digit else bytes(range(256))
    before = bytes([byte]).upper()[0] if is_digit else byte
    return random.choice([one for one in choice if one != before])


def _read(signature: Any, pdf: bytes) -> _Signature:
    _, first, second_start, second = (int(number) for number in signature.byte_range)
    content = bytes(signature.pkcs7_content)
    signer = signature.signer_info
    parts = [bytes(signer["signature"].native), bytes(signer["signed_attrs"].untag().contents)]
    protected = []
    for part in parts:
        place = content.find(part)
        if place >= 0:
            protected.append(range(first + 1 + 2 * place, first + 1 + 2 * (place + len(part))))
    length = 4 + int.from_bytes(content[2:4], "big")
    assert pdf[first : first + 1] == b"<"
    return _Signature(
        name=str(signature.field_name),
        first=first,
        second_start=second_start,
        end=second_start + second,
        protected=tuple(protected),
        der_end=first + 1 + 2 * length,
    )


def _places(pdf: bytes, signatures: list[_Signature]) -> dict[str, list[range]]:
    last = max(one.end for one in signatures)
    values = [range(one.first, one.second_start) for one in signatures]

    def spans(pattern: re.Pattern[bytes]) -> list[range]:
        found = [range(*match.span()) for match in pattern.finditer(pdf, 0, last)]
        return [
            span for span in found if not any(span.start < value.stop and value.start < span.stop for value in values)
        ]

    ranges = [range(*match.span(1)) for match in re.finditer(rb"/ByteRange\s*\[\s*0+\s+([\d ]+)\]", pdf)]
    digits = [range(place, place + 1) for span in ranges for place in span if pdf[place : place + 1].isdigit()]
    protected = [span for one in signatures for span in one.protected]
    taken = {place for span in protected for place in span}
    rest = [
        range(place, place + 1)
        for one in signatures
        for place in range(one.first + 1, min(one.der_end, one.second_start - 1))
        if place not in taken
    ]
    padding = [range(one.der_end, one.second_start - 1) for one in signatures if one.der_end < one.second_start - 1]
    return {
        "proud": spans(_STREAM),
        "tabulka odkazů": spans(_TABLE),
        "trailer a konec": spans(_TRAILER),
        "slovník": spans(_DICTIONARY),
        "ByteRange": digits,
        "hlavička": [range(8)],
        "hodnota podpisu": protected,
        "CMS mimo podepsané části": rest,
        "výplň za CMS": padding,
    }
