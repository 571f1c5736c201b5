"""The clause of a conversion to paper, typeset to be stamped and signed by hand (doložka, § 25 odst. 2).

What is printed comes from `listina.law.paper`; nothing is worded here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name

from listina.documents.barcodes import pdf417_svg, qr_svg
from listina.documents.errors import ClauseNotTypesetError, ClauseOverflowError, ClauseWithoutWatermarkError
from listina.documents.typesetting import (
    PRINTABLE,
    pages_of,
    refuse_invisible_characters,
    typeset_clause,
    watermark_svg,
)
from listina.law.clause import Standing
from listina.law.paper.sheet_values import Block, PaperSheet, Section
from listina.law.wording import NUMBER_TO_COME, Row

MOST_PAPER_PAGES = 12
"""A clause of more pages is not for paper any more; five signatures take three."""

_DIGEST = re.compile("[0-9a-f]{64}")
_MOST_ATTEMPTS = 6


def typeset_paper(sheet: PaperSheet, *, number: str | None, verification_url: str | None, standing: Standing) -> bytes:
    """Return the clause as PDF pages of A4, to be printed in this size, behind the pages of a document or alone.

    Names of strangers may hold any character; in rows, those without a shape or a font are printed as „[U+200B]“, so
    that they neither hide nor make the conversion impossible.

    Args:
        sheet: every word that is printed.
        number: in the PDF417 code, below it and at the foot of each page; None in a preview, which has no codes.
        verification_url: in the QR code; None in a preview.
        standing: of the output; everything but live must carry a watermark.

    Raises:
        ClauseWithoutWatermarkError: a sheet without legal effects lacks the sentence that says so.
        ClauseOverflowError: the clause would take more than `MOST_PAPER_PAGES` pages.
        ClauseNotTypesetError: the typesetter refuses it, usually for a character no font has; or the official's name
            holds an invisible character, which may make it be printed otherwise than it is recorded.
    """
    if standing is not Standing.LIVE and not sheet.watermark:
        raise ClauseWithoutWatermarkError(standing=standing.value)
    if sheet.signing is not None:
        refuse_invisible_characters([sheet.signing.official_name])
    written = _in_this_size(typeset_clause("paper-clause.typ", _data(sheet, number, verification_url)))
    pages = pages_of(written)
    if pages > MOST_PAPER_PAGES:
        raise ClauseOverflowError(pages=pages, most=MOST_PAPER_PAGES)
    return written


def typeset_stable(
    make_sheet: Callable[[int], PaperSheet], *, number: str | None, verification_url: str | None, standing: Standing
) -> tuple[bytes, int]:
    """Return the clause whose own count of pages is the one it states, and that count.

    Args:
        make_sheet: makes the sheet that states a clause of so many pages.
        number: as for `typeset_paper`.
        verification_url: as for `typeset_paper`.
        standing: as for `typeset_paper`.

    Raises:
        ClauseNotTypesetError: no count is stable, or as for `typeset_paper`.
        ClauseWithoutWatermarkError: as for `typeset_paper`.
        ClauseOverflowError: as for `typeset_paper`.
    """
    stated = 1
    for _ in range(_MOST_ATTEMPTS):
        written = typeset_paper(make_sheet(stated), number=number, verification_url=verification_url, standing=standing)
        pages = pages_of(written)
        if pages == stated:
            return written, pages
        stated = pages
    raise ClauseNotTypesetError(reason="the count of pages is not stable")


def _in_this_size(typeset: bytes) -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(typeset)) as pdf:
        # The typesetter writes the hour of its work; a print of the same clause is the same.
        for where, name in ((pdf.Root, "/Metadata"), (pdf.trailer, "/Info"), (pdf.trailer, "/ID")):
            if name in where:
                del where[name]
        pdf.Root.ViewerPreferences = Dictionary(PrintScaling=getattr(Name, "None"), PickTrayByPDFSize=True)
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


def _data(sheet: PaperSheet, number: str | None, url: str | None) -> Mapping[str, object]:
    return {
        "title": sheet.title,
        "subtitle": sheet.subtitle,
        "statement": sheet.statement,
        "rows": [_row(row) for row in sheet.rows],
        "sections": [_section(section) for section in sheet.sections],
        "disclaimer": sheet.disclaimer,
        "verification": sheet.verification,
        "signing": sheet.signing
        and {
            "label": sheet.signing.label,
            "official_name": sheet.signing.official_name,
            "stamp_label": sheet.signing.stamp_label,
        },
        "watermark": sheet.watermark,
        "watermark_svg": watermark_svg(sheet.watermark) if sheet.watermark else "",
        "number": number,
        "number_to_come": NUMBER_TO_COME,
        "url": url,
        "pdf417": pdf417_svg(number) if number else "",
        "qr": qr_svg(url) if url else "",
    }


def _section(section: Section) -> Mapping[str, object]:
    return {
        "title": section.title,
        "sentences": list(section.sentences),
        "blocks": [_block(block) for block in section.blocks],
    }


def _block(block: Block) -> Mapping[str, object]:
    return {
        "title": block.title,
        "sentences": list(block.sentences),
        "rows": [_row(row) for row in block.rows],
        "closing": list(block.closing),
    }


def _row(row: Row) -> Mapping[str, object]:
    return {
        "label": row.label,
        "value": _visible(row.value),
        "emphasised": row.emphasised,
        "digest": _DIGEST.fullmatch(row.value) is not None,
    }


def _visible(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return "".join(sign if PRINTABLE.fullmatch(sign) or sign == "\n" else f"[U+{ord(sign):04X}]" for sign in composed)
