"""Keys by which texts are sorted and found, computed in one place because PostgreSQL may come without Czech rules.

Source of the order: ČSN 97 6030 (space, letters, digits; č, ch, ř, š, ž are letters of their own, other marks decide
only between words that are otherwise equal, then small letters come before capitals).
A stored `sort_key` is compared byte by byte: its column needs `db_collation="C"`.
"""

from __future__ import annotations

import re
import unicodedata

_CARON = "\N{COMBINING CARON}"
_OWN_LETTERS = frozenset({"c", "r", "s", "z"})  # with a caron
_ALPHABET = (
    *("a", "b", "c", "c" + _CARON, "d", "e", "f", "g", "h", "ch", "i", "j", "k", "l", "m", "n", "o", "p", "q"),
    *("r", "r" + _CARON, "s", "s" + _CARON, "t", "u", "v", "w", "x", "y", "z", "z" + _CARON),
    *"0123456789",
)
_WEIGHTS = {letter: chr(ord("0") + place) for place, letter in enumerate(_ALPHABET)}
_OTHER_SCRIPT = "~"  # above every weight; the character itself follows
_MARKS = {"": "0", "\N{COMBINING ACUTE ACCENT}": "1", _CARON: "2", "\N{COMBINING RING ABOVE}": "3"}
_OTHER_MARK = "4"
_LEVEL = "\x1f"  # below the space: a shorter text comes before its continuation
# Latin letters that Unicode does not decompose, as people type them without a Czech keyboard.
_PLAIN = str.maketrans(
    {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"}
)
_ELEMENT = re.compile(
    rf"""
    (?P<digraph>[cC](?!{_CARON})[hH])
    | (?P<letter>\w)(?P<marks>[\u0300-\u036f]*)
    | (?P<gap>[^\w]+)
    """,
    re.VERBOSE,
)


def sort_key(text: str) -> str:
    """Return a text whose order byte by byte is the Czech order of `text`.

    Punctuation counts as a space. Texts that differ in nothing else get equal keys.
    """
    primary: list[str] = []
    marks: list[str] = []
    cases: list[str] = []
    for element in _ELEMENT.finditer(_decomposed(text.translate(_PLAIN))):
        if element["gap"]:
            if primary and primary[-1] != " ":
                primary.append(" ")
            continue
        letter, own_marks = element["digraph"] or element["letter"], element["marks"] or ""
        base = letter.lower()
        if own_marks.startswith(_CARON) and base in _OWN_LETTERS:
            base, own_marks = base + _CARON, own_marks[1:]
        primary.append(_WEIGHTS.get(base) or _OTHER_SCRIPT + base)
        marks.append(_MARKS.get(own_marks, _OTHER_MARK))
        cases.append("0" if letter.islower() or not letter.isalpha() else "1")
    return _LEVEL.join(("".join(primary).rstrip(" "), "".join(marks), "".join(cases)))


def search_text(text: str) -> str:
    """Return `text` in small letters, without marks above and below letters, with single spaces.

    Apply it to what is stored and to what is looked for; it changes nothing the second time.
    """
    folded = _decomposed(unicodedata.normalize("NFKD", text).translate(_PLAIN).casefold())
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    return " ".join(plain.split())


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", text)
