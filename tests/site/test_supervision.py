"""Children live and end together, however the parent ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from listina.site.supervision import Child, family, supervise

SLEEPER = (sys.executable, "-c", "import time; time.sleep(60)")


def _ended(process_id: int) -> bool:
    stat = Path(f"/proc/{process_id}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z"


def _within(seconds: float, process_id: int) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if _ended(process_id):
            return True
        time.sleep(0.05)
    return False


def _started(folder: Path) -> int:
    deadline = time.monotonic() + 60
    noted = folder / "child"
    while time.monotonic() < deadline:
        if noted.is_file() and noted.read_text():
            return int(noted.read_text())
        time.sleep(0.05)
    pytest.fail("the child did not start")


def _noting(folder: Path, then: str) -> tuple[str, ...]:
    program = f"import os, time, pathlib; pathlib.Path({str(folder / 'child')!r}).write_text(str(os.getpid())); {then}"
    return (sys.executable, "-c", program)


def test_leaving_the_family_stops_its_members(tmp_path: Path) -> None:
    with family() as members:
        members.start(Child(name="sleeper", command=_noting(tmp_path, "time.sleep(60)")))
        child = _started(tmp_path)
        assert members.ended() is None

    assert _ended(child)


def test_when_one_ends_the_others_are_stopped_and_the_status_is_bad(tmp_path: Path) -> None:
    children = (
        Child(name="sleeper", command=_noting(tmp_path, "time.sleep(60)")),
        Child(name="ender", command=(sys.executable, "-c", "import time; time.sleep(1)")),
    )

    assert supervise(children) == 1
    assert _ended(_started(tmp_path))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_everything_with_a_good_status(tmp_path: Path, number: signal.Signals) -> None:
    parent = _parent(tmp_path)
    child = _started(tmp_path)
    parent.send_signal(number)

    assert parent.wait(60) == 0
    assert _ended(child)


def test_a_killed_parent_takes_its_children_along(tmp_path: Path) -> None:
    parent = _parent(tmp_path)
    child = _started(tmp_path)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait(60)

    assert _within(60, child)


def test_what_a_child_writes_goes_to_its_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with family() as members:
        members.start(Child(name="speaker", command=(sys.executable, "-c", "print('hello')"), log=log))
        deadline = time.monotonic() + 60
        while members.ended() is None and time.monotonic() < deadline:
            time.sleep(0.05)

    assert log.read_text() == "hello\n"


def _parent(folder: Path) -> subprocess.Popen[bytes]:
    command = repr(_noting(folder, "time.sleep(60)"))
    program = (
        "import sys; from listina.site.supervision import Child, supervise; "
        f"sys.exit(supervise([Child(name='sleeper', command={command})]))"
    )
    return subprocess.Popen([sys.executable, "-c", program])
