"""What changed on the pages: their order, what is drawn on them, how they are shown.

Source: ISO 32000-2, § 7.7.3.3 (table 31).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

from listina.trust.validation.changes.comparison import Comparison
from listina.trust.validation.changes.states import NotJudgeableError
from listina.trust.validation.changes.structure import Page, PageTree

_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "/Contents": "page_content",
        "/MediaBox": "page_size",
        "/CropBox": "page_size",
        "/BleedBox": "page_size",
        "/TrimBox": "page_size",
        "/ArtBox": "page_size",
        "/UserUnit": "page_size",
        "/Rotate": "page_rotated",
        "/Group": "page_look",
        "/OutputIntents": "page_look",
        "/AA": "active_content",
        "/StructParents": "structure",
        # Programs take what a page inherits from here, not from where they met the page.
        "/Parent": "page_tree",
    }
)
_RESOURCES: Mapping[str, str] = MappingProxyType({"/Font": "fonts", "/XObject": "images"})
# Annotations have rules of their own; the order of the tab key and a date show nothing.
_IGNORED = frozenset({"/Annots", "/Tabs", "/LastModified"})


def compare(comparison: Comparison, old: PageTree, new: PageTree) -> list[tuple[Page, Page]]:
    """Report what changed on the pages; return the pages that are still there, each as it was and is."""
    comparison.saw(*old.nodes, *new.nodes)
    if old.counts_fit and not new.counts_fit:
        comparison.report("page_tree")
    odd = [{(place, name): value for place, name, value in tree.odd_entries} for tree in (old, new)]
    if any(comparison.differ(odd[0].get(entry), odd[1].get(entry)) for entry in odd[0].keys() | odd[1].keys()):
        comparison.report("page_tree")
    pairs = _pairs(comparison, old.pages, new.pages)
    for was, now in pairs:
        _compare_page(comparison, was, now)
    return pairs


def _pairs(comparison: Comparison, old: tuple[Page, ...], new: tuple[Page, ...]) -> list[tuple[Page, Page]]:
    if len(old) == len(new) and all(was.key == now.key for was, now in zip(old, new, strict=True)):
        return list(zip(old, new, strict=True))
    places = {page.key: page for page in old if page.key is not None}
    if len(places) != len(old):
        # Pages that are no objects, or one that stands twice: nobody can tell which is which.
        comparison.report("page_tree")
        return []
    pairs = [(places[page.key], page) for page in new if page.key in places]
    if len({page.key for page in new}) != len(new) or any(
        before.number >= after.number for (before, _), (after, _) in pairwise(pairs)
    ):
        comparison.report("pages_reordered")
    kept = {page.key for page in new}
    for page in new:
        if page.key not in places:
            comparison.report("page_added", page=page.number)
            comparison.account_page(page.key, page.values)
    for page in old:
        if page.key not in kept:
            comparison.report("page_removed", page=page.number)
    return pairs


def _compare_page(comparison: Comparison, old: Page, new: Page) -> None:
    comparison.saw(new.key)
    for name in comparison.differing(old.values, new.values, ignored={*_IGNORED, "/Resources"}):
        comparison.report(_KINDS.get(name, "page_look"), page=new.number)
    _compare_resources(comparison, old, new)


def _compare_resources(comparison: Comparison, old: Page, new: Page) -> None:
    was, now = old.values.get("/Resources"), new.values.get("/Resources")
    if not comparison.differ(was, now):
        return
    try:
        names = comparison.differing(comparison.old.dictionary(was), comparison.new.dictionary(now))
    except NotJudgeableError:
        names = []
    for kind in sorted({_RESOURCES.get(name, "resources") for name in names}) or ["resources"]:
        comparison.report(kind, page=new.number)
