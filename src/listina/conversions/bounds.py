"""The bounds of what is typed about a case: stripped, without control characters, not too long."""

from __future__ import annotations

import unicodedata

from listina.conversions.errors import InvalidCaseDataError


def bounded(field: str, label: str, text: str, longest: int, *, shortest: int = 1) -> str:
    """Return the text stripped and in Unicode's composed form.

    Args:
        field: the name of the field in English, for the error.
        label: its Czech name, for the error.
        text: as typed.
        longest: most characters allowed.
        shortest: fewest characters allowed.

    Raises:
        InvalidCaseDataError: too short, too long, or holds a control character.
    """
    clean = unicodedata.normalize("NFC", text).strip()
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
    if any(unicodedata.category(character) == "Cc" for character in clean):
        raise InvalidCaseDataError(
            field=field,
            reason_cs=f"{label}: text obsahuje nepovolené znaky.",
            reason_en="control characters",
        )
    return clean


def optional_bounded(field: str, label: str, text: str | None, longest: int) -> str | None:
    """Return the bounded text, or None when nothing was typed."""
    if text is None or not text.strip():
        return None
    return bounded(field, label, text, longest)


def refuse_number(field: str, label: str, reason_en: str) -> InvalidCaseDataError:
    """Return the error for a number out of range; `label` is the whole Czech sentence."""
    return InvalidCaseDataError(field=field, reason_cs=label, reason_en=reason_en)
