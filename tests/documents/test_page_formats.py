"""What is accepted as a page, and how everything else is refused before it can do harm."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from fixtures.scans import encoded, written_page
from listina.documents.assessment import assess
from listina.documents.errors import (
    EmptyPageError,
    MirroredPageError,
    PageRefusedError,
    PageTooLargeError,
    PdfNotAcceptedError,
    SeveralPagesError,
    TooManyPixelsError,
    UnreadablePageError,
    UnsupportedCodingError,
    UnsupportedFormatError,
)

TODAY = date(2026, 3, 12)
SMALL = (400, 560)


@pytest.mark.parametrize(
    ("format_name", "media_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("TIFF", "image/tiff"), ("WEBP", "image/webp")],
)
def test_four_formats_are_told_by_their_bytes(format_name: str, media_type: str) -> None:
    content = encoded(written_page(1, size=SMALL), format_name)
    assessment = assess(content, day=TODAY)
    assert (assessment.format, assessment.media_type) == (format_name, media_type)
    assert (assessment.width_px, assessment.height_px, assessment.bits) == (*SMALL, 24)
    assert assessment.length == len(content)


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_deflate", "jpeg", "packbits"])
def test_tiff_is_read_in_its_usual_codings(compression: str) -> None:
    assert assess(encoded(written_page(1, size=SMALL), "TIFF", compression=compression), day=TODAY).format == "TIFF"


def test_a_progressive_jpeg_is_a_page() -> None:
    assert assess(encoded(written_page(1, size=SMALL), progressive=True), day=TODAY).format == "JPEG"


def test_an_animated_webp_is_no_page() -> None:
    pages = [written_page(number, size=SMALL) for number in range(2)]
    content = encoded(pages[0], "WEBP", dpi=None, save_all=True, append_images=pages[1:])
    with pytest.raises(SeveralPagesError):
        assess(content, day=TODAY)


def test_no_bytes_are_no_page() -> None:
    with pytest.raises(EmptyPageError):
        assess(b"", day=TODAY)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "JPEG 2000"),
        (b"\xff\x4f\xff\x51\x00\x2f", "JPEG 2000"),
        (b"\x97JB2\r\n\x1a\n", "JBIG2"),
        (b"GIF89a", "GIF"),
        (b"II+\x00\x08\x00", "BigTIFF"),
        (b"\x00\x00\x00\x18ftypheic", "HEIC"),
        (b"PK\x03\x04", "ZIP"),
        (b"Vazeny pane,", "?"),
    ],
)
def test_other_formats_are_refused_by_name(content: bytes, name: str) -> None:
    with pytest.raises(UnsupportedFormatError) as refusal:
        assess(content, day=TODAY)
    assert refusal.value.values == {"found": name}


def test_a_pdf_is_told_that_it_is_no_single_page() -> None:
    with pytest.raises(PdfNotAcceptedError) as refusal:
        assess(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", day=TODAY)
    assert "není jedna strana" in refusal.value.text("cs")


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.97])
def test_a_truncated_file_is_refused_wherever_it_ends(format_name: str, share: float) -> None:
    content = encoded(written_page(1, size=SMALL), format_name)
    with pytest.raises(UnreadablePageError):
        assess(content[: max(12, int(len(content) * share))], day=TODAY)


def test_a_scan_of_usual_size_that_lost_its_end_is_refused(decision_pages: list[Path]) -> None:
    content = decision_pages[0].read_bytes()
    with pytest.raises(UnreadablePageError):
        assess(content[:-2000], day=TODAY)


@pytest.mark.parametrize("signature", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*"])
def test_a_signature_before_something_else_is_refused(signature: bytes) -> None:
    with pytest.raises(UnreadablePageError):
        assess(signature + b"this is no picture at all, whatever its beginning says" * 20, day=TODAY)


def test_a_damaged_checksum_of_a_png_is_refused() -> None:
    content = bytearray(encoded(written_page(1, size=SMALL), "PNG"))
    content[len(content) // 2] ^= 0xFF
    with pytest.raises(UnreadablePageError):
        assess(bytes(content), day=TODAY)


def test_a_tiff_of_two_pages_is_refused_with_their_number() -> None:
    content = encoded(written_page(1, size=SMALL), "TIFF", save_all=True, append_images=[written_page(2, size=SMALL)])
    with pytest.raises(SeveralPagesError) as refusal:
        assess(content, day=TODAY)
    assert refusal.value.values == {"count": 2}


def test_an_animated_png_is_refused() -> None:
    content = encoded(written_page(1, size=SMALL), "PNG", save_all=True, append_images=[written_page(2, size=SMALL)])
    with pytest.raises(SeveralPagesError):
        assess(content, day=TODAY)


def test_more_than_20_megabytes_are_refused_unread() -> None:
    with pytest.raises(PageTooLargeError):
        assess(b"\xff\xd8\xff" + bytes(20 * 1024 * 1024), day=TODAY)


def test_a_bomb_is_refused_by_its_header_alone() -> None:
    with pytest.raises(TooManyPixelsError):
        assess(_png_header_only(20_000, 20_000), day=TODAY)
    with pytest.raises(TooManyPixelsError):
        assess(_with_jpeg_size(encoded(written_page(1, size=SMALL)), 60_000, 60_000), day=TODAY)


def test_pictures_between_pillows_limit_and_ours_pass_without_a_warning() -> None:
    assessment = assess(encoded(Image.new("L", (9_800, 9_800), "white"), "PNG", dpi=600), day=TODAY)
    assert assessment.width_px * assessment.height_px > 90_000_000


@pytest.mark.parametrize("orientation", [2, 4, 5, 7])
def test_mirrored_pictures_are_refused(orientation: int) -> None:
    with pytest.raises(MirroredPageError):
        assess(_with_orientation(orientation), day=TODAY)


@pytest.mark.parametrize(("orientation", "degrees"), [(3, 180), (6, 90), (8, 270)])
def test_turned_pictures_are_accepted_and_the_turn_is_told(orientation: int, degrees: int) -> None:
    assessment = assess(_with_orientation(orientation), day=TODAY)
    assert assessment.file_rotation == degrees
    assert [finding.values for finding in assessment.findings if finding.code == "exif_rotated"] == [
        {"clockwise_degrees": degrees}
    ]


@pytest.mark.parametrize(("marker", "bits"), [(0xC3, 8), (0xC9, 8), (0xC1, 12)])
def test_codings_of_jpeg_that_pdf_does_not_know_are_refused(marker: int, bits: int) -> None:
    content = bytearray(encoded(written_page(1, size=SMALL)))
    place = content.index(b"\xff\xc0")
    content[place + 1], content[place + 4] = marker, bits
    with pytest.raises(UnsupportedCodingError):
        assess(bytes(content), day=TODAY)


def test_pictures_of_floating_numbers_are_refused() -> None:
    with pytest.raises(UnsupportedCodingError):
        assess(encoded(Image.new("F", SMALL), "TIFF"), day=TODAY)


def test_every_refusal_explains_itself_in_both_languages() -> None:
    for content in (b"", b"GIF89a", b"%PDF-1.4", b"\xff\xd8\xff\xe0nothing"):
        with pytest.raises(PageRefusedError) as refusal:
            assess(content, day=TODAY)
        assert refusal.value.text("cs") != refusal.value.text("en")
        assert "{" not in refusal.value.text("cs")


def _with_orientation(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(written_page(1, size=SMALL), exif=exif)


def _png_header_only(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\x00")), (b"IEND", b""))
    body = io.BytesIO()
    for kind, data in chunks:
        body.write(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)))
    return b"\x89PNG\r\n\x1a\n" + body.getvalue()


def _with_jpeg_size(content: bytes, width: int, height: int) -> bytes:
    place = content.index(b"\xff\xc0") + 5
    return content[:place] + struct.pack(">HH", height, width) + content[place + 4 :]
