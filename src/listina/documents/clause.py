"""The clause on paper's measures: pages typeset by typst, with its codes as vectors (doložka)."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from importlib import import_module
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from threading import Lock

import pikepdf
import typst

from listina.documents.barcodes import pdf417_svg, qr_svg
from listina.documents.errors import (
    ClauseNotTypesetError,
    ClauseOverflowError,
    ClauseWithoutWatermarkError,
    FontsMissingError,
)
from listina.law.clause import Standing
from listina.law.wording import LABEL_CONTENT_DIGEST, NUMBER_TO_COME, ClauseSheet

MOST_PAGES = 4
"""A clause of more pages is a mistake of whoever described the elements."""

_FONTS = ("fontpkg_source_serif_4", "fontpkg_source_sans_3")

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode categories of characters without a shape of their own."""

_compiling = Lock()
"""One compiler serves the process: making one costs thirty compilations. It works for one thread at a time."""


def typeset(sheet: ClauseSheet, *, number: str | None, verification_url: str | None, standing: Standing) -> bytes:
    """Return the clause as PDF pages, ready to be put behind the pages of an output.

    Args:
        sheet: every word that is printed.
        number: in the PDF417 code and below it; None in a preview, which then has no codes.
        verification_url: in the QR code; None in a preview.
        standing: of the output; everything but live must carry a watermark.

    Raises:
        ClauseWithoutWatermarkError: a sheet without legal effects lacks the sentence that says so.
        ClauseOverflowError: the clause would take more than `MOST_PAGES` pages.
        ClauseNotTypesetError: the typesetter refuses it, usually for a character no font has; or a text holds
            an invisible character, which may make a name be printed otherwise than it is recorded.
    """
    if standing is not Standing.LIVE and not sheet.watermark:
        raise ClauseWithoutWatermarkError(standing=standing.value)
    _refuse_invisible_characters(sheet)
    try:
        data = json.dumps(_data(sheet, number, verification_url), ensure_ascii=False)
        with _compiling:
            written = _compiler().compile(
                sys_inputs={"sheet": data}, format="pdf", pdf_standards="a-2b", pdf_tags=False
            )
    except (typst.TypstError, RuntimeError) as error:
        raise ClauseNotTypesetError(reason=str(error).splitlines()[0][:200]) from error
    if not isinstance(written, bytes):
        raise ClauseNotTypesetError(reason="the typesetter returned no PDF")
    with pikepdf.open(BytesIO(written)) as pdf:
        pages = len(pdf.pages)
    if pages > MOST_PAGES:
        raise ClauseOverflowError(pages=pages, most=MOST_PAGES)
    return written


def font_folders() -> tuple[Path, ...]:
    """Return the folders with the fonts of the clause.

    Raises:
        FontsMissingError: a font package is not installed.
    """
    folders = []
    for package in _FONTS:
        try:
            folder = Path(str(files(import_module(package)))) / "files"
        except ModuleNotFoundError as error:
            raise FontsMissingError(family=package) from error
        if not any(folder.glob("*.ttf")):
            raise FontsMissingError(family=package)
        folders.append(folder)
    return tuple(folders)


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(_template("clause.typ"), font_paths=_font_paths(), ignore_system_fonts=True)


@cache
def _watermark_svg(text: str) -> str:
    """Return the watermark as outlines: as text it would stand between the lines when these are copied or searched."""
    written = typst.compile(
        _template("watermark.typ"),
        font_paths=_font_paths(),
        ignore_system_fonts=True,
        format="svg",
        sys_inputs={"watermark": text},
    )
    return bytes(written).decode()


def _refuse_invisible_characters(sheet: ClauseSheet) -> None:
    # Marks that turn the direction of writing print "abc" as "cba"; the others hide in a name that looks like another.
    for row in sheet.rows:
        for character in row.value:
            if unicodedata.category(character) in _INVISIBLE and character not in "\n\t":
                raise ClauseNotTypesetError(reason=f"U+{ord(character):04X}")


def _template(name: str) -> str:
    return str(files(__package__).joinpath(name))


def _font_paths() -> list[str]:
    return [str(folder) for folder in font_folders()]


def _data(sheet: ClauseSheet, number: str | None, url: str | None) -> dict[str, object]:
    return {
        "title": sheet.title,
        "subtitle": sheet.subtitle,
        "statement": sheet.statement,
        "rows": [
            {
                "label": row.label,
                "value": row.value,
                "emphasised": row.emphasised,
                "digest": row.label == LABEL_CONTENT_DIGEST,
            }
            for row in sheet.rows
        ],
        "paragraphs": list(sheet.paragraphs),
        "disclaimer": sheet.disclaimer,
        "verification": sheet.verification,
        "watermark": sheet.watermark,
        "watermark_svg": _watermark_svg(sheet.watermark) if sheet.watermark else "",
        "number": number,
        "number_to_come": NUMBER_TO_COME,
        "url": url,
        "pdf417": pdf417_svg(number) if number else "",
        "qr": qr_svg(url) if url else "",
    }
