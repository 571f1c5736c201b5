"""Where the output went: downloaded, handed over. From here run the periods of decision 24."""

from __future__ import annotations

from uuid import UUID

from listina.accounts.actors import Actor
from listina.audit import services as audit
from listina.conversions import history
from listina.conversions.access import require_output_file
from listina.conversions.afterwards.registered import registered_case
from listina.conversions.models import Case
from listina.conversions.steps import Event
from listina.conversions.workshop import Workshop


def acknowledge(workshop: Workshop, actor: Actor, case_id: UUID) -> None:
    """Record that the output was handed over; see `AfterwardsService.acknowledge_hand_over`."""
    with registered_case(actor, case_id, Event.HAND_OVER) as case:
        if case.handed_over_at is not None:
            return
        case.handed_over_at = case.changed_at = workshop.now()
        case.save(update_fields=["handed_over_at", "changed_at"])
        history.note(case, "handed_over", case.handed_over_at, actor_id=actor.user_id)
        _record(actor, case, "conversion.handed_over")


def note_download(workshop: Workshop, actor: Actor, case_id: UUID) -> None:
    """Record a download; see `AfterwardsService.note_download`."""
    with registered_case(actor, case_id, Event.HAND_OVER) as case:
        require_output_file(case)
        # Each download is in the audit trail; the periods run from the first one.
        _record(actor, case, "conversion.downloaded")
        if case.downloaded_at is None:
            case.downloaded_at = workshop.now()
            case.save(update_fields=["downloaded_at"])
            history.note(case, "downloaded", case.downloaded_at, actor_id=actor.user_id)


def _record(actor: Actor, case: Case, action: str) -> None:
    audit.record(
        action,
        actor_id=actor.user_id,
        authority_id=case.authority_id,
        subject=str(case.id),
        details={"number": case.number},
    )
