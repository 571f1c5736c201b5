"""A validation report as JSON and back: how it leaves a confined process, is stored, and is handed to other programs.

The JSON mirrors `report`, field by field. Moments are UTC with `Z`, bytes are base64, sentences are `{"cs", "en"}` and
serial numbers are decimal strings, because many readers of JSON cannot hold them as numbers. Reading is strict: a
report comes from a process that parsed a hostile file, so a missing, unknown or ill-typed field is refused.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from listina.trust.validation.report import Material, ValidationReport

VERSION = 1
"""Of the JSON; a change of any field's meaning or place is a new version."""

T = TypeVar("T")
_Fields = frozenset[tuple[type, str]]
_WITHOUT_BYTES: _Fields = frozenset({(Material, "der")})
_TYPES: dict[type[Any], Mapping[str, Any]] = {}
_LONGEST_SERIAL_NUMBER = 60
_EXACT_NUMBERS = frozenset({"serial_number"})


class UnreadableReportError(ValueError):
    """What was read is no report of this version; the message says where."""


def to_json(report: ValidationReport, *, material: bool = True) -> dict[str, Any]:
    """Return a report as plain values.

    Args:
        report: what is told.
        material: False leaves the bytes of certificates and revocation data out, for the public; then it cannot be read
            back.
    """
    left_out: _Fields = frozenset() if material else _WITHOUT_BYTES
    return {"version": VERSION, "report": _plain(report, left_out)}


def from_json(value: object) -> ValidationReport:
    """Return the report that `to_json` told.

    Raises:
        UnreadableReportError: it is no report of this version.
    """
    document = _mapping(value, {"version", "report"}, "")
    if document["version"] != VERSION:
        message = f"version {document['version']!r} is not {VERSION}"
        raise UnreadableReportError(message)
    return _read_fields(ValidationReport, document["report"], "report")


def plain(value: object) -> Any:
    """Return a dataclass of this package, or of data messages, as plain values."""
    return _plain(value, frozenset())


def read_as(kind: type[T], value: object) -> T:
    """Return the dataclass that `plain` told.

    Raises:
        UnreadableReportError: it is none of this kind.
    """
    return _read_fields(kind, value, kind.__name__)


def _plain(value: object, left_out: _Fields) -> Any:
    match value:
        case Enum():
            return value.value
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case bytes():
            return base64.b64encode(value).decode()
        case tuple():
            return [_plain(item, left_out) for item in value]
        case None | bool() | int() | str():
            return value
    told = {}
    for name in _types(type(value)):
        item = getattr(value, name)
        if (type(value), name) not in left_out:
            told[name] = str(item) if name in _EXACT_NUMBERS else _plain(item, left_out)
    return told


def _read(kind: Any, value: object, where: str) -> Any:
    if isinstance(kind, UnionType):
        inner = next(each for each in get_args(kind) if each is not NoneType)
        return None if value is None else _read(inner, value, where)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], item, f"{where}[{i}]") for i, item in enumerate(_a(list, value, where)))
    if is_dataclass(kind):
        return _read_fields(cast("type[Any]", kind), value, where)
    if kind is bool:
        return _a(bool, value, where)
    if kind is int:
        return _number(value, where)
    text = _a(str, value, where)
    try:
        return _from_text(kind, text)
    except (ValueError, binascii.Error) as error:
        message = f"{where}: {text[:60]!r} is no {kind.__name__}"
        raise UnreadableReportError(message) from error


def _from_text(kind: Any, text: str) -> Any:
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


def _read_fields(kind: type[T], value: object, where: str) -> T:
    types = _types(kind)
    told = _mapping(value, set(types), where)
    return kind(**{name: _read_field(name, each, told[name], f"{where}.{name}") for name, each in types.items()})


def _read_field(name: str, kind: Any, value: object, where: str) -> Any:
    return _serial(value, where) if name in _EXACT_NUMBERS else _read(kind, value, where)


def _types(kind: Any) -> Mapping[str, Any]:
    if kind not in _TYPES:
        hints = get_type_hints(kind)
        _TYPES[kind] = {field.name: hints[field.name] for field in fields(kind)}
    return _TYPES[kind]


def _mapping(value: object, names: set[str], where: str) -> Mapping[str, object]:
    mapping = _a(dict, value, where)
    if set(mapping) != names:
        message = f"{where or 'the document'}: missing or unknown fields {sorted(set(mapping) ^ names)!r}"[:300]
        raise UnreadableReportError(message)
    return cast("Mapping[str, object]", mapping)


def _number(value: object, where: str) -> int:
    if isinstance(value, bool):
        message = f"{where}: bool instead of int"
        raise UnreadableReportError(message)
    return _a(int, value, where)


def _serial(value: object, where: str) -> int:
    text = _a(str, value, where)
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_SERIAL_NUMBER):
        message = f"{where}: no serial number"
        raise UnreadableReportError(message)
    return int(text)


def _a(kind: type[T], value: object, where: str) -> T:
    if not isinstance(value, kind):
        message = f"{where or 'the document'}: {type(value).__name__} instead of {kind.__name__}"
        raise UnreadableReportError(message)
    return value
