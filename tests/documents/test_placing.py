"""Every kind of scan that is accepted gets into the output, looks as it did and stands as it should."""

from __future__ import annotations

import struct
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageCms

from fixtures.scans import encoded, written_page
from listina.documents import archive
from listina.documents.assessment import assess
from listina.documents.clause import typeset
from listina.documents.image_coding import coded
from listina.law.clause import Standing
from listina.law.wording import ClauseSheet

SIZE = (414, 585)
INFO = archive.ArchiveInfo(
    title="Zkouška", authority_name="Obec Lhota", created_at=datetime(2026, 3, 12, tzinfo=UTC), number=None
)


@pytest.fixture(scope="module")
def clause() -> bytes:
    sheet = ClauseSheet(
        title="Doložka",
        subtitle="",
        statement="",
        rows=(),
        paragraphs=(),
        disclaimer="",
        verification="",
        watermark="ZKOUŠKA",
    )
    return typeset(sheet, number=None, verification_url=None, standing=Standing.DEMO)


def output_of(content: bytes, clause: bytes, folder: Path) -> Path:
    """Return an approved output of one page; that it is PDF/A-2b, `compose` has judged."""
    scan = folder / "scan"
    scan.write_bytes(content)
    placed = archive.PlacedPage(path=scan, assessment=assess(content, day=date(2026, 3, 12)), rotation=0)
    page_set = archive.place_pages([placed], folder / "pages.pdf", coded)
    return archive.compose(page_set, clause, INFO, folder / "output.pdf").path


def drawn(pdf: Path) -> np.ndarray[Any, np.dtype[np.int16]]:
    """Return the pixels of the first page as another program extracts them, as RGB."""
    subprocess.run(["pdfimages", "-png", "-l", "1", pdf, pdf.with_name("drawn")], check=True)
    with Image.open(pdf.with_name("drawn-000.png")) as image:
        return np.asarray(image.convert("RGB"), dtype=np.int16)


PAGE = written_page(7, size=SIZE)
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
KINDS: dict[str, tuple[Image.Image, str, dict[str, Any]]] = {
    "JPEG": (PAGE, "JPEG", {}),
    "progressive JPEG": (PAGE, "JPEG", {"progressive": True}),
    "JPEG with a colour profile": (PAGE, "JPEG", {"icc_profile": PROFILE}),
    "grey JPEG": (PAGE.convert("L"), "JPEG", {}),
    "PNG": (PAGE, "PNG", {}),
    "PNG with a colour profile": (PAGE, "PNG", {"icc_profile": PROFILE}),
    "palette PNG": (PAGE.quantize(16), "PNG", {}),
    "PNG with alpha": (PAGE.convert("RGBA"), "PNG", {}),
    "grey PNG with alpha": (PAGE.convert("LA"), "PNG", {}),
    "bilevel PNG": (PAGE.convert("1"), "PNG", {}),
    "plain TIFF": (PAGE, "TIFF", {}),
    "LZW TIFF": (PAGE, "TIFF", {"compression": "tiff_lzw"}),
    "JPEG TIFF": (PAGE, "TIFF", {"compression": "jpeg"}),
    "G4 TIFF": (PAGE.convert("1"), "TIFF", {"compression": "group4"}),
    "palette TIFF": (PAGE.quantize(16), "TIFF", {}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_picture_is_the_same_in_the_output(clause: bytes, tmp_path: Path, kind: str) -> None:
    image, format_name, options = KINDS[kind]
    content = encoded(image, format_name, **options)
    output = output_of(content, clause, tmp_path)

    with Image.open(tmp_path / "scan") as scan:
        expected = np.asarray(scan.convert("RGB"), dtype=np.int16)
    # Two JPEG decoders may differ by rounding; everything else is exact.
    assert abs(drawn(output) - expected).max() <= (3 if "JPEG" in kind else 0)


def test_grey_of_16_bits_keeps_them_all(clause: bytes, tmp_path: Path) -> None:
    levels = np.asarray(PAGE.convert("L"), dtype=np.uint16) * 257 + 1
    for format_name in ("PNG", "TIFF"):
        output = output_of(encoded(Image.fromarray(levels), format_name), clause, tmp_path)
        with pikepdf.open(output) as pdf:
            image = pdf.pages[0].obj.Resources.XObject.Im0
            assert int(image.BitsPerComponent) == 16
            assert image.read_bytes() == levels.astype(">u2").tobytes()


def test_colours_of_16_bits_in_a_tiff_keep_the_upper_eight(clause: bytes, tmp_path: Path) -> None:
    levels = np.asarray(PAGE, dtype=np.uint16)
    deep = _deep_tiff(levels * 256 + 7)
    output = output_of(deep, clause, tmp_path)

    assert (drawn(output) == levels).all()
    said = {finding.code for finding in assess(deep, day=date(2026, 11, 24)).findings}
    assert "sixteen_bit_reduced" in said
    assert "sixteen_bit" not in said


@pytest.mark.parametrize(("orientation", "turn"), [(1, 0), (3, 180), (6, 90), (8, 270)])
def test_the_turn_a_file_asks_for_becomes_that_of_the_page(
    clause: bytes, tmp_path: Path, orientation: int, turn: int
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    output = output_of(encoded(PAGE, exif=exif), clause, tmp_path)

    with pikepdf.open(output) as pdf:
        assert int(pdf.pages[0].obj.get("/Rotate", 0)) == turn
        image = next(iter(pdf.pages[0].obj.Resources.XObject.values()))
        assert image.read_raw_bytes() == (tmp_path / "scan").read_bytes()


def test_a_fax_has_its_true_proportions(clause: bytes, tmp_path: Path) -> None:
    content = encoded(PAGE.resize((SIZE[0], SIZE[1] // 2)), "PNG", dpi=None)
    with Image.open(_written(tmp_path / "fax.png", content)) as image:
        image.save(tmp_path / "fax.png", dpi=(200, 100))
    output = output_of((tmp_path / "fax.png").read_bytes(), clause, tmp_path)

    with pikepdf.open(output) as pdf:
        width, height = (float(value) for value in pdf.pages[0].mediabox[2:])
    assert height / width == pytest.approx(SIZE[1] / SIZE[0], rel=0.01)


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _deep_tiff(levels: np.ndarray[Any, np.dtype[np.uint16]]) -> bytes:
    """Return an uncompressed TIFF of three times 16 bits at 200 dpi, which Pillow reads but does not write."""
    height, width, _ = levels.shape
    data = levels.astype("<u2").tobytes()
    directory = 8 + len(data)
    beyond = directory + 2 + 12 * 12 + 4
    entries = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 3, beyond),
        (259, 3, 1, 1),
        (262, 3, 1, 2),
        (273, 4, 1, 8),
        (277, 3, 1, 3),
        (278, 4, 1, height),
        (279, 4, 1, len(data)),
        (282, 5, 1, beyond + 6),
        (283, 5, 1, beyond + 6),
        (296, 3, 1, 2),
    ]
    written = b"II*\0" + struct.pack("<I", directory) + data + struct.pack("<H", len(entries))
    written += b"".join(struct.pack("<HHII", *entry) for entry in entries) + struct.pack("<I", 0)
    return written + struct.pack("<HHHII", 16, 16, 16, 200, 1)
