"""The inspection of a file nobody looked into; apart, so that who only asks loads no reader of files."""

from __future__ import annotations

from listina.documents.inspection.codes import FindingCode
from listina.documents.inspection.collected import Collected
from listina.documents.inspection.facts import FileKind, Inspection

MOST_BYTES = 64 << 20
"""The most bytes of an electronic input."""


def refused(kind: FileKind, length: int, code: FindingCode, isolation: str) -> Inspection:
    """Return the inspection of a file of which nothing but its kind is known."""
    found = Collected()
    found.add(code)
    return Inspection(
        kind=kind, length=length, pdf=None, embedded=(), clauses=(), findings=found.findings(), isolation=isolation
    )
