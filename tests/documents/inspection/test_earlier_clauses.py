"""A clause inside the input is found by its words and codes, and § 24(4)(e) applied where it speaks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from fixtures.hostile_pdfs import made
from listina.documents.clause import typeset
from listina.documents.clauses_on_pages import ClauseOnPage
from listina.documents.inspection.earlier import earlier_clauses, folded
from listina.documents.inspection.facts import ClauseDirection, EarlierClause, Inspection
from listina.documents.inspection.inspecting import inspect
from listina.documents.inspection.pages import MOST_SEARCHED_PAGES
from listina.documents.rendering import render_page
from listina.law.admissibility import UntransferableElement
from listina.law.clause import Standing, ToElectronicClause
from listina.law.wording import to_electronic_sheet

NUMBER, CODE = "T42-7-260312140509", "0123456789"
URL = f"https://listina.test/overeni/{NUMBER}/{CODE}/"
HOLOGRAM = UntransferableElement(name="hologram", pages=(1,))


def clause_pdf(elements: tuple[UntransferableElement, ...]) -> bytes:
    clause = ToElectronicClause(
        number=NUMBER,
        authority_name="Městský úřad Kolín",
        input_page_count=3,
        untransferable=elements,
        drawn_up_on=date(2026, 3, 12),
        official_name="Ing. Jana Nováková",
        check_code=CODE,
        content_digest="ab" * 32,
        verification_url=URL,
        standing=Standing.TEST,
    )
    return typeset(to_electronic_sheet(clause), number=NUMBER, verification_url=URL, standing=Standing.TEST)


def with_clause(path: Path, clause: bytes, *, pages: int = 2) -> Path:
    def change(pdf: pikepdf.Pdf) -> None:
        with pikepdf.open(io.BytesIO(clause)) as last:
            pdf.pages.extend(last.pages)

    return made(path, change, pages=pages)


def as_picture(path: Path) -> bytes:
    target = io.BytesIO()
    render_page(path, 0, dpi=150).save(target, "PDF", resolution=150)
    return target.getvalue()


def codes(inspection: Inspection) -> list[str]:
    return [finding.code.value for finding in inspection.findings]


@pytest.mark.parametrize(
    ("elements", "told", "code"), [((HOLOGRAM,), True, "clause_forbids"), ((), False, "earlier_clause")]
)
def test_our_own_clause_is_read(
    tmp_path: Path,
    elements: tuple[UntransferableElement, ...],
    told: bool,  # noqa: FBT001  # a row
    code: str,
) -> None:
    inspection = inspect(with_clause(tmp_path / "input.pdf", clause_pdf(elements)))
    expected = EarlierClause(
        page=3, direction=ClauseDirection.TO_ELECTRONIC, number=NUMBER, check_code=CODE, untransferable=told
    )
    assert inspection.clauses == (expected,)
    assert codes(inspection) == [code]
    assert (inspection.findings[0].pages, inspection.findings[0].names) == ((3,), (NUMBER,))
    assert inspection.findings[0].letter == ("e" if told else "")


def test_a_scanned_clause_is_found_by_its_code_and_the_official_asked(tmp_path: Path) -> None:
    (tmp_path / "clause.pdf").write_bytes(clause_pdf((HOLOGRAM,)))
    inspection = inspect(with_clause(tmp_path / "input.pdf", as_picture(tmp_path / "clause.pdf")))
    assert inspection.clauses == (
        EarlierClause(page=3, direction=ClauseDirection.UNKNOWN, number=NUMBER, check_code=CODE, untransferable=None),
    )
    assert codes(inspection) == ["clause_unclear"]
    assert inspection.questions[0].letter == "e"


def test_a_clause_on_a_picture_in_the_middle_is_found(tmp_path: Path) -> None:
    (tmp_path / "clause.pdf").write_bytes(clause_pdf(()))
    scanned = with_clause(tmp_path / "first.pdf", as_picture(tmp_path / "clause.pdf"), pages=1)
    with pikepdf.open(scanned, allow_overwriting_input=True) as pdf:
        for _ in range(6):
            pdf.add_blank_page()
        pdf.save()
    assert [clause.page for clause in inspect(scanned).clauses] == [2]


def test_pictures_that_were_not_searched_are_named(tmp_path: Path) -> None:
    (finding,) = inspect(made(tmp_path / "input.pdf", pages=MOST_SEARCHED_PAGES + 2)).findings
    assert finding.code == "clauses_not_sought"
    assert finding.pages == (1, 2)


def told_by(*texts: str) -> Sequence[EarlierClause]:
    return earlier_clauses([folded(text) for text in texts], {})


STATE = (
    "Ověřovací doložka konverze do dokumentu obsaženého v datové zprávě\nOvěřuji pod pořadovým číslem "
    "12345678-100200-120131093045, že tento dokument, který vznikl převedením vstupu v listinné podobě do podoby "
    "elektronické, skládající se z 3 listů, se doslovně shoduje s obsahem vstupu.\n"
)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Zajišťovací prvek: suchá pečeť", True),
        ("Zajišťovací prvek: bez zajišťovacího prvku", False),
        ("Zajišťovací prvek: ne", False),
        ("Vstup bez viditelného zajišťovacího prvku.", False),
        ("Vstup obsahuje viditelný prvek, který nelze plně přenést na výstup.", True),
        ("Vstup neobsahuje viditelný prvek, který nelze plně přenést na výstup.", False),
        ("Vstup obsahuje: hologram (strana 1).", True),
        ("Výstup nelze dále konvertovat.", True),
        ("Vstup takový prvek neobsahuje. Zajišťovací prvek: vodoznak", None),
        ("Vystavil: Městský úřad Kolín", None),
    ],
)
def test_the_words_of_the_state_are_understood(sentence: str, told: bool | None) -> None:  # noqa: FBT001  # a row
    assert told_by("Rozhodnutí", STATE + sentence) == (
        EarlierClause(
            page=2,
            direction=ClauseDirection.TO_ELECTRONIC,
            number="12345678-100200-120131093045",
            check_code=None,
            untransferable=told,
        ),
    )


def test_a_clause_to_paper_is_told_apart() -> None:
    (clause,) = told_by(
        "Doložka konverze z moci úřední do dokumentu v listinné podobě\nPořadové číslo: 1-2-250101120000"
    )
    assert (clause.direction, clause.number) == (ClauseDirection.TO_PAPER, "1-2-250101120000")


def test_letters_without_their_marks_are_read() -> None:
    (clause,) = told_by("Doložka  konverze do\ndokumentu obsazˇeného v datové zprávˇe. Porˇadové cˇíslo 1-2-3")
    assert clause.number == "1-2-3"


def test_a_text_about_clauses_is_no_clause() -> None:
    assert told_by("Doložka konverze do dokumentu obsaženého v datové zprávě se považuje za součást výstupu.") == ()
    assert told_by("Konverze se neprovádí, uvádí-li doložka viditelný prvek.") == ()


def test_of_two_clauses_each_speaks_for_itself() -> None:
    first, second = told_by(
        STATE + "Vstup takový prvek neobsahuje.", STATE.replace("12345678", "9") + "Výstup nelze dále konvertovat."
    )
    assert (first.untransferable, second.untransferable) == (False, True)


def test_the_clause_goes_on_over_the_page() -> None:
    (clause,) = told_by(STATE, "Výstup nelze dále konvertovat.")
    assert clause.untransferable is True


def test_a_code_of_another_number_is_another_clause() -> None:
    code = ClauseOnPage(number="7-7-7", check_code=None)
    clauses = earlier_clauses([folded(STATE + "Vstup takový prvek neobsahuje.")], {1: (code, code)})
    assert [clause.number for clause in clauses] == ["12345678-100200-120131093045", "7-7-7"]
    assert clauses[1].untransferable is None


def test_an_image_without_code_is_no_clause(tmp_path: Path) -> None:
    target = io.BytesIO()
    Image.new("RGB", (1240, 1754), "white").save(target, "PDF", resolution=150)
    assert inspect(with_clause(tmp_path / "input.pdf", target.getvalue())).clauses == ()
