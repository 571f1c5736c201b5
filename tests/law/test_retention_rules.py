"""How long things are kept."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listina.law.retention import Afterwards, CountedFrom, Period, RetentionRule, Thing, rules_on

CONVERSION_DAY = date(2026, 3, 12)


def _rule(thing: Thing) -> RetentionRule:
    (found,) = [rule for rule in rules_on(CONVERSION_DAY) if rule.thing is thing]
    return found


def test_every_thing_has_exactly_one_rule() -> None:
    assert sorted(rule.thing for rule in rules_on(CONVERSION_DAY)) == sorted(Thing)


def test_the_evidence_is_kept_for_ten_years_from_the_conversion() -> None:
    rule = _rule(Thing.EVIDENCE)
    assert rule.counted_from is CountedFrom.CONVERSION
    assert rule.kept_through(CONVERSION_DAY) == date(2036, 3, 12)
    assert rule.afterwards is Afterwards.DELETE_WITH_PROTOCOL
    assert rule.source == "L300 § 26(5)"


def test_the_evidence_of_the_29th_of_february_is_kept_until_the_last_day_of_its_month() -> None:
    assert _rule(Thing.EVIDENCE).kept_through(date(2024, 2, 29)) == date(2034, 2, 28)


def test_old_local_evidence_is_kept_until_a_day_the_law_names() -> None:
    assert _rule(Thing.LOCAL_EVIDENCE).kept_through(date(2015, 1, 1)) == date(2032, 12, 31)


def test_numbers_and_digests_are_kept_for_ever() -> None:
    assert _rule(Thing.LASTING_FACTS).kept_through(CONVERSION_DAY) is None
    assert _rule(Thing.LASTING_FACTS).afterwards is Afterwards.NOTHING


@pytest.mark.parametrize(
    ("thing", "last_day"),
    [
        (Thing.CLAUSE_RECORD, date(2036, 3, 12)),
        (Thing.PAPER_ORIGINAL, date(2029, 3, 12)),
        (Thing.WORKING_FILES, date(2026, 3, 19)),
        (Thing.SIGNED_OUTPUT, date(2026, 4, 11)),
        (Thing.UNFINISHED_CASE, date(2026, 3, 26)),
        (Thing.PRE_CHECK_UPLOAD, CONVERSION_DAY),
        (Thing.AUDIT_OF_CONVERSIONS, date(2036, 3, 12)),
        (Thing.AUDIT_OF_SIGN_INS, date(2027, 9, 12)),
        (Thing.DATA_OF_LEAVERS, date(2027, 3, 12)),
        (Thing.TEST_AUTHORITY_DATA, date(2027, 3, 12)),
    ],
)
def test_each_period_ends_on_its_day(thing: Thing, last_day: date) -> None:
    assert _rule(thing).kept_through(CONVERSION_DAY) == last_day


def test_an_unfinished_case_is_warned_of_after_three_days() -> None:
    warn_after = _rule(Thing.UNFINISHED_CASE).warn_after
    assert warn_after is not None
    assert warn_after.after(CONVERSION_DAY) == date(2026, 3, 15)


def test_working_files_may_be_kept_up_to_thirty_days() -> None:
    assert _rule(Thing.WORKING_FILES).adjustable_days == (0, 30)


def test_before_the_house_rules_only_the_law_says_what_is_kept() -> None:
    assert {rule.thing for rule in rules_on(date(2025, 12, 31))} == {
        Thing.EVIDENCE,
        Thing.LOCAL_EVIDENCE,
        Thing.PAPER_ORIGINAL,
    }


@given(
    start=st.dates(),
    years=st.integers(0, 200),
    months=st.integers(0, 200),
    days=st.integers(0, 5000),
)
def test_no_period_ends_before_it_begins(start: date, years: int, months: int, days: int) -> None:
    period = Period(years=years, months=months, days=days)
    assert start <= period.after(start) <= date.max


def test_a_month_after_the_last_of_may_is_the_last_of_june() -> None:
    assert Period(months=1).after(date(2026, 5, 31)) == date(2026, 6, 30)


@pytest.mark.parametrize("period", [Period(years=9000), Period(days=10), Period(months=1)])
def test_a_period_beyond_the_calendar_ends_with_it(period: Period) -> None:
    assert period.after(date(9999, 12, 25)) == date.max
