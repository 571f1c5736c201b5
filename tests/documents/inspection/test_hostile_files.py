"""No file breaks the inspection: whatever it is, the answer is an inspection in bounded time, the same in a process."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Iterator
from dataclasses import replace
from math import inf
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Name, Stream

from fixtures import hostile_pdfs as hostile
from fixtures.hostile_pdfs import made
from listina.documents.inspection import walking
from listina.documents.inspection.codes import FindingCode
from listina.documents.inspection.errors import InspectionUnavailableError
from listina.documents.inspection.facts import FileKind, Inspection
from listina.documents.inspection.inspecting import inspect
from listina.documents.inspection.inspector import BOUNDS, TASK, Inspector
from listina.isolation.limits import ConfinedTaskFailedError, Failure, Limits
from listina.isolation.pool import Answer, Confined
from listina.strict_json import UnreadableJsonError, plain, read_as

_PAGE = {"width_points": 595.0, "height_points": 842.0, "rotation": 0, "has_text": True}
GOLDEN = Path(__file__).with_name("foreign_pdfs.json")


@pytest.fixture(scope="module")
def inspector() -> Iterator[Inspector]:
    with Confined(TASK, count=1, limits=Limits(tasks=1000)) as confined:
        yield Inspector(confined=confined)


def summary(inspection: Inspection) -> str:
    pages = f"{len(inspection.pdf.pages)} p., {inspection.pdf.version}" if inspection.pdf else "-"
    return "; ".join([pages, *(f"{finding.code} {finding.count}" for finding in inspection.findings)])


def test_every_foreign_pdf_is_judged_as_recorded(inspector: Inspector, shared_data: Path) -> None:
    folder = shared_data / "pdf"
    found = {str(path.relative_to(folder)): summary(inspector.inspect(path)) for path in sorted(folder.rglob("*.pdf"))}
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_the_process_says_the_same_as_this_one(inspector: Inspector, tmp_path: Path) -> None:
    path = made(tmp_path / "input.pdf", hostile.associated)
    confined, here = inspector.inspect(path), inspect(path)
    assert confined.isolation in {"namespaces", "limits"}
    assert replace(confined, isolation="none") == here


def test_a_bomb_is_too_hard(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        bomb = zlib.compress(bytes(1 << 29), 9)
        pdf.Root.Bomb = Stream(pdf, bomb, Type=Name.EmbeddedFile, Filter=Name.FlateDecode)

    path = made(tmp_path / "input.pdf", change, compress_streams=False)
    with Confined(TASK, count=1, limits=Limits(memory_bytes=400 << 20)) as confined:
        inspection = Inspector(confined=confined).inspect(path)
    assert inspection.pdf is None
    assert [finding.code for finding in inspection.refusals] in ([FindingCode.TOO_HARD], [FindingCode.UNREADABLE])


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (Failure.TIMED_OUT, FindingCode.TOO_HARD),
        (Failure.OUT_OF_MEMORY, FindingCode.TOO_HARD),
        (Failure.CRASHED, FindingCode.UNREADABLE),
    ],
)
def test_a_process_the_file_was_too_much_for_is_a_refusal(tmp_path: Path, failure: Failure, code: FindingCode) -> None:
    class Overcome(Confined):
        def run(self, *_: object, **__: object) -> Answer:
            raise ConfinedTaskFailedError(failure)

    inspection = Inspector(confined=Overcome()).inspect(made(tmp_path / "input.pdf"))
    assert [finding.code for finding in inspection.findings] == [code]
    assert inspection.kind is FileKind.PDF


def test_a_busy_machine_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    path = made(tmp_path / "input.pdf", pages=200)
    with (
        Confined(TASK, count=1, limits=Limits(wall_seconds=0.05)) as confined,
        pytest.raises(InspectionUnavailableError),
    ):
        Inspector(confined=confined).inspect(path)


def test_too_many_objects_are_not_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "MOST_VALUES", 20)
    assert [finding.code for finding in inspect(made(tmp_path / "input.pdf", pages=20)).findings] == ["too_hard"]


def test_a_file_that_is_not_there_is_an_error_of_the_caller(inspector: Inspector, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        inspector.inspect(tmp_path / "nothing")


def _material(folder: Path) -> list[bytes]:
    changes = (hostile.associated, hostile.in_name_tree, hostile.layered(), hostile.clicked_then_next)
    return [made(folder / f"{number}.pdf", change).read_bytes() for number, change in enumerate(changes)]


@pytest.mark.slow
def test_damaged_files_never_break_the_inspection(inspector: Inspector, tmp_path: Path) -> None:
    chance = random.Random(4)  # noqa: S311  # repeatable damage
    material = _material(tmp_path)
    path = tmp_path / "damaged.pdf"
    for _ in range(600):
        content = bytearray(chance.choice(material))
        match chance.randrange(4):
            case 0:
                del content[chance.randrange(len(content)) :]
            case 1:
                for _ in range(chance.randrange(1, 30)):
                    content[chance.randrange(len(content))] = chance.randrange(256)
            case 2:
                start = chance.randrange(len(content))
                content[start:start] = content[chance.randrange(len(content)) :]
            case _:
                start = chance.randrange(len(content))
                del content[start : start + chance.randrange(1, 200)]
        path.write_bytes(content)
        inspection = inspector.inspect(path)
        assert inspection.pdf is not None or inspection.refusals


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300), prefix=st.sampled_from([b"", b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj<<"]))
def test_garbage_is_refused(tmp_path: Path, content: bytes, prefix: bytes) -> None:
    path = tmp_path / "garbage.pdf"
    path.write_bytes(prefix + content)
    inspection = inspect(path)
    assert inspection.pdf is None
    assert inspection.refusals


def test_an_inspection_is_read_back_as_it_was(tmp_path: Path) -> None:
    inspection = inspect(made(tmp_path / "input.pdf", hostile.attached_to_page))
    assert read_as(Inspection, json.loads(json.dumps(plain(inspection)))) == inspection


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "exe"},
        {"length": True},
        {"length": "1"},
        {"pdf": {}},
        {"pdf": {"version": "1.7", "pdfa": "", "linearized": False, "pages": [_PAGE | {"width_points": 10**400}]}},
        {"pdf": {"version": "1.7", "pdfa": "", "linearized": False, "pages": [_PAGE | {"width_points": inf}]}},
        {"findings": [{}]},
        {"findings": ["script"]},
        {"findings": [{"code": "harmless", "pages": [], "names": [], "count": 1}]},
        {"findings": [{"code": "script", "pages": ["1"], "names": [], "count": 1}]},
        {"findings": [{"code": "script", "pages": [], "names": ["a" * 300], "count": 1}]},
        {"clauses": None},
        {"embedded": [[]] * 2000},
        {"more": 1},
    ],
)
def test_what_a_broken_process_makes_up_is_not_believed(tmp_path: Path, change: dict[str, object]) -> None:
    told = plain(inspect(made(tmp_path / "input.pdf")))
    with pytest.raises(UnreadableJsonError):
        read_as(Inspection, told | change, BOUNDS)
