"""Processes that convert and are killed: at a named point, or after a random time."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from conversions.kill_database import DatabaseKiller
from fixtures.conversions import House
from listina.conversions import queries
from listina.conversions.cases import CaseRow, CaseState
from listina.conversions.killpoints import KillPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """How a worker is to die: at a point, after a time, or not at all."""

    point: KillPoint | None = None
    seconds: float | None = None

    def sooner(self) -> Fate:
        """Return this fate in half the time; without that, one that outlives all work would be handed on for ever."""
        return self if self.seconds is None else replace(self, seconds=self.seconds / 2)


@dataclass(slots=True)
class Running:
    """A worker that was started."""

    fate: Fate
    pid: int
    dies_at: float | None


@dataclass
class Massacre:
    """Starts workers, kills them, counts how they died."""

    process: subprocess.Popen[bytes]
    fates: list[Fate]
    slots: int
    rounds: int
    killer: DatabaseKiller | None = None
    running: dict[int, Running] = field(default_factory=dict)
    killed_at: Counter[KillPoint] = field(default_factory=Counter)
    killed_by_chance: int = 0
    _waiting: dict[int, Fate] = field(default_factory=dict)
    _buffered: bytes = b""

    def run(self) -> None:
        """Go on until every fate is fulfilled; nobody without a fate is started, so nobody is left alive."""
        for slot in range(self.slots):
            self._start(slot)
        while self.running or self._waiting:
            for message in self._messages():
                self._hear(message)
            self._kill_whom_it_is_time()
            if self.killer is not None:
                self.killer.notice(self.killed_at.total() + self.killed_by_chance)

    def _kill_whom_it_is_time(self) -> None:
        now = time.monotonic()
        for worker in self.running.values():
            if worker.dies_at is not None and now >= worker.dies_at:
                worker.dies_at = None
                os.kill(worker.pid, signal.SIGKILL)

    def _start(self, slot: int) -> None:
        if not self.fates:
            return
        fate = self.fates.pop()
        self._waiting[slot] = fate
        order_worker(self.process, slot, self.rounds, fate.point)

    def _hear(self, message: dict[str, object]) -> None:
        slot = int(str(message["slot"]))
        if message["event"] == "started":
            fate = self._waiting.pop(slot)
            dies_at = time.monotonic() + fate.seconds if fate.seconds is not None else None
            self.running[slot] = Running(fate, int(str(message["pid"])), dies_at)
            return
        worker = self.running.pop(slot)
        assert message["status"] in {0, -signal.SIGKILL}, f"worker of slot {slot} failed"
        if message["status"] == 0:
            # It came to the end of its work alive: its fate is for another, who gets more work and less time for it.
            self.fates.insert(0, worker.fate.sooner())
            self.rounds += 2
        elif worker.fate.point is not None:
            self.killed_at[worker.fate.point] += 1
        else:
            self.killed_by_chance += 1
        self._start(slot)

    def wait_for(self, slots: Iterable[int]) -> None:
        """Wait until the workers of these slots came to the end of their work."""
        working = set(slots)
        while working:
            for message in self._messages():
                if message["event"] == "ended":
                    assert message["status"] == 0
                    working.remove(int(str(message["slot"])))

    def _messages(self) -> list[dict[str, object]]:
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], 0.01)
        if not ready:
            return []
        piece = os.read(self.process.stdout.fileno(), 65536)
        assert piece, "the parent of the workers ended"
        self._buffered += piece
        *lines, self._buffered = self._buffered.split(b"\n")
        return [json.loads(line) for line in lines]


def fates(
    chance: random.Random, points: Iterable[KillPoint], *, at_each: int, by_chance: int, seconds: tuple[float, float]
) -> list[Fate]:
    """Return in random order: so many deaths at each point, and so many after a time between two."""
    mixed = [Fate(point=point) for point in points for _ in range(at_each)]
    mixed += [Fate(seconds=chance.uniform(*seconds)) for _ in range(by_chance)]
    chance.shuffle(mixed)
    return mixed


def order_worker(process: subprocess.Popen[bytes], slot: int, rounds: int, point: KillPoint | None) -> None:
    """Have a worker started that dies at the point, if there is one."""
    assert process.stdin is not None
    order = {"slot": slot, "upto": rounds, "kill_at": point.value if point else None}
    process.stdin.write(json.dumps(order).encode() + b"\n")
    process.stdin.flush()


@contextmanager
def parent_of_workers(plan: dict[str, object]) -> Iterator[subprocess.Popen[bytes]]:
    """Lend the process that forks workers."""
    command = [sys.executable, str(Path(__file__).with_name("kill_worker.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(plan).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline()) == {"event": "ready"}
        yield process
        process.stdin.close()


def all_rows(house: House) -> tuple[CaseRow, ...]:
    """Return every conversion of the house's official."""
    first = queries.cases(house.service, house.actor)
    pages = [queries.cases(house.service, house.actor, page=page + 1) for page in range(1, first.page_count)]
    return tuple(row for found in (first, *pages) for row in found.rows)


def registered_or_visibly_unfinished(house: House) -> int:
    """Look as the official does; return how many are unfinished."""
    rows = all_rows(house)
    assert all(row.is_unfinished or row.state is CaseState.REGISTERED for row in rows)
    for row in rows:
        if row.number is not None and row.is_unfinished:
            assert house.public_clause(queries.case(house.service, house.actor, row.id)) is None
    return sum(row.is_unfinished for row in rows)


def let_the_officials_come_back(process: subprocess.Popen[bytes], slots: int, rounds: int) -> None:
    """Let every worker go through its conversions once more, unharmed; on two cores, two at a time."""
    for pair in zip(*[iter(range(slots))] * 2, strict=True):
        ended = Massacre(process, [], slots, rounds)
        for slot in pair:
            order_worker(process, slot, rounds, None)
        ended.wait_for(pair)


def say(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """Say something while output is captured."""
    with capsys.disabled():
        sys.stdout.write(f"\n{text}\n")
