"""Every row of the law map names code and tests that exist, and every provision has its row."""

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAW_MAP = ROOT / "docs" / "reference" / "law-map.md"

CODE = re.compile(r"`(listina(?:\.\w+)+):([\w.]+)`")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")

PROVISIONS = [
    "L300 § 22(1)(a)",
    "L300 § 22(1)(b)",
    "L300 § 22(2)",
    "L300 § 23(1)",
    "L300 § 23(2)",
    *(f"L300 § 24(1)({letter})" for letter in "abc"),
    "L300 § 24(3)",
    *(f"L300 § 24(4)({letter})" for letter in "abcdefghij"),
    "L300 § 24(5)",
    *(f"L300 § 25(1)({letter})" for letter in "abcdefgh"),
    *(f"L300 § 25(2)({letter})" for letter in "abcdefghijk"),
    "L300 § 26(1)",
    *(f"L300 § 26(2)({letter})" for letter in "abcd"),
    "L300 § 26(3)",
    "L300 § 26(5)",
    "D193 § 2(2)",
    "D193 § 2(3)",
    "D193 § 2(4)",
    "D193 § 3(1)",
    "D193 § 3(3)",
    *(f"D193 annex 1 point 1({letter})" for letter in "abc"),
    *(f"D193 annex 1 point 2({letter})" for letter in "abc"),
    "D193 annex 1 point 3",
    "D193 annex 1 point 4",
    "L297 § 5",
    "L297 § 8",
    "L297 § 11",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRow:
    provision: str
    code_cell: str
    test_cell: str


def _rows() -> Iterator[MapRow]:
    for line in LAW_MAP.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and cells[0].startswith(("L300", "D193", "L297", "L261")):
            provision, _, code_cell, test_cell = cells
            yield MapRow(provision=provision, code_cell=code_cell, test_cell=test_cell)


ROWS = list(_rows())
row_by_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.provision)


def test_each_provision_has_exactly_one_row() -> None:
    provisions = [row.provision for row in ROWS]
    assert len(provisions) == len(set(provisions))
    assert set(PROVISIONS) <= set(provisions)


@row_by_row
def test_a_row_names_code_that_exists(row: MapRow) -> None:
    named = CODE.findall(row.code_cell)
    assert named
    assert CODE.sub("", row.code_cell).strip(" ,") == ""
    for module, path in named:
        found: object = importlib.import_module(module)
        for name in path.split("."):
            found = getattr(found, name)


@row_by_row
def test_a_row_names_a_test_that_exists(row: MapRow) -> None:
    named = TEST.findall(row.test_cell)
    assert named
    assert TEST.sub("", row.test_cell).strip(" ,") == ""
    for path, name in named:
        tree = ast.parse((ROOT / path).read_text("utf-8"))
        assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert name.startswith("test_")
