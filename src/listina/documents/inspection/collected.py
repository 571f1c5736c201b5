"""The findings of one inspection while they are being made: each code once, with all its places and names."""

from __future__ import annotations

from collections import defaultdict

from listina.documents.inspection.codes import FindingCode, Weight
from listina.documents.inspection.facts import InspectionFinding

MOST_NAMES = 20
NAME_LENGTH = 120
_ORDER = {code: place for place, code in enumerate(FindingCode)}
_WEIGHTS = tuple(Weight)


def clean(text: object, length: int = NAME_LENGTH) -> str:
    """Return a stranger's text in one line of printable characters, not longer than `length`."""
    shown = "".join(character if character.isprintable() else " " for character in str(text)[: 2 * length])
    return " ".join(shown.split())[:length]


class Collected:
    """Findings by code."""

    def __init__(self) -> None:
        """Begin with none."""
        self._counts: defaultdict[FindingCode, int] = defaultdict(int)
        self._pages: defaultdict[FindingCode, set[int]] = defaultdict(set)
        self._names: defaultdict[FindingCode, dict[str, None]] = defaultdict(dict)

    def add(self, code: FindingCode, *, page: int | None = None, name: object = "") -> None:
        """Count one more of a kind."""
        self._counts[code] += 1
        if page is not None:
            self._pages[code].add(page)
        names = self._names[code]
        shown = clean(name)
        if shown and len(names) < MOST_NAMES:
            names[shown] = None

    def findings(self) -> tuple[InspectionFinding, ...]:
        """Return them, the grave ones first."""
        made = (
            InspectionFinding(
                code=code, pages=tuple(sorted(self._pages[code])), names=tuple(self._names[code]), count=count
            )
            for code, count in self._counts.items()
        )
        return tuple(sorted(made, key=lambda finding: (_WEIGHTS.index(finding.weight), _ORDER[finding.code])))
