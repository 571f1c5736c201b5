"""What a question before a conversion is made of, and the questions both directions share (otázky před konverzí).

Source: L300 § 24(4), § 23(2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from listina.law.dates import HARD_SPACE
from listina.law.effect import CONVERSION_BEGAN
from listina.law.grounds import provision_cs

YES = "yes"
NO = "no"

OWN_POWERS_PROVISION_CS = HARD_SPACE.join(("§", "23", "odst.", "2", "zákona", "č.", "300/2008", "Sb."))


class MachineFact(StrEnum):
    """What the machine found in an input and a person has to judge; the values are those of the inspection.

    Attributes:
        EMBEDDED_FILES: there are files within the file.
        CLAUSE_UNCLEAR: there is a clause of an earlier conversion, and the machine could not read what it says of
            untransferable elements.
        CLAUSES_NOT_SOUGHT: there are pages on which the machine did not look for clauses.
        REDACTION_NOT_APPLIED: there are parts marked for redaction that were not redacted.
        FIELD_WITHOUT_APPEARANCE: there are filled form fields that every program shows differently.
        HIDDEN_LAYERS: there are layers neither shown nor printed.
        PRINTS_OTHERWISE: something is shown and not printed, or printed and not shown.
    """

    EMBEDDED_FILES = "embedded_files"
    CLAUSE_UNCLEAR = "clause_unclear"
    CLAUSES_NOT_SOUGHT = "clauses_not_sought"
    REDACTION_NOT_APPLIED = "redaction_not_applied"
    FIELD_WITHOUT_APPEARANCE = "field_without_appearance"
    HIDDEN_LAYERS = "hidden_layers"
    PRINTS_OTHERWISE = "prints_otherwise"


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
        asked_if: asked only when the machine found one of these; empty if always asked.
    """

    id: str
    version: str
    ground_letter: str
    text_cs: str
    text_en: str
    answers: tuple[AnswerChoice, ...]
    only_if: tuple[str, str] | None = None
    asked_if: frozenset[MachineFact] = frozenset()


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


YES_OR_NO = (
    AnswerChoice(value=YES, label_cs="ano", label_en="yes"),
    AnswerChoice(value=NO, label_cs="ne", label_en="no"),
)


def yes_refuses(
    question_id: str,
    letter: str,
    *,
    texts: tuple[str, str],
    reasons: tuple[str, str],
    valid_from: date,
    valid_until: date | None = None,
    only_if: tuple[str, str] | None = None,
    asked_if: frozenset[MachineFact] = frozenset(),
) -> DatedQuestion:
    """Return a question on a letter of § 24(4) that „ano“ refuses; texts and reasons are (Czech, English)."""
    return DatedQuestion(
        question=Question(
            id=question_id,
            version=valid_from.isoformat(),
            ground_letter=letter,
            text_cs=texts[0],
            text_en=texts[1],
            answers=YES_OR_NO,
            only_if=only_if,
            asked_if=asked_if,
        ),
        refusing=RefusingAnswer(
            value=YES, provision_cs=provision_cs(letter), reason_cs=reasons[0], reason_en=reasons[1]
        ),
        valid_from=valid_from,
        valid_until=valid_until,
    )


OWN_POWERS = DatedQuestion(
    question=Question(
        id="own_powers",
        version=CONVERSION_BEGAN.isoformat(),
        ground_letter="23(2)",
        text_cs="Potvrzuji, že dokument převádím pro výkon působnosti úřadu, ne jako službu žadateli.",
        text_en="I confirm that I convert the document for the authority's own powers, not as a service.",
        answers=YES_OR_NO,
    ),
    refusing=RefusingAnswer(
        value=NO,
        provision_cs=OWN_POWERS_PROVISION_CS,
        reason_cs="konverze z moci úřední se provádí jen pro výkon působnosti orgánu veřejné moci",
        reason_en="conversions ex officio serve only the exercise of the authority's own powers",
    ),
    valid_from=CONVERSION_BEGAN,
    valid_until=None,
)
"""Asked first, whichever way the conversion goes."""
