"""Where print and screen differ is told page by page, with a sentence; where they do not, nothing is told."""

from __future__ import annotations

from pathlib import Path

import img2pdf
import pytest

from documents.printing.annotated_documents import ANNOTATED, DIFFERENT
from documents.printing.drawing import FIGURE, document, typeset
from documents.printing.plain_documents import PLAIN
from listina.documents.printing.facts import DifferenceCode, PageDifference, PrintSurvey
from listina.documents.printing.surveying import survey

TOLD = {
    "notes-partly-printed": (DifferenceCode.ANNOTATION_NOT_PRINTED, 6),
    "note-only-printed": (DifferenceCode.ANNOTATION_ONLY_PRINTED, 1),
    "layer-not-printed": (DifferenceCode.LAYER_NOT_PRINTED, 1),
    "layer-only-printed": (DifferenceCode.LAYER_ONLY_PRINTED, 1),
    "note-drawn-by-nobody": (DifferenceCode.ANNOTATION_WITHOUT_APPEARANCE, 1),
    "picture-with-a-print-alternate": (DifferenceCode.PRINT_ALTERNATE, 1),
    "commands-for-postscript-printers": (DifferenceCode.POSTSCRIPT, 1),
    # PDFium shows a note whose layer is hidden, against ISO 32000-1, table 164.
    "stamps-in-layers": (DifferenceCode.LOOKS_DIFFERENT, 1),
}
SAME = sorted(({*PLAIN, *ANNOTATED} | {"user-unit"}) - set(TOLD))


def surveyed(content: bytes, folder: Path) -> PrintSurvey:
    target = folder / "document.pdf"
    target.write_bytes(content)
    return survey(target)


def content_of(name: str) -> bytes:
    return DIFFERENT[name].document if name in DIFFERENT else {**PLAIN, **ANNOTATED}[name]


@pytest.mark.parametrize("name", TOLD)
def test_what_prints_otherwise_than_it_is_shown_is_told(name: str, tmp_path: Path) -> None:
    (difference,) = surveyed(content_of(name), tmp_path).differences

    assert (difference.page, difference.code, difference.count) == (1, *TOLD[name])
    assert "{" not in difference.text.cs + difference.text.en


def test_nothing_is_told_of_what_prints_as_it_is_shown(tmp_path: Path) -> None:
    told = {name: surveyed(content_of(name), tmp_path).differences for name in SAME}
    assert {name: found for name, found in told.items() if found} == {}


def test_a_page_is_told_by_its_number_size_and_colour(tmp_path: Path) -> None:
    found = surveyed(PLAIN["sizes-mixed"], tmp_path)
    grey = surveyed(typeset("Šedý text. #lorem(50)"), tmp_path).pages[0]
    coloured = surveyed(document(FIGURE), tmp_path).pages[0]

    assert [page.number for page in found.pages] == [1, 2, 3, 4, 5]
    assert [page.paper for page in found.pages] == ["A4", "A3", "A5", "A4", "90\u00a0×\u00a0300\u00a0mm"]
    assert [page.is_larger_than_a4 for page in found.pages] == [False, True, False, False, True]
    assert (grey.is_coloured, coloured.is_coloured) == (False, True)


def test_a_scan_with_a_coloured_stamp_is_coloured(decision_pages: list[Path], tmp_path: Path) -> None:
    pages = surveyed(img2pdf.convert([str(page) for page in decision_pages]), tmp_path).pages
    assert any(page.is_coloured for page in pages)


def test_every_code_has_a_sentence_in_both_languages() -> None:
    for code in DifferenceCode:
        text = PageDifference(page=1, code=code).text
        assert text.cs.endswith(".")
        assert text.en.endswith(".")
