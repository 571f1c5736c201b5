"""Files of other people: nothing raises, and what is said of the signed ones stays as it was looked at once.

`real_files.json` tells of each signed file of ../shared/data/pdf. Their signers are of pyHanko's test authority,
which nobody here believes, so the best that can be said of one is that nobody knows who signed. When a change of the
engine changes a line, look at the file before you change the line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from listina.trust.validation.engine import validate
from listina.trust.validation.inputs import InputFile, Request, ValidationInput
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.report_json import to_json
from listina.trust.validation.values import Verdict
from trust.validation.situations.world import ListedTrust

_FOLDER = Path(__file__).parents[4] / "../shared/data/pdf"
_GOLDEN = Path(__file__).with_name("real_files.json")
_AT = datetime(2026, 1, 1, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not _FOLDER.is_dir(), reason="the folder of other people's files is not here")


def _files() -> Iterator[tuple[str, Path]]:
    for path in sorted(_FOLDER.rglob("*.pdf")):
        yield path.relative_to(_FOLDER).as_posix(), path


def _validated(path: Path) -> ValidationReport:
    what = ValidationInput(document=InputFile(path=path, name=path.name))
    return validate(Request(what=what, trust=ListedTrust(anchors=()), at=_AT)).report


def _summary(report: ValidationReport) -> list[str]:
    signatures = [f"{item.form} {item.indication} {item.sub_indication} {item.integrity}" for item in report.signatures]
    stamps = [
        f"{item.place} {item.indication} {item.sub_indication} {item.integrity}" for item in report.document_timestamps
    ]
    reasons = [reason.code for reason in report.reasons]
    return [report.verdict.value, *signatures, *stamps, *reasons]


def test_nothing_in_them_raises_and_each_signed_one_is_told_as_before() -> None:
    expected = json.loads(_GOLDEN.read_text())
    found = {}
    for name, path in _files():
        report = _validated(path)
        assert to_json(report)
        assert report.verdict is not Verdict.VALID
        if report.signatures or report.document_timestamps:
            found[name] = _summary(report)
    assert {name: found[name] for name in found if name in expected} == {
        name: lines for name, lines in expected.items() if name in found
    }
    assert set(expected) <= set(found), "a file that was signed is not any more"
