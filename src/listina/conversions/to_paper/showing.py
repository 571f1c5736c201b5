"""A conversion to paper, put together for a page: plain values beside the view of its case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from listina.accounts.actors import Actor
from listina.conversions.models import Case, CaseEvent
from listina.conversions.states import ENDED_WITHOUT_OUTPUT, CaseState
from listina.conversions.to_paper.access import paper_case_in_scope
from listina.conversions.to_paper.composing import preview_page
from listina.conversions.to_paper.errors import (
    NoDocumentError,
    NoSuchPrintPageError,
    NotExaminedError,
    PrintFileDeletedError,
)
from listina.conversions.to_paper.examining import report_of
from listina.conversions.to_paper.models import FileRole, PaperWork, ReceivedFile
from listina.conversions.to_paper.received import files_of, work_of
from listina.conversions.to_paper.workshop import PaperWorkshop
from listina.database.scope import authority_scope
from listina.documents.inspection.codes import FindingCode
from listina.documents.inspection.facts import InspectionFinding
from listina.documents.malware.scanning import Malware, NotChecked
from listina.documents.printing.facts import DifferenceCode, PageDifference
from listina.law.dates import czech_date, prague_day
from listina.texts import Text
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.values import Integrity, Verdict

PDF_MEDIA_TYPE = "application/pdf"
_ENDING = re.compile(r"\.([a-z0-9]{1,5})\Z", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedView:
    """A received file; `position` is its place in the data message, None if it came by itself."""

    role: str
    filename: str
    length: int
    sha256: str
    position: int | None
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentView:
    """An attachment of the data message; `is_chosen` says that it is the document."""

    position: int
    name: str
    media_type: str
    length: int
    is_chosen: bool

    @property
    def kind(self) -> str:
        """What people call it: the ending of its name; without one, what the sender said it is."""
        if self.media_type == PDF_MEDIA_TYPE:
            return "PDF"
        ending = _ENDING.search(self.name)
        return ending[1].upper() if ending else self.media_type


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintPageView:
    """A page of the document as it prints.

    Attributes:
        number: from 1.
        paper: its format.
        is_larger_than_a4, is_coloured: see `PrintedPage`.
        is_reduced: the official has it reduced to A4.
        differences: how the print differs from the screen.
        compared: whether the print carries the content; None while nobody looked.
    """

    number: int
    paper: str
    is_larger_than_a4: bool
    is_coloured: bool
    is_reduced: bool
    differences: tuple[PageDifference, ...]
    compared: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintView:
    """The composed print file; see `documents.printing.facts.PrintFile`.

    Attributes:
        clause_date: the day of the clause in Prague.
        attempts: how many times it was handed out, the clause alone included.
        is_of_today: whether it may still be printed and affirmed: its day is today, its report the last one.
    """

    sha256: str
    length: int
    page_count: int
    document_page_count: int
    clause_page_count: int
    sheet_count: int
    clause_date: date
    attempts: int
    is_of_today: bool
    filename: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperView:
    """What pages about a conversion to paper show.

    Attributes:
        document, detached, message: the received files.
        attachments: of the data message; only a receipt (doručenka) has none.
        message_id: of the data message; empty without one.
        stated_message: what was stated of the message where there is no ZFO; None if nothing.
        is_examining: there is a document, and its examination is not done.
        examined_at: None before.
        malware: what was said about malicious code; None before.
        scanner_was_away: there is a scanner, but it did not check the file; perhaps it will another time.
        needs_consent: nobody checked the file, and the official has not consented yet.
        findings: of the inspection, the grave ones first.
        report: None before the examination, or when it is no longer kept.
        obstacle: why the document cannot be printed; None if it can.
        integrity_reason: why the official goes on with an undecided integrity; empty without a decision.
        needs_integrity_decision: it is undecided and the official has not decided.
        postponed_until: None unless the case is put off.
        pages: as they print.
        printed: the composed print file; None before.
    """

    document: ReceivedView | None
    detached: ReceivedView | None
    message: ReceivedView | None
    attachments: tuple[AttachmentView, ...]
    message_id: str
    stated_message: dict[str, Any] | None
    is_examining: bool
    examined_at: datetime | None
    malware: Text | None
    scanner_was_away: bool
    needs_consent: bool
    has_consent: bool
    findings: tuple[InspectionFinding, ...]
    embedded_names: tuple[str, ...]
    report: ValidationReport | None
    obstacle: Text | None
    integrity_reason: str
    needs_integrity_decision: bool
    postponed_until: datetime | None
    two_sided: bool
    pages: tuple[PrintPageView, ...]
    printed: PrintView | None

    @property
    def signature_left_out(self) -> str:
        """The attachment that by its name signs the document and was not chosen beside it; empty if there is none."""
        if self.document is None or self.detached is not None:
            return ""
        name = self.document.filename.casefold()
        signing = {f"{whole}{ending}" for whole in (name, name.removesuffix(".pdf")) for ending in (".p7s", ".p7m")}
        return next((item.name for item in self.attachments if item.name.casefold() in signing), "")

    @property
    def hidden_layer_names(self) -> tuple[str, ...]:
        """How the layers are called that are neither shown nor printed."""
        hidden = (item.names for item in self.findings if item.code is FindingCode.HIDDEN_LAYERS)
        return tuple(name for names in hidden for name in names)

    @property
    def has_no_choice(self) -> bool:
        """Whether the data message has one attachment, and it is the document."""
        return len(self.attachments) == 1 and self.document is not None

    @property
    def rests_on_certificates(self) -> bool:
        """Whether the result rests on certificates, of which newer revocation data may tell more."""
        report = self.report
        return report is not None and bool(report.signatures or report.document_timestamps or report.message)

    @property
    def is_worth_another_try(self) -> bool:
        """Whether another examination of the same file may find something else."""
        failed = self.report is not None and self.report.verdict is Verdict.UNDECIDABLE
        return self.rests_on_certificates or self.scanner_was_away or self.obstacle is not None or failed

    @property
    def has_foreign_signature(self) -> bool:
        """Whether the signature beside the document signs another file."""
        return self.report is not None and any(item.is_of_other_file for item in self.report.signatures)


def view(paper: PaperWorkshop, actor: Actor, case_id: UUID) -> PaperView:
    """Return the view; see `ToPaperService.view`."""
    with authority_scope(actor.authority_id):
        case = paper_case_in_scope(actor.authority_id, case_id)
        work, files = work_of(case), files_of(case)
        attempts = CaseEvent.objects.filter(case_id=case.id, action="print_handed_out").count()
    found = work.found
    document = files.get(FileRole.DOCUMENT)
    kept = _has_report(paper, case, found)
    return PaperView(
        document=_received(document),
        detached=_received(files.get(FileRole.DETACHED)),
        message=_received(files.get(FileRole.MESSAGE)),
        attachments=_attachments(work, document),
        message_id=(work.message or {}).get("message_id", ""),
        stated_message=work.stated_message,
        is_examining=case.state == CaseState.OPEN and document is not None and not found,
        examined_at=work.examined_at if found else None,
        malware=Text(found["malware"]["reason"], found["malware"]["reason_en"]) if found else None,
        scanner_was_away=bool(found) and found["malware"].get("why", "") not in {"", NotChecked.NO_SCANNER.value},
        needs_consent=bool(found) and _unchecked(found) and work.consent is None,
        has_consent=work.consent is not None,
        findings=tuple(_finding(item) for item in found["inspection"]["findings"]) if found else (),
        embedded_names=tuple(item["name"] for item in found["inspection"]["embedded"]) if found else (),
        report=report_of(paper, case, work) if kept else None,
        obstacle=Text(found["obstacle"]["cs"], found["obstacle"]["en"]) if found and found["obstacle"] else None,
        integrity_reason=(work.integrity_decision or {}).get("reason", ""),
        needs_integrity_decision=bool(found)
        and found["integrity"] == Integrity.UNDECIDABLE.value
        and work.integrity_decision is None,
        postponed_until=_future(paper, work.postponed_until),
        two_sided=work.two_sided,
        pages=tuple(_page(item, work) for item in found["pages"]) if found else (),
        printed=_printed(paper, case, found, attempts),
    )


def report(paper: PaperWorkshop, actor: Actor, case_id: UUID) -> ValidationReport:
    """Return the validation report; see `ToPaperService.report`."""
    with authority_scope(actor.authority_id):
        case = paper_case_in_scope(actor.authority_id, case_id)
        work = work_of(case)
    if not work.found:
        raise NotExaminedError
    return report_of(paper, case, work)


def page_picture(
    paper: PaperWorkshop, actor: Actor, case_id: UUID, page: int, longest_side_px: int, *, printed: bool
) -> bytes:
    """Return a page as JPEG; see `ToPaperService.page_picture`."""
    with authority_scope(actor.authority_id):
        case = paper_case_in_scope(actor.authority_id, case_id)
        work, document = work_of(case), files_of(case).get(FileRole.DOCUMENT)
    if document is None:
        raise NoDocumentError
    require_kept(case)
    if work.found and not 1 <= page <= len(work.found["pages"]):
        raise NoSuchPrintPageError
    path = paper.workshop.objects.path(case.authority_id, document.sha256)
    if not printed:
        return paper.print_room.render_displayed(path, page, longest_side_px)
    preview, place = preview_page(paper, actor, case_id, page)
    return paper.print_room.render_printed(preview, place, longest_side_px)


def require_kept(case: Case) -> None:
    """Raise PrintFileDeletedError unless the files of a case are still kept."""
    ended = case.ended_at if CaseState(case.state) in ENDED_WITHOUT_OUTPUT else None
    given_up = case.scans_deleted_at or ended
    if given_up is not None:
        raise PrintFileDeletedError(deleted_on=czech_date(prague_day(given_up)))


def _has_report(paper: PaperWorkshop, case: Case, found: dict[str, Any]) -> bool:
    return bool(found) and paper.workshop.objects.exists(case.authority_id, found["report_sha256"])


def _received(row: ReceivedFile | None) -> ReceivedView | None:
    if row is None:
        return None
    return ReceivedView(
        role=row.role,
        filename=row.filename,
        length=row.length,
        sha256=row.sha256,
        position=row.position,
        received_at=row.received_at,
    )


def _attachments(work: PaperWork, document: ReceivedFile | None) -> tuple[AttachmentView, ...]:
    chosen = None if document is None else document.position
    return tuple(
        AttachmentView(
            position=item["position"],
            name=item["name"],
            media_type=item["media_type"],
            length=item["length"],
            is_chosen=item["position"] == chosen,
        )
        for item in (work.message or {}).get("attachments", ())
    )


def _unchecked(found: dict[str, Any]) -> bool:
    return bool(found["malware"]["outcome"] == Malware.NOT_CHECKED.value)


def _finding(item: dict[str, Any]) -> InspectionFinding:
    return InspectionFinding(
        code=FindingCode(item["code"]), pages=tuple(item["pages"]), names=tuple(item["names"]), count=item["count"]
    )


def _page(item: dict[str, Any], work: PaperWork) -> PrintPageView:
    return PrintPageView(
        number=item["number"],
        paper=item["paper"],
        is_larger_than_a4=item["is_larger_than_a4"],
        is_coloured=item["is_coloured"],
        is_reduced=item["number"] in work.reduced_pages,
        differences=tuple(
            PageDifference(page=item["number"], code=DifferenceCode(each["code"]), count=each["count"])
            for each in item["differences"]
        ),
        compared=work.compared.get(str(item["number"])),
    )


def _printed(paper: PaperWorkshop, case: Case, found: dict[str, Any], attempts: int) -> PrintView | None:
    if case.composed is None or case.clause_date is None:
        return None
    file = case.composed["print_file"]
    return PrintView(
        sha256=file["sha256"],
        length=file["length"],
        page_count=case.composed["page_count"],
        document_page_count=case.composed["page_count"] - case.composed["clause_page_count"],
        clause_page_count=case.composed["clause_page_count"],
        sheet_count=case.composed["sheet_count"],
        clause_date=case.clause_date,
        attempts=attempts,
        is_of_today=case.clause_date == prague_day(paper.workshop.now())
        and case.composed["report_sha256"] == found.get("report_sha256"),
        filename=f"konverze-{case.number}.pdf",
    )


def _future(paper: PaperWorkshop, moment: datetime | None) -> datetime | None:
    return moment if moment is not None and moment > paper.workshop.now() else None
