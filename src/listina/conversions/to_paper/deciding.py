"""Steps 2 and 5: what the official decides about an input (rozhodnutí): each with its text, its reason, who and when.

A decision binds the result it was made about: another file or another result of the validation wants another one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from listina.accounts.actors import Actor
from listina.conversions import history
from listina.conversions.bounds import bounded
from listina.conversions.errors import InvalidCaseDataError
from listina.conversions.to_paper.access import paper_deciding, paper_editing
from listina.conversions.to_paper.composing import give_up_preview
from listina.conversions.to_paper.errors import NoSuchPrintPageError, NotExaminedError, NothingToDecideError
from listina.conversions.to_paper.examining import report_of
from listina.conversions.to_paper.models import PaperWork
from listina.conversions.to_paper.workshop import PaperWorkshop
from listina.documents.malware.scanning import Malware
from listina.law.dates import prague_day
from listina.law.paper.declarations import GO_ON_UNCHECKED, GO_ON_WITH_UNDECIDED_INTEGRITY, wording_on
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.values import Integrity

REASON_LENGTH = 500
LEAST_REASON = 10
ASK_AGAIN_AFTER = timedelta(hours=1)
LONGEST_POSTPONEMENT = timedelta(days=7)
_BOX_ID_LENGTH, _NAME_LENGTH, _MESSAGE_ID_LENGTH = 7, 200, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedMessage:
    """The data message of an input as somebody states it who has no ZFO (decision 16).

    Attributes:
        message_id: decimal digits.
        sender_name, sender_box, recipient_name, recipient_box: the two data boxes.
        delivered_into_box_at: dodání, aware.
        records_system: its name if the facts come from there; empty if the official states them.

    Source: L300 § 25(2)(k).
    """

    message_id: str
    sender_name: str
    sender_box: str
    recipient_name: str
    recipient_box: str
    delivered_into_box_at: datetime
    records_system: str = ""


def consent_unchecked(paper: PaperWorkshop, actor: Actor, case_id: UUID) -> None:
    """Record that the official goes on with a file nobody checked; see `ToPaperService.consent_unchecked`."""
    with paper_deciding(paper, actor, case_id) as (case, work):
        found = _examined(work)["malware"]
        if found["outcome"] != Malware.NOT_CHECKED.value or not paper.examiner.may_consent:
            raise NothingToDecideError
        moment = paper.workshop.now()
        declared = wording_on(GO_ON_UNCHECKED, prague_day(moment))
        work.consent = {
            "text": declared.text.cs,
            "version": declared.version,
            "reason": found["reason"],
            "by": actor.user_id,
            "at": moment.isoformat(),
        }
        history.note(case, "unchecked_consented", moment, actor_id=actor.user_id, details=dict(work.consent))


def decide_integrity(paper: PaperWorkshop, actor: Actor, case_id: UUID, reason: str) -> None:
    """Record why the official goes on with an undecided integrity; see `ToPaperService.decide_integrity`."""
    clean = bounded("reason", "Důvod rozhodnutí", reason, REASON_LENGTH, shortest=LEAST_REASON)
    with paper_deciding(paper, actor, case_id) as (case, work):
        if _examined(work)["integrity"] != Integrity.UNDECIDABLE.value:
            raise NothingToDecideError
        moment = paper.workshop.now()
        declared = wording_on(GO_ON_WITH_UNDECIDED_INTEGRITY, prague_day(moment))
        work.integrity_decision = {
            "text": declared.text.cs,
            "version": declared.version,
            "reason": clean,
            "report_sha256": _examined(work)["report_sha256"],
            "by": actor.user_id,
            "at": moment.isoformat(),
        }
        details = {"report_sha256": work.integrity_decision["report_sha256"]}
        history.note(case, "integrity_decided", moment, actor_id=actor.user_id, details=details)


def postpone(paper: PaperWorkshop, actor: Actor, case_id: UUID) -> datetime:
    """Have the input examined again once newer revocation data are due; see `ToPaperService.postpone`."""
    with paper_editing(paper, actor, case_id) as (case, work):
        _examined(work)
        moment = paper.workshop.now()
        work.postponed_until = _next_data(report_of(paper, case, work), moment)
        details = {"until": work.postponed_until.isoformat()}
        history.note(case, "postponed", moment, actor_id=actor.user_id, details=details)
        return work.postponed_until


def examine_again(paper: PaperWorkshop, actor: Actor, case_id: UUID) -> None:
    """Have the input examined again now; see `ToPaperService.examine_again`."""
    with paper_editing(paper, actor, case_id) as (case, work):
        work.postponed_until = paper.workshop.now()
        paper.defer_examination(case.authority_id, case.id)


def state_message(paper: PaperWorkshop, actor: Actor, case_id: UUID, stated: StatedMessage | None) -> None:
    """Store what is stated of the data message; see `ToPaperService.state_message`."""
    told = None if stated is None else _message_json(stated)
    with paper_editing(paper, actor, case_id) as (case, work):
        if work.message is not None:
            # The message itself is there: what it says is verified, and nobody states anything else.
            raise NothingToDecideError
        work.stated_message = told
        details = {"stated": told is not None}
        history.note(case, "message_stated", paper.workshop.now(), actor_id=actor.user_id, details=details)


def choose_print(
    paper: PaperWorkshop, actor: Actor, case_id: UUID, *, two_sided: bool, reduced_pages: frozenset[int]
) -> None:
    """Store how the output is to be printed; see `ToPaperService.choose_print`."""
    with paper_editing(paper, actor, case_id) as (case, work):
        pages = _examined(work)["pages"]
        larger = {page["number"] for page in pages if page["is_larger_than_a4"]}
        if not reduced_pages <= larger:
            raise NoSuchPrintPageError
        work.two_sided, work.reduced_pages = two_sided, sorted(reduced_pages)
        give_up_preview(case, work)
        details = {"two_sided": two_sided, "reduced_pages": work.reduced_pages}
        history.note(case, "print_chosen", paper.workshop.now(), actor_id=actor.user_id, details=details)


def compare_page(paper: PaperWorkshop, actor: Actor, case_id: UUID, page: int, *, agrees: bool) -> None:
    """Record whether a page's print carries what the input shows; see `ToPaperService.compare_page`."""
    with paper_editing(paper, actor, case_id) as (case, work):
        if not 1 <= page <= len(_examined(work)["pages"]):
            raise NoSuchPrintPageError
        work.compared = {**work.compared, str(page): agrees}
        details = {"page": page, "agrees": agrees}
        history.note(case, "print_compared", paper.workshop.now(), actor_id=actor.user_id, details=details)


def _examined(work: PaperWork) -> dict[str, Any]:
    if not work.found:
        raise NotExaminedError
    return work.found


def _next_data(report: ValidationReport, moment: datetime) -> datetime:
    """Return when the next revocation data are due; in an hour where nobody says, and within a week at all events."""
    sealed = () if report.message is None else (report.message.envelope,)
    due = [
        signature.revocation.next_update
        for signature in (*report.signatures, *sealed)
        if signature.revocation.next_update is not None and signature.revocation.next_update > moment
    ]
    return min([*due, moment + LONGEST_POSTPONEMENT]) if due else moment + ASK_AGAIN_AFTER


def _message_json(stated: StatedMessage) -> dict[str, object]:
    if not (
        stated.message_id.isascii() and stated.message_id.isdigit() and len(stated.message_id) <= _MESSAGE_ID_LENGTH
    ):
        raise InvalidCaseDataError(
            field="message_id",
            reason_cs="Identifikátor datové zprávy: zapište jen číslice.",
            reason_en="digits only",
        )
    return {
        "message_id": stated.message_id,
        "sender_name": bounded("sender_name", "Odesílatel", stated.sender_name, _NAME_LENGTH),
        "sender_box": bounded("sender_box", "ID schránky odesílatele", stated.sender_box, _BOX_ID_LENGTH),
        "recipient_name": bounded("recipient_name", "Adresát", stated.recipient_name, _NAME_LENGTH),
        "recipient_box": bounded("recipient_box", "ID schránky adresáta", stated.recipient_box, _BOX_ID_LENGTH),
        "delivered_into_box_at": stated.delivered_into_box_at.isoformat(),
        "records_system": stated.records_system[:_NAME_LENGTH],
    }
