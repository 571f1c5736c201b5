"""Texts of strangers as a clause prints them: names in certificates, of files, of data boxes.

Nothing that is invisible, or that turns the direction of writing, or that ends a line, gets onto paper as such: it is
printed as its number, so that who reads sees that it is there.

Source: L300 § 25(2)(b), (g) to (i), (k), which have such names printed.
"""

from __future__ import annotations

import unicodedata

NAME_LENGTH = 300
"""The most characters of a stranger's name that are printed; what follows is cut off with „…“."""

NOT_STATED = "neuvedeno"

_VISIBLE_NUMBER_BITS = 256
_MOST_COMBINING = 2


def printable(text: str) -> str:
    """Return a stranger's text on one line, with everything invisible written as `[U+202E]`; „neuvedeno“ if empty."""
    shown: list[str] = []
    combining = 0
    for character in " ".join(text[: 4 * NAME_LENGTH].split()):
        combining = combining + 1 if unicodedata.combining(character) else 0
        hidden = unicodedata.category(character)[0] == "C" or combining > _MOST_COMBINING
        shown.append(f"[U+{ord(character):04X}]" if hidden else character)
    whole = "".join(shown)
    cut = whole if len(whole) <= NAME_LENGTH else f"{whole[: NAME_LENGTH - 1]}…"
    return cut or NOT_STATED


def certificate_number(serial_number: int) -> str:
    """Return the number of a certificate: decimal, hexadecimal in brackets; one that is absurdly long is cut."""
    if abs(serial_number).bit_length() > _VISIBLE_NUMBER_BITS:
        return f"0x{abs(serial_number) >> (abs(serial_number).bit_length() - _VISIBLE_NUMBER_BITS):x}…"
    return f"{serial_number} (0x{serial_number:x})" if serial_number >= 0 else str(serial_number)
