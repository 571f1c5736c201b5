"""Files of one page or of many, page by page (soubor se stranami).

A JPEG, PNG, WebP or TIFF of one picture is its page, byte by byte. A TIFF of several pictures and a PDF of images give
a page after the other, so that of a large file never more than one page is decoded.

Source: decision 13.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, TiffImagePlugin

from listina.documents import pdf_of_images
from listina.documents.errors import (
    FileTooLargeError,
    PageRefusedError,
    TooManyPagesInFileError,
    TooManyPixelsError,
    UnreadablePageError,
    UnsupportedCodingError,
)
from listina.documents.formats import ACCEPTED_MODES, MOST_PIXELS, PageFormat, identify, is_pdf
from listina.documents.transformations import TAKEN_OUT_OF_TIFF, Transformation

MOST_FILE_BYTES = 200_000_000
"""The most bytes of a file of several pages."""

MOST_FILE_PAGES = 500
"""The most pages of one file, as many as one conversion may have."""

_KEPT_TIFF_TAGS = (
    TiffImagePlugin.X_RESOLUTION,
    TiffImagePlugin.Y_RESOLUTION,
    TiffImagePlugin.RESOLUTION_UNIT,
    0x0112,  # Orientation
    0x010F,  # Make
    0x0110,  # Model
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedPage:
    """One page of a file.

    Attributes:
        content: JPEG, PNG, TIFF or WebP bytes of one picture.
        number: its place in the file, from 1.
        transformations: what was done to get it out of its file; empty where the file is the page.
        dpi: dots per inch along width and height by the page of the PDF it lay on; None where the file has no pages
            with measures, and the picture's own statement counts.
        rotation: how the file turns the page when it is shown, clockwise: 0, 90, 180 or 270 degrees.
    """

    content: bytes
    number: int
    transformations: tuple[Transformation, ...] = ()
    dpi: tuple[float, float] | None = None
    rotation: int = 0


def pages_of(content: bytes, *, first: int = 1) -> Iterator[ExtractedPage]:
    """Return the pages of a file, one after the other; whether a page can be converted is not judged here.

    Args:
        content: the file.
        first: the page to begin with, when an earlier call returned those before it.

    Raises:
        PageRefusedError: one of its subclasses; a later page may raise it after earlier ones were returned.
    """
    if is_pdf(content):
        _require_size(content)
        yield from _pages_of_pdf(content, first)
    elif identify(content) is PageFormat.TIFF:
        yield from _pages_of_tiff(content, first)
    elif first == 1:
        yield ExtractedPage(content=content, number=1)


def _pages_of_pdf(content: bytes, first: int) -> Iterator[ExtractedPage]:
    for number, page in enumerate(pdf_of_images.pages(content, first=first, most=MOST_FILE_PAGES), start=first):
        yield ExtractedPage(
            content=page.content,
            number=number,
            transformations=page.transformations,
            dpi=page.dpi,
            rotation=page.rotation,
        )


def _pages_of_tiff(content: bytes, first: int) -> Iterator[ExtractedPage]:
    try:
        with TiffImagePlugin.TiffImageFile(io.BytesIO(content)) as file:
            count = file.n_frames
            if count == 1:
                yield ExtractedPage(content=content, number=1)
                return
            _require_size(content)
            _require_few(count)
            for index in range(first - 1, count):
                file.seek(index)
                yield ExtractedPage(
                    content=_one_page_tiff(file), number=index + 1, transformations=(TAKEN_OUT_OF_TIFF,)
                )
    except (PageRefusedError, MemoryError):
        raise
    except Exception as error:  # parsers of foreign bytes fail in any way: all of it is one refusal
        raise UnreadablePageError from error


def _one_page_tiff(file: TiffImagePlugin.TiffImageFile) -> bytes:
    """Return the current picture as a file of its own, its pixels and what it says of itself unchanged."""
    if file.width * file.height > MOST_PIXELS:
        raise TooManyPixelsError(megapixels=MOST_PIXELS // 1_000_000)
    kept = {tag: file.tag_v2[tag] for tag in _KEPT_TIFF_TAGS if tag in file.tag_v2}
    profile = file.info.get("icc_profile")
    # A copy without the file's own tags: those of how it was coded belong to the old coding.
    image = Image.Image.copy(file)
    if image.mode not in ACCEPTED_MODES:
        raise UnsupportedCodingError(found=f"TIFF {image.mode}")
    image.info.clear()
    written = io.BytesIO()
    image.save(
        written,
        "TIFF",
        compression="group4" if image.mode == "1" else "tiff_adobe_deflate",
        tiffinfo=kept,
        **({"icc_profile": profile} if profile else {}),
    )
    return written.getvalue()


def _require_few(count: int) -> None:
    if count > MOST_FILE_PAGES:
        raise TooManyPagesInFileError(count=count, most=MOST_FILE_PAGES)


def _require_size(content: bytes) -> None:
    if len(content) > MOST_FILE_BYTES:
        raise FileTooLargeError(megabytes=MOST_FILE_BYTES // 1_000_000)
