"""Whatever an official, a machine and the calendar do in whatever order, the promises hold."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.conversions import House
from listina.conversions import queries
from listina.conversions.cases import UNFINISHED, CaseState, CaseView
from listina.conversions.steps import TABLE
from listina.errors import ListinaError

Deed = Callable[[House, UUID], object]

REACHABLE = {source: {target for (state, _), target in TABLE.items() if state is source} for source in CaseState}


def _turn(house: House, case_id: UUID) -> None:
    page = queries.case(house.service, house.actor, case_id).pages[0]
    house.service.rotate_page(house.actor, case_id, page.id, 90)


def _compare(house: House, case_id: UUID) -> None:
    page = queries.case(house.service, house.actor, case_id).pages[0]
    house.service.compare_page(house.actor, case_id, page.id, agrees=True)
    house.service.declare_agreement(house.actor, case_id)


def _begin(house: House, case_id: UUID) -> None:
    house.service.begin_signing(house.actor, case_id, house.certificate_id)


def _accept_a_wrong_value(house: House, case_id: UUID) -> None:
    house.service.accept_signature(house.actor, case_id, b"\x01" * 256)


def _sign(house: House, case_id: UUID) -> None:
    house.service.sign(house.actor, case_id, house.certificate_id, house.signer)


def _finish(house: House, case_id: UUID) -> None:
    house.service.finish(house.actor.authority_id, case_id)


def _finish_without_timestamp(house: House, case_id: UUID) -> None:
    house.without_timestamp_authority().finish(house.actor.authority_id, case_id)


def _let_a_day_pass(house: House, _: UUID) -> None:
    house.clock.forward(timedelta(days=1))


def _void(house: House, case_id: UUID) -> None:
    house.service.void(house.actor, case_id, "zkouška")


def _forbid(house: House, case_id: UUID) -> None:
    house.service.answer(house.actor, case_id, {"irreplaceable": "yes"})


def _refuse(house: House, case_id: UUID) -> None:
    house.service.refuse(house.actor, case_id)


DEEDS: tuple[Deed, ...] = (
    _turn,
    _compare,
    _begin,
    _accept_a_wrong_value,
    _sign,
    _sign,
    _finish,
    _finish_without_timestamp,
    _let_a_day_pass,
    _void,
    _forbid,
    _refuse,
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deeds=st.lists(st.sampled_from(DEEDS), min_size=2, max_size=8))
def test_in_any_order_of_deeds_the_promises_hold(house: House, deeds: list[Deed]) -> None:
    case_id = house.ready_case()
    before = queries.case(house.service, house.actor, case_id)
    numbers_before = house.counter()
    for deed in deeds:
        with contextlib.suppress(ListinaError):
            deed(house, case_id)
        after = queries.case(house.service, house.actor, case_id)
        _require_promises(house, before, after)
        before = after
    assert house.counter() - numbers_before == (0 if before.number is None else 1)


def _require_promises(house: House, before: CaseView, after: CaseView) -> None:
    assert after.state in _reachable(before.state)
    assert before.number in {None, after.number}
    assert after.is_unfinished == (after.state in UNFINISHED)
    assert (house.public_clause(after) is not None) == (after.state is CaseState.REGISTERED)
    assert (after.output is not None) == (after.state is CaseState.REGISTERED)
    assert after.events[: len(before.events)] == before.events
    if before.state not in UNFINISHED:
        assert after.state is before.state


def _reachable(state: CaseState) -> set[CaseState]:
    """Return where one deed, which may be several events, can lead."""
    reached, frontier = {state}, [state]
    while frontier:
        for target in REACHABLE[frontier.pop()] - reached:
            reached.add(target)
            frontier.append(target)
    return reached
