"""Coding scans for a PDF: a grey or coloured JPEG stays as it is, all else is coded anew, without loss, by img2pdf.

Decodes what strangers uploaded: conversions have it done in confined processes (`listina.documents.scanning`).
"""

from __future__ import annotations

import io
from collections.abc import Mapping

import img2pdf
import pikepdf
from PIL import Image, UnidentifiedImageError
from PIL.TiffImagePlugin import BITSPERSAMPLE, TiffImageFile

from listina.documents.coded_image import CodedImage, Coding
from listina.documents.errors import PageNotPlacedError
from listina.documents.flattening import on_white

_JPEG = b"\xff\xd8\xff"
_MOST_TIFF_BITS = 8
"""Bits of one channel in a TIFF beyond which img2pdf does not take it."""
_CHANNELS = {"L": 1, "RGB": 3}
_SPACES = {"/DeviceGray": 1, "/DeviceRGB": 3}
_PROFILE_SPACE = slice(16, 20)
"""Where an ICC profile says for which colour space it is (ICC.1:2010, table 15)."""
_PROFILE_NAMES = {1: b"GRAY", 3: b"RGB "}
_LONGEST_REASON = 200


def coded(scans: Mapping[int, bytes]) -> dict[int, CodedImage]:
    """Return scans as a PDF can hold them, by the number of their page.

    Raises:
        PageNotPlacedError: one cannot become an image of a PDF.
    """
    return {number: _coded(content, number) for number, content in scans.items()}


def _coded(content: bytes, number: int) -> CodedImage:
    try:
        placeable = _placeable(content)
        return _of_jpeg(content) if placeable is content and content.startswith(_JPEG) else _coded_anew(placeable)
    except (img2pdf.ImageOpenError, img2pdf.UnsupportedColorspaceError, UnidentifiedImageError) as error:
        raise PageNotPlacedError(page=number, reason=_tidy(str(error))) from error
    except (KeyError, ValueError, OSError) as error:
        raise PageNotPlacedError(page=number, reason=_tidy(f"{type(error).__name__}: {error}")) from error


def _of_jpeg(content: bytes) -> CodedImage:
    # Only the header is read: the scan was decoded to its end when it was assessed.
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as scan:
        channels = _CHANNELS[scan.mode]
        profile = scan.info.get("icc_profile", b"")
        width, height = scan.size
    # A profile for other colours than the scan's means nothing; some programs leave one behind.
    fitting = profile[_PROFILE_SPACE] == _PROFILE_NAMES[channels]
    return CodedImage(
        coding=Coding.JPEG,
        width=width,
        height=height,
        bits=8,
        channels=channels,
        profile=profile if fitting else b"",
    )


def _coded_anew(content: bytes) -> CodedImage:
    single = img2pdf.convert(content, rotation=img2pdf.Rotation.none, engine=img2pdf.Engine.pikepdf, nodate=True)
    with pikepdf.open(io.BytesIO(single)) as source:
        image = source.pages[0].obj.Resources.XObject.Im0
        space, palette = image.ColorSpace, b""
        if isinstance(space, pikepdf.Array) and space[0] == pikepdf.Name.Indexed:
            space, palette = space[1], bytes(space[3])
        profile = b""
        if isinstance(space, pikepdf.Array):
            profile, space = space[1].read_bytes(), space[1].Alternate
        is_fax = isinstance(image.Filter, pikepdf.Array)
        return CodedImage(
            coding=Coding.FAX if is_fax else Coding.FLATE,
            width=int(image.Width),
            height=int(image.Height),
            bits=int(image.BitsPerComponent),
            channels=_SPACES[str(space)],
            palette=palette,
            profile=profile,
            black_is_one=is_fax and bool(image.DecodeParms[0].BlackIs1),
            content=image.read_raw_bytes(),
        )


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


def _tidy(reason: str) -> str:
    return "".join(character for character in " ".join(reason.split()) if character.isprintable())[:_LONGEST_REASON]
