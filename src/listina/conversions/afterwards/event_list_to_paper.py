"""What the event list says of a conversion to paper beside its events: input files, report, prints, affirmations.

Names of files are left out: they may say what a document is about, and the list goes into other systems' logs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

from listina.conversions.afterwards.event_values import text, utc
from listina.conversions.models import Case, CaseEvent
from listina.conversions.to_paper.models import FileRole
from listina.conversions.to_paper.received import files_of, work_of


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A received file that counts; `role` is a `FileRole`."""

    role: str
    length: int
    sha256: str
    sha512: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintAttempt:
    """One handing out for printing; `what` is `whole` or `clause_only`, `sha256` that of the file."""

    at: datetime
    what: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperEvents:
    """What only a conversion to paper has.

    Attributes:
        files: the document, then what came with it.
        report_sha256: of the report the clause was made from, or of the last one; None before the examination, and
            once it was deleted after the law's period.
        prints: in order.
        affirmed: the ids of the affirmed facts; empty before the affirmation.
        affirmed_at: None before.
    """

    files: tuple[InputFile, ...]
    report_sha256: str | None
    prints: tuple[PrintAttempt, ...]
    affirmed: tuple[str, ...]
    affirmed_at: datetime | None


def paper_events(case: Case) -> PaperEvents:
    """Return it for a case to paper; call in the scope of its authority."""
    work, files = work_of(case), files_of(case)
    prints = CaseEvent.objects.filter(case_id=case.id, action="print_handed_out").order_by("sequence")
    return PaperEvents(
        files=tuple(
            InputFile(role=role.value, length=row.length, sha256=row.sha256, sha512=row.sha512)
            for role in FileRole
            if (row := files.get(role)) is not None
        ),
        report_sha256=(case.composed or work.found).get("report_sha256"),
        prints=tuple(
            PrintAttempt(at=event.at, what=event.details["what"], sha256=event.details["sha256"]) for event in prints
        ),
        affirmed=tuple(item["id"] for item in work.affirmed or ()),
        affirmed_at=work.affirmed_at,
    )


def as_json(told: PaperEvents) -> dict[str, object]:
    """Return JSON values."""
    return {
        "files": [
            {"role": file.role, "length": file.length, "sha256": file.sha256, "sha512": file.sha512}
            for file in told.files
        ],
        "report_sha256": told.report_sha256,
        "prints": [{"at": utc(each.at), "what": each.what, "sha256": each.sha256} for each in told.prints],
        "affirmed": list(told.affirmed),
        "affirmed_at": None if told.affirmed_at is None else utc(told.affirmed_at),
    }


def add_xml(parent: ET.Element, told: PaperEvents) -> None:
    """Add the element `doListinnePodoby`."""
    root = ET.SubElement(parent, "doListinnePodoby")
    for file in told.files:
        element = ET.SubElement(root, "vstupniSoubor", {"uloha": file.role, "delka": str(file.length)})
        _digests(element, (("SHA-256", file.sha256), ("SHA-512", file.sha512)))
    if told.report_sha256 is not None:
        _digests(ET.SubElement(root, "zpravaOOvereni"), (("SHA-256", told.report_sha256),))
    for each in told.prints:
        element = ET.SubElement(root, "vytisk", {"cas": utc(each.at), "rozsah": each.what})
        _digests(element, (("SHA-256", each.sha256),))
    if told.affirmed_at is not None:
        element = ET.SubElement(root, "potvrzeniVytisku", {"cas": utc(told.affirmed_at)})
        for fact in told.affirmed:
            text(element, "skutecnost", fact)


def _digests(element: ET.Element, digests: Iterable[tuple[str, str]]) -> None:
    for algorithm, value in digests:
        text(element, "otisk", value, {"algoritmus": algorithm})
