"""What the demo says while it works, and how long each step took."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic


class Voice:
    """Writes progress to standard error and keeps the time of each step.

    Attributes:
        seconds: by the name of the step, in order.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str, saying: str) -> Iterator[None]:
        """Say what is being done and, when it is done, how long it took."""
        start = monotonic()
        print(f"  {saying} …", end="", flush=True, file=sys.stderr)  # noqa: T201  # the demo speaks
        try:
            yield
        except BaseException:
            print(" ✗", file=sys.stderr)  # noqa: T201
            raise
        self.seconds[name] = round(monotonic() - start, 3)
        print(f" {self.seconds[name]:.1f} s", file=sys.stderr)  # noqa: T201

    def say(self, sentence: str) -> None:
        """Say one line."""
        print(f"  {sentence}", file=sys.stderr)  # noqa: T201

    def fail(self, sentence: str, advice: str) -> None:
        """Say why it ends and what to do."""
        print(f"\nThe demo failed: {sentence}", file=sys.stderr)  # noqa: T201
        if advice:
            print(f"What to do: {advice}", file=sys.stderr)  # noqa: T201
