"""Days and moments as Czech documents write them, in the time of Prague.

The database keeps UTC; print and the day of the clause follow Europe/Prague (decision 5). The spaces within a date are
U+00A0, so that no line breaks inside it.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from listina.law.errors import NaiveMomentError

PRAGUE = ZoneInfo("Europe/Prague")

HARD_SPACE = "\N{NO-BREAK SPACE}"


def prague_moment(moment: datetime) -> datetime:
    """Return the same moment with the clock of Prague.

    Args:
        moment: aware, in any time zone.

    Raises:
        NaiveMomentError: `moment` has no time zone.
    """
    if moment.utcoffset() is None:
        raise NaiveMomentError
    return moment.astimezone(PRAGUE)


def prague_day(moment: datetime) -> date:
    """Return the calendar day in Prague at an aware `moment`.

    Raises:
        NaiveMomentError: `moment` has no time zone.
    """
    return prague_moment(moment).date()


def czech_date(day: date) -> str:
    """Return the day as `12. 3. 2026` with hard spaces."""
    return f"{day.day}.{HARD_SPACE}{day.month}.{HARD_SPACE}{day.year}"


def czech_time(moment: datetime) -> str:
    """Return the time of day in Prague as `14:05:09`.

    Raises:
        NaiveMomentError: `moment` has no time zone.
    """
    return f"{prague_moment(moment):%H:%M:%S}"


def czech_moment(moment: datetime) -> str:
    """Return day and time in Prague as `12. 3. 2026 14:05:09`, all spaces hard.

    Raises:
        NaiveMomentError: `moment` has no time zone.
    """
    return f"{czech_date(prague_day(moment))}{HARD_SPACE}{czech_time(moment)}"


def czech_zone(moment: datetime) -> str:
    """Return the name of Prague's time at `moment`; clauses print it in brackets beside timestamps only.

    Raises:
        NaiveMomentError: `moment` has no time zone.
    """
    return "středoevropský letní čas" if prague_moment(moment).dst() else "středoevropský čas"
