"""Who gives out clause numbers (decision 1): the Agency itself, or whoever keeps the evidence for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from listina.law.numbers import compose
from listina.register.models import Series
from listina.register.records import ReservationRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedNumber:
    """A number as its issuer gave it.

    Attributes:
        number: opaque, 1–64 printable ASCII characters; never taken apart.
        issued_by: who keeps the evidence.
        issued_at: aware UTC.
        series: the series it was counted in; empty when another evidence authority issued it.
        counter: its place in the series; None then.
    """

    number: str
    issued_by: str
    issued_at: datetime
    series: str
    counter: int | None


class EvidenceAuthority(Protocol):
    """Gives out numbers of the evidence of performed conversions (L300 § 26(3))."""

    def issue(self, request: ReservationRequest) -> IssuedNumber:
        """Return a new number, never given out before; called inside the transaction that writes the reservation."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEvidenceAuthority:
    """Numbers from this installation's own series: the operator is the Agency or acts for it.

    Attributes:
        now: the present moment, aware UTC.
        operator_name: printed nowhere on clauses, kept with each number.
    """

    now: Callable[[], datetime]
    operator_name: str

    def issue(self, request: ReservationRequest) -> IssuedNumber:
        """Count the locked row of the series up; a rollback gives the counter back, so there are no gaps."""
        key = "test" if request.test else "live"
        Series.objects.bulk_create([Series(key=key)], ignore_conflicts=True)
        series = Series.objects.select_for_update().get(key=key)
        series.last += 1
        series.save(update_fields=["last"])
        moment = self.now()
        number = compose(counter=series.last, public_number=request.public_number, moment=moment, test=request.test)
        return IssuedNumber(
            number=number, issued_by=self.operator_name, issued_at=moment, series=key, counter=series.last
        )
