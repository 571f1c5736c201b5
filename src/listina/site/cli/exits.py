"""How a command ends; the table stands in docs/reference/exit-codes.md, and a test compares the two."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of `listina` and `bin/demo`."""

    DONE = 0
    NEGATIVE = 1
    USAGE = 2
    REFUSED = 3
    TRY_LATER = 4
    UNDECIDED = 5
    FAULT = 70
    INTERRUPTED = 130


class UsageError(Exception):
    """The arguments do not go together, or one is missing; the message says which."""
