"""The clause on paper's measures: pages typeset by typst, with its codes as vectors (doložka)."""

from __future__ import annotations

from listina.documents.barcodes import pdf417_svg, qr_svg
from listina.documents.errors import ClauseOverflowError, ClauseWithoutWatermarkError
from listina.documents.typesetting import pages_of, refuse_invisible_characters, typeset_clause, watermark_svg
from listina.law.clause import Standing
from listina.law.wording import LABEL_CONTENT_DIGEST, NUMBER_TO_COME, ClauseSheet

MOST_PAGES = 4
"""A clause of more pages is a mistake of whoever described the elements."""


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
    refuse_invisible_characters(row.value for row in sheet.rows)
    written = typeset_clause("clause.typ", _data(sheet, number, verification_url))
    pages = pages_of(written)
    if pages > MOST_PAGES:
        raise ClauseOverflowError(pages=pages, most=MOST_PAGES)
    return written


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
        "watermark_svg": watermark_svg(sheet.watermark) if sheet.watermark else "",
        "number": number,
        "number_to_come": NUMBER_TO_COME,
        "url": url,
        "pdf417": pdf417_svg(number) if number else "",
        "qr": qr_svg(url) if url else "",
    }
