"""Outputs: the pages as received, the clause behind them, PDF/A-2b approved by two judges."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import page
import pikepdf
import pytest
from PIL import Image

from listina.documents import archive
from listina.documents.assessment import assess
from listina.documents.clause import typeset
from listina.documents.coded_image import CodedImage
from listina.documents.content import content_digest
from listina.documents.errors import (
    ContentNotRecognisedError,
    NoPagesError,
    PageNotPlacedError,
    StoredPageChangedError,
    UnreadablePdfError,
)
from listina.documents.image_coding import coded
from listina.law.clause import Standing, ToElectronicClause
from listina.law.wording import to_electronic_sheet

DAY = date(2026, 3, 12)
INFO = archive.ArchiveInfo(
    title="Výstup autorizované konverze dokumentů T1-7-260312140509",
    authority_name="Městský úřad Lhota",
    created_at=datetime(2026, 3, 12, 13, 5, 9, tzinfo=UTC),
    number="T1-7-260312140509",
)


def placed(path: Path, *, dpi: int | None = None, rotation: int = 0) -> archive.PlacedPage:
    assessment = assess(path.read_bytes(), day=DAY, declared_dpi=dpi)
    return archive.PlacedPage(path=path, assessment=assessment, rotation=rotation)


def clause_pdf(digest: str, pages: int) -> bytes:
    number, url = str(INFO.number), f"https://listina.test/overeni/{INFO.number}/ABCDE12345/"
    clause = ToElectronicClause(
        number=number,
        authority_name=INFO.authority_name,
        input_page_count=pages,
        untransferable=(),
        drawn_up_on=DAY,
        official_name="Mgr. Jana Nováková",
        check_code="ABCDE12345",
        content_digest=digest,
        verification_url=url,
        standing=Standing.TEST,
    )
    return typeset(to_electronic_sheet(clause), number=number, verification_url=url, standing=Standing.TEST)


def composed(pages: Sequence[archive.PlacedPage], folder: Path, name: str = "output.pdf") -> archive.ComposedFile:
    page_set = archive.place_pages(pages, folder / "pages.pdf", coded)
    return archive.compose(page_set, clause_pdf(page_set.content_digest, page_set.page_count), INFO, folder / name)


def test_a_jpeg_comes_out_byte_for_byte_as_it_went_in(decision_pages: list[Path], tmp_path: Path) -> None:
    output = composed([placed(path) for path in decision_pages], tmp_path)

    subprocess.run(["pdfimages", "-all", output.path, tmp_path / "image"], check=True)
    images = sorted(tmp_path.glob("image-*.jpg"))[:3]
    assert [image.read_bytes() for image in images] == [path.read_bytes() for path in decision_pages]
    assert (output.page_count, output.clause_page_count) == (4, 1)


def test_two_judges_and_qpdf_approve_the_output(decision_pages: list[Path], tmp_path: Path) -> None:
    output = composed([placed(path) for path in decision_pages], tmp_path)

    assert archive.check_pdfa(output.path) == archive.PdfaVerdict(approved=True, findings=())
    assert page.is_pdf_compliant(str(output.path), profile=page.ValidationProfile.PDF_A_2B)
    checked = subprocess.run(["qpdf", "--check", output.path], check=True, capture_output=True, text=True)
    assert "No syntax or stream encoding errors" in checked.stdout
    assert output.path.read_bytes().endswith(b"%%EOF\n")


def test_equal_inputs_give_equal_bytes(decision_pages: list[Path], tmp_path: Path) -> None:
    pages = [placed(decision_pages[0])]

    assert composed(pages, tmp_path, "one.pdf").sha256 == composed(pages, tmp_path, "two.pdf").sha256


def test_the_metadata_name_the_output_and_its_number(decision_pages: list[Path], tmp_path: Path) -> None:
    output = composed([placed(decision_pages[0])], tmp_path)

    with pikepdf.open(output.path) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == INFO.title
        assert metadata["dc:identifier"] == INFO.number
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")


def test_order_and_turns_are_kept_as_given(decision_pages: list[Path], tmp_path: Path) -> None:
    first, second, _ = decision_pages
    output = composed([placed(second, rotation=90), placed(first)], tmp_path)

    with pikepdf.open(output.path) as pdf:
        assert [int(sheet.obj.get("/Rotate", 0)) for sheet in pdf.pages] == [90, 0, 0]
        raw = [next(iter(sheet.obj.Resources.XObject.values())).read_raw_bytes() for sheet in list(pdf.pages)[:2]]
    assert raw == [second.read_bytes(), first.read_bytes()]


def test_a_page_is_as_large_as_its_scan(decision_pages: list[Path], tmp_path: Path) -> None:
    output = composed([placed(decision_pages[0])], tmp_path)

    with pikepdf.open(output.path) as pdf:
        width, height = (float(value) for value in pdf.pages[0].mediabox[2:])
    assert (width, height) == pytest.approx((2480 * 72 / 300, 3508 * 72 / 300), abs=0.01)


@pytest.mark.parametrize("name", ["typewriter.png", "linn.png"])
def test_a_real_scan_without_dpi_is_converted_at_the_declared_one(shared_data: Path, tmp_path: Path, name: str) -> None:
    scan = shared_data / "scans" / name
    output = composed([placed(scan, dpi=300)], tmp_path)

    assert archive.check_pdfa(output.path).approved
    with Image.open(scan) as image, pikepdf.open(output.path) as pdf:
        assert float(pdf.pages[0].mediabox[2]) == pytest.approx(image.width * 72 / 300, abs=0.01)


def test_alpha_and_cmyk_become_colours_on_white(tmp_path: Path) -> None:
    alpha, cmyk = tmp_path / "alpha.png", tmp_path / "cmyk.jpg"
    Image.new("RGBA", (600, 800), (255, 0, 0, 0)).save(alpha, dpi=(300, 300))
    Image.new("CMYK", (600, 800), (0, 255, 255, 0)).save(cmyk, dpi=(300, 300))

    output = composed([placed(alpha), placed(cmyk)], tmp_path)

    assert page.is_pdf_compliant(str(output.path), profile=page.ValidationProfile.PDF_A_2B)
    subprocess.run(["pdfimages", "-png", "-l", "2", output.path, tmp_path / "flat"], check=True)
    colours = [Image.open(path).convert("RGB").getpixel((5, 5)) for path in sorted(tmp_path.glob("flat-*.png"))]
    assert colours[0] == (255, 255, 255)
    assert colours[1] == (255, 0, 0)


def test_a_file_that_was_exchanged_after_its_assessment_is_refused(decision_pages: list[Path], tmp_path: Path) -> None:
    copy = tmp_path / "scan.jpg"
    copy.write_bytes(decision_pages[0].read_bytes())
    kept = placed(copy)
    copy.write_bytes(decision_pages[1].read_bytes())

    with pytest.raises(StoredPageChangedError):
        archive.place_pages([kept], tmp_path / "pages.pdf", coded)
    assert not (tmp_path / "pages.pdf").exists()


def test_without_pages_or_resolution_nothing_is_written(shared_data: Path, tmp_path: Path) -> None:
    with pytest.raises(NoPagesError):
        archive.place_pages([], tmp_path / "pages.pdf", coded)
    with pytest.raises(PageNotPlacedError):
        archive.place_pages([placed(shared_data / "scans" / "linn.png")], tmp_path / "pages.pdf", coded)
    assert list(tmp_path.iterdir()) == []


def test_a_scan_that_must_be_decoded_is_coded_alone(
    decision_pages: list[Path], shared_data: Path, tmp_path: Path
) -> None:
    together: list[list[int]] = []

    def watched(scans: Mapping[int, bytes]) -> Mapping[int, CodedImage]:
        together.append(list(scans))
        return coded(scans)

    png = placed(shared_data / "scans" / "linn.png", dpi=300)
    first, second, third = (placed(path) for path in decision_pages)
    assert archive.place_pages([first, second, png, png, third], tmp_path, watched).page_count == 5
    assert together == [[1, 2], [3], [4], [5]]


def test_the_content_digest_follows_pages_order_and_turn_and_nothing_else(
    decision_pages: list[Path], tmp_path: Path
) -> None:
    pages = [placed(path) for path in decision_pages]
    output = composed(pages, tmp_path)
    turned = [*pages[:2], placed(decision_pages[2], rotation=180)]

    assert content_digest(output.path, 3) == output.content_digest
    others = {
        archive.place_pages(pages[::-1], tmp_path / "a.pdf", coded).content_digest,
        archive.place_pages(turned, tmp_path / "b.pdf", coded).content_digest,
        archive.place_pages(pages[:2], tmp_path / "c.pdf", coded).content_digest,
    }
    assert len(others) == 3
    assert output.content_digest not in others


def test_one_changed_byte_of_a_scan_changes_the_content_digest(decision_pages: list[Path], tmp_path: Path) -> None:
    output = composed([placed(decision_pages[0])], tmp_path)
    content = bytearray(output.path.read_bytes())
    content[content.index(b"stream\n\xff\xd8") + 500_000] ^= 1
    tampered = tmp_path / "tampered.pdf"
    tampered.write_bytes(content)

    assert content_digest(tampered, 1) != output.content_digest


def test_what_is_no_output_has_no_content_digest(decision_pages: list[Path], tmp_path: Path) -> None:
    output = composed([placed(decision_pages[0])], tmp_path)
    with pytest.raises(ContentNotRecognisedError):
        content_digest(output.path, 2)  # the second page is the clause, which is text
    with pytest.raises(ContentNotRecognisedError):
        content_digest(output.path, 9)
    with pytest.raises(UnreadablePdfError):
        content_digest(decision_pages[0], 1)


def test_damage_that_readers_repair_is_not_approved(decision_pages: list[Path], tmp_path: Path) -> None:
    output = composed([placed(decision_pages[0])], tmp_path)
    good = output.path.read_bytes()
    damaged = {
        "header": good.replace(b"%PDF-1.", b"\n%PDF-1.", 1),
        "no id": good.replace(b"/ID [", b"/IX [", 1),
        "tail": good + b"more",
        "startxref": good[: good.rindex(b"startxref")] + b"startxref\n7\n%%EOF\n",
        "no PDF": b"nothing",
    }
    for name, content in damaged.items():
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(content)
        verdict = archive.check_pdfa(path)
        assert not verdict.approved, name
        assert verdict.findings, name


def test_an_unsigned_file_does_not_pass_as_a_signed_one(decision_pages: list[Path], tmp_path: Path) -> None:
    output = composed([placed(decision_pages[0])], tmp_path)

    assert not archive.check_signed_pdfa(output.path, output.length).approved
    grown = tmp_path / "grown.pdf"
    grown.write_bytes(output.path.read_bytes() + b"1 0 obj null endobj\n%%EOF\n")
    assert not archive.check_signed_pdfa(grown, output.length).approved
