"""The kill test of conversions to paper: SIGKILL at every named point and at random moments, in examinations too.

Then: is every conversion registered once or visibly unfinished, can every one be finished, is no number lost or
doubled, is nothing registered that was not printed and affirmed, are the bytes of each print file those the register
holds, is nothing left over? The seed is printed; `KILL_SEED=42 pytest …` repeats it.
"""

from __future__ import annotations

import os
import random
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from conversions.kill_database import migrated_server
from conversions.killed_ways import TO_PAPER
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
from fixtures.paper import ALL_FOUR
from listina.conversions import queries, resuming, sweeping
from listina.conversions.cases import CaseRow, CaseState
from listina.conversions.models import CaseEvent
from listina.conversions.to_paper.models import PaperWork
from listina.conversions.verification import Verdict, verify_file
from listina.database.scope import authority_scope
from listina.trust.demo_pki import DemoPki
from listina.trust.signers import SoftwareKey

SLOTS = 4
KILLS_AT_EACH_POINT = 2
RANDOM_KILLS = 12
ROUNDS = 5
RANDOM_LIFE_SECONDS = (0.5, 6.0)


@pytest.fixture
def durable(demo_pki: DemoPki, official_key: SoftwareKey, tmp_path: Path) -> Iterator[House]:
    """Return a house on a server that keeps what it committed, whatever kills its sessions."""
    with migrated_server():
        yield furnished(demo_pki, official_key, tmp_path / "objects")


@pytest.mark.slow
def test_no_conversion_to_paper_is_lost_doubled_or_registered_unaffirmed_by_sigkill(
    durable: House, small_pdf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house, started = durable, time.monotonic()
    seed = int(os.environ.get("KILL_SEED") or secrets.randbelow(2**32))
    plan = house.kill_plan(slots=SLOTS) | {"work": "conversions.to_paper.kill_work", "input": str(small_pdf)}
    with parent_of_workers(plan) as process:
        chance = random.Random(seed)  # noqa: S311  # reproducible, not secret
        all_fates = fates(
            chance, TO_PAPER, at_each=KILLS_AT_EACH_POINT, by_chance=RANDOM_KILLS, seconds=RANDOM_LIFE_SECONDS
        )
        massacre = Massacre(process, all_fates, SLOTS, ROUNDS)
        say(capsys, f"kill test to paper: KILL_SEED={seed}")
        massacre.run()
        assert massacre.killed_at == Counter(dict.fromkeys(TO_PAPER, KILLS_AT_EACH_POINT))
        left = registered_or_visibly_unfinished(house)
        _nothing_is_registered_without_print_and_affirmation(house)
        for authority_id, case_id in resuming.waiting_for_the_machine(house.service, quiet_for=timedelta(0)):
            assert house.service.finish(authority_id, case_id) is CaseState.REGISTERED
        let_the_officials_come_back(process, SLOTS, massacre.rounds)
    rows = all_rows(house)
    say(
        capsys,
        f"kill test to paper: {massacre.killed_at.total()} kills at {len(TO_PAPER)} points, "
        f"{massacre.killed_by_chance} by chance; {left} left unfinished; {len(rows)} conversions; "
        f"{time.monotonic() - started:.0f} s",
    )
    assert len(rows) == SLOTS * massacre.rounds
    _every_conversion_is_registered_once(house, rows)
    _nothing_is_registered_without_print_and_affirmation(house)
    _every_print_file_is_the_registered_one(house, rows)
    sweeping.sweep(house.service, house.actor.authority_id, older_than=timedelta(0))
    assert house.stored_digests() == house.referenced_digests()


def _nothing_is_registered_without_print_and_affirmation(house: House) -> None:
    for row in all_rows(house):
        actions = [event.action for event in queries.case(house.service, house.actor, row.id).events]
        affirmed = _affirmed(house, row.id)
        if row.state is CaseState.REGISTERED:
            assert affirmed == list(ALL_FOUR)
            assert actions.index("print_handed_out") < actions.index("print_affirmed") < actions.index("registered")
        else:
            assert affirmed == []
            assert not {"print_affirmed", "registered"} & set(actions)


def _affirmed(house: House, case_id: UUID) -> list[str]:
    with authority_scope(house.actor.authority_id):
        return [item["id"] for item in PaperWork.objects.get(case_id=case_id).affirmed or ()]


def _every_conversion_is_registered_once(house: House, rows: tuple[CaseRow, ...]) -> None:
    assert {row.state for row in rows} == {CaseState.REGISTERED}
    assert len({row.number for row in rows}) == len({row.reference_number for row in rows}) == len(rows)
    accounting = house.accounting()
    assert (accounting.confirmed, accounting.reserved_open, accounting.voided) == (len(rows), 0, 0)
    assert not accounting.missing_counters
    with authority_scope(house.actor.authority_id):
        for action in ("input_received", "reserved", "print_affirmed", "registered", "receipt_issued"):
            assert CaseEvent.objects.filter(action=action).count() == len(rows), action


def _every_print_file_is_the_registered_one(house: House, rows: tuple[CaseRow, ...]) -> None:
    for row in rows:
        view = queries.case(house.service, house.actor, row.id)
        clause = house.public_clause(view)
        assert clause is not None
        assert view.output is not None
        assert clause.sha256 == view.output.sha256
        path = house.service.objects.verified_path(house.actor.authority_id, clause.sha256)
        report = verify_file(path, policy=house.service.policy, at=house.clock())
        assert report.verdict is Verdict.VERIFIED, report.to_json()
