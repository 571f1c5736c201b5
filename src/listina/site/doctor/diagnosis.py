"""The answer of one examination; one that cannot be made is a complaint, not a pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from listina.errors import ListinaError


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """One examination.

    Attributes:
        subject: what was examined, such as `database`.
        well: whether it is in order.
        found: what was found, one sentence in English.
        advice: what to do; empty when it is well.
    """

    subject: str
    well: bool
    found: str
    advice: str = ""


def made(subject: str, examination: Callable[[], Diagnosis]) -> Diagnosis:
    """Make an examination, and a complaint of what kept it from being made."""
    try:
        return examination()
    except (ListinaError, OSError, DatabaseError, ImproperlyConfigured) as error:
        return Diagnosis(
            subject=subject,
            well=False,
            found=f"could not be examined: {first_line(error)}",
            advice="mend what stands above this line first, then ask again",
        )


def first_line(error: BaseException) -> str:
    """Return the first line of what an error says, without the password of the database."""
    text = str(error).strip().splitlines()
    return (text[0] if text else type(error).__name__).replace(settings.ENVIRONMENT.database_password, "…")
