"""Step 1: what is converted, for which agenda, and whether the law allows it (co převádíte)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from listina.accounts.actors import Actor
from listina.audit import services as audit
from listina.conversions import history
from listina.conversions.access import editing, require_converter
from listina.conversions.bounds import bounded, optional_bounded
from listina.conversions.errors import InvalidAnswerError
from listina.conversions.judging import latest_answers, questions_for, verdict_of
from listina.conversions.models import Answer, Case
from listina.conversions.to_paper.models import PaperWork
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope
from listina.database.text import search_text
from listina.law.admissibility import Question
from listina.law.directions import ConversionKind, Direction
from listina.law.evidence import birth_number_warning

AGENDA_CODE_LENGTH = 20
PURPOSE_LENGTH = 300
REFERENCE_LENGTH = 100


def open_case(
    workshop: Workshop,
    actor: Actor,
    *,
    agenda_code: str,
    purpose: str,
    reference_number: str | None,
    file_mark: str | None,
    direction: Direction = Direction.TO_ELECTRONIC,
) -> UUID:
    """Open a case; see `ConversionService.open` and `ToPaperService.open`."""
    require_converter(actor)
    moment = workshop.now()
    case = Case(
        id=uuid4(),
        authority_id=actor.authority_id,
        official_id=actor.user_id,
        direction=direction.value,
        kind=ConversionKind.EX_OFFICIO.value,
        opened_at=moment,
        changed_at=moment,
    )
    _state(case, agenda_code, purpose, reference_number, file_mark)
    with authority_scope(actor.authority_id):
        case.save(force_insert=True)
        if direction is Direction.TO_PAPER:
            PaperWork.objects.create(case=case, authority_id=case.authority_id)
        history.note(case, "opened", moment, actor_id=actor.user_id, details=_details(workshop, case))
        audit.record(
            "conversion.opened",
            actor_id=actor.user_id,
            authority_id=actor.authority_id,
            subject=str(case.id),
            details={"agenda_code": case.agenda_code},
        )
    return case.id


def restate(
    workshop: Workshop,
    actor: Actor,
    case_id: UUID,
    *,
    agenda_code: str,
    purpose: str,
    reference_number: str | None,
    file_mark: str | None,
) -> None:
    """State anew what an open case is for; see `ConversionService.restate`."""
    with editing(workshop, actor, case_id) as case:
        before = _stated(case)
        _state(case, agenda_code, purpose, reference_number, file_mark)
        if _stated(case) != before:
            history.note(case, "restated", workshop.now(), actor_id=actor.user_id, details=_details(workshop, case))


def _state(case: Case, agenda_code: str, purpose: str, reference_number: str | None, file_mark: str | None) -> None:
    case.agenda_code = bounded("agenda_code", "Agenda", agenda_code, AGENDA_CODE_LENGTH)
    case.purpose = bounded("purpose", "Účel", purpose, PURPOSE_LENGTH)
    case.reference_number = optional_bounded("reference_number", "Číslo jednací", reference_number, REFERENCE_LENGTH)
    case.file_mark = optional_bounded("file_mark", "Spisová značka", file_mark, REFERENCE_LENGTH)
    refresh_search_text(case)


def _stated(case: Case) -> tuple[str | None, ...]:
    return case.agenda_code, case.purpose, case.reference_number, case.file_mark


def _details(workshop: Workshop, case: Case) -> dict[str, object]:
    """Return what the event says: not the texts, only that one may be a birth number and was left (decision 20)."""
    details: dict[str, object] = {"product": workshop.product_version}
    if birth_number_warning(f"{case.purpose}\n{case.reference_number or ''}\n{case.file_mark or ''}"):
        details["birth_number_warning"] = True
    return details


def refresh_search_text(case: Case) -> None:
    """Compute what the list's search looks in: designation, č. j., sp. zn., agenda, purpose and number."""
    parts = (
        case.designation,
        case.reference_number,
        case.file_mark,
        case.agenda_code,
        case.purpose,
        case.number,
    )
    case.search_text = search_text(" ".join(part for part in parts if part))


def answer(workshop: Workshop, actor: Actor, case_id: UUID, answers: Mapping[str, str]) -> None:
    """Store answers that are new or changed; see `ConversionService.answer`."""
    with editing(workshop, actor, case_id) as case:
        moment = workshop.now()
        questions = {question.id: question for question in questions_for(case, moment)}
        before = latest_answers(case)
        changed: list[str] = []
        for question_id, value in answers.items():
            question = questions.get(question_id)
            if question is None or value not in {choice.value for choice in question.answers}:
                raise InvalidAnswerError(question=question.text_cs if question else question_id[:60])
            if before.get(question_id) != (question.version, value):
                _store(case, question, value, actor, moment)
                changed.append(question_id)
        if changed:
            case.refusals = [refusal.letter for refusal in verdict_of(case, moment).refusals]
            history.note(
                case,
                "answered",
                moment,
                actor_id=actor.user_id,
                details={"questions": changed, "refusing_letters": list(case.refusals)},
            )


def _store(case: Case, question: Question, value: str, actor: Actor, moment: datetime) -> None:
    Answer.objects.create(
        authority_id=case.authority_id,
        case_id=case.id,
        question_id=question.id,
        question_version=question.version,
        ground_letter=question.ground_letter,
        text_shown=question.text_cs,
        value=value,
        answered_by=actor.user_id,
        answered_at=moment,
    )
