"""Everything that is found out about an input at once: malicious code, the file, its signatures, how it will print.

Used by conversions and by the public check before a conversion; nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from listina.conversions.to_paper.second_reading import read_again
from listina.documents.inspection.facts import Inspection
from listina.documents.inspection.inspector import Inspector
from listina.documents.malware.scanning import Malware, MalwareScanner, NotCheckedRule, ScanResult
from listina.documents.printing.errors import PrintNotPossibleError
from listina.documents.printing.facts import PrintSurvey
from listina.documents.printing.room import PrintRoom
from listina.law.admissibility import FindingCode, MachineFact, MachineFinding
from listina.texts import Text
from listina.trust.messages.authenticity import Authenticity, AuthenticityService, with_answer
from listina.trust.validation.inputs import ValidationInput
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.validator import Validator
from listina.trust.validation.values import Integrity, Verdict

_NOT_CARRIED = Text(
    "Datovou zprávu informační systém datových schránek nepřenesl.",
    "The data-box system did not carry the data message.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What was found out about an input.

    Attributes:
        malware: whether it holds malicious code, or was not checked.
        inspection: what the document is and what is dangerous in it.
        report: what its signatures are worth.
        survey: how it will print; None where it cannot be printed, which the inspection says too or `obstacle` does.
        obstacle: why it cannot be printed; None if it can.
    """

    malware: ScanResult
    inspection: Inspection
    report: ValidationReport
    survey: PrintSurvey | None
    obstacle: PrintNotPossibleError | None

    @property
    def refusing(self) -> tuple[MachineFinding, ...]:
        """What by itself refuses the conversion, § 24(4)."""
        found = [MachineFinding(code=code) for code in self._broken()]
        if self.malware.outcome is Malware.FOUND:
            found.append(MachineFinding(code=FindingCode.MALWARE, detail=self.malware.name))
        found += [MachineFinding(code=FindingCode(item.code.value)) for item in self.inspection.refusals]
        return tuple(found)

    @property
    def facts(self) -> frozenset[MachineFact]:
        """What was found and only a person can judge."""
        known = {fact.value: fact for fact in MachineFact}
        codes = (item.code.value for item in self.inspection.findings)
        asked = {known[code] for code in codes if code in known}
        if self.survey is not None and self.survey.differences:
            asked.add(MachineFact.PRINTS_OTHERWISE)
        return frozenset(asked)

    def _broken(self) -> Iterator[FindingCode]:
        report = self.report
        if report.integrity is not Integrity.BROKEN:
            return
        message = report.message
        if message is not None and message.integrity is Integrity.BROKEN:
            denied = message.authenticity == Authenticity.DENIED.value
            yield FindingCode.MESSAGE_DENIED if denied else FindingCode.MESSAGE_BROKEN
        broken = [signature for signature in report.signatures if signature.integrity is Integrity.BROKEN]
        foreign = [item for item in broken if item.is_of_other_file]
        if foreign:
            yield FindingCode.FOREIGN_SIGNATURE
        if len(broken) > len(foreign) or not (broken or (message and message.integrity is Integrity.BROKEN)):
            yield FindingCode.INTEGRITY_BROKEN

    def as_json(self) -> dict[str, Any]:
        """Return what a case keeps beside the report itself."""
        survey = self.survey
        return {
            "malware": {
                "outcome": self.malware.outcome.value,
                "why": self.malware.why.value if self.malware.why else "",
                "reason": self.malware.text.cs,
                "reason_en": self.malware.text.en,
                "engine": self.malware.engine,
                "signatures": self.malware.signatures,
                "at": self.malware.checked_at.isoformat(),
            },
            "refusing": [{"code": item.code.value, "detail": item.detail} for item in self.refusing],
            "facts": sorted(fact.value for fact in self.facts),
            "verdict": self.report.verdict.value,
            "integrity": self.report.integrity.value,
            "inspection": inspection_json(self.inspection),
            "pages": []
            if survey is None
            else [
                {
                    "number": page.number,
                    "width_mm": page.width_mm,
                    "height_mm": page.height_mm,
                    "paper": page.paper,
                    "is_larger_than_a4": page.is_larger_than_a4,
                    "is_coloured": page.is_coloured,
                    "differences": [
                        {"code": item.code.value, "count": item.count}
                        for item in survey.differences
                        if item.page == page.number
                    ],
                }
                for page in survey.pages
            ],
            "obstacle": None
            if self.obstacle is None
            else {"cs": self.obstacle.text("cs"), "en": self.obstacle.text("en")},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Examiner:
    """Examines inputs; whatever is in a file becomes a finding, never an exception.

    Attributes:
        scanner: asked about malicious code.
        rule: what the operator wants done with a file nobody checked.
        inspector: looks at the file.
        validator: validates its signatures.
        print_room: tells how it will print.
        authenticity: asks the data-box system about messages; says `not_asked` where nobody can.
    """

    scanner: MalwareScanner
    rule: NotCheckedRule
    inspector: Inspector
    validator: Validator
    print_room: PrintRoom
    authenticity: AuthenticityService

    @property
    def may_consent(self) -> bool:
        """Whether an official may go on with a file nobody checked."""
        return self.rule is NotCheckedRule.CONSENT

    def scan(self, path: Path) -> ScanResult:
        """Tell whether a file holds malicious code."""
        return self.scanner.scan(path)

    def examine(self, what: ValidationInput) -> Examined:
        """Find everything out about an input.

        Raises:
            OSError: a file cannot be read.
            AuthenticityUnavailableError: the data-box system did not answer; ask again later.
        """
        malware = self._worst(what)
        inspection = self.inspector.inspect(what.document.path)
        survey, obstacle = None, None
        if not inspection.refusals:
            try:
                survey = self.print_room.survey(what.document.path)
            except PrintNotPossibleError as error:
                obstacle = error
        report = self._validated(what, 0 if survey is None else len(survey.pages))
        return Examined(malware=malware, inspection=inspection, report=report, survey=survey, obstacle=obstacle)

    def validate(self, what: ValidationInput) -> ValidationReport:
        """Return the report a conversion would get, with the look at what came after the signatures.

        Raises:
            OSError: a file cannot be read.
            AuthenticityUnavailableError: the data-box system did not answer; ask again later.
        """
        pdf = self.inspector.inspect(what.document.path).pdf
        return self._validated(what, 0 if pdf is None else len(pdf.pages))

    def _validated(self, what: ValidationInput, page_count: int) -> ValidationReport:
        """Return the report; what has no page that could be shown is not read a second time."""
        report = self._asked(self.validator.validate(what), what)
        return read_again(report, what.document.path, page_count, self.print_room) if page_count else report

    def _worst(self, what: ValidationInput) -> ScanResult:
        results = [
            self.scanner.scan(file.path) for file in (what.document, what.detached, what.message) if file is not None
        ]
        order = (Malware.FOUND, Malware.NOT_CHECKED, Malware.CLEAN)
        return min(results, key=lambda result: order.index(result.outcome))

    def _asked(self, report: ValidationReport, what: ValidationInput) -> ValidationReport:
        """Return the report with what the data-box system says of the message, if anybody can ask it."""
        if report.message is None or what.message is None:
            return report
        told = self.authenticity.ask(what.message.path)
        message = with_answer(report.message, told)
        if told is not Authenticity.DENIED:
            return replace(report, message=message)
        return replace(
            report, message=message, integrity=Integrity.BROKEN, verdict=Verdict.BROKEN, sentence=_NOT_CARRIED
        )


def essence(report: ValidationReport) -> str:
    """Return what must be the same in a renewed report for the official's work to stand."""
    return ";".join(
        (
            report.file.sha256,
            report.verdict.value,
            report.integrity.value,
            *(
                f"{item.name}|{item.indication.value}|{item.sub_indication}|{item.integrity.value}|{item.recognised}"
                for item in report.signatures
            ),
            *(f"{stamp.time.isoformat()}|{stamp.result.value}" for stamp in report.document_timestamps),
            "" if report.message is None else f"{report.message.integrity.value}|{report.message.authenticity}",
        )
    )


def inspection_json(inspection: Inspection) -> dict[str, Any]:
    """Return what a case keeps of an inspection: codes, never sentences, so that these can improve."""
    return {
        "kind": inspection.kind.value,
        "page_count": 0 if inspection.pdf is None else len(inspection.pdf.pages),
        "version": "" if inspection.pdf is None else inspection.pdf.version,
        "pdfa": "" if inspection.pdf is None else inspection.pdf.pdfa,
        "embedded": [
            {"name": item.name, "length": item.length, "sha256": item.sha256, "media_type": item.media_type}
            for item in inspection.embedded
        ],
        "clauses": [
            {
                "page": item.page,
                "direction": item.direction.value,
                "number": item.number,
                "check_code": item.check_code,
                "untransferable": item.untransferable,
            }
            for item in inspection.clauses
        ],
        "findings": [
            {"code": item.code.value, "pages": list(item.pages), "names": list(item.names), "count": item.count}
            for item in inspection.findings
        ],
        "isolation": inspection.isolation,
    }
