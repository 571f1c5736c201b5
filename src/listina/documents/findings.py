"""What the machine noticed about a page (zjištění u strany): typed, with a severity and texts for people.

A finding never decides; the official does. Only BLOCKING ones stand in the way until a new scan, or a statement of the
official, takes them away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool | None


class Severity(StrEnum):
    """How much a finding matters.

    Attributes:
        NOTE: worth knowing; nothing to do.
        WARNING: look at the page and decide.
        BLOCKING: the page cannot be signed like this.
    """

    NOTE = "note"
    WARNING = "warning"
    BLOCKING = "blocking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing noticed about one page.

    Attributes:
        code: stable, such as `dpi_low`.
        cs: the sentence for people; doors may put the number of the page before it.
        en: the same in English.
        values: what was measured, with the unit in the name where there is one.
    """

    code: str
    severity: Severity
    cs: str
    en: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """Return the finding as JSON values; `from_json` reads them back."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "cs": self.cs,
            "en": self.en,
            "values": dict(self.values),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Finding:
        """Read a finding that `to_json` wrote.

        Raises:
            KeyError: a field is missing.
            ValueError: the severity is unknown, or `values` is no object.
        """
        values = stored["values"]
        if not isinstance(values, Mapping):
            message = "the values of a finding are an object"
            raise ValueError(message)  # noqa: TRY004  # one error for everything that is not a stored finding
        return cls(
            code=str(stored["code"]),
            severity=Severity(str(stored["severity"])),
            cs=str(stored["cs"]),
            en=str(stored["en"]),
            values=dict(values),
        )
