"""The two codes of a clause, written as vectors and read from pictures (dvourozměrné kódy).

PDF417 (ISO/IEC 15438) holds the clause number, QR (ISO/IEC 18004) the verification address. Printed 80 mm and 25 mm or
wider, both survive 200 dpi, two degrees of skew and the noise of a scanner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import zxingcpp
from PIL import Image

from listina.documents.errors import BarcodeNotPossibleError
from listina.documents.flattening import on_white


class Symbology(StrEnum):
    """The kinds of codes that are written and read."""

    PDF417 = "PDF417"
    QR = "QR"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCode:
    """A code found in a picture; its text is a claim by whoever printed it."""

    symbology: Symbology
    text: str


_FORMATS = {Symbology.PDF417: zxingcpp.BarcodeFormat.PDF417, Symbology.QR: zxingcpp.BarcodeFormat.QRCode}
_RETRIED_DEGREES = (-3.0, 3.0)
_RETRIED_SCALE = 2 / 3
_WHITE = 255


def pdf417_svg(text: str) -> str:
    """Return a PDF417 symbol as SVG, quiet zone included; three columns and correction level 5, as in state forms.

    Raises:
        BarcodeNotPossibleError: the text is empty or too long.
    """
    # A fixed number of columns keeps the modules as wide as the 80 mm allow, whatever the length of the number.
    return _svg(Symbology.PDF417, text, columns=3, ec_level="5")


def qr_svg(text: str) -> str:
    """Return a QR symbol as SVG, quiet zone included; correction level M (15 %).

    Raises:
        BarcodeNotPossibleError: the text is empty or too long.
    """
    return _svg(Symbology.QR, text, ec_level="M")


def read_codes(image: Image.Image) -> tuple[ReadCode, ...]:
    """Return the PDF417 and QR codes in a picture, each once; an empty tuple if there is none.

    The picture may stand in any of the four directions. PDF417 is not found beyond four degrees of skew, and small ones
    sometimes only in a smaller picture: while a kind of code is missing, the picture is tried turned and reduced.
    """
    grey = on_white(image).convert("L")
    found: dict[ReadCode, None] = {}
    missing = tuple(Symbology)
    for attempt in _attempts(grey):
        found.update(dict.fromkeys(_read(attempt, missing)))
        missing = tuple(wanted for wanted in Symbology if all(code.symbology is not wanted for code in found))
        if not missing:
            break
    return tuple(found)


def read_at_once(grey: Image.Image) -> tuple[ReadCode, ...]:
    """Return the codes a single look finds in a grey picture, whichever of the four ways it stands."""
    return tuple(dict.fromkeys(_read(grey, tuple(Symbology))))


def _attempts(grey: Image.Image) -> Iterator[Image.Image]:
    yield grey
    smaller = (max(1, round(grey.width * _RETRIED_SCALE)), max(1, round(grey.height * _RETRIED_SCALE)))
    yield grey.resize(smaller, Image.Resampling.BOX)
    for degrees in _RETRIED_DEGREES:
        yield grey.rotate(degrees, Image.Resampling.BILINEAR, fillcolor=_WHITE)


def _read(grey: Image.Image, wanted: tuple[Symbology, ...]) -> Iterator[ReadCode]:
    # Formats named one by one read three to four times faster than "all".
    for symbology in wanted:
        for code in zxingcpp.read_barcodes(grey, formats=_FORMATS[symbology], text_mode=zxingcpp.TextMode.Plain):
            if code.valid and code.text:
                yield ReadCode(symbology=symbology, text=code.text)


def _svg(symbology: Symbology, text: str, **options: object) -> str:
    try:
        return str(zxingcpp.create_barcode(text, _FORMATS[symbology], **options).to_svg())
    except ValueError as error:
        raise BarcodeNotPossibleError(symbology=symbology.value, length=len(text)) from error
