"""The kill test: SIGKILL at every named point and at random moments, then the questions that matter.

Eight processes at a time perform over 200 conversions and are killed at a named point (each point three times or more)
or after a random time (sixty times and more). Meanwhile PostgreSQL is killed too: six times a session of it, three
times all of it; who lives connects anew and goes on. Then: is every conversion registered once or visibly unfinished,
can every one be finished, is no number doubled and every number accounted for, are the bytes of each output those the
register holds, is nothing left over? The seed is printed; `KILL_SEED=42 pytest …` repeats it.
"""

from __future__ import annotations

import json
import os
import random
import secrets
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from conversions.kill_database import SERVER_KILLS, DatabaseKiller, migrated_server
from fixtures.conversions import House, furnished
from listina.conversions import queries, resuming, sweeping
from listina.conversions.cases import CaseRow, CaseState
from listina.conversions.killpoints import KillPoint
from listina.conversions.verification import Verdict, verify_file
from listina.database.embedded import EmbeddedPostgres
from listina.trust.demo_pki import DemoPki
from listina.trust.signers import SoftwareKey

SLOTS = 8
KILLS_AT_EACH_POINT = 3
RANDOM_KILLS = 64
ROUNDS = 25
LONGEST_RANDOM_LIFE_SECONDS = 1.5
SHORTEST_RANDOM_LIFE_SECONDS = 0.05
SECONDS_ALLOWED = 360
OUTPUTS_VERIFIED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """How a worker is to die: at a point, after a time, or not at all."""

    point: KillPoint | None = None
    seconds: float | None = None


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
    killer: DatabaseKiller | None = None
    rounds: int = ROUNDS
    running: dict[int, Running] = field(default_factory=dict)
    killed_at: Counter[KillPoint] = field(default_factory=Counter)
    killed_by_chance: int = 0
    _waiting: dict[int, Fate] = field(default_factory=dict)
    _buffered: bytes = b""

    def run(self) -> None:
        """Go on until every fate is fulfilled; nobody without a fate is started, so nobody is left alive."""
        for slot in range(SLOTS):
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
            # It came to the end of its work alive: its fate is for another, who gets more work for it.
            self.fates.insert(0, worker.fate)
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


def fates(chance: random.Random) -> list[Fate]:
    named = [Fate(point=point) for point in KillPoint for _ in range(KILLS_AT_EACH_POINT)]
    by_chance = [
        Fate(seconds=chance.uniform(SHORTEST_RANDOM_LIFE_SECONDS, LONGEST_RANDOM_LIFE_SECONDS))
        for _ in range(RANDOM_KILLS)
    ]
    mixed = named + by_chance
    chance.shuffle(mixed)
    return mixed


def order_worker(process: subprocess.Popen[bytes], slot: int, rounds: int, point: KillPoint | None) -> None:
    assert process.stdin is not None
    order = {"slot": slot, "upto": rounds, "kill_at": point.value if point else None}
    process.stdin.write(json.dumps(order).encode() + b"\n")
    process.stdin.flush()


@contextmanager
def parent_of_workers(plan: dict[str, object]) -> Iterator[subprocess.Popen[bytes]]:
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
    first = queries.cases(house.service, house.actor)
    pages = [queries.cases(house.service, house.actor, page=page + 1) for page in range(1, first.page_count)]
    return tuple(row for found in (first, *pages) for row in found.rows)


@pytest.fixture
def durable(demo_pki: DemoPki, official_key: SoftwareKey, tmp_path: Path) -> Iterator[tuple[House, EmbeddedPostgres]]:
    """Return a house on a server that keeps what it committed, whatever kills it."""
    with migrated_server() as server:
        yield furnished(demo_pki, official_key, tmp_path / "objects"), server


@pytest.mark.slow
@pytest.mark.timeout(SECONDS_ALLOWED + 60)
def test_no_conversion_number_or_byte_is_lost_or_doubled_by_sigkill(
    durable: tuple[House, EmbeddedPostgres], capsys: pytest.CaptureFixture[str]
) -> None:
    house, server = durable
    seed = int(os.environ.get("KILL_SEED") or secrets.randbelow(2**32))
    started = time.monotonic()
    with parent_of_workers(house.kill_plan(slots=SLOTS)) as process:
        chance = random.Random(seed)  # noqa: S311  # reproducible, not secret
        all_fates = fates(chance)
        killer = DatabaseKiller(server, chance, expected_deaths=len(all_fates))
        massacre = Massacre(process, all_fates, killer)
        _say(capsys, f"kill test: KILL_SEED={seed}")
        massacre.run()
        assert killer.servers_killed == SERVER_KILLS
        assert killer.sessions_killed > 0
        assert massacre.killed_at == Counter(dict.fromkeys(KillPoint, KILLS_AT_EACH_POINT))
        assert massacre.killed_by_chance >= RANDOM_KILLS
        left = _every_conversion_is_registered_or_visibly_unfinished(house)
        _resume_what_waits_for_the_machine(house)
        _let_the_officials_come_back(process, massacre.rounds)
    rows = all_rows(house)
    _say(
        capsys,
        f"kill test: {massacre.killed_at.total()} kills at {len(KillPoint)} points, {massacre.killed_by_chance} by "
        f"chance, {killer.sessions_killed} of sessions, {killer.servers_killed} of PostgreSQL; {left} left unfinished; "
        f"{len(rows)} conversions; {time.monotonic() - started:.0f} s",
    )
    assert len(rows) == SLOTS * massacre.rounds
    _every_conversion_is_registered_once(house, rows)
    _every_output_is_the_registered_one(house, rows)
    _nothing_is_left_over(house)
    assert time.monotonic() - started < SECONDS_ALLOWED


def _every_conversion_is_registered_or_visibly_unfinished(house: House) -> int:
    """Look as the official does; return how many are unfinished."""
    rows = all_rows(house)
    assert all(row.is_unfinished or row.state is CaseState.REGISTERED for row in rows)
    for row in rows:
        if row.number is not None and row.is_unfinished:
            assert house.public_clause(queries.case(house.service, house.actor, row.id)) is None
    return sum(row.is_unfinished for row in rows)


def _resume_what_waits_for_the_machine(house: House) -> None:
    for authority_id, case_id in resuming.waiting_for_the_machine(house.service, quiet_for=timedelta(0)):
        assert house.service.finish(authority_id, case_id) is CaseState.REGISTERED


def _let_the_officials_come_back(process: subprocess.Popen[bytes], rounds: int) -> None:
    """Let every worker go through its conversions once more, unharmed; on two cores, two at a time."""
    for slots in zip(*[iter(range(SLOTS))] * 2, strict=True):
        ended = Massacre(process, [])
        for slot in slots:
            order_worker(process, slot, rounds, None)
        ended.wait_for(slots)


def _every_conversion_is_registered_once(house: House, rows: tuple[CaseRow, ...]) -> None:
    assert {row.state for row in rows} == {CaseState.REGISTERED}
    assert len({row.number for row in rows}) == len(rows)
    assert len({row.reference_number for row in rows}) == len(rows)
    accounting = house.accounting()
    assert accounting.confirmed == len(rows)
    assert accounting.reserved_open == 0
    assert accounting.voided == 0
    assert not accounting.missing_counters
    for row in rows:
        actions = [entry.action for entry in queries.case(house.service, house.actor, row.id).events]
        assert actions.count("reserved") == actions.count("registered") == actions.count("receipt_issued") == 1


def _every_output_is_the_registered_one(house: House, rows: tuple[CaseRow, ...]) -> None:
    for place, row in enumerate(rows):
        view = queries.case(house.service, house.actor, row.id)
        clause = house.public_clause(view)
        path = queries.output_path(house.service, house.actor, row.id)
        assert clause is not None
        assert sha256(path.read_bytes()).hexdigest() == clause.sha256
        if place < OUTPUTS_VERIFIED:
            report = verify_file(path, policy=house.service.policy, at=house.clock())
            assert report.verdict is Verdict.VERIFIED, report.to_json()


def _nothing_is_left_over(house: House) -> None:
    sweeping.sweep(house.service, house.actor.authority_id, older_than=timedelta(0))
    assert house.stored_digests() == house.referenced_digests()


def _say(capsys: pytest.CaptureFixture[str], text: str) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{text}\n")
