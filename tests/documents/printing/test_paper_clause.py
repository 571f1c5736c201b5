"""The clause on paper: every word is printed, the codes can be read, stamp and signature have their place together."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from documents.printing.sheets import LONG_AUTHORITY, NUMBER, OFFICIAL, URL, paper_sheet, sheet_maker
from listina.documents.barcodes import read_codes
from listina.documents.errors import ClauseNotTypesetError, ClauseOverflowError, ClauseWithoutWatermarkError
from listina.documents.paper_clause import typeset_paper, typeset_stable
from listina.documents.rendering import page_count, render_page
from listina.law.clause import Standing
from listina.law.paper.sheet_values import Block, PaperSheet, Section, Signing
from listina.law.wording import DISCLAIMER, NUMBER_TO_COME, TEST_WATERMARK, Row

MILLIMETRES_PER_INCH = 25.4
DPI = 200
LONGEST_NUMBER = "X" * 64


def written(sheet: PaperSheet, folder: Path, number: str | None = NUMBER, url: str | None = URL) -> Path:
    target = folder / "clause.pdf"
    standing = Standing.TEST if sheet.watermark else Standing.LIVE
    target.write_bytes(typeset_paper(sheet, number=number, verification_url=url, standing=standing))
    return target


def text_of(pdf: Path, page: int | None = None) -> str:
    pages = [] if page is None else ["-f", str(page), "-l", str(page)]
    read = subprocess.run(["pdftotext", *pages, pdf, "-"], check=True, capture_output=True, text=True).stdout
    return " ".join(read.replace("\u00a0", " ").split())


def codes_of(image: Image.Image) -> set[tuple[str, str]]:
    return {(code.symbology, code.text) for code in read_codes(image)}


def signed_by(name: str) -> PaperSheet:
    return replace(paper_sheet(), signing=Signing(label="Podpis", official_name=name, stamp_label="Razítko"))


@pytest.mark.parametrize(("signatures", "pages"), [(0, 1), (1, 2), (5, 3)])
def test_the_clause_states_as_many_pages_as_it_has(tmp_path: Path, signatures: int, pages: int) -> None:
    content, counted = typeset_stable(
        sheet_maker(signatures), number=NUMBER, verification_url=URL, standing=Standing.TEST
    )
    pdf = tmp_path / "clause.pdf"
    pdf.write_bytes(content)

    assert (counted, page_count(pdf)) == (pages, pages)
    assert f"{4 + pages} (převedený dokument 4, doložka {pages})" in text_of(pdf)


def test_a_number_copied_from_the_clause_is_its_digits_alone(tmp_path: Path) -> None:
    number = "8f4c3a9e2d" * 4
    address = "https://konverze.example/overeni/" + "t3-1/" * 9
    rows = (Row(label="Číslo certifikátu", value=number), Row(label="Adresa", value=address))
    sheet = paper_sheet()
    section = replace(sheet.sections[0], blocks=(Block(rows=rows),))
    clause = written(replace(sheet, sections=(section,)), tmp_path)

    raw = subprocess.run(["pdftotext", clause, "-"], check=True, capture_output=True, text=True).stdout
    assert number in raw
    assert address in "".join(raw.split())
    assert "\u200b" not in raw
    assert "".join(raw.split()).count(NUMBER) == raw.count("T57182711")
    assert "--" not in "".join(raw.split())


@pytest.mark.parametrize("digit", "0123456789")
def test_the_longest_number_of_a_certificate_stays_on_one_line(tmp_path: Path, digit: str) -> None:
    number = digit * 49
    sheet = paper_sheet()
    section = replace(sheet.sections[0], blocks=(Block(rows=(Row(label="Číslo", value=f"{number} (0xab)"),)),))
    clause = written(replace(sheet, sections=(section,)), tmp_path)

    boxes = subprocess.run(["pdftotext", "-bbox", clause, "-"], check=True, capture_output=True, text=True).stdout
    right_edges = re.findall(rf'xMax="([0-9.]+)"[^>]*>{number}<', boxes)
    assert [float(edge) <= (210 - 22) / MILLIMETRES_PER_INCH * 72 for edge in right_edges] == [True]


def test_every_word_of_the_sheet_is_printed(tmp_path: Path) -> None:
    sheet = paper_sheet(signatures=2)
    printed = text_of(written(sheet, tmp_path))

    blocks = [block for section in sheet.sections for block in section.blocks]
    rows = [*sheet.rows, *(row for block in blocks for row in block.rows)]
    sentences = [text for section in sheet.sections for text in section.sentences]
    sentences += [text for block in blocks for text in block.sentences]
    titles = [section.title for section in sheet.sections] + [block.title for block in blocks]
    closing = [text for block in blocks for text in block.closing]
    for phrase in (sheet.title, sheet.subtitle, sheet.statement, DISCLAIMER, TEST_WATERMARK, OFFICIAL, *titles):
        assert phrase in printed
    for phrase in (*sentences, *closing, *(row.value for row in rows)):
        assert phrase in printed


@pytest.mark.parametrize("angle", [0, 2, -2])
@pytest.mark.parametrize("number", [NUMBER, LONGEST_NUMBER])
def test_both_codes_are_read_back_from_the_page_at_200_dpi(tmp_path: Path, angle: int, number: str) -> None:
    url = URL.replace(NUMBER, number)
    picture = render_page(written(paper_sheet(), tmp_path, number, url), 0, dpi=DPI)
    turned = picture.rotate(angle, fillcolor="white", resample=Image.Resampling.BILINEAR)

    assert codes_of(turned) == {("PDF417", number), ("QR", url)}


def test_codes_and_the_place_of_the_stamp_have_their_sizes(tmp_path: Path) -> None:
    clause = written(paper_sheet(is_automated=True, watermark=None), tmp_path)
    page = np.asarray(render_page(clause, 0, dpi=DPI).convert("L"))
    foot = page[-round(52 / MILLIMETRES_PER_INCH * DPI) : -round(20 / MILLIMETRES_PER_INCH * DPI)]
    dark = np.flatnonzero((foot < 100).sum(axis=0) > foot.shape[0] // 3)
    left_half = dark[dark < page.shape[1] // 2 + 60]
    assert (left_half.max() - left_half.min()) / DPI * MILLIMETRES_PER_INCH >= 80

    template = (Path(__file__).parents[3] / "src/listina/documents/paper-clause.typ").read_text()
    assert "#let stamp-place = (width: 66mm, height: 42mm)" in template


def test_stamp_signature_and_codes_stand_together_on_the_last_page_and_not_alone(tmp_path: Path) -> None:
    for signatures in range(6):
        clause = written(paper_sheet(signatures=signatures), tmp_path)
        last = page_count(clause)
        for page in range(1, last + 1):
            found = text_of(clause, page)
            together = {phrase in found for phrase in ("Otisk úředního razítka", OFFICIAL, DISCLAIMER)}
            assert together == {page == last}
            assert (NUMBER in found, f"strana doložky {page} (celkem {last})" in found) == (True, True)
        assert "asové razítko" in text_of(clause, last)
        assert codes_of(render_page(clause, last - 1, dpi=DPI)) == {("PDF417", NUMBER), ("QR", URL)}


def test_an_automated_conversion_has_no_place_to_sign_or_stamp(tmp_path: Path) -> None:
    element = "Konverze byla provedena automatizovaně. Integritu výstupu zabezpečuje zajišťovací prvek: kód QR."
    sheet = paper_sheet(is_automated=True, extra=(Section(title="Zajištění výstupu", sentences=(element,)),))
    printed = text_of(written(sheet, tmp_path))

    assert element in printed
    assert "razítka" not in printed.replace("časového razítka", "")
    assert OFFICIAL not in printed


def test_a_preview_has_no_codes_and_as_many_pages_as_the_clause(tmp_path: Path) -> None:
    for signatures in range(4):
        pages = page_count(written(paper_sheet(signatures=signatures), tmp_path))
        preview = written(paper_sheet(signatures=signatures, is_preview=True), tmp_path, None, None)

        assert page_count(preview) == pages
        assert codes_of(render_page(preview, pages - 1, dpi=DPI)) == set()
        assert NUMBER_TO_COME in text_of(preview, pages)


def test_long_names_are_printed_whole(tmp_path: Path) -> None:
    file_name = "p" * 240 + ".pdf"
    clause = written(paper_sheet(signatures=2, authority=LONG_AUTHORITY, file_name=file_name), tmp_path)

    assert LONG_AUTHORITY in text_of(clause)
    assert file_name in text_of(clause).replace(" ", "")
    margin = np.asarray(render_page(clause, 0, dpi=72).convert("L"))[:, -50:]
    assert margin.min() > 250  # nothing runs into the right margin


def test_strangers_letters_without_shape_or_font_are_printed_as_their_codes(tmp_path: Path) -> None:
    block = Block(rows=(Row(label="Podepisující osoba", value="山 \u202eoga\u200b ☃"),))
    clause = written(paper_sheet(extra=(Section(title="Poznámka", blocks=(block,)),)), tmp_path)

    assert "[U+5C71] [U+202E]oga[U+200B] [U+2603]" in text_of(clause)


def test_values_are_printed_and_never_run(tmp_path: Path) -> None:
    hostile = 'Úřad #panic("x") $x^2$ *tučně* _k_ `kód` \\ @odkaz <značka> "uvozovky" // = [a]'
    assert hostile in text_of(written(paper_sheet(authority=hostile), tmp_path))


@pytest.mark.parametrize("name", ["Jan\u202eNovák", "Jan\u200bNovák", "山田"])
def test_a_name_that_would_be_printed_otherwise_than_recorded_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ClauseNotTypesetError):
        written(signed_by(name), tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_test_clause_without_watermark_is_refused() -> None:
    with pytest.raises(ClauseWithoutWatermarkError):
        typeset_paper(paper_sheet(watermark=None), number=NUMBER, verification_url=URL, standing=Standing.TEST)


def test_a_clause_that_would_be_a_book_is_refused() -> None:
    with pytest.raises(ClauseOverflowError):
        typeset_paper(paper_sheet(signatures=40), number=NUMBER, verification_url=URL, standing=Standing.TEST)


def test_a_thing_longer_than_a_page_is_divided_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    block = Block(title="Podpis 1 z 1", sentences=tuple(f"Věta číslo {n} o podpisu." for n in range(120)))
    clause = written(paper_sheet(extra=(Section(title="Dlouhý oddíl", blocks=(block,)),)), tmp_path)

    printed = text_of(clause)
    assert [n for n in range(120) if f"Věta číslo {n} o podpisu." not in printed] == []


def test_the_same_clause_is_the_same_file_and_is_printed_in_its_size() -> None:
    one, other = (
        typeset_paper(paper_sheet(), number=NUMBER, verification_url=URL, standing=Standing.TEST) for _ in range(2)
    )
    assert one == other
    with pikepdf.open(BytesIO(one)) as pdf:
        assert pdf.Root.ViewerPreferences.PrintScaling == "/None"
