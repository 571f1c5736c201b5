"""One conversion, put together for a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from listina.accounts import queries as accounts
from listina.accounts.actors import Actor
from listina.conversions import history
from listina.conversions.cases import (
    UNFINISHED,
    CaseState,
    CaseView,
    OutputFacts,
    PrintedOutput,
    Problem,
    SignedOutput,
)
from listina.conversions.comparing import AGREEMENT_TEXT
from listina.conversions.composing import untransferable_elements
from listina.conversions.judging import asked_questions, latest_answers, questions_for, verdict_of
from listina.conversions.labels import state_text, wizard_step
from listina.conversions.lost_signatures import is_lost
from listina.conversions.models import Case
from listina.conversions.page_views import page_views
from listina.conversions.readiness import missing
from listina.conversions.standings import standing_of
from listina.conversions.stored import composed_facts, moment_of, signed_facts
from listina.conversions.to_paper.received import affirmed_at_of, work_of
from listina.conversions.workshop import Workshop
from listina.law.admissibility import Refusal
from listina.law.directions import Direction
from listina.law.evidence import PartialDate


def case_view(workshop: Workshop, actor: Actor, case: Case) -> CaseView:
    """Return the view of a case; call in the scope of its authority."""
    moment = workshop.now()
    state = CaseState(case.state)
    gaps = missing(case, moment) if state is CaseState.OPEN else ()
    standing = standing_of(case)
    text = state_text(case, gaps, standing, moment)
    answers = {question_id: value for question_id, (_, value) in latest_answers(case).items()}
    views = page_views(case)
    names = _names(actor, case)
    return CaseView(
        id=case.id,
        direction=Direction(case.direction),
        state=state,
        state_tag=standing.tag or text.tag or case.state,
        state_label=text.label,
        state_sentence=text.sentence,
        is_unfinished=state in UNFINISHED,
        is_mine=case.official_id == actor.user_id,
        authority_id=case.authority_id,
        authority_name=names["authority_name"],
        standing=names["standing"],
        official_name=names["official_name"],
        agenda_code=case.agenda_code,
        purpose=case.purpose,
        reference_number=case.reference_number,
        file_mark=case.file_mark,
        opened_at=case.opened_at,
        changed_at=case.changed_at,
        questions=asked_questions(questions_for(case, moment), answers),
        answers=answers,
        refusals=_refusals(case, moment),
        stated_page_count=case.stated_page_count,
        untransferable=untransferable_elements(case),
        no_untransferable=case.no_untransferable,
        pages=tuple(view for view in views if not view.removed),
        removed_pages=tuple(view for view in views if view.removed),
        designation=standing.designation or case.designation,
        drawn_up_on=PartialDate.from_iso(case.drawn_up_on) if case.drawn_up_on else None,
        drawn_up_on_absent=case.drawn_up_on_absent,
        agreement_text=AGREEMENT_TEXT,
        agreement_declared_at=case.agreement_declared_at,
        missing=tuple(gaps),
        number=case.number,
        check_code=case.check_code or None,
        guid=case.guid,
        verification_url=_address(workshop, case),
        clause_date=case.clause_date,
        registered_at=case.registered_at,
        void_reason=case.void_reason or None,
        output=output_facts(case),
        events=history.entries(case),
        step=wizard_step(case, gaps),
        must_sign_anew=is_lost(case),
        last_problem=_problem(case),
    )


def output_facts(case: Case) -> OutputFacts | None:
    """Return the facts of the file once it is registered; before, it is nobody's output."""
    if case.state != CaseState.REGISTERED:
        return None
    return _OUTPUTS[Direction(case.direction)](case)


def _signed_output(case: Case) -> SignedOutput:
    composed, signed = composed_facts(case), signed_facts(case)
    return SignedOutput(
        sha256=signed["sha256"],
        sha512=signed["sha512"],
        length=signed["length"],
        page_count=composed["page_count"],
        clause_page_count=composed["clause_page_count"],
        prefix_length=composed["length"],
        content_digest=composed["content_digest"],
        signed_at=moment_of(case, "signed_at"),
        timestamp_time=moment_of(case, "timestamp_time"),
        filename=_filename(case),
    )


def _printed_output(case: Case) -> PrintedOutput:
    composed = composed_facts(case)
    file = composed["print_file"]
    return PrintedOutput(
        sha256=file["sha256"],
        sha512=file["sha512"],
        length=file["length"],
        page_count=composed["page_count"],
        clause_page_count=composed["clause_page_count"],
        content_digest=composed["content_digest"],
        affirmed_at=affirmed_at_of(work_of(case)),
        filename=_filename(case),
    )


def _filename(case: Case) -> str:
    return f"konverze-{case.number}.pdf"


_OUTPUTS: Mapping[Direction, Callable[[Case], OutputFacts]] = {
    Direction.TO_ELECTRONIC: _signed_output,
    Direction.TO_PAPER: _printed_output,
}


def _names(actor: Actor, case: Case) -> dict[str, str]:
    if case.authority_snapshot:
        return {
            "authority_name": case.authority_snapshot["name"],
            "standing": case.authority_snapshot["standing"],
            "official_name": case.official_snapshot.get("full_name", ""),
        }
    authority = accounts.authority(actor)
    return {
        "authority_name": authority.name,
        "standing": str(authority.standing),
        "official_name": accounts.official_by_id(actor, case.official_id).full_name,
    }


def _refusals(case: Case, moment: datetime) -> tuple[Refusal, ...]:
    if case.state != CaseState.REFUSED:
        return verdict_of(case, moment).refusals if case.state == CaseState.OPEN else ()
    return tuple(
        Refusal(
            letter=kept["letter"],
            provision_cs=kept["provision_cs"],
            reason_cs=kept["reason_cs"],
            reason_en=kept["reason_en"],
        )
        for kept in case.refusals
    )


def _address(workshop: Workshop, case: Case) -> str | None:
    return workshop.verification_address(case.number, case.check_code) if case.number else None


def _problem(case: Case) -> Problem | None:
    kept = case.last_problem
    if kept is None:
        return None
    return Problem(code=kept["code"], cs=kept["cs"], en=kept["en"], at=datetime.fromisoformat(kept["at"]))
