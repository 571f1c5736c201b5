"""The table of states and events."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listina.conversions.cases import NUMBERED_AND_UNFINISHED, UNFINISHED, CaseState
from listina.conversions.errors import WrongStateError
from listina.conversions.steps import TABLE, Event, following, states_allowing

FINISHED = frozenset(CaseState) - UNFINISHED


@given(events=st.lists(st.sampled_from(list(Event)), max_size=60))
def test_whatever_happens_a_finished_conversion_never_moves_again(events: list[Event]) -> None:
    state = CaseState.OPEN
    for event in events:
        try:
            reached = following(state, event)
        except WrongStateError:
            continue
        assert state == reached or state not in FINISHED
        state = reached


@given(events=st.lists(st.sampled_from(list(Event)), max_size=60))
def test_nothing_is_registered_without_number_output_value_and_token_in_this_order(events: list[Event]) -> None:
    state, history = CaseState.OPEN, list[Event]()
    for event in events:
        if (state, event) in TABLE:
            state = TABLE[state, event]
            history.append(event)
    if state is CaseState.REGISTERED:
        last_start = max(
            (place for place, event in enumerate(history) if event in {Event.RESERVE, Event.START_OVER}), default=-1
        )
        made = [event for event in history[last_start + 1 :] if event not in {Event.KEEP_TOKEN, Event.START_OVER}]
        assert Event.RESERVE in history
        assert list(dict.fromkeys(made)) in (
            [Event.COMPOSE, Event.PREPARE, Event.ACCEPT_VALUE, Event.EMBED, Event.CONFIRM],
            [Event.COMPOSE, Event.PRINT, Event.AFFIRM],
        )


def test_every_unfinished_conversion_can_be_voided_and_no_other() -> None:
    assert set(states_allowing(Event.VOID)) == UNFINISHED


def test_a_reserved_number_survives_every_event_but_the_end() -> None:
    for (state, event), reached in TABLE.items():
        if state in NUMBERED_AND_UNFINISHED and event is not Event.VOID:
            assert reached in NUMBERED_AND_UNFINISHED | {CaseState.REGISTERED}


def test_registered_is_reached_only_from_signed_or_printed_and_left_never() -> None:
    assert {pair for pair, reached in TABLE.items() if reached is CaseState.REGISTERED} == {
        (CaseState.SIGNED, Event.CONFIRM),
        (CaseState.AWAITING_PRINT, Event.AFFIRM),
        (CaseState.REGISTERED, Event.RENEW),
        (CaseState.REGISTERED, Event.CORRECT),
        (CaseState.REGISTERED, Event.HAND_OVER),
    }
    assert {reached for (state, _), reached in TABLE.items() if state is CaseState.REGISTERED} == {CaseState.REGISTERED}


def test_every_state_can_be_reached_from_open() -> None:
    reached, frontier = {CaseState.OPEN}, [CaseState.OPEN]
    while frontier:
        state = frontier.pop()
        for (source, _), target in TABLE.items():
            if source is state and target not in reached:
                reached.add(target)
                frontier.append(target)
    assert reached == set(CaseState)


def test_a_registered_conversion_cannot_be_voided() -> None:
    with pytest.raises(WrongStateError, match="registered"):
        following(CaseState.REGISTERED, Event.VOID)
