"""Clauses of earlier conversions on a scanned page, told by their codes (doložka na skenu).

A paper may itself be the output of a conversion. Whether it may be converted again then depends on what its clause says
(L300 § 24(4)(e), decision 11), so the official is told that it is there and under which number. A code is a claim by
whoever printed it: it decides nothing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from PIL import Image

from listina.documents.barcodes import ReadCode, Symbology, read_at_once
from listina.documents.flattening import on_white
from listina.documents.formats import Picture
from listina.law.errors import InvalidCheckCodeError, InvalidNumberError
from listina.law.numbers import normalise_check_code, valid_number

_MOST_DPI = 200
_SIDE_OF_UNKNOWN_DPI = 2400
_ADDRESS = re.compile(r"https?://[^/\s]+/overeni/([^/\s]+)/([^/\s]+)/?")
_NUMBER = re.compile(r"T?\d{1,20}(-\d{1,20}){1,4}")
"""Our own numbers and those of the state's forms: groups of digits, joined by hyphens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseOnPage:
    """A clause somebody printed on the paper.

    Attributes:
        number: as the code says, 1–64 characters.
        check_code: 10 characters, where a QR code with an address of verification was read; None otherwise.
    """

    number: str
    check_code: str | None


def codes_on(picture: Picture, dpi: float | None) -> tuple[ReadCode, ...]:
    """Return the codes on the page; about 35 ms for an A4 page."""
    return read_at_once(_reduced(picture.image, dpi))


def claimed(codes: Iterable[ReadCode]) -> tuple[ClauseOnPage, ...]:
    """Return the clauses that codes speak of; codes of other things are passed over."""
    found: dict[str, ClauseOnPage] = {}
    for clause in sorted(filter(None, map(_clause, codes)), key=lambda clause: clause.check_code is None):
        found.setdefault(clause.number, clause)
    return tuple(found.values())


def _clause(code: ReadCode) -> ClauseOnPage | None:
    text = code.text.strip()
    try:
        if code.symbology is Symbology.QR:
            address = _ADDRESS.fullmatch(text)
            if address is None:
                return None
            number, check_code = unquote(address[1]), normalise_check_code(address[2])
            return ClauseOnPage(number=valid_number(number), check_code=check_code)
        return ClauseOnPage(number=valid_number(text), check_code=None) if _NUMBER.fullmatch(text) else None
    except (InvalidNumberError, InvalidCheckCodeError):
        return None


def _reduced(image: Image.Image, dpi: float | None) -> Image.Image:
    """Return the page in grey, at 200 dpi or less: the codes of a clause are printed to be read from that."""
    grey = image.convert("L") if image.mode in {"1", "L", "RGB"} else on_white(image).convert("L")
    scale = _MOST_DPI / dpi if dpi is not None else _SIDE_OF_UNKNOWN_DPI / max(image.size)
    if scale >= 1:
        return grey
    return grey.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))), Image.Resampling.BOX)
