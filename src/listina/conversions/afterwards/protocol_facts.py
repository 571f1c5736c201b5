"""What the sections of a protocol are made of, and their rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from listina.conversions.afterwards.views import AfterwardsView
from listina.conversions.cases import CaseView
from listina.conversions.models import Answer, Case
from listina.documents.protocol import ProtocolPart, ProtocolRow, ProtocolSection
from listina.law.dates import HARD_SPACE, czech_date, prague_day
from listina.law.evidence import Evidence

NOT_YET = "zatím ne"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolFacts:
    """What every protocol tells, whichever way the conversion went.

    Attributes:
        confirmed: the evidence as it was entered with the clause.
        names: full names by user id, of the officials the rows name.
    """

    case: Case
    view: CaseView
    later: AfterwardsView
    confirmed: Evidence
    answers: tuple[Answer, ...]
    names: Mapping[int, str]


class Way(Protocol):
    """What a protocol tells of one direction only."""

    @property
    def direction(self) -> str:
        """Return the direction in words."""

    def people(self) -> Iterable[int]:
        """Return the user ids of officials its rows name, beside those of answers and events."""

    def about_input(self, facts: ProtocolFacts) -> Iterable[ProtocolRow]:
        """Yield what is known of the input beside the evidence."""

    def input_parts(self, facts: ProtocolFacts) -> Iterable[ProtocolPart]:
        """Yield tables about the input."""

    def about_output(self, facts: ProtocolFacts) -> Iterable[ProtocolRow]:
        """Yield what is known of the output."""

    def sections(self, facts: ProtocolFacts) -> Iterable[ProtocolSection]:
        """Yield the sections that only this direction has."""

    def about_files(self, facts: ProtocolFacts) -> Iterable[ProtocolRow]:
        """Yield where the files are."""


def day_or_not(moment: datetime | None) -> str:
    """Return the day in Prague on which something was deleted, or that it was not."""
    return NOT_YET if moment is None else czech_date(prague_day(moment))


def counted_bytes(length: int) -> str:
    """Return a length in bytes, its thousands apart, such as `90 350 bajtů`; no line ends within it."""
    return f"{length:,} bajtů".replace(",", HARD_SPACE).replace(" ", HARD_SPACE)


def row(label: str, value: str) -> ProtocolRow:
    """Return a row."""
    return ProtocolRow(label=label, value=value)


def digest(label: str, value: str) -> ProtocolRow:
    """Return a row whose value is printed small."""
    return ProtocolRow(label=label, value=value, is_digest=True)
