"""How long a conversion takes and how much memory, step by step, beside its floor and a peer.

The floor (`bench.bare_chain`) is the work no conversion can do without, on the same files with nothing kept. The peer
is OCRmyPDF without OCR and pyHanko's command line, one after the other. Each role works in a process of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import Any

# First: it sets Django up, which everything below needs.
from fixtures.database import make_authority, make_official  # isort: skip

import img2pdf
from django.conf import settings
from PIL import Image

from bench.installation import running_installation
from bench.rows import Row
from listina.conversions.pages import MOST_BYTES
from listina.trust.demo_making import DemoOfficial, make
from listina.trust.signers import SoftwareKey

ROUNDS = {1: 5, 10: 5, 100: 3, 500: 1}
"""How often each number of pages is converted, after one conversion that warms up."""
PIN = "1234"
PEER = "ocrmypdf + pyhanko"
TO_SIGNED_FILE = ("reserve", "compose", "prepare", "sign", "token", "embed")
ROOT = Path(__file__).parents[2]
PEERS = ROOT / "var" / "peers" / "bin"
"""Where the peers may be installed beside the PATH: `python -m venv var/peers`, then ocrmypdf and pyhanko-cli."""


def measure() -> list[Row]:
    """Return rows for 1, 10, 100 and 500 pages."""
    with tempfile.TemporaryDirectory(prefix="listina-bench-") as name, running_installation():
        bench = _Bench(Path(name))
        return [row for count in ROUNDS for row in bench.rows(count)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Steps:
    """The steps of one role: the median of their seconds, the most of their memory."""

    seconds: dict[str, float]
    peak_kilobytes: dict[str, int]

    @classmethod
    def of(cls, runs: Sequence[Sequence[dict[str, Any]]]) -> _Steps:
        names = [step["name"] for step in runs[0]]
        return cls(
            seconds={
                name: statistics.median(step["seconds"] for run in runs for step in run if step["name"] == name)
                for name in names
            },
            peak_kilobytes={
                name: max(step["peak_kilobytes"] for run in runs for step in run if step["name"] == name)
                for name in names
            },
        )


def _lighter(content: bytes) -> bytes:
    """Return the scan once more, half as long."""
    buffer = BytesIO()
    with Image.open(BytesIO(content)) as picture:
        picture.save(buffer, "JPEG", quality=50, dpi=picture.info["dpi"])
    return buffer.getvalue()


class _Bench:
    """An official with a key, and distinct scans."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        official = DemoOfficial(username="novakova", name="Jana Nováková")
        pki = make(settings.ENVIRONMENT.pki_folder, officials=[official], pin=PIN)
        self._key = pki.official_path(official.username)
        actor = make_official(
            make_authority(is_demo=True).authority_id,
            certificate=SoftwareKey.from_pkcs12(self._key, PIN).certificate,
            key_location="pkcs12:novakova.p12",
        )
        self._plan = {"user_id": actor.user_id, "key": str(self._key), "pin": PIN, "folder": str(folder)}
        self._models = [path.read_bytes() for path in sorted((ROOT / "demo" / "scans").glob("decision-page-*.jpg"))]
        self._light = [_lighter(content) for content in self._models]

    def rows(self, page_count: int) -> list[Row]:
        """Measure one size."""
        case = f"{page_count} page{'s' if page_count > 1 else ''}"
        # As many of the usual size would be more than a conversion may have.
        light = page_count * max(map(len, self._models)) > MOST_BYTES
        scans = [self._distinct(number, light=light) for number in range(page_count)]
        warming = self._role("attach", scans=scans[:1], count=1)["cases"]
        attached = self._role("attach", scans=scans, count=ROUNDS[page_count])
        cases = [*warming, *attached["cases"]]
        steps = [attached["runs"], *(self._role(role, cases=cases)["runs"][1:] for role in ("official", "machine"))]
        floor = self._role("floor", scans=scans, count=ROUNDS[page_count] + 1)["runs"][1:]
        return _rows(case, [_Steps.of(runs) for runs in steps], _Steps.of(floor), self._peer(scans))

    def _role(self, role: str, **plan: object) -> dict[str, Any]:
        """Run one role in a fresh process."""
        readable = {
            name: [str(item) for item in value] if isinstance(value, list) else value for name, value in plan.items()
        }
        ran = subprocess.run(
            [sys.executable, "-m", "bench.convert_process", role],
            input=json.dumps({**self._plan, **readable}),
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        answer: dict[str, Any] = json.loads(ran.stdout)
        return answer

    def _distinct(self, number: int, *, light: bool) -> Path:
        """Return a scan that equals no other: a comment segment of JPEG tells them apart."""
        path = self._folder / f"{number}.jpg"
        content = (self._light if light else self._models)[number % len(self._models)]
        comment = f"page {number}".encode()
        path.write_bytes(content[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + content[2:])
        return path

    def _peer(self, scans: Sequence[Path]) -> float | None:
        """Have the peers make a signed PDF/A of the same pages; None if they are not on this machine."""
        search = os.pathsep.join([str(PEERS), os.environ.get("PATH", "")])
        converter, signer = (shutil.which(name, path=search) for name in ("ocrmypdf", "pyhanko"))
        if converter is None or signer is None or len(scans) > max(count for count in ROUNDS if ROUNDS[count] > 1):
            return None
        images, archived, signed = (self._folder / name for name in ("peer.pdf", "archived.pdf", "peer-signed.pdf"))
        with images.open("wb") as target:
            img2pdf.convert(*map(str, scans), outputstream=target)
        pin = self._folder / "pin"
        pin.write_text(PIN)
        commands: tuple[list[str | Path], ...] = (
            [
                converter,
                "--tesseract-timeout",
                "0",
                "--optimize",
                "0",
                "--output-type",
                "pdfa-2",
                "-q",
                images,
                archived,
            ],
            [signer, "sign", "addsig", "--field", "Podpis", "pkcs12", "--passfile", pin, archived, signed, self._key],
        )

        def work() -> None:
            for command in commands:
                subprocess.run(command, env={**os.environ, "PATH": search}, check=True, capture_output=True)

        return _seconds(work)


def _rows(case: str, roles: Sequence[_Steps], floor: _Steps, peer: float | None) -> list[Row]:
    seconds = {name: value for role in roles for name, value in role.seconds.items()}
    peaks = {name: value for role in roles for name, value in role.peak_kilobytes.items()}
    bare, bare_peak = floor.seconds["floor"], floor.peak_kilobytes["floor"] / 1024
    whole = Row(
        case=case,
        measure="from attached pages to signed file",
        unit="s",
        value=sum(seconds[name] for name in TO_SIGNED_FILE),
        floor=bare,
        peer=PEER if peer else f"{PEER}: not on this machine or not asked",
        peer_value=peer,
    )
    memory = Row(
        case=case,
        measure="most memory after attaching",
        unit="MB",
        value=max(peak for name, peak in peaks.items() if name != "attach and assess") / 1024,
        floor=bare_peak,
    )
    steps = [Row(case=case, measure=name, unit="s", value=value) for name, value in seconds.items()]
    peak_rows = [
        Row(case=case, measure=f"{name}: memory", unit="MB", value=value / 1024) for name, value in peaks.items()
    ]
    return [whole, memory, *steps, *peak_rows]


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
