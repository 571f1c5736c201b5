"""What hostile input could make a process do: run by `doctor` and by the tests, to see that the walls stand here.

Each takes a request and files as every task does; what it returns tells how far it came.
"""

from __future__ import annotations

import ctypes
import os
import resource
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Told = tuple[Any, tuple[bytes, ...]]


def connect(request: Any, files: Mapping[str, Path]) -> Told:
    """Try to reach a port of this machine, given as number; return whether it was reached."""
    del files
    with socket.socket() as caller:
        caller.settimeout(2)
        return caller.connect_ex(("127.0.0.1", request)) == 0, ()


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
    """Return what can be seen: variables, open files, modules, process number and the limit of processes."""
    del request, files
    return {
        "variables": dict(os.environ),
        "open_files": len(list(Path("/proc/self/fd").iterdir())),
        "modules": sorted(sys.modules),
        "process": os.getpid(),
        "processes": resource.getrlimit(resource.RLIMIT_NPROC)[0],
    }, ()
