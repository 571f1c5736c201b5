"""The one image of a scanned PDF page, taken out byte by byte or pixel by pixel, within limits (obraz ze strany PDF).

What is decompressed here comes from strangers: nothing is decompressed further than its announced measures allow.

Source: ISO 32000-2, §§ 7.4, 8.9.5; decision 13.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import Any

import pikepdf
from PIL import Image

from listina.documents.errors import (
    LayeredScanError,
    NotAScanError,
    TooManyPixelsError,
    UnreadablePageError,
    UnsupportedCodingError,
)
from listina.documents.formats import MOST_PIXELS
from listina.documents.transformations import (
    JPEG_TAKEN_OUT_OF_PDF,
    PIXELS_TAKEN_OUT_OF_PDF,
    PROFILE_DROPPED,
    Transformation,
)

_MOST_DRAWING_BYTES = 8_000_000
_ROW_SLACK_BYTES = 4096
_REFUSED_CODINGS = {"/JPXDecode": "JPEG 2000", "/JBIG2Decode": "JBIG2"}
_PLAIN_SPACES = {"/DeviceGray": 1, "/CalGray": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/DeviceCMYK": 4}
_UPRIGHT = {1: [0, 1], 3: [0, 1] * 3, 4: [0, 1] * 4}
_INVERTED_INKS = [1, 0] * 4
_ADOBE = b"\xff\xee"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOut:
    """An image as a file of its own.

    Attributes:
        content: JPEG, PNG or TIFF bytes.
        width: pixels.
        height: pixels.
        transformations: how it was taken out.
    """

    content: bytes
    width: int
    height: int
    transformations: tuple[Transformation, ...]


def drawing_of(page: pikepdf.Object, number: int) -> Any:
    """Return the instructions that draw a page.

    Raises:
        NotAScanError: they are more than a scan needs, or unreadable.
    """
    contents = page.get("/Contents")
    parts = [] if contents is None else list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return _parsed(b"\n".join(_unpacked(part, number) for part in parts), number)


def instructions(form: pikepdf.Object, number: int) -> Any:
    """Return the instructions of a form.

    Raises:
        NotAScanError: they are more than a scan needs, or unreadable.
    """
    return _parsed(_unpacked(form, number), number)


def taken_out(image: pikepdf.Stream, number: int) -> TakenOut:
    """Return the image of a page as a file.

    Raises:
        LayeredScanError: it is masked or is a mask itself.
        UnsupportedCodingError: JPEG 2000, JBIG2, and everything that cannot be taken out without loss.
        TooManyPixelsError: it has more pixels than a page may have.
        UnreadablePageError: its bytes are not what it announces.
    """
    if "/SMask" in image or "/Mask" in image or bool(image.get("/ImageMask", False)):
        raise LayeredScanError(page=number)
    width, height = int(image.Width), int(image.Height)
    if width < 1 or height < 1:
        raise UnreadablePageError
    if width * height > MOST_PIXELS:
        raise TooManyPixelsError(megapixels=MOST_PIXELS // 1_000_000)
    coding = _coding(image)
    if coding == "/DCTDecode":
        content, done = _jpeg(image), JPEG_TAKEN_OUT_OF_PDF
    elif coding == "/CCITTFaxDecode":
        content, done = _fax(image), PIXELS_TAKEN_OUT_OF_PDF
    else:
        content, done = _pixels(image, coding, width, height), PIXELS_TAKEN_OUT_OF_PDF
    dropped = (PROFILE_DROPPED,) if _space(image) == "/ICCBased" else ()
    return TakenOut(content=content, width=width, height=height, transformations=(done, *dropped))


def _coding(image: pikepdf.Object) -> str:
    filters = image.get("/Filter", pikepdf.Array([]))
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    for name in names:
        if name in _REFUSED_CODINGS:
            raise UnsupportedCodingError(found=_REFUSED_CODINGS[name])
    if not names:
        return ""
    if len(names) > 1 or names[0] not in {"/DCTDecode", "/CCITTFaxDecode", "/FlateDecode"}:
        raise UnsupportedCodingError(found="PDF " + " ".join(names))
    return names[0]


def _jpeg(image: pikepdf.Object) -> bytes:
    """Return the bytes of a JPEG if they show outside the PDF what they show inside."""
    content = image.read_raw_bytes()
    channels = _channels(image)
    decode = [float(value) for value in image.get("/Decode", pikepdf.Array(_UPRIGHT.get(channels, [])))]
    # Viewers of JPEG files take the inks of Adobe's files as inverted; a PDF has to say so (8.9.5.2).
    wanted = _INVERTED_INKS if channels == 4 and _ADOBE in content[:4096] else _UPRIGHT.get(channels)  # noqa: PLR2004
    if decode != wanted or int(image.get("/BitsPerComponent", 8)) != 8:  # noqa: PLR2004  # bits of a channel
        raise UnsupportedCodingError(found="PDF /Decode")
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as scan:
        if scan.size != (int(image.Width), int(image.Height)) or len(scan.getbands()) != channels:
            raise UnreadablePageError
    return content


def _fax(image: pikepdf.Stream) -> bytes:
    written = io.BytesIO()
    pikepdf.PdfImage(image).extract_to(stream=written)
    return written.getvalue()


def _pixels(image: pikepdf.Stream, coding: str, width: int, height: int) -> bytes:
    bits = int(image.BitsPerComponent)
    row = (width * _channels(image) * bits + 7) // 8
    _require_length(image, coding, height * row, height)
    picture = pikepdf.PdfImage(image).as_pil_image()
    written = io.BytesIO()
    picture.info.clear()
    if picture.mode == "CMYK":
        picture.save(written, "TIFF", compression="tiff_adobe_deflate")
    else:
        picture.save(written, "PNG")
    return written.getvalue()


def _require_length(image: pikepdf.Object, coding: str, expected: int, height: int) -> None:
    """Refuse an image whose bytes are more or fewer than its measures, without unpacking more than those."""
    raw = image.read_raw_bytes()
    # A predictor adds a byte to each row.
    most = expected + height + _ROW_SLACK_BYTES
    unpacked = len(raw) if not coding else len(_inflated(raw, most + 1))
    if not expected <= unpacked <= most:
        raise UnreadablePageError


def _channels(image: pikepdf.Object) -> int:
    name = _space(image)
    if name in _PLAIN_SPACES:
        return _PLAIN_SPACES[name]
    if name == "/ICCBased":
        return int(image.ColorSpace[1].N)
    if name == "/Indexed":
        return 1
    raise UnsupportedCodingError(found=f"PDF {name}")


def _space(image: pikepdf.Object) -> str:
    space = image.get("/ColorSpace", pikepdf.Name("/None"))
    return str(space[0]) if isinstance(space, pikepdf.Array) else str(space)


def _unpacked(stream: pikepdf.Object, number: int) -> bytes:
    filters = stream.get("/Filter")
    names = (
        []
        if filters is None
        else [str(name) for name in (filters if isinstance(filters, pikepdf.Array) else [filters])]
    )
    raw = stream.read_raw_bytes()
    if names == ["/FlateDecode"] and "/DecodeParms" not in stream:
        raw = _inflated(raw, _MOST_DRAWING_BYTES + 1)
    elif names:
        raise NotAScanError(page=number)
    if len(raw) > _MOST_DRAWING_BYTES:
        raise NotAScanError(page=number)
    return raw


def _parsed(drawing: bytes, number: int) -> Any:
    with pikepdf.new() as scratch:
        try:
            return pikepdf.parse_content_stream(scratch.make_stream(drawing))
        except pikepdf.PdfError as error:
            raise NotAScanError(page=number) from error


def _inflated(raw: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(raw, most)
    except zlib.error as error:
        raise UnreadablePageError from error
