"""The questions an official answers with the paper in hand, as dated rules (otázky před konverzí).

Source: L300 § 24(4), § 23(2); D193 § 2(4). Every version of a question says which of its answers refuse the conversion
and why; `listina.law.admissibility` draws the conclusion. A reworded question is a new version from a new day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from listina.law.dates import HARD_SPACE
from listina.law.directions import ConversionKind, Direction
from listina.law.effect import CONVERSION_BEGAN, in_force
from listina.law.errors import ConversionNotOfferedError
from listina.law.grounds import CLAUSES_NAME_ELEMENTS_SINCE, WEAPON_LICENCE_UNTIL, provision_cs

YES = "yes"
NO = "no"

OWN_POWERS_PROVISION_CS = HARD_SPACE.join(("§", "23", "odst.", "2", "zákona", "č.", "300/2008", "Sb."))


class KindOfOriginal(StrEnum):
    """What the paper is, § 24(4)(d).

    Attributes:
        ORIGINAL: prvopis, number 1.
        VIDIMATED: vidimovaný dokument, number 2.
        COPY_FROM_FILE: opis nebo kopie ze spisu, number 3.
        ISSUED_COPY: stejnopis rozhodnutí nebo výroku, number 4.
        UNKNOWN: it is not apparent, which refuses the conversion.
    """

    ORIGINAL = "original"
    VIDIMATED = "vidimated"
    COPY_FROM_FILE = "copy_from_file"
    ISSUED_COPY = "issued_copy"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChoice:
    """One answer a question offers.

    Attributes:
        value: what is stored, stable for ever.
        label_cs: what the official reads.
        label_en: the same in English.
    """

    value: str
    label_cs: str
    label_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question, in one of its wordings.

    Attributes:
        id: stable English name.
        version: the day since which this wording is asked, ISO 8601. An answer to another version does not count.
        ground_letter: of § 24(4) L300; `23(2)` for the authority's own powers, `D2(4)` for colour (D193 § 2(4)).
        text_cs: what the official reads.
        text_en: the same in English.
        answers: the choices; no other value is an answer.
        only_if: (question id, value): asked only when that question has that answer; None if always asked.
    """

    id: str
    version: str
    ground_letter: str
    text_cs: str
    text_en: str
    answers: tuple[AnswerChoice, ...]
    only_if: tuple[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusingAnswer:
    """An answer that refuses the conversion.

    Attributes:
        value: the answer.
        provision_cs: the citation, with hard spaces.
        reason_cs: a clause of a sentence, lower case, without full stop.
        reason_en: the same in English.
    """

    value: str
    provision_cs: str
    reason_cs: str
    reason_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedQuestion:
    """A version of a question with the answer that refuses and its days of effect.

    Attributes:
        question: as it is asked.
        refusing: the answer that refuses; None when no answer does.
        valid_from: the first day it is asked.
        valid_until: the first day it is not; None while it is.
    """

    question: Question
    refusing: RefusingAnswer | None
    valid_from: date
    valid_until: date | None


def dated_questions_on(day: date, direction: Direction, kind: ConversionKind) -> tuple[DatedQuestion, ...]:
    """Return the questions of `day` with their refusing answers, in the order of asking.

    Raises:
        ConversionNotOfferedError: the questions for this direction and kind are not written.
        NoRuleRecordedError: `day` is before 1.7.2009.
    """
    if (direction, kind) != (Direction.TO_ELECTRONIC, ConversionKind.EX_OFFICIO):
        raise ConversionNotOfferedError(direction=direction.value, kind=kind.value)
    return in_force(TO_ELECTRONIC_EX_OFFICIO, day, subject="otázky před konverzí")


def questions_on(day: date, direction: Direction, kind: ConversionKind) -> tuple[Question, ...]:
    """Return the questions an official answers on `day`, in the order of asking.

    Raises:
        ConversionNotOfferedError: the questions for this direction and kind are not written.
        NoRuleRecordedError: `day` is before 1.7.2009.
    """
    return tuple(dated.question for dated in dated_questions_on(day, direction, kind))


_YES_OR_NO = (
    AnswerChoice(value=YES, label_cs="ano", label_en="yes"),
    AnswerChoice(value=NO, label_cs="ne", label_en="no"),
)

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


def _yes_refuses(
    question_id: str,
    letter: str,
    *,
    texts: tuple[str, str],
    reasons: tuple[str, str],
    valid_from: date,
    valid_until: date | None = None,
    only_if: tuple[str, str] | None = None,
) -> DatedQuestion:
    """Return a question on a letter of § 24(4) that „ano“ refuses; texts and reasons are (Czech, English)."""
    return DatedQuestion(
        question=Question(
            id=question_id,
            version=valid_from.isoformat(),
            ground_letter=letter,
            text_cs=texts[0],
            text_en=texts[1],
            answers=_YES_OR_NO,
            only_if=only_if,
        ),
        refusing=RefusingAnswer(
            value=YES, provision_cs=provision_cs(letter), reason_cs=reasons[0], reason_en=reasons[1]
        ),
        valid_from=valid_from,
        valid_until=valid_until,
    )


_IRREPLACEABLE_REASONS = (
    "jde o dokument, jehož jedinečnost nelze konverzí nahradit (průkaz, cenný papír, los, plán, rys, technická kresba)",
    "it is a document whose uniqueness a conversion cannot replace",
)

TO_ELECTRONIC_EX_OFFICIO: tuple[DatedQuestion, ...] = (
    DatedQuestion(
        question=Question(
            id="own_powers",
            version=CONVERSION_BEGAN.isoformat(),
            ground_letter="23(2)",
            text_cs="Potvrzuji, že dokument převádím pro výkon působnosti úřadu, ne jako službu žadateli.",
            text_en="I confirm that I convert the document for the authority's own powers, not as a service.",
            answers=_YES_OR_NO,
            only_if=None,
        ),
        refusing=RefusingAnswer(
            value=NO,
            provision_cs=OWN_POWERS_PROVISION_CS,
            reason_cs="konverze z moci úřední se provádí jen pro výkon působnosti orgánu veřejné moci",
            reason_en="conversions ex officio serve only the exercise of the authority's own powers",
        ),
        valid_from=CONVERSION_BEGAN,
        valid_until=None,
    ),
    DatedQuestion(
        question=Question(
            id="kind_of_original",
            version=CONVERSION_BEGAN.isoformat(),
            ground_letter="d",
            text_cs="O jaký dokument jde?",
            text_en="What kind of document is it?",
            answers=_KINDS,
            only_if=None,
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
    _yes_refuses(
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
    _yes_refuses(
        "irreplaceable",
        "b",
        texts=(
            "Je to průkaz, cenný papír, los, geometrický plán, rys nebo technická kresba?",
            "Is it a card or licence, a security, a lottery ticket, a survey plan or a technical drawing?",
        ),
        reasons=_IRREPLACEABLE_REASONS,
        valid_from=WEAPON_LICENCE_UNTIL,
    ),
    _yes_refuses(
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
    _yes_refuses(
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
    _yes_refuses(
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
    _yes_refuses(
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
            answers=_YES_OR_NO,
            only_if=None,
        ),
        refusing=None,
        valid_from=CONVERSION_BEGAN,
        valid_until=None,
    ),
)
"""Every version of every question for paper → electronic ex officio, in the order of asking."""
