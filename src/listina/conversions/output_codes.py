"""The clause number and check code a file claims to have, read from the codes printed on its last pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from listina.documents.barcodes import read_codes
from listina.documents.rendering import page_count, render_page
from listina.law.errors import InvalidCheckCodeError, InvalidNumberError
from listina.law.numbers import normalise_check_code, valid_number

_LAST_PAGES = 3
_READING_DPI = 200
_ADDRESS_PARTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputCodes:
    """A claim, to be looked up in the register."""

    number: str
    check_code: str


def read_output_codes(path: Path) -> OutputCodes | None:
    """Return what the QR code of the last page that has one says; None if no page does.

    The address in the code is only taken apart, never visited: its host may be anybody's.
    """
    pages = page_count(path)
    for index in range(pages - 1, max(-1, pages - 1 - _LAST_PAGES), -1):
        for code in read_codes(render_page(path, index, dpi=_READING_DPI)):
            claim = _claim(code.text)
            if claim is not None:
                return claim
    return None


def _claim(text: str) -> OutputCodes | None:
    try:
        parts = [part for part in urlsplit(text).path.split("/") if part]
    except ValueError:
        return None
    if len(parts) < _ADDRESS_PARTS or parts[-3] != "overeni":
        return None
    try:
        return OutputCodes(number=valid_number(parts[-2]), check_code=normalise_check_code(parts[-1]))
    except (InvalidNumberError, InvalidCheckCodeError):
        return None
