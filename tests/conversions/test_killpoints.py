"""The named moments at which the kill test kills."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from conversions.killed_ways import TO_ELECTRONIC, TO_PAPER
from listina.conversions.killpoints import KillPoint, passing

PASS_TWICE = """
from listina.conversions.killpoints import KillPoint, passing
passing(KillPoint.RESERVED)
passing(KillPoint.COMPOSED)
print("once", flush=True)
passing(KillPoint.RESERVED)
print("twice", flush=True)
"""


def run(kill_at: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PASS_TWICE],
        env={**os.environ, "LISTINA_KILL_AT": kill_at},
        capture_output=True,
        text=True,
        check=False,
    )


def test_each_point_is_on_the_way_of_a_conversion_the_kill_tests_kill() -> None:
    assert {*TO_ELECTRONIC, *TO_PAPER} == set(KillPoint)


def test_without_the_variable_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LISTINA_KILL_AT", raising=False)
    for point in KillPoint:
        passing(point)


def test_the_process_is_killed_when_it_passes_the_point() -> None:
    finished = run("reserved")
    assert finished.returncode == -signal.SIGKILL
    assert finished.stdout == ""


def test_the_process_is_killed_when_it_passes_the_point_for_the_nth_time() -> None:
    finished = run("reserved:2")
    assert finished.returncode == -signal.SIGKILL
    assert finished.stdout == "once\n"


def test_another_point_lets_the_process_live() -> None:
    finished = run("confirmed")
    assert finished.returncode == 0
    assert finished.stdout == "once\ntwice\n"
