"""The root of every error Listina raises on purpose, and what the caller may do about it.

The class is the cause. Its `code` is public for ever: clients, logs and the documentation refer to it. Its `remedy`
decides the HTTP status, the log level and whether a job tries again, in one table of `listina.site.faults`.
Standard library only, below every storey.
"""

from __future__ import annotations

from enum import Enum
from typing import ClassVar


class Remedy(Enum):
    """What the caller can do about an error."""

    CORRECT_THE_REQUEST = "correct"
    REFUSE_THE_CONVERSION = "refuse"
    SIGN_IN = "sign-in"
    NOT_PERMITTED = "not-permitted"
    NOT_FOUND = "not-found"
    GONE = "gone"
    RESOLVE_THE_CONFLICT = "conflict"
    TRY_LATER = "later"
    WAIT = "wait"
    CALL_SUPPORT = "support"


class ListinaError(Exception):
    """An error with a public code, a remedy and a text in Czech and English.

    `cs` and `en` are templates for `str.format`; their values are the keyword arguments of the constructor and stay
    readable in `values`. Texts never carry secrets or personal data beyond what the caller has just typed.
    """

    code: ClassVar[str]
    remedy: ClassVar[Remedy]
    cs: ClassVar[str]
    en: ClassVar[str]

    def __init__(self, **values: object) -> None:
        """Keep the values of the templates; `str(error)` is the code and the English text."""
        self.values = values
        super().__init__(f"{self.code}: {self.text('en')}")

    def text(self, language: str = "cs") -> str:
        """Return the sentence for people, in `cs` (default) or `en`."""
        template = self.en if language == "en" else self.cs
        return template.format(**self.values)
