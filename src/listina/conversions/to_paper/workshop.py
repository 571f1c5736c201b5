"""The tools of a conversion to paper beside those of every conversion, built once by the composition of the site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from listina.conversions.to_paper.examination import Examiner
from listina.conversions.workshop import Workshop
from listina.documents.printing.room import PrintRoom
from listina.trust.messages.opener import MessageOpener

REPORT_AGE = timedelta(hours=12)
"""A report older than this is renewed before the clause (decision 5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWorkshop:
    """What the steps of a conversion to paper need.

    Attributes:
        workshop: what every conversion needs.
        examiner: looks at inputs: malicious code, the file itself, its signatures.
        messages: opens data messages.
        print_room: makes print files and pictures of pages.
        defer_examination: queues the job `conversions.examine` for (authority id, case id), inside the caller's
            transaction.
        report_age: how old a validation report may be when the clause is drawn up.
    """

    workshop: Workshop
    examiner: Examiner
    messages: MessageOpener
    print_room: PrintRoom
    defer_examination: Callable[[int, UUID], None]
    report_age: timedelta = REPORT_AGE
