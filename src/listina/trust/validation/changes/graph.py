"""Which objects of a file refer to which, over all its revisions; read once for all signatures of a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from listina.trust.validation.changes.states import (
    Key,
    NotJudgeableError,
    State,
    defined_in,
    entries,
    is_stream,
    items,
    key_of,
)

_MOST_OBJECTS = 500_000
_MOST_VALUES = 5_000_000


class Graph:
    """References between objects, from every definition an object ever had.

    Attributes:
        referrers: whose definitions refer to an object.
        references: to what the definitions of an object refer.
    """

    def __init__(self, reader: Any) -> None:
        self.referrers: defaultdict[Key, set[Key]] = defaultdict(set)
        self.references: defaultdict[Key, set[Key]] = defaultdict(set)
        count = 0
        for revision in range(reader.xrefs.total_revisions):
            state = State(reader, revision)
            for key in defined_in(reader, revision):
                count += 1
                if count > _MOST_OBJECTS:
                    raise NotJudgeableError
                for target in references_in(_fleeting(state, key)):
                    self.referrers[target].add(key)
                    self.references[key].add(target)

    def touched_by(self, changed: Iterable[Key], barriers: frozenset[Key]) -> frozenset[Key]:
        """Return the objects below which something changed, without going up through the barriers."""
        return _closure(changed, self.referrers, barriers)

    def below(self, keys: Iterable[Key]) -> frozenset[Key]:
        """Return the objects and all they refer to."""
        return _closure(keys, self.references, frozenset())


@lru_cache(maxsize=1)
def of(reader: Any) -> Graph:
    """Return the graph of a file; that of the file looked at last is kept.

    Raises:
        NotJudgeableError: there are too many objects.
    """
    return Graph(reader)


def references_in(value: Any) -> Iterator[Key]:
    """Yield what a value refers to, however deep it stands in it."""
    waiting, count = [value], 0
    while waiting:
        current = waiting.pop()
        count += 1
        if count > _MOST_VALUES:
            raise NotJudgeableError
        key = key_of(current)
        if key is not None:
            yield key
        else:
            waiting += entries(current).values()
            waiting += items(current)


def _fleeting(state: State, key: Key) -> Any:
    """Read an object; the bytes of a stream are not kept in memory for it."""
    known = state.reader.resolved_objects
    was_known = (key[1], key[0]) in known
    value = state.get(key)
    if is_stream(value) and not was_known and entries(value).get("/Type") != "/ObjStm":
        known.pop((key[1], key[0]), None)
    return value


def _closure(start: Iterable[Key], edges: dict[Key, set[Key]], barriers: frozenset[Key]) -> frozenset[Key]:
    found, waiting = set(start), list(start)
    while waiting:
        current = waiting.pop()
        for following in edges.get(current, ()):
            if following not in found:
                found.add(following)
                if following not in barriers:
                    waiting.append(following)
    return frozenset(found)
