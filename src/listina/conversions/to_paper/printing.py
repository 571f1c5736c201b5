"""Step 6: the number is reserved, the print file composed with its clause and handed out (tisk).

Numbers are reserved late, when the clause is printed (decision 5). Each step is an attempt of its own, so an
interrupted one goes on where it stopped. On another day the clause is drawn up anew under the same number. Each handing
out is recorded; before another one the official states that the earlier print was made worthless (decision 17).
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from uuid import UUID

from listina.accounts import queries as accounts
from listina.accounts.actors import Actor
from listina.accounts.permissions import Permission
from listina.audit import services as audit
from listina.conversions import attempts, history
from listina.conversions.access import locked_own_case, require_direction
from listina.conversions.cases import CaseState
from listina.conversions.errors import NotReadyError, WrongStateError
from listina.conversions.killpoints import KillPoint, passing
from listina.conversions.models import Case
from listina.conversions.readiness import missing
from listina.conversions.reserving import reserve, start_over
from listina.conversions.snapshots import authority_as_json, official_as_json
from listina.conversions.steps import Event
from listina.conversions.stored import clause_date_of, composed_facts
from listina.conversions.to_paper import composing
from listina.conversions.to_paper.access import paper_case_in_scope
from listina.conversions.to_paper.errors import EarlierPrintNotSpoiledError, NotPrintedError, ReportChangedError
from listina.conversions.to_paper.examining import is_fresh, renew
from listina.conversions.to_paper.received import work_of
from listina.conversions.to_paper.workshop import PaperWorkshop
from listina.database.scope import authority_scope
from listina.law.dates import prague_day
from listina.law.directions import Direction
from listina.law.paper.declarations import EARLIER_PRINT_SPOILED, wording_on

PRINT_FILE, CLAUSE = "print_file", "clause"


class Printed(StrEnum):
    """What is printed."""

    WHOLE = "whole"
    CLAUSE_ONLY = "clause_only"


def prepare(paper: PaperWorkshop, actor: Actor, case_id: UUID) -> None:
    """Bring the case to a composed print file of today; see `ToPaperService.prepare_print`."""
    attempts.require_no_transaction()
    paper.workshop.clock_watch.require_right(paper.workshop.timestamps)
    _renew_report(paper, actor, case_id)
    _reserve_or_check(paper, actor, case_id)
    case = _own_case(actor, case_id)
    if case.state == CaseState.RESERVED:
        _compose(paper, actor, case_id)
        case = _own_case(actor, case_id)
    if case.state not in {CaseState.COMPOSED, CaseState.AWAITING_PRINT}:
        raise WrongStateError(state=case.state, event=Event.PRINT.value)


def hand_out(
    paper: PaperWorkshop, actor: Actor, case_id: UUID, what: Printed, *, device: str, earlier_spoiled: bool
) -> Path:
    """Record a print attempt and return the file to print; see `ToPaperService.hand_out`."""
    with authority_scope(actor.authority_id):
        case = locked_own_case(actor, case_id)
        require_direction(case, Direction.TO_PAPER)
        seen = CaseState(case.state)
    printed_before = seen is CaseState.AWAITING_PRINT
    if not printed_before and what is Printed.CLAUSE_ONLY:
        raise NotPrintedError
    if printed_before and not earlier_spoiled:
        raise EarlierPrintNotSpoiledError
    # Whoever prints at once in another window came first: what was declared of the earlier print is of that one.
    attempt = attempts.take(actor.authority_id, case_id, Event.PRINT, seen=seen)
    kind = PRINT_FILE if what is Printed.WHOLE else CLAUSE
    moment = paper.workshop.now()
    composing.require_same_day(clause_date_of(attempt.case), prague_day(moment))
    path = paper.workshop.objects.verified_path(actor.authority_id, composed_facts(attempt.case)[kind]["sha256"])
    with attempts.accepting(paper.workshop, attempt) as row:
        composing.require_made_from_last_report(composed_facts(row), work_of(row))
        details: dict[str, object] = {"what": what.value, "device": device[:100], "sha256": path.name}
        if printed_before:
            declared = wording_on(EARLIER_PRINT_SPOILED, prague_day(moment))
            details |= {"declared": declared.text.cs, "version": declared.version}
        history.note(row, "print_handed_out", moment, actor_id=actor.user_id, details=details)
        audit.record(
            "conversion.print_handed_out",
            actor_id=actor.user_id,
            authority_id=actor.authority_id,
            subject=str(case_id),
            details={"number": row.number, "what": what.value},
        )
        passing(KillPoint.PRINT_BEFORE_COMMIT)
    passing(KillPoint.PRINT_HANDED_OUT)
    return path


def _own_case(actor: Actor, case_id: UUID) -> Case:
    with authority_scope(actor.authority_id):
        case = locked_own_case(actor, case_id)
        require_direction(case, Direction.TO_PAPER)
        return case


def _renew_report(paper: PaperWorkshop, actor: Actor, case_id: UUID) -> None:
    """Have the input validated again if the report is not fresh; another result is for the official to look at."""
    with authority_scope(actor.authority_id):
        case = locked_own_case(actor, case_id)
        require_direction(case, Direction.TO_PAPER)
        work = work_of(case)
    if is_fresh(paper, work) or work.examined is None or CaseState(case.state) is CaseState.REGISTERED:
        return
    before = work.examined["essence"]
    renew(paper, actor.authority_id, case_id)
    with authority_scope(actor.authority_id):
        now = work_of(paper_case_in_scope(actor.authority_id, case_id))
    if now.examined is None or now.examined["essence"] != before:
        raise ReportChangedError


def _reserve_or_check(paper: PaperWorkshop, actor: Actor, case_id: UUID) -> None:
    workshop = paper.workshop
    with authority_scope(actor.authority_id):
        case = locked_own_case(actor, case_id)
        if case.state == CaseState.OPEN:
            _require_ready(paper, case)
            _take_snapshots(case, actor)
            reserve(workshop, actor, case)
            passing(KillPoint.RESERVED_BEFORE_COMMIT)
        elif _must_start_over(paper, case):
            _require_ready(paper, case)
            _take_snapshots(case, actor)
            start_over(workshop, actor, case)
        else:
            return
    passing(KillPoint.RESERVED)


def _require_ready(paper: PaperWorkshop, case: Case) -> None:
    gaps = missing(case, paper.workshop.now())
    if gaps:
        raise NotReadyError(gaps)


def _must_start_over(paper: PaperWorkshop, case: Case) -> bool:
    """Tell whether the clause is of another day, or was made from a report that was renewed since."""
    if case.clause_date is None:
        return False
    renewed = composed_facts(case)["report_sha256"] != work_of(case).found.get("report_sha256")
    return renewed or case.clause_date != prague_day(paper.workshop.now())


def _take_snapshots(case: Case, actor: Actor) -> None:
    case.authority_snapshot = authority_as_json(accounts.authority(actor))
    case.official_snapshot = official_as_json(accounts.official(actor))
    case.grant_snapshot = dict(accounts.grant_snapshot(actor, Permission.CONVERT))


def _compose(paper: PaperWorkshop, actor: Actor, case_id: UUID) -> None:
    attempt = attempts.take(actor.authority_id, case_id, Event.COMPOSE, seen=CaseState.RESERVED)
    day = prague_day(paper.workshop.now())
    with authority_scope(actor.authority_id):
        sources = composing.sources_of(paper, attempt.case)
    output = composing.compose(paper, sources, composing.numbered(paper, attempt.case, day))
    passing(KillPoint.COMPOSED_STORED)
    with attempts.accepting(paper.workshop, attempt) as case:
        case.composed = output.as_json()
        case.clause_date = day
        attempts.name_artifact(paper.workshop, attempt, PRINT_FILE, output.print_file)
        attempts.name_artifact(paper.workshop, attempt, CLAUSE, output.clause)
        details = {"sha256": output.print_file.sha256, "page_count": output.facts.page_count}
        history.note(case, "composed", paper.workshop.now(), details=details)
    passing(KillPoint.COMPOSED)
