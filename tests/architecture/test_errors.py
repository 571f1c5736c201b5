"""Every error of the product: one public code, a remedy, two texts, a row in the reference."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest

from architecture.error_table import error_classes, reference
from listina.errors import ListinaError, Remedy

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference" / "errors.md"
_CODE = re.compile(r"[a-z]+(\.[a-z_]+)+")


@pytest.fixture(scope="module")
def errors() -> list[type[ListinaError]]:
    found = error_classes()
    assert len(found) > 40
    return found


def test_every_code_is_unique_and_well_formed(errors: list[type[ListinaError]]) -> None:
    counts = Counter(error.code for error in errors)

    assert [code for code, count in counts.items() if count > 1] == []
    assert [code for code in counts if not _CODE.fullmatch(code)] == []


def test_every_error_has_a_remedy_and_two_texts_with_the_same_values(errors: list[type[ListinaError]]) -> None:
    for error in errors:
        assert isinstance(error.remedy, Remedy), error
        assert error.cs.strip(), error
        assert error.en.strip(), error
        assert error.cs != error.en, error
        _parses(error.cs)
        _parses(error.en)


def test_errors_live_in_the_errors_module_of_their_folder(errors: list[type[ListinaError]]) -> None:
    strays = [f"{error.__module__}.{error.__name__}" for error in errors if not error.__module__.endswith(".errors")]

    assert strays == []


def test_every_error_has_its_row_in_the_reference() -> None:
    written = REFERENCE.read_text(encoding="utf-8")

    assert written == reference(), "run: PYTHONPATH=tests .venv/bin/python -m architecture.error_table"


def _parses(template: str) -> None:
    list(Formatter().parse(template))
