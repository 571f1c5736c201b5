"""Comparing a later revision with the signed one, value by value, and keeping account of what was looked at.

Whatever an object is compared as, is compared below; objects with rules of their own (pages, fields, annotations, the
catalog: the barriers) are compared by their rules and elsewhere only by which object they are.

Source: ISO 32000-2, chapter 7; decision 15.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pyhanko.pdf_utils import generic

from listina.trust.validation.changes import kinds
from listina.trust.validation.changes.graph import Graph, references_in
from listina.trust.validation.changes.permissions import Permissions
from listina.trust.validation.changes.states import (
    Key,
    NotJudgeableError,
    State,
    Unreadable,
    entries,
    is_stream,
    items,
    key_of,
)
from listina.trust.validation.signature_report import Change

_ENCODING = frozenset({"/Length", "/Filter", "/DecodeParms"})
_MOST_PAIRS = 1_000_000


@dataclass(slots=True, kw_only=True, eq=False)
class Comparison:
    """A revision beside the signed one.

    Attributes:
        old: as it was signed.
        new: as a later revision shows it.
        graph: of the file.
        changed: objects whose definition is another.
        permissions: what the signers allow.
        barriers: objects with rules of their own.
        touched: objects below which something changed.
        seen: changed objects that were judged.
        found: the changes.
    """

    old: State
    new: State
    graph: Graph
    changed: frozenset[Key]
    permissions: Permissions
    barriers: frozenset[Key] = frozenset()
    touched: frozenset[Key] = frozenset()
    seen: set[Key] = field(default_factory=set)
    found: list[Change] = field(default_factory=list)

    def report(self, code: str, *, page: int | None = None) -> None:
        """Add a change, once."""
        change = kinds.change(code, page=page, forbidden=self.permissions.forbids(code))
        if change not in self.found:
            self.found.append(change)

    def saw(self, *objects: tuple[int, ...] | None) -> None:
        """Take objects as judged by a rule."""
        self.seen.update(self.changed.intersection(objects))

    def is_affected(self, raw: Any) -> bool:
        """Tell whether a value may have changed: it does not go by itself, or something below it changed."""
        key = key_of(raw)
        return key is None or key in self.changed or key in self.touched

    def differ(self, old: Any, new: Any) -> bool:
        """Tell whether two values mean something different; if so, all that is new below is judged with them."""
        if self._same(old, new):
            return False
        self.account(new)
        key = key_of(old)
        if key is not None:
            self.seen.add(key)
        return True

    def differing(self, old: dict[str, Any], new: dict[str, Any], *, ignored: Iterable[str] = ()) -> list[str]:
        """Return the entries of two dictionaries that mean something different."""
        names = sorted((old.keys() | new.keys()) - set(ignored))
        return [name for name in names if self.differ(old.get(name), new.get(name))]

    def account(self, new: Any) -> None:
        """Take all changed objects below a new value as judged with it."""
        waiting, met = list(references_in(new)), set(self.barriers)
        while waiting:
            key = waiting.pop()
            if key in met or (key not in self.changed and key not in self.touched):
                continue
            met.add(key)
            if key in self.changed:
                self.seen.add(key)
            waiting += references_in(self.new.get(key))

    def account_page(self, key: Key | None, values: dict[str, Any]) -> None:
        """Take a new page and all it shows as judged."""
        self.saw(key)
        for value in values.values():
            self.account(value)

    def _same(self, old: Any, new: Any) -> bool:
        waiting: list[tuple[Any, Any]] = [(old, new)]
        met: set[tuple[Key | None, Key | None]] = set()
        count = 0
        while waiting:
            count += 1
            if count > _MOST_PAIRS:
                raise NotJudgeableError
            left, right = waiting.pop()
            left_key, right_key = key_of(left), key_of(right)
            is_same_object = left_key is not None and left_key == right_key
            if is_same_object and (left_key in self.barriers or not self.is_affected(left)):
                continue
            self.saw(left_key, right_key)
            if left_key is not None or right_key is not None:
                if left_key in self.barriers or right_key in self.barriers or (left_key, right_key) in met:
                    if (left_key, right_key) in met:
                        continue
                    return False
                met.add((left_key, right_key))
                left, right = self.old.value(left), self.new.value(right)
            following = _parts(left, right)
            if following is None:
                return False
            waiting += following
        return True


def same_definition(old: Any, new: Any) -> bool:
    """Tell whether two definitions are the same as they are written, whatever they refer to."""
    waiting = [(old, new)]
    while waiting:
        left, right = waiting.pop()
        left_key, right_key = key_of(left), key_of(right)
        if left_key is not None or right_key is not None:
            if left_key != right_key:
                return False
            continue
        following = _parts(left, right)
        if following is None:
            return False
        waiting += following
    return True


def _parts(old: Any, new: Any) -> list[tuple[Any, Any]] | None:
    """Return what remains to be compared of two values; None if they differ already."""
    if isinstance(old, generic.NullObject):
        old = None
    if isinstance(new, generic.NullObject):
        new = None
    if old is None or new is None:
        return [] if old is new else None
    if isinstance(old, Unreadable) or isinstance(new, Unreadable):
        return None
    if isinstance(old, generic.DictionaryObject) and isinstance(new, generic.DictionaryObject):
        if is_stream(old) != is_stream(new) or (is_stream(old) and not _same_data(old, new)):
            return None
        ignored = _ENCODING if is_stream(old) else frozenset()
        left, right = entries(old), entries(new)
        return [(left.get(name), right.get(name)) for name in (left.keys() | right.keys()) - ignored]
    if isinstance(old, generic.ArrayObject) and isinstance(new, generic.ArrayObject):
        pairs = list(zip(items(old), items(new), strict=False))
        return pairs if len(old) == len(new) else None
    return [] if _same_simple(old, new) else None


def _same_data(old: Any, new: Any) -> bool:
    encoding = [{name: entries(stream).get(name) for name in _ENCODING - {"/Length"}} for stream in (old, new)]
    if old.encoded_data == new.encoded_data and repr(encoding[0]) == repr(encoding[1]):
        return True
    plain = _plain_data(old)
    return plain is not None and plain == _plain_data(new)


def _plain_data(stream: Any) -> bytes | None:
    """Return the data of a stream as every program decodes them; None where programs may differ."""
    named = entries(stream)
    kinds = named.get("/Filter")
    if "/DecodeParms" in named:
        return None
    if kinds is None:
        return bytes(stream.encoded_data)
    if (items(kinds) or [kinds]) != ["/FlateDecode"]:
        return None
    inflating = zlib.decompressobj()
    try:
        data = inflating.decompress(stream.encoded_data)
    except zlib.error:
        return None
    # Something behind the end, or no end, is read by some programs and not by others.
    return data if inflating.eof and not inflating.unused_data.strip(b"\r\n") else None


def _same_simple(old: Any, new: Any) -> bool:
    numbers = (generic.NumberObject, generic.FloatObject)
    if isinstance(old, numbers) and isinstance(new, numbers):
        return bool(old == new)
    strings = (generic.TextStringObject, generic.ByteStringObject)
    if isinstance(old, strings) and isinstance(new, strings):
        return bool(old.original_bytes == new.original_bytes)
    if isinstance(old, generic.BooleanObject) and isinstance(new, generic.BooleanObject):
        return bool(old.value == new.value)
    both_names = isinstance(old, generic.NameObject) and isinstance(new, generic.NameObject)
    return both_names and bool(str(old) == str(new))
