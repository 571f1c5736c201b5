"""Real scans become an output that other people's programs accept."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest

from fixtures.conversions import GOOD_ANSWERS, House
from listina.conversions import queries
from listina.conversions.cases import CaseView
from listina.conversions.verification import Verdict, verify_file
from listina.database.scope import authority_scope
from listina.documents.barcodes import Symbology, read_codes
from listina.documents.rendering import render_page
from listina.law.admissibility import UntransferableElement
from listina.law.evidence import PartialDate
from listina.trust.tokens import imprint


def run(*command: str | Path) -> str:
    """Run a program that Debian has; return what it says, errors included."""
    program = shutil.which(str(command[0]))
    if program is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def converted(house: House, scans: list[Path], *, dpi: int | None = None) -> tuple[CaseView, Path]:
    """Convert the scans as an official would; return the case and the path of the output."""
    service, actor = house.service, house.actor
    case_id = service.open(actor, agenda_code="A1", purpose="Spis", reference_number="MULH/1/2026")
    service.answer(actor, case_id, GOOD_ANSWERS)
    for scan in scans:
        (page,) = service.attach_file(actor, case_id, content=scan.read_bytes(), filename=scan.name, declared_dpi=dpi)
        if any(finding.code == "one_bit" for finding in page.findings):
            service.allow_one_bit(actor, case_id, page.id)
        service.compare_page(actor, case_id, page.id, agrees=True)
    service.state_page_count(actor, case_id, len(scans))
    service.declare_agreement(actor, case_id)
    service.state_untransferable(actor, case_id, [UntransferableElement(name="suchá pečeť", pages=(1,))])
    service.describe(
        actor,
        case_id,
        designation="Rozhodnutí Městského úřadu Lhota",
        drawn_up_on=PartialDate(year=2026, month=2),
        no_date=False,
    )
    house.finished(case_id)
    return house.view(case_id), queries.output_path(service, actor, case_id)


def kept(house: House, case_id: UUID) -> tuple[bytes, bytes]:
    """Return the signature's value and the timestamp token of a case."""
    from listina.conversions.models import Case  # noqa: PLC0415  # only the tests of foreign programs look inside

    with authority_scope(house.actor.authority_id):
        case = Case.objects.get(id=case_id)
    return bytes(case.signature_value or b""), bytes(case.timestamp_token or b"")


def test_three_colour_pages_become_an_output_that_others_accept(
    house: House, decision_pages: list[Path], tmp_path: Path
) -> None:
    house.finished(house.ready_case())  # from now on the timestamp authority is known: nothing follows the signature
    view, path = converted(house, decision_pages)
    assert view.output is not None
    assert view.output.page_count == 3 + view.output.clause_page_count
    assert verify_file(path, policy=house.service.policy, at=house.clock()).verdict is Verdict.VERIFIED

    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", path)
    signature = run("pdfsig", "-nocert", path)
    assert "Signature is Valid" in signature
    assert "Total document signed" in signature
    text = run("pdftotext", "-layout", path, "-")
    assert str(view.number) in text
    assert str(view.check_code) in text
    assert view.output.content_digest[:16] in text.replace(" ", "").replace("\n", "")
    assert "suchá pečeť (strana 1)" in text.replace("\xa0", " ")
    assert "ZKUŠEBNÍ VÝSTUP" in text

    value, token = kept(house, view.id)
    (tmp_path / "token.der").write_bytes(token)
    assert "Verification: OK" in run(
        "openssl",
        "ts",
        "-verify",
        "-token_in",
        "-in",
        tmp_path / "token.der",
        "-digest",
        imprint(value).hex(),
        "-CAfile",
        house.pki.root_path,
    )


def test_the_bytes_of_the_scans_stand_untouched_in_the_output(house: House, decision_pages: list[Path]) -> None:
    _, path = converted(house, decision_pages)
    with pikepdf.open(path) as pdf:
        embedded = [next(iter(page.obj.Resources.XObject.values())).read_raw_bytes() for page in list(pdf.pages)[:3]]
    assert embedded == [scan.read_bytes() for scan in decision_pages]


def test_the_codes_of_the_clause_lead_a_stranger_to_it(house: House, decision_pages: list[Path]) -> None:
    view, path = converted(house, decision_pages[:1])
    codes = {code.symbology: code.text for code in read_codes(render_page(path, 1, dpi=200))}
    assert codes == {Symbology.PDF417: view.number, Symbology.QR: view.verification_url}
    assert house.public_clause(view) is not None


def test_one_bit_palette_scans_without_resolution_are_converted_once_both_are_declared(
    house: House, shared_data: Path
) -> None:
    scans = [shared_data / "scans" / name for name in ("typewriter.png", "linn.png")]
    view, path = converted(house, scans, dpi=200)
    assert view.output is not None
    assert verify_file(path, policy=house.service.policy, at=house.clock()).verdict is Verdict.VERIFIED
    assert {"palette"} <= {finding.code for page in view.pages for finding in page.findings}
