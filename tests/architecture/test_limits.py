"""The reference of limits says what the code does."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

TABLE = (Path(__file__).parents[2] / "docs" / "reference" / "limits.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([^|]+) \| ([\d ]+) \| `([\w.]+)\.(\w+)` \|$", TABLE, re.MULTILINE)


def test_the_table_is_read_whole() -> None:
    assert len(ROWS) == TABLE.count("\n| ") - 1


@pytest.mark.parametrize(("limit", "value", "module", "name"), ROWS, ids=[row[0] for row in ROWS])
def test_a_limit_is_the_one_of_the_code(limit: str, value: str, module: str, name: str) -> None:
    assert limit
    assert int(value.replace(" ", "")) == getattr(import_module(f"listina.{module}"), name)
