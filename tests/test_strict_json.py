"""What a process that read a hostile file returns is read strictly, and what was honest comes back as it was."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest

from listina.strict_json import Bounds, UnreadableJsonError, plain, read_as


class _Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leaf:
    serial_number: int
    size: float
    veins: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tree:
    name: str
    at: datetime | None
    content: bytes
    colour: _Colour
    is_tall: bool
    count: int
    leaves: tuple[_Leaf, ...]


TREE = _Tree(
    name="dub",
    at=datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=timezone(timedelta(hours=1))),
    content=b"\0\xff",
    colour=_Colour.RED,
    is_tall=True,
    count=3,
    leaves=(_Leaf(serial_number=2**160, size=1.5, veins=(("main", True), ("side", False))),),
)

_LEAF: dict[str, Any] = {"serial_number": "1", "size": 1.5, "veins": []}


def test_what_was_told_is_read_back() -> None:
    assert read_as(_Tree, json.loads(json.dumps(plain(TREE)))) == TREE


def test_moments_are_utc_and_serial_numbers_are_texts() -> None:
    told = plain(TREE)
    assert told["at"] == "2026-01-02T02:04:05.000006Z"
    assert told["leaves"][0]["serial_number"] == str(2**160)


def test_what_is_left_out_is_not_told_and_cannot_be_read_back() -> None:
    told = plain(TREE, without=frozenset({(_Tree, "content")}))
    assert "content" not in told
    with pytest.raises(UnreadableJsonError, match="content"):
        read_as(_Tree, told)


@pytest.mark.parametrize(
    "change",
    [
        {"name": None},
        {"name": "a" * 31},
        {"at": "2026-01-02T03:04:05"},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"content": "ž"},
        {"content": "AA"},
        {"colour": "blue"},
        {"is_tall": 1},
        {"count": True},
        {"count": 1.0},
        {"leaves": {}},
        {"leaves": [_LEAF] * 3},
        {"leaves": [_LEAF | {"serial_number": 1}]},
        {"leaves": [_LEAF | {"serial_number": "1e3"}]},
        {"leaves": [_LEAF | {"size": float("inf")}]},
        {"leaves": [_LEAF | {"size": 10**400}]},
        {"leaves": [_LEAF | {"veins": [["main"]]}]},
        {"leaves": [_LEAF | {"veins": [["main", True, 1]]}]},
        {"leaves": [_LEAF | {"veins": [[True, "main"]]}]},
        {"leaves": [{"serial_number": "1"}]},
        {"another": 1},
    ],
)
def test_what_is_made_up_is_refused_and_the_place_is_told(change: dict[str, Any]) -> None:
    expected = "_Tree" if "another" in change else rf"_Tree\.{next(iter(change))}"
    with pytest.raises(UnreadableJsonError, match=expected):
        read_as(_Tree, plain(TREE) | change, Bounds(text=30, items=2))


@pytest.mark.parametrize("value", [None, [], "tree", 1])
def test_what_is_no_object_is_refused(value: object) -> None:
    with pytest.raises(UnreadableJsonError):
        read_as(_Tree, value)
