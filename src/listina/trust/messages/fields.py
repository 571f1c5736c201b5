"""The values of an envelope, read strictly: an identifier, a box, a moment, a role.

Each raises ValueError where the text is not what the schema allows.

Source: schema dmBaseTypes 2.10 (`tIdDm`, `tIdDb`, `dmFileMetaType`); XML Schema Part 2, § 3.2.7.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from listina.trust.validation.message_report import DataBox

_MESSAGE_ID = re.compile(r"[0-9]{1,20}")
_BOX_ID = re.compile(r"(?:[A-Za-z0-9]{7})?")
_NUMBER = re.compile(r"[0-9]{1,9}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_ROLES = frozenset({"main", "enclosure", "signature", "meta"})
_MICROSECOND_DIGITS = 7


def message_id(text: str) -> str:
    """Return `dmID`."""
    return _matching(_MESSAGE_ID, text)


def box(identifier: str, holder: str, address: str, kind: int | None) -> DataBox:
    """Return a box."""
    return DataBox(id=_matching(_BOX_ID, identifier), holder=holder, address=address, kind=kind)


def number(text: str) -> int | None:
    """Return a number of a code list; None if there is none."""
    return int(_matching(_NUMBER, text)) if text else None


def moment(text: str) -> datetime | None:
    """Return an aware moment, UTC; None if there is none."""
    if not text:
        return None
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise ValueError(f"no moment: {text[:40]!r}")
    fraction = found[1] or ""
    shortened = text.replace(fraction, fraction[:_MICROSECOND_DIGITS], 1) if fraction else text
    try:
        return datetime.fromisoformat(shortened).astimezone(UTC)
    except OverflowError:
        raise ValueError(f"no moment: {text[:40]!r}") from None


def role(text: str) -> str:
    """Return what a file is in its message."""
    if text not in _ROLES:
        raise ValueError(f"no role: {text[:40]!r}")
    return text


def _matching(pattern: re.Pattern[str], text: str) -> str:
    if pattern.fullmatch(text) is None:
        raise ValueError(f"unexpected value: {text[:40]!r}")
    return text
