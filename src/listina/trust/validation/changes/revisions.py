"""One later revision against the signed one: what differs, and whether each difference was judged by a rule."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from listina.trust.validation.changes import catalog, comparison, forms, graph, overlays, pages, permissions, stores
from listina.trust.validation.changes.comparison import Comparison
from listina.trust.validation.changes.forms import Form
from listina.trust.validation.changes.states import (
    UNREADABLE,
    Key,
    State,
    defined_in,
    entries,
    has_null,
    is_stream,
    key_of,
)
from listina.trust.validation.changes.structure import Page, PageTree, fields_of, is_object, pages_of
from listina.trust.validation.signature_report import Change
from listina.trust.validation.values import ChangeWeight

_CONTAINERS = frozenset({"/ObjStm", "/XRef"})
_DOUBTS = frozenset({ChangeWeight.HARMFUL, ChangeWeight.UNCLEAR})


class _Document:
    """What is read of a revision before it is compared."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.trailer = state.trailer()
        self.catalog = state.dictionary(self.trailer.get("/Root"))
        self.pages: PageTree = pages_of(state, self.catalog)
        values = state.dictionary(self.catalog.get("/AcroForm"))
        self.form = Form(
            state=state,
            values=values,
            nodes=fields_of(state, values),
            pages={place: page.number for page in self.pages.pages for place in overlays.places(page)},
            sizes={page.number: _size(state, page) for page in self.pages.pages},
        )

    def barriers(self) -> Iterator[Key | None]:
        """Yield the objects with rules of their own."""
        yield key_of(self.trailer.get("/Root"))
        yield from self.pages.nodes
        for page in self.pages.pages:
            yield page.key
            yield from (key_of(raw) for raw in page.annotations)
        yield from (place for place in self.form.nodes if is_object(place))


def compare(
    reader: Any, signature: Any, signed: int, revision: int, judged: set[tuple[Key, Any]]
) -> tuple[Change, ...]:
    """Return what a later revision changed.

    Args:
        reader: of the whole file.
        signature: whose revision is compared.
        signed: that revision.
        revision: a later one.
        judged: definitions judged in earlier comparisons, even if nothing refers to them any more; more are added.

    Raises:
        NotJudgeableError: it is too large or too strange to be compared.
    """
    was, now = _document(reader, signed), _document(reader, revision)
    old, new = was.state, now.state
    found_graph = graph.of(reader)
    changed = frozenset(_changed(old, new))
    barriers = frozenset(key for key in (*was.barriers(), *now.barriers()) if key is not None)
    compared = Comparison(
        old=old,
        new=new,
        graph=found_graph,
        changed=changed,
        permissions=permissions.of(old, forms.signatures(was.form.nodes)),
        barriers=barriers,
        touched=found_graph.touched_by(changed, barriers),
    )
    if not _is_in(signature, was.form):
        compared.report("signature_replaced")
    if any(_names_null(old.get(key), new.get(key)) for key in changed):
        compared.report("file_structure")
    _compare(compared, was, now)
    judged |= {(key, new.place(key)) for key in compared.seen}
    _settle(compared, judged)
    return tuple(compared.found)


@lru_cache(maxsize=1)
def _documents_of(reader: Any) -> dict[int, _Document]:  # noqa: ARG001  # the key; the file looked at last is kept
    return {}


def _document(reader: Any, revision: int) -> _Document:
    """Return what is read of a revision, once for all signatures of the file."""
    known = _documents_of(reader)
    if revision not in known:
        known[revision] = _Document(State(reader, revision))
    return known[revision]


def _compare(compared: Comparison, was: _Document, now: _Document) -> None:
    with_own_rules = (now.trailer.get("/Root"), now.catalog.get("/AcroForm"), now.form.values.get("/Fields"))
    compared.saw(*(key_of(raw) for raw in with_own_rules))
    catalog.compare_trailer(compared, was.trailer, now.trailer)
    catalog.compare(compared, was.catalog, now.catalog)
    kept = pages.compare(compared, was.pages, now.pages)
    fields = frozenset(was.form.nodes.keys() | now.form.nodes.keys())
    for before, after in kept:
        overlays.compare(compared, before, after, fields)
    forms.compare(compared, was.form, now.form)


def _changed(old: State, new: State) -> Iterator[Key]:
    """Yield the objects whose definition is another than it was when it was signed."""
    defined = {
        key for revision in range(old.revision + 1, new.revision + 1) for key in defined_in(new.reader, revision)
    }
    for key in defined:
        before, after = old.get(key), new.get(key)
        if UNREADABLE in (before, after) or _names_null(before, after) or not comparison.same_definition(before, after):
            yield key


def _names_null(before: Any, after: Any) -> bool:
    """Tell whether an object has come to name null, which means nothing to us and something to other programs."""
    return before is not None and has_null(after) and not has_null(before)


def _settle(compared: Comparison, judged: set[tuple[Key, Any]]) -> None:
    """Report what no rule has reached; what only holds objects or cross-references is no part of the document."""
    for key in sorted(compared.changed - compared.seen):
        if (key, compared.new.place(key)) in judged:
            continue
        after = compared.new.get(key)
        if after is UNREADABLE:
            compared.report("unreadable_object")
        elif is_stream(after) and str(entries(after).get("/Type")) in _CONTAINERS:
            continue
        elif stores.is_validation_data(compared.new, after):
            compared.report("validation_data")
        elif after is None:
            if compared.graph.referrers.get(key):
                compared.report("object_freed")
        elif not any(change.weight in _DOUBTS for change in compared.found):
            compared.report("unreferenced_object")


def _is_in(signature: Any, form: Form) -> bool:
    """Tell whether the signature is one of those that were in the form when it was signed."""
    key = key_of(signature.sig_field.raw_get("/V"))
    return any(key is not None and key_of(value) == key for _, value in forms.signatures(form.nodes))


def _size(state: State, page: Page) -> tuple[float, float]:
    return overlays.rectangle(state, {"/Rect": page.values.get("/MediaBox")})
