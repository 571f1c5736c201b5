"""What came after a signature must not show in the programs that show and print a document."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import ArrayObject, NumberObject, pdf_name

from fixtures.input_trust import validated
from fixtures.paper import PaperHouse
from listina.conversions.errors import NotReadyError
from listina.conversions.to_paper import second_reading
from listina.conversions.to_paper.second_reading import read_again
from listina.trust.policy import TrustPolicy
from listina.trust.signers import SoftwareKey
from listina.trust.timestamps import TimestampClient
from listina.trust.validation.inputs import InputFile, ValidationInput
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.signature_report import Change
from listina.trust.validation.values import ChangeWeight, Coverage, Integrity, Result, Verdict
from trust import attacks
from trust.validation.mutations.recipes import dictionary, drawing, numbers, page


@pytest.fixture
def archived(paper_house: PaperHouse, official_key: SoftwareKey, timestamp_client: TimestampClient) -> Path:
    """Return a signed file to which an archive has added validation data and a timestamp."""

    def archive(pdf: bytes) -> bytes:
        return attacks.add_document_timestamp(attacks.add_validation_data(pdf, official_key.chain), timestamp_client)

    return paper_house.inputs.altered(official_key, archive)


@pytest.fixture
def repainted(paper_house: PaperHouse, official_key: SoftwareKey) -> Path:
    """Return a signed file whose first page shows something else by now."""
    return paper_house.inputs.altered(official_key, lambda pdf: attacks.revise(pdf, attacks.replace_page_content))


@pytest.fixture
def noted(paper_house: PaperHouse, official_key: SoftwareKey) -> Path:
    """Return a signed file on whose first page somebody has put a stamp."""
    path = paper_house.inputs.altered(official_key, lambda pdf: attacks.revise(pdf, _put_a_stamp))
    return path.rename(path.with_name("noted.pdf"))


@pytest.fixture
def whitened(paper_house: PaperHouse, official_key: SoftwareKey) -> Path:
    """Return a signed file whose second page somebody has covered with white."""
    path = paper_house.inputs.altered(official_key, lambda pdf: attacks.revise(pdf, _put_white_over_it))
    return path.rename(path.with_name("whitened.pdf"))


def _put_a_stamp(writer: Any) -> None:
    _put(writer, numbers(50, 50, 350, 350), drawing())


def _put_white_over_it(writer: Any) -> None:
    _put(writer, numbers(0, 0, 595, 842), drawing(b"1 g 0 0 595 842 re f"), number=1)


def _put(writer: Any, rectangle: Any, drawn: Any, *, number: int = 0) -> None:
    here = page(writer, number)
    stamp = dictionary(Type=pdf_name("/Annot"), Subtype=pdf_name("/Stamp"), Rect=rectangle, F=NumberObject(4))
    stamp["/AP"] = dictionary(N=writer.add_object(drawn))
    here["/Annots"] = ArrayObject([*here.get("/Annots", []), writer.add_object(stamp)])


def _called_harmless(path: Path, policy: TrustPolicy, weight: ChangeWeight, place: int | None) -> ValidationReport:
    """Return the report of a validation that let itself be taken in by what was appended."""
    signed = validated(path, policy)
    (signature,) = signed.signatures
    told = tuple(Change(code=each.code, weight=weight, text=each.text, page=place) for each in signature.changes)
    taken_in = replace(
        signature, integrity=Integrity.INTACT, result=Result.VALID, coverage=Coverage.WHOLE_REVISION, changes=told
    )
    return replace(signed, verdict=Verdict.VALID, integrity=Integrity.INTACT, signatures=(taken_in,))


def test_what_shows_is_broken_whatever_it_was_called(
    paper_house: PaperHouse, repainted: Path, trust_policy: TrustPolicy
) -> None:
    report = _called_harmless(repainted, trust_policy, ChangeWeight.HARMLESS, None)
    found = read_again(report, repainted, 2, paper_house.service.print_room)

    assert (found.verdict, found.integrity) == (Verdict.BROKEN, Integrity.BROKEN)
    assert found.signatures[0].result is Result.INVALID
    assert [why.code for why in found.signatures[0].reasons] == ["look.changed_later"]
    assert found.signatures[0].reasons[0].text.cs.endswith(": 1.")


def test_what_the_signer_allowed_may_show_above_the_content_of_its_page_alone(
    paper_house: PaperHouse, noted: Path, repainted: Path, trust_policy: TrustPolicy
) -> None:
    room = paper_house.service.print_room
    allowed = _called_harmless(noted, trust_policy, ChangeWeight.PERMITTED, 1)
    elsewhere = _called_harmless(noted, trust_policy, ChangeWeight.PERMITTED, 2)
    under_it = _called_harmless(repainted, trust_policy, ChangeWeight.PERMITTED, 1)

    assert read_again(allowed, noted, 2, room) == allowed
    assert read_again(elsewhere, noted, 2, room).integrity is Integrity.BROKEN
    assert read_again(under_it, repainted, 2, room).integrity is Integrity.BROKEN


def test_what_the_signer_allowed_is_undecidable_where_it_covers_what_was_seen(
    paper_house: PaperHouse, whitened: Path, trust_policy: TrustPolicy
) -> None:
    report = _called_harmless(whitened, trust_policy, ChangeWeight.PERMITTED, 2)
    found = read_again(report, whitened, 2, paper_house.service.print_room)

    assert (found.verdict, found.integrity) == (Verdict.UNDECIDABLE, Integrity.UNDECIDABLE)
    assert [why.code for why in found.signatures[0].reasons] == ["look.covered_later"]


def test_whoever_only_validates_gets_the_report_of_a_conversion(
    paper_house: PaperHouse, repainted: Path, trust_policy: TrustPolicy
) -> None:
    taken_in = _TakenIn(_called_harmless(repainted, trust_policy, ChangeWeight.HARMLESS, None))
    examiner = replace(paper_house.service.examiner, validator=taken_in)  # type: ignore[arg-type]  # no Validator
    what = ValidationInput(document=InputFile(path=repainted, name=repainted.name))
    report = examiner.validate(what)

    assert (report.verdict, report.integrity) == (Verdict.BROKEN, Integrity.BROKEN)
    assert report == examiner.examine(what).report


@dataclass(frozen=True, slots=True)
class _TakenIn:
    """Who validates and was taken in."""

    report: ValidationReport

    def validate(self, _: ValidationInput) -> ValidationReport:
        return self.report


def test_what_cannot_be_compared_is_undecidable(
    paper_house: PaperHouse, repainted: Path, trust_policy: TrustPolicy
) -> None:
    report = _called_harmless(repainted, trust_policy, ChangeWeight.HARMLESS, None)
    # So few bytes are no PDF.
    report = replace(report, signatures=(replace(report.signatures[0], signed_length=20),))
    found = read_again(report, repainted, 2, paper_house.service.print_room)

    assert (found.verdict, found.integrity) == (Verdict.UNDECIDABLE, Integrity.UNDECIDABLE)
    assert [why.code for why in found.signatures[0].reasons] == ["look.not_compared"]


def test_what_takes_too_long_to_compare_is_undecidable(
    paper_house: PaperHouse, noted: Path, trust_policy: TrustPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_reading, "_MOST_SECONDS", 0.0)
    report = _called_harmless(noted, trust_policy, ChangeWeight.HARMLESS, None)

    assert read_again(report, noted, 2, paper_house.service.print_room).integrity is Integrity.UNDECIDABLE


def test_what_an_archive_adds_changes_no_verdict(paper_house: PaperHouse, archived: Path) -> None:
    report = paper_house.paper(paper_house.examined_case(archived)).report

    assert report is not None
    assert (report.verdict, report.integrity) == (Verdict.VALID, Integrity.INTACT)
    assert report.document_timestamps[0].integrity is Integrity.INTACT


def test_a_revision_only_other_programs_read_is_no_input_of_a_conversion(
    paper_house: PaperHouse, official_key: SoftwareKey
) -> None:
    path = paper_house.inputs.altered(official_key, _repainted_in_a_comment)
    case_id = paper_house.ready_case(path)

    with pytest.raises(NotReadyError):
        paper_house.service.prepare_print(paper_house.house.actor, case_id)
    assert paper_house.house.counter() == 0


def _repainted_in_a_comment(pdf: bytes) -> bytes:
    """Append all of a revision in one line that begins with „%“: PDFium looks for the end of a file in it."""
    with pikepdf.open(io.BytesIO(pdf)) as read:
        page, pages, root = read.pages[0].obj.objgen[0], read.Root.Pages.objgen[0], read.Root.objgen[0]
        size = int(read.trailer.Size)
    before = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    empty = b"%d 0 obj <</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]>> endobj " % (page, pages)
    place = len(pdf) + 2
    table = b"xref 0 1 0000000000 65535 f  %d 1 %010d 00000 n  " % (page, place)
    trailer = b"trailer <</Size %d/Root %d 0 R/Prev %d>> startxref %d %%%%EOF\n" % (
        size, root, before, place + len(empty),
    )  # fmt: skip
    return pdf + b"\n%" + empty + table + trailer
