"""Whether the law allows the conversion, from the answers given so far (§ 24(4))."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from listina.conversions.models import Answer, Case
from listina.law.admissibility import GivenAnswer, Question, Verdict, judge, questions_on
from listina.law.dates import prague_day
from listina.law.directions import ConversionKind, Direction


def questions_for(case: Case, moment: datetime) -> tuple[Question, ...]:
    """Return the questions the law asks on the day of `moment` in Prague."""
    return questions_on(prague_day(moment), Direction(case.direction), ConversionKind(case.kind))


def latest_answers(case: Case) -> Mapping[str, tuple[str, str]]:
    """Return the last (version, value) by question id; the history stays in the table."""
    rows = Answer.objects.filter(case_id=case.id).order_by("id")
    return {row.question_id: (row.question_version, row.value) for row in rows}


def verdict_of(case: Case, moment: datetime) -> Verdict:
    """Return what the answers lead to by the law of the day of `moment` in Prague.

    An answer to another version of its question counts as missing: that judgement is the law's own.
    """
    given = [
        GivenAnswer(question_id=question_id, question_version=version, value=value)
        for question_id, (version, value) in latest_answers(case).items()
    ]
    return judge(prague_day(moment), Direction(case.direction), ConversionKind(case.kind), given)


def asked_questions(questions: tuple[Question, ...], answers: Mapping[str, str]) -> tuple[Question, ...]:
    """Return the questions that the other answers do not make needless."""
    return tuple(
        question
        for question in questions
        if question.only_if is None or answers.get(question.only_if[0]) == question.only_if[1]
    )
