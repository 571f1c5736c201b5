"""How long the validation of signed PDFs takes: our engine, the same in a confined process, bare pyHanko, `pdfsig`.

One and five signatures (RSA-2048, each with a timestamp) in files of 1 and 10 MB. Warm is within a process that has
validated before; cold is a new process from its start to its end. Bare pyHanko gets the same anchors and revocation
lists, validates every signature with `validate_pdf_signature` and makes no report. `pdfsig` knows no timestamps and
looks for no changes between signatures. The least of several times counts, for the machine does other things as well.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from random import Random
from shutil import which
from time import perf_counter

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

from bench.rows import Row
from bench.sign import OwnTimeStamper
from bench.validate_process import WAYS, Subject, bare_pyhanko, confined, in_process
from listina.trust.demo_making import DemoOfficial, make
from listina.trust.demo_pki import DemoPki

PIN = "1234"
UNIT = "ms"
PYHANKO, PDFSIG = "bare pyHanko", "pdfsig"
_SIGNATURES = (1, 5)
_MEGABYTES = (1, 10)
_SECONDS = 6.0
_COLD_ROUNDS = 3
_OFFICIAL = DemoOfficial(username="bench", name="Měření")


def measure() -> list[Row]:
    """Return rows for each file, cold and warm."""
    with tempfile.TemporaryDirectory(prefix="listina-bench-") as name:
        folder = Path(name)
        pki = make(folder / "pki", officials=(_OFFICIAL,), pin=PIN)
        return [
            row
            for size in _MEGABYTES
            for signatures in _SIGNATURES
            for row in _rows(Subject(file=_signed(folder, pki, size, signatures), pki=pki.folder), size, signatures)
        ]


def _rows(subject: Subject, size: int, signatures: int) -> Iterator[Row]:
    case = f"{signatures} signature{'s' if signatures > 1 else ''}, {size} MB"
    with confined(subject) as through_pool:
        warm = _least_of({"in": in_process(subject), "pool": through_pool, "peer": bare_pyhanko(subject)})
    cold = {way: _cold([sys.executable, "-m", "bench.validate_process", way, *subject.arguments]) for way in WAYS}
    for measure, value in (("warm, in process", warm["in"]), ("warm, confined", warm["pool"])):
        yield Row(case=case, measure=measure, unit=UNIT, value=value, peer=PYHANKO, peer_value=warm["peer"])
    for measure, way in (("cold, in process", "in-process"), ("cold, confined", "confined")):
        yield Row(case=case, measure=measure, unit=UNIT, value=cold[way], peer=PYHANKO, peer_value=cold["pyhanko"])
    if which(PDFSIG):
        peer = _cold([PDFSIG, "-nssdir", str(subject.file.parent), str(subject.file)])
        yield Row(case=case, measure="cold, confined", unit=UNIT, value=cold["confined"], peer=PDFSIG, peer_value=peer)


def _least_of(acts: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the least milliseconds of each act; they take turns, so that all meet the same machine."""
    least = dict.fromkeys(acts, float("inf"))
    until = perf_counter() + _SECONDS
    for number in count():
        for name, act in acts.items():
            started = perf_counter()
            act()
            if number:
                least[name] = min(least[name], (perf_counter() - started) * 1000)
        if number and perf_counter() > until:
            return least
    raise AssertionError


def _cold(command: list[str]) -> float:
    times = []
    for _ in range(_COLD_ROUNDS):
        started = perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # ours
        times.append((perf_counter() - started) * 1000)
    return min(times)


def _signed(folder: Path, pki: DemoPki, megabytes: int, signatures: int) -> Path:
    """Return a file of about this size, signed so many times by pyHanko: ours signs a file once."""
    signer = signers.SimpleSigner.load_pkcs12(pki.official_path(_OFFICIAL.username), passphrase=PIN.encode())
    stamper = OwnTimeStamper(pki.timestamp_authority(PIN))
    path = folder / f"{megabytes}-{signatures}.pdf"
    _page_of(path, megabytes)
    for number in range(1, signatures + 1):
        metadata = signers.PdfSignatureMetadata(
            field_name=f"Podpis{number}", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        )
        with path.open("rb+") as file:
            signers.sign_pdf(
                IncrementalPdfFileWriter(file), metadata, signer=signer, timestamper=stamper, in_place=True
            )
    return path


def _page_of(path: Path, megabytes: int) -> None:
    """Write pages with pictures that do not compress, one megabyte each."""
    noise = Random(1)  # noqa: S311  # a picture
    with pikepdf.new() as pdf:
        for _ in range(megabytes):
            picture = pdf.make_stream(noise.randbytes(1_000_000))
            picture.Type, picture.Subtype, picture.ColorSpace = (
                pikepdf.Name.XObject,
                pikepdf.Name.Image,
                pikepdf.Name.DeviceGray,
            )
            picture.Width, picture.Height, picture.BitsPerComponent = 1000, 1000, 8
            page = pdf.add_blank_page(page_size=(595, 842))
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture))
            page.contents_add(pdf.make_stream(b"q 500 0 0 500 40 40 cm /I Do Q"))
        pdf.save(path)
