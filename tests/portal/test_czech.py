"""How the pages write days, moments and sizes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest

from listina.portal.templatetags.czech import czech_date, czech_moment, czech_runs, czech_size

SPACE = "\N{NO-BREAK SPACE}"
JUST_AFTER_MIDNIGHT_IN_PRAGUE = datetime(2026, 3, 11, 23, 5, 9, tzinfo=UTC)


def test_a_moment_is_written_by_the_clock_of_prague() -> None:
    assert czech_moment(JUST_AFTER_MIDNIGHT_IN_PRAGUE) == "12. 3. 2026 00:05:09".replace(" ", SPACE)
    assert czech_date(JUST_AFTER_MIDNIGHT_IN_PRAGUE) == "12. 3. 2026".replace(" ", SPACE)


def test_a_day_is_written_with_hard_spaces_and_nothing_as_nothing() -> None:
    assert czech_date(date(2026, 11, 5)) == "5. 11. 2026".replace(" ", SPACE)
    assert czech_date(None) == ""
    assert czech_moment(None) == ""


@pytest.mark.parametrize(
    ("length", "written"),
    [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (348_600, "349 kB"), (1_000_000, "1,0 MB"), (3_449_999, "3,4 MB")],
)
def test_a_size_is_written_in_decimal_units(length: int, written: str) -> None:
    assert czech_size(length) == written.replace(" ", SPACE)


@pytest.mark.parametrize(
    ("numbers", "written"),
    [((), ""), ((3,), "3"), ((2, 1), "1, 2"), ((1, 2, 3, 4, 7, 9, 10), "1–4, 7, 9, 10"), (range(1, 101), "1–100")],
)
def test_page_numbers_are_written_in_runs(numbers: Iterable[int], written: str) -> None:
    assert czech_runs(numbers) == written
