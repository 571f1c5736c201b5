"""Dataclasses as JSON and back: what confined processes return, and what is stored of it.

The JSON mirrors the dataclass, field by field. Moments are UTC with `Z`, bytes are base64, and serial numbers are
decimal strings, because many readers of JSON cannot hold them as numbers. Reading is strict: a process that parsed a
hostile file may return a stranger's invention, so a missing, unknown or ill-typed field is refused, and so is whatever
is longer than anything honest.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sized
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
_Sized = TypeVar("_Sized", bound=Sized)
Fields = frozenset[tuple[type, str]]
"""Dataclasses with the name of a field."""

_LONGEST_SERIAL_NUMBER = 60
_EXACT_NUMBERS = frozenset({"serial_number"})


class UnreadableJsonError(ValueError):
    """What was read is not what was expected; the message says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What nothing honest exceeds.

    Attributes:
        text: the longest text, characters; bytes count as their base64.
        items: the longest list.
    """

    text: int = 100_000_000
    items: int = 100_000


ANY = Bounds()
"""For answers whose whole length is limited already."""


def plain(value: object, *, without: Fields = frozenset()) -> Any:
    """Return a dataclass as plain values.

    Args:
        value: of dataclasses, tuples, enumerations, moments, bytes, texts, numbers and None.
        without: what is left out; then it cannot be read back.
    """
    match value:
        case Enum():
            return value.value
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case bytes():
            return base64.b64encode(value).decode()
        case tuple():
            return [plain(item, without=without) for item in value]
        case None | bool() | int() | float() | str():
            return value
    told = {}
    for name in _types(cast("Any", type(value))):
        item = getattr(value, name)
        if (type(value), name) not in without:
            told[name] = str(item) if name in _EXACT_NUMBERS else plain(item, without=without)
    return told


def read_as(kind: type[T], value: object, bounds: Bounds = ANY, *, where: str = "") -> T:
    """Return the dataclass that `plain` told.

    Args:
        kind: the dataclass.
        value: plain values.
        bounds: what is refused because of its length.
        where: what an error calls the whole; the name of the dataclass if it is empty.

    Raises:
        UnreadableJsonError: it is none of this kind.
    """
    types, where = _types(cast("Any", kind)), where or kind.__name__
    told = fields_of(value, frozenset(types), where)
    return kind(**{name: _read_field(name, types[name], told[name], f"{where}.{name}", bounds) for name in types})


def fields_of(value: object, names: frozenset[str], where: str) -> Mapping[str, object]:
    """Return an object that has these fields and no others.

    Raises:
        UnreadableJsonError: it is none.
    """
    told = _a(dict, value, where)
    if told.keys() != names:
        # A stranger's names are not repeated.
        raise UnreadableJsonError(f"{where}: missing {sorted(names - told.keys())} or unknown fields")
    return cast("Mapping[str, object]", told)


def _read_field(name: str, kind: Any, value: object, where: str, bounds: Bounds) -> Any:
    return _serial(value, where) if name in _EXACT_NUMBERS else _read(kind, value, where, bounds)


def _read(kind: Any, value: object, where: str, bounds: Bounds) -> Any:
    if isinstance(kind, UnionType):
        inner = next(each for each in get_args(kind) if each is not NoneType)
        return None if value is None else _read(inner, value, where, bounds)
    if get_origin(kind) is tuple:
        items = _short(_a(list, value, where), bounds.items, where)
        kinds = get_args(kind) if get_args(kind)[-1] is not Ellipsis else get_args(kind)[:1] * len(items)
        if len(kinds) != len(items):
            raise UnreadableJsonError(f"{where}: {len(items)} values instead of {len(kinds)}")
        return tuple(
            _read(each, item, f"{where}[{place}]", bounds)
            for place, (each, item) in enumerate(zip(kinds, items, strict=True))
        )
    if is_dataclass(kind):
        return read_as(cast("type[Any]", kind), value, bounds, where=where)
    if kind in {bool, int, float}:
        return _number(kind, value, where)
    text = _short(_a(str, value, where), bounds.text, where)
    try:
        return _from_text(kind, text)
    except (ValueError, OverflowError) as error:
        raise UnreadableJsonError(f"{where}: {text[:60]!r} is no {kind.__name__}") from error


def _from_text(kind: Any, text: str) -> Any:
    """Return a text, bytes, moment or member of an enumeration. Raises ValueError, OverflowError."""
    if kind is str:
        return text
    if kind is bytes:
        return base64.b64decode(text, validate=True)
    if kind is datetime:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError
        return moment.astimezone(UTC)
    return kind(text)


def _number(kind: type[T], value: object, where: str) -> T:
    # A bool is an int to Python, and its JSON knows numbers that are none.
    if type(value) is not kind or (isinstance(value, float) and not isfinite(value)):
        raise UnreadableJsonError(f"{where}: no {kind.__name__}")
    return value


def _serial(value: object, where: str) -> int:
    text = _a(str, value, where)
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_SERIAL_NUMBER):
        raise UnreadableJsonError(f"{where}: no serial number")
    return int(text)


def _short(value: _Sized, most: int, where: str) -> _Sized:
    if len(value) > most:
        raise UnreadableJsonError(f"{where}: longer than {most}")
    return value


def _a(kind: type[T], value: object, where: str) -> T:
    if not isinstance(value, kind):
        raise UnreadableJsonError(f"{where}: {type(value).__name__} instead of {kind.__name__}")
    return value


@cache
def _types(kind: Any) -> Mapping[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
