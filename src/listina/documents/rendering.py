"""Pages as pictures: of a PDF for previews and for reading its codes, of a scan as the official sees it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import pypdfium2
from PIL import Image

from listina.documents.errors import RenderingRefusedError, UnreadablePdfError
from listina.documents.flattening import averageable, on_white
from listina.documents.formats import MOST_PIXELS, open_for_display, turned

POINTS_PER_INCH = 72
_QUALITY = 82
_QUARTER_TURN = 90

_pdfium = Lock()
"""PDFium keeps state in the process and is not safe for threads; a web worker has several."""


def page_count(pdf: Path) -> int:
    """Return the number of pages of a PDF.

    Raises:
        UnreadablePdfError: it is no PDF, is damaged, or asks for a password.
    """
    with opened(pdf) as document:
        return len(document)


def render_page(pdf: Path, index: int, *, dpi: int) -> Image.Image:
    """Return a page as an RGB picture.

    Args:
        pdf: the file.
        index: the page, from 0.
        dpi: pixels per inch of the page, 1 or more.

    Raises:
        UnreadablePdfError: it is no PDF, is damaged, or asks for a password.
        RenderingRefusedError: there is no such page, or the picture would have more than 100 million pixels.
    """
    with opened(pdf) as document:
        if not 0 <= index < len(document):
            raise RenderingRefusedError(reason_cs="taková strana v něm není", reason_en="there is no such page")
        page = document[index]
        scale = dpi / POINTS_PER_INCH
        width, height = page.get_size()
        if dpi < 1 or not 1 <= width * scale * height * scale <= MOST_PIXELS:
            raise RenderingRefusedError(reason_cs="má nepřípustné rozměry", reason_en="its size is out of bounds")
        bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
        # The bitmap's memory goes with the document; the picture needs its own.
        picture: Image.Image = bitmap.to_pil().convert("RGB").copy()
        bitmap.close()
        return picture


def thumbnail(image_path: Path, *, rotation: int, longest_side_px: int) -> bytes:
    """Return a scan as a small JPEG, turned as its file asks and then by the official.

    Args:
        image_path: an assessed page.
        rotation: the official's turn, clockwise: 0, 90, 180 or 270 degrees.
        longest_side_px: neither side is longer; smaller scans are not made larger.

    Raises:
        PageRefusedError: the file is no page that could have been assessed.
        RenderingRefusedError: `rotation` is no quarter turn, or `longest_side_px` is below 1.
    """
    if rotation % _QUARTER_TURN or longest_side_px < 1:
        raise RenderingRefusedError(reason_cs="žádané otočení nebo rozměr nejsou možné", reason_en="impossible request")
    # Twice the size asked for: the rest of the reduction averages, which keeps small print legible.
    picture = open_for_display(image_path.read_bytes(), least_side_px=2 * longest_side_px)
    small = averageable(picture.image)
    small.thumbnail((longest_side_px, longest_side_px), Image.Resampling.BOX)
    small = turned(on_white(small), (picture.clockwise_degrees + rotation) % 360)
    target = io.BytesIO()
    small.save(target, "JPEG", quality=_QUALITY)
    return target.getvalue()


@contextmanager
def opened(pdf: Path) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF for drawing, as the only one in this process at that time.

    Raises:
        UnreadablePdfError: it is no PDF, is damaged, or asks for a password; also while it is used.
    """
    with _pdfium:
        try:
            # Files handed to a confined process have no place in the file system that PDFium could open.
            document = pypdfium2.PdfDocument(pdf if pdf.resolve().is_file() else pdf.read_bytes())
        except pypdfium2.PdfiumError as error:
            raise UnreadablePdfError(reason=str(error)) from error
        try:
            yield document
        except pypdfium2.PdfiumError as error:
            raise UnreadablePdfError(reason=str(error)) from error
        finally:
            document.close()
