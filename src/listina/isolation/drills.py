"""What hostile input could make a process do: run by `doctor` and by the tests, to see that the walls stand here.

Each takes a request and files as every task does; what it returns tells how far it came.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import resource
import signal
import socket
import struct
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

Told = tuple[Any, tuple[bytes, ...]]

_PTRACE_SEIZE = 0x4206
_PR_SET_PDEATHSIG = 1
_MOST_NUMBERS = 64
_REMEMBERED: list[Any] = []


def connect(request: Any, files: Mapping[str, Path]) -> Told:
    """Try to reach a port of this machine, given as number; return whether it was reached."""
    del files
    with suppress(OSError), socket.socket() as caller:
        caller.settimeout(2)
        return caller.connect_ex(("127.0.0.1", request)) == 0, ()
    return False, ()


def read(request: Any, files: Mapping[str, Path]) -> Told:
    """Try to open the file with this name; return whether it could be opened."""
    del files
    with suppress(OSError), Path(request).open("rb"):
        return True, ()
    return False, ()


def touch(request: Any, files: Mapping[str, Path]) -> Told:
    """Try to signal the process with this number, at once or later, to slow it and to look into it."""
    del files
    done = []
    with suppress(OSError):
        os.kill(request, 0)
        done.append("signal")
    with suppress(OSError):
        fcntl.fcntl(0, fcntl.F_SETOWN, request)
        done.append("later signal")
    with suppress(OSError):
        os.sched_setscheduler(request, os.SCHED_OTHER, os.sched_param(0))
        done.append("priority")
    if ctypes.CDLL(None).ptrace(_PTRACE_SEIZE, request, None, None) == 0:
        done.append("memory")
    with suppress(OSError):
        Path(f"/proc/{request}/environ").read_bytes()
        done.append("variables")
    return done, ()


def start(request: Any, files: Mapping[str, Path]) -> Told:
    """Try to become the program with this name; return that it could not."""
    del files
    with suppress(OSError):
        os.execv(request, [request])  # noqa: S606  # the drill
    return False, ()


def copy(request: Any, files: Mapping[str, Path]) -> Told:
    """Try to start another process; return whether it was started."""
    del request, files
    with suppress(OSError):
        if not os.fork():
            os._exit(0)
        return True, ()
    return False, ()


def allocate(request: Any, files: Mapping[str, Path]) -> Told:
    """Take a number of bytes and return how many were had."""
    del files
    return len(bytearray(request)), ()


def spin(request: Any, files: Mapping[str, Path]) -> Told:
    """Use the processor for ever."""
    del request, files
    while True:
        pass


def wait(request: Any, files: Mapping[str, Path]) -> Told:
    """Do nothing for a number of seconds."""
    del files
    time.sleep(request)
    return None, ()


def write(request: Any, files: Mapping[str, Path]) -> Told:
    """Try to write into the file with this name; return how many bytes it holds then."""
    del files
    with Path(request).open("wb", buffering=0) as file:
        return file.write(b"stolen"), ()


def crash(request: Any, files: Mapping[str, Path]) -> Told:
    """Read where there is no memory."""
    del request, files
    ctypes.string_at(0)
    return None, ()


def stay(request: Any, files: Mapping[str, Path]) -> Told:
    """Leave the group, forget the parent, stop the clock; sleep for a number of seconds or tell what was done."""
    del files
    done = []
    with suppress(OSError):
        os.setsid()
        done.append("left")
    if ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, 0, 0, 0, 0) == 0:
        done.append("orphaned")
    with suppress(OSError):
        signal.setitimer(signal.ITIMER_REAL, 0)
        done.append("timeless")
    for number in (signal.SIGALRM, signal.SIGXCPU):
        signal.signal(number, signal.SIG_IGN)
    time.sleep(request)
    return done, ()


def linger(request: Any, files: Mapping[str, Path]) -> Told:
    """Answer with the own process number on whatever sockets are open, and stay for a number of seconds."""
    del files
    _write_everywhere({"value": os.getpid(), "blobs": 0})
    time.sleep(request)
    return None, ()


def many_values(request: Any, files: Mapping[str, Path]) -> Told:
    """Return a number of empty lists, which take more memory than they seem to."""
    del files
    return [[] for _ in range(request)], ()


def many_blobs(request: Any, files: Mapping[str, Path]) -> Told:
    """Announce a number of blobs on whatever sockets are open, as a task would that has been taken over."""
    del files
    _write_everywhere({"value": None, "blobs": request})
    return None, ()


def answer(request: Any, files: Mapping[str, Path]) -> Told:
    """Return a number of bytes."""
    del files
    return None, (bytes(request),)


def chatter(request: Any, files: Mapping[str, Path]) -> Told:
    """Print what could be taken for an answer; return the request and what the files hold."""
    print('{"value": "forged", "blobs": 0}', flush=True)  # noqa: T201  # the drill
    os.write(1, b"\0" * 64)
    os.write(2, b"noise")
    return request, tuple(path.read_bytes() for path in files.values())


def look_around(request: Any, files: Mapping[str, Path]) -> Told:
    """Return what can be seen: variables, open files, modules, process number, its parent's and the limit of both."""
    del request, files
    return {
        "variables": dict(os.environ),
        "open_files": sum(_is_open(number) for number in range(_MOST_NUMBERS)),
        "modules": sorted(sys.modules),
        "process": os.getpid(),
        "copied_from": os.getppid(),
        "processes": resource.getrlimit(resource.RLIMIT_NPROC)[0],
    }, ()


def remember(request: Any, files: Mapping[str, Path]) -> Told:
    """Keep the request in this module, as a task would that has been taken over; return what was kept before."""
    del files
    before = _REMEMBERED[:]
    _REMEMBERED.append(request)
    return before, ()


def learn(path: Path) -> None:
    """Keep what a file says: what all tasks may know."""
    _REMEMBERED[:] = [path.read_text(encoding="utf-8")]


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _write_everywhere(told: object) -> None:
    content = json.dumps(told).encode()
    for number in range(3, _MOST_NUMBERS):
        with suppress(OSError):
            os.write(number, struct.pack(">Q", len(content)) + content)
