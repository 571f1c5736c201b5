"""An entry of the evidence is corrected; the clause never is (L300 § 26(2), decision 19)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from listina.accounts.actors import Actor
from listina.audit import services as audit
from listina.conversions import history
from listina.conversions.access import case_in_scope, require_converter
from listina.conversions.afterwards.errors import NothingCorrectedError
from listina.conversions.afterwards.registered import REASON_LENGTH, clean_reason, registered_case
from listina.conversions.afterwards.requests import Decision
from listina.conversions.bounds import bounded, not_in_the_future, optional_bounded
from listina.conversions.cases import CaseState
from listina.conversions.models import Case, CorrectionRequest
from listina.conversions.steps import Event, following
from listina.conversions.stored import number_of
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope
from listina.database.text import search_text
from listina.law.dates import prague_day
from listina.law.evidence import DESIGNATION_LENGTH, Evidence, Fee, PartialDate, czech_drawn_up_on
from listina.law.numbers import MAX_LENGTH
from listina.register.evidence import kept_evidence
from listina.register.kinds import CorrectionKind
from listina.register.wording import PUBLIC_WORDINGS
from listina.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedFields:
    """What the evidence shall say from now on.

    Attributes:
        designation: of the input, 1–500 characters.
        drawn_up_on: its date as far as it says; None if it does not.
        fee: the fee, or why there is none.
    """

    designation: str
    drawn_up_on: PartialDate | None
    fee: Fee


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """One field of the evidence, as people read it.

    Attributes:
        field: `designation`, `drawn_up_on` or `fee`.
    """

    field: str
    label: Text
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field before and after a correction, as people read it.

    Attributes:
        field: `designation`, `drawn_up_on` or `fee`.
    """

    field: str
    label: Text
    before: str
    after: str


def current_evidence(actor: Actor, case_id: UUID) -> Evidence:
    """Return what the evidence of a registered conversion says now.

    Raises:
        WrongStateError: the case is not registered.
        EvidenceNotKeptError: it was deleted after ten years.
    """
    require_converter(actor)
    with authority_scope(actor.authority_id):
        case = case_in_scope(actor.authority_id, case_id)
        following(CaseState(case.state), Event.CORRECT)
        return kept_evidence(number_of(case)).current


def changes(workshop: Workshop, actor: Actor, case_id: UUID, wanted: CorrectedFields) -> tuple[Change, ...]:
    """Return what a correction would change; nothing is stored.

    Raises:
        NothingCorrectedError: it would change nothing.
        InvalidCaseDataError: the designation is out of its bounds, or the date is in the future.
    """
    current = current_evidence(actor, case_id)
    found = differences(current, _corrected(current, wanted, prague_day(workshop.now())))
    if not found:
        raise NothingCorrectedError
    return found


def correct(workshop: Workshop, actor: Actor, case_id: UUID, wanted: CorrectedFields, reason: str) -> None:
    """Enter a correction; see `AfterwardsService.correct_evidence`."""
    reason = clean_reason(reason)
    with registered_case(actor, case_id, Event.CORRECT) as case:
        current = kept_evidence(number_of(case)).current
        corrected = _corrected(current, wanted, prague_day(workshop.now()))
        found = differences(current, corrected)
        if not found:
            # The button was pressed twice: the second time there is nothing left to correct.
            if _was_just_entered(case, actor, reason):
                return
            raise NothingCorrectedError
        moment = workshop.now()
        fields = [change.field for change in found]
        _keep_request(case, actor, reason, fields, moment)
        workshop.register.correct_evidence(corrected, by_user_id=actor.user_id)
        details = {"fields": fields, "reason": reason}
        history.note(case, "evidence_corrected", moment, actor_id=actor.user_id, details=details)
        audit.record(
            "conversion.evidence_corrected",
            actor_id=actor.user_id,
            authority_id=case.authority_id,
            subject=str(case.id),
            details={"number": case.number, "fields": ", ".join(fields)},
        )
        # Found by the new words as well as by the old ones.
        case.search_text = f"{case.search_text} {search_text(corrected.designation)}"
        case.changed_at = moment
        case.save(update_fields=["search_text", "changed_at"])


def _corrected(current: Evidence, wanted: CorrectedFields, today: date) -> Evidence:
    return replace(
        current,
        designation=bounded("designation", "Označení vstupu", wanted.designation, DESIGNATION_LENGTH),
        drawn_up_on=not_in_the_future(wanted.drawn_up_on, today),
        fee=replace(
            wanted.fee,
            document_number=optional_bounded(
                "document_number", "Číslo dokladu", wanted.fee.document_number, MAX_LENGTH
            ),
            exemption=optional_bounded("exemption", "Osvobození od poplatku", wanted.fee.exemption, REASON_LENGTH),
        ),
    )


def differences(before: Evidence, after: Evidence) -> tuple[Change, ...]:
    """Return the fields in which two entries of the evidence differ."""
    pairs = zip(lines(before), lines(after), strict=True)
    return tuple(
        Change(field=old.field, label=old.label, before=old.value, after=new.value)
        for old, new in pairs
        if old.value != new.value
    )


def lines(evidence: Evidence) -> tuple[EvidenceLine, ...]:
    """Return what may be corrected, as people read it."""
    return (
        EvidenceLine(
            field="designation", label=Text("Označení vstupu", "Designation of the input"), value=evidence.designation
        ),
        EvidenceLine(
            field="drawn_up_on",
            label=Text("Datum sepsání", "Drawn up on"),
            value=czech_drawn_up_on(evidence.drawn_up_on),
        ),
        EvidenceLine(field="fee", label=Text("Poplatek", "Fee"), value=evidence.fee.czech()),
    )


def _keep_request(case: Case, actor: Actor, reason: str, fields: list[str], moment: datetime) -> None:
    # What stood before and after is the register's to keep and to delete: here only which fields.
    CorrectionRequest.objects.create(
        authority_id=case.authority_id,
        case_id=case.id,
        kind=CorrectionKind.EVIDENCE_CORRECTED,
        public_wording=PUBLIC_WORDINGS[CorrectionKind.EVIDENCE_CORRECTED].cs,
        reason=reason,
        changes={"fields": fields},
        asked_by_id=actor.user_id,
        asked_at=moment,
        decision=Decision.CONFIRMED,
        decided_by_id=actor.user_id,
        decided_at=moment,
    )


def _was_just_entered(case: Case, actor: Actor, reason: str) -> bool:
    last = CorrectionRequest.objects.filter(case_id=case.id, kind=CorrectionKind.EVIDENCE_CORRECTED).last()
    return last is not None and last.asked_by_id == actor.user_id and last.reason == reason
