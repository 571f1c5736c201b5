"""Damaged and hostile files end in pages or in a typed refusal, within time and memory; nothing else ever happens."""

from __future__ import annotations

import io
import json
import os
import secrets
import struct
import subprocess
import sys
import zlib
from collections import Counter
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from fixtures.scanned_files import ScannedPdf, small_scans, tiff_of
from fixtures.scans import encoded, written_page
from listina.documents.errors import UnreadablePageError
from listina.documents.formats import open_picture

SEED = int(os.environ.get("MUTATION_SEED", secrets.randbelow(1 << 32)))
MUTATIONS = 60
SLOWEST_SECONDS = 5.0
SMALL = (400, 560)


def _saved(form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    written_page(1, size=SMALL).save(buffer, form, **options)
    return buffer.getvalue()


FILES = {
    "baseline.jpg": lambda: small_scans(1)[0],
    "progressive.jpg": lambda: _saved("JPEG", progressive=True, dpi=(200, 200)),
    "page.png": lambda: _saved("PNG", dpi=(200, 200)),
    "page.webp": lambda: _saved("WEBP", lossless=True),
    "lzw.tif": lambda: tiff_of([written_page(1, size=SMALL), written_page(2, size=SMALL)]),
    "g4.tif": lambda: tiff_of([written_page(1, size=SMALL).convert("1")], compression="group4"),
    "scans.pdf": lambda: ScannedPdf(small_scans(2)).written(),
}


def judge(file: Path, *, count: int) -> list[tuple[str, float]]:
    plan = json.dumps({"file": str(file), "seed": SEED, "count": count})
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "documents.mutated_page"],
        input=plan,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ran.returncode == 0, f"MUTATION_SEED={SEED} {file.name}\n{ran.stdout[-500:]}{ran.stderr[-3000:]}"
    return [tuple(json.loads(line)) for line in ran.stdout.splitlines()]


@pytest.mark.parametrize("name", FILES)
def test_every_mutation_ends_in_pages_or_a_refusal(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(FILES[name]())
    (original, _), *outcomes = judge(file, count=MUTATIONS)
    assert original == "pages"
    assert len(outcomes) == MUTATIONS
    kinds = Counter(outcome for outcome, _ in outcomes)
    assert kinds.keys() != {"pages"}, f"MUTATION_SEED={SEED}: the mutations changed nothing"
    assert max(seconds for _, seconds in outcomes) < SLOWEST_SECONDS, f"MUTATION_SEED={SEED}"


def _png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = zlib.compress(bytes(1 + width // 8) * 2000, 9)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", row) + chunk(b"IEND", b"")


def _bomb_tiff() -> bytes:
    buffer = io.BytesIO()
    Image.new("1", (60_000, 60_000)).save(buffer, "TIFF", compression="group4", dpi=(600, 600))
    return buffer.getvalue()


def _bomb_pdf() -> bytes:
    pdf = ScannedPdf([])
    squeezed = zlib.compress(bytes(50_000_000), 9)
    image = pdf.image(
        squeezed, (60_000, 60_000), ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
        Filter=pikepdf.Name.FlateDecode,
    )  # fmt: skip
    pdf.add_page(image, (595.0, 842.0))
    return pdf.written()


@pytest.mark.parametrize("bomb", ["png", "tiff", "pdf"])
def test_a_picture_of_60000_by_60000_is_refused_before_it_is_unpacked(bomb: str, tmp_path: Path) -> None:
    content = {"png": lambda: _png_header(60_000, 60_000), "tiff": _bomb_tiff, "pdf": _bomb_pdf}[bomb]()
    file = tmp_path / bomb
    file.write_bytes(content)
    ((outcome, seconds),) = judge(file, count=0)
    assert outcome == "documents.too_many_pixels"
    assert seconds < 1


@pytest.mark.parametrize("damage", ["removed", "ended_early", "overwritten"])
def test_a_jpeg_damaged_in_the_middle_is_refused(damage: str) -> None:
    scan = encoded(written_page(1, size=(1654, 2339)), dpi=200)
    middle = len(scan) // 2
    broken = {
        "removed": scan[:middle] + scan[middle + 997 :],
        "ended_early": scan[:middle] + b"\xff\xd9",
        "overwritten": scan[:middle] + b"\xff\xff\xff\x01" * 8 + scan[middle + 32 :],
    }[damage]
    assert open_picture(scan).image.size == (1654, 2339)
    with pytest.raises(UnreadablePageError):
        open_picture(broken)


def test_every_real_scan_of_the_demo_is_whole() -> None:
    scans = sorted((Path(__file__).parents[2] / "demo" / "scans").glob("*.jpg"))
    assert scans
    for scan in scans:
        assert open_picture(scan.read_bytes()).format == "JPEG"
