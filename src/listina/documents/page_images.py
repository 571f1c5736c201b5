"""A scan as the image of a PDF page: which bytes stand in the file, and what describes them.

A JPEG stands there as it was received, in the file where it is kept. Everything else was coded anew and waits in a
file of the given folder: the pages of a conversion are never in memory together. Nothing of a scan is decoded here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pikepdf

from listina.documents.coded_image import CodedImage, Coding
from listina.documents.pdf_writer import LargeStream

_PLACEHOLDER = b"-"
"""Not empty: of an empty stream qpdf drops the filter."""
_SPACES = {1: pikepdf.Name.DeviceGray, 3: pikepdf.Name.DeviceRGB}
_PNG_PREDICTORS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """An image of the PDF.

    Attributes:
        stream: describes the image; of its bytes it holds a placeholder.
        content: the bytes that belong into it.
        kept: where they will be read when the PDF is written.
    """

    stream: pikepdf.Object
    content: bytes
    kept: LargeStream


class PageImages:
    """Makes the images of one PDF; a colour profile that several scans bring along is kept once."""

    def __init__(self, pdf: pikepdf.Pdf, folder: Path) -> None:
        self._pdf = pdf
        self._folder = folder
        self._profiles: dict[bytes, pikepdf.Object] = {}

    def image(self, path: Path, content: bytes, coded: CodedImage, number: int) -> PageImage:
        """Return the image of a scan.

        Args:
            path: where the scan is kept.
            content: its bytes.
            coded: how it is coded.
            number: of the page, from 1.
        """
        stream = pikepdf.Stream(
            self._pdf,
            _PLACEHOLDER,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=coded.width,
            Height=coded.height,
            ColorSpace=self._space(coded),
            BitsPerComponent=coded.bits,
            **_filter(coded),
        )
        if coded.coding is not Coding.JPEG:
            content, path = coded.content, self._folder / f"image-{number}"
            self._folder.mkdir(exist_ok=True)
            path.write_bytes(content)
        return PageImage(stream=stream, content=content, kept=LargeStream(path=path, page=number, length=len(content)))

    def _space(self, coded: CodedImage) -> pikepdf.Object:
        space = self._based_on(coded.profile, coded.channels) if coded.profile else _SPACES[coded.channels]
        if not coded.palette:
            return space
        last = len(coded.palette) // coded.channels - 1
        return pikepdf.Array([pikepdf.Name.Indexed, space, last, pikepdf.String(coded.palette)])

    def _based_on(self, profile: bytes, channels: int) -> pikepdf.Object:
        if profile not in self._profiles:
            kept = pikepdf.Stream(self._pdf, profile, Alternate=_SPACES[channels], N=channels)
            self._profiles[profile] = self._pdf.make_indirect(kept)
        return pikepdf.Array([pikepdf.Name.ICCBased, self._profiles[profile]])


def _filter(coded: CodedImage) -> dict[str, pikepdf.Object]:
    if coded.coding is Coding.JPEG:
        return {"Filter": pikepdf.Name.DCTDecode}
    if coded.coding is Coding.FAX:
        parameters = pikepdf.Dictionary(K=-1, BlackIs1=coded.black_is_one, Columns=coded.width, Rows=coded.height)
        return {"Filter": pikepdf.Array([pikepdf.Name.CCITTFaxDecode]), "DecodeParms": pikepdf.Array([parameters])}
    parameters = pikepdf.Dictionary(
        Predictor=_PNG_PREDICTORS,
        Colors=1 if coded.palette else coded.channels,
        Columns=coded.width,
        BitsPerComponent=coded.bits,
    )
    return {"Filter": pikepdf.Name.FlateDecode, "DecodeParms": parameters}
