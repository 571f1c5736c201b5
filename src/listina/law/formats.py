"""Which format electronic inputs and outputs must have, as dated rules (formáty vstupu a výstupu v datové zprávě).

Source: D193 § 3(3) and annex 1, points 3 and 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from listina.law.effect import CONVERSION_BEGAN, the_one_in_force
from listina.law.scanning import DECREE_RENEWED


class FormatFamily(StrEnum):
    """A family of file formats the decree names."""

    PDF = "PDF"
    PDF_A = "PDF/A"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFormat:
    """The lowest lawful format of an output.

    Attributes:
        family: PDF or PDF/A.
        lowest_version: of that family: (1, 7) of PDF, (2, 0) for PDF/A-2; later ones are lawful as well.
        valid_from: the first day of effect.
        valid_until: the first day without effect; None while in force.
        source: the decree, and its amendment.
    """

    family: FormatFamily
    lowest_version: tuple[int, int]
    valid_from: date
    valid_until: date | None
    source: str


OUTPUT_FORMATS: tuple[OutputFormat, ...] = (
    OutputFormat(
        family=FormatFamily.PDF,
        lowest_version=(1, 7),
        valid_from=CONVERSION_BEGAN,
        valid_until=DECREE_RENEWED,
        source="D193 annex 1 point 4, before decree 462/2022 Sb.",
    ),
    OutputFormat(
        family=FormatFamily.PDF_A,
        lowest_version=(2, 0),
        valid_from=DECREE_RENEWED,
        valid_until=None,
        source="D193 annex 1 point 4, as amended by decree 462/2022 Sb.",
    ),
)


def output_format_on(day: date) -> OutputFormat:
    """Return the lowest lawful format of an output made on `day`.

    Raises:
        NoRuleRecordedError: `day` is before 1.7.2009.
    """
    return the_one_in_force(OUTPUT_FORMATS, day, subject="vyhláška č. 193/2009 Sb., příloha č. 1 bod 4")


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFormats:
    """The lawful formats of an electronic input.

    Attributes:
        lowest: of each lawful family, its lowest version; any version of PDF/A is lawful.
        valid_from: the first day of effect.
        valid_until: the first day without effect; None while in force.
        source: the decree.
    """

    lowest: tuple[tuple[FormatFamily, tuple[int, int]], ...]
    valid_from: date
    valid_until: date | None
    source: str


INPUT_FORMATS: tuple[InputFormats, ...] = (
    InputFormats(
        lowest=((FormatFamily.PDF, (1, 3)), (FormatFamily.PDF_A, (1, 0))),
        valid_from=CONVERSION_BEGAN,
        valid_until=None,
        source="D193 annex 1 point 3",
    ),
)
"""Recorded as it stands today, no other values being known to us for the days before."""


def input_formats_on(day: date) -> InputFormats:
    """Return the lawful formats of an input converted on `day`.

    Raises:
        NoRuleRecordedError: `day` is before 1.7.2009.
    """
    return the_one_in_force(INPUT_FORMATS, day, subject="vyhláška č. 193/2009 Sb., příloha č. 1 bod 3")
