"""What a printer must at least achieve, as dated rules (technické náležitosti tiskárny).

Source: D193 § 2(3) and annex 1, point 2. Recorded as it stands today, no other values being known to us for the days
before. Listina cannot measure a printer: the office answers for it, the official affirms that the print is legible.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from listina.law.effect import CONVERSION_BEGAN, the_one_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterMinimum:
    """The requirements on the printer in one of their wordings.

    Attributes:
        dpi: resolution in dots per inch.
        in_colour: whether it prints in colour; not needed where all conversions are black-and-white.
        paper_mm: short and long side of the largest paper in millimetres (A4).
        valid_from: the first day of effect.
        valid_until: the first day without effect; None while in force.
        source: the decree.
    """

    dpi: int
    in_colour: bool
    paper_mm: tuple[int, int]
    valid_from: date
    valid_until: date | None
    source: str


PRINTER_MINIMA: tuple[PrinterMinimum, ...] = (
    PrinterMinimum(
        dpi=300,
        in_colour=True,
        paper_mm=(210, 297),
        valid_from=CONVERSION_BEGAN,
        valid_until=None,
        source="D193 annex 1 point 2",
    ),
)


def printer_minimum_on(day: date) -> PrinterMinimum:
    """Return what a printer had to achieve on `day`.

    Raises:
        NoRuleRecordedError: `day` is before 1.7.2009.
    """
    return the_one_in_force(PRINTER_MINIMA, day, subject="vyhláška č. 193/2009 Sb., příloha č. 1 bod 2")
