"""The print room: everything in confined processes, hostile documents fail with a reason and nothing is written."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pikepdf import Dictionary, Name, Pdf
from PIL import Image

from documents.printing.annotated_documents import DIFFERENT
from documents.printing.drawing import FIGURE, document
from documents.printing.plain_documents import PLAIN
from documents.printing.sheets import NUMBER, URL, paper_sheet
from listina.documents.paper_clause import typeset_paper
from listina.documents.printing import room
from listina.documents.printing.errors import Obstacle, PrintNotPossibleError, PrintRoomUnavailableError
from listina.documents.printing.facts import DifferenceCode
from listina.isolation.limits import Limits
from listina.isolation.pool import Confined
from listina.law.clause import Standing


@pytest.fixture(scope="module")
def print_room() -> Iterator[room.PrintRoom]:
    with Confined(*room.TASKS, count=1, limits=room.LIMITS) as confined:
        yield room.PrintRoom(confined=confined)


@pytest.fixture(scope="module")
def clause() -> bytes:
    return typeset_paper(paper_sheet(), number=NUMBER, verification_url=URL, standing=Standing.TEST)


def stored(content: bytes, folder: Path) -> Path:
    target = folder / "document.pdf"
    target.write_bytes(content)
    return target


def test_a_print_file_is_composed_with_its_facts(print_room: room.PrintRoom, clause: bytes, tmp_path: Path) -> None:
    target = tmp_path / "print.pdf"
    made = print_room.compose(stored(document(pages=3), tmp_path), clause, target, two_sided=True)

    content = target.read_bytes()
    assert (made.sha256, made.sha512) == (hashlib.sha256(content).hexdigest(), hashlib.sha512(content).hexdigest())
    assert (made.length, made.page_count, made.filler_pages, made.sheet_count) == (len(content), 4, (4,), 3)
    assert made.first_clause_page == 5
    assert made.two_sided


def test_the_confined_process_composes_what_this_one_would(
    print_room: room.PrintRoom, clause: bytes, tmp_path: Path
) -> None:
    document_ = stored(PLAIN["text-with-czech-letters"], tmp_path)
    print_room.compose(document_, clause, tmp_path / "one.pdf", two_sided=False)
    print_room.compose(document_, clause, tmp_path / "other.pdf", two_sided=False)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "other.pdf").read_bytes()


def test_a_survey_comes_back_whole(print_room: room.PrintRoom, tmp_path: Path) -> None:
    found = print_room.survey(stored(DIFFERENT["notes-partly-printed"].document, tmp_path))
    assert [page.paper for page in found.pages] == ["A4"]
    assert [(told.code, told.count) for told in found.differences] == [(DifferenceCode.ANNOTATION_NOT_PRINTED, 6)]


def test_pages_are_shown_as_on_screen_and_as_on_paper(
    print_room: room.PrintRoom, clause: bytes, tmp_path: Path
) -> None:
    document_, target = stored(DIFFERENT["note-only-printed"].document, tmp_path), tmp_path / "print.pdf"
    print_room.compose(document_, clause, target, two_sided=True)

    shown, printed, grey = (
        Image.open(io.BytesIO(picture))
        for picture in (
            print_room.render_displayed(document_, 1, 400),
            print_room.render_printed(target, 1, 400),
            print_room.render_printed(target, 1, 400, monochrome=True),
        )
    )
    assert (shown.format, max(shown.size), grey.mode) == ("JPEG", 400, "L")
    place = (30, 136, 60, 150)
    assert shown.crop(place).getextrema() != printed.crop(place).getextrema()
    assert max(Image.open(io.BytesIO(print_room.render_printed(target, 3, 200))).size) == 200


def test_a_page_that_is_not_there_is_said_not_to_be(print_room: room.PrintRoom, tmp_path: Path) -> None:
    for page, side in ((0, 100), (2, 100), (1, 0), (1, 4001)):
        with pytest.raises(PrintNotPossibleError) as raised:
            print_room.render_displayed(stored(document(), tmp_path), page, side)
        assert raised.value.obstacle is Obstacle.NO_SUCH_PAGE


def _bomb(pdf: Pdf, page: Dictionary) -> None:
    nothing = zlib.compress(b"\0" * (64 << 20), 9)
    page.Resources.XObject = Dictionary(
        A=pdf.make_stream(
            zlib.compress(nothing), Filter=[Name.FlateDecode, Name.FlateDecode], Type=Name.XObject, Subtype=Name.Image,
            Width=12000, Height=12000, ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
        )
    )  # fmt: skip


def _endless(pdf: Pdf, page: Dictionary) -> None:
    self = pdf.make_stream(b"/A Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 100, 100])
    self.Resources = Dictionary(XObject=Dictionary(A=self))
    page.Resources.XObject = Dictionary(A=self)
    page.Parent = page


HOSTILE = {
    "nothing": b"",
    "noise": bytes(range(256)) * 100,
    "cut": PLAIN["text-with-czech-letters"][:9000],
    "a picture of many pixels": document(b"q 500 0 0 500 0 0 cm /A Do Q", change=_bomb),
    "a form within itself": document(b"/A Do", change=_endless),
    "brackets": b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    "a million commands": document(b"0 0 1 1 re S q Q " * 60_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_are_printed_or_refused_and_the_next_one_is_printed(
    name: str, print_room: room.PrintRoom, clause: bytes, tmp_path: Path
) -> None:
    document_, target = stored(HOSTILE[name], tmp_path), tmp_path / "print.pdf"
    for ask in (
        lambda: print_room.compose(document_, clause, target, two_sided=False),
        lambda: print_room.survey(document_),
        lambda: print_room.render_displayed(document_, 1, 300),
    ):
        try:
            ask()
        except PrintNotPossibleError as error:
            assert error.obstacle in Obstacle  # noqa: PT017  # either is right
            assert not target.exists() or name.startswith("a ")
    target.unlink(missing_ok=True)
    good = stored(document(FIGURE), tmp_path)
    assert print_room.compose(good, clause, target, two_sided=False).page_count == 2


def test_a_document_that_takes_too_long_is_refused(tmp_path: Path) -> None:
    slow = Limits(cpu_seconds=1, wall_seconds=60)
    content = document(b"0 0 500 500 re 1 0 0 RG 0.1 w S " * 400_000)
    with Confined(*room.TASKS, count=1, limits=slow) as confined, pytest.raises(PrintNotPossibleError) as raised:
        room.PrintRoom(confined=confined).survey(stored(content, tmp_path))
    assert raised.value.obstacle is Obstacle.TOO_HARD


def test_a_busy_machine_is_not_blamed_on_the_document(tmp_path: Path) -> None:
    hurried = Limits(wall_seconds=0.001)
    with Confined(*room.TASKS, count=1, limits=hurried) as confined, pytest.raises(PrintRoomUnavailableError):
        room.PrintRoom(confined=confined).survey(stored(document(), tmp_path))


def test_a_print_file_larger_than_an_answer_may_be_is_refused_and_nothing_is_written(
    clause: bytes, tmp_path: Path
) -> None:
    target = tmp_path / "print.pdf"
    small = Limits(answer_bytes=4096)
    with Confined(*room.TASKS, count=1, limits=small) as confined, pytest.raises(PrintNotPossibleError) as raised:
        room.PrintRoom(confined=confined).compose(stored(document(), tmp_path), clause, target, two_sided=False)
    assert raised.value.obstacle is Obstacle.TOO_LARGE
    assert [file.name for file in tmp_path.iterdir()] == ["document.pdf"]


def test_a_refused_document_leaves_an_earlier_print_file_as_it_was(
    print_room: room.PrintRoom, clause: bytes, tmp_path: Path
) -> None:
    target = tmp_path / "print.pdf"
    print_room.compose(stored(document(), tmp_path), clause, target, two_sided=False)
    before = target.read_bytes()
    with pytest.raises(PrintNotPossibleError):
        print_room.compose(stored(b"noise", tmp_path), clause, target, two_sided=False)
    assert target.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["document.pdf", "print.pdf"]
