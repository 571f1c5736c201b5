"""Lets the engine judge a mutant and keeps count of what was made of each kind."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.validation.engine import validate
from listina.trust.validation.inputs import InputFile, Request, ValidationInput
from listina.trust.validation.values import Integrity, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the engine says of a file.

    Attributes:
        verdict: of the file.
        integrity: of the file.
        intact: fields whose signature or timestamp is said to be intact.
        codes: of the changes named.
        seconds: it took.
    """

    verdict: Verdict
    integrity: Integrity
    intact: frozenset[str]
    codes: frozenset[str]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """The engine with a trust and a place for files."""

    folder: Path
    trust: TrustSnapshot

    def look(self, pdf: bytes) -> Look:
        """Validate a file."""
        path = self.folder / "mutant.pdf"
        path.write_bytes(pdf)
        what = ValidationInput(document=InputFile(path=path, name="mutant.pdf"))
        begin = time.process_time()  # of work: a busy machine does not count
        report = validate(Request(what=what, trust=self.trust, at=datetime.now(UTC))).report
        return Look(
            verdict=report.verdict,
            integrity=report.integrity,
            intact=frozenset(one.name for one in report.signatures if one.integrity is Integrity.INTACT),
            codes=frozenset(change.code for one in report.signatures for change in one.changes),
            seconds=time.process_time() - begin,
        )


@dataclass(slots=True, kw_only=True)
class Tally:
    """How many mutants of each kind were made, and what became of them."""

    made: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def add(self, kind: str, look: Look, *, passed: bool) -> None:
        """Count one."""
        self.made[kind] += 1
        self.passed[kind] += passed
        self.broken[kind] += look.verdict is Verdict.BROKEN
        self.slowest = max(self.slowest, look.seconds)

    def table(self) -> str:
        """Return rows of kind, made, passed, broken."""
        rows = [f"{'':60} {'mutantů':>8} {'prošlo':>7} {'porušeno':>9}"]
        rows += [
            f"{kind:60} {count:8} {self.passed[kind]:7} {self.broken[kind]:9}"
            for kind, count in sorted(self.made.items())
        ]
        total = f"{'celkem':60} {self.made.total():8} {self.passed.total():7} {self.broken.total():9}"
        return "\n".join([*rows, total, f"nejdéle {self.slowest:.2f} s"])
