"""What a scanner must at least achieve, as dated rules (technické náležitosti snímacího zařízení).

Source: D193 § 2(2) and annex 1, point 1. The resolution fell on 1.1.2023 by decree 462/2022 Sb.; depth and area are
recorded as they stand today, no other values being known to us for the days before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from listina.law.effect import CONVERSION_BEGAN, the_one_in_force

DECREE_RENEWED = date(2023, 1, 1)
"""Decree 462/2022 Sb.: 200 dpi instead of 300, PDF/A-2 as the output's format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumDepth:
    """How finely a scanner must tell colours or greys apart.

    Attributes:
        colour_bits: bits per pixel of a colour scan.
        grey_levels: levels of a scan in greys, which suffices where the conversion is purely black-and-white. A page of
            one bit has 2 levels and is below the minimum.
    """

    colour_bits: int
    grey_levels: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanMinimum:
    """The requirements on the scanner in one of their wordings.

    Attributes:
        dpi: resolution in dots per inch, along both axes.
        depth: colour or grey depth.
        area_mm: the scanning area, short and long side in millimetres (A4).
        valid_from: the first day of effect.
        valid_until: the first day without effect; None while in force.
        source: the decree, and its amendment.
    """

    dpi: int
    depth: MinimumDepth
    area_mm: tuple[int, int]
    valid_from: date
    valid_until: date | None
    source: str


_DEPTH = MinimumDepth(colour_bits=24, grey_levels=256)
_A4_MM = (210, 297)

SCAN_MINIMA: tuple[ScanMinimum, ...] = (
    ScanMinimum(
        dpi=300,
        depth=_DEPTH,
        area_mm=_A4_MM,
        valid_from=CONVERSION_BEGAN,
        valid_until=DECREE_RENEWED,
        source="D193 annex 1 point 1, before decree 462/2022 Sb.",
    ),
    ScanMinimum(
        dpi=200,
        depth=_DEPTH,
        area_mm=_A4_MM,
        valid_from=DECREE_RENEWED,
        valid_until=None,
        source="D193 annex 1 point 1, as amended by decree 462/2022 Sb.",
    ),
)


def scan_minimum_on(day: date) -> ScanMinimum:
    """Return what a scanner had to achieve on `day`.

    Raises:
        NoRuleRecordedError: `day` is before 1.7.2009.
    """
    return the_one_in_force(SCAN_MINIMA, day, subject="vyhláška č. 193/2009 Sb., příloha č. 1 bod 1")


def minimum_dpi_on(day: date) -> int:
    """Return the lowest lawful resolution on `day` in dots per inch: 300 until 31.12.2022, 200 since 1.1.2023.

    Raises:
        NoRuleRecordedError: `day` is before 1.7.2009.
    """
    return scan_minimum_on(day).dpi


def minimum_depth_on(day: date) -> MinimumDepth:
    """Return the lowest lawful colour and grey depth on `day`.

    Raises:
        NoRuleRecordedError: `day` is before 1.7.2009.
    """
    return scan_minimum_on(day).depth
