"""What the clause of a conversion to electronic form holds (doložka konverze do dokumentu v datové zprávě).

Source: L300 § 25(1) in the wording in force since 1.7.2022 (pages are „strany“, no longer „listy“). Place, workplace
and designation of the input are no contents of the clause (decisions 6 and 20).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from listina.law.admissibility import UntransferableElement
from listina.law.errors import InvalidCheckCodeError, InvalidClauseError, InvalidNumberError
from listina.law.numbers import normalise_check_code, valid_number

NAME_LENGTH = 500
"""The longest name of an authority or of an official, in characters."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Standing(StrEnum):
    """Whether the output has legal effects.

    Attributes:
        LIVE: the output has the effects of § 22(2).
        TEST: made by a test authority; no legal effects, and the output says so.
        DEMO: made by a demo installation with invented people and keys; no legal effects, and the output says so.
    """

    LIVE = "live"
    TEST = "test"
    DEMO = "demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToElectronicClause:
    """The clause of one output in electronic form.

    Letters c) (the statement of agreement) and h) (the signature) are no fields: the first is always the same sentence
    of `listina.law.wording`, the second is affixed to the output as a whole.

    Attributes:
        number: letter b), 1–64 printable ASCII characters; None in a preview, when none is issued yet.
        authority_name: letter a), the full name of the authority that performed the conversion.
        input_page_count: letter d), pages (strany) of the paper as the official counted them, 1 or more.
        untransferable: letter e), the visible elements that the output cannot carry over; empty if there are none.
        drawn_up_on: letter f), the day of the clause in Prague.
        official_name: letter g), with titles, as it is to be printed.
        check_code: 10 characters; None in a preview, and only then.
        content_digest: the Merkle root over the digests of the converted pages, 64 lower-case hexadecimal digits.
        verification_url: where number and check code lead, the content of the QR code; None in a preview.
        standing: anything but LIVE makes the output say that it has no legal effects.

    Raises:
        InvalidClauseError: a field is empty, too long or malformed; an element stands on a page the input does not
            have; the day is a moment; or number, check code and address are not all there or all absent.

    Source: L300 § 25(1).
    """

    number: str | None
    authority_name: str
    input_page_count: int
    untransferable: tuple[UntransferableElement, ...]
    drawn_up_on: date
    official_name: str
    check_code: str | None
    content_digest: str
    verification_url: str | None
    standing: Standing

    def __post_init__(self) -> None:
        require_name("authority_name", self.authority_name, "Chybí název subjektu nebo je příliš dlouhý.")
        require_name("official_name", self.official_name, "Chybí jméno osoby nebo je příliš dlouhé.")
        if self.input_page_count < 1:
            raise InvalidClauseError("input_page_count", cs="Vstup má nejméně jednu stranu.", en="it is below 1")
        if isinstance(self.drawn_up_on, datetime):
            # Python's datetime is a date. Its day would be that of its own zone, not the one in Prague.
            raise InvalidClauseError("drawn_up_on", cs="Datum doložky je den, ne okamžik.", en="it is no plain day")
        for element in self.untransferable:
            if max(element.pages) > self.input_page_count:
                raise InvalidClauseError(
                    "untransferable",
                    cs=f"Prvek „{element.name}“ je uveden na straně, kterou vstup nemá.",
                    en="an element stands on a page beyond the last",
                )
        if _DIGEST.fullmatch(self.content_digest) is None:
            raise InvalidClauseError(
                "content_digest",
                cs="Otisk obsahu nemá 64 šestnáctkových číslic.",
                en="it is not 64 lower-case hex digits",
            )
        require_codes(self.number, self.check_code, self.verification_url)

    @property
    def is_preview(self) -> bool:
        """Whether the clause has no number yet."""
        return self.number is None


def require_codes(number: str | None, check_code: str | None, verification_url: str | None) -> None:
    """Require that number, check code and address are all there and well-formed, or all absent in a preview.

    Raises:
        InvalidClauseError: one of them is missing or malformed.
    """
    codes = (number, check_code, verification_url)
    if number is None or check_code is None or verification_url is None:
        if any(code is not None for code in codes):
            raise InvalidClauseError(
                "number",
                cs="Pořadové číslo, kontrolní kód a adresa ověření patří k sobě.",
                en="number, check code and address come together or not at all",
            )
        return
    if not _is_number(number):
        raise InvalidClauseError("number", cs="Pořadové číslo má neplatný tvar.", en="it is malformed")
    if not _is_check_code(check_code):
        raise InvalidClauseError("check_code", cs="Kontrolní kód má neplatný tvar.", en="it is malformed")
    if not verification_url.startswith(("https://", "http://")):
        raise InvalidClauseError("verification_url", cs="Adresa ověření není webová.", en="it is no web address")


def require_name(field: str, name: str, cs: str) -> None:
    """Require a name of 1 to `NAME_LENGTH` characters.

    Raises:
        InvalidClauseError: it is empty or too long; `cs` says so in Czech.
    """
    if not name.strip() or len(name) > NAME_LENGTH:
        raise InvalidClauseError(field, cs=cs, en=f"it is empty or longer than {NAME_LENGTH} characters")


def _is_number(text: str) -> bool:
    try:
        return valid_number(text) == text
    except InvalidNumberError:
        return False


def _is_check_code(text: str) -> bool:
    try:
        return normalise_check_code(text) == text
    except InvalidCheckCodeError:
        return False
