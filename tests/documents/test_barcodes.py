"""The codes of the clause are read back from paper: printed, scanned askew, with noise and compression."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import typst
from PIL import Image

from fixtures.scans import noisy
from listina.documents.barcodes import ReadCode, Symbology, pdf417_svg, qr_svg, read_codes
from listina.documents.errors import BarcodeNotPossibleError
from listina.documents.rendering import render_page

NUMBER = "T1-1-260312100000"
LONGEST_NUMBER = "T" + "9" * 63
ADDRESS = "https://konverze.listina.test/overeni/T1-1-260312100000/0123456789/"
SCANNER_DPI = 200


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Image.Image]:
    """Print a number and the address on an A4 page, 80 mm and 30 mm wide, as a scanner of 200 dpi sees it at best."""

    @cache
    def page(number: str) -> Image.Image:
        folder = tmp_path_factory.mktemp("printed")
        (folder / "number.svg").write_text(pdf417_svg(number))
        (folder / "address.svg").write_text(qr_svg(ADDRESS))
        (folder / "page.typ").write_text(
            '#set page(paper: "a4", margin: 20mm)\n'
            '#image("number.svg", width: 80mm)\n'
            '#image("address.svg", width: 30mm)\n'
        )
        typst.compile(str(folder / "page.typ"), output=str(folder / "page.pdf"))
        return render_page(folder / "page.pdf", 0, dpi=SCANNER_DPI)

    return page


def scanned(page: Image.Image, degrees: float) -> Image.Image:
    turned = page.convert("L").rotate(-degrees, Image.Resampling.BICUBIC, fillcolor="white")
    target = io.BytesIO()
    noisy(turned, strength=20).save(target, "JPEG", quality=50)
    return Image.open(io.BytesIO(target.getvalue()))


@pytest.mark.parametrize("degrees", [-4, -2, -0.7, 0, 0.7, 2, 4])
@pytest.mark.parametrize("number", [NUMBER, LONGEST_NUMBER], ids=["usual", "longest"])
def test_both_codes_survive_printing_and_scanning(
    printed: Callable[[str], Image.Image], degrees: float, number: str
) -> None:
    found = read_codes(scanned(printed(number), degrees))
    assert set(found) == {
        ReadCode(symbology=Symbology.PDF417, text=number),
        ReadCode(symbology=Symbology.QR, text=ADDRESS),
    }
    assert len(found) == 2


@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_a_page_scanned_sideways_or_upside_down_is_read(printed: Callable[[str], Image.Image], quarter: int) -> None:
    page = printed(NUMBER).rotate(quarter, expand=True)
    assert {code.text for code in read_codes(noisy(page.convert("L")))} == {NUMBER, ADDRESS}


def test_a_page_without_codes_has_none(decision_pages: list[Path]) -> None:
    with Image.open(decision_pages[0]) as page:
        assert read_codes(page.reduce(2)) == ()


def test_pictures_of_any_mode_can_be_read(printed: Callable[[str], Image.Image]) -> None:
    page = printed(NUMBER)
    for mode in ("1", "L", "P", "RGBA", "CMYK"):
        assert {code.text for code in read_codes(page.convert(mode))} == {NUMBER, ADDRESS}


@pytest.mark.parametrize("svg", [pdf417_svg(NUMBER), qr_svg(ADDRESS)], ids=["PDF417", "QR"])
def test_the_codes_are_vectors(svg: str) -> None:
    root = ET.fromstring(svg)  # noqa: S314  # made by ourselves
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "image" not in {element.tag.rpartition("}")[2] for element in root.iter()}


def test_a_longer_number_makes_the_symbol_higher_and_not_finer() -> None:
    widths = {ET.fromstring(pdf417_svg(text)).get("width") for text in (NUMBER, LONGEST_NUMBER)}  # noqa: S314  # ours
    assert len(widths) == 1


@pytest.mark.parametrize("text", ["", "9" * 8000])
def test_what_does_not_fit_is_refused(text: str) -> None:
    with pytest.raises(BarcodeNotPossibleError):
        qr_svg(text)
    with pytest.raises(BarcodeNotPossibleError):
        pdf417_svg(text)
