"""How the demo fails: with one sentence and what to do."""

from __future__ import annotations

from listina.site.cli.exits import Exit


class DemoFailedError(Exception):
    """Something the demo needs is not there, or a step of it did not do what it should."""

    def __init__(self, sentence: str, *, advice: str = "", exit_code: int = Exit.FAULT) -> None:
        super().__init__(sentence)
        self.advice = advice
        self.exit_code = exit_code
