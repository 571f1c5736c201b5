"""Pages as pictures: as a viewer shows them, and as they come out of the printer."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
from PIL import Image

from listina.documents.printing.errors import Obstacle, PrintNotPossibleError
from listina.documents.printing.reading import opened_for_looking

LONGEST_SIDE_PX = 4000
_QUALITY = 82


def picture_of(document: Path, *, page: int, longest_side_px: int, displayed: bool, monochrome: bool) -> bytes:
    """Return a page as JPEG.

    Args:
        document: a PDF.
        page: from 1.
        longest_side_px: of the picture, 1 to 4000.
        displayed: whether notes and fields are drawn; a print file has none.
        monochrome: whether in shades of grey.

    Raises:
        PrintNotPossibleError: there is no such page, or it cannot be rendered.
    """
    with opened_for_looking(document) as pdf:
        if not 1 <= page <= len(pdf) or not 1 <= longest_side_px <= LONGEST_SIDE_PX:
            raise PrintNotPossibleError(Obstacle.NO_SUCH_PAGE)
        picture = rendered(pdf, page - 1, longest_side_px, displayed=displayed)
    target = io.BytesIO()
    (picture.convert("L") if monochrome else picture).save(target, "JPEG", quality=_QUALITY)
    return target.getvalue()


def rendered(pdf: pypdfium2.PdfDocument, index: int, longest_side_px: int, *, displayed: bool) -> Image.Image:
    """Return a page as an RGB picture whose longer side has so many pixels."""
    page = pdf[index]
    try:
        longest = max(page.get_size())
        if longest <= 0:
            raise PrintNotPossibleError(Obstacle.PAGE_SIZE)
        bitmap = page.render(
            scale=longest_side_px / longest, rev_byteorder=True, draw_annots=displayed, may_draw_forms=displayed
        )
        # The bitmap's memory goes with the document; the picture needs its own.
        picture: Image.Image = bitmap.to_pil().convert("RGB").copy()
        bitmap.close()
    finally:
        page.close()
    return picture
