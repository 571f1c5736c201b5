"""Which picture formats become pages, and the opening of such a picture within safe limits.

The format is what the bytes say; a file's name is never asked. The number of pixels is read from the header and judged
before anything is decoded, then the picture is decoded to its end, because only that shows that it is complete.

Source: decision 13; limits chosen so that A3 at 600 dpi in colour still passes.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PIL import ExifTags, Image, ImageFile, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin

from listina.documents.errors import (
    EmptyPageError,
    MirroredPageError,
    PageRefusedError,
    PageTooLargeError,
    PdfNotAcceptedError,
    SeveralPagesError,
    TooManyPixelsError,
    UnreadablePageError,
    UnsupportedCodingError,
    UnsupportedFormatError,
)
from listina.documents.jpeg_data import is_damaged

MOST_BYTES = 20 * 1024 * 1024
"""The most bytes of one page."""

MOST_PIXELS = 100_000_000
"""The most pixels of one page."""


class PageFormat(StrEnum):
    """The formats that are accepted as a page."""

    JPEG = "JPEG"
    PNG = "PNG"
    TIFF = "TIFF"
    WEBP = "WEBP"

    @property
    def media_type(self) -> str:
        """Return the registered media type, such as `image/jpeg`."""
        return f"image/{self.value.lower()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that was decoded to its end.

    Attributes:
        format: what the bytes are.
        image: the decoded pixels as they are stored; `clockwise_degrees` is not yet applied.
        bits_per_sample: bits of one channel as stored in the file, 1 to 16.
        clockwise_degrees: the turn the file itself asks for by its EXIF orientation: 0, 90, 180 or 270.
        metadata: the EXIF tags of the file, by tag number, without those of nested directories.
    """

    format: PageFormat
    image: Image.Image
    bits_per_sample: int
    clockwise_degrees: int
    metadata: Image.Exif

    def upright(self, image: Image.Image) -> Image.Image:
        """Return `image`, a version of this picture, turned as the file asks."""
        return turned(image, self.clockwise_degrees)


_SIGNATURES: tuple[tuple[bytes, PageFormat], ...] = (
    (b"\xff\xd8\xff", PageFormat.JPEG),
    (b"\x89PNG\r\n\x1a\n", PageFormat.PNG),
    (b"II*\x00", PageFormat.TIFF),
    (b"MM\x00*", PageFormat.TIFF),
)
_FOREIGN_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (0, b"\xff\x4f\xff\x51", "JPEG 2000"),
    (0, b"\x97JB2", "JBIG2"),
    (0, b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (0, b"\xff\x0a", "JPEG XL"),
    (0, b"II+\x00", "BigTIFF"),
    (0, b"MM\x00+", "BigTIFF"),
    (0, b"GIF8", "GIF"),
    (0, b"BM", "BMP"),
    (4, b"ftyphei", "HEIC"),
    (4, b"ftypmif", "HEIC"),
    (4, b"ftypavi", "AVIF"),
    (0, b"PK\x03\x04", "ZIP"),
    (0, b"AT&TFORM", "DjVu"),
)
_PDF_HEADER_WITHIN = 1024
ACCEPTED_MODES = frozenset(
    {"1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr", "I;16", "I;16B", "I;16L"}
)
_MARKER = 0xFF
_BASELINE_AND_PROGRESSIVE = frozenset({0xC0, 0xC1, 0xC2})
_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_START_OF_SCAN = 0xDA
_CLOCKWISE_BY_ORIENTATION = {1: 0, 3: 180, 6: 90, 8: 270}
_TRANSPOSITIONS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
_MIRRORED_ORIENTATIONS = frozenset({2, 4, 5, 7})


def identify(content: bytes) -> PageFormat:
    """Return the format that the first bytes announce.

    Raises:
        EmptyPageError: there are no bytes.
        PdfNotAcceptedError: it is a PDF.
        UnsupportedFormatError: it is anything else but JPEG, PNG, TIFF or WebP.
    """
    if not content:
        raise EmptyPageError
    for signature, page_format in _SIGNATURES:
        if content.startswith(signature):
            return page_format
    if content.startswith(b"RIFF") and content.startswith(b"WEBP", 8):
        return PageFormat.WEBP
    if is_pdf(content):
        raise PdfNotAcceptedError
    for offset, signature, name in _FOREIGN_SIGNATURES:
        if content.startswith(signature, offset):
            raise UnsupportedFormatError(found=name)
    raise UnsupportedFormatError(found="?")


def is_pdf(content: bytes) -> bool:
    """Return whether the file begins as a PDF does, whatever stands in front of it within a kilobyte."""
    return b"%PDF-" in content[:_PDF_HEADER_WITHIN] and not any(
        content.startswith(signature) for signature, _ in _SIGNATURES
    )


def open_picture(content: bytes) -> Picture:
    """Decode a picture to its end.

    Raises:
        PageRefusedError: one of its subclasses, for every file that cannot become a page.
    """
    return _open(content, least_side_px=None)


def open_for_display(content: bytes, *, least_side_px: int) -> Picture:
    """Decode a picture only as finely as showing it needs: sides of at least `least_side_px`, where the format can.

    A JPEG is decoded at a half, a quarter or an eighth for a fraction of the time. What is damaged may go unnoticed.

    Raises:
        PageRefusedError: as `open_picture`.
    """
    return _open(content, least_side_px=least_side_px)


def turned(image: Image.Image, clockwise_degrees: int) -> Image.Image:
    """Return the image turned clockwise by 0, 90, 180 or 270 degrees.

    Raises:
        KeyError: the angle is no quarter turn.
    """
    if clockwise_degrees == 0:
        return image
    return image.transpose(_TRANSPOSITIONS[clockwise_degrees])


def _open(content: bytes, *, least_side_px: int | None) -> Picture:
    if len(content) > MOST_BYTES:
        raise PageTooLargeError(megabytes=MOST_BYTES // (1024 * 1024))
    page_format = identify(content)
    try:
        image = _opened(content, page_format)
        if least_side_px is not None:
            image.draft(None, (least_side_px, least_side_px))
        else:
            _require_undamaged(content, page_format)
        return _decoded(content, image, page_format)
    except (PageRefusedError, MemoryError):
        raise
    except Exception as error:  # parsers of foreign bytes fail in any way: all of it is one refusal
        raise UnreadablePageError from error


def _require_undamaged(content: bytes, page_format: PageFormat) -> None:
    """Refuse what decoders would repair silently.

    Raises:
        UnreadablePageError: the data of a JPEG are damaged.
        SyntaxError: a checksum of a PNG is wrong.
    """
    if page_format is PageFormat.PNG:
        # Decoding trusts the checksums of the picture data; a pass of its own over the file checks them.
        PngImagePlugin.PngImageFile(io.BytesIO(content)).verify()
    elif page_format is PageFormat.JPEG and is_damaged(content):
        raise UnreadablePageError


def _opened(content: bytes, page_format: PageFormat) -> ImageFile.ImageFile:
    if page_format is PageFormat.JPEG:
        _require_ordinary_jpeg(content)
    # The classes of the formats, not `Image.open`: that one warns about large pictures on its own terms, through a
    # setting of the whole process, and tries formats that are not accepted here.
    image = _OPENERS[page_format](io.BytesIO(content))
    if image.width * image.height > MOST_PIXELS:
        raise TooManyPixelsError(megapixels=MOST_PIXELS // 1_000_000)
    frames = int(getattr(image, "n_frames", 1))
    if frames > 1:
        raise SeveralPagesError(count=frames)
    return image


def _decoded(content: bytes, image: ImageFile.ImageFile, page_format: PageFormat) -> Picture:
    image.load()
    if image.mode not in ACCEPTED_MODES:
        raise UnsupportedCodingError(found=f"{page_format} {image.mode}")
    metadata = image.getexif()
    return Picture(
        format=page_format,
        image=image,
        bits_per_sample=_bits_per_sample(content, image, page_format),
        clockwise_degrees=_clockwise_degrees(metadata),
        metadata=metadata,
    )


def _open_jpeg(file: io.BytesIO) -> ImageFile.ImageFile:
    return JpegImagePlugin.jpeg_factory(file)


def _open_png(file: io.BytesIO) -> ImageFile.ImageFile:
    return PngImagePlugin.PngImageFile(file)


def _open_webp(file: io.BytesIO) -> ImageFile.ImageFile:
    return WebPImagePlugin.WebPImageFile(file)


def _open_tiff(file: io.BytesIO) -> ImageFile.ImageFile:
    return TiffImagePlugin.TiffImageFile(file)


_OPENERS: dict[PageFormat, Callable[[io.BytesIO], ImageFile.ImageFile]] = {
    PageFormat.JPEG: _open_jpeg,
    PageFormat.PNG: _open_png,
    PageFormat.TIFF: _open_tiff,
    PageFormat.WEBP: _open_webp,
}


def _require_ordinary_jpeg(content: bytes) -> None:
    """Refuse codings of JPEG that PDF readers need not know: lossless, arithmetic, 12 bits (ISO 32000-1, 7.4.8)."""
    position = 2
    while position + 4 <= len(content):
        if content[position] != _MARKER:
            return  # damaged: decoding will tell
        marker = content[position + 1]
        if marker == _MARKER:
            position += 1
            continue
        if marker == _START_OF_SCAN:
            return
        if marker in _FRAME_MARKERS:
            bits = content[position + 4]
            if marker not in _BASELINE_AND_PROGRESSIVE or bits != 8:  # noqa: PLR2004  # bits of a sample
                raise UnsupportedCodingError(found=f"JPEG SOF{marker - 0xC0}, {bits} bit")
            return
        position += 2 + int.from_bytes(content[position + 2 : position + 4], "big")


def _bits_per_sample(content: bytes, image: Image.Image, page_format: PageFormat) -> int:
    if page_format is PageFormat.PNG:
        return content[24]  # PNG, 11.2.2: the depth stands at a fixed place of the header
    if page_format is PageFormat.TIFF and isinstance(image, TiffImagePlugin.TiffImageFile):
        stated = image.tag_v2.get(TiffImagePlugin.BITSPERSAMPLE, (1,))
        return max(stated) if isinstance(stated, tuple) else int(stated)
    return 8


def _clockwise_degrees(metadata: Image.Exif) -> int:
    orientation = metadata.get(ExifTags.Base.Orientation, 1)
    if orientation in _MIRRORED_ORIENTATIONS:
        raise MirroredPageError
    # Values outside 1 to 8 mean nothing and are shown by viewers as they are.
    return _CLOCKWISE_BY_ORIENTATION.get(orientation, 0)
