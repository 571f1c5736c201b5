"""Files go when their time is over, with a visible date; digests and what others name stay (decision 24)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from fixtures.conversions import House, scan
from listina.audit.models import Entry
from listina.conversions import queries, sweeping, voiding
from listina.conversions.cases import ImageSize
from listina.conversions.errors import ScansDeletedError
from listina.conversions.keeping import files
from listina.conversions.keeping.periods import KeepingRules, kept_until
from listina.conversions.models import Case
from listina.database.scope import authority_scope, system_scope
from listina.law.directions import Direction

TO_E = Direction.TO_ELECTRONIC
HANDED_OVER = datetime(2026, 3, 29, 22, 30, tzinfo=UTC)  # 30 March 0:30 in Prague, the night summer time began


def mark(house: House, case_id: UUID, **moments: datetime) -> None:
    with authority_scope(house.actor.authority_id):
        Case.objects.filter(id=case_id).update(**moments)


def digests(house: House, case_id: UUID) -> tuple[str, set[str]]:
    """Return the digest of the signed output, and those of the scans and the composed output."""
    view = house.view(case_id)
    assert view.output is not None
    with authority_scope(house.actor.authority_id):
        row = Case.objects.get(id=case_id)
        assert row.composed is not None
        return view.output.sha256, {row.composed["sha256"], *(page.sha256 for page in view.pages)}


def work_through(house: House) -> int:
    """Do what the nightly job and the sweep after it do; return how many cases gave files up."""
    due = files.with_files_to_give_up(house.service)
    done = sum(bool(files.give_up(house.service, *key)) for key in due)
    sweeping.sweep(house.service, house.actor.authority_id)
    return done


def test_periods_begin_with_the_day_in_prague() -> None:
    until = kept_until(KeepingRules(), direction=TO_E, handed_over_at=HANDED_OVER, downloaded_at=None)
    assert (until.scans, until.output) == (date(2026, 4, 6), date(2026, 4, 29))
    assert kept_until(
        KeepingRules(scans_days=0), direction=TO_E, handed_over_at=HANDED_OVER, downloaded_at=None
    ).scans == date(2026, 3, 30)


def test_nothing_runs_before_a_download_or_a_hand_over() -> None:
    until = kept_until(KeepingRules(), direction=TO_E, handed_over_at=None, downloaded_at=None)
    assert (until.scans, until.output) == (None, None)
    downloaded = kept_until(KeepingRules(), direction=TO_E, handed_over_at=None, downloaded_at=HANDED_OVER)
    assert (downloaded.scans, downloaded.output) == (None, date(2026, 4, 29))


def test_scans_go_after_a_week_and_the_output_after_a_month(house: House) -> None:
    case_id = house.finished(house.ready_case(pages=2))
    output, working = digests(house, case_id)
    house.clock.forward(timedelta(days=60))
    assert work_through(house) == 0
    mark(house, case_id, handed_over_at=house.clock())

    house.clock.forward(timedelta(days=7))
    assert work_through(house) == 0
    house.clock.forward(timedelta(days=1))
    assert work_through(house) == 1
    assert house.stored_digests() & (working | {output}) == {output}
    assert queries.output_path(house.service, house.actor, case_id).is_file()

    house.clock.forward(timedelta(days=30))
    assert work_through(house) == 1
    assert output not in house.stored_digests()
    assert work_through(house) == 0
    assert digests(house, case_id) == (output, working)
    actions = [event.action for event in house.view(case_id).events]
    assert actions[-2:] == ["scans_deleted", "output_deleted"]
    with system_scope("what the audit says"):
        said = Entry.objects.filter(subject=str(case_id), action__endswith="_deleted").values_list("action", flat=True)
        assert sorted(said) == ["conversion.output_deleted", "conversion.scans_deleted"]


def test_a_download_alone_lets_only_the_output_go(house: House) -> None:
    case_id = house.finished(house.ready_case())
    output, working = digests(house, case_id)
    mark(house, case_id, downloaded_at=house.clock())
    house.clock.forward(timedelta(days=31))
    assert work_through(house) == 1
    assert output not in house.stored_digests()
    assert working - house.stored_digests() == set()


def test_a_scan_that_another_conversion_names_stays(house: House) -> None:
    case_id = house.finished(house.ready_case())
    shared = house.view(case_id).pages[0].sha256
    another = house.open_case()
    house.attach(another, scan(1))
    mark(house, case_id, handed_over_at=house.clock())
    house.clock.forward(timedelta(days=60))
    assert work_through(house) == 1
    assert shared in house.stored_digests()
    assert house.view(another).pages[0].sha256 == shared


def test_giving_up_twice_writes_one_event(house: House) -> None:
    case_id = house.finished(house.ready_case())
    mark(house, case_id, handed_over_at=house.clock())
    house.clock.forward(timedelta(days=8))
    key = (house.actor.authority_id, case_id)
    assert files.give_up(house.service, *key) == ("scans_deleted",)
    assert files.give_up(house.service, *key) == ()


@pytest.mark.parametrize("days", [0, 3, 4, 14])
def test_an_unfinished_case_warns_after_three_days(house: House, days: int) -> None:
    house.open_case()
    house.clock.forward(timedelta(days=days))
    (row,) = queries.cases(house.service, house.actor).rows
    assert (row.warning is not None) is (days > 3)


def test_a_refused_case_loses_its_pages_and_says_so(house: House) -> None:
    case_id = house.ready_case()
    page = house.view(case_id).pages[0]
    house.service.answer(house.actor, case_id, {"irreplaceable": "yes"})
    house.service.refuse(house.actor, case_id)
    house.clock.forward(timedelta(days=1))
    sweeping.sweep(house.service, house.actor.authority_id)
    assert page.sha256 not in house.stored_digests()
    with pytest.raises(ScansDeletedError):
        queries.page_image(house.service, house.actor, case_id, page.id, ImageSize.THUMBNAIL)
    assert house.service.refusal_record(house.actor, case_id)["reasons"]


def test_an_abandoned_case_loses_its_pages(house: House) -> None:
    case_id = house.open_case()
    page = house.attach(case_id, scan(3))
    house.clock.forward(timedelta(days=15))
    for key in voiding.abandoned(house.service):
        assert voiding.void_abandoned(house.service, *key)
    sweeping.sweep(house.service, house.actor.authority_id)
    assert page.sha256 not in house.stored_digests()
    assert house.view(case_id).void_reason == voiding.ABANDONED_REASON
