"""The worker as the installation runs it outlives its database: it connects anew and goes on with the queue."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from fixtures.conversions import House
from fixtures.database import TestDatabase
from fixtures.outages import Outage
from fixtures.pki import PIN
from listina.conversions import jobs
from listina.conversions.cases import CaseState

PATIENCE_SECONDS = 60.0
SECONDS_AWAY = 3.0


@pytest.fixture
def queueing(house: House) -> House:
    """Return the house with the product's own way of queueing."""
    return replace(house, service=replace(house.service, defer=jobs.defer_finish))


@pytest.fixture
def worker(house: House, database: TestDatabase, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run `listina worker` on the house's database and files."""
    variables = {
        **os.environ,
        **database.variables(),
        "LISTINA_PKI_FOLDER": str(house.pki.folder),
        "LISTINA_PKI_PIN": PIN,
        "LISTINA_STORAGE_FOLDER": str(tmp_path),
    }
    command = [sys.executable, "-m", "listina.site.cli", "worker"]
    with (tmp_path / "worker.log").open("wb") as log:
        process = subprocess.Popen(command, env=variables, stdout=log, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        process.terminate()
        assert process.wait(30) == 0


def comes_to_the_register(house: House, case_id: UUID, worker: subprocess.Popen[bytes]) -> bool:
    """Wait until the worker has finished a conversion."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        assert worker.poll() is None, "the worker ended"
        if house.view(case_id).state is CaseState.REGISTERED:
            return True
        time.sleep(0.2)
    return False


def test_a_worker_whose_database_was_away_goes_on_with_the_queue(
    queueing: House, worker: subprocess.Popen[bytes], outage: Outage, tmp_path: Path
) -> None:
    assert comes_to_the_register(queueing, queueing.signed_case(), worker)
    outage.begin()
    time.sleep(SECONDS_AWAY)
    assert worker.poll() is None, (tmp_path / "worker.log").read_text()[-3000:]
    outage.end()
    assert comes_to_the_register(queueing, queueing.signed_case(), worker)
