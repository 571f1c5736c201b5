"""Days and moments in the time of Prague, as Czech documents write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listina.law.dates import (
    PRAGUE,
    czech_date,
    czech_moment,
    czech_time,
    czech_zone,
    prague_day,
    prague_moment,
)
from listina.law.errors import NaiveMomentError

WINTER_EVENING = datetime(2026, 3, 12, 23, 30, 9, tzinfo=UTC)
SUMMER_NOON = datetime(2026, 7, 1, 12, 5, 9, tzinfo=UTC)


def test_a_czech_date_has_no_leading_zeros_and_only_hard_spaces() -> None:
    assert czech_date(date(2026, 3, 12)) == "12.\u00a03.\u00a02026"


def test_the_day_in_prague_begins_before_the_day_in_utc() -> None:
    assert prague_day(WINTER_EVENING) == date(2026, 3, 13)


def test_a_czech_moment_is_printed_in_the_time_of_prague() -> None:
    assert czech_moment(SUMMER_NOON) == "1.\u00a07.\u00a02026\u00a014:05:09"
    assert czech_time(WINTER_EVENING) == "00:30:09"


def test_summer_and_winter_time_are_named() -> None:
    assert czech_zone(WINTER_EVENING) == "středoevropský čas"
    assert czech_zone(SUMMER_NOON) == "středoevropský letní čas"


def test_a_moment_without_a_time_zone_has_no_day() -> None:
    with pytest.raises(NaiveMomentError):
        prague_day(datetime(2026, 3, 12))  # noqa: DTZ001  # the missing zone is what is tested


moments = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001  # hypothesis takes naive bounds and adds the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001  # hypothesis takes naive bounds and adds the zone
    timezones=st.just(UTC),
)


@settings(deadline=None)
@given(moments)
def test_the_clock_of_prague_shows_the_same_moment(moment: datetime) -> None:
    assert prague_moment(moment) == moment
    assert prague_moment(moment).tzinfo is PRAGUE
