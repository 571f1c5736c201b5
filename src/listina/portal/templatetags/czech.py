"""Filters that write days, moments and sizes as Czech documents do, in the time of Prague."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django import template

from listina.law import dates

register = template.Library()

_THOUSAND = 1000
_SHORTEST_RUN = 3


@register.filter
def czech_date(value: date | datetime | None) -> str:
    """Return `12. 3. 2026`; a moment is taken in the time of Prague, nothing gives an empty text."""
    if value is None:
        return ""
    return dates.czech_date(dates.prague_day(value) if isinstance(value, datetime) else value)


@register.filter
def czech_moment(value: datetime | None) -> str:
    """Return `12. 3. 2026 14:05:09` in the time of Prague; nothing gives an empty text."""
    return "" if value is None else dates.czech_moment(value)


@register.filter
def czech_runs(numbers: Iterable[int]) -> str:
    """Return page numbers in order, each run of three and more as one: `1–4, 7, 9, 10`."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) >= _SHORTEST_RUN else ", ".join(map(str, run)) for run in runs)


@register.filter
def czech_size(length: int) -> str:
    """Return a length in bytes as `734 B`, `12 kB` or `3,4 MB` (decimal units, as operating systems show them)."""
    if length < _THOUSAND:
        return f"{length}{dates.HARD_SPACE}B"
    if length < _THOUSAND**2:
        return f"{round(length / _THOUSAND)}{dates.HARD_SPACE}kB"
    return f"{length / _THOUSAND**2:.1f}{dates.HARD_SPACE}MB".replace(".", ",")
