"""What a recipe is: one way to change a signed file, with what it truly means."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader

from trust import attacks

EVIL = b"1 0 0 rg 0 0 595 842 re f BT /F1 14 Tf 60 760 Td (Pokuta se nestanovi.) Tj ET"


class NotApplicableError(Exception):
    """The file lacks what the recipe changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One way to change a file.

    Attributes:
        name: a few words.
        codes: of the changes of which at least one must be named; empty if the file is broken in another way.
        change: makes the changed file; raises `NotApplicableError`.
    """

    name: str
    codes: frozenset[str]
    change: Callable[[bytes], bytes]

    def __str__(self) -> str:
        return self.name


def revision(name: str, codes: str, change: Callable[[Any], None]) -> Recipe:
    """Return a recipe that appends a revision written by pyHanko."""

    def make(pdf: bytes) -> bytes:
        try:
            return attacks.revise(pdf, change)
        except (KeyError, IndexError, AttributeError, TypeError) as error:
            raise NotApplicableError from error

    return Recipe(name=name, codes=frozenset(codes.split()), change=make)


def pages(writer: Any) -> list[Any]:
    """Return the references of the pages of a flat page tree."""
    kids = writer.root["/Pages"]["/Kids"]
    return [kids.raw_get(number) for number in range(len(kids))]


def page(writer: Any, number: int = 0) -> Any:
    """Return a page that will be written."""
    reference = pages(writer)[number]
    writer.mark_update(reference)
    return reference.get_object()


def resource(writer: Any, kind: str, name: str) -> Any:
    """Return the reference of a resource of the first page."""
    reference = writer.root["/Pages"]["/Kids"][0]["/Resources"][kind].raw_get(name)
    if not isinstance(reference, generic.IndirectObject):
        raise NotApplicableError
    return reference


def overwrite(writer: Any, reference: Any, value: Any) -> None:
    """Write something else under a number."""
    writer.objects[reference.generation, reference.idnum] = value


def numbers(*values: float) -> Any:
    """Return an array of numbers."""
    return generic.ArrayObject(generic.FloatObject(value) for value in values)


def dictionary(**values: Any) -> Any:
    """Return a dictionary."""
    return generic.DictionaryObject({pdf_name(f"/{name}"): value for name, value in values.items()})


def drawing(content: bytes = EVIL) -> Any:
    """Return a form XObject."""
    values = {"/Type": pdf_name("/XObject"), "/Subtype": pdf_name("/Form"), "/BBox": numbers(0, 0, 595, 842)}
    return generic.StreamObject({pdf_name(key): value for key, value in values.items()}, stream_data=content)


def field(writer: Any, name: str) -> Any:
    """Return a form field that will be written."""
    fields = writer.root["/AcroForm"]["/Fields"]
    for number in range(len(fields)):
        if str(fields[number].get("/T")) == name:
            writer.mark_update(fields.raw_get(number))
            return fields[number]
    raise NotApplicableError


def signature_field(writer: Any, number: int = 0) -> Any:
    """Return a signed field that will be written; the one signed first is number 0."""
    fields = writer.root["/AcroForm"]["/Fields"]
    signed = [place for place in range(len(fields)) if fields[place].get("/FT") == "/Sig" and "/V" in fields[place]]
    signed.sort(key=lambda place: int(fields[place]["/V"]["/ByteRange"][2]))
    writer.mark_update(fields.raw_get(signed[number]))
    return fields[signed[number]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What must be known of a file to append to it by hand."""

    startxref: int
    size: int
    root: bytes
    root_number: int
    content: int
    ends_at: int


def facts(pdf: bytes) -> Facts:
    """Return what is needed to write a table of cross-references behind a file."""
    reader = PdfFileReader(io.BytesIO(pdf))
    first = reader.root["/Pages"]["/Kids"][0]
    if "/Contents" not in first:
        raise NotApplicableError
    content = first.raw_get("/Contents")
    if isinstance(content, generic.ArrayObject):
        content = content.raw_get(0)
    return Facts(
        startxref=int(reader.last_startxref),
        size=int(reader.trailer_view["/Size"]),
        root=b"%d %d R" % (reader.root_ref.idnum, reader.root_ref.generation),
        root_number=int(reader.root_ref.idnum),
        content=int(content.idnum),
        ends_at=len(pdf),
    )
