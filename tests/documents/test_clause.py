"""The clause page: every word printed, both codes read back from a 200 dpi picture, values never taken as source."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from listina.documents import probe
from listina.documents.barcodes import read_codes
from listina.documents.clause import typeset
from listina.documents.errors import ClauseNotTypesetError, ClauseOverflowError, ClauseWithoutWatermarkError
from listina.documents.rendering import page_count, render_page
from listina.law.admissibility import UntransferableElement
from listina.law.clause import Standing, ToElectronicClause
from listina.law.wording import DISCLAIMER, NUMBER_TO_COME, TEST_WATERMARK, ClauseSheet, to_electronic_sheet

NUMBER = "T57182711-12345-260312140509"
URL = f"https://listina.test/overeni/{NUMBER}/ABCDE12345/"
LATIN_2 = bytes(range(0xC0, 0xFF)).decode("iso8859-2").replace("÷", "").replace("×", "") + "ĄąĽľŁłŚśŞşŤťŹźŽžŻż"
LATIN_EXTENDED_A = "".join(map(chr, range(0x100, 0x180)))
LETTERS = LATIN_2 + LATIN_EXTENDED_A


def clause(
    *,
    name: str = "Městský úřad Žďár nad Sázavou",
    elements: tuple[UntransferableElement, ...] = (),
    preview: bool = False,
) -> ToElectronicClause:
    return ToElectronicClause(
        number=None if preview else NUMBER,
        authority_name=name,
        input_page_count=3,
        untransferable=elements,
        drawn_up_on=date(2026, 3, 12),
        official_name="Mgr. Šárka Řeháčková-Ťuříková, Ph.D.",
        check_code=None if preview else "ABCDE12345",
        content_digest="9edf05c441e105e20bb8ab61cd52ee7b7d928ba6ededd2e392b5492e0b253b2c",
        verification_url=None if preview else URL,
        standing=Standing.TEST,
    )


def written(value: ToElectronicClause, folder: Path) -> Path:
    target = folder / "clause.pdf"
    target.write_bytes(
        typeset(
            to_electronic_sheet(value), number=value.number, verification_url=value.verification_url,
            standing=value.standing,
        )
    )  # fmt: skip
    return target


def text_of(pdf: Path) -> str:
    read = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout
    return " ".join(read.replace("\u00a0", " ").split())


def codes_of(image: Image.Image) -> set[tuple[str, str]]:
    return {(code.symbology, code.text) for code in read_codes(image)}


def test_every_word_of_the_sheet_is_printed(tmp_path: Path) -> None:
    pdf = written(clause(), tmp_path)
    text = text_of(pdf)

    assert page_count(pdf) == 1
    for phrase in (
        NUMBER,
        DISCLAIMER,
        TEST_WATERMARK,
        "12. 3. 2026",
        "Mgr. Šárka Řeháčková-Ťuříková, Ph.D.",
        "ABCDE12345",
    ):
        assert phrase in text
    assert "Počet stran vstupu 3" in text


@pytest.mark.parametrize("angle", [0, 2, -2])
def test_both_codes_are_read_back_from_the_page_at_200_dpi(tmp_path: Path, angle: int) -> None:
    picture = render_page(written(clause(), tmp_path), 0, dpi=200)
    turned = picture.rotate(angle, fillcolor="white", resample=Image.Resampling.BILINEAR)

    assert codes_of(turned) == {("PDF417", NUMBER), ("QR", URL)}


def test_many_elements_go_on_to_a_second_page_and_the_codes_with_them(tmp_path: Path) -> None:
    elements = tuple(UntransferableElement(name=f"suchá pečeť číslo {n}", pages=(1, 3)) for n in range(30))
    pdf = written(clause(elements=elements), tmp_path)

    assert page_count(pdf) == 2
    assert codes_of(render_page(pdf, 0, dpi=200)) == set()
    assert codes_of(render_page(pdf, 1, dpi=200)) == {("PDF417", NUMBER), ("QR", URL)}
    text = text_of(pdf)
    assert "strana 2 (celkem 2)" in text
    assert "suchá pečeť číslo 29" in text
    assert text.count(NUMBER) >= 3


def test_a_clause_that_would_be_a_book_is_refused() -> None:
    elements = tuple(UntransferableElement(name=f"{'razítko ' * 20}{n}", pages=(1,)) for n in range(200))
    with pytest.raises(ClauseOverflowError):
        written(clause(elements=elements), Path("/nowhere"))


def test_values_are_printed_and_never_run(tmp_path: Path) -> None:
    hostile = 'Úřad #panic("x") $x^2$ *tučně* _k_ `kód` \\ @odkaz <značka> "uvozovky" // = [a]'
    assert hostile in text_of(written(clause(name=hostile), tmp_path))


@pytest.mark.parametrize("mark", ["\u202e", "\u2067", "\u200b", "\u00ad", "\ufeff", "\x00"])
def test_characters_that_would_print_a_name_otherwise_than_recorded_are_refused(tmp_path: Path, mark: str) -> None:
    with pytest.raises(ClauseNotTypesetError, match=rf"U\+{ord(mark):04X}"):
        written(clause(name=f"Úřad {mark}abc"), tmp_path)


def test_a_letter_that_no_font_has_is_refused_and_not_left_out(tmp_path: Path) -> None:
    with pytest.raises(ClauseNotTypesetError):
        written(clause(name="Úřad 漢字"), tmp_path)


def test_no_word_of_the_watermark_stands_between_the_lines_of_who_copies_them(tmp_path: Path) -> None:
    live = replace(clause(), standing=Standing.LIVE)
    with_watermark, without = text_of(written(clause(), tmp_path)), text_of(written(live, tmp_path))

    assert with_watermark == f"{TEST_WATERMARK} {without}"


def test_the_watermark_is_seen_on_every_page_of_a_clause_without_effects(tmp_path: Path) -> None:
    elements = tuple(UntransferableElement(name=f"suchá pečeť číslo {n}", pages=(1, 3)) for n in range(30))
    pdf = written(clause(elements=elements), tmp_path)

    for index in range(page_count(pdf)):
        red, green, blue = np.asarray(render_page(pdf, index, dpi=50), dtype=np.int16).transpose(2, 0, 1)
        pale = (red > 235) & (red - green > 12) & (abs(green - blue) < 6)
        assert pale.sum() > 500, index
    assert text_of(pdf).count(TEST_WATERMARK) == page_count(pdf)


def test_the_fonts_are_embedded_as_truetype_outlines(tmp_path: Path) -> None:
    listed = subprocess.run(
        ["pdffonts", written(clause(), tmp_path)], check=True, capture_output=True, text=True
    ).stdout.splitlines()[2:]
    assert listed
    assert all("CID TrueType" in line and "yes yes yes" in line for line in listed)


def test_every_letter_of_latin_2_and_latin_extended_a_is_printed(tmp_path: Path) -> None:
    text = text_of(written(clause(name=" ".join(LETTERS)), tmp_path))
    assert [letter for letter in LETTERS if letter not in text] == []


def test_a_preview_has_no_number_and_no_codes(tmp_path: Path) -> None:
    pdf = written(clause(preview=True), tmp_path)

    assert codes_of(render_page(pdf, 0, dpi=200)) == set()
    assert NUMBER_TO_COME in text_of(pdf)


def test_a_clause_without_effects_is_not_typeset_without_saying_so() -> None:
    sheet = to_electronic_sheet(clause())
    silent = ClauseSheet(
        title=sheet.title,
        subtitle=sheet.subtitle,
        statement=sheet.statement,
        rows=sheet.rows,
        paragraphs=sheet.paragraphs,
        disclaimer=sheet.disclaimer,
        verification=sheet.verification,
        watermark=None,
    )
    with pytest.raises(ClauseWithoutWatermarkError):
        typeset(silent, number=NUMBER, verification_url=URL, standing=Standing.DEMO)


def test_the_probe_of_a_healthy_machine_finds_nothing() -> None:
    assert probe.check() == ()
