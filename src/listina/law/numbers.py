"""The number of a conversion in the evidence, and the check code that goes with it (pořadové číslo, kontrolní kód).

The act asks for a number and says nothing of its form (L300 § 25(1)(b), § 26(2)(a)); the Agency writes it (§ 26(3)).
Therefore a number is an opaque, bounded string everywhere: `compose` makes those of our own series, and nothing in
Listina ever takes one apart (decisions 0 and 1).
"""

from __future__ import annotations

from datetime import datetime

from listina.law.dates import prague_moment
from listina.law.errors import (
    InvalidCheckCodeError,
    InvalidNumberError,
    NumberOutOfRangeError,
    TooFewRandomBytesError,
)

MAX_LENGTH = 64
"""The longest number, in characters, whoever issued it."""

CHECK_CODE_LENGTH = 10
"""Characters of a check code; each carries 5 random bits."""

CHECK_CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without I, L and O, which look like digits, and without U."""

RANDOM_BYTES_NEEDED = 7

_LARGEST_PART = 2**63 - 1  # what a bigint column holds; two such parts and the time stay below MAX_LENGTH
_YEARS = range(2000, 2100)  # two digits of a year are the year only within one century
_FIRST_PRINTABLE, _LAST_PRINTABLE = "!", "~"
_BITS_PER_CHARACTER = 5

# People read the code aloud and copy it by hand: what looks like a digit is that digit.
_MISREADINGS = str.maketrans("ILOilo", "110110")
_DASHES = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}"


def compose(*, counter: int, public_number: int, moment: datetime, test: bool) -> str:
    """Return a new number: `<counter>-<public number>-<yyMMddHHmmss>`, with a `T` in front in the test series.

    Two numbers of one series differ because their counters do; the time is for people's eyes, and at the end of summer
    time the same one comes twice.

    Args:
        counter: from the locked row of the series, 1 to 2**63 - 1.
        public_number: of the official, 1 to 2**63 - 1; not a secret.
        moment: when the number is issued, aware; printed in the time of Prague.
        test: True for the series of test and demo authorities.

    Raises:
        NumberOutOfRangeError: a part is out of its range, or the year is not within 2000–2099.
        NaiveMomentError: `moment` has no time zone.
    """
    for part, value in (("counter", counter), ("public_number", public_number)):
        if not 1 <= value <= _LARGEST_PART:
            raise NumberOutOfRangeError(part=part)
    if moment.year not in _YEARS:
        raise NumberOutOfRangeError(part="moment")
    local = prague_moment(moment)
    if local.year not in _YEARS:
        raise NumberOutOfRangeError(part="moment")
    series = "T" if test else ""
    return f"{series}{counter}-{public_number}-{local:%y%m%d%H%M%S}"


def valid_number(text: str) -> str:
    """Return the number as it is stored: what people typed, without the spaces around it.

    Only the bounds are checked. Numbers may come from another evidence authority, so their form is not ours to judge.

    Raises:
        InvalidNumberError: not 1 to 64 printable ASCII characters, or a space within.
    """
    number = text.strip()
    if not 1 <= len(number) <= MAX_LENGTH:
        raise InvalidNumberError
    if any(not _FIRST_PRINTABLE <= character <= _LAST_PRINTABLE for character in number):
        raise InvalidNumberError
    return number


def check_code(random: bytes) -> str:
    """Return a check code of 10 characters from the first 50 bits of `random`.

    Every character is equally likely, because 32 divides the range of the bits evenly.

    Args:
        random: 7 bytes or more from a cryptographic source; what follows the 7th is not used.

    Raises:
        TooFewRandomBytesError: fewer than 7 bytes.
    """
    if len(random) < RANDOM_BYTES_NEEDED:
        raise TooFewRandomBytesError(needed=RANDOM_BYTES_NEEDED, given=len(random))
    spare_bits = RANDOM_BYTES_NEEDED * 8 - CHECK_CODE_LENGTH * _BITS_PER_CHARACTER
    value = int.from_bytes(random[:RANDOM_BYTES_NEEDED]) >> spare_bits
    characters = []
    for _ in range(CHECK_CODE_LENGTH):
        value, digit = divmod(value, len(CHECK_CODE_ALPHABET))
        characters.append(CHECK_CODE_ALPHABET[digit])
    return "".join(reversed(characters))


def normalise_check_code(text: str) -> str:
    """Return the check code that people meant: upper case, I and L as 1, O as 0, spaces and dashes dropped.

    Raises:
        InvalidCheckCodeError: what remains is not 10 characters of the alphabet.
    """
    kept = "".join(character for character in text if not character.isspace() and character not in _DASHES)
    if len(kept) != CHECK_CODE_LENGTH or not kept.isascii():
        raise InvalidCheckCodeError
    code = kept.translate(_MISREADINGS).upper()
    if any(character not in CHECK_CODE_ALPHABET for character in code):
        raise InvalidCheckCodeError
    return code
