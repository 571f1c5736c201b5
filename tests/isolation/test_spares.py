"""The copy that waits for its task: it does one, knows what is known now, and costs nothing while it waits."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from listina.isolation import answers, frames
from listina.isolation.limits import ConfinedTaskFailedError, Failure, Limits
from listina.isolation.pool import Common, Confined
from listina.isolation.process import Process

DRILLS = "listina.isolation.drills"
TASKS = tuple(f"{DRILLS}:{name}" for name in ("look_around", "remember", "wait", "linger", "chatter", "spin"))
LIMITS = Limits(cpu_seconds=1, wall_seconds=2)
_PATIENCE_SECONDS = 20.0


@pytest.fixture
def pool() -> Iterator[Confined]:
    with Confined(*TASKS, count=1, limits=LIMITS) as confined:
        yield confined


def test_a_task_is_done_by_the_copy_that_waited_and_the_next_one_by_another(pool: Confined) -> None:
    look(pool)
    waiting = spare_of(pool)
    seen = look(pool)

    assert seen["process"] == waiting
    assert spare_of(pool) != waiting
    assert not is_alive(waiting)


def test_a_copy_that_was_given_a_second_file_does_not_answer_for_it(tmp_path: Path) -> None:
    process = Process.started(TASKS, LIMITS)
    until = time.monotonic() + _PATIENCE_SECONDS
    (tmp_path / "second").write_bytes(b"second")
    with (tmp_path / "second").open("rb") as second, process._copied() as given:
        asked = {"task": f"{DRILLS}:chatter", "request": "first", "files": []}
        frames.send(given, asked)
        frames.send(given, {**asked, "files": ["second"]}, (second.fileno(),))
        answer = answers.received(given, 1 << 20, until, process.walls, None)
        with pytest.raises((EOFError, ConnectionError)):
            frames.receive(given, 1 << 20, until)
    process.end()

    assert (answer.value, answer.blobs) == ("first", ())


def test_a_copy_that_waited_before_something_was_learned_is_thrown_away(pool: Confined) -> None:
    assert remembered(pool, "old") == ["old"]
    waiting = spare_of(pool)

    assert remembered(pool, "new") == ["new"]
    assert not is_alive(waiting)
    waiting = spare_of(pool)
    assert remembered(pool, "new") == ["new"]
    eventually(lambda: not is_alive(waiting))


def test_a_copy_that_waits_ends_with_its_pool() -> None:
    with Confined(*TASKS, count=1, limits=LIMITS) as pool:
        look(pool)
        waiting = spare_of(pool)
        assert is_alive(waiting)
    eventually(lambda: not is_alive(waiting))


def test_a_copy_that_waits_ends_with_the_process_it_was_copied_from(pool: Confined) -> None:
    original = look(pool)["copied_from"]
    waiting = spare_of(pool)
    os.kill(original, signal.SIGKILL)
    eventually(lambda: not is_alive(waiting))

    assert look(pool)["copied_from"] != original


def test_a_process_that_is_killed_before_it_has_learned_is_not_waited_for() -> None:
    process = Process.started(TASKS, LIMITS)
    process.prepare()
    assert process.is_ready()
    os.kill(process.running.pid, signal.SIGSTOP)
    common = Common(function=f"{DRILLS}:learn", key="word", content=lambda: b"word")
    with ThreadPoolExecutor(1) as pool:
        learning = pool.submit(process.learn, common)
        time.sleep(0.5)
        os.kill(process.running.pid, signal.SIGKILL)
        with pytest.raises(ConfinedTaskFailedError):
            learning.result(_PATIENCE_SECONDS)
    assert not process.is_fit()
    process.end()


def test_the_time_of_a_task_begins_with_the_task_however_long_its_copy_waited(pool: Confined) -> None:
    look(pool)
    waiting = spare_of(pool)
    time.sleep(LIMITS.wall_seconds + 0.5)
    assert look(pool)["process"] == waiting

    spare_of(pool)
    time.sleep(LIMITS.wall_seconds / 2)
    for drill, most, failure in (
        ("wait", LIMITS.wall_seconds, Failure.INTERRUPTED),
        ("spin", LIMITS.cpu_seconds, Failure.TIMED_OUT),
    ):
        began = time.monotonic()
        with pytest.raises(ConfinedTaskFailedError) as raised:
            pool.run(f"{DRILLS}:{drill}", 30)
        assert raised.value.failure is failure
        assert time.monotonic() - began > most - 0.2


def test_a_copy_that_waits_uses_no_processor(pool: Confined) -> None:
    look(pool)
    waiting = spare_of(pool)
    eventually(lambda: used_within(0.3, waiting) == 0)

    assert used_within(1, waiting) == 0
    assert is_alive(waiting)


def test_a_copy_that_was_killed_while_it_waited_is_replaced(pool: Confined) -> None:
    original = look(pool)["copied_from"]
    waiting = spare_of(pool)
    os.kill(waiting, signal.SIGKILL)
    eventually(lambda: frames.has_come(the_process(pool).channel, 0))
    seen = look(pool)

    assert seen["copied_from"] == original
    assert seen["process"] != waiting


def test_a_copy_that_stays_after_its_answer_is_ended_before_the_next_task(pool: Confined) -> None:
    staying = pool.run(f"{DRILLS}:linger", 30).value
    began = time.monotonic()
    seen = look(pool)

    assert seen["process"] != staying
    assert not is_alive(staying)
    assert time.monotonic() - began < _PATIENCE_SECONDS


def test_many_tasks_leave_no_open_file_behind(pool: Confined) -> None:
    look(pool)
    ours, theirs = open_files(), look(pool)["open_files"]
    for _ in range(20):
        seen = look(pool)

    assert (open_files(), seen["open_files"]) == (ours, theirs)


def look(pool: Confined) -> dict[str, int]:
    seen: dict[str, int] = pool.run(f"{DRILLS}:look_around", None).value
    return seen


def remembered(pool: Confined, word: str) -> object:
    common = Common(function=f"{DRILLS}:learn", key=word, content=word.encode)
    return pool.run(f"{DRILLS}:remember", None, common=common).value


def the_process(pool: Confined) -> Process:
    process = next(iter(pool._idle.queue))
    assert process is not None
    return process


def spare_of(pool: Confined) -> int:
    """Return the number of the copy that waits; the one before it has ended then."""
    original = the_process(pool).running.pid
    copies = Path(f"/proc/{original}/task/{original}/children")
    assert the_process(pool).is_ready()
    eventually(copies.read_text)
    (number,) = copies.read_text().split()
    return int(number)


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def used_within(seconds: float, process: int) -> int:
    """Return how long a process is on the processor meanwhile, in the kernel's ticks."""

    def used() -> int:
        own, of_kernel = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
        return int(own) + int(of_kernel)

    before = used()
    time.sleep(seconds)
    return used() - before


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def eventually(is_so: Callable[[], object]) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)
