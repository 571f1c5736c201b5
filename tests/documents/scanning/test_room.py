"""The scan room says what reading in this process would say, and whatever a file does to its reader is one refusal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from fixtures.scanned_files import SMALL, ScannedPdf, small_scans, tiff_of
from fixtures.scans import encoded, written_page
from listina.documents.assessment import assess
from listina.documents.errors import (
    NotAScanError,
    PageNotPlacedError,
    PageRefusedError,
    RenderingRefusedError,
    UnreadablePageError,
    UnsupportedFormatError,
)
from listina.documents.image_coding import coded
from listina.documents.multipage import pages_of
from listina.documents.rendering import page_count, thumbnail
from listina.documents.scanning import room as scan_room
from listina.documents.scanning.answers import AssessedPage, batch_told, coded_told
from listina.documents.scanning.errors import ScanNotSafelyReadError, ScanReadingUnavailableError
from listina.documents.scanning.room import ScanRoom
from listina.isolation.limits import Limits
from listina.isolation.pool import Confined

DAY = date(2026, 6, 1)
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
FILES: dict[str, Callable[[], bytes]] = {
    "pdf": lambda: ScannedPdf(small_scans(5)).written(),
    "tiff": lambda: tiff_of([written_page(number, size=SMALL) for number in range(3)]),
    "png": lambda: encoded(written_page(1, size=SMALL), "PNG"),
    "many pixels": lambda: encoded(Image.new("RGB", (9900, 9900), "white"), "PNG", compress_level=1),
}


@pytest.fixture(scope="module")
def room() -> Iterator[ScanRoom]:
    with Confined(*scan_room.TASKS, count=1, limits=scan_room.LIMITS) as pool:
        yield ScanRoom(confined=pool)


def limited(limits: Limits) -> Confined:
    return Confined(*scan_room.TASKS, count=1, limits=limits)


def read_here(content: bytes, declared_dpi: int | None = None) -> list[AssessedPage]:
    return [
        AssessedPage(
            page=page,
            assessment=assess(page.content, day=DAY, declared_dpi=declared_dpi, page_dpi=page.dpi),
        )
        for page in pages_of(content)
    ]


@pytest.mark.parametrize("name", ["pdf", "tiff", "png"])
def test_pages_and_assessments_are_those_of_reading_in_this_process(room: ScanRoom, name: str) -> None:
    content = FILES[name]()
    assert list(room.pages(content, day=DAY, declared_dpi=300)) == read_here(content, 300)


@pytest.mark.parametrize("name", ["pdf", "tiff"])
def test_a_file_too_long_for_one_process_is_continued_by_the_next(room: ScanRoom, name: str) -> None:
    content = FILES[name]()
    assert list(replace(room, enough_bytes=1).pages(content, day=DAY)) == read_here(content)


def test_pages_before_a_bad_one_are_returned_before_it_is_refused(room: ScanRoom) -> None:
    pdf = ScannedPdf(small_scans(2))
    pdf.add_to_drawing(pdf.pdf.pages[1], "BT /F1 10 Tf (dopsano) Tj ET")
    pages = room.pages(pdf.written(), day=DAY)
    assert next(pages).page.number == 1
    with pytest.raises(NotAScanError) as raised:
        next(pages)
    assert raised.value.values == {"page": 2}


def test_one_page_is_assessed_and_shown_as_in_this_process(room: ScanRoom, tmp_path: Path) -> None:
    content = encoded(written_page(1, size=SMALL), dpi=None)
    path = tmp_path / "scan"
    path.write_bytes(content)
    expected = assess(content, day=DAY, page_dpi=(200.0, 201.0))
    assert room.assess(content, day=DAY, page_dpi=(200.0, 201.0)) == expected
    assert room.thumbnail(path, rotation=90, longest_side_px=100) == thumbnail(path, rotation=90, longest_side_px=100)


def test_pages_of_a_document_of_scans_are_drawn_and_others_are_not(room: ScanRoom, tmp_path: Path) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(FILES["pdf"]())
    assert room.draw(path, page_count(path) - 1, dpi=50).startswith(b"\x89PNG")
    with pytest.raises(RenderingRefusedError, match="no such page"):
        room.draw(path, 5, dpi=50)


def test_scans_are_coded_for_the_output_as_in_this_process(room: ScanRoom) -> None:
    page = written_page(1, size=SMALL)
    scans = {
        1: encoded(page),
        2: encoded(page.convert("L"), "JPEG"),
        3: encoded(page.convert("1"), "TIFF", compression="group4"),
        4: encoded(page.quantize(16), "PNG"),
        5: encoded(page, progressive=True, icc_profile=PROFILE, comment=b"\xff\xda"),
        6: encoded(page.convert("CMYK"), "JPEG"),
    }
    assert room.code(scans) == coded(scans)
    with pytest.raises(PageNotPlacedError) as raised:
        room.code({7: encoded(page), 8: b"\x89PNG\r\n\x1a\n"})
    assert raised.value.values["page"] == 8


@pytest.mark.parametrize(
    "lie", [{"number": 2}, {"coding": "brotli"}, {"width": -1}, {"bits": 3}, {"channels": 4}, {"height": "high"}]
)
def test_an_impossible_coding_is_not_believed(lie: dict[str, object]) -> None:
    honest = {"number": 1, "coding": "jpeg", "width": 9, "height": 9, "bits": 8, "channels": 3, "black_is_one": False}
    scan = {1: encoded(written_page(1, size=SMALL))}
    assert coded_told([honest], (b"", b"", b""), scan)[1].width == 9
    with pytest.raises(ValueError):  # noqa: PT011  # whichever
        coded_told([{**honest, **lie}], (b"", b"", b""), scan)
    with pytest.raises(ValueError):  # noqa: PT011
        coded_told([honest], (b"",), scan)


def test_no_other_picture_is_believed_for_a_jpeg_and_nothing_else_for_one() -> None:
    page = written_page(1, size=SMALL)
    told = {"number": 1, "width": 9, "height": 9, "bits": 8, "channels": 3, "black_is_one": False}
    for scan, lie in (
        (encoded(page), "flate"),
        (encoded(page.convert("L"), "JPEG"), "fax"),
        (encoded(page, "PNG"), "jpeg"),
    ):
        with pytest.raises(ValueError):  # noqa: PT011  # it cannot be so
            coded_told([{**told, "coding": lie}], (b"", b"", b"another picture"), {1: scan})


@pytest.mark.parametrize(
    ("content", "error"), [(b"GIF89a", UnsupportedFormatError), (b"\xff\xd8\xff\xe0", UnreadablePageError)]
)
def test_refusals_keep_their_kind_and_their_words(
    room: ScanRoom, content: bytes, error: type[PageRefusedError]
) -> None:
    with pytest.raises(error) as here:
        list(read_here(content))
    with pytest.raises(error) as there:
        list(room.pages(content, day=DAY))
    assert there.value.text() == here.value.text()
    with pytest.raises(error):
        room.assess(content, day=DAY)


@pytest.mark.parametrize(
    ("name", "limits"),
    [
        ("many pixels", Limits(memory_bytes=400 << 20)),
        ("pdf", replace(scan_room.LIMITS, answer_bytes=1000)),
    ],
    ids=["too much memory", "too long an answer"],
)
def test_a_process_that_had_to_be_ended_is_a_refusal_that_says_what_to_do(name: str, limits: Limits) -> None:
    with limited(limits) as pool, pytest.raises(ScanNotSafelyReadError, match="scan the paper again"):
        list(ScanRoom(confined=pool).pages(FILES[name](), day=DAY))


def test_that_no_process_can_be_started_is_not_blamed_on_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with limited(scan_room.LIMITS) as pool, pytest.raises(ScanReadingUnavailableError):
        list(ScanRoom(confined=pool).pages(FILES["png"](), day=DAY))


def test_a_busy_machine_is_not_blamed_on_the_file() -> None:
    with limited(Limits(wall_seconds=0.001)) as pool, pytest.raises(ScanReadingUnavailableError):
        list(ScanRoom(confined=pool).pages(FILES["pdf"](), day=DAY))


def told(room: ScanRoom, content: bytes) -> tuple[Any, tuple[bytes, ...]]:
    request = {"first": 1, "enough_bytes": 1 << 20, "day": DAY.isoformat(), "declared_dpi": None}
    answer = room.confined.run(scan_room.READ, request, {"file": content})
    return answer.value, answer.blobs


LIES: dict[str, Callable[[Any], object]] = {
    "a page out of turn": lambda told: told["pages"][1].update(number=7),
    "no blob": lambda told: told["pages"].append({**told["pages"][0], "number": 3}),
    "the same page for ever": lambda told: told.update(next=1),
    "an end that never comes": lambda told: told.update(pages=[], next=1),
    "an unknown transformation": lambda told: told["pages"][0].update(transformations=["conjured"]),
    "a slanting turn": lambda told: told["pages"][0].update(rotation=45),
    "an unknown refusal": lambda told: told.update(refused={"code": "accounts.unknown", "values": {}}),
    "a refusal without its values": lambda told: told.update(refused={"code": NotAScanError.code, "values": {}}),
    "no format": lambda told: told["pages"][0]["assessment"].update(format="GIF"),
    "too many pixels": lambda told: told["pages"][0]["assessment"].update(width_px=10**9),
    "no number": lambda told: told["pages"][0]["assessment"].update(dpi_x=float("nan")),
    "a novel": lambda told: told["pages"][0]["assessment"].update(
        findings=[{"code": "x", "severity": "note", "cs": "x" * 5000, "en": "", "values": {}}]
    ),
    "values within values": lambda told: told["pages"][0]["assessment"].update(
        findings=[{"code": "x", "severity": "note", "cs": "", "en": "", "values": {"x": {"y": 1}}}]
    ),
    "no object": lambda told: told.update(pages=[[]]),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_cannot_be_is_not_believed(room: ScanRoom, lie: str) -> None:
    content = ScannedPdf(small_scans(2)).written()
    value, blobs = told(room, content)
    assert len(batch_told(value, blobs, content, 1).pages) == 2
    LIES[lie](value)
    with pytest.raises((KeyError, TypeError, ValueError)):
        batch_told(value, blobs, content, 1)


def test_digests_are_of_the_bytes_that_came_whatever_the_process_says(room: ScanRoom) -> None:
    content = ScannedPdf(small_scans(1)).written()
    value, blobs = told(room, content)
    value["pages"][0]["assessment"].update(sha256="0" * 64, sha512="0" * 128, length=1)
    (page,) = batch_told(value, blobs, content, 1).pages
    assert page.assessment == assess(blobs[0], day=DAY, page_dpi=page.page.dpi)
