"""The printed sheet that separates documents in a stack: made here, and known again on a scan (oddělovací list)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import typst

from listina.documents.barcodes import ReadCode, Symbology, qr_svg
from listina.documents.typesetting import font_folders

SEPARATOR_CONTENT = "LISTINA:ODDELOVAC"
"""What its QR code holds."""

SEPARATOR_SHEET = "separator_sheet"
"""The code of the finding."""


def is_separator(codes: Iterable[ReadCode]) -> bool:
    """Whether one of the codes on a page says that it is a separator sheet."""
    return any(code.symbology is Symbology.QR and code.text == SEPARATOR_CONTENT for code in codes)


@cache
def separator_sheet() -> bytes:
    """Return the sheet as a PDF of one A4 page, to be printed as often as needed.

    Raises:
        FontsMissingError: a font package is not installed.
    """
    template = str(files(__package__).joinpath("separator.typ"))
    fonts = [str(folder) for folder in font_folders()]
    written = typst.compile(
        template,
        font_paths=fonts,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"qr": qr_svg(SEPARATOR_CONTENT)},
    )
    return bytes(written)
