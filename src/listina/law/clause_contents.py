"""What § 25(1) wants in the clause, letter by letter, and where it stands (náležitosti doložky).

Source: L300 § 25(1) in the wording in force since 1.7.2022 (act 261/2021 Sb.). Earlier wordings counted leaves (listy)
and are not recorded: Listina draws up no clause for a past day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from listina.law.effect import in_force
from listina.law.grounds import INTEGRITY_SINCE
from listina.law.wording import (
    LABEL_AUTHORITY,
    LABEL_DRAWN_UP_ON,
    LABEL_NUMBER,
    LABEL_OFFICIAL,
    LABEL_PAGE_COUNT,
    LABEL_UNTRANSFERABLE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseItem:
    """One letter of § 25(1).

    Attributes:
        letter: a to h.
        text_cs: the words of the act.
        text_en: their sense.
        row_label: the label of the row that holds it; None for the statement c), which is a sentence of its own, and
            for the signature h), which is affixed to the whole output.
        valid_from: the first day of effect.
        valid_until: the first day without effect; None while in force.
    """

    letter: str
    text_cs: str
    text_en: str
    row_label: str | None
    valid_from: date = INTEGRITY_SINCE
    valid_until: date | None = None


TO_ELECTRONIC_CONTENTS: tuple[ClauseItem, ...] = (
    ClauseItem(
        letter="a",
        text_cs="název subjektu, který konverzi provedl",
        text_en="the name of the body that performed the conversion",
        row_label=LABEL_AUTHORITY,
    ),
    ClauseItem(
        letter="b",
        text_cs="pořadové číslo, pod kterým je konverze vedena v evidenci provedených konverzí",
        text_en="the number under which the conversion is kept in the evidence",
        row_label=LABEL_NUMBER,
    ),
    ClauseItem(
        letter="c",
        text_cs="sdělení, že obsah výstupu odpovídá obsahu vstupu",
        text_en="a statement that the output agrees with the input",
        row_label=None,
    ),
    ClauseItem(
        letter="d",
        text_cs="údaj o tom, z kolika stran se skládá vstup",
        text_en="how many pages the input has",
        row_label=LABEL_PAGE_COUNT,
    ),
    ClauseItem(
        letter="e",
        text_cs="údaj o tom, zda vstup obsahuje viditelný prvek, který nelze plně přenést na výstup",
        text_en="whether the input has a visible element that cannot be fully carried over",
        row_label=LABEL_UNTRANSFERABLE,
    ),
    ClauseItem(
        letter="f",
        text_cs="datum vyhotovení doložky",
        text_en="the day on which the clause was drawn up",
        row_label=LABEL_DRAWN_UP_ON,
    ),
    ClauseItem(
        letter="g",
        text_cs=(
            "jméno, případně jména, a příjmení osoby, která konverzi provedla; údaj se neuvede, byla-li konverze "
            "provedena automatizovaně"
        ),
        text_en="the names of the person who performed it, unless it was automated",
        row_label=LABEL_OFFICIAL,
    ),
    ClauseItem(
        letter="h",
        text_cs=(
            "kvalifikovaný elektronický podpis osoby, která konverzi provedla, nebo kvalifikovanou elektronickou pečeť "
            "subjektu, který konverzi provedl, byla-li konverze provedena automatizovaně"
        ),
        text_en="the person's qualified signature, or the body's qualified seal if it was automated",
        row_label=None,
    ),
)


def to_electronic_contents_on(day: date) -> tuple[ClauseItem, ...]:
    """Return the letters of § 25(1) that bind on `day`.

    Raises:
        NoRuleRecordedError: `day` is before 1.7.2022.
    """
    return in_force(TO_ELECTRONIC_CONTENTS, day, subject="náležitosti doložky")
