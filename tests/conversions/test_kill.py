"""The kill test: SIGKILL at every named point and at random moments, then the questions that matter.

Eight processes at a time perform over 200 conversions and are killed at a named point (each point three times or more)
or after a random time (sixty times and more). Meanwhile PostgreSQL is killed too: six times a session of it, three
times all of it; who lives connects anew and goes on. Then: is every conversion registered once or visibly unfinished,
can every one be finished, is no number doubled and every number accounted for, are the bytes of each output those the
register holds, is nothing left over? The seed is printed; `KILL_SEED=42 pytest …` repeats it.
"""

from __future__ import annotations

import os
import random
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from conversions.kill_database import SERVER_KILLS, DatabaseKiller, migrated_server
from conversions.killed_ways import TO_ELECTRONIC
from conversions.massacre import (
    Massacre,
    all_rows,
    fates,
    let_the_officials_come_back,
    parent_of_workers,
    registered_or_visibly_unfinished,
    say,
)
from fixtures.conversions import House, furnished
from listina.conversions import queries, resuming, sweeping
from listina.conversions.cases import CaseRow, CaseState
from listina.conversions.verification import Verdict, verify_file
from listina.database.embedded import EmbeddedPostgres
from listina.trust.demo_pki import DemoPki
from listina.trust.signers import SoftwareKey

SLOTS = 8
KILLS_AT_EACH_POINT = 3
RANDOM_KILLS = 64
ROUNDS = 25
RANDOM_LIFE_SECONDS = (0.05, 2.5)
OUTPUTS_VERIFIED = 10


@pytest.fixture
def durable(demo_pki: DemoPki, official_key: SoftwareKey, tmp_path: Path) -> Iterator[tuple[House, EmbeddedPostgres]]:
    """Return a house on a server that keeps what it committed, whatever kills it."""
    with migrated_server() as server:
        yield furnished(demo_pki, official_key, tmp_path / "objects"), server


@pytest.mark.slow
def test_no_conversion_number_or_byte_is_lost_or_doubled_by_sigkill(
    durable: tuple[House, EmbeddedPostgres], capsys: pytest.CaptureFixture[str]
) -> None:
    house, server = durable
    seed = int(os.environ.get("KILL_SEED") or secrets.randbelow(2**32))
    started = time.monotonic()
    with parent_of_workers(house.kill_plan(slots=SLOTS)) as process:
        chance = random.Random(seed)  # noqa: S311  # reproducible, not secret
        all_fates = fates(
            chance, TO_ELECTRONIC, at_each=KILLS_AT_EACH_POINT, by_chance=RANDOM_KILLS, seconds=RANDOM_LIFE_SECONDS
        )
        killer = DatabaseKiller(server, chance, expected_deaths=len(all_fates))
        massacre = Massacre(process, all_fates, SLOTS, ROUNDS, killer)
        say(capsys, f"kill test: KILL_SEED={seed}")
        massacre.run()
        assert killer.servers_killed == SERVER_KILLS
        assert killer.sessions_killed > 0
        assert massacre.killed_at == Counter(dict.fromkeys(TO_ELECTRONIC, KILLS_AT_EACH_POINT))
        assert massacre.killed_by_chance >= RANDOM_KILLS
        left = registered_or_visibly_unfinished(house)
        _resume_what_waits_for_the_machine(house)
        let_the_officials_come_back(process, SLOTS, massacre.rounds)
    rows = all_rows(house)
    say(
        capsys,
        f"kill test: {massacre.killed_at.total()} kills at {len(TO_ELECTRONIC)} points, {massacre.killed_by_chance} by "
        f"chance, {killer.sessions_killed} of sessions, {killer.servers_killed} of PostgreSQL; {left} left unfinished; "
        f"{len(rows)} conversions; {time.monotonic() - started:.0f} s",
    )
    assert len(rows) == SLOTS * massacre.rounds
    _every_conversion_is_registered_once(house, rows)
    _every_output_is_the_registered_one(house, rows)
    _nothing_is_left_over(house)


def _resume_what_waits_for_the_machine(house: House) -> None:
    for authority_id, case_id in resuming.waiting_for_the_machine(house.service, quiet_for=timedelta(0)):
        assert house.service.finish(authority_id, case_id) is CaseState.REGISTERED


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
