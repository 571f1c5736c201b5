"""Wrong clocks, midnight and the hour that comes twice: found before the signature, or the clause is typeset anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from uuid import UUID

import pypdfium2
import pytest

from fixtures.conversions import AbsentTimestampSource, House
from fixtures.pki import PIN
from fixtures.unchanged import unchanged
from fixtures.web import Office
from listina.conversions.cases import CaseState
from listina.conversions.errors import DayChangedError
from listina.conversions.models import Artifact
from listina.conversions.service import ConversionService
from listina.database.scope import authority_scope
from listina.law.dates import czech_date, prague_day
from listina.trust.authority import LocalTimestampSource
from listina.trust.clock_watch import ClockWatch
from listina.trust.demo_pki import DemoPki
from listina.trust.errors import ClockWrongError, TimestampUnavailableError

TWO_MINUTES = timedelta(minutes=2)
# In 2026 the clocks of Prague go back on 25 October at 01:00 UTC, from 3:00 to 2:00.
HALF_PAST_TWO_IN_SUMMER_TIME = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
HALF_PAST_TWO_IN_WINTER_TIME = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def asking(
    service: ConversionService, pki: DemoPki, *clocks: Callable[[], datetime], watch: ClockWatch | None = None
) -> ConversionService:
    """Return the service with timestamp authorities whose clocks are these."""
    sources = tuple(LocalTimestampSource(authority=pki.timestamp_authority(PIN, now=clock)) for clock in clocks)
    timestamps = replace(service.timestamps, sources=sources)
    return replace(service, timestamps=timestamps, clock_watch=watch or ClockWatch())


def set_clock(house: House, moment: datetime) -> None:
    house.clock.forward(moment - house.clock())


def composed_text(house: House, case_id: UUID) -> str:
    """Return the text of the clause's page in the composed output."""
    with authority_scope(house.actor.authority_id):
        digest = Artifact.objects.get(case_id=case_id, kind="composed").sha256
    with pypdfium2.PdfDocument(house.service.objects.path(house.actor.authority_id, digest)) as pdf:
        return plain(pdf[len(pdf) - 1].get_textpage().get_text_bounded())


def plain(text: str) -> str:
    """Return the text with single, ordinary spaces."""
    return " ".join(text.split())


@pytest.mark.parametrize("ahead", [TWO_MINUTES, -TWO_MINUTES])
def test_a_clock_two_minutes_off_is_refused_before_a_number_is_spent(house: House, ahead: timedelta) -> None:
    case_id = house.ready_case()
    wrong = asking(house.service, house.pki, lambda: house.clock() - ahead)
    with unchanged(house.objects), pytest.raises(ClockWrongError) as refusal:
        wrong.sign(house.actor, case_id, house.certificate_id, house.signer)
    assert "Hodiny serveru se liší" in refusal.value.text("cs")
    assert int(str(refusal.value.values["seconds"])) == pytest.approx(-ahead.total_seconds(), abs=2)
    assert house.counter() == 0
    house.service.sign(house.actor, case_id, house.certificate_id, house.signer)


def test_one_authority_with_a_wrong_clock_does_not_stop_the_others(house: House) -> None:
    case_id = house.ready_case()
    service = asking(house.service, house.pki, lambda: house.clock() + TWO_MINUTES * 2, house.clock)
    service.sign(house.actor, case_id, house.certificate_id, house.signer)
    assert service.finish(house.actor.authority_id, case_id) is CaseState.REGISTERED


def test_where_no_authority_answers_the_signature_is_made_and_its_timestamp_compared_later(house: House) -> None:
    case_id = house.ready_case()
    away = replace(house.without_timestamp_authority(), clock_watch=ClockWatch())
    away.sign(house.actor, case_id, house.certificate_id, house.signer)
    wrong = asking(house.service, house.pki, lambda: house.clock() + TWO_MINUTES + timedelta(seconds=2))
    with pytest.raises(TimestampUnavailableError):
        wrong.finish(house.actor.authority_id, case_id)
    assert house.view(case_id).state is CaseState.AWAITING_TIMESTAMP
    assert house.service.finish(house.actor.authority_id, case_id) is CaseState.REGISTERED


def test_a_right_clock_is_compared_once_in_ten_minutes_and_a_wrong_one_each_time(house: House) -> None:
    seconds, asked = [0.0], []

    def authority_clock() -> datetime:
        asked.append(house.clock())
        return house.clock() + skew

    skew = timedelta(0)
    watch = ClockWatch(seconds=lambda: seconds[0])
    service = asking(house.service, house.pki, authority_clock, watch=watch)
    for moment in (1.0, 500.0, 602.0):
        seconds[0] = moment
        watch.require_right(service.timestamps)
    right = len(asked)
    seconds[0], skew = 2_000.0, TWO_MINUTES
    for _ in range(2):
        with pytest.raises(ClockWrongError):
            watch.require_right(service.timestamps)
    assert len(asked) == 2 * right


def test_an_absent_authority_is_not_asked_for_the_time_at_every_signature(house: House) -> None:
    asked: list[int] = []

    class Counting(AbsentTimestampSource):
        def request(self, request_der: bytes) -> bytes:
            asked.append(len(request_der))
            return super().request(request_der)

    timestamps, watch = replace(house.service.timestamps, sources=(Counting(),)), ClockWatch()
    watch.require_right(timestamps)
    watch.require_right(timestamps)
    assert len(asked) == 1


def test_the_official_reads_that_the_clock_is_wrong(office: Office, demo_pki: DemoPki) -> None:
    case = office.filled_case(page_count=1)
    right = office.services.conversions
    wrong = asking(right, demo_pki, lambda: right.now() + TWO_MINUTES)
    object.__setattr__(office.services, "conversions", wrong)
    answer = office.sign(case)
    object.__setattr__(office.services, "conversions", right)
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "Hodiny serveru se liší od hodin autority časových razítek" in answer.content.decode()
    assert office.view(case).number is None
    assert office.sign(case)["Location"] == f"{case}predani/"


@pytest.mark.parametrize(
    ("composed_at", "signed_at"),
    [
        (datetime(2026, 6, 30, 21, 59, 50, tzinfo=UTC), datetime(2026, 6, 30, 22, 0, 5, tzinfo=UTC)),
        (datetime(2026, 10, 25, 22, 59, 50, tzinfo=UTC), datetime(2026, 10, 25, 23, 0, 5, tzinfo=UTC)),
    ],
    ids=["summer", "the day of 25 hours"],
)
def test_midnight_in_prague_between_composing_and_signing_gives_a_new_clause_and_the_old_number(
    house: House, composed_at: datetime, signed_at: datetime
) -> None:
    case_id = house.ready_case()
    set_clock(house, composed_at)
    prepared = house.service.begin_signing(house.actor, case_id, house.certificate_id)
    number, value = house.view(case_id).number, house.signer.sign(prepared.signed_attributes)
    assert plain(czech_date(prague_day(composed_at))) in composed_text(house, case_id)
    set_clock(house, signed_at)
    with unchanged(house.objects), pytest.raises(DayChangedError) as refusal:
        house.service.accept_signature(house.actor, case_id, value)
    assert czech_date(prague_day(composed_at)) in refusal.value.text("cs")
    house.service.sign(house.actor, case_id, house.certificate_id, house.signer)
    assert plain(czech_date(prague_day(signed_at))) in composed_text(house, case_id)
    assert house.service.finish(house.actor.authority_id, case_id) is CaseState.REGISTERED
    view = house.view(case_id)
    assert (view.number, view.clause_date) == (number, prague_day(signed_at))
    assert house.counter() == house.accounting().confirmed == 1


def test_the_hour_that_comes_twice_is_one_day_and_its_numbers_differ(house: House) -> None:
    first, second = house.ready_case(), house.ready_case()
    set_clock(house, HALF_PAST_TWO_IN_SUMMER_TIME)
    prepared = house.service.begin_signing(house.actor, first, house.certificate_id)
    set_clock(house, HALF_PAST_TWO_IN_WINTER_TIME)
    house.service.accept_signature(house.actor, first, house.signer.sign(prepared.signed_attributes))
    house.service.sign(house.actor, second, house.certificate_id, house.signer)
    for case_id in (first, second):
        assert house.service.finish(house.actor.authority_id, case_id) is CaseState.REGISTERED
    views = [house.view(case_id) for case_id in (first, second)]
    assert len({view.number for view in views}) == len(views)
    assert {view.number.split("-")[-1][:10] for view in views if view.number} == {"2610250230"}
    assert {view.clause_date for view in views} == {prague_day(HALF_PAST_TWO_IN_SUMMER_TIME)}
    assert "started_over" not in {event.action for event in views[0].events}


def test_the_last_hour_of_the_day_of_25_hours_still_belongs_to_it(house: House) -> None:
    case_id = house.ready_case()
    set_clock(house, datetime(2026, 10, 25, 21, 30, tzinfo=UTC))
    prepared = house.service.begin_signing(house.actor, case_id, house.certificate_id)
    set_clock(house, datetime(2026, 10, 25, 22, 30, tzinfo=UTC))
    house.service.accept_signature(house.actor, case_id, house.signer.sign(prepared.signed_attributes))
    assert house.service.finish(house.actor.authority_id, case_id) is CaseState.REGISTERED
