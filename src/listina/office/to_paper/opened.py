"""A conversion to paper as a view opens it: the case, and the paper work beside it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from listina.conversions import queries
from listina.conversions.cases import CaseState, CaseView
from listina.conversions.to_paper.showing import PaperView
from listina.office.requests import OfficeRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What the official sees of a conversion to paper."""

    case: CaseView
    paper: PaperView

    @property
    def is_open(self) -> bool:
        """Whether input, answers and facts may still change."""
        return self.case.state is CaseState.OPEN

    @property
    def may_change(self) -> bool:
        """Whether the one who looks may change them."""
        return self.is_open and self.case.is_mine

    @property
    def may_decide(self) -> bool:
        """Whether the one who looks may decide about the input: also after a report was renewed under a number."""
        return self.case.is_unfinished and self.case.is_mine


def opened(request: OfficeRequest, case_id: UUID) -> Opened:
    """Return a conversion to paper.

    Raises:
        CaseNotFoundError: the official's authority has no such case.
        WrongDirectionError: it goes in the other direction.
    """
    # The paper first: what the worker finds between the two readings is then missing from neither. Read the other way
    # round, a report would stand above "wait until the input is examined".
    paper = request.services.to_paper.view(request.actor, case_id)
    return Opened(case=queries.case(request.services.conversions, request.actor, case_id), paper=paper)
