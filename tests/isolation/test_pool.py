"""What a confined process cannot do, and that the pool outlives whatever it does."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from listina.isolation.limits import ConfinedTaskFailedError, Confinement, Failure, Limits, Wall
from listina.isolation.pool import Common, Confined

DRILLS = "listina.isolation.drills"
NAMES = (
    "connect",
    "allocate",
    "spin",
    "wait",
    "write",
    "crash",
    "answer",
    "chatter",
    "look_around",
    "remember",
    "read",
    "touch",
    "start",
    "copy",
    "stay",
    "many_values",
    "many_blobs",
)
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
    assert raised.value.failure is Failure.INTERRUPTED


def test_a_task_cannot_make_itself_outlive_its_end() -> None:
    with Confined(*TASKS, limits=Limits(wall_seconds=1)) as pool:
        answer = pool.run(f"{DRILLS}:stay", 0)
        assert answer.value == ([] if Wall.CALLS in answer.walls else ["left", "orphaned", "timeless"])

        with pytest.raises(ConfinedTaskFailedError) as raised:
            pool.run(f"{DRILLS}:stay", 30)
        assert raised.value.failure is Failure.INTERRUPTED


def test_an_answer_of_very_many_values_is_too_large_before_it_is_read() -> None:
    with Confined(*TASKS) as pool:
        assert len(pool.run(f"{DRILLS}:many_values", 1000).value) == 1000
        with pytest.raises(ConfinedTaskFailedError) as raised:
            pool.run(f"{DRILLS}:many_values", 600_000)
    assert raised.value.failure is Failure.ANSWER_TOO_LARGE


@pytest.mark.parametrize("count", [10**30, -(10**30), 10_001, "1", None, [1]])
def test_a_forged_count_of_blobs_is_a_failed_task(count: object) -> None:
    with Confined(*TASKS) as pool:
        if count == -(10**30):
            assert pool.run(f"{DRILLS}:many_blobs", count).blobs == ()
        else:
            with pytest.raises(ConfinedTaskFailedError):
                pool.run(f"{DRILLS}:many_blobs", count)
        assert pool.run(f"{DRILLS}:chatter", "on").value == "on"


def test_there_is_no_network_where_namespaces_are_permitted(pool: Confined) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answer = pool.run(f"{DRILLS}:connect", server.getsockname()[1])

    assert answer.value is not bool(answer.walls & {Wall.NAMESPACES, Wall.CALLS})


def test_no_file_can_be_opened_but_those_handed_over(pool: Confined, tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_bytes(b"secret")
    answers = [pool.run(f"{DRILLS}:read", str(path)) for path in (secret, "/etc/passwd", "/proc/self/environ")]
    handed = pool.run(f"{DRILLS}:chatter", None, {"handed": secret})

    assert [answer.value for answer in answers] == [Wall.FILES not in answer.walls for answer in answers]
    assert handed.blobs == (b"secret",)


def test_other_processes_are_out_of_reach(pool: Confined) -> None:
    host = look(pool)["copied_from"]
    for process in (os.getpid(), host):
        answer = pool.run(f"{DRILLS}:touch", process)
        if answer.walls >= {Wall.FILES, Wall.CALLS}:
            assert answer.value == []


def test_no_program_is_started(pool: Confined) -> None:
    for drill, program in (("start", "/bin/true"), ("copy", None)):
        answer = pool.run(f"{DRILLS}:{drill}", program)
        assert answer.value is (Wall.CALLS not in answer.walls and Wall.NAMESPACES not in answer.walls)


def test_what_a_task_leaves_behind_does_not_reach_the_next_one(pool: Confined) -> None:
    assert [pool.run(f"{DRILLS}:remember", word).value for word in ("one", "two", "three")] == [[], [], []]


def test_what_is_common_is_learned_once_by_each_process_and_again_when_it_changed() -> None:
    asked = []

    def common(key: str) -> Common:
        return Common(function=f"{DRILLS}:learn", key=key, content=lambda: asked.append(key) or key.encode())  # type: ignore[func-returns-value]

    with Confined(*TASKS, count=1, limits=LIMITS) as pool:
        known = [pool.run(f"{DRILLS}:remember", None, common=common(key)).value for key in ("old", "old", "new")]

    assert known == [["old"], ["old"], ["new"]]
    assert asked == ["old", "new"]


def test_a_file_handed_over_cannot_change_while_it_is_read(pool: Confined, tmp_path: Path) -> None:
    handed = tmp_path / "handed"
    handed.write_bytes(b"as it was")
    with pytest.raises(ConfinedTaskFailedError) as raised:
        pool.run(f"{DRILLS}:write", "/proc/self/fd/3", {"handed": handed})
    assert raised.value.detail.startswith("PermissionError")
    assert handed.read_bytes() == b"as it was"


def test_an_answer_can_be_written_into_a_file(pool: Confined, tmp_path: Path) -> None:
    answer = pool.run(f"{DRILLS}:answer", 300_000, into=tmp_path / "answer")

    assert answer.blobs == ()
    assert (tmp_path / "answer").read_bytes() == bytes(300_000)


def test_of_an_answer_that_is_too_large_no_file_remains(pool: Confined, tmp_path: Path) -> None:
    with pytest.raises(ConfinedTaskFailedError):
        pool.run(f"{DRILLS}:answer", 2 << 20, into=tmp_path / "answer")
    assert not (tmp_path / "answer").exists()


def test_a_failure_tells_where_but_not_what_a_stranger_wrote(pool: Confined) -> None:
    with pytest.raises(ConfinedTaskFailedError) as raised:
        pool.run(f"{DRILLS}:write", "/nowhere/stranger's words")
    assert raised.value.detail.startswith("FileNotFoundError, ") or raised.value.detail.startswith("PermissionError, ")
    assert "stranger" not in raised.value.detail


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

    assert not any(name.startswith("LISTINA") for name in seen["variables"])  # type: ignore[attr-defined]
    assert seen["open_files"] == 4  # three standard ones and where the answer goes
    assert "django" not in seen["modules"]  # type: ignore[operator]


def test_a_process_starts_no_others_where_namespaces_are_permitted(pool: Confined) -> None:
    answer = pool.run(f"{DRILLS}:look_around", None)
    assert (answer.value["processes"] == 0) is (answer.confinement is Confinement.NAMESPACES)


def test_a_process_is_replaced_after_its_tasks() -> None:
    with Confined(*TASKS, count=1, limits=LIMITS) as pool:
        processes = [look(pool)["copied_from"] for _ in range(4)]
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


def test_a_pool_nobody_keeps_ends_its_processes() -> None:
    forgotten = Confined(*TASKS, count=1, limits=LIMITS)
    forgotten.run(f"{DRILLS}:chatter", "on")
    process = next(iter(forgotten._idle.queue))
    assert process is not None
    del forgotten
    assert process.running.poll() is not None
