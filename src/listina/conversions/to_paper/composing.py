"""The print file: the document's pages, then the clause that states what was found (soubor k tisku).

Nothing here touches the state of a case but the preview, which is kept for the pictures of its pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from listina.accounts import queries as accounts
from listina.accounts.actors import Actor
from listina.conversions.artifacts import make_current
from listina.conversions.errors import NotReadyError
from listina.conversions.judging import latest_answers
from listina.conversions.models import Artifact, Case
from listina.conversions.readiness import missing
from listina.conversions.states import CaseState
from listina.conversions.stored import number_of
from listina.conversions.to_paper import findings
from listina.conversions.to_paper.access import paper_case_in_scope
from listina.conversions.to_paper.errors import NoDocumentError, PrintedOnAnotherDayError, ReportChangedError
from listina.conversions.to_paper.examining import report_of
from listina.conversions.to_paper.models import FileRole, PaperWork, ReceivedFile
from listina.conversions.to_paper.readiness import missing_input
from listina.conversions.to_paper.received import files_of, work_of
from listina.conversions.to_paper.workshop import PaperWorkshop
from listina.database.scope import authority_scope
from listina.documents.paper_clause import typeset_stable
from listina.documents.printing.errors import Obstacle, PrintNotPossibleError
from listina.documents.printing.facts import PrintFile
from listina.law.clause import Standing
from listina.law.dates import czech_date, prague_day
from listina.law.paper.clause import ToPaperClause
from listina.law.paper.factors import Integrity, Printing
from listina.law.paper.sheet import statements, to_paper_sheet
from listina.objects.store import StoredObject
from listina.trust.validation import values
from listina.trust.validation.report import ValidationReport

PREVIEW = "preview"
_NO_PREVIEW = frozenset({"input.none", "input.not_examined", "input.cannot_be_printed"})
_BLACK_AND_WHITE = {"colour_information_lost": "no", "printed_in_colour": "no"}
"""Only these answers together permit a print in black and white (D193 § 2(4)); an older one to the second stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a print file is made of.

    Attributes:
        document: the received document.
        container: the data message it came in; None if it came by itself.
        work: what was found and decided.
        report: of the validation.
        printing: in colour or not.
    """

    document: ReceivedFile
    container: ReceivedFile | None
    work: PaperWork
    report: ValidationReport
    printing: Printing


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the clause says that is not found in the input; number, code and address are None in a preview."""

    number: str | None
    check_code: str | None
    verification_url: str | None
    authority_name: str
    official_name: str
    standing: Standing
    drawn_up_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposedPrint:
    """A print file and its clause in the object store, with the facts about them.

    Attributes:
        print_file: the whole.
        clause: the clause alone, for printing it again.
        facts: of the print file.
        statements: (label, text) of what the clause states of the input, for the register.
        input_sha256: of the document.
        report_sha256: of the validation report the clause was made from.
    """

    print_file: StoredObject
    clause: StoredObject
    facts: PrintFile
    statements: tuple[tuple[str, str], ...]
    input_sha256: str
    report_sha256: str

    def as_json(self) -> dict[str, Any]:
        """Return the facts the case keeps."""
        return {
            "print_file": _stored_json(self.print_file),
            "clause": _stored_json(self.clause),
            "page_count": self.facts.page_count,
            "clause_page_count": self.facts.clause_page_count,
            "first_clause_page": self.facts.first_clause_page,
            "sheet_count": self.facts.sheet_count,
            "filler_pages": list(self.facts.filler_pages),
            "content_digest": self.input_sha256,
            "report_sha256": self.report_sha256,
            "statements": [list(each) for each in self.statements],
        }


def sources_of(paper: PaperWorkshop, case: Case) -> Sources:
    """Return what the print file of a case is made of; call in the scope of its authority."""
    files = files_of(case)
    document = files.get(FileRole.DOCUMENT)
    if document is None:
        raise NoDocumentError
    work = work_of(case)
    answers = {question_id: value for question_id, (_, value) in latest_answers(case).items()}
    grey = all(answers.get(question) == value for question, value in _BLACK_AND_WHITE.items())
    return Sources(
        document=document,
        container=files.get(FileRole.MESSAGE),
        work=work,
        report=report_of(paper, case, work),
        printing=Printing.BLACK_AND_WHITE if grey else Printing.COLOUR,
    )


def numbered(paper: PaperWorkshop, case: Case, day: date) -> Heading:
    """Return the heading of a case with a number, from its snapshots."""
    number = number_of(case)
    return Heading(
        number=number,
        check_code=case.check_code,
        verification_url=paper.workshop.verification_address(number, case.check_code),
        authority_name=case.authority_snapshot["name"],
        official_name=case.official_snapshot["full_name"],
        standing=Standing(case.authority_snapshot["standing"]),
        drawn_up_on=day,
    )


def compose(paper: PaperWorkshop, sources: Sources, heading: Heading) -> ComposedPrint:
    """Typeset the clause until its count of pages is stable, put it behind the document's pages, and store both.

    Raises:
        PrintNotPossibleError: the document defies printing; nothing is stored.
        ClauseOverflowError: the clause would be too long.
        ObjectMissingError, ObjectDamagedError: the document is not in the object store, or not what was received.
    """
    objects, authority_id = paper.workshop.objects, sources.document.authority_id
    document_pages = len(sources.work.found["pages"])

    def clause_of(clause_pages: int) -> ToPaperClause:
        return _clause(sources, heading, document_pages, clause_pages)

    typeset, clause_pages = typeset_stable(
        lambda pages: to_paper_sheet(clause_of(pages)),
        number=heading.number,
        verification_url=heading.verification_url,
        standing=heading.standing,
    )
    with objects.workspace() as folder:
        made = paper.print_room.compose(
            objects.verified_path(authority_id, sources.document.sha256),
            typeset,
            folder / "print.pdf",
            two_sided=sources.work.two_sided,
            fit_to_a4=frozenset(sources.work.reduced_pages),
        )
        if (made.document_page_count, made.clause_page_count) != (document_pages, clause_pages):
            # The clause states these counts; a document that got the better of its process could make it lie.
            raise PrintNotPossibleError(Obstacle.AMBIGUOUS)
        known = StoredObject(sha256=made.sha256, sha512=made.sha512, length=made.length)
        stored = objects.adopt(authority_id, folder / "print.pdf", known)
    return ComposedPrint(
        print_file=stored,
        clause=objects.put(authority_id, typeset),
        facts=made,
        statements=statements(clause_of(clause_pages)),
        input_sha256=sources.document.sha256,
        report_sha256=sources.work.found["report_sha256"],
    )


def preview(paper: PaperWorkshop, actor: Actor, case_id: UUID) -> Path:
    """Compose the print file without number and codes; see `ToPaperService.preview`."""
    return paper.workshop.objects.path(actor.authority_id, _kept_preview(paper, actor, case_id)["sha256"])


def preview_page(paper: PaperWorkshop, actor: Actor, case_id: UUID, page: int) -> tuple[Path, int]:
    """Return the preview and the place in it of a page of the document, both from 1."""
    kept = _kept_preview(paper, actor, case_id)
    place = page
    for filler in sorted(kept["filler_pages"]):
        place += filler <= place
    return paper.workshop.objects.path(actor.authority_id, kept["sha256"]), place


def give_up_preview(case: Case, work: PaperWork) -> None:
    """Let a preview of other files or of another way of printing go: it holds the document."""
    work.preview = None
    Artifact.objects.filter(case_id=case.id, kind=PREVIEW).delete()


def require_same_day(prepared_on: date, today: date) -> None:
    """Raise PrintedOnAnotherDayError unless the clause is of today."""
    if prepared_on != today:
        raise PrintedOnAnotherDayError(prepared_on=czech_date(prepared_on))


def require_made_from_last_report(composed: Mapping[str, Any], work: PaperWork) -> None:
    """Raise ReportChangedError if the input was validated again since the clause was drawn up."""
    if composed["report_sha256"] != work.found.get("report_sha256"):
        raise ReportChangedError


def _kept_preview(paper: PaperWorkshop, actor: Actor, case_id: UUID) -> dict[str, Any]:
    """Return digest and filler pages of a preview that is in the store; composed where there is none."""
    with authority_scope(actor.authority_id):
        case = paper_case_in_scope(actor.authority_id, case_id)
        gaps = tuple(missing_input(case)) if case.state == CaseState.OPEN else ()
        if any(gap.code in _NO_PREVIEW for gap in gaps):
            raise NotReadyError(gaps)
        work = work_of(case)
        if work.found.get("integrity") == values.Integrity.BROKEN.value or not work.found.get("pages"):
            raise NotReadyError(missing(case, paper.workshop.now()))
        known: dict[str, Any] | None = work.preview
        if known is not None and paper.workshop.objects.exists(case.authority_id, known["sha256"]):
            return known
        sources = sources_of(paper, case)
        heading = _unnumbered(paper, actor)
    made = compose(paper, sources, heading)
    kept = {"sha256": made.print_file.sha256, "filler_pages": list(made.facts.filler_pages)}
    with authority_scope(actor.authority_id):
        # The preview of a document that was replaced meanwhile is shown once and not kept.
        if PaperWork.objects.filter(case_id=case_id, examination=work.examination).update(preview=kept):
            make_current(case, PREVIEW, made.print_file, paper.workshop.now())
    return kept


def _unnumbered(paper: PaperWorkshop, actor: Actor) -> Heading:
    authority, official = accounts.authority(actor), accounts.official(actor)
    return Heading(
        number=None,
        check_code=None,
        verification_url=None,
        authority_name=authority.name,
        official_name=official.full_name,
        standing=Standing(authority.standing),
        drawn_up_on=prague_day(paper.workshop.now()),
    )


def _clause(sources: Sources, heading: Heading, document_pages: int, clause_pages: int) -> ToPaperClause:
    report, work = sources.report, sources.work
    return ToPaperClause(
        number=heading.number,
        authority_name=heading.authority_name,
        file_name=sources.document.filename,
        message_file_name=None if sources.container is None else sources.container.filename,
        document_page_count=document_pages,
        clause_page_count=clause_pages,
        drawn_up_on=heading.drawn_up_on,
        official_name=heading.official_name,
        securing_element=None,
        validated_at=report.validated_at,
        signatures=findings.signatures(report),
        other_means=findings.other_means(report),
        integrity=Integrity(report.integrity.value),
        timestamps=findings.timestamps(report),
        message=findings.message(report, work.stated_message),
        notes=findings.notes(work.found, work.reduced_pages, sources.printing),
        check_code=heading.check_code,
        input_digest=sources.document.sha256,
        verification_url=heading.verification_url,
        standing=heading.standing,
    )


def _stored_json(stored: StoredObject) -> dict[str, Any]:
    return {"sha256": stored.sha256, "sha512": stored.sha512, "length": stored.length}
