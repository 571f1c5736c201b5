"""What must protect an electronic output, as dated rules (podpis, pečeť a časové razítko výstupu).

Source: L300 § 25(1)(h); L297 § 5 (signatures of public-law signatories), § 8 (their seals), § 11 (timestamps).
Whether a given certificate or timestamp is qualified is a question of fact for `listina.trust`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from listina.law.effect import CONVERSION_BEGAN, the_one_in_force

EIDAS_ADAPTED = date(2016, 9, 19)
"""The first day of L297."""

TRANSITION_ENDED = date(2018, 9, 20)
"""The first day on which a recognised signature no longer sufficed; the exception lasted two years, until 19.9.2018."""


class Assurance(StrEnum):
    """How much a signature, seal or timestamp must be worth.

    Attributes:
        RECOGNISED: uznávaný, an advanced one on a qualified certificate, or qualified (L297 §§ 6(2), 9(2)).
        QUALIFIED: kvalifikovaný, made in a qualified device on a qualified certificate; of a timestamp, issued by a
            qualified provider.
    """

    RECOGNISED = "recognised"
    QUALIFIED = "qualified"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputProtection:
    """The requirements on signature, seal and timestamp in one of their wordings.

    Attributes:
        signature: of the person who performed the conversion.
        seal: of the authority, in the place of the signature when the conversion was automated.
        timestamp: affixed to the signed or sealed output in either case.
        valid_from: the first day of effect.
        valid_until: the first day without effect; None while in force.
        source: the acts.
    """

    signature: Assurance
    seal: Assurance
    timestamp: Assurance
    valid_from: date
    valid_until: date | None
    source: str


OUTPUT_PROTECTIONS: tuple[OutputProtection, ...] = (
    OutputProtection(
        signature=Assurance.RECOGNISED,
        seal=Assurance.RECOGNISED,
        timestamp=Assurance.QUALIFIED,
        valid_from=CONVERSION_BEGAN,
        valid_until=EIDAS_ADAPTED,
        source="L300 § 24(3) until 18.9.2016; the seal of those days was the recognised mark (značka)",
    ),
    OutputProtection(
        signature=Assurance.RECOGNISED,
        seal=Assurance.RECOGNISED,
        timestamp=Assurance.QUALIFIED,
        valid_from=EIDAS_ADAPTED,
        valid_until=TRANSITION_ENDED,
        source="L297 §§ 5, 8 and 11 with the two years' exception for recognised signatures and seals",
    ),
    OutputProtection(
        signature=Assurance.QUALIFIED,
        seal=Assurance.QUALIFIED,
        timestamp=Assurance.QUALIFIED,
        valid_from=TRANSITION_ENDED,
        valid_until=None,
        source="L297 §§ 5, 8 and 11; L300 § 25(1)(h)",
    ),
)


def output_protection_on(day: date) -> OutputProtection:
    """Return what had to protect an electronic output made on `day`.

    Raises:
        NoRuleRecordedError: `day` is before 1.7.2009.
    """
    return the_one_in_force(OUTPUT_PROTECTIONS, day, subject="podpis, pečeť a časové razítko výstupu")
