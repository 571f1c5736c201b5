"""Files whose time is over are given up; their digests stay, and the page says since when they are gone.

Here only the case says so; the bytes go with the next sweep, which alone removes objects and knows who else names them
(ADR 0013). Running twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from listina.audit import services as audit
from listina.conversions import history
from listina.conversions.access import locked_case
from listina.conversions.cases import CaseState
from listina.conversions.keeping.periods import kept_until
from listina.conversions.models import Case
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope, system_scope
from listina.law.dates import prague_day
from listina.law.directions import Direction

SCANS_DELETED, OUTPUT_DELETED = "scans_deleted", "output_deleted"


def with_files_to_give_up(workshop: Workshop) -> tuple[tuple[int, UUID], ...]:
    """Return (authority id, case id) of registered conversions some of whose files are kept no longer."""
    today = prague_day(workshop.now())
    running = Q(scans_deleted_at=None, handed_over_at__isnull=False) | (
        Q(direction=Direction.TO_ELECTRONIC.value, output_deleted_at=None)
        & (Q(handed_over_at__isnull=False) | Q(downloaded_at__isnull=False))
    )
    with system_scope("files whose time is over"):
        rows = Case.objects.filter(running, state=CaseState.REGISTERED.value).order_by("registered_at")
        return tuple((case.authority_id, case.id) for case in rows.iterator() if any(_over(workshop, case, today)))


def give_up(workshop: Workshop, authority_id: int, case_id: UUID) -> tuple[str, ...]:
    """Say on the case that files are kept no longer; return `scans_deleted`, `output_deleted`, both or nothing.

    Raises:
        CaseNotFoundError: the authority has no such case.
    """
    moment = workshop.now()
    with authority_scope(authority_id):
        case = locked_case(authority_id, case_id)
        given_up = tuple(_over(workshop, case, prague_day(moment)))
        for action in given_up:
            setattr(case, f"{action}_at", moment)
            history.note(case, action, moment)
            audit.record(
                f"conversion.{action}",
                actor_id=None,
                authority_id=authority_id,
                subject=str(case_id),
                details={"number": case.number},
            )
        if given_up:
            case.save(update_fields=[f"{action}_at" for action in given_up])
    return given_up


def _over(workshop: Workshop, case: Case, today: date) -> Iterable[str]:
    if case.state != CaseState.REGISTERED:
        return
    until = kept_until(
        workshop.keeping,
        direction=Direction(case.direction),
        handed_over_at=case.handed_over_at,
        downloaded_at=case.downloaded_at,
    )
    if case.scans_deleted_at is None and until.scans is not None and until.scans < today:
        yield SCANS_DELETED
    if case.output_deleted_at is None and until.output is not None and until.output < today:
        yield OUTPUT_DELETED
