"""The one table of a conversion: from which state an event leads to which.

Nothing else in the house decides what may follow what. A pair that is not in the table is refused; a step that is
repeated finds the case already in its target state and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from listina.conversions.errors import WrongStateError
from listina.conversions.states import CaseState


class Event(StrEnum):
    """What can happen to a conversion."""

    EDIT = "edit"
    REFUSE = "refuse"
    RESERVE = "reserve"
    COMPOSE = "compose"
    PREPARE = "prepare"
    START_OVER = "start_over"
    ACCEPT_VALUE = "accept_value"
    KEEP_TOKEN = "keep_token"  # noqa: S105  # the name of an event, no password
    EMBED = "embed"
    CONFIRM = "confirm"
    PRINT = "print"
    AFFIRM = "affirm"
    RENEW = "renew"
    CORRECT = "correct"
    HAND_OVER = "hand_over"
    VOID = "void"


TABLE: Mapping[tuple[CaseState, Event], CaseState] = MappingProxyType(
    {
        # The official works on the case; nothing is reserved.
        (CaseState.OPEN, Event.EDIT): CaseState.OPEN,
        (CaseState.OPEN, Event.REFUSE): CaseState.REFUSED,
        (CaseState.OPEN, Event.RESERVE): CaseState.RESERVED,
        # The output is made under the reserved number.
        (CaseState.RESERVED, Event.COMPOSE): CaseState.COMPOSED,
        (CaseState.COMPOSED, Event.PREPARE): CaseState.AWAITING_SIGNATURE,
        (CaseState.AWAITING_SIGNATURE, Event.ACCEPT_VALUE): CaseState.AWAITING_TIMESTAMP,
        # Another day or certificate, or an output that cannot be registered: typeset anew under the same number.
        (CaseState.RESERVED, Event.START_OVER): CaseState.RESERVED,
        (CaseState.COMPOSED, Event.START_OVER): CaseState.RESERVED,
        (CaseState.AWAITING_SIGNATURE, Event.START_OVER): CaseState.RESERVED,
        (CaseState.AWAITING_TIMESTAMP, Event.START_OVER): CaseState.RESERVED,
        (CaseState.SIGNED, Event.START_OVER): CaseState.RESERVED,
        # The machine finishes alone.
        (CaseState.AWAITING_TIMESTAMP, Event.KEEP_TOKEN): CaseState.AWAITING_TIMESTAMP,
        (CaseState.AWAITING_TIMESTAMP, Event.EMBED): CaseState.SIGNED,
        (CaseState.SIGNED, Event.CONFIRM): CaseState.REGISTERED,
        # To paper: the print file is handed out, perhaps again; the official affirms what became of it.
        (CaseState.COMPOSED, Event.PRINT): CaseState.AWAITING_PRINT,
        (CaseState.AWAITING_PRINT, Event.PRINT): CaseState.AWAITING_PRINT,
        (CaseState.AWAITING_PRINT, Event.START_OVER): CaseState.RESERVED,
        (CaseState.AWAITING_PRINT, Event.AFFIRM): CaseState.REGISTERED,
        # A kept output gets a new timestamp; what was confirmed stays as it is.
        (CaseState.REGISTERED, Event.RENEW): CaseState.REGISTERED,
        # Entries about what was performed, and where its output went; nothing performed is undone.
        (CaseState.REGISTERED, Event.CORRECT): CaseState.REGISTERED,
        (CaseState.REGISTERED, Event.HAND_OVER): CaseState.REGISTERED,
        # The official gives up; a reserved number stays unused for ever.
        (CaseState.OPEN, Event.VOID): CaseState.VOIDED,
        (CaseState.RESERVED, Event.VOID): CaseState.VOIDED,
        (CaseState.COMPOSED, Event.VOID): CaseState.VOIDED,
        (CaseState.AWAITING_SIGNATURE, Event.VOID): CaseState.VOIDED,
        (CaseState.AWAITING_TIMESTAMP, Event.VOID): CaseState.VOIDED,
        (CaseState.SIGNED, Event.VOID): CaseState.VOIDED,
        (CaseState.AWAITING_PRINT, Event.VOID): CaseState.VOIDED,
    }
)


def following(state: CaseState, event: Event) -> CaseState:
    """Return the state an event leads to.

    Raises:
        WrongStateError: the event may not happen in this state.
    """
    try:
        return TABLE[state, event]
    except KeyError:
        raise WrongStateError(state=state.value, event=event.value) from None


def states_allowing(event: Event) -> tuple[CaseState, ...]:
    """Return the states in which an event may happen, in the order of the work."""
    return tuple(state for state in CaseState if (state, event) in TABLE)
