"""What a process that was taken over may write where its answer is expected."""

from __future__ import annotations

import socket
import time
from typing import Any

import pytest

from listina.isolation import answers, frames
from listina.isolation.limits import ConfinedTaskFailedError

_REFUSED = (EOFError, ValueError, KeyError, TypeError, frames.FrameTooLargeError, ConfinedTaskFailedError)


@pytest.mark.parametrize(
    "told",
    [
        {},
        [],
        1,
        None,
        "value",
        {"value": 1},
        {"value": 1, "blobs": None},
        {"value": 1, "blobs": "2"},
        {"value": 1, "blobs": 0.5},
        {"value": 1, "blobs": 10**30},
        {"value": 1, "blobs": float("inf")},
        {"value": 1, "blobs": 1},
        {"failed": "gladly", "detail": ""},
        {"failed": [], "detail": ""},
        {"failed": "crashed"},
    ],
)
def test_what_is_no_answer_is_a_failure_the_pool_knows(told: Any) -> None:
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            frames.send(theirs, told)
        with pytest.raises(_REFUSED):
            answers.received(ours, 1 << 20, time.monotonic() + 5, frozenset(), None)
