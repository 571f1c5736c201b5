"""What later entries of the register change about how a performed conversion is shown (decision 19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from listina.conversions.cases import CaseState
from listina.conversions.models import Case
from listina.register import queries as register
from listina.register.kinds import CorrectionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterStanding:
    """How a conversion stands by its later entries.

    Attributes:
        erroneous_at: when its output was marked erroneous, aware UTC; None if it was not.
        replaced_by: the number of the output that stands for it; None if there is none.
        designation: of the input as corrected; None if it never was.
    """

    erroneous_at: datetime | None = None
    replaced_by: str | None = None
    designation: str | None = None

    @property
    def tag(self) -> str | None:
        """Which look the state has: `erroneous` or `replaced`; None as it was performed."""
        if self.erroneous_at is not None:
            return "erroneous"
        return "replaced" if self.replaced_by is not None else None


AS_PERFORMED = LaterStanding()


def standings(cases: Iterable[Case]) -> Mapping[str, LaterStanding]:
    """Return by number how registered cases stand, where something was entered later; two queries for all of them.

    Call in the scope of their authority.
    """
    numbers = [case.number for case in cases if case.state == CaseState.REGISTERED and case.number is not None]
    return {number: _standing(entries) for number, entries in register.later_entries(numbers).items()}


def standing_of(case: Case) -> LaterStanding:
    """Return how one case stands; call in the scope of its authority."""
    return standings((case,)).get(case.number or "", AS_PERFORMED)


def _standing(entries: Iterable[register.LaterEntry]) -> LaterStanding:
    erroneous_at = replaced_by = designation = None
    for entry in entries:
        if entry.kind == CorrectionKind.MARKED_ERRONEOUS:
            erroneous_at = entry.at
        replaced_by = entry.replaced_by or replaced_by
        designation = entry.designation or designation
    return LaterStanding(erroneous_at=erroneous_at, replaced_by=replaced_by, designation=designation)
