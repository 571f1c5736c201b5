"""Rules with days of effect, and which of them are in force on a day (účinnost).

A rule is in force from `valid_from` until the day before `valid_until`. Amendments replace whole rules and never edit
them: the old text stays, with the day on which it ended.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from listina.law.errors import NoRuleRecordedError

CONVERSION_BEGAN = date(2009, 7, 1)
"""The first day of conversions: L300 part five and D193 § 5."""

LAST_DAY = date.max


class DatedRule(Protocol):
    """Anything that took effect one day and may have lost it on another."""

    @property
    def valid_from(self) -> date:
        """The first day of effect."""

    @property
    def valid_until(self) -> date | None:
        """The first day without effect; None while no end is known."""


RuleT = TypeVar("RuleT", bound=DatedRule)


def is_in_force(rule: DatedRule, day: date) -> bool:
    """Return whether the rule binds on `day`."""
    return rule.valid_from <= day and (rule.valid_until is None or day < rule.valid_until)


def in_force(rules: Iterable[RuleT], day: date, *, subject: str) -> tuple[RuleT, ...]:
    """Return the rules that bind on `day`, in their given order.

    Args:
        rules: all versions of all rules about one thing.
        day: the day asked about.
        subject: what the rules are about, for the error's text.

    Raises:
        NoRuleRecordedError: none binds on `day`. An empty answer would read like "nothing forbids it".
    """
    found = tuple(rule for rule in rules if is_in_force(rule, day))
    if not found:
        raise NoRuleRecordedError(day=day.isoformat(), subject=subject)
    return found


def the_one_in_force(rules: Iterable[RuleT], day: date, *, subject: str) -> RuleT:
    """Return the only version that binds on `day`; the tests prove that versions neither overlap nor leave gaps.

    Raises:
        NoRuleRecordedError: none binds on `day`.
    """
    return in_force(rules, day, subject=subject)[0]
