"""The questions an official answers before a conversion, as dated rules (otázky před konverzí).

Source: L300 § 24(4), § 23(2); D193 § 2(4). Every version of a question says which of its answers refuse the conversion
and why; `listina.law.admissibility` draws the conclusion. A reworded question is a new version from a new day. Here are
the questions with the paper in hand; those about an electronic input stand in `listina.law.paper.questions`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from listina.law.directions import ConversionKind, Direction
from listina.law.effect import CONVERSION_BEGAN, in_force
from listina.law.errors import ConversionNotOfferedError
from listina.law.grounds import CLAUSES_NAME_ELEMENTS_SINCE, WEAPON_LICENCE_UNTIL, provision_cs
from listina.law.paper.questions import TO_PAPER_EX_OFFICIO
from listina.law.question_values import (
    OWN_POWERS,
    YES_OR_NO,
    AnswerChoice,
    DatedQuestion,
    KindOfOriginal,
    MachineFact,
    Question,
    RefusingAnswer,
    yes_refuses,
)

__all__ = [
    "ALL_FACTS",
    "TO_ELECTRONIC_EX_OFFICIO",
    "AnswerChoice",
    "DatedQuestion",
    "KindOfOriginal",
    "MachineFact",
    "Question",
    "dated_questions_on",
    "questions_on",
]

ALL_FACTS: frozenset[MachineFact] = frozenset(MachineFact)
"""Who says nothing of what the machine found is asked everything."""


def dated_questions_on(
    day: date, direction: Direction, kind: ConversionKind, facts: Collection[MachineFact] = ALL_FACTS
) -> tuple[DatedQuestion, ...]:
    """Return the questions of `day` with their refusing answers, in the order of asking.

    Args:
        day: the day of the conversion in Prague.
        direction: which way.
        kind: on whose account.
        facts: what the machine found; questions about what it did not find are not asked.

    Raises:
        ConversionNotOfferedError: Listina performs no conversions on request.
        NoRuleRecordedError: `day` is before 1.7.2009.
    """
    if kind is not ConversionKind.EX_OFFICIO:
        raise ConversionNotOfferedError(direction=direction.value, kind=kind.value)
    rules = TO_ELECTRONIC_EX_OFFICIO if direction is Direction.TO_ELECTRONIC else TO_PAPER_EX_OFFICIO
    binding = in_force(rules, day, subject="otázky před konverzí")
    return tuple(rule for rule in binding if not rule.question.asked_if or rule.question.asked_if & set(facts))


def questions_on(
    day: date, direction: Direction, kind: ConversionKind, facts: Collection[MachineFact] = ALL_FACTS
) -> tuple[Question, ...]:
    """Return the questions an official answers on `day`, in the order of asking; arguments and errors as above."""
    return tuple(dated.question for dated in dated_questions_on(day, direction, kind, facts))


_KINDS = (
    AnswerChoice(value=KindOfOriginal.ORIGINAL.value, label_cs="prvopis", label_en="original"),
    AnswerChoice(value=KindOfOriginal.VIDIMATED.value, label_cs="vidimovaný dokument", label_en="vidimated document"),
    AnswerChoice(
        value=KindOfOriginal.COPY_FROM_FILE.value,
        label_cs="opis nebo kopie ze spisu",
        label_en="transcript or copy from a file",
    ),
    AnswerChoice(
        value=KindOfOriginal.ISSUED_COPY.value,
        label_cs="stejnopis rozhodnutí nebo výroku",
        label_en="issued copy of a decision or of its operative part",
    ),
    AnswerChoice(value=KindOfOriginal.UNKNOWN.value, label_cs="nelze poznat", label_en="it cannot be told"),
)


_IRREPLACEABLE_REASONS = (
    "jde o dokument, jehož jedinečnost nelze konverzí nahradit (průkaz, cenný papír, los, plán, rys, technická kresba)",
    "it is a document whose uniqueness a conversion cannot replace",
)

TO_ELECTRONIC_EX_OFFICIO: tuple[DatedQuestion, ...] = (
    OWN_POWERS,
    DatedQuestion(
        question=Question(
            id="kind_of_original",
            version=CONVERSION_BEGAN.isoformat(),
            ground_letter="d",
            text_cs="O jaký dokument jde?",
            text_en="What kind of document is it?",
            answers=_KINDS,
        ),
        refusing=RefusingAnswer(
            value=KindOfOriginal.UNKNOWN.value,
            provision_cs=provision_cs("d"),
            reason_cs=(
                "z dokumentu není patrné, zda jde o prvopis, vidimovaný dokument, opis nebo kopii pořízenou ze spisu, "
                "nebo stejnopis rozhodnutí anebo výroku"
            ),
            reason_en="it is not apparent which of the four kinds of paper document it is",
        ),
        valid_from=CONVERSION_BEGAN,
        valid_until=None,
    ),
    yes_refuses(
        "irreplaceable",
        "b",
        texts=(
            "Je to průkaz (i zbrojní), cenný papír, los, geometrický plán, rys nebo technická kresba?",
            "Is it a card or licence (also for firearms), a security, a lottery ticket, a survey plan or a drawing?",
        ),
        reasons=_IRREPLACEABLE_REASONS,
        valid_from=CONVERSION_BEGAN,
        valid_until=WEAPON_LICENCE_UNTIL,
    ),
    yes_refuses(
        "irreplaceable",
        "b",
        texts=(
            "Je to průkaz, cenný papír, los, geometrický plán, rys nebo technická kresba?",
            "Is it a card or licence, a security, a lottery ticket, a survey plan or a technical drawing?",
        ),
        reasons=_IRREPLACEABLE_REASONS,
        valid_from=WEAPON_LICENCE_UNTIL,
    ),
    yes_refuses(
        "weakening_changes",
        "c",
        texts=(
            "Jsou v něm změny, vsuvky nebo škrty, které oslabují jeho věrohodnost?",
            "Does it have changes, insertions or strike-outs that weaken its credibility?",
        ),
        reasons=(
            "v dokumentu jsou změny, doplňky, vsuvky nebo škrty, které by mohly zeslabit jeho věrohodnost",
            "the document has changes, additions, insertions or strike-outs that could weaken its credibility",
        ),
        valid_from=CONVERSION_BEGAN,
    ),
    yes_refuses(
        "embossed_text",
        "e",
        texts=(
            "Je dokument opatřen plastickým textem nebo otiskem plastického razítka?",
            "Does the document bear embossed text or the imprint of an embossing stamp?",
        ),
        reasons=(
            "dokument je opatřen plastickým textem nebo otiskem plastického razítka",
            "the document bears embossed text or the imprint of an embossing stamp",
        ),
        valid_from=CONVERSION_BEGAN,
        valid_until=CLAUSES_NAME_ELEMENTS_SINCE,
    ),
    yes_refuses(
        "vidimation_security_element",
        "f",
        texts=(
            "Uvádí vidimační doložka, že originál měl viditelný zajišťovací prvek?",
            "Does the clause of vidimation say that its source had a visible security element?",
        ),
        reasons=(
            "podle ověřovací doložky obsahovala předloha vidimovaného dokumentu viditelný zajišťovací prvek",
            "the clause of vidimation says that its source had a visible security element",
        ),
        valid_from=CLAUSES_NAME_ELEMENTS_SINCE,
        only_if=("kind_of_original", KindOfOriginal.VIDIMATED.value),
    ),
    yes_refuses(
        "output_with_untransferable_element",
        "e",
        texts=(
            "Je to výstup dřívější konverze, v jehož doložce je uveden viditelný prvek, který nelze plně přenést?",
            "Is it the output of an earlier conversion whose clause names an untransferable element?",
        ),
        reasons=(
            "dokument je výstupem konverze, jehož doložka uvádí viditelný prvek, který nelze plně přenést na výstup",
            "the document is the output of a conversion whose clause names an untransferable element",
        ),
        valid_from=CLAUSES_NAME_ELEMENTS_SINCE,
    ),
    DatedQuestion(
        question=Question(
            id="colour_information_lost",
            version=CONVERSION_BEGAN.isoformat(),
            ground_letter="D2(4)",
            text_cs="Ztratila by se černobílým převodem nějaká informace?",
            text_en="Would a black-and-white conversion lose any information?",
            answers=YES_OR_NO,
        ),
        refusing=None,
        valid_from=CONVERSION_BEGAN,
        valid_until=None,
    ),
)
"""Every version of every question for paper → electronic ex officio, in the order of asking."""
