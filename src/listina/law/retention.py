"""How long things are kept and what happens then, as dated rules (uchovávání a výmaz).

Source: L300 § 26(5) for the evidence; decision 24 for the rest, which no act prescribes. Files are deleted by a job of
the application; rows of clause, evidence and audit only by the retention role.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from listina.law.effect import in_force

_MONTHS_IN_A_YEAR = 12

CENTRAL_EVIDENCE_BEGAN = date(2022, 7, 1)
"""Act 261/2021 Sb.: the evidence is kept centrally by the Agency."""

HOUSE_RULES_BEGAN = date(2026, 1, 1)
"""Since when decision 24 governs what no act prescribes."""


class Thing(StrEnum):
    """What is kept."""

    EVIDENCE = "evidence"
    LOCAL_EVIDENCE = "local_evidence"
    CLAUSE_RECORD = "clause_record"
    LASTING_FACTS = "lasting_facts"
    WORKING_FILES = "working_files"
    SIGNED_OUTPUT = "signed_output"
    UNFINISHED_CASE = "unfinished_case"
    PRE_CHECK_UPLOAD = "pre_check_upload"
    AUDIT_OF_CONVERSIONS = "audit_of_conversions"
    AUDIT_OF_SIGN_INS = "audit_of_sign_ins"
    DATA_OF_LEAVERS = "data_of_leavers"
    TEST_AUTHORITY_DATA = "test_authority_data"
    PAPER_ORIGINAL = "paper_original"


class CountedFrom(StrEnum):
    """The day a period is counted from."""

    CONVERSION = "conversion"
    HAND_OVER_ACKNOWLEDGED = "hand_over_acknowledged"
    DOWNLOADED_OR_HANDED_OVER = "downloaded_or_handed_over"
    LAST_STEP = "last_step"
    CHECK_FINISHED = "check_finished"
    EVENT = "event"
    DEPARTURE = "departure"
    CREATION = "creation"


class Afterwards(StrEnum):
    """What happens when the period is over.

    Attributes:
        DELETE_WITH_PROTOCOL: yearly deletion by the retention role, with a protocol.
        DELETE_PERSONAL_FIELDS: names go, the record stays.
        DELETE_FILES: bytes go, digests stay, and the page says so.
        VOID_AND_DELETE_PAGES: the case is voided with a reason and its pages are deleted.
        WIPE: nothing stays.
        DROP_SEGMENTS: closed segments go, their closing hashes stay, and verification still passes.
        REMIND: not ours to delete; the result page reminds the office.
        NOTHING: kept for ever.
    """

    DELETE_WITH_PROTOCOL = "delete_with_protocol"
    DELETE_PERSONAL_FIELDS = "delete_personal_fields"
    DELETE_FILES = "delete_files"
    VOID_AND_DELETE_PAGES = "void_and_delete_pages"
    WIPE = "wipe"
    DROP_SEGMENTS = "drop_segments"
    REMIND = "remind"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A length of time in calendar units; months are added before days."""

    years: int = 0
    months: int = 0
    days: int = 0

    def after(self, start: date) -> date:
        """Return the last day of the period that begins with `start`; 31 May and one month end on 30 June.

        A period that would pass the end of the calendar ends with it.
        """
        months = start.month - 1 + self.months
        year = start.year + self.years + months // _MONTHS_IN_A_YEAR
        month = months % _MONTHS_IN_A_YEAR + 1
        if year > date.max.year:
            return date.max
        day = min(start.day, calendar.monthrange(year, month)[1])
        try:
            return date(year, month, day) + timedelta(days=self.days)
        except OverflowError:
            return date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """How long one thing is kept.

    Attributes:
        thing: what is kept.
        keep: how long at least; None when it is kept for ever or until the day in `keep_until`.
        keep_until: the last day, when the law names a day instead of a period; None otherwise.
        counted_from: where `keep` begins.
        warn_after: when the people concerned are warned, counted likewise; None without a warning.
        adjustable_days: the least and the greatest number of days an operator may set instead; None if fixed.
        afterwards: what happens then.
        valid_from: the first day of effect.
        valid_until: the first day without effect; None while in force.
        source: the provision or decision.
    """

    thing: Thing
    keep: Period | None
    keep_until: date | None = None
    counted_from: CountedFrom
    warn_after: Period | None = None
    adjustable_days: tuple[int, int] | None = None
    afterwards: Afterwards
    valid_from: date
    valid_until: date | None = None
    source: str

    def kept_through(self, start: date) -> date | None:
        """Return the last day on which the thing must still be there; None if for ever.

        Args:
            start: the day `counted_from` speaks of, in Prague.
        """
        if self.keep_until is not None:
            return self.keep_until
        return None if self.keep is None else self.keep.after(start)


def rules_on(day: date) -> tuple[RetentionRule, ...]:
    """Return the rules that bind on `day`.

    Raises:
        NoRuleRecordedError: `day` is before 1.7.2022.
    """
    return in_force(RETENTION_RULES, day, subject="uchovávání")


_TEN_YEARS = Period(years=10)
_DECISION = "decision 24"

RETENTION_RULES: tuple[RetentionRule, ...] = (
    RetentionRule(
        thing=Thing.EVIDENCE,
        keep=_TEN_YEARS,
        counted_from=CountedFrom.CONVERSION,
        afterwards=Afterwards.DELETE_WITH_PROTOCOL,
        valid_from=CENTRAL_EVIDENCE_BEGAN,
        source="L300 § 26(5)",
    ),
    RetentionRule(
        thing=Thing.LOCAL_EVIDENCE,
        keep=None,
        keep_until=date(2032, 12, 31),
        counted_from=CountedFrom.CONVERSION,
        afterwards=Afterwards.REMIND,
        valid_from=CENTRAL_EVIDENCE_BEGAN,
        source="act 261/2021 Sb. art. CXLIII point 7: evidence the authorities kept themselves before 1.7.2022",
    ),
    RetentionRule(
        thing=Thing.PAPER_ORIGINAL,
        keep=Period(years=3),
        counted_from=CountedFrom.CONVERSION,
        afterwards=Afterwards.REMIND,
        valid_from=CENTRAL_EVIDENCE_BEGAN,
        source="decree 259/2012 Sb. § 4; decision 24",
    ),
    RetentionRule(
        thing=Thing.CLAUSE_RECORD,
        keep=_TEN_YEARS,
        counted_from=CountedFrom.CONVERSION,
        afterwards=Afterwards.DELETE_PERSONAL_FIELDS,
        valid_from=HOUSE_RULES_BEGAN,
        source=_DECISION,
    ),
    RetentionRule(
        thing=Thing.LASTING_FACTS,
        keep=None,
        counted_from=CountedFrom.CONVERSION,
        afterwards=Afterwards.NOTHING,
        valid_from=HOUSE_RULES_BEGAN,
        source=_DECISION,
    ),
    RetentionRule(
        thing=Thing.WORKING_FILES,
        keep=Period(days=7),
        counted_from=CountedFrom.HAND_OVER_ACKNOWLEDGED,
        adjustable_days=(0, 30),
        afterwards=Afterwards.DELETE_FILES,
        valid_from=HOUSE_RULES_BEGAN,
        source=_DECISION,
    ),
    RetentionRule(
        thing=Thing.SIGNED_OUTPUT,
        keep=Period(days=30),
        counted_from=CountedFrom.DOWNLOADED_OR_HANDED_OVER,
        afterwards=Afterwards.DELETE_FILES,
        valid_from=HOUSE_RULES_BEGAN,
        source=_DECISION,
    ),
    RetentionRule(
        thing=Thing.UNFINISHED_CASE,
        keep=Period(days=14),
        counted_from=CountedFrom.LAST_STEP,
        warn_after=Period(days=3),
        afterwards=Afterwards.VOID_AND_DELETE_PAGES,
        valid_from=HOUSE_RULES_BEGAN,
        source=_DECISION,
    ),
    RetentionRule(
        thing=Thing.PRE_CHECK_UPLOAD,
        keep=Period(),
        counted_from=CountedFrom.CHECK_FINISHED,
        afterwards=Afterwards.WIPE,
        valid_from=HOUSE_RULES_BEGAN,
        source=_DECISION,
    ),
    RetentionRule(
        thing=Thing.AUDIT_OF_CONVERSIONS,
        keep=_TEN_YEARS,
        counted_from=CountedFrom.EVENT,
        afterwards=Afterwards.DROP_SEGMENTS,
        valid_from=HOUSE_RULES_BEGAN,
        source=_DECISION,
    ),
    RetentionRule(
        thing=Thing.AUDIT_OF_SIGN_INS,
        keep=Period(months=18),
        counted_from=CountedFrom.EVENT,
        afterwards=Afterwards.DROP_SEGMENTS,
        valid_from=HOUSE_RULES_BEGAN,
        source=_DECISION,
    ),
    RetentionRule(
        thing=Thing.DATA_OF_LEAVERS,
        keep=Period(years=1),
        counted_from=CountedFrom.DEPARTURE,
        afterwards=Afterwards.DELETE_PERSONAL_FIELDS,
        valid_from=HOUSE_RULES_BEGAN,
        source=f"{_DECISION}: name and id stay while evidence lives",
    ),
    RetentionRule(
        thing=Thing.TEST_AUTHORITY_DATA,
        keep=Period(years=1),
        counted_from=CountedFrom.CREATION,
        afterwards=Afterwards.WIPE,
        valid_from=HOUSE_RULES_BEGAN,
        source=_DECISION,
    ),
)
