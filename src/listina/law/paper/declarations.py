"""What the official declares in a conversion to paper, as dated texts (prohlášení).

What was declared is kept with the text and its version; a reworded declaration is a new version from a new day.

Source: L300 §§ 22(1)(b), 24(4)(h), 25(2)(d) and (j); D193 § 3(1); decisions 14, 15 and 17.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from listina.law.effect import in_force, the_one_in_force
from listina.law.retention import HOUSE_RULES_BEGAN
from listina.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One declaration, in one of its wordings.

    Attributes:
        id: stable English name.
        text: what the official reads and declares.
        needs_reason: whether a reason is recorded with it.
        source: the provision or decision.
        valid_from: the first day of effect.
        valid_until: the first day without effect; None while in force.
    """

    id: str
    text: Text
    needs_reason: bool = False
    source: str
    valid_from: date = HOUSE_RULES_BEGAN
    valid_until: date | None = None

    @property
    def version(self) -> str:
        """The day since which this wording is used, ISO 8601."""
        return self.valid_from.isoformat()


AFFIRMATIONS: tuple[Declaration, ...] = (
    Declaration(
        id="all_pages_printed",
        text=Text("Vytištěny jsou všechny strany a jsou čitelné.", "All pages are printed and legible."),
        source="L300 § 22(1)(b); decision 17",
    ),
    Declaration(
        id="content_agrees",
        text=Text("Obsah výtisku odpovídá vstupu.", "The content of the print agrees with the input."),
        source="L300 § 25(2)(d); decision 17",
    ),
    Declaration(
        id="signed_by_hand",
        text=Text("Doložku jsem vlastnoručně podepsal(a).", "I signed the clause by hand."),
        source="L300 § 25(2)(j); decision 17",
    ),
    Declaration(
        id="stamp_affixed",
        text=Text(
            "Doložka je opatřena otiskem úředního razítka.", "The clause bears the imprint of the official stamp."
        ),
        source="L300 § 25(2)(j); decision 17",
    ),
)
"""The first wording of the four facts without which no conversion to paper is registered."""

EARLIER_PRINT_SPOILED = Declaration(
    id="earlier_print_spoiled",
    text=Text(
        "Předchozí výtisk jsem znehodnotil(a), nebo vůbec nevznikl.",
        "I made the earlier print worthless, or it never came out.",
    ),
    source="decision 17",
)

GO_ON_UNCHECKED = Declaration(
    id="go_on_unchecked",
    text=Text(
        "Soubor nebyl zkontrolován na škodlivý kód. Vím, že vstup škodlivý kód obsahovat nesmí (§\u00a03 odst.\u00a01 "
        "vyhlášky č.\u00a0193/2009\u00a0Sb.), a v konverzi chci pokračovat.",
        "The file was not checked for malicious code. I know that an input must not hold any (D193 § 3(1)) and want "
        "to go on.",
    ),
    source="D193 § 3(1); decision 14",
)

GO_ON_WITH_UNDECIDED_INTEGRITY = Declaration(
    id="go_on_with_undecided_integrity",
    text=Text(
        "Prohlédl(a) jsem si, co o změnách dokumentu ukazuje ověření. Porušení integrity z toho nevyplývá, v konverzi "
        "chci pokračovat z tohoto důvodu:",
        "I have looked at what the validation shows of changes. Broken integrity does not follow from it; I want to go "
        "on for this reason:",
    ),
    needs_reason=True,
    source="L300 § 24(4)(h); decision 15",
)

DECLARATIONS: tuple[Declaration, ...] = (
    *AFFIRMATIONS,
    EARLIER_PRINT_SPOILED,
    GO_ON_UNCHECKED,
    GO_ON_WITH_UNDECIDED_INTEGRITY,
)
"""Every version of every declaration; those above are the first ones, and stand for all that follow."""


def declarations_on(day: date) -> tuple[Declaration, ...]:
    """Return the declarations in the wording of `day`.

    Raises:
        NoRuleRecordedError: `day` is before 1.1.2026.
    """
    return in_force(DECLARATIONS, day, subject="prohlášení při konverzi do listinné podoby")


def wording_on(declaration: Declaration, day: date) -> Declaration:
    """Return a declaration in the wording of `day`; any version of it will do to ask.

    Raises:
        NoRuleRecordedError: `day` is before 1.1.2026.
    """
    versions = (each for each in DECLARATIONS if each.id == declaration.id)
    return the_one_in_force(versions, day, subject="prohlášení při konverzi do listinné podoby")


def affirmations_on(day: date) -> tuple[Declaration, ...]:
    """Return the four facts to be affirmed, in the wording of `day`; raises as `wording_on`."""
    return tuple(wording_on(each, day) for each in AFFIRMATIONS)
