"""The bounds of what is typed about a case: stripped, of one line, not too long, and nothing but what can be seen.

A clause and its evidence are read by people for ten years. A character that turns the direction of the writing, hides
itself or stands alone without its letter would let them read something else than what is stored.

Source: Unicode Standard Annex 9 (bidirectional controls) and Technical Report 36, section 2 (visual spoofing).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from listina.conversions.errors import InvalidCaseDataError
from listina.law.evidence import PartialDate

MOST_MARKS = 3
"""The most marks on one letter; no living orthography needs more, only a text that is to overflow its line."""

_LINE_BREAKS = re.compile(r"[\t\n\r]+")
# Controls, formats (direction, zero width, soft hyphen), half characters, private and unassigned ones, line separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# They count as letters or signs and show nothing: fillers of Hangul, the empty pattern of Braille.
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def bounded(field: str, label: str, text: str, longest: int, *, shortest: int = 1) -> str:
    """Return the text stripped, on one line and in Unicode's composed form.

    Args:
        field: the name of the field in English, for the error.
        label: its Czech name, for the error.
        text: as typed or pasted; tabulators and ends of lines become spaces.
        longest: most characters allowed.
        shortest: fewest characters allowed.

    Raises:
        InvalidCaseDataError: too short, too long, or with a character that cannot be seen or stands without its letter.
    """
    clean = unicodedata.normalize("NFC", _LINE_BREAKS.sub(" ", text)).strip()
    if len(clean) < shortest:
        raise InvalidCaseDataError(
            field=field,
            reason_cs=f"{label}: vyplňte prosím.",
            reason_en=f"at least {shortest} characters",
        )
    if len(clean) > longest:
        raise InvalidCaseDataError(
            field=field,
            reason_cs=f"{label}: nejvýše {longest} znaků.",
            reason_en=f"at most {longest} characters",
        )
    _require_visible(field, label, clean)
    return clean


def optional_bounded(field: str, label: str, text: str | None, longest: int) -> str | None:
    """Return the bounded text, or None when nothing was typed."""
    if text is None or not text.strip():
        return None
    return bounded(field, label, text, longest)


def refuse_number(field: str, label: str, reason_en: str) -> InvalidCaseDataError:
    """Return the error for a number out of range; `label` is the whole Czech sentence."""
    return InvalidCaseDataError(field=field, reason_cs=label, reason_en=reason_en)


def not_in_the_future(drawn_up_on: PartialDate | None, today: date) -> PartialDate | None:
    """Return a date of drawing up as it was given, perhaps without day or month; None if the input has none.

    Args:
        drawn_up_on: as stated.
        today: the day in Prague.

    Raises:
        InvalidCaseDataError: it is later than today.
    """
    if drawn_up_on is not None:
        stated = drawn_up_on.iso()
        if stated > today.isoformat()[: len(stated)]:
            raise refuse_number("drawn_up_on", "Datum je v budoucnosti.", "the date is in the future")
    return drawn_up_on


def _require_visible(field: str, label: str, text: str) -> None:
    marks, before = 0, " "
    for place, character in enumerate(text, start=1):
        is_mark = unicodedata.category(character).startswith("M")
        marks = marks + 1 if is_mark else 0
        hidden = unicodedata.category(character) in _UNSEEN or character in _BLANKS
        if hidden or marks > MOST_MARKS or (is_mark and before.isspace()):
            raise InvalidCaseDataError(
                field=field,
                reason_cs=f"{label}: {place}. znak (U+{ord(character):04X}) není vidět nebo sem nepatří. "
                "Vložený text raději napište ručně.",
                reason_en=f"character {place} (U+{ord(character):04X}) cannot be seen or does not belong here",
            )
        before = character
