"""Whether the law allows the conversion, from the answers given so far (§ 24(4))."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from listina.conversions.models import Answer, Case
from listina.conversions.to_paper.received import document_of, work_of
from listina.law.admissibility import (
    FindingCode,
    GivenAnswer,
    MachineFact,
    MachineFinding,
    Question,
    Verdict,
    judge,
    questions_on,
)
from listina.law.dates import prague_day
from listina.law.directions import ConversionKind, Direction
from listina.law.questions import ALL_FACTS


def questions_for(case: Case, moment: datetime) -> tuple[Question, ...]:
    """Return the questions the law asks on the day of `moment` in Prague."""
    direction = Direction(case.direction)
    return questions_on(prague_day(moment), direction, ConversionKind(case.kind), _facts(case))


def latest_answers(case: Case) -> Mapping[str, tuple[str, str]]:
    """Return the last (version, value) by question id; the history stays in the table.

    What was answered about an earlier document is no answer about the one that took its place.
    """
    rows = Answer.objects.filter(case_id=case.id).order_by("id")
    document = document_of(case) if case.direction == Direction.TO_PAPER.value else None
    if document is not None:
        rows = rows.filter(answered_at__gte=document.received_at)
    return {row.question_id: (row.question_version, row.value) for row in rows}


def verdict_of(case: Case, moment: datetime) -> Verdict:
    """Return what the answers lead to by the law of the day of `moment` in Prague.

    An answer to another version of its question counts as missing: that judgement is the law's own.
    """
    given = [
        GivenAnswer(question_id=question_id, question_version=version, value=value)
        for question_id, (version, value) in latest_answers(case).items()
    ]
    return judge(
        prague_day(moment),
        Direction(case.direction),
        ConversionKind(case.kind),
        given,
        findings=_findings(case),
        facts=_facts(case),
    )


def _findings(case: Case) -> tuple[MachineFinding, ...]:
    """Return what the machine found that refuses a conversion to paper by itself."""
    if case.direction != Direction.TO_PAPER.value:
        return ()
    return tuple(
        MachineFinding(code=FindingCode(item["code"]), detail=item["detail"])
        for item in work_of(case).found.get("refusing", ())
    )


def _facts(case: Case) -> Collection[MachineFact]:
    """Return what the machine found that a person has to judge; before it looked, nothing of it is asked yet."""
    if case.direction != Direction.TO_PAPER.value:
        return ALL_FACTS
    return frozenset(MachineFact(fact) for fact in work_of(case).found.get("facts", ()))


def asked_questions(questions: tuple[Question, ...], answers: Mapping[str, str]) -> tuple[Question, ...]:
    """Return the questions that the other answers do not make needless."""
    return tuple(
        question
        for question in questions
        if question.only_if is None or answers.get(question.only_if[0]) == question.only_if[1]
    )
