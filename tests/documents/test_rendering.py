"""Pages are drawn as they are, in the size asked for, and nothing too large is drawn."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from fixtures.scans import encoded
from listina.documents.errors import RenderingRefusedError, UnreadablePageError, UnreadablePdfError
from listina.documents.rendering import page_count, render_page, thumbnail

A4_POINTS = (595, 842)
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 160, 0), (0, 0, 255), (255, 255, 255)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """Three empty pages: A4, A4 across, and one of 5 × 5 metres."""
    document = pypdfium2.PdfDocument.new()
    for size in (A4_POINTS, A4_POINTS[::-1], (14_400, 14_400)):
        document.new_page(*size).close()
    path = tmp_path / "empty.pdf"
    document.save(path)
    document.close()
    return path


@pytest.fixture
def corners(tmp_path: Path) -> Path:
    """A PNG of 400 × 600 whose corners are red, green, blue and white, clockwise from the top left."""
    path = tmp_path / "corners.png"
    path.write_bytes(encoded(_corners(), "PNG"))
    return path


def test_pages_are_counted(pdf: Path) -> None:
    assert page_count(pdf) == 3


@pytest.mark.parametrize(("index", "dpi", "size"), [(0, 72, (595, 842)), (1, 72, (842, 595)), (0, 200, (1653, 2339))])
def test_a_page_has_the_pixels_its_size_and_the_resolution_ask_for(
    pdf: Path, index: int, dpi: int, size: tuple[int, int]
) -> None:
    picture = render_page(pdf, index, dpi=dpi)
    assert picture.mode == "RGB"
    assert all(abs(found - asked) <= 1 for found, asked in zip(picture.size, size, strict=True))
    assert picture.getpixel((10, 10)) == WHITE


@pytest.mark.parametrize(("index", "dpi"), [(3, 72), (-1, 72), (2, 200), (0, 0), (0, -72)])
def test_pages_that_are_not_there_or_would_be_too_large_are_refused(pdf: Path, index: int, dpi: int) -> None:
    with pytest.raises(RenderingRefusedError):
        render_page(pdf, index, dpi=dpi)


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"Vazeny pane")
    with pytest.raises(UnreadablePdfError):
        page_count(path)
    with pytest.raises(UnreadablePdfError):
        render_page(path, 0, dpi=72)


def test_several_threads_draw_at_once(pdf: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        sizes = list(pool.map(lambda turn: render_page(pdf, turn % 2, dpi=50).size, range(24)))
    assert len(set(sizes)) == 2


@pytest.mark.parametrize(
    ("rotation", "clockwise"),
    [
        (0, [RED, GREEN, BLUE, WHITE]),
        (90, [WHITE, RED, GREEN, BLUE]),
        (180, [BLUE, WHITE, RED, GREEN]),
        (270, [GREEN, BLUE, WHITE, RED]),
    ],
)
def test_a_thumbnail_shows_the_turn_of_the_official(
    corners: Path, rotation: int, clockwise: list[tuple[int, int, int]]
) -> None:
    picture = _opened(thumbnail(corners, rotation=rotation, longest_side_px=150))
    assert picture.size == ((100, 150) if rotation % 180 == 0 else (150, 100))
    _assert_corners(picture, clockwise)


@pytest.mark.parametrize("rotation", [0, 90])
def test_the_turn_of_the_file_comes_before_the_turn_of_the_official(tmp_path: Path, rotation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # shown turned by 90° clockwise
    path = tmp_path / "turned.jpg"
    path.write_bytes(encoded(_corners(), "JPEG", exif=exif, quality=95))
    picture = _opened(thumbnail(path, rotation=rotation, longest_side_px=150))
    _assert_corners(picture, [WHITE, RED, GREEN, BLUE] if rotation == 0 else [BLUE, WHITE, RED, GREEN])
    assert Image.Exif() == picture.getexif()


def test_a_small_scan_is_not_made_larger(corners: Path) -> None:
    assert _opened(thumbnail(corners, rotation=0, longest_side_px=5000)).size == (400, 600)


def test_a_scan_becomes_small_enough_to_show(decision_pages: list[Path]) -> None:
    small = thumbnail(decision_pages[0], rotation=0, longest_side_px=320)
    assert max(_opened(small).size) == 320
    assert len(small) < 40_000


@pytest.mark.parametrize("mode", ["1", "P", "LA", "RGBA", "I;16"])
def test_scans_of_any_mode_are_shown(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "page.png"
    base = _corners() if mode != "I;16" else _corners().convert("L")
    path.write_bytes(encoded(base.convert(mode), "PNG"))
    assert _opened(thumbnail(path, rotation=0, longest_side_px=150)).mode == "RGB"


@pytest.mark.parametrize(("rotation", "side"), [(45, 100), (0, 0)])
def test_impossible_turns_and_sizes_are_refused(corners: Path, rotation: int, side: int) -> None:
    with pytest.raises(RenderingRefusedError):
        thumbnail(corners, rotation=rotation, longest_side_px=side)


def test_a_damaged_scan_is_not_shown(tmp_path: Path, corners: Path) -> None:
    path = tmp_path / "damaged.png"
    path.write_bytes(corners.read_bytes()[:300])
    with pytest.raises(UnreadablePageError):
        thumbnail(path, rotation=0, longest_side_px=100)


def _corners() -> Image.Image:
    picture = Image.new("RGB", (400, 600), WHITE)
    picture.paste(RED, (0, 0, 200, 300))
    picture.paste(GREEN, (200, 0, 400, 300))
    picture.paste(BLUE, (200, 300, 400, 600))
    return picture


def _opened(content: bytes) -> Image.Image:
    assert content.startswith(b"\xff\xd8\xff")
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def _assert_corners(picture: Image.Image, clockwise: list[tuple[int, int, int]]) -> None:
    right, bottom = picture.width - 10, picture.height - 10
    for place, wanted in zip([(10, 10), (right, 10), (right, bottom), (10, bottom)], clockwise, strict=True):
        found = picture.getpixel(place)
        assert isinstance(found, tuple)
        assert all(abs(level - asked) < 30 for level, asked in zip(found, wanted, strict=True))
