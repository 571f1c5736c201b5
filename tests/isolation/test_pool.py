"""What a confined process cannot do, and that the pool outlives whatever it does."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from listina.isolation.limits import ConfinedTaskFailedError, Confinement, Failure, Limits
from listina.isolation.pool import Confined

DRILLS = "listina.isolation.drills"
NAMES = ("connect", "allocate", "spin", "wait", "write", "crash", "answer", "chatter", "look_around")
TASKS = tuple(f"{DRILLS}:{name}" for name in NAMES)
LIMITS = Limits(memory_bytes=256 << 20, cpu_seconds=1, wall_seconds=5, answer_bytes=1 << 20, tasks=3)


@pytest.fixture
def pool() -> Iterator[Confined]:
    with Confined(*TASKS, count=2, limits=LIMITS) as confined:
        yield confined


def look(pool: Confined) -> dict[str, object]:
    seen: dict[str, object] = pool.run(f"{DRILLS}:look_around", None).value
    return seen


@pytest.mark.parametrize(
    ("drill", "request_", "failure"),
    [
        ("allocate", 1 << 30, Failure.OUT_OF_MEMORY),
        ("spin", None, Failure.TIMED_OUT),
        ("crash", None, Failure.CRASHED),
        ("answer", 2 << 20, Failure.ANSWER_TOO_LARGE),
        ("write", None, Failure.CRASHED),
    ],
)
def test_a_task_that_goes_too_far_fails_with_its_reason_and_the_next_one_works(
    pool: Confined, drill: str, request_: int | None, failure: Failure
) -> None:
    with pytest.raises(ConfinedTaskFailedError) as raised:
        pool.run(f"{DRILLS}:{drill}", request_)

    assert raised.value.failure is failure
    assert pool.run(f"{DRILLS}:chatter", "on").value == "on"


def test_a_task_that_only_waits_is_ended_too() -> None:
    with Confined(*TASKS, limits=Limits(wall_seconds=1)) as pool, pytest.raises(ConfinedTaskFailedError) as raised:
        pool.run(f"{DRILLS}:wait", 30)
    assert raised.value.failure is Failure.TIMED_OUT


def test_there_is_no_network_where_namespaces_are_permitted(pool: Confined) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answer = pool.run(f"{DRILLS}:connect", server.getsockname()[1])

    assert answer.value is (answer.confinement is Confinement.LIMITS)


def test_nothing_is_written_into_a_file(pool: Confined, tmp_path: Path) -> None:
    target = tmp_path / "target"
    with pytest.raises(ConfinedTaskFailedError):
        pool.run(f"{DRILLS}:write", str(target))
    assert not target.exists() or target.stat().st_size == 0


def test_noise_of_libraries_does_not_reach_the_answer_and_files_are_handed_over(pool: Confined, tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"one")
    (tmp_path / "two").write_bytes(b"two")

    answer = pool.run(f"{DRILLS}:chatter", {"a": 1}, {"first": tmp_path / "one", "second": tmp_path / "two"})

    assert (answer.value, answer.blobs) == ({"a": 1}, (b"one", b"two"))


def test_a_process_sees_no_variables_and_no_files_of_ours(pool: Confined, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTINA_SECRET_KEY", "a secret")
    before = os.open(os.devnull, os.O_RDONLY)
    os.set_inheritable(before, True)
    try:
        seen = look(pool)
    finally:
        os.close(before)

    assert seen["variables"] == {"LANG": "C.UTF-8"} or set(seen["variables"]) <= {"LANG", "LC_CTYPE"}  # type: ignore[call-overload]
    assert seen["open_files"] == 5  # three standard ones, the channel and the folder being listed
    assert "django" not in seen["modules"]  # type: ignore[operator]


def test_a_process_starts_no_others_where_namespaces_are_permitted(pool: Confined) -> None:
    answer = pool.run(f"{DRILLS}:look_around", None)
    assert (answer.value["processes"] == 0) is (answer.confinement is Confinement.NAMESPACES)


def test_a_process_is_replaced_after_its_tasks() -> None:
    with Confined(*TASKS, count=1, limits=LIMITS) as pool:
        processes = [look(pool)["process"] for _ in range(4)]
    assert len(set(processes[:3])) == 1
    assert processes[3] != processes[0]


def test_threads_share_the_pool(pool: Confined) -> None:
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda n: pool.run(f"{DRILLS}:chatter", n).value, range(12)))
    assert answers == list(range(12))


def test_only_the_tasks_of_the_pool_are_run(pool: Confined) -> None:
    with pytest.raises(ValueError, match="not among"):
        pool.run("os:system", "true")


def test_a_task_that_does_not_exist_is_said_not_to_have_started() -> None:
    with Confined("listina.isolation.drills:missing") as pool, pytest.raises(ConfinedTaskFailedError) as raised:
        pool.run("listina.isolation.drills:missing", None)
    assert raised.value.failure is Failure.NOT_STARTED
