"""Whether a conversion may be performed: answers and a verdict (přípustnost konverze).

Source: L300 § 24(4) through `listina.law.questions` and `listina.law.paper.machine_findings`, § 23(2). The questions
are those a person must answer; what a machine finds out is brought as findings. A missing answer never counts as a
favourable one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from listina.law.directions import ConversionKind, Direction
from listina.law.errors import InvalidClauseError
from listina.law.grounds import grounds_on
from listina.law.paper.machine_findings import FindingCode, MachineFinding, refusing
from listina.law.questions import (
    ALL_FACTS,
    AnswerChoice,
    DatedQuestion,
    KindOfOriginal,
    MachineFact,
    Question,
    dated_questions_on,
    questions_on,
)

__all__ = [
    "AnswerChoice",
    "FindingCode",
    "GivenAnswer",
    "KindOfOriginal",
    "MachineFact",
    "MachineFinding",
    "Question",
    "Refusal",
    "UntransferableElement",
    "Verdict",
    "judge",
    "questions_on",
]

ELEMENT_NAME_LENGTH = 200
"""The longest name of an untransferable element, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UntransferableElement:
    """A visible element of the paper that the output cannot carry over, such as a dry seal (suchá pečeť).

    Attributes:
        name: in Czech as the clause prints it, 1–200 characters.
        pages: on which pages (strany) it stands, each 1 or more; at least one.

    Raises:
        InvalidClauseError: the name is empty or too long, or the pages are missing or below 1.

    Source: L300 § 25(1)(e).
    """

    name: str
    pages: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > ELEMENT_NAME_LENGTH:
            raise InvalidClauseError(
                "untransferable",
                cs=f"Pojmenování prvku má 1 až {ELEMENT_NAME_LENGTH} znaků.",
                en=f"the name is empty or longer than {ELEMENT_NAME_LENGTH} characters",
            )
        if not self.pages or min(self.pages) < 1:
            raise InvalidClauseError(
                "untransferable",
                cs="Uveďte, na které straně prvek je.",
                en="each element needs its page numbers, 1 or more",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """An answer as it was given, to the version of the question that was shown."""

    question_id: str
    question_version: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a conversion is not performed.

    Attributes:
        letter: of § 24(4), or `23(2)`.
        provision_cs: the citation, with hard spaces.
        reason_cs: the provision applied to this document: a clause of a sentence, lower case, without full stop.
        reason_en: the same in English.
    """

    letter: str
    provision_cs: str
    reason_cs: str
    reason_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the answers given so far lead to.

    Attributes:
        missing: ids of questions without a valid answer, in the order of asking.
        refusals: what the machine found, then the answers in the order of asking; one is enough to refuse, even while
            answers are missing.
    """

    missing: tuple[str, ...]
    refusals: tuple[Refusal, ...]

    @property
    def admissible(self) -> bool:
        """Whether the conversion may be performed: nothing is missing and nothing refuses."""
        return not self.missing and not self.refusals


def judge(
    day: date,
    direction: Direction,
    kind: ConversionKind,
    answers: Sequence[GivenAnswer],
    *,
    findings: Sequence[MachineFinding] = (),
    facts: Collection[MachineFact] = ALL_FACTS,
) -> Verdict:
    """Return what findings and answers lead to by the rules of `day`.

    An answer to another version of its question, or with a value it does not offer, counts as missing: the official has
    not answered what the law asks on that day. Answers to questions that are not asked on that day are passed over.

    Args:
        day: the day of the conversion in Prague.
        direction: which way.
        kind: on whose account.
        answers: in the order they were given; a later one to the same question replaces the earlier.
        findings: of the machine, each of which refuses by its ground.
        facts: what the machine found and a person has to judge; who leaves them out has to answer everything.

    Raises:
        ConversionNotOfferedError: the questions for this direction and kind are not written.
        NoRuleRecordedError: `day` is before 1.7.2009.
    """
    dated_questions = dated_questions_on(day, direction, kind, facts)
    given = _valid_values([dated.question for dated in dated_questions], answers)
    asked = [dated for dated in dated_questions if _is_asked(dated.question, given)]
    return Verdict(
        missing=tuple(dated.question.id for dated in asked if dated.question.id not in given),
        refusals=(
            *_found(findings, day, direction, kind),
            *(refusal for dated in asked for refusal in _refusals(dated, given.get(dated.question.id))),
        ),
    )


def _valid_values(questions: Sequence[Question], answers: Sequence[GivenAnswer]) -> Mapping[str, str]:
    latest = {answer.question_id: answer for answer in answers}
    valid: dict[str, str] = {}
    for question in questions:
        answer = latest.get(question.id)
        if answer is None or answer.question_version != question.version:
            continue
        if answer.value in {choice.value for choice in question.answers}:
            valid[question.id] = answer.value
    return valid


def _is_asked(question: Question, given: Mapping[str, str]) -> bool:
    if question.only_if is None:
        return True
    other_id, value = question.only_if
    return given.get(other_id) == value


def _found(
    findings: Sequence[MachineFinding], day: date, direction: Direction, kind: ConversionKind
) -> tuple[Refusal, ...]:
    return tuple(
        Refusal(
            letter=found.letter,
            provision_cs=found.provision_cs,
            reason_cs=found.reason_cs,
            reason_en=found.reason_en,
        )
        for found in refusing(findings, grounds_on(day, direction, kind))
    )


def _refusals(dated: DatedQuestion, value: str | None) -> tuple[Refusal, ...]:
    refusing = dated.refusing
    if refusing is None or value != refusing.value:
        return ()
    return (
        Refusal(
            letter=dated.question.ground_letter,
            provision_cs=refusing.provision_cs,
            reason_cs=refusing.reason_cs,
            reason_en=refusing.reason_en,
        ),
    )
