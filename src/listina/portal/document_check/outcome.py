"""What a check of a document came to: reports, and what would stop a conversion; plain values, which can be kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from listina.conversions.to_paper.examination import Examined
from listina.documents.inspection.codes import FindingCode
from listina.documents.inspection.facts import InspectionFinding
from listina.documents.malware.scanning import Malware
from listina.law.directions import ConversionKind, Direction
from listina.law.grounds import grounds_on
from listina.law.paper.machine_findings import MachineFinding, refusing
from listina.texts import Text
from listina.trust.validation.plain_text import plain_text
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.values import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found about a document.

    Attributes:
        text: what, why it matters and what to do.
        provision_cs: of the law that refuses; empty if none does.
        pages: where, from 1; empty where it concerns the file.
        names: what exactly: strangers' texts.
    """

    text: Text
    provision_cs: str = ""
    pages: tuple[int, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedDocument:
    """One document.

    Attributes:
        name: as it was handed over, or as the data message calls it.
        report: what its signatures are worth.
        stops: for what it would not be converted.
        asks: what an official would have to decide.
        notes: what is worth knowing.
    """

    name: str
    report: ValidationReport
    stops: tuple[Finding, ...]
    asks: tuple[Finding, ...]
    notes: tuple[Finding, ...]

    @property
    def is_refused_otherwise(self) -> bool:
        """Whether something else than its signatures stops it, so that advice about them would mislead."""
        return bool(self.stops) and self.report.verdict is not Verdict.BROKEN


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """An attachment of a data message that was not checked.

    Attributes:
        name: as the data message calls it.
        reason: why not, and what to do.
    """

    name: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a check came to.

    Attributes:
        documents: at least one.
        passed_over: attachments that were not checked.
    """

    documents: tuple[CheckedDocument, ...]
    passed_over: tuple[PassedOver, ...] = ()


def document_of(name: str, examined: Examined, *, unchecked_stops: bool, today: date) -> CheckedDocument:
    """Return what is told of an examined document.

    Args:
        name: of the document.
        examined: what was found out.
        unchecked_stops: the operator converts nothing that was not checked for malicious code.
        today: the day in Prague, whose law binds.
    """
    unchecked = tuple(_unchecked(examined))
    inspection = examined.inspection
    return CheckedDocument(
        name=plain_text(name),
        report=examined.report,
        stops=(*_stops(examined, today), *(unchecked if unchecked_stops else ())),
        asks=(
            *(() if unchecked_stops else unchecked),
            *map(_found, inspection.questions),
            *_printed_otherwise(examined),
        ),
        notes=tuple(map(_found, inspection.notes)),
    )


def _stops(examined: Examined, today: date) -> Iterator[Finding]:
    inspected = {item.code.value: item for item in examined.inspection.refusals}
    grounds = grounds_on(today, direction=Direction.TO_PAPER, kind=ConversionKind.EX_OFFICIO)
    for finding in examined.refusing:
        told = inspected.get(finding.code.value)
        for refusal in refusing([MachineFinding(code=finding.code, detail=finding.detail)], grounds):
            text = Text(_sentence(refusal.reason_cs), _sentence(refusal.reason_en)) if told is None else told.text
            pages, names = ((), ()) if told is None else (told.pages, _names(told))
            yield Finding(text=text, provision_cs=refusal.provision_cs, pages=pages, names=names)
    if examined.obstacle is not None:
        yield Finding(text=Text(examined.obstacle.text("cs"), examined.obstacle.text("en")))


def _unchecked(examined: Examined) -> Iterator[Finding]:
    if examined.malware.outcome is Malware.NOT_CHECKED:
        yield Finding(text=examined.malware.text)


def _printed_otherwise(examined: Examined) -> Iterator[Finding]:
    pages = () if examined.survey is None else tuple(sorted({item.page for item in examined.survey.differences}))
    if pages:
        yield Finding(
            text=Text(
                "Některé strany se vytisknou jinak, než jak se zobrazují. Úřední osoba obě podoby porovná.",
                "Some pages print otherwise than they are shown. The official compares both.",
            ),
            pages=pages,
        )


def _found(item: InspectionFinding) -> Finding:
    return Finding(text=item.text, provision_cs=item.provision_cs, pages=item.pages, names=_names(item))


def _names(item: InspectionFinding) -> tuple[str, ...]:
    # The kind of an annotation has only a technical, English name.
    if "annotation" in item.code.value or item.code in {FindingCode.COMMENT, FindingCode.MEDIA}:
        return ()
    return tuple(plain_text(name) for name in item.names)


def _sentence(clause: str) -> str:
    return f"{clause[0].upper()}{clause[1:]}."
