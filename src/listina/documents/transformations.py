"""What is done to a page on its way into the output (přeměny strany), in words that are kept with it (decision 13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Transformation:
    """One thing that was done to a page.

    Attributes:
        code: stable English name.
        cs: what was done, a sentence.
        en: the same in English.
    """

    code: str
    cs: str
    en: str

    def to_json(self) -> dict[str, str]:
        """Return the transformation as JSON values; `from_json` reads them back."""
        return {"code": self.code, "cs": self.cs, "en": self.en}

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Transformation:
        """Read what `to_json` wrote.

        Raises:
            KeyError: a field is missing.
        """
        return cls(code=str(stored["code"]), cs=str(stored["cs"]), en=str(stored["en"]))


TAKEN_OUT_OF_TIFF = Transformation(
    code="taken_out_of_tiff",
    cs="Strana byla vyjmuta ze souboru TIFF s více stranami; obrazové body zůstaly beze změny.",
    en="The page was taken out of a TIFF file of several pages; its pixels are unchanged.",
)
JPEG_TAKEN_OUT_OF_PDF = Transformation(
    code="jpeg_taken_out_of_pdf",
    cs="Sken JPEG byl vyjmut ze souboru PDF; jeho bajty zůstaly beze změny.",
    en="The JPEG scan was taken out of a PDF file; its bytes are unchanged.",
)
PIXELS_TAKEN_OUT_OF_PDF = Transformation(
    code="pixels_taken_out_of_pdf",
    cs="Sken byl vyjmut ze souboru PDF a uložen bezeztrátově; obrazové body zůstaly beze změny.",
    en="The scan was taken out of a PDF file and stored losslessly; its pixels are unchanged.",
)
HIDDEN_TEXT_DROPPED = Transformation(
    code="hidden_text_dropped",
    cs="Neviditelná vrstva rozpoznaného textu (OCR) nebyla převzata.",
    en="The invisible layer of recognised text (OCR) was not taken over.",
)
"""What only programs can see is no content of the paper."""
PROFILE_DROPPED = Transformation(
    code="profile_dropped",
    cs="Barevný profil uvedený v souboru PDF nebyl převzat; barvy se čtou jako sRGB.",
    en="The colour profile stated in the PDF file was not taken over; the colours are read as sRGB.",
)
