"""The moments at which a process may be killed, by name, so that the kill test can kill it there.

Each point stands between an effect and the record of it, where a crash could lose or double something. `passing` does
nothing unless `LISTINA_KILL_AT` is `point` or `point:n`: then the process kills itself with SIGKILL when it passes
the point for the n-th time. The variable is for tests; `listina.site.environment` refuses it in a live installation.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from enum import StrEnum

_VARIABLE = "LISTINA_KILL_AT"
_passed: Counter[str] = Counter()


class KillPoint(StrEnum):
    """Every named moment, in the order of the work."""

    PAGE_STORED = "page_stored"
    INPUT_STORED = "input_stored"
    INPUT_RECEIVED = "input_received"
    REPORT_STORED = "report_stored"
    EXAMINED = "examined"
    RESERVED_BEFORE_COMMIT = "reserved_before_commit"
    RESERVED = "reserved"
    COMPOSED_STORED = "composed_stored"
    COMPOSED = "composed"
    PREPARED_STORED = "prepared_stored"
    PREPARED = "prepared"
    VALUE_BEFORE_COMMIT = "value_before_commit"
    VALUE_ACCEPTED = "value_accepted"
    TOKEN_OBTAINED = "token_obtained"  # noqa: S105  # the name of a moment, no password
    TOKEN_STORED = "token_stored"  # noqa: S105  # the name of a moment, no password
    SIGNED_STORED = "signed_stored"
    SIGNED = "signed"
    GATE_PASSED = "gate_passed"
    PRINT_BEFORE_COMMIT = "print_before_commit"
    PRINT_HANDED_OUT = "print_handed_out"
    CONFIRMED_BEFORE_COMMIT = "confirmed_before_commit"
    CONFIRMED = "confirmed"
    RECEIPT_BEFORE_COMMIT = "receipt_before_commit"
    RECEIPT_SEALED = "receipt_sealed"


def passing(point: KillPoint) -> None:
    """Say that the work has come to a point; end the process here if a test wants it."""
    wanted = os.environ.get(_VARIABLE)
    if not wanted:
        return
    name, _, count = wanted.partition(":")
    if name != point.value:
        return
    _passed[name] += 1
    if _passed[name] >= int(count or "1"):
        os.kill(os.getpid(), signal.SIGKILL)
