"""Which kill points a conversion passes on its way."""

from __future__ import annotations

from listina.conversions.killpoints import KillPoint

_BOTH = (
    KillPoint.RESERVED_BEFORE_COMMIT,
    KillPoint.RESERVED,
    KillPoint.COMPOSED_STORED,
    KillPoint.COMPOSED,
    KillPoint.CONFIRMED_BEFORE_COMMIT,
    KillPoint.CONFIRMED,
    KillPoint.RECEIPT_BEFORE_COMMIT,
    KillPoint.RECEIPT_SEALED,
)
TO_ELECTRONIC = (
    *_BOTH,
    KillPoint.PAGE_STORED,
    KillPoint.PREPARED_STORED,
    KillPoint.PREPARED,
    KillPoint.VALUE_BEFORE_COMMIT,
    KillPoint.VALUE_ACCEPTED,
    KillPoint.TOKEN_OBTAINED,
    KillPoint.TOKEN_STORED,
    KillPoint.SIGNED_STORED,
    KillPoint.SIGNED,
    KillPoint.GATE_PASSED,
)
TO_PAPER = (
    *_BOTH,
    KillPoint.INPUT_STORED,
    KillPoint.INPUT_RECEIVED,
    KillPoint.REPORT_STORED,
    KillPoint.EXAMINED,
    KillPoint.PRINT_BEFORE_COMMIT,
    KillPoint.PRINT_HANDED_OUT,
)
