"""The output as a file: pages, clause, PDF/A-2b (steps 5 and 6). Nothing here touches the state of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from listina.accounts import queries as accounts
from listina.accounts.actors import Actor
from listina.conversions.access import case_in_scope, kept_pages, require_direction
from listina.conversions.errors import NotReadyError
from listina.conversions.models import Case, Page
from listina.conversions.page_views import assessment_of
from listina.conversions.readiness import missing_before_preview
from listina.conversions.stored import number_of, page_count_of
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope
from listina.documents import archive
from listina.documents.clause import typeset
from listina.law.admissibility import UntransferableElement
from listina.law.clause import Standing, ToElectronicClause
from listina.law.dates import prague_day
from listina.law.directions import Direction
from listina.law.wording import to_electronic_sheet
from listina.objects.store import StoredObject


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseFacts:
    """What the clause says that is not read from the pages.

    Attributes:
        number: None in a preview, as are `check_code` and `verification_url`.
        drawn_up_on: the day of the clause in Prague.
    """

    number: str | None
    check_code: str | None
    verification_url: str | None
    authority_name: str
    official_name: str
    standing: Standing
    input_page_count: int
    untransferable: tuple[UntransferableElement, ...]
    drawn_up_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposedOutput:
    """A composed file in the object store, with the facts about it."""

    stored: StoredObject
    file: archive.ComposedFile

    def as_json(self) -> dict[str, object]:
        """Return the facts the case keeps."""
        return {
            "sha256": self.stored.sha256,
            "sha512": self.stored.sha512,
            "length": self.stored.length,
            "page_count": self.file.page_count,
            "clause_page_count": self.file.clause_page_count,
            "content_digest": self.file.content_digest,
        }


def untransferable_elements(case: Case) -> tuple[UntransferableElement, ...]:
    """Return what the official stated, as the law's values."""
    return tuple(
        UntransferableElement(name=element["name"], pages=tuple(element["pages"])) for element in case.untransferable
    )


def clause_facts(workshop: Workshop, case: Case, day: date) -> ClauseFacts:
    """Return the clause's facts of a case with a number, from its snapshots."""
    number = number_of(case)
    return ClauseFacts(
        number=number,
        check_code=case.check_code,
        verification_url=workshop.verification_address(number, case.check_code),
        authority_name=case.authority_snapshot["name"],
        official_name=case.official_snapshot["full_name"],
        standing=Standing(case.authority_snapshot["standing"]),
        input_page_count=page_count_of(case),
        untransferable=untransferable_elements(case),
        drawn_up_on=day,
    )


def compose(workshop: Workshop, authority_id: int, pages: Sequence[Page], facts: ClauseFacts) -> ComposedOutput:
    """Typeset the clause, place the pages, compose and validate the file, and store it.

    Raises:
        PdfaNotApprovedError: the file is not PDF/A-2b; nothing is stored.
        ObjectMissingError: a page is not in the object store.
    """
    with workshop.objects.workspace() as folder:
        placed = [_placed(workshop, authority_id, page) for page in pages]
        page_set = archive.place_pages(placed, folder, workshop.scans.code)
        clause = ToElectronicClause(
            number=facts.number,
            authority_name=facts.authority_name,
            input_page_count=facts.input_page_count,
            untransferable=facts.untransferable,
            drawn_up_on=facts.drawn_up_on,
            official_name=facts.official_name,
            check_code=facts.check_code,
            content_digest=page_set.content_digest,
            verification_url=facts.verification_url,
            standing=facts.standing,
        )
        clause_pdf = typeset(
            to_electronic_sheet(clause),
            number=facts.number,
            verification_url=facts.verification_url,
            standing=facts.standing,
        )
        info = archive.ArchiveInfo(
            title="Výstup autorizované konverze dokumentů" + (f" {facts.number}" if facts.number else ""),
            authority_name=facts.authority_name,
            created_at=workshop.now(),
            number=facts.number,
        )
        composed = archive.compose(page_set, clause_pdf, info, folder / "output.pdf")
        known = StoredObject(sha256=composed.sha256, sha512=composed.sha512, length=composed.length)
        stored = workshop.objects.adopt(authority_id, composed.path, known)
    return ComposedOutput(stored=stored, file=composed)


def preview(workshop: Workshop, actor: Actor, case_id: UUID) -> Path:
    """Compose the output without number and codes; see `ConversionService.preview`."""
    with authority_scope(actor.authority_id):
        case = case_in_scope(actor.authority_id, case_id)
        require_direction(case, Direction.TO_ELECTRONIC)
        missing = missing_before_preview(case)
        if missing:
            raise NotReadyError(missing)
        pages = kept_pages(case)
        authority, official = accounts.authority(actor), accounts.official(actor)
    facts = ClauseFacts(
        number=None,
        check_code=None,
        verification_url=None,
        authority_name=authority.name,
        official_name=official.full_name,
        standing=Standing(authority.standing),
        input_page_count=page_count_of(case),
        untransferable=untransferable_elements(case),
        drawn_up_on=prague_day(workshop.now()),
    )
    composed = compose(workshop, actor.authority_id, pages, facts)
    return workshop.objects.path(actor.authority_id, composed.stored.sha256)


def _placed(workshop: Workshop, authority_id: int, page: Page) -> archive.PlacedPage:
    return archive.PlacedPage(
        path=workshop.objects.path(authority_id, page.sha256),
        assessment=assessment_of(page),
        rotation=page.rotation,
    )
