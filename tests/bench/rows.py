"""A measured value beside its floor and its peer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_HEAD = ("case", "measure", "value", "unit", "floor", "ratio", "peer", "peer value", "ratio")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a measurement.

    Attributes:
        case: what was measured, such as `3 pages`.
        measure: which quantity, such as `whole conversion`.
        unit: of value, floor and peer_value.
        floor: what the unavoidable work costs alone; None if there is no such thing.
        peer: another program that does comparable work; None if none is on this machine.
    """

    case: str
    measure: str
    unit: str
    value: float
    floor: float | None = None
    peer: str | None = None
    peer_value: float | None = None

    def to_json(self) -> dict[str, object]:
        """Return the row as JSON values."""
        return {
            "case": self.case,
            "measure": self.measure,
            "unit": self.unit,
            "value": self.value,
            "floor": self.floor,
            "ratio_to_floor": _ratio(self.value, self.floor),
            "peer": self.peer,
            "peer_value": self.peer_value,
            "ratio_to_peer": _ratio(self.value, self.peer_value),
        }


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a table for people."""
    lines = [_HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.case,
        row.measure,
        _number(row.value),
        row.unit,
        _number(row.floor),
        _number(_ratio(row.value, row.floor)),
        row.peer or "–",
        _number(row.peer_value),
        _number(_ratio(row.value, row.peer_value)),
    )


def _ratio(value: float, other: float | None) -> float | None:
    return round(value / other, 3) if other else None


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}"
