"""Step 2: the input is examined (ověření): malicious code, the file itself, its signatures, how it will print.

The examination runs as a job outside any transaction. What it found counts only if the files are still the ones it
looked at; a job that died is run again, and running twice changes nothing but the time of the report.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from listina.conversions import history
from listina.conversions.access import locked_case
from listina.conversions.artifacts import make_current
from listina.conversions.cases import CaseState
from listina.conversions.killpoints import KillPoint, passing
from listina.conversions.models import Case
from listina.conversions.states import UNFINISHED
from listina.conversions.sweeping import REPORT
from listina.conversions.to_paper.access import paper_case_in_scope
from listina.conversions.to_paper.errors import NoDocumentError
from listina.conversions.to_paper.examination import Examined, essence
from listina.conversions.to_paper.models import FileRole, PaperWork, ReceivedFile
from listina.conversions.to_paper.received import files_of, work_of
from listina.conversions.to_paper.reports import report_bytes, stored_report
from listina.conversions.to_paper.workshop import PaperWorkshop
from listina.database.scope import authority_scope, system_scope
from listina.documents.inspection.facts import EarlierClause
from listina.law.admissibility import FindingCode
from listina.law.dates import prague_day
from listina.law.errors import InvalidCheckCodeError, InvalidNumberError
from listina.objects.store import StoredObject
from listina.register import queries as register
from listina.register.errors import ClauseNotFoundError
from listina.trust.validation.inputs import InputFile, ValidationInput
from listina.trust.validation.report import ValidationReport

_MOST = 500


def examine(paper: PaperWorkshop, authority_id: int, case_id: UUID) -> bool:
    """Examine the files of an open case and keep what was found; False if there was nothing to do or others came."""
    return _examine(paper, authority_id, case_id, frozenset({CaseState.OPEN}))


def renew(paper: PaperWorkshop, authority_id: int, case_id: UUID) -> bool:
    """Examine the files again before the clause is drawn up, perhaps anew under its number; see `examine`."""
    return _examine(paper, authority_id, case_id, UNFINISHED)


def _examine(paper: PaperWorkshop, authority_id: int, case_id: UUID, states: Collection[CaseState]) -> bool:
    with authority_scope(authority_id):
        case = paper_case_in_scope(authority_id, case_id)
        work, files = work_of(case), files_of(case)
    if CaseState(case.state) not in states or FileRole.DOCUMENT not in files:
        return False
    found = paper.examiner.examine(_input(paper, files))
    report = paper.workshop.objects.put(authority_id, report_bytes(found.report))
    passing(KillPoint.REPORT_STORED)
    forbidden = _names_an_element(found.inspection.clauses)
    with authority_scope(authority_id):
        case = locked_case(authority_id, case_id)
        now = work_of(case)
        if now.examination != work.examination or CaseState(case.state) not in states:
            return False
        _keep(paper, case, now, found, report, forbidden=forbidden)
    passing(KillPoint.EXAMINED)
    return True


def is_fresh(paper: PaperWorkshop, work: PaperWork) -> bool:
    """Tell whether the report is of today and young enough for the clause (decision 5)."""
    if not work.found or work.examined_at is None:
        return False
    moment = paper.workshop.now()
    young = moment - work.examined_at <= paper.report_age
    return young and prague_day(work.examined_at) == prague_day(moment)


def report_of(paper: PaperWorkshop, case: Case, work: PaperWork) -> ValidationReport:
    """Return the kept validation report.

    Raises:
        ObjectMissingError: it is no longer kept.
        UnreadableReportError: it is of another version.
    """
    return stored_report(paper.workshop.objects, case.authority_id, (work.examined or {})["report_sha256"])


def waiting_for_examination(paper: PaperWorkshop) -> tuple[tuple[int, UUID], ...]:
    """Return (authority id, case id) of open conversions whose files nobody examined, or whose time has come again."""
    moment = paper.workshop.now()
    with system_scope("examine inputs that wait"):
        rows = (
            PaperWork.objects.filter(case__state=CaseState.OPEN.value, examination__gt=0)
            .order_by("case__changed_at")
            .select_related("case")[:_MOST]
        )
        return tuple((work.authority_id, work.case_id) for work in rows if _is_due(work, moment))


def _names_an_element(clauses: Iterable[EarlierClause]) -> bool:
    """Tell whether our register holds one of the clauses with an element that could not be carried over (§ 24(4)(e)).

    A clause the register does not hold is left to what the clause itself says, and to the official.
    """
    for clause in clauses:
        if clause.number is None or clause.check_code is None:
            continue
        with suppress(ClauseNotFoundError, InvalidNumberError, InvalidCheckCodeError):
            if register.public_clause(clause.number, clause.check_code).untransferable:
                return True
    return False


def _is_due(work: PaperWork, moment: datetime) -> bool:
    return not work.found or (work.postponed_until is not None and work.postponed_until <= moment)


def _input(paper: PaperWorkshop, files: Any) -> ValidationInput:
    def file(role: FileRole) -> InputFile | None:
        row: ReceivedFile | None = files.get(role)
        if row is None:
            return None
        return InputFile(path=paper.workshop.objects.verified_path(row.authority_id, row.sha256), name=row.filename)

    document = file(FileRole.DOCUMENT)
    if document is None:
        raise NoDocumentError
    return ValidationInput(document=document, detached=file(FileRole.DETACHED), message=file(FileRole.MESSAGE))


def _keep(
    paper: PaperWorkshop, case: Case, work: PaperWork, found: Examined, report: StoredObject, *, forbidden: bool
) -> None:
    moment = paper.workshop.now()
    before = (work.examined or {}).get("essence")
    told = essence(found.report)
    work.examined = {
        **found.as_json(),
        "examination": work.examination,
        "report_sha256": report.sha256,
        "essence": told,
    }
    if forbidden and not work.examined["refusing"]:
        work.examined["refusing"] = [{"code": FindingCode.CLAUSE_FORBIDS.value, "detail": ""}]
    work.examined_at = moment
    work.postponed_until = None
    if before is not None and before != told:
        # What was decided about another result is no decision about this one.
        work.integrity_decision = None
    work.save()
    make_current(case, REPORT, report, moment)
    details = {
        "report_sha256": report.sha256,
        "verdict": found.report.verdict.value,
        "integrity": found.report.integrity.value,
        "malware": found.malware.outcome.value,
    }
    history.note(case, "examined", moment, details=details)
