"""Conversions whose period is over are forgotten: evidence, names and texts go, what stays accounts for the number.

Rows are changed by the retention role alone; the application cannot delete what it registered (ADR 0003, ADR 0016).
The bytes go with the application's sweep, since a forgotten case names no file any more.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Now

from listina.accounts import keeping as accounts_keeping
from listina.accounts.actors import AuthorityMode
from listina.audit import keeping as audit_keeping
from listina.audit import services as audit
from listina.audit.keeping import Dropped
from listina.conversions.cases import UNFINISHED
from listina.conversions.keeping.periods import rule_for
from listina.conversions.models import Answer, Case, CaseEvent, CorrectionRequest, Page
from listina.conversions.to_paper.models import PaperWork, ReceivedFile
from listina.database.scope import system_scope
from listina.law.retention import RetentionRule, Thing
from listina.register import keeping as register_keeping

_AT_ONCE = 200
_PRAGUE = ZoneInfo("Europe/Prague")
_CASES = {AuthorityMode.LIVE: Thing.EVIDENCE, AuthorityMode.TEST: Thing.TEST_AUTHORITY_DATA}
_AUDIT = {
    audit_keeping.SIGN_INS: Thing.AUDIT_OF_SIGN_INS,
    audit_keeping.EVERYTHING_ELSE: Thing.AUDIT_OF_CONVERSIONS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One kind of thing whose period may be over.

    Attributes:
        name: `live_conversions`, `test_conversions`, `people_who_left`, `audit_of_sign_ins` or
            `audit_of_everything_else`.
        source: the provision or decision that says how long it is kept.
        first_kept: the first day, in Prague, whose things still stay.
        found: how many are older.
    """

    name: str
    source: str
    first_kept: date
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """What was deleted, as the protocol of the deletion says (L300 § 26(5)).

    Attributes:
        conversions: forgotten, all modes together.
        rows: by kind.
        audit: what went of the audit trail, by kind, with a digest of it.
    """

    conversions: int
    rows: dict[str, int]
    audit: dict[str, Dropped]


def plan(day: date) -> tuple[Category, ...]:
    """Return what is over on `day`, changing nothing.

    Raises:
        NoRuleRecordedError: `day` is before 1.7.2022.
    """
    with system_scope("what is kept no longer"):
        expired = audit_keeping.expired({kind: _start_of(_first_kept(thing, day)) for kind, thing in _AUDIT.items()})
        left = accounts_keeping.left_before(_start_of(_first_kept(Thing.DATA_OF_LEAVERS, day)))
        people = accounts_keeping.with_sign_in(left) | (accounts_keeping.with_name(left) - _named_officials())
    return (
        *(
            Category(
                name=f"{mode.value}_conversions",
                source=rule_for(thing, day).source,
                first_kept=_first_kept(thing, day),
                found=len(_cases_over(mode, day)),
            )
            for mode, thing in _CASES.items()
        ),
        Category(
            name="people_who_left",
            source=rule_for(Thing.DATA_OF_LEAVERS, day).source,
            first_kept=_first_kept(Thing.DATA_OF_LEAVERS, day),
            found=len(people),
        ),
        *(
            Category(
                name=f"audit_of_{kind}",
                source=rule_for(thing, day).source,
                first_kept=_first_kept(thing, day),
                found=expired[kind],
            )
            for kind, thing in _AUDIT.items()
        ),
    )


def perform(day: date) -> Deleted:
    """Delete what is over on `day`, in small transactions; interrupted, it goes on where it was when run again.

    Ends with an entry in the audit trail.

    Raises:
        NoRuleRecordedError: `day` is before 1.7.2022.
    """
    rows: Counter[str] = Counter()
    conversions = 0
    for mode in _CASES:
        over = _cases_over(mode, day)
        for start in range(0, len(over), _AT_ONCE):
            with system_scope("forget conversions whose period is over"):
                rows.update(_forget(over[start : start + _AT_ONCE]))
            conversions += len(over[start : start + _AT_ONCE])
    with system_scope("forget people who left"):
        left = accounts_keeping.left_before(_start_of(_first_kept(Thing.DATA_OF_LEAVERS, day)))
        rows["sign_ins_of_leavers"] = accounts_keeping.forget_sign_in(accounts_keeping.with_sign_in(left))
        unnamed = accounts_keeping.with_name(left) - _named_officials()
        rows["leavers_forgotten"] = accounts_keeping.forget_name(unnamed)
    with system_scope("drop audit entries whose period is over"):
        dropped = audit_keeping.drop({kind: _start_of(_first_kept(thing, day)) for kind, thing in _AUDIT.items()})
        rows.update({f"audit_of_{kind}": each.count for kind, each in dropped.items()})
        audit.record(
            "retention.performed",
            actor_id=None,
            authority_id=None,
            subject=None,
            details={
                "as_of": day.isoformat(),
                "conversions": conversions,
                **rows,
                **{f"audit_of_{kind}_sha256": each.sha256 for kind, each in dropped.items()},
            },
        )
    return Deleted(conversions=conversions, rows=dict(rows), audit=dropped)


def _named_officials() -> frozenset[int]:
    """Return the ids of people whom a conversion names that is still kept. Call in a system scope."""
    return frozenset(Case.objects.filter(forgotten_at=None).values_list("official_id", flat=True).distinct())


def _cases_over(mode: AuthorityMode, day: date) -> list[tuple[UUID, str | None]]:
    """Return (id, number) of the ended conversions of a mode that are kept no longer, oldest first."""
    before = _start_of(_first_kept(_CASES[mode], day))
    with system_scope("conversions whose period is over"):
        rows = (
            Case.objects.filter(authority__mode=mode.value, forgotten_at=None)
            .exclude(state__in=[state.value for state in UNFINISHED])
            .annotate(ended=Coalesce("signed_at", "paper_work__affirmed_at", "ended_at", "changed_at"))
            .filter(ended__lt=before)
            .order_by("ended", "id")
        )
        return list(rows.values_list("id", "number"))


def _forget(cases: list[tuple[UUID, str | None]]) -> dict[str, int]:
    ids = [case_id for case_id, _ in cases]
    found = register_keeping.forget([number for _, number in cases if number is not None])
    found["answers"], _ = Answer.objects.filter(case_id__in=ids).delete()
    found["events"], _ = CaseEvent.objects.filter(case_id__in=ids).delete()
    found["requests"], _ = CorrectionRequest.objects.filter(case_id__in=ids).delete()
    Page.objects.filter(case_id__in=ids).update(filename="", device="")
    ReceivedFile.objects.filter(case_id__in=ids).update(filename="")
    PaperWork.objects.filter(case_id__in=ids).update(
        message=None, stated_message=None, examined=None, consent=None, integrity_decision=None, affirmed=None
    )
    # What the clause of paper stated names strangers; the counts and digests beside it stay.
    Case.objects.filter(id__in=ids, composed__isnull=False).update(composed=RawSQL("composed - 'statements'", ()))
    Case.objects.filter(id__in=ids).update(
        purpose="",
        reference_number=None,
        file_mark=None,
        search_text="",
        untransferable=[],
        designation="",
        drawn_up_on=None,
        void_reason="",
        official_snapshot={},
        grant_snapshot={},
        certificate_snapshot={},
        certificate=None,
        certificate_chain=[],
        prepared=None,
        signature_value=None,
        timestamp_token=None,
        renew_before=None,
        scans_deleted_at=Coalesce("scans_deleted_at", Now()),
        output_deleted_at=Coalesce("output_deleted_at", Now()),
        forgotten_at=Now(),
    )
    return found


def _first_kept(thing: Thing, day: date) -> date:
    """Return the first day whose things are still kept on `day`."""
    rule = rule_for(thing, day)
    candidate = day
    while _is_kept(rule, candidate - timedelta(days=1), day):
        candidate -= timedelta(days=1)
    return candidate


def _is_kept(rule: RetentionRule, start: date, day: date) -> bool:
    through = rule.kept_through(start)
    return through is None or through >= day


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), _PRAGUE)
