"""Questions, answers and the verdict for paper → electronic ex officio."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listina.law.admissibility import (
    GivenAnswer,
    KindOfOriginal,
    Question,
    UntransferableElement,
    Verdict,
    judge,
    questions_on,
)
from listina.law.directions import ConversionKind, Direction
from listina.law.effect import CONVERSION_BEGAN
from listina.law.errors import ConversionNotOfferedError, InvalidClauseError, NoRuleRecordedError
from listina.law.grounds import AnsweredBy, grounds_on

TODAY = date(2026, 3, 12)
EX_OFFICIO = ConversionKind.EX_OFFICIO
TO_ELECTRONIC = Direction.TO_ELECTRONIC

FAVOURABLE = {
    "own_powers": "yes",
    "kind_of_original": "original",
    "irreplaceable": "no",
    "weakening_changes": "no",
    "output_with_untransferable_element": "no",
    "colour_information_lost": "no",
}
REFUSING = {
    "own_powers": ("no", "23(2)"),
    "kind_of_original": ("unknown", "d"),
    "irreplaceable": ("yes", "b"),
    "weakening_changes": ("yes", "c"),
    "vidimation_security_element": ("yes", "f"),
    "output_with_untransferable_element": ("yes", "e"),
    "embossed_text": ("yes", "e"),
}


def _questions(day: date) -> dict[str, Question]:
    return {question.id: question for question in questions_on(day, TO_ELECTRONIC, EX_OFFICIO)}


def _given(day: date, answers: Mapping[str, str]) -> list[GivenAnswer]:
    questions = _questions(day)
    return [
        GivenAnswer(question_id=name, question_version=questions[name].version, value=value)
        for name, value in answers.items()
    ]


def _judge(answers: Iterable[GivenAnswer], day: date = TODAY) -> Verdict:
    return judge(day, TO_ELECTRONIC, EX_OFFICIO, list(answers))


def test_favourable_answers_to_every_question_admit_the_conversion() -> None:
    assert _judge(_given(TODAY, FAVOURABLE)) == Verdict(missing=(), refusals=())
    assert _judge(_given(TODAY, FAVOURABLE)).admissible


def test_without_answers_every_unconditional_question_is_missing() -> None:
    verdict = _judge([])
    assert set(verdict.missing) == set(FAVOURABLE)
    assert verdict.refusals == ()
    assert not verdict.admissible


@pytest.mark.parametrize("question_id", sorted(set(REFUSING) - {"embossed_text"}))
def test_each_refusing_answer_alone_refuses_under_its_letter(question_id: str) -> None:
    value, letter = REFUSING[question_id]
    answers = {**FAVOURABLE, question_id: value}
    if question_id == "vidimation_security_element":
        answers["kind_of_original"] = "vidimated"
    verdict = _judge(_given(TODAY, answers))
    assert [refusal.letter for refusal in verdict.refusals] == [letter]
    assert verdict.missing == ()
    assert not verdict.admissible


@pytest.mark.parametrize("kind", [kind for kind in KindOfOriginal if kind is not KindOfOriginal.UNKNOWN])
def test_each_known_kind_of_original_is_admissible(kind: KindOfOriginal) -> None:
    answers = {**FAVOURABLE, "kind_of_original": kind.value, "vidimation_security_element": "no"}
    assert _judge(_given(TODAY, answers)).admissible


def test_a_vidimated_document_needs_the_answer_about_its_clause() -> None:
    assert _judge(_given(TODAY, {**FAVOURABLE, "kind_of_original": "vidimated"})).missing == (
        "vidimation_security_element",
    )


def test_an_answer_about_the_clause_of_vidimation_does_not_count_for_an_original() -> None:
    assert _judge(_given(TODAY, {**FAVOURABLE, "vidimation_security_element": "yes"})).admissible


def test_lost_colours_never_refuse() -> None:
    assert _judge(_given(TODAY, {**FAVOURABLE, "colour_information_lost": "yes"})).admissible


def test_an_answer_to_an_earlier_version_of_a_question_is_no_answer() -> None:
    answers = [*_given(TODAY, FAVOURABLE), *_given(date(2025, 12, 31), {"irreplaceable": "no"})]
    assert _judge(answers).missing == ("irreplaceable",)


def test_a_value_that_the_question_does_not_offer_is_no_answer() -> None:
    assert _judge(_given(TODAY, {**FAVOURABLE, "own_powers": "perhaps"})).missing == ("own_powers",)


def test_the_later_of_two_answers_counts() -> None:
    first = _given(TODAY, FAVOURABLE)
    later = _given(TODAY, {"weakening_changes": "yes"})
    assert not _judge([*first, *later]).admissible
    assert _judge([*later, *first]).admissible


@pytest.mark.parametrize("day", [date(2019, 11, 20), date(2019, 11, 21), date(2025, 12, 31), date(2026, 1, 1)])
def test_the_verdict_is_right_for_every_combination_of_answers(day: date) -> None:
    questions = _questions(day)
    choices = [[None, *(choice.value for choice in question.answers)] for question in questions.values()]
    admitted = 0
    for values in product(*choices):
        answers = {name: value for name, value in zip(questions, values, strict=True) if value is not None}
        if answers.get("kind_of_original") != "vidimated":
            expected_answers = {k: v for k, v in answers.items() if k != "vidimation_security_element"}
            asked = set(questions) - {"vidimation_security_element"}
        else:
            expected_answers, asked = answers, set(questions)
        verdict = _judge(_given(day, answers), day)
        assert set(verdict.missing) == asked - set(expected_answers)
        assert {refusal.letter for refusal in verdict.refusals} == {
            letter for name, (value, letter) in REFUSING.items() if expected_answers.get(name) == value
        }
        assert verdict.admissible is (not verdict.missing and not verdict.refusals)
        admitted += verdict.admissible
    assert admitted == _favourable_combinations(day)


def _favourable_combinations(day: date) -> int:
    # Two answers about colour; four kinds of original, of which the three that are not vidimated also admit any answer
    # about the clause of vidimation (none, yes, no) while that question exists.
    colours, other_kinds = 2, 3
    return colours * (other_kinds * 3 + 1 if day >= date(2019, 11, 21) else other_kinds + 1)


@settings(deadline=None)
@given(
    st.lists(
        st.builds(
            GivenAnswer,
            question_id=st.one_of(st.sampled_from(sorted(REFUSING)), st.text(max_size=5)),
            question_version=st.one_of(
                st.sampled_from(["2009-07-01", "2019-11-21", "2026-01-01"]), st.text(max_size=3)
            ),
            value=st.one_of(st.sampled_from(["yes", "no", "original", "vidimated", "unknown"]), st.text(max_size=3)),
        )
    ),
    st.dates(min_value=CONVERSION_BEGAN, max_value=date(2100, 1, 1)),
)
def test_any_heap_of_answers_gets_a_verdict_and_none_without_all_answers_admits(
    answers: list[GivenAnswer], day: date
) -> None:
    verdict = _judge(answers, day)
    assert set(verdict.missing) <= set(_questions(day))
    if verdict.admissible:
        answered = {answer.question_id for answer in answers}
        assert {question.id for question in _questions(day).values() if question.only_if is None} <= answered


@given(st.dates(min_value=CONVERSION_BEGAN, max_value=date(2100, 1, 1)))
def test_every_ground_that_needs_the_official_has_its_question_on_every_day(day: date) -> None:
    asked = {question.ground_letter for question in _questions(day).values()}
    needed = {
        ground.letter
        for ground in grounds_on(day, TO_ELECTRONIC, EX_OFFICIO)
        if ground.answered_by is AnsweredBy.OFFICIAL or ground.code == "output_with_untransferable_element"
    }
    assert asked == needed | {"23(2)", "D2(4)"}


def test_an_embossed_stamp_refused_until_20_november_2019() -> None:
    day = date(2019, 11, 20)
    favourable = {name: value for name, value in FAVOURABLE.items() if name in _questions(day)}
    assert _judge(_given(day, {**favourable, "embossed_text": "no"}), day).admissible
    assert not _judge(_given(day, {**favourable, "embossed_text": "yes"}), day).admissible
    assert "embossed_text" not in _questions(date(2019, 11, 21))


@pytest.mark.parametrize(
    ("direction", "kind"),
    [
        (Direction.TO_PAPER, ConversionKind.ON_REQUEST),
        (TO_ELECTRONIC, ConversionKind.ON_REQUEST),
    ],
)
def test_conversions_whose_questions_are_not_written_are_never_judged(
    direction: Direction, kind: ConversionKind
) -> None:
    with pytest.raises(ConversionNotOfferedError):
        judge(TODAY, direction, kind, [])


def test_before_conversions_began_nothing_is_judged() -> None:
    with pytest.raises(NoRuleRecordedError):
        judge(date(2009, 6, 30), TO_ELECTRONIC, EX_OFFICIO, [])


def test_a_reason_goes_on_after_a_colon_and_before_its_provision() -> None:
    for question_id in set(REFUSING) - {"embossed_text", "vidimation_security_element"}:
        value, _ = REFUSING[question_id]
        (refusal,) = _judge(_given(TODAY, {question_id: value})).refusals
        assert refusal.reason_cs[0].islower()
        assert not refusal.reason_cs.endswith(".")
        assert refusal.provision_cs.startswith("§\u00a02")
        assert refusal.reason_en


def test_ids_and_versions_fit_their_columns() -> None:
    for question in _questions(TODAY).values():
        assert len(question.id) <= 60
        assert len(question.version) <= 40
        assert len(question.ground_letter) <= 10


@pytest.mark.parametrize(
    ("name", "pages"), [("", (1,)), (" ", (1,)), ("x" * 201, (1,)), ("pečeť", ()), ("pečeť", (1, 0))]
)
def test_an_element_without_a_name_or_without_pages_cannot_be_stated(name: str, pages: tuple[int, ...]) -> None:
    with pytest.raises(InvalidClauseError, match="untransferable"):
        UntransferableElement(name=name, pages=pages)
