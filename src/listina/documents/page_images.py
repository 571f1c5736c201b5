"""A scan as the image of a PDF page: which bytes stand in the file, and what describes them.

A JPEG stands there as it was received, in the file where it is kept. Everything else is coded anew, without loss, by
img2pdf and waits in a file of the given folder: the pages of a conversion are never in memory together.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import img2pdf
import pikepdf
from PIL import Image, UnidentifiedImageError
from PIL.TiffImagePlugin import BITSPERSAMPLE, TiffImageFile

from listina.documents.errors import PageNotPlacedError
from listina.documents.flattening import on_white
from listina.documents.pdf_writer import LargeStream

_JPEG = b"\xff\xd8\xff"
_PLACEHOLDER = b"-"
"""Not empty: of an empty stream qpdf drops the filter."""
_MOST_TIFF_BITS = 8
"""Bits of one channel in a TIFF beyond which img2pdf does not take it."""
_COLOUR_SPACES = {"L": (pikepdf.Name.DeviceGray, 1, b"GRAY"), "RGB": (pikepdf.Name.DeviceRGB, 3, b"RGB ")}
_PROFILE_SPACE = slice(16, 20)
"""Where an ICC profile says for which colour space it is (ICC.1:2010, table 15)."""


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

    def image(self, path: Path, content: bytes, number: int) -> PageImage:
        """Return the image of a scan.

        Args:
            path: where the scan is kept.
            content: its bytes.
            number: of the page, from 1.

        Raises:
            PageNotPlacedError: it cannot become an image of a PDF.
        """
        try:
            placeable = _placeable(content)
            if placeable is content and content.startswith(_JPEG):
                return _image(self._of_jpeg(content), content, path, number)
            return self._coded_anew(placeable, number)
        except (img2pdf.ImageOpenError, img2pdf.UnsupportedColorspaceError, UnidentifiedImageError) as error:
            raise PageNotPlacedError(page=number, reason=str(error)) from error
        except (KeyError, ValueError, OSError) as error:
            raise PageNotPlacedError(page=number, reason=f"{type(error).__name__}: {error}") from error

    def _of_jpeg(self, content: bytes) -> pikepdf.Stream:
        # Only the header is read: the scan was decoded to its end when it was assessed.
        with Image.open(io.BytesIO(content), formats=("JPEG",)) as scan:
            space, components, named = _COLOUR_SPACES[scan.mode]
            profile = scan.info.get("icc_profile", b"")
            width, height = scan.size
        # A profile for other colours than the scan's means nothing; some programs leave one behind.
        fitting = profile[_PROFILE_SPACE] == named
        return pikepdf.Stream(
            self._pdf,
            _PLACEHOLDER,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Filter=pikepdf.Name.DCTDecode,
            Width=width,
            Height=height,
            ColorSpace=self._based_on(profile, space, components) if fitting else space,
            BitsPerComponent=8,
        )

    def _based_on(self, profile: bytes, space: pikepdf.Name, components: int) -> pikepdf.Object:
        if profile not in self._profiles:
            kept = pikepdf.Stream(self._pdf, profile, Alternate=space, N=components)
            self._profiles[profile] = self._pdf.make_indirect(kept)
        return pikepdf.Array([pikepdf.Name.ICCBased, self._profiles[profile]])

    def _coded_anew(self, content: bytes, number: int) -> PageImage:
        single = img2pdf.convert(content, rotation=img2pdf.Rotation.none, engine=img2pdf.Engine.pikepdf, nodate=True)
        with pikepdf.open(io.BytesIO(single)) as source:
            image = source.pages[0].obj.Resources.XObject.Im0
            coded = image.read_raw_bytes()
            described = {key: image[key] for key in ("/Filter", "/DecodeParms") if key in image}
            image.write(_PLACEHOLDER)
            for key, value in described.items():
                image[key] = value
            stream = self._pdf.copy_foreign(image)
        self._folder.mkdir(exist_ok=True)
        path = self._folder / f"image-{number}"
        path.write_bytes(coded)
        return _image(stream, coded, path, number)


def _image(stream: pikepdf.Object, content: bytes, path: Path, number: int) -> PageImage:
    return PageImage(stream=stream, content=content, kept=LargeStream(path=path, page=number, length=len(content)))


def _placeable(content: bytes) -> bytes:
    """Return the scan as PDF/A can hold it: alpha on white, CMYK as sRGB, 16-bit TIFF as PNG; anything else untouched.

    What is written anew is written losslessly. Of 16 bits grey keeps all, colours the upper 8 (annex 1 asks no more).
    """
    with Image.open(io.BytesIO(content)) as image:
        has_alpha = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
        needs_ground = has_alpha or image.mode == "CMYK"
        if not needs_ground and not _is_deep_tiff(image):
            return content
        written = io.BytesIO()
        (on_white(image) if needs_ground else image).save(written, "PNG")
    return written.getvalue()


def _is_deep_tiff(image: Image.Image) -> bool:
    return isinstance(image, TiffImageFile) and max(image.tag_v2.get(BITSPERSAMPLE, (1,))) > _MOST_TIFF_BITS
