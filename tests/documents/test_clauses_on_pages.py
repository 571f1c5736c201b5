"""Clauses of earlier conversions are found on scans and named; other codes are no clauses."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest
from PIL import Image

from fixtures.scans import A4_AT_200_DPI, askew, encoded, noisy, written_page
from listina.documents.assessment import assess
from listina.documents.barcodes import ReadCode, Symbology
from listina.documents.clause import typeset
from listina.documents.clauses_on_pages import ClauseOnPage, claimed
from listina.documents.findings import Finding, Severity
from listina.law.clause import Standing, ToElectronicClause
from listina.law.wording import to_electronic_sheet

TODAY = date(2026, 3, 12)
NUMBER, CODE = "T42-7-260312140509", "0123456789"
URL = f"https://listina.test/overeni/{NUMBER}/{CODE}/"


@pytest.fixture(scope="module")
def printed_clause() -> Image.Image:
    """A clause as it would come out of a printer, at 200 dpi."""
    clause = ToElectronicClause(
        number=NUMBER,
        authority_name="Městský úřad Kolín",
        input_page_count=3,
        untransferable=(),
        drawn_up_on=TODAY,
        official_name="Ing. Jana Nováková",
        check_code=CODE,
        content_digest="ab" * 32,
        verification_url=URL,
        standing=Standing.TEST,
    )
    pdf = typeset(to_electronic_sheet(clause), number=NUMBER, verification_url=URL, standing=Standing.TEST)
    with pypdfium2.PdfDocument(pdf) as document:
        picture: Image.Image = document[0].render(scale=200 / 72).to_pil().convert("RGB")
    return picture


def clause_findings(image: Image.Image, dpi: float | None = 200) -> list[Finding]:
    found = assess(encoded(image, dpi=dpi), day=TODAY).findings
    return [finding for finding in found if finding.code == "clause_on_page"]


@pytest.mark.parametrize("quarter_turns", [0, 1, 2, 3])
def test_a_scanned_clause_is_named_whichever_way_it_lies(printed_clause: Image.Image, quarter_turns: int) -> None:
    turned = printed_clause.rotate(90 * quarter_turns, expand=True)
    (finding,) = clause_findings(noisy(turned))
    assert finding.values == {"number": NUMBER, "check_code": CODE}
    assert finding.severity is Severity.WARNING
    assert NUMBER in finding.cs


@pytest.mark.parametrize("dpi", [150, 300, 600])
def test_a_clause_is_found_at_the_usual_resolutions(printed_clause: Image.Image, dpi: int) -> None:
    size = (printed_clause.width * dpi // 200, printed_clause.height * dpi // 200)
    (finding,) = clause_findings(printed_clause.resize(size, Image.Resampling.LANCZOS), dpi)
    assert finding.values["number"] == NUMBER


def test_a_clause_is_found_without_a_known_resolution_and_a_little_askew(printed_clause: Image.Image) -> None:
    (finding,) = clause_findings(askew(printed_clause, 1.5), dpi=None)
    assert finding.values["number"] == NUMBER


def test_an_ordinary_page_bears_no_clause() -> None:
    assert clause_findings(written_page(1, size=A4_AT_200_DPI)) == []


@pytest.mark.parametrize(
    ("symbology", "text", "clause"),
    [
        (Symbology.QR, URL, ClauseOnPage(number=NUMBER, check_code=CODE)),
        (Symbology.QR, URL.rstrip("/"), ClauseOnPage(number=NUMBER, check_code=CODE)),
        (
            Symbology.PDF417,
            "123456-78910-120305101112",
            ClauseOnPage(number="123456-78910-120305101112", check_code=None),
        ),
        (Symbology.QR, "https://example.org/overeni/", None),
        (Symbology.QR, f"https://example.org/overeni/{NUMBER}/kratky/", None),
        (Symbology.QR, "SPD*1.0*ACC:CZ58", None),
        (Symbology.PDF417, "zásilka RR123456789CZ", None),
        (Symbology.PDF417, "1" * 65, None),
    ],
)
def test_only_the_codes_of_clauses_are_taken_for_clauses(
    symbology: Symbology, text: str, clause: ClauseOnPage | None
) -> None:
    assert claimed([ReadCode(symbology=symbology, text=text)]) == (() if clause is None else (clause,))


def test_both_codes_of_one_clause_are_one_clause_with_its_check_code() -> None:
    codes = [ReadCode(symbology=Symbology.PDF417, text=NUMBER), ReadCode(symbology=Symbology.QR, text=URL)]
    assert claimed(codes) == (ClauseOnPage(number=NUMBER, check_code=CODE),)
