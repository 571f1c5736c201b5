"""A document nobody trusts, opened by two programs that must agree on what it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Dictionary

from listina.documents.printing.annotations import annotations_of, is_field, is_printed, lacks_appearance
from listina.documents.printing.errors import Obstacle, PrintNotPossibleError
from listina.documents.printing.facts import MOST_PAGES

_DRAWING_SCALE = 0.02


@contextmanager
def opened_for_looking(document: Path | bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a document, a file or its bytes, as a viewer does, forms included.

    Raises:
        PrintNotPossibleError: it cannot be opened, has no page, or too many.
    """
    try:
        pdf = pypdfium2.PdfDocument(document if isinstance(document, bytes) else document.read_bytes())
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise PrintNotPossibleError(Obstacle.ENCRYPTED if locked else Obstacle.UNREADABLE) from error
    try:
        pdf.init_forms()
        if not len(pdf):
            raise PrintNotPossibleError(Obstacle.NO_PAGES)
        if len(pdf) > MOST_PAGES:
            raise PrintNotPossibleError(Obstacle.TOO_MANY_PAGES)
        yield pdf
    except pypdfium2.PdfiumError as error:
        raise PrintNotPossibleError(Obstacle.UNREADABLE) from error
    finally:
        pdf.close()


@contextmanager
def opened_for_printing(document: Path | bytes, shown: pypdfium2.PdfDocument) -> Iterator[pikepdf.Pdf]:
    """Open a document to take its pages; whatever a viewer would draw by itself has an appearance of its own in it.

    Args:
        document: the file, or its bytes.
        shown: the same file as a viewer opened it; it may be changed in memory.

    Raises:
        PrintNotPossibleError: it cannot be opened, or has other pages than a viewer shows.
    """
    with _opened(BytesIO(document) if isinstance(document, bytes) else document) as pdf:
        if len(pdf.pages) != len(shown):
            raise PrintNotPossibleError(Obstacle.AMBIGUOUS)
        wanting = _pages_to_draw(pdf)
        if not wanting:
            yield pdf
            return
    drawn = BytesIO()
    for index in wanting:
        # To render a page is what makes PDFium draw the appearances that are missing.
        page = shown[index]
        page.render(scale=_DRAWING_SCALE).close()
        page.close()
    shown.save(drawn)
    with _opened(drawn) as pdf:
        if len(pdf.pages) != len(shown):
            raise PrintNotPossibleError(Obstacle.AMBIGUOUS)
        yield pdf


@contextmanager
def _opened(source: Path | BytesIO) -> Iterator[pikepdf.Pdf]:
    try:
        pdf = pikepdf.open(source)
    except pikepdf.PasswordError as error:
        raise PrintNotPossibleError(Obstacle.ENCRYPTED) from error
    except pikepdf.PdfError as error:
        raise PrintNotPossibleError(Obstacle.UNREADABLE) from error
    with pdf:
        try:
            yield pdf
        except pikepdf.PdfError as error:
            raise PrintNotPossibleError(Obstacle.UNREADABLE) from error


def _pages_to_draw(pdf: pikepdf.Pdf) -> list[int]:
    form = pdf.Root.get("/AcroForm")
    stale = isinstance(form, Dictionary) and bool(form.get("/NeedAppearances", False))
    return [
        index
        for index, page in enumerate(pdf.pages)
        if any(
            is_printed(annotation) and (lacks_appearance(annotation) or (stale and is_field(annotation)))
            for annotation in annotations_of(page.obj)
        )
    ]
