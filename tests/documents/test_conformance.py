"""What is not known to be PDF/A-2b is not approved, and a signature excuses nothing but itself."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import page
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from listina.documents import archive
from listina.documents.assessment import assess
from listina.documents.clause import typeset
from listina.documents.content import content_digest
from listina.documents.image_coding import coded
from listina.law.clause import Standing
from listina.law.wording import ClauseSheet, Row
from listina.trust.signers import SoftwareKey
from listina.trust.signing import PreparedFile, complete, prepare
from listina.trust.timestamps import TimestampClient

SHEET = ClauseSheet(
    title="Doložka",
    subtitle="Zkouška",
    statement="Zkušební strana.",
    rows=(Row(label="Počet stran vstupu", value="1", emphasised=False),),
    paragraphs=(),
    disclaimer="Bez účinků.",
    verification="Nelze ověřit.",
    watermark="ZKOUŠKA",
)


@pytest.fixture
def output(decision_pages: list[Path], tmp_path: Path) -> archive.ComposedFile:
    assessment = assess(decision_pages[0].read_bytes(), day=date(2026, 3, 12))
    placed = archive.PlacedPage(path=decision_pages[0], assessment=assessment, rotation=0)
    page_set = archive.place_pages([placed], tmp_path / "pages.pdf", coded)
    clause = typeset(SHEET, number=None, verification_url=None, standing=Standing.DEMO)
    moment = datetime(2026, 3, 12, 13, 5, 9, tzinfo=UTC)
    info = archive.ArchiveInfo(title="Zkouška", authority_name="Obec Lhota", created_at=moment, number=None)
    return archive.compose(page_set, clause, info, tmp_path / "output.pdf")


@pytest.fixture
def signed(
    output: archive.ComposedFile, official_key: SoftwareKey, timestamp_client: TimestampClient, tmp_path: Path
) -> Path:
    prepared = prepare(
        output.path, tmp_path / "revision", certificate=official_key.certificate, chain=official_key.chain
    )
    value = official_key.sign(prepared.signed_attributes)
    waiting = PreparedFile(source=output.path, revision=tmp_path / "revision")
    return complete(prepared, waiting, value, timestamp_client, tmp_path / "signed.pdf").path


def other_length(content: bytes) -> bytes:
    """Let the length of the scan's stream be one byte short."""
    found = re.search(rb"/Length (\d{6,})", content)
    assert found is not None
    return content.replace(found[0], b"/Length %d" % (int(found[1]) - 1), 1)


def no_line_after_stream(content: bytes) -> bytes:
    return content.replace(b">>\nstream\n", b">> stream ", 1)


def spaced_cross_reference(content: bytes) -> bytes:
    return re.sub(rb"\nxref\n0 ", rb"\nxref \n0 ", content, count=1)


def no_binary_comment(content: bytes) -> bytes:
    head, comment, rest = content.split(b"\n", 2)
    return b"\n".join([head, b"%" + b"a" * (len(comment) - 1), rest])


@pytest.mark.parametrize("damage", [other_length, no_line_after_stream, spaced_cross_reference, no_binary_comment])
def test_syntax_that_readers_forgive_is_not_approved(
    output: archive.ComposedFile, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    good = output.path.read_bytes()
    path = tmp_path / "damaged.pdf"
    path.write_bytes(damage(good))

    assert path.read_bytes() != good
    assert not archive.check_pdfa(path).approved


def add_javascript(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="1")


def ask_for_an_unknown_blend_mode(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Resources.ExtGState = Dictionary(G0=Dictionary(BM=Name.Unheard))


def use_a_font_that_is_not_there(pdf: pikepdf.Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.pages[0].obj.Resources.Font = Dictionary(F0=font)
    pdf.pages[0].contents_add(pdf.make_stream(b"BT /F0 12 Tf (x) Tj ET"))


def drop_the_output_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


@pytest.mark.parametrize(
    "change",
    [add_javascript, ask_for_an_unknown_blend_mode, use_a_font_that_is_not_there, drop_the_output_intent],
)
def test_what_pdfa_forbids_is_not_approved(
    output: archive.ComposedFile, tmp_path: Path, change: Callable[[pikepdf.Pdf], None]
) -> None:
    path = tmp_path / "changed.pdf"
    with pikepdf.open(output.path) as pdf:
        change(pdf)
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable)

    verdict = archive.check_pdfa(path)
    assert not verdict.approved
    assert verdict.findings


def test_a_signed_output_is_approved_by_both_judges_and_keeps_its_digest(
    output: archive.ComposedFile, signed: Path
) -> None:
    assert archive.check_signed_pdfa(signed, output.length) == archive.PdfaVerdict(approved=True, findings=())
    assert page.is_pdf_compliant(str(signed), profile=page.ValidationProfile.PDF_A_2B)
    assert content_digest(signed, 1) == output.content_digest


def test_a_signed_file_does_not_pass_as_an_unsigned_one(signed: Path) -> None:
    verdict = archive.check_pdfa(signed)
    assert not verdict.approved
    assert "/AcroForm" in verdict.findings[0]


@pytest.mark.parametrize("shift", [-2, 1])  # −1 cuts the last line end, which PDF/A allows to be missing
def test_a_signed_file_is_judged_with_its_true_prefix_only(
    output: archive.ComposedFile, signed: Path, shift: int
) -> None:
    assert not archive.check_signed_pdfa(signed, output.length + shift).approved


def test_a_signature_excuses_nothing_that_was_added_beside_it(
    output: archive.ComposedFile, signed: Path, tmp_path: Path
) -> None:
    with pikepdf.open(signed) as pdf:
        form = pdf.Root.AcroForm
        form.XFA = Array([])
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="1")
        pdf.save(tmp_path / "rewritten.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    rewritten = (tmp_path / "rewritten.pdf").read_bytes()
    path = tmp_path / "beside.pdf"
    path.write_bytes(output.path.read_bytes() + rewritten)

    assert not archive.check_signed_pdfa(path, output.length).approved


@pytest.mark.skipif(shutil.which("verapdf") is None, reason="veraPDF is not on the PATH")
def test_verapdf_approves_outputs_before_and_after_the_signature(output: archive.ComposedFile, signed: Path) -> None:
    for path in (output.path, signed):
        read = subprocess.run(
            ["verapdf", "--flavour", "2b", "--format", "text", path], check=True, capture_output=True, text=True
        )
        assert read.stdout.startswith("PASS")
