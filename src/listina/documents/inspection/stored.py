"""An inspection as JSON and back: how it leaves the confined process and is kept with the conversion.

Reading is strict, because it comes from a process that parsed a hostile file: fields that are missing, unknown or
ill-typed, texts that are too long, lists without end are refused. Sentences are not written: `words` has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from listina.documents.inspection.facts import Inspection

T = TypeVar("T")
_LONGEST_TEXT = 255
_LONGEST_LIST = 1000


class UnreadableInspectionError(ValueError):
    """What was read is no inspection; the message says where."""


def to_json(inspection: Inspection) -> dict[str, Any]:
    """Return an inspection as plain values."""
    told: dict[str, Any] = _plain(inspection)
    return told


def from_json(value: object) -> Inspection:
    """Return the inspection that `to_json` told.

    Raises:
        UnreadableInspectionError: it is none.
    """
    return _read_fields(Inspection, value, "inspection")


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return value


def _read_fields(kind: type[T], value: object, where: str) -> T:
    types = get_type_hints(kind)
    names = [each.name for each in fields(kind)]  # type: ignore[arg-type]
    if not isinstance(value, Mapping) or set(value) != set(names):
        raise UnreadableInspectionError(where)
    return kind(**{name: _read(types[name], value[name], f"{where}.{name}") for name in names})


def _read(kind: Any, value: object, where: str) -> Any:
    if isinstance(kind, UnionType):
        inner = next(each for each in get_args(kind) if each is not NoneType)
        return None if value is None else _read(inner, value, where)
    if get_origin(kind) is tuple:
        if not isinstance(value, list) or len(value) > _LONGEST_LIST:
            raise UnreadableInspectionError(where)
        return tuple(_read(get_args(kind)[0], item, where) for item in value)
    if is_dataclass(kind):
        return _read_fields(kind, value, where)  # type: ignore[arg-type]
    if issubclass(kind, StrEnum):
        if value not in set(kind):
            raise UnreadableInspectionError(where)
        return kind(value)
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind or (isinstance(value, str) and len(value) > _LONGEST_TEXT):
        raise UnreadableInspectionError(where)
    return value
