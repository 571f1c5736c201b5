"""The separator sheet is printed, scanned and known again."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from listina.documents.assessment import assess
from listina.documents.page_assessment import PageAssessment
from listina.documents.stack import SEPARATOR_SHEET, separator_sheet

DAY = date(2026, 11, 24)


def scanned(*, dpi: int, turn: float = 0, keep: tuple[float, float, float, float] = (0, 0, 1, 1)) -> bytes:
    """Return the printed sheet as a scanner sees it: grey, a little grain, perhaps turned or cut."""
    with pypdfium2.PdfDocument(separator_sheet()) as pdf:
        page = pdf[0].render(scale=dpi / 72).to_pil().convert("L")
    box = tuple(round(side * edge) for side, edge in zip((*page.size, *page.size), keep, strict=True))
    page = page.crop(box).rotate(turn, expand=True, fillcolor="white")
    buffer = BytesIO()
    page.save(buffer, "JPEG", quality=60, dpi=(dpi, dpi))
    return buffer.getvalue()


def known(assessment: PageAssessment) -> bool:
    return SEPARATOR_SHEET in {finding.code for finding in assessment.findings}


@pytest.mark.parametrize("dpi", [200, 300])
@pytest.mark.parametrize("turn", [0, 90, 180, 2.5])
def test_a_scanned_separator_sheet_is_known(dpi: int, turn: float) -> None:
    assert known(assess(scanned(dpi=dpi, turn=turn), day=DAY))


def test_half_a_sheet_is_enough() -> None:
    assert known(assess(scanned(dpi=200, keep=(0.05, 0, 1, 0.5)), day=DAY))


def test_the_sheet_is_one_a4_page_without_the_name_of_anything_else() -> None:
    with pypdfium2.PdfDocument(separator_sheet()) as pdf:
        assert len(pdf) == 1
        assert [round(side) for side in pdf[0].get_size()] == [595, 842]
        assert "Oddělovací list" in pdf[0].get_textpage().get_text_range()


def test_an_ordinary_page_is_no_separator() -> None:
    page = Image.new("L", (1654, 2339), 240)
    buffer = BytesIO()
    page.save(buffer, "JPEG", dpi=(200, 200))
    assert not known(assess(buffer.getvalue(), day=DAY))
