"""A file as one of its revisions shows it: objects by number, read without ever raising.

pyHanko parses; which definition counts in which revision is told by its cross-reference sections. Nothing here follows
a reference by itself, so that two revisions are never mixed up.

Source: ISO 32000-2, §§ 7.3.10 and 7.5.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pyhanko.pdf_utils import generic

Key = tuple[int, int]
"""Number and generation of an object."""
_MOST_HOPS = 16


class NotJudgeableError(Exception):
    """What was found is too large or too strange to be compared. Stays within `changes`."""


class Unreadable:
    """Stands for an object that could not be read."""


UNREADABLE = Unreadable()


def key_of(raw: Any) -> Key | None:
    """Return the number of what is referred to; None if the value stands there itself."""
    return (int(raw.idnum), int(raw.generation)) if isinstance(raw, generic.IndirectObject) else None


def is_stream(value: Any) -> bool:
    """Tell whether a value is a stream."""
    return isinstance(value, generic.StreamObject)


def is_plain_dictionary(value: Any) -> bool:
    """Tell whether a value is a dictionary and no stream."""
    return isinstance(value, generic.DictionaryObject) and not is_stream(value)


def entries(dictionary: Any) -> dict[str, Any]:
    """Return the entries of a dictionary or stream as they are written; of anything else none."""
    if not isinstance(dictionary, generic.DictionaryObject):
        return {}
    return {str(name): value for name, value in dict.items(dictionary) if not isinstance(value, generic.NullObject)}


def has_null(value: Any) -> bool:
    """Tell whether a dictionary names null, which means what is not there, and which not every program knows."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, generic.DictionaryObject):
            inner = list(dict.values(current))
            if any(isinstance(each, generic.NullObject) for each in inner):
                return True
            waiting += inner
        waiting += items(current)
    return False


def items(array: Any) -> list[Any]:
    """Return what an array holds as it is written; of anything else nothing."""
    return list(list.__iter__(array)) if isinstance(array, generic.ArrayObject) else []


@dataclass(slots=True, eq=False)
class State:
    """The file as a revision shows it.

    Attributes:
        reader: pyHanko's, of the whole file.
        revision: from 0.
    """

    reader: Any
    revision: int
    _known: dict[Key, Any] = field(default_factory=dict)

    def place(self, key: Key) -> Any:
        """Return where the object is defined: an offset or a place in an object stream; None if nowhere."""
        return self.reader.xrefs.get_historical_ref(self._reference(key), self.revision)

    def get(self, key: Key) -> Any:
        """Return the object; None if it is null or not defined."""
        if key not in self._known:
            self._known[key] = self._read(key)
        return self._known[key]

    def value(self, raw: Any) -> Any:
        """Return the value itself where a reference may stand; None for null."""
        for _ in range(_MOST_HOPS):
            key = key_of(raw)
            if key is None:
                return None if isinstance(raw, generic.NullObject) else raw
            raw = self.get(key)
        return UNREADABLE

    def trailer(self) -> dict[str, Any]:
        """Return the entries of the trailer."""
        return entries(self.reader.trailer.flatten(self.revision))

    def dictionary(self, raw: Any) -> dict[str, Any]:
        """Return the entries of the dictionary a value is or refers to.

        Raises:
            NotJudgeableError: it is something else, though not nothing.
        """
        value = self.value(raw)
        if value is None:
            return {}
        if not is_plain_dictionary(value):
            raise NotJudgeableError
        return entries(value)

    def array(self, raw: Any) -> list[Any]:
        """Return the items of the array a value is or refers to.

        Raises:
            NotJudgeableError: it is something else, though not nothing.
        """
        value = self.value(raw)
        if value is None:
            return []
        if not isinstance(value, generic.ArrayObject):
            raise NotJudgeableError
        return items(value)

    def _reference(self, key: Key) -> Any:
        return generic.Reference(key[0], key[1], self.reader)

    def _read(self, key: Key) -> Any:
        reference, place = self._reference(key), self.place(key)
        if place is None:
            return None
        try:
            if place == self.reader.xrefs[reference]:
                found = self.reader.get_object(reference)
            else:
                found = self.reader.get_object(reference, self.revision)
        except Exception:  # noqa: BLE001  # a hostile object may break the parser: then it is one that was not read
            return UNREADABLE
        return None if isinstance(found, generic.NullObject) else found


def defined_in(reader: Any, revision: int) -> Iterator[Key]:
    """Yield the objects that a revision defines anew or frees."""
    for reference in reader.xrefs.explicit_refs_in_revision(revision):
        yield int(reference.idnum), int(reference.generation)
