"""What the result page tells of a registered conversion: its evidence, its later entries, where its files are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from listina.accounts import queries as accounts
from listina.accounts.actors import Actor
from listina.conversions.access import case_in_scope, require_converter
from listina.conversions.afterwards.evidence import Change, EvidenceLine, differences, lines
from listina.conversions.afterwards.requests import Decision, RequestView, waiting_about
from listina.conversions.cases import CaseState
from listina.conversions.keeping.periods import KeptUntil, kept_until
from listina.conversions.models import Case, CaseEvent, CorrectionRequest
from listina.conversions.steps import Event, following
from listina.conversions.stored import number_of
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope
from listina.law.directions import Direction
from listina.register import queries as register
from listina.register.errors import EvidenceNotKeptError
from listina.register.evidence import KeptEvidence, kept_evidence
from listina.register.kinds import CorrectionKind
from listina.register.wording import public_wording
from listina.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One entry after registration, as officials read it.

    Attributes:
        at: aware UTC.
        text: the public sentence.
        reason: why, in the official's words; not public.
        by: who asked for it.
        second: who confirmed it; None where one person suffices.
        replaced_by: the number of the replacing output.
        changes: what was corrected; empty once the evidence is deleted.
    """

    at: datetime
    text: Text
    reason: str
    by: str
    second: str | None
    replaced_by: str | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterwardsView:
    """Everything about a registered conversion that may still change.

    Attributes:
        evidence: as it stands now; empty once it is deleted.
        entries: oldest first.
        request: the proposal to mark the output erroneous that waits for a second person.
        replaced_by: the number of the output that stands for this one.
        replaces: the numbers of earlier outputs this one stands for.
        downloaded_at, handed_over_at, scans_deleted_at, output_deleted_at: aware UTC.
        handed_over_by: who acknowledged the hand-over.
        kept_until: the last days on which the files are surely there.
    """

    evidence: tuple[EvidenceLine, ...]
    entries: tuple[EntryView, ...]
    request: RequestView | None
    is_erroneous: bool
    replaced_by: str | None
    replaces: tuple[str, ...]
    downloaded_at: datetime | None
    handed_over_at: datetime | None
    handed_over_by: str | None
    scans_deleted_at: datetime | None
    output_deleted_at: datetime | None
    kept_until: KeptUntil


def afterwards_view(workshop: Workshop, actor: Actor, case_id: UUID) -> AfterwardsView:
    """Return the view; see `AfterwardsService.view`."""
    require_converter(actor)
    with authority_scope(actor.authority_id):
        case = case_in_scope(actor.authority_id, case_id)
        following(CaseState(case.state), Event.CORRECT)
        number = number_of(case)
        evidence = _evidence(number)
        later = register.later_entries([number]).get(number, ())
        return AfterwardsView(
            evidence=lines(evidence.current) if evidence else (),
            entries=tuple(_entries(actor, case, evidence)),
            request=waiting_about(actor, case_id),
            is_erroneous=any(entry.kind == CorrectionKind.MARKED_ERRONEOUS for entry in later),
            replaced_by=next((entry.replaced_by for entry in later if entry.replaced_by), None),
            replaces=tuple(earlier.number for earlier in register.replaced_numbers(number)),
            downloaded_at=case.downloaded_at,
            handed_over_at=case.handed_over_at,
            handed_over_by=_handed_over_by(actor, case),
            scans_deleted_at=case.scans_deleted_at,
            output_deleted_at=case.output_deleted_at,
            kept_until=kept_until(
                workshop.keeping,
                direction=Direction(case.direction),
                handed_over_at=case.handed_over_at,
                downloaded_at=case.downloaded_at,
            ),
        )


def _evidence(number: str) -> KeptEvidence | None:
    try:
        return kept_evidence(number)
    except EvidenceNotKeptError:
        return None


def _entries(actor: Actor, case: Case, evidence: KeptEvidence | None) -> Iterable[EntryView]:
    changes = iter(_all_changes(evidence))
    rows = CorrectionRequest.objects.filter(case_id=case.id, decision=Decision.CONFIRMED).order_by("decided_at")
    for row in rows:
        if row.decided_at is None or row.decided_by_id is None:
            continue
        yield EntryView(
            at=row.decided_at,
            text=public_wording(row.kind, row.public_wording),
            reason=row.reason,
            by=_name(actor, row.asked_by_id),
            second=_name(actor, row.decided_by_id) if row.decided_by_id != row.asked_by_id else None,
            replaced_by=row.replaced_by,
            changes=next(changes, ()) if row.kind == CorrectionKind.EVIDENCE_CORRECTED else (),
        )


def _all_changes(evidence: KeptEvidence | None) -> Iterable[tuple[Change, ...]]:
    """Return for each correction of the evidence, oldest first, what it changed."""
    if evidence is None:
        return
    before = evidence.confirmed
    for corrected in evidence.corrections:
        yield differences(before, corrected.evidence)
        before = corrected.evidence


def _handed_over_by(actor: Actor, case: Case) -> str | None:
    event = CaseEvent.objects.filter(case_id=case.id, action="handed_over").first()
    return None if event is None or event.actor_id is None else _name(actor, event.actor_id)


def _name(actor: Actor, user_id: int) -> str:
    return accounts.official_by_id(actor, user_id).full_name
