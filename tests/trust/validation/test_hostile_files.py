"""Whatever a file holds, there is a report in bounded time, and the next file is validated as ever."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from listina.isolation.limits import Limits
from listina.isolation.pool import Confined
from listina.trust.clock import utc_now
from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.validation import task
from listina.trust.validation.inputs import InputFile, ValidationInput
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.validator import Validator
from listina.trust.validation.values import Verdict
from listina.trust.validation.warm_up import MOMENT
from listina.trust.validation.warm_up import __file__ as warm_up_file
from trust.validation import hostile_files

DATA = Path(__file__).parents[3] / "../shared/data/pdf"
IMPATIENT = Limits(cpu_seconds=3, wall_seconds=6)
_MOST_SECONDS = 40.0
_NEEDS_DATA = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data are not there")


@contextmanager
def _validator(limits: Limits) -> Iterator[Validator]:
    root = (Path(warm_up_file).parent / "root.der").read_bytes()
    trust = TrustSnapshot.of_anchors([root], at=utc_now())
    with Confined(*task.TASKS, count=2, limits=limits) as pool:
        yield Validator(confined=pool, trust=lambda: trust, fetcher=None)


@pytest.fixture(scope="module")
def validator() -> Iterator[Validator]:
    with _validator(Limits()) as built:
        yield built


def _validated(validator: Validator, folder: Path, name: str, content: bytes) -> ValidationReport:
    path = folder / name.replace("/", "_").replace(" ", "-")
    path.write_bytes(content)
    started = time.monotonic()
    report = validator.validate(ValidationInput(document=InputFile(path=path, name=name)), at=MOMENT)
    assert time.monotonic() - started < _MOST_SECONDS, name
    assert report.file.length == len(content)
    path.unlink()
    return report


def _all(validator: Validator, folder: Path, files: Iterator[tuple[str, bytes]]) -> dict[str, ValidationReport]:
    """Validate all, two at a time."""
    with ThreadPoolExecutor(2) as threads:
        waiting = {name: threads.submit(_validated, validator, folder, name, content) for name, content in files}
        return {name: each.result() for name, each in waiting.items()}


def test_a_bomb_hurts_nobody_but_itself(tmp_path: Path) -> None:
    with _validator(IMPATIENT) as validator:
        reports = _all(validator, tmp_path, hostile_files.bombs())
        good = gzip.decompress((Path(warm_up_file).parent / "signed.pdf.gz").read_bytes())
        after = _validated(validator, tmp_path, "good", good)

    assert [name for name, report in reports.items() if report.verdict is Verdict.VALID] == []
    undecided = [report for report in reports.values() if report.verdict is Verdict.UNDECIDABLE]
    assert all(report.reasons or report.signatures for report in undecided)
    assert after.verdict is Verdict.VALID


def test_garbage_is_never_valid(validator: Validator, tmp_path: Path) -> None:
    files = ((f"garbage {seed}", hostile_files.garbage(seed)) for seed in range(60))
    reports = _all(validator, tmp_path, files)

    assert {report.verdict for report in reports.values()} == {Verdict.UNDECIDABLE}


@_NEEDS_DATA
def test_every_file_of_the_data_gets_a_report(validator: Validator, tmp_path: Path) -> None:
    files = ((str(path.relative_to(DATA)), path.read_bytes()) for path in sorted(DATA.rglob("*.pdf")))
    reports = _all(validator, tmp_path, files)

    assert len(reports) > 100
    assert {name for name, report in reports.items() if report.verdict is Verdict.VALID} == set()
    assert [
        name for name, report in reports.items() if any(each.code.startswith("isolation.") for each in report.reasons)
    ] == []


@_NEEDS_DATA
def test_damaged_files_get_a_report_and_are_never_valid(validator: Validator, tmp_path: Path) -> None:
    paths = sorted(DATA.rglob("*.pdf"))
    files = (
        (f"{path.name} {seed}", hostile_files.damaged(path.read_bytes(), seed))
        for path in paths
        for seed in range(6)
        if path.stat().st_size
    )
    reports = _all(validator, tmp_path, files)

    assert {name for name, report in reports.items() if report.verdict is Verdict.VALID} == set()
