"""The order of the demo: make, start, convert both ways, verify, tell; and stop everything on any way out."""

from __future__ import annotations

import json
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import httpx

from listina.database.errors import FolderInUseError
from listina.database.roles import DatabaseRole
from listina.site.cli.exits import Exit
from listina.site.demo import official, to_paper
from listina.site.demo.browser import Browser
from listina.site.demo.errors import DemoFailedError
from listina.site.demo.installation import OFFICIALS, Installation
from listina.site.demo.official import Converted
from listina.site.demo.stranger import look_up
from listina.site.demo.summary import summary_text
from listina.site.demo.to_paper import Printed
from listina.site.demo.voice import Voice
from listina.site.supervision import Child, Family, Interrupted, family
from listina.trust.demo_pki import DemoPki
from listina.trust.demo_sender import DemoSender

_START_SECONDS = 60.0
_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What the demo's sender sent.

    Attributes:
        document: the signed PDF.
        message: the data message that brings it.
    """

    document: Path
    message: Path

    @property
    def sha256(self) -> str:
        """Digest of the document."""
        return sha256(self.document.read_bytes()).hexdigest()


class Show:
    """One run of the demo."""

    def __init__(self, *, root: Path, port: int, voice: Voice) -> None:
        self._scans = sorted((root / "demo" / "scans").glob("decision-page-*.jpg"))
        self._opinion = root / "demo" / "documents" / "opinion.pdf"
        self._installation = Installation(folder=root / "var" / "demo", port=port)
        self._voice = voice

    def run(self, *, once: bool, reset: bool) -> int:
        """Run it; returns 0 when everything worked.

        Args:
            once: stop after the conversions instead of serving on.
            reset: forget earlier data first.

        Raises:
            DemoFailedError: with what to do.
        """
        self._require_what_it_needs()
        if reset:
            with self._voice.step("reset", "forgetting the earlier demo"), _not_while_running():
                self._installation.erase()
        with self._running() as (members, pki):
            received = self._receive(pki)
            converted, printed = self._convert(pki, received)
            self._verify(pki, received, converted, printed)
            self._tell(converted, printed, once=once)
            if not once:
                self._serve_on(members)
        return Exit.DONE

    def _require_what_it_needs(self) -> None:
        if not self._scans or not self._opinion.is_file():
            message = "demo/scans/decision-page-*.jpg or demo/documents/opinion.pdf are missing"
            raise DemoFailedError(message, advice="get the whole project again")
        port = self._installation.port
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except (OSError, OverflowError) as error:
                message = f"the port {port} cannot be used: {error}"
                advice = "stop the program that uses it (perhaps another demo), or choose one: bin/demo --port 8543"
                raise DemoFailedError(message, advice=advice, exit_code=Exit.TRY_LATER) from error

    @contextmanager
    def _running(self) -> Iterator[tuple[Family, DemoPki]]:
        """Have database, server and worker running; stop them on the way out, the database last."""
        installation, voice = self._installation, self._voice
        installation.make_folders()
        try:
            with voice.step("database", "starting the database"), _not_while_running():
                installation.postgres.start()
            with voice.step("certificates", "making the demo certificates"):
                pki = installation.make_pki()
            installation.write_settings()
            with voice.step("schema", "bringing the tables to this version"):
                self._command("migrate", role=DatabaseRole.OWNER)
            with family() as members:
                with voice.step("server", "starting server and worker"):
                    self._start_server(members)
                with voice.step("people", "registering a test authority and its officials"):
                    people = [sys.executable, "-m", "listina.site.demo.people", str(installation.secrets_file)]
                    self._run(people, DatabaseRole.APP)
                with voice.step("answer", "waiting for the server's first answer"):
                    self._wait_for_answer(members, pki)
                yield members, pki
                with voice.step("stop", "stopping server and worker"):
                    members.stop()
        finally:
            installation.postgres.stop()

    def _start_server(self, members: Family) -> None:
        environment = self._installation.process_environment()
        for name, command in (("worker", "worker"), ("server", "serve")):
            log = self._installation.logs / f"{name}.log"
            program = (sys.executable, "-m", "listina.site.cli", command)
            members.start(Child(name=name, command=program, environment=environment, log=log))

    def _wait_for_answer(self, members: Family, pki: DemoPki) -> None:
        deadline = time.monotonic() + _START_SECONDS
        with Browser(self._installation.base_url, pki.root_path) as browser:
            while time.monotonic() < deadline:
                self._require_alive(members)
                try:
                    browser.json("/health/")
                except httpx.TransportError:
                    time.sleep(_POLL_SECONDS)
                else:
                    return
        message = f"the server did not answer within {_START_SECONDS:.0f} s"
        raise DemoFailedError(message, advice=f"see {self._installation.logs / 'server.log'}")

    def _require_alive(self, members: Family) -> None:
        gone = members.ended()
        if gone is None:
            return
        child, status = gone
        lines = child.log.read_text(errors="replace").splitlines() if child.log else []
        message = f"the {child.name} ended with status {status}: {lines[-1] if lines else 'it said nothing'}"
        raise DemoFailedError(message, advice=f"see {child.log}")

    def _receive(self, pki: DemoPki) -> Received:
        """Have a document signed and sent by another authority, and ask on the command line what it is worth."""
        installation = self._installation
        received = Received(document=installation.inputs / "opinion.pdf", message=installation.inputs / "message.zfo")
        sender = DemoSender(pki=pki, pin=installation.secrets["pki_pin"])
        with self._voice.step("send", "another authority signs a document and sends it by data message"):
            sender.sign(self._opinion, received.document)
            sender.send(
                received.document, received.message, name="Závazné stanovisko.pdf", subject="Závazné stanovisko"
            )
        with self._voice.step("validate", "listina validate"):
            report = self._command("validate", str(received.document), "--message", str(received.message))
            installation.report.write_text(report, encoding="utf-8")
        return received

    def _convert(self, pki: DemoPki, received: Received) -> tuple[Converted, Printed]:
        installation, person, voice = self._installation, OFFICIALS[0], self._voice
        with Browser(installation.base_url, pki.root_path) as browser:
            voice.say("")
            voice.say(f"From paper to a signed file, through {installation.base_url}:")
            official.sign_in(browser, username=person.username, password=installation.password(person), voice=voice)
            converted = official.convert(
                browser, self._scans, pin=installation.secrets["pin"], folder=installation.outputs, voice=voice
            )
            voice.say("")
            voice.say("From a data message to paper:")
            return converted, to_paper.convert(browser, received.message, folder=installation.outputs, voice=voice)

    def _verify(self, pki: DemoPki, received: Received, converted: Converted, printed: Printed) -> None:
        with self._voice.step("verify", "listina verify"):
            self._command("verify", str(converted.file))
            self._command("verify", str(printed.file))
        with (
            self._voice.step("look_up", "a stranger looks both clauses up"),
            Browser(self._installation.base_url, pki.root_path) as browser,
        ):
            look_up(browser, number=converted.number, check_code=converted.check_code, sha256=converted.sha256)
            look_up(browser, number=printed.number, check_code=printed.check_code, sha256=received.sha256)

    def _tell(self, converted: Converted, printed: Printed, *, once: bool) -> None:
        installation = self._installation
        content = {
            "number": converted.number,
            "check_code": converted.check_code,
            "guid": converted.guid,
            "output": str(converted.file),
            "sha256": converted.sha256,
            "to_paper": {
                "number": printed.number,
                "check_code": printed.check_code,
                "print_file": str(printed.file),
                "sha256": printed.sha256,
                "protocol": str(printed.protocol),
                "report": str(installation.report),
            },
            "seconds": self._voice.seconds,
            "base_url": installation.base_url,
        }
        installation.summary.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        told = summary_text(installation, converted, printed, self._voice.seconds, serving=not once)
        print(told, flush=True)  # noqa: T201  # the demo speaks

    def _serve_on(self, members: Family) -> None:
        """Go on until a signal comes, which is the ordinary end."""
        try:
            while True:
                self._require_alive(members)
                time.sleep(_POLL_SECONDS * 5)
        except Interrupted:
            self._voice.say("")

    def _command(self, *arguments: str, role: DatabaseRole = DatabaseRole.APP) -> str:
        """Run a command of `listina` with the demo's settings; returns what it printed."""
        return self._run([sys.executable, "-m", "listina.site.cli", *arguments], role)

    def _run(self, command: list[str], role: DatabaseRole) -> str:
        done = subprocess.run(  # noqa: S603  # fixed argument lists of ours, no shell
            command,
            env=self._installation.process_environment(role),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            told = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
            message = f"{shlex.join(command[2:])} ended with {done.returncode}:\n{told}"
            raise DemoFailedError(message)
        return done.stdout


@contextmanager
def _not_while_running() -> Iterator[None]:
    try:
        yield
    except FolderInUseError as error:
        message = "a demo of this folder is running"
        raise DemoFailedError(
            message, advice="use it, or stop it with Ctrl-C first", exit_code=Exit.TRY_LATER
        ) from error
