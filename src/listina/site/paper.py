"""What conversions to paper are built from: processes that read inputs, the antivirus program, the print room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from listina.conversions.to_paper.examination import Examiner
from listina.conversions.to_paper.jobs import defer_examination
from listina.conversions.to_paper.workshop import PaperWorkshop
from listina.conversions.workshop import Workshop
from listina.documents.inspection.inspector import Inspector
from listina.documents.malware.clamd import ClamdScanner
from listina.documents.malware.scanning import MalwareScanner, NoScanner
from listina.documents.printing import room
from listina.documents.printing.room import PrintRoom
from listina.isolation.pool import Confined
from listina.site.environment import Environment
from listina.trust.messages.authenticity import NobodyToAsk
from listina.trust.messages.opener import MessageOpener
from listina.trust.validation.validator import Validator


def paper_workshop(
    environment: Environment, workshop: Workshop, pool: Confined, validator: Validator, now: Callable[[], datetime]
) -> PaperWorkshop:
    """Return what the steps of a conversion to paper need; no process is started yet.

    Args:
        environment: the settings.
        workshop: what every conversion needs.
        pool: processes that read inputs.
        validator: validates their signatures, in the same pool.
        now: our clock, aware UTC.
    """
    print_room = PrintRoom(confined=Confined(*room.TASKS, count=environment.confined_processes, limits=room.LIMITS))
    return PaperWorkshop(
        workshop=workshop,
        examiner=Examiner(
            scanner=_scanner(environment, now),
            rule=environment.malware_not_checked,
            inspector=Inspector(confined=pool),
            validator=validator,
            print_room=print_room,
            authenticity=NobodyToAsk(),
        ),
        messages=MessageOpener(confined=pool),
        print_room=print_room,
        defer_examination=defer_examination,
    )


def _scanner(environment: Environment, now: Callable[[], datetime]) -> MalwareScanner:
    if environment.clamd_address is None:
        return NoScanner(now=now)
    days = environment.clamd_signatures_max_age_days
    return ClamdScanner(
        address=environment.clamd_address,
        timeout_seconds=environment.clamd_timeout_seconds,
        most_age=timedelta(days=days) if days else None,
        now=now,
    )
