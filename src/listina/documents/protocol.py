"""The protocol of a conversion as PDF, in the look of the clause (protokol o konverzi)."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import typst

from listina.documents.errors import ProtocolNotTypesetError
from listina.documents.typesetting import PRINTABLE, font_folders

_UNPRINTABLE = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolRow:
    """One line of a table.

    Attributes:
        is_digest: whether the value is printed small, as digests are.
    """

    label: str
    value: str
    is_digest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolPart:
    """A small table with a title of its own, such as one page."""

    title: str
    rows: tuple[ProtocolRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolSection:
    """A chapter: a table, sentences, then parts; each may be missing."""

    title: str
    rows: tuple[ProtocolRow, ...] = ()
    paragraphs: tuple[str, ...] = ()
    parts: tuple[ProtocolPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """Every word of a protocol.

    Attributes:
        footer: at the left foot of each page, such as the clause number.
        watermark: above the title and at the foot of each page; None only for live conversions.
    """

    title: str
    subtitle: str
    footer: str
    watermark: str | None
    sections: tuple[ProtocolSection, ...]


def typeset_protocol(protocol: Protocol) -> bytes:
    """Return the protocol as PDF; characters no font has are printed as question marks.

    Raises:
        ProtocolNotTypesetError: the typesetter refuses it.
    """
    data = {
        "title": _printable(protocol.title),
        "subtitle": _printable(protocol.subtitle),
        "footer": _printable(protocol.footer),
        "watermark": protocol.watermark,
        "sections": [_section(section) for section in protocol.sections],
    }
    try:
        written = typst.compile(
            str(files(__package__).joinpath("protocol.typ")),
            font_paths=[str(folder) for folder in font_folders()],
            ignore_system_fonts=True,
            sys_inputs={"protocol": json.dumps(data, ensure_ascii=False)},
            format="pdf",
            pdf_standards="a-2b",
        )
    except (typst.TypstError, RuntimeError) as error:
        raise ProtocolNotTypesetError(reason=str(error).splitlines()[0][:200]) from error
    if not isinstance(written, bytes):
        raise ProtocolNotTypesetError(reason="the typesetter returned no PDF")
    return written


def _section(section: ProtocolSection) -> Mapping[str, object]:
    return {
        "title": _printable(section.title),
        "rows": [_row(row) for row in section.rows],
        "paragraphs": [_printable(paragraph) for paragraph in section.paragraphs],
        "parts": [
            {"title": _printable(part.title), "rows": [_row(row) for row in part.rows]} for part in section.parts
        ],
    }


def _row(row: ProtocolRow) -> Mapping[str, object]:
    return {"label": _printable(row.label), "value": _printable(row.value), "digest": row.is_digest}


def _printable(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return "".join(sign if PRINTABLE.fullmatch(sign) else _UNPRINTABLE for sign in composed)
