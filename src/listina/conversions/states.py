"""Where a conversion can stand (stavy konverze)."""

from __future__ import annotations

from enum import StrEnum


class CaseState(StrEnum):
    """Where a conversion stands; which event leads where is the table of `listina.conversions.steps`."""

    OPEN = "open"
    RESERVED = "reserved"
    COMPOSED = "composed"
    AWAITING_SIGNATURE = "awaiting_signature"
    AWAITING_TIMESTAMP = "awaiting_timestamp"
    SIGNED = "signed"
    AWAITING_PRINT = "awaiting_print"
    REGISTERED = "registered"
    VOIDED = "voided"
    REFUSED = "refused"


UNFINISHED = frozenset(
    {
        CaseState.OPEN,
        CaseState.RESERVED,
        CaseState.COMPOSED,
        CaseState.AWAITING_SIGNATURE,
        CaseState.AWAITING_TIMESTAMP,
        CaseState.SIGNED,
        CaseState.AWAITING_PRINT,
    }
)
ENDED_WITHOUT_OUTPUT = frozenset({CaseState.VOIDED, CaseState.REFUSED})
NUMBERED_AND_UNFINISHED = UNFINISHED - {CaseState.OPEN}
