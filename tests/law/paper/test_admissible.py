"""Whether an electronic input may be converted to paper: answers, findings, declarations."""

from collections.abc import Mapping
from datetime import date
from itertools import chain, combinations

import pytest

from listina.documents.inspection.codes import Weight
from listina.documents.inspection.words import LETTERS, WEIGHTS
from listina.law.admissibility import (
    FindingCode,
    GivenAnswer,
    MachineFact,
    MachineFinding,
    Verdict,
    judge,
    questions_on,
)
from listina.law.directions import ConversionKind, Direction
from listina.law.errors import NoRuleRecordedError
from listina.law.grounds import AnsweredBy, grounds_on
from listina.law.paper.declarations import (
    AFFIRMATIONS,
    DECLARATIONS,
    EARLIER_PRINT_SPOILED,
    GO_ON_WITH_UNDECIDED_INTEGRITY,
    declarations_on,
)
from listina.law.paper.keeping import KEPT_AS, PaperThing
from listina.law.paper.machine_findings import WORDS
from listina.law.retention import Thing

TODAY = date(2026, 3, 12)
TO_PAPER, EX_OFFICIO = Direction.TO_PAPER, ConversionKind.EX_OFFICIO
ALWAYS = {"own_powers", "vidimation_security_element", "colour_information_lost"}
FAVOURABLE = {
    "own_powers": "yes",
    "embedded_files_carry_content": "no",
    "hidden_layers_carry_content": "no",
    "field_values_missing": "no",
    "redaction_prevents": "no",
    "print_lacks_content": "no",
    "output_with_untransferable_element": "no",
    "vidimation_security_element": "no",
    "colour_information_lost": "yes",
}
FACTS_OF = {
    "embedded_files_carry_content": {MachineFact.EMBEDDED_FILES},
    "hidden_layers_carry_content": {MachineFact.HIDDEN_LAYERS},
    "field_values_missing": {MachineFact.FIELD_WITHOUT_APPEARANCE},
    "redaction_prevents": {MachineFact.REDACTION_NOT_APPLIED},
    "print_lacks_content": {MachineFact.PRINTS_OTHERWISE},
    "output_with_untransferable_element": {MachineFact.CLAUSE_UNCLEAR, MachineFact.CLAUSES_NOT_SOUGHT},
}


def _given(answers: Mapping[str, str], day: date = TODAY) -> list[GivenAnswer]:
    versions = {question.id: question.version for question in questions_on(day, TO_PAPER, EX_OFFICIO)}
    return [
        GivenAnswer(question_id=name, question_version=versions[name], value=value) for name, value in answers.items()
    ]


def _judge(
    answers: Mapping[str, str], *, facts: set[MachineFact], findings: tuple[MachineFinding, ...] = ()
) -> Verdict:
    return judge(TODAY, TO_PAPER, EX_OFFICIO, _given(answers), facts=facts, findings=findings)


def test_favourable_answers_and_no_finding_admit_the_conversion() -> None:
    assert _judge({name: FAVOURABLE[name] for name in ALWAYS}, facts=set()).admissible
    assert judge(TODAY, TO_PAPER, EX_OFFICIO, _given(FAVOURABLE)).admissible


def test_a_question_about_what_the_machine_found_is_asked_exactly_then() -> None:
    for facts in chain.from_iterable(combinations(MachineFact, size) for size in range(len(MachineFact) + 1)):
        expected = ALWAYS | {name for name, wanted in FACTS_OF.items() if wanted & set(facts)}
        assert set(_judge({}, facts=set(facts)).missing) == expected
        asked = {question.id for question in questions_on(TODAY, TO_PAPER, EX_OFFICIO, facts)}
        assert asked == expected | {"printed_in_colour"}


def test_who_says_nothing_of_what_was_found_has_to_answer_everything() -> None:
    assert set(judge(TODAY, TO_PAPER, EX_OFFICIO, []).missing) == set(FAVOURABLE)


@pytest.mark.parametrize(
    ("question_id", "value", "letter"),
    [
        ("own_powers", "no", "23(2)"),
        ("embedded_files_carry_content", "yes", "i"),
        ("hidden_layers_carry_content", "yes", "i"),
        ("field_values_missing", "yes", "i"),
        ("redaction_prevents", "yes", "i"),
        ("print_lacks_content", "yes", "i"),
        ("output_with_untransferable_element", "yes", "e"),
        ("vidimation_security_element", "yes", "f"),
    ],
)
def test_each_refusing_answer_alone_refuses_under_its_letter(question_id: str, value: str, letter: str) -> None:
    verdict = judge(TODAY, TO_PAPER, EX_OFFICIO, _given({**FAVOURABLE, question_id: value}))
    assert [refusal.letter for refusal in verdict.refusals] == [letter]
    assert not verdict.admissible
    assert verdict.missing == ()


def test_an_answer_about_embedded_files_of_which_there_are_none_is_passed_over() -> None:
    assert _judge({**FAVOURABLE, "embedded_files_carry_content": "yes"}, facts=set()).admissible


def test_only_where_colour_does_not_inform_the_official_chooses_how_to_print() -> None:
    assert judge(TODAY, TO_PAPER, EX_OFFICIO, _given(FAVOURABLE)).missing == ()
    grey = {**FAVOURABLE, "colour_information_lost": "no"}
    assert judge(TODAY, TO_PAPER, EX_OFFICIO, _given(grey)).missing == ("printed_in_colour",)
    assert judge(TODAY, TO_PAPER, EX_OFFICIO, _given({**grey, "printed_in_colour": "no"})).admissible


def test_letters_b_to_d_speak_of_paper_and_refuse_no_electronic_input() -> None:
    letters = {ground.letter for ground in grounds_on(TODAY, TO_PAPER, EX_OFFICIO)}
    assert letters == set("aefhij")
    asked = {question.ground_letter for question in questions_on(TODAY, TO_PAPER, EX_OFFICIO)}
    assert asked == {"23(2)", "D2(4)", "e", "f", "i"}
    only_a_person = {g.letter for g in grounds_on(TODAY, TO_PAPER, EX_OFFICIO) if g.answered_by is AnsweredBy.OFFICIAL}
    assert only_a_person <= asked


@pytest.mark.parametrize("code", FindingCode)
def test_each_finding_alone_refuses_with_its_provision_and_reason(code: FindingCode) -> None:
    (refusal,) = _judge(FAVOURABLE, facts=set(MachineFact), findings=(MachineFinding(code=code),)).refusals
    assert refusal.letter in set("ehij")
    assert refusal.provision_cs.startswith(f"§\u00a024\u00a0odst.\u00a04\u00a0písm.\u00a0{refusal.letter})")
    assert ("193/2009" in refusal.provision_cs) is (refusal.letter == "j")
    assert refusal.reason_cs[0].islower() or refusal.reason_cs.startswith("PDF")
    assert not refusal.reason_cs.endswith(".")
    assert refusal.reason_en


def test_broken_integrity_is_refused_under_h_and_only_since_it_is_a_ground() -> None:
    finding = (MachineFinding(code=FindingCode.INTEGRITY_BROKEN),)
    (refusal,) = judge(TODAY, TO_PAPER, EX_OFFICIO, [], findings=finding).refusals
    assert refusal.letter == "h"
    assert judge(date(2022, 6, 30), TO_PAPER, EX_OFFICIO, [], findings=finding).refusals == ()


def test_what_the_machine_found_is_told_before_what_was_answered() -> None:
    verdict = _judge(
        {**FAVOURABLE, "own_powers": "no"},
        facts=set(MachineFact),
        findings=(MachineFinding(code=FindingCode.MALWARE, detail="Eicar\u202e-Test"),),
    )
    assert [refusal.letter for refusal in verdict.refusals] == ["j", "23(2)"]
    assert verdict.refusals[0].reason_cs == "v souboru byl nalezen škodlivý kód (Eicar[U+202E]-Test)"
    assert verdict.refusals[0].provision_cs.endswith(
        "§\u00a03\u00a0odst.\u00a01\u00a0vyhlášky\u00a0č.\u00a0193/2009\u00a0Sb."
    )


def test_each_refusal_of_the_inspection_has_its_words_under_the_same_letter() -> None:
    letters = {
        "technical_requirements": "j",
        "not_transferable_to_paper": "i",
        "output_with_untransferable_element": "e",
    }
    for code, weight in WEIGHTS.items():
        if weight is Weight.REFUSE:
            assert letters[WORDS[FindingCode(code.value)].ground] == LETTERS[code]
        if weight is Weight.ASK:
            assert MachineFact(code.value)


def test_the_letter_follows_its_ground_through_the_years() -> None:
    for day, letter in ((date(2019, 11, 20), "g"), (date(2022, 6, 30), "h"), (TODAY, "i")):
        answers = _given({"embedded_files_carry_content": "yes"}, day)
        assert [refusal.letter for refusal in judge(day, TO_PAPER, EX_OFFICIO, answers).refusals] == [letter]


# Declarations and keeping.


def test_four_facts_are_affirmed_in_the_words_of_the_decision() -> None:
    assert [declaration.text.cs for declaration in AFFIRMATIONS] == [
        "Vytištěny jsou všechny strany a jsou čitelné.",
        "Obsah výtisku odpovídá vstupu.",
        "Doložku jsem vlastnoručně podepsal(a).",
        "Doložka je opatřena otiskem úředního razítka.",
    ]
    assert EARLIER_PRINT_SPOILED.text.cs == "Předchozí výtisk jsem znehodnotil(a), nebo vůbec nevznikl."


def test_a_decision_about_undecided_integrity_needs_a_reason_and_nothing_else_does() -> None:
    assert [each for each in DECLARATIONS if each.needs_reason] == [GO_ON_WITH_UNDECIDED_INTEGRITY]


def test_declarations_have_their_days() -> None:
    assert declarations_on(TODAY) == DECLARATIONS
    assert all(declaration.version == "2026-01-01" for declaration in DECLARATIONS)
    with pytest.raises(NoRuleRecordedError):
        declarations_on(date(2025, 12, 31))


def test_files_go_after_the_hand_over_and_reports_stay_with_the_clause() -> None:
    assert set(KEPT_AS) == set(PaperThing)
    assert {thing for thing, rule in KEPT_AS.items() if rule is Thing.CLAUSE_RECORD} == {
        PaperThing.VALIDATION_REPORT,
        PaperThing.VALIDATION_MATERIAL,
    }
