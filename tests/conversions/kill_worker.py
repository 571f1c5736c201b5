"""The processes of the kill test: a parent that has everything imported and forks a worker per order.

The first line of standard input is the plan (see `kill_work` and `to_paper.kill_work`; its `work` names one of them).
Orders follow as JSON lines: `{"slot": 3, "upto": 25, "kill_at": "reserved:1" or null}`. The worker of a slot performs
the conversions slot, slot + slots, slot + 2·slots … below `upto` rounds, each from wherever an earlier worker left it.
The parent answers with `{"event": "started" | "ended", "slot": …, "pid": …, "status": …}`.
Forking saves the second of imports per worker; the workers are real processes with their own database connections.
"""

from __future__ import annotations

import json
import os
import select
import sys
from importlib import import_module
from pathlib import Path

import django


def main() -> None:
    plan = json.loads(sys.stdin.readline())
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    django.setup()
    # Models exist only after django.setup().
    work = import_module(plan["work"]).Work.prepare(plan)
    _say(event="ready")
    serve(int(plan["slots"]), work)


def serve(slots: int, work: object) -> None:
    running: dict[int, int] = {}
    buffered = b""
    wanted = True
    while wanted or running:
        ready, _, _ = select.select([sys.stdin.fileno()] if wanted else [], [], [], 0.01)
        if ready:
            piece = os.read(sys.stdin.fileno(), 65536)
            wanted = bool(piece)
            buffered += piece
            *lines, buffered = buffered.split(b"\n")
            for line in lines:
                order = json.loads(line)
                pid = _fork(slots, work, order)
                running[pid] = order["slot"]
                _say(event="started", slot=order["slot"], pid=pid)
        _reap(running)


def _reap(running: dict[int, int]) -> None:
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        _say(event="ended", slot=running.pop(pid), pid=pid, status=os.waitstatus_to_exitcode(status))


def _fork(slots: int, work: object, order: dict[str, object]) -> int:
    pid = os.fork()
    if pid:
        return pid
    os.environ.pop("LISTINA_KILL_AT", None)
    if order["kill_at"]:
        os.environ["LISTINA_KILL_AT"] = str(order["kill_at"])
    try:
        for round_ in range(int(str(order["upto"]))):
            work.perform(int(str(order["slot"])) + round_ * slots)  # type: ignore[attr-defined]  # kill_work.Work
    except BaseException:  # noqa: BLE001  # a forked worker must never return into its parent's loop
        import traceback  # noqa: PLC0415

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _say(**values: object) -> None:
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
