"""Until when the files of a conversion are kept, told by the rules of `law.retention`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from listina.law.dates import prague_day
from listina.law.directions import Direction
from listina.law.retention import Period, RetentionRule, Thing, rules_on

SCANS_KEPT_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingRules:
    """What the operator chose where the rules leave room.

    Attributes:
        scans_days: days the scans and the unsigned output stay after the hand-over was acknowledged, 0 to 30.
    """

    scans_days: int = SCANS_KEPT_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptUntil:
    """The last days on which the files are surely there, in Prague; None while nothing began to run.

    Attributes:
        scans: of the working files: scans and the unsigned output; to paper, input, preview and print file.
        output: of the signed output; None to paper, where the output is no file.
    """

    scans: date | None
    output: date | None


def kept_until(
    rules: KeepingRules,
    *,
    direction: Direction,
    handed_over_at: datetime | None,
    downloaded_at: datetime | None,
) -> KeptUntil:
    """Return until when the files of a registered conversion are kept.

    Args:
        rules: of the installation.
        direction: of the conversion.
        handed_over_at: when the hand-over was acknowledged, aware; None if it was not.
        downloaded_at: when the output was first downloaded, aware; None if it was not.

    Source: decision 24; for the output the earlier of the two moments counts.
    """
    moments = [moment for moment in (handed_over_at, downloaded_at) if moment is not None]
    has_file = direction is Direction.TO_ELECTRONIC
    return KeptUntil(
        scans=None if handed_over_at is None else Period(days=rules.scans_days).after(prague_day(handed_over_at)),
        output=_through(Thing.SIGNED_OUTPUT, prague_day(min(moments))) if moments and has_file else None,
    )


def rule_for(thing: Thing, day: date) -> RetentionRule:
    """Return the rule that binds on `day`.

    Raises:
        NoRuleRecordedError: `day` is before 1.7.2022.
    """
    (found,) = (rule for rule in rules_on(day) if rule.thing is thing)
    return found


def _through(thing: Thing, start: date) -> date | None:
    return rule_for(thing, start).kept_through(start)
