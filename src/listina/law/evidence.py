"""What the evidence of performed conversions holds (evidence provedených konverzí).

Source: L300 § 26(2) in the wording in force since 1.7.2022. The number is the Agency's to write, the rest the
converting authority's (§ 26(3)). Designations are never public: they stay out of clauses, addresses, codes and logs
(decision 20).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Self

from listina.law.dates import HARD_SPACE, czech_date
from listina.law.errors import InvalidDateError, InvalidEvidenceError, InvalidNumberError
from listina.law.numbers import valid_number

DESIGNATION_LENGTH = 500
"""The longest designation of an input, in characters."""

FEE_LIMIT_CZK = Decimal(1_000_000_000)
"""No fee reaches it; a larger amount is a mistake."""

NO_DATE_IN_THE_INPUT = "ve vstupu není uvedeno"

_MONTHS = (
    "leden",
    "únor",
    "březen",
    "duben",
    "květen",
    "červen",
    "červenec",
    "srpen",
    "září",
    "říjen",
    "listopad",
    "prosinec",
)
_LEAP_YEAR = 2000  # its February has every day that any February can have
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date as far as the input states it: a year, a month of a year, or a day.

    Attributes:
        year: 1 to 9999.
        month: 1 to 12; None when the input does not state it.
        day: 1 to 31; None when the input does not state it, and always when the month is None.

    Raises:
        InvalidDateError: no calendar has such a date.

    Source: L300 § 26(2)(c), decision 10.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise InvalidDateError
        try:
            date(self.year, self.month if self.month is not None else 1, self.day if self.day is not None else 1)
        except (ValueError, OverflowError) as error:
            raise InvalidDateError from error

    @classmethod
    def from_iso(cls, text: str) -> Self:
        """Read `2026`, `2026-03` or `2026-03-12`.

        Raises:
            InvalidDateError: another form, or no calendar has such a date.
        """
        match = _ISO.fullmatch(text)
        if match is None:
            raise InvalidDateError
        year, month, day = match.groups()
        return cls(year=int(year), month=None if month is None else int(month), day=None if day is None else int(day))

    def iso(self) -> str:
        """Return `2026`, `2026-03` or `2026-03-12`; earlier partial dates sort before later ones of the same shape."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def czech(self) -> str:
        """Return `2026`, `březen 2026` or `12. 3. 2026`, with hard spaces."""
        if self.month is None:
            return str(self.year)
        if self.day is None:
            return f"{_MONTHS[self.month - 1]}{HARD_SPACE}{self.year}"
        return czech_date(date(self.year, self.month, self.day))


def czech_drawn_up_on(stated: PartialDate | None) -> str:
    """Return the date the input bears, or that it bears none."""
    return NO_DATE_IN_THE_INPUT if stated is None else stated.czech()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """The fee for a conversion, or why there is none.

    Attributes:
        amount_czk: in Czech crowns, 0 or more and below `FEE_LIMIT_CZK`, at most two decimal places.
        document_number: the number of the document by which it was paid; None exactly when nothing was paid.
        exemption: the reference to the provision that exempts; None exactly when something was paid.

    Raises:
        InvalidEvidenceError: the three do not agree.

    Source: L300 § 26(2)(d).
    """

    amount_czk: Decimal
    document_number: str | None
    exemption: str | None

    def __post_init__(self) -> None:
        # The range is asked first: rounding a number of more digits than Decimal carries would raise.
        in_range = self.amount_czk.is_finite() and 0 <= self.amount_czk < FEE_LIMIT_CZK
        if not in_range or self.amount_czk != round(self.amount_czk, 2):
            raise InvalidEvidenceError(
                "fee", cs="Poplatek není částka v korunách a haléřích.", en="it is no amount of crowns and hellers"
            )
        paid = self.amount_czk > 0
        if paid is not bool(self.document_number) or paid is bool(self.exemption):
            raise InvalidEvidenceError(
                "fee",
                cs="Zaplacený poplatek má číslo dokladu, nezaplacený odkaz na osvobození.",
                en="a paid fee has a document number, an unpaid one a reference to its exemption",
            )

    def czech(self) -> str:
        """Return `120,50 Kč, doklad č. 17`, or the reference to the exemption."""
        if self.document_number is None:
            return self.exemption or ""
        amount = f"{self.amount_czk:.2f}".replace(".", ",").removesuffix(",00")
        return f"{amount}{HARD_SPACE}Kč, doklad č.{HARD_SPACE}{self.document_number}"


EX_OFFICIO_FEE = Fee(
    amount_czk=Decimal(0),
    document_number=None,
    exemption=(
        f"Bez poplatku – konverze z moci úřední (§{HARD_SPACE}23 odst.{HARD_SPACE}2 "
        f"zákona č.{HARD_SPACE}300/2008{HARD_SPACE}Sb.)"
    ),
)
"""Conversions ex officio are free: an authority serves its own powers and nobody applies (§ 23(2))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One entry of the evidence.

    Attributes:
        number: letter a), 1–64 printable ASCII characters.
        performed_on: letter b), the day of the conversion in Prague.
        designation: letter c), what the input is, 1–500 characters.
        drawn_up_on: letter c), when the input was drawn up as far as it says; None if it does not.
        fee: letter d).

    Raises:
        InvalidEvidenceError: a field is empty, too long or malformed, or the day is a moment.

    Source: L300 § 26(2).
    """

    number: str
    performed_on: date
    designation: str
    drawn_up_on: PartialDate | None
    fee: Fee

    def __post_init__(self) -> None:
        if not self.designation.strip() or len(self.designation) > DESIGNATION_LENGTH:
            raise InvalidEvidenceError(
                "designation",
                cs=f"Označení vstupu má 1 až {DESIGNATION_LENGTH} znaků.",
                en=f"it is empty or longer than {DESIGNATION_LENGTH} characters",
            )
        if isinstance(self.performed_on, datetime):
            # Python's datetime is a date. Its day would be that of its own zone, not the one in Prague.
            raise InvalidEvidenceError("performed_on", cs="Datum konverze je den, ne okamžik.", en="it is no plain day")
        try:
            valid_number(self.number)
        except InvalidNumberError as error:
            raise InvalidEvidenceError(
                "number", cs="Pořadové číslo má neplatný tvar.", en="it is no number of the evidence"
            ) from error


_BIRTH_NUMBER = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{2})([ \u00a0]?/[ \u00a0]?|)(\d{3,4})(?!\d)", re.ASCII)
_LAST_YEAR_OF_NINE_DIGITS = 53
_MONTH_OFFSETS = (0, 20, 50, 70)  # men, men on full days, women, women on full days
_MONTHS_OF_YEAR = range(1, 13)
_CHECKED_LENGTH = 10
_MODULUS = 11


def birth_number_warning(text: str) -> bool:
    """Return whether the text seems to contain a birth number (rodné číslo), which designations should not.

    A warning and no proof: numbers without a check digit (nine digits, births before 1954) count only with a slash,
    because telephone and file numbers look the same.

    Source: act 133/2000 Sb. § 13 (form and divisibility by 11); decision 20.
    """
    return any(_is_birth_number(match) for match in _BIRTH_NUMBER.finditer(text))


def _is_birth_number(match: re.Match[str]) -> bool:
    year, month, day, slash, ending = match.groups()
    if not _is_birthday(int(month), int(day)):
        return False
    digits = year + month + day + ending
    if len(digits) < _CHECKED_LENGTH:
        return bool(slash) and int(year) <= _LAST_YEAR_OF_NINE_DIGITS
    remainder = int(digits[:-1]) % _MODULUS
    # Until 1985 some numbers whose first nine digits leave 10 were given the last digit 0.
    return remainder % 10 == int(digits[-1])


def _is_birthday(month: int, day: int) -> bool:
    for offset in _MONTH_OFFSETS:
        if month - offset in _MONTHS_OF_YEAR:
            try:
                date(_LEAP_YEAR, month - offset, day)
            except ValueError:
                return False
            return True
    return False
