"""Giving power away, by the kernel's own means: namespaces, Landlock, seccomp. Nothing of it can be taken back.

Each function returns whether the wall stands. None needs root, and where a container refuses one the others still work.

Source: unshare(2), landlock(7), seccomp(2), prctl(2); linux/landlock.h, linux/filter.h, asm/unistd.h.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)

_CLONE_NEWIPC, _CLONE_NEWUSER, _CLONE_NEWNET, _CLONE_THREAD = 0x08000000, 0x10000000, 0x40000000, 0x00010000
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_SIGKILL = 9

# The numbers of Landlock's calls are the same on all machines.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_RULE_PATH_BENEATH = 1
_READ_FILE, _READ_DIRECTORY = 1 << 2, 1 << 3
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
_ALL_FILE_RIGHTS = (1 << 16) - 1
_TCP_RIGHTS, _TCP_SINCE = 3, 4
_SCOPES, _SCOPES_SINCE = 3, 6  # abstract sockets and signals of others
_SYSTEM_FOLDERS = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share/zoneinfo", "/usr/share/fonts")

_ERRNO, _ALLOW, _KILL = 0x00050000, 0x7FFF0000, 0x80000000
_EPERM, _ENOSYS = 1, 38
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _MACHINE_AT, _FIRST_ARGUMENT_AT, _SECOND_ARGUMENT_AT = 0, 4, 16, 24
_MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_FIRST_X32_NUMBER = 0x40000000
# Number of the call on (x86_64, aarch64); None where there is no such call.
_REFUSED: dict[str, tuple[int | None, int | None]] = {
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    "sendmsg": (46, 211),
    "sendmmsg": (307, 269),
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    # Whoever is to be ended must not leave its group, outlive its parent or stop its clock.
    "setsid": (112, 157),
    "setpgid": (109, 154),
    "prctl": (157, 167),
    "setitimer": (38, 103),
    "alarm": (37, None),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "kcmp": (312, 272),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "setns": (308, 268),
    "unshare": (272, 97),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "personality": (135, 92),
    "setpriority": (141, 140),
    "sched_setaffinity": (203, 122),
    "sched_setscheduler": (144, 119),
    "sched_setparam": (142, 118),
    "sched_setattr": (314, 274),
    "ioprio_set": (251, 30),
}
_CLONE, _CLONE3, _PRLIMIT = {"x86_64": 56, "aarch64": 220}, 435, {"x86_64": 302, "aarch64": 261}
# F_SETOWN, F_SETSIG, F_SETOWN_EX and FIOSETOWN, SIOCSPGRP: whom the kernel is to signal when something comes.
_REFUSED_COMMANDS: tuple[tuple[dict[str, int], tuple[int, ...]], ...] = (
    ({"x86_64": 72, "aarch64": 25}, (8, 10, 15)),
    ({"x86_64": 16, "aarch64": 29}, (0x8901, 0x8902)),
)
_NOBODY = 65534


def leave_network() -> bool:
    """Move into a user, network and IPC namespace of one's own; whoever is root gains nothing by it outside."""
    return bool(_libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC) == 0)


def shun_others() -> None:
    """Let nobody of the same user look into this process, and let it be the first to go when memory is short."""
    with suppress(OSError):  # a wish, no wall
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    _libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def become_nobody() -> None:
    """Stop being root where no namespace took root's power away; where that is not permitted, root has little."""
    if os.geteuid() != 0:
        return
    with suppress(OSError):
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)


def gain_nothing() -> None:
    """Gain no rights by any program; the kernel asks for it before it lets an ordinary process build walls."""
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def end_with_parent() -> None:
    """Let the kernel kill this process when the one it was copied from ends; a change of user forgets it."""
    _libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)


def close_files() -> bool:
    """Open no files from now on but those of the interpreter and its libraries; needs `gain_nothing` before.

    What is open stays open; files in memory that were handed over can be opened anew by `/proc/self/fd`.
    """
    version = _libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    fields = [_FILE_RIGHTS.get(version, _ALL_FILE_RIGHTS)]
    if version >= _TCP_SINCE:
        fields.append(_TCP_RIGHTS)
    if version >= _SCOPES_SINCE:
        fields.append(_SCOPES)
    rights = struct.pack(f"={len(fields)}Q", *fields)
    rules = _libc.syscall(_CREATE_RULESET, rights, ctypes.c_size_t(len(rights)), 0)
    if rules < 0:
        return False
    try:
        for folder in _code_folders():
            _allow_reading(rules, folder)
        return bool(_libc.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def close_calls() -> bool:
    """Have the kernel refuse what no task needs; needs `gain_nothing` before."""
    machine = platform.machine()
    if machine not in _MACHINES or sys.maxsize < 1 << 32:
        return False
    program = b"".join(struct.pack("=HBBI", *each) for each in _filter(machine))
    held = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: the number of instructions, and where they are.
    described = struct.pack("@HP", len(program) // 8, ctypes.addressof(held))
    return bool(_libc.prctl(_PR_SET_SECCOMP, 2, described, 0, 0) == 0)


def _code_folders() -> Iterator[str]:
    return (folder for folder in dict.fromkeys((*sys.path, *_SYSTEM_FOLDERS)) if folder and Path(folder).is_dir())


def _allow_reading(rules: int, folder: str) -> None:
    held = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        _libc.syscall(_ADD_RULE, rules, _RULE_PATH_BENEATH, struct.pack("=Qi", _READ_FILE | _READ_DIRECTORY, held), 0)
    finally:
        os.close(held)


def _filter(machine: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield (code, jump if true, jump if false, operand) of a classic BPF program."""
    yield (_LOAD, 0, 0, _MACHINE_AT)
    yield (_EQUAL, 1, 0, _MACHINES[machine])
    yield (_RETURN, 0, 0, _KILL)
    yield (_LOAD, 0, 0, _NUMBER_AT)
    if machine == "x86_64":
        yield from _refuse(_FIRST_X32_NUMBER, _EPERM, test=_AT_LEAST)
    for numbers in _REFUSED.values():
        number = numbers[0 if machine == "x86_64" else 1]
        if number is not None:
            yield from _refuse(number, _EPERM)
    # Its flags lie in memory, where a filter cannot look; the C library then uses `clone`.
    yield from _refuse(_CLONE3, _ENOSYS)
    yield (_EQUAL, 0, 4, _CLONE[machine])
    yield (_LOAD, 0, 0, _FIRST_ARGUMENT_AT)
    yield (_ANY_BIT, 1, 0, _CLONE_THREAD)
    yield (_RETURN, 0, 0, _ERRNO | _EPERM)
    yield (_RETURN, 0, 0, _ALLOW)
    for numbers_of_call, commands in _REFUSED_COMMANDS:
        yield (_EQUAL, 0, 2 + 2 * len(commands), numbers_of_call[machine])
        yield (_LOAD, 0, 0, _SECOND_ARGUMENT_AT)
        for command in commands:
            yield from _refuse(command, _EPERM)
        yield (_RETURN, 0, 0, _ALLOW)
    # Its own limits only, which can but shrink.
    yield (_EQUAL, 0, 3, _PRLIMIT[machine])
    yield (_LOAD, 0, 0, _FIRST_ARGUMENT_AT)
    yield (_EQUAL, 1, 0, 0)
    yield (_RETURN, 0, 0, _ERRNO | _EPERM)
    yield (_RETURN, 0, 0, _ALLOW)


def _refuse(number: int, error: int, *, test: int = _EQUAL) -> Iterator[tuple[int, int, int, int]]:
    yield (test, 0, 1, number)
    yield (_RETURN, 0, 0, _ERRNO | error)
