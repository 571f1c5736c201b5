"""The parts of a document that have rules of their own: pages with their annotations, and the tree of form fields.

Source: ISO 32000-2, §§ 7.7.3 (pages), 12.5 (annotations), 12.7 (forms).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from listina.trust.validation.changes.states import Key, NotJudgeableError, State, entries, is_plain_dictionary, key_of

_INHERITED_BY_PAGES = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_MOST_NODES = 100_000
_MOST_DEPTH = 100
_KEY_PARTS = ("number", "generation")

Place = tuple[int, ...]
"""An object's number, or where among its siblings it stands if it is none."""


def is_object(place: Place) -> TypeGuard[Key]:
    """Tell whether a place is an object's number."""
    return len(place) == len(_KEY_PARTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page.

    Attributes:
        number: from 1.
        key: None if the page is no object of its own.
        values: its entries, with what it inherits.
        annotations: as they are written.
    """

    number: int
    key: Key | None
    values: dict[str, Any]
    annotations: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTree:
    """All pages.

    Attributes:
        pages: in order.
        nodes: what stands above them.
        odd_entries: entries of the nodes beside kids, count and what pages inherit.
        counts_fit: every node says how many pages are below it.
    """

    pages: tuple[Page, ...]
    nodes: frozenset[Key]
    odd_entries: tuple[tuple[Place, str, Any], ...]
    counts_fit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A form field, or one of the places where it stands on pages (a widget).

    Attributes:
        place: which object.
        name: full name.
        kind: `/Tx`, `/Btn`, `/Ch`, `/Sig`; empty if none is named.
        values: its entries as they are written.
        parent: of the node above; None on top.
    """

    place: Place
    name: str
    kind: str
    values: dict[str, Any]
    parent: Place | None


@dataclass(slots=True, kw_only=True)
class _Walk:
    state: State
    pages: list[Page] = field(default_factory=list)
    nodes: set[Key] = field(default_factory=set)
    odd: list[tuple[Place, str, Any]] = field(default_factory=list)
    counts_fit: bool = True
    visited: int = 0

    def walk(self, raw: Any, inherited: dict[str, Any], depth: int) -> int:
        self.visited += 1
        key = key_of(raw)
        if self.visited > _MOST_NODES or depth > _MOST_DEPTH or (key is not None and key in self.nodes):
            raise NotJudgeableError
        value = self.state.value(raw)
        if not is_plain_dictionary(value):
            raise NotJudgeableError
        found = entries(value)
        below = {**inherited, **{name: found[name] for name in _INHERITED_BY_PAGES if name in found}}
        if "/Kids" not in found:
            annotations = tuple(self.state.array(found.get("/Annots")))
            self.pages.append(
                Page(number=len(self.pages) + 1, key=key, values={**below, **found}, annotations=annotations)
            )
            return 1
        self.nodes |= {one for one in (key, key_of(found["/Kids"])) if one is not None}
        self.odd += [
            (key or (depth,), name, found[name])
            for name in sorted(found.keys() - {"/Kids", "/Count", *_INHERITED_BY_PAGES})
        ]
        count = sum(self.walk(kid, below, depth + 1) for kid in self.state.array(found["/Kids"]))
        if self.state.value(found.get("/Count")) != count:
            self.counts_fit = False
        return count


def pages_of(state: State, catalog: dict[str, Any]) -> PageTree:
    """Return the pages of a revision.

    Raises:
        NotJudgeableError: there are too many, or the tree is none.
    """
    walk = _Walk(state=state)
    if "/Pages" in catalog:
        walk.walk(catalog["/Pages"], {}, 0)
    return PageTree(
        pages=tuple(walk.pages),
        nodes=frozenset(walk.nodes),
        odd_entries=tuple(walk.odd),
        counts_fit=walk.counts_fit,
    )


def fields_of(state: State, form: dict[str, Any]) -> dict[Place, Node]:
    """Return the nodes of the tree of fields.

    Raises:
        NotJudgeableError: there are too many, or a node stands in two places.
    """
    found: dict[Place, Node] = {}
    for node in _fields(state, state.array(form.get("/Fields")), None, ()):
        if node.place in found or len(found) > _MOST_NODES:
            raise NotJudgeableError
        found[node.place] = node
    return found


def _fields(state: State, kids: list[Any], above: Node | None, path: tuple[int, ...]) -> Iterator[Node]:
    if len(path) > _MOST_DEPTH:
        raise NotJudgeableError
    for number, raw in enumerate(kids):
        value = state.value(raw)
        if value is None:
            continue
        if not is_plain_dictionary(value):
            raise NotJudgeableError
        own = entries(value)
        here = (*path, number)
        node = Node(
            place=key_of(raw) or (-1, -1, *here),
            name=_full_name(state, own, above),
            kind=str(state.value(own["/FT"])) if "/FT" in own else (above.kind if above else ""),
            values=own,
            parent=above.place if above else None,
        )
        yield node
        if "/Kids" in own:
            yield from _fields(state, state.array(own["/Kids"]), node, here)


def _full_name(state: State, own: dict[str, Any], above: Node | None) -> str:
    prefix = above.name if above else ""
    if "/T" not in own:
        return prefix
    part = str(state.value(own["/T"]))
    return f"{prefix}.{part}" if prefix else part
