"""Every dictionary of a PDF, each once, and who refers to it.

Nothing is followed by its meaning: objects are taken as the file's cross-reference lists them, so that what hangs in an
unexpected place, or in none, is seen as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

MOST_VALUES = 4_000_000
"""How many values of dictionaries and arrays are looked at."""

_ON_CLICK = frozenset({"/D", "/U"})
_FOLLOWED = frozenset({"/A", "/AA", "/Next"}) | _ON_CLICK


class TooHardError(Exception):
    """The file holds more than is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A dictionary, or that of a stream.

    Attributes:
        id: of the object if it is indirect; otherwise a negative number of its own.
        root: the number of the indirect object it stands in.
        entries: its values by their names, such as `/Type`.
        stream: the stream it belongs to; None if it is a plain dictionary.
    """

    id: int
    root: int
    entries: Mapping[str, Any]
    stream: pikepdf.Stream | None

    def name(self, key: str) -> str:
        """Return a value that is a name, such as `/Screen`; empty if it is none."""
        value = self.entries.get(key)
        return str(value) if isinstance(value, pikepdf.Name) else ""


@dataclass(slots=True, kw_only=True)
class Walk:
    """A walk through a PDF."""

    pdf: pikepdf.Pdf
    _links: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    _otherwise: set[int] = field(default_factory=set)
    _direct: int = 0
    _values: int = 0

    def nodes(self) -> Iterator[Node]:
        """Yield every dictionary once.

        Raises:
            TooHardError: there are too many values.
        """
        for item in self.pdf.objects:
            if not isinstance(item, (pikepdf.Dictionary, pikepdf.Array, pikepdf.Stream)):
                continue
            root = item.objgen[0]
            if isinstance(item, pikepdf.Array):
                # Whoever is referred to from here is not known to be reached by a click.
                yield from self._inside([(item, root, "")], root)
            else:
                yield from self._dictionary(item, root, root)
        yield from self._dictionary(self.pdf.trailer, 0, 0)

    def is_on_click_only(self, node: int) -> bool:
        """Return whether an action is reached by nothing but clicks; known when the walk is over.

        Anything unusual that refers to it, or that nothing does, counts as another way.
        """
        seen: set[int] = set()
        # Actions that follow each other in a circle need somebody from outside who is clicked.
        return self._clicked(node, seen) and any(
            step != "/Next" for each in seen for _, step in self._links.get(each, ())
        )

    def _clicked(self, node: int, seen: set[int]) -> bool:
        if node in seen:
            return True
        seen.add(node)
        links = self._links.get(node, [])
        return bool(links) and node not in self._otherwise and all(self._by_click(*link, seen) for link in links)

    def _by_click(self, container: int, step: str, seen: set[int]) -> bool:
        if step == "/A":
            return True
        if step == "/Next":
            return self._clicked(container, seen)
        above = self._links.get(container, [])
        return step in _ON_CLICK and container not in self._otherwise and all(way == "/AA" for _, way in above)

    def _dictionary(self, item: pikepdf.Object, node: int, root: int) -> Iterator[Node]:
        stream = item if isinstance(item, pikepdf.Stream) else None
        entries = dict((item.stream_dict if isinstance(item, pikepdf.Stream) else item).items())
        yield Node(id=node, root=root, entries=entries, stream=stream)
        yield from self._inside([(value, node, step) for step, value in entries.items()], root)

    def _inside(self, waiting: list[tuple[Any, int, str]], root: int) -> Iterator[Node]:
        while waiting:
            value, container, step = waiting.pop()
            self._values += 1
            if self._values > MOST_VALUES:
                raise TooHardError
            if not isinstance(value, pikepdf.Object):
                continue
            array = isinstance(value, pikepdf.Array)
            if not array and not isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
                continue
            if value.is_indirect and not (array and value.objgen[0] == root):
                self._link(value.objgen[0], container, step)
            elif array:
                waiting.extend((each, container, step) for each in value)
            else:
                self._direct -= 1
                node = self._direct
                self._link(node, container, step)
                entries = dict(value.items())
                yield Node(id=node, root=root, entries=entries, stream=None)
                waiting.extend((inner, node, name) for name, inner in entries.items())

    def _link(self, target: int, container: int, step: str) -> None:
        if step in _FOLLOWED:
            self._links.setdefault(target, []).append((container, step))
        else:
            self._otherwise.add(target)
