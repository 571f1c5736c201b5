"""The kind of a file is told by its content, and each kind that is refused comes with its reason and advice."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from fixtures.hostile_pdfs import made
from listina.documents.inspection.facts import FileKind
from listina.documents.inspection.inspecting import MOST_PAGES, inspect
from listina.documents.inspection.kinds import kind_of
from listina.documents.inspection.refused import MOST_BYTES

_CMS = bytes.fromhex("3082010006092a864886f70d010702a0820100")


def _zip(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "application/vnd.etsi.asic-e+zip" if name == "mimetype" else "content")
    return target.getvalue()


SAMPLES = [
    (b"%PDF-1.7\n", FileKind.PDF),
    (b"\r\n  %PDF-1.4\n", FileKind.PDF),
    (_CMS + b"http://isds.system.cz/v20/message", FileKind.DATA_MESSAGE),
    (_CMS, FileKind.SIGNATURE),
    (b"-----BEGIN PKCS7-----\n", FileKind.SIGNATURE),
    (_zip("mimetype", "META-INF/signatures.xml", "a.pdf"), FileKind.CONTAINER),
    (_zip("a.pdf"), FileKind.CONTAINER),
    (_zip("[Content_Types].xml", "_rels/.rels"), FileKind.OFFICE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.OFFICE),
    (b"{\\rtf1 a}", FileKind.OFFICE),
    (b"\xff\xd8\xff\xe0JFIF %PDF-1.7", FileKind.IMAGE),
    (b"\x89PNG\r\n\x1a\n", FileKind.IMAGE),
    (b"RIFF\0\0\0\0WAVE", FileKind.MEDIA),
    (b"\0\0\0\x18ftypmp42", FileKind.MEDIA),
    ("Usnesení č. 1 – žluťoučký kůň".encode(), FileKind.TEXT),
    ("Usnesení – žluťoučký kůň".encode("cp1250"), FileKind.TEXT),
    (b"<?xml version='1.0'?><a/>", FileKind.TEXT),
    (b"", FileKind.EMPTY),
    (b"\x00\x01\x02\x03", FileKind.OTHER),
]


@pytest.mark.parametrize(("content", "kind"), SAMPLES)
def test_the_content_decides_whatever_the_name_says(tmp_path: Path, content: bytes, kind: FileKind) -> None:
    assert kind_of(content) is kind
    path = tmp_path / "rozhodnuti.pdf"
    path.write_bytes(content)
    inspection = inspect(path)
    assert inspection.kind is kind
    assert inspection.pdf is None
    (refusal,) = inspection.refusals
    assert refusal.letter == ("i" if kind is FileKind.MEDIA else "j")
    assert refusal.text.cs.endswith(".")


def test_real_messages_are_messages(shared_data: Path) -> None:
    for path in (shared_data / "isds").glob("*.zfo"):
        assert inspect(path).kind is FileKind.DATA_MESSAGE


@pytest.mark.parametrize("version", ["1.3", "1.7", "2.0"])
def test_versions_from_1_3_are_accepted(tmp_path: Path, version: str) -> None:
    inspection = inspect(made(tmp_path / "input.pdf", force_version=version))
    assert inspection.pdf is not None
    assert inspection.pdf.version == version
    assert inspection.findings == ()
    (page,) = inspection.pdf.pages
    assert (page.width_points, page.height_points, page.rotation, page.has_text) == (595, 842, 0, False)


def test_older_versions_are_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "input.pdf", force_version="1.3")
    path.write_bytes(path.read_bytes().replace(b"%PDF-1.3", b"%PDF-1.2", 1))
    (refusal,) = inspect(path).refusals
    assert (refusal.code, refusal.letter) == ("too_old", "j")


def test_a_document_too_long_is_refused(tmp_path: Path) -> None:
    assert [finding.code for finding in inspect(made(tmp_path / "a.pdf", pages=MOST_PAGES + 1)).findings] == [
        "too_many_pages"
    ]
    assert [finding.code for finding in inspect(made(tmp_path / "b.pdf", pages=0)).findings] == ["no_pages"]


def test_a_file_too_large_is_not_opened(tmp_path: Path) -> None:
    path = made(tmp_path / "input.pdf")
    with path.open("ab") as file:
        file.truncate(MOST_BYTES + 1)
    assert [finding.code for finding in inspect(path).findings] == ["too_large"]
