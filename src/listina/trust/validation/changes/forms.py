"""What changed in the form: fields filled in, signed, added, removed, moved or drawn anew.

Filling in is permitted unless a signer forbade it; overwriting what stood in a field when it was signed is shown to a
person, unless a certification allows it. A later signature may show itself only in a new rectangle of its own.

Source: ISO 32000-2, §§ 12.7 and 12.8.2; Mainka et al., Shadow attacks (NDSS 2021); Mladenov et al., Attacks on PDF
certification (2021).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.generic import DictionaryObject

from listina.trust.validation.changes.comparison import Comparison
from listina.trust.validation.changes.overlays import rectangle
from listina.trust.validation.changes.permissions import Level
from listina.trust.validation.changes.states import State, Unreadable, entries, is_plain_dictionary, is_stream, key_of
from listina.trust.validation.changes.structure import Node, Place, is_object

_IGNORED = frozenset({"/P", "/Parent", "/Kids", "/Type", "/StructParent"})
_FILLING = frozenset({"/V", "/AS", "/AP", "/I", "/RV", "/M"})
_SIGNING = frozenset({"/V", "/AP", "/AS", "/M", "/F", "/Lock"})
_OF_SIGNATURE_FIELD = frozenset(
    {
        "/Type", "/Subtype", "/FT", "/T", "/TU", "/TM", "/Ff", "/V", "/F", "/Rect", "/P", "/Parent", "/Kids", "/Lock",
        "/SV", "/AP", "/AS", "/MK", "/DA", "/Q", "/M", "/NM", "/Border", "/BS", "/H", "/StructParent", "/DR",
    }
)  # fmt: skip
_ACTIONS = frozenset({"/A", "/AA"})
_INVISIBLE_FLAGS = 0b100010
"""Hidden (bit 2) and NoView (bit 6)."""
_LARGEST_SHARE, _LARGEST_PREPARED_SHARE = 0.2, 0.5
"""Of a page, which a later signature or filling may take; a signer saw the empty place for another signature."""
_LARGEST_BOX = 10_000
_OF_DRAWING = frozenset(
    {
        "/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Length", "/Filter", "/DecodeParms",
        "/Group", "/Name", "/LastModified",
    }
)  # fmt: skip
_LARGEST_BUTTON = 60
"""Points of a box that is ticked; a drawing for the whole page may have waited there."""
_DRAWN = re.compile(rb"(?:^|[\s\])>/])(?:Tj|TJ|'|\"|Do|BI|sh)(?=[\s/\[(<]|$)")
_PAGE_POINTS = (595.0, 842.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form of a revision.

    Attributes:
        state: the revision.
        values: entries of `/AcroForm`.
        nodes: its fields and widgets.
        pages: on which page each annotation stands.
        sizes: width and height of each page, points.
    """

    state: State
    values: dict[str, Any]
    nodes: Mapping[Place, Node]
    pages: Mapping[Place, int]
    sizes: Mapping[int, tuple[float, float]]


def signatures(nodes: Mapping[Place, Node]) -> list[tuple[dict[str, Any], Any]]:
    """Return each signed field's entries and its value as it is written."""
    return [(node.values, node.values["/V"]) for node in nodes.values() if node.kind == "/Sig" and "/V" in node.values]


def compare(comparison: Comparison, old: Form, new: Form) -> None:
    """Report what changed in the form."""
    _settings(comparison, old, new)
    filled = {
        node.name
        for place, node in new.nodes.items()
        if place in old.nodes and _changed_names(comparison, old.nodes[place], node) & {"/V", "/AS"}
    }
    for place in old.nodes.keys() - new.nodes.keys():
        was = old.nodes[place]
        signed = was.kind == "/Sig" and "/V" in was.values
        comparison.report("signature_removed" if signed else "field_removed", page=old.pages.get(place))
    for place, node in new.nodes.items():
        comparison.saw(place, key_of(node.values.get("/Kids")))
        page = new.pages.get(place)
        if place not in old.nodes:
            _added(comparison, new, node, page)
        elif node.kind == old.nodes[place].kind == "/Sig":
            _signed(comparison, old.nodes[place], new, node)
        else:
            _filled(comparison, old.nodes[place], new, node, filled)
        if place in old.nodes and old.pages.get(place) != page:
            comparison.report("field_changed", page=page)


def _changed_names(comparison: Comparison, old: Node, new: Node) -> set[str]:
    names = set(comparison.differing(old.values, new.values, ignored=_IGNORED))
    return names | ({"/Parent"} if old.parent != new.parent else set())


def _settings(comparison: Comparison, old: Form, new: Form) -> None:
    for name in comparison.differing(old.values, new.values, ignored={"/Fields", "/SigFlags", "/DR"}):
        if name == "/XFA":
            comparison.report("xfa")
        elif name != "/NeedAppearances" or str(new.state.value(new.values.get(name))) == "True":
            comparison.report("form")
    if comparison.differ(old.values.get("/DR"), new.values.get("/DR")):
        was, now = old.state.dictionary(old.values.get("/DR")), new.state.dictionary(new.values.get("/DR"))
        for name in was:
            kind, kind_now = old.state.value(was[name]), new.state.value(now.get(name))
            if not is_plain_dictionary(kind) or not is_plain_dictionary(kind_now):
                if comparison.differ(was[name], now.get(name)):
                    comparison.report("form_resources")
                continue
            left, right = entries(kind), entries(kind_now)
            if any(comparison.differ(left[one], right.get(one)) for one in left):
                comparison.report("form_resources")


def _signed(comparison: Comparison, old: Node, form: Form, new: Node) -> None:
    names = _changed_names(comparison, old, new)
    page = form.pages.get(new.place)
    if not names:
        return
    if names & _ACTIONS:
        comparison.report("active_content", page=page)
    had, has = "/V" in old.values, "/V" in new.values
    if had and "/V" in names:
        comparison.report("signature_replaced" if has else "signature_removed", page=page)
    elif has and not had and names <= _SIGNING:
        if comparison.permissions.locks_field(new.name):
            comparison.report("field_locked", page=page)
        _report_signature(comparison, form, new, page, is_new_place=False)
    elif names <= {"/AP", "/AS"} and _parent_newly_signed(comparison, form, new):
        _report_signature(comparison, form, new, page, is_new_place=False)
    else:
        comparison.report("appearance_replaced" if "/AP" in names else "field_changed", page=page)


def _parent_newly_signed(comparison: Comparison, form: Form, node: Node) -> bool:
    above = form.nodes.get(node.parent) if node.parent is not None else None
    if above is None or "/V" not in above.values:
        return False
    before = comparison.old.get(above.place) if is_object(above.place) else None
    return is_plain_dictionary(before) and "/V" not in entries(before)


def _report_signature(comparison: Comparison, form: Form, node: Node, page: int | None, *, is_new_place: bool) -> None:
    state = form.state
    above = form.nodes.get(node.parent) if node.parent is not None else None
    raw = node.values.get("/V", above.values.get("/V") if above else None)
    key, value = key_of(raw), state.value(raw)
    if isinstance(value, Unreadable) or not is_plain_dictionary(value) or not {"/Contents", "/ByteRange"} <= set(value):
        comparison.report("unclear_addition", page=page)
        return
    if key is not None and comparison.old.get(key) is not None:
        # Nobody signed anything: a signature that was there is shown at another place, whatever is drawn there.
        comparison.report("shadow_object", page=page)
        return
    is_stamp = str(value.get("/Type")) == "/DocTimeStamp" or str(value.get("/SubFilter")) == "/ETSI.RFC3161"
    if not _is_visible(state, node.values) or page is None:
        comparison.report("document_timestamp" if is_stamp else "new_signature")
        return
    certified = comparison.permissions.level is not Level.OPEN
    share = _share(form, node, page)
    covering = (
        is_stamp
        or not _stays_inside(state, node)
        or share > _LARGEST_PREPARED_SHARE
        or (is_new_place and (certified or share > _LARGEST_SHARE))
    )
    comparison.report("signature_covering" if covering else "new_visible_signature", page=page)


def _share(form: Form, node: Node, page: int | None) -> float:
    """Return how much of its page lies under a field, where what is drawn later could replace its content."""
    width, height = rectangle(form.state, node.values) if "/Rect" in node.values else (0.0, 0.0)
    page_width, page_height = form.sizes.get(page or 0, _PAGE_POINTS)
    return width * height / (page_width * page_height)


def _is_visible(state: State, values: dict[str, Any]) -> bool:
    if "/Rect" not in values:
        return False
    width, height = rectangle(state, values)
    try:
        flags = int(state.value(values.get("/F")) or 0)
    except (TypeError, ValueError):
        return True
    return width > 0 and height > 0 and not flags & _INVISIBLE_FLAGS


def _added(comparison: Comparison, form: Form, node: Node, page: int | None) -> None:
    for name, value in node.values.items():
        if name != "/Kids":
            comparison.account(value)
    if node.values.keys() & _ACTIONS:
        comparison.report("active_content", page=page)
    existed = is_object(node.place) and comparison.old.get(node.place) is not None
    if existed:
        comparison.report("shadow_object", page=page)
    elif node.kind != "/Sig":
        is_group = "/Kids" in node.values and "/Subtype" not in node.values
        if not is_group:
            comparison.report("field_added", page=page)
    elif node.values.keys() - _OF_SIGNATURE_FIELD - _ACTIONS:
        comparison.report("field_added", page=page)
    else:
        _added_for_signature(comparison, form, node, page)


def _added_for_signature(comparison: Comparison, form: Form, node: Node, page: int | None) -> None:
    above = form.nodes.get(node.parent) if node.parent is not None else None
    is_signed = "/V" in node.values or (above is not None and above.kind == "/Sig" and "/V" in above.values)
    if is_signed:
        _report_signature(comparison, form, node, page, is_new_place=True)
    elif page is not None and _is_visible(form.state, node.values) and node.values.keys() & {"/AP", "/MK"}:
        comparison.report("field_added", page=page)
    else:
        comparison.report("signature_field_added")


def _filled(comparison: Comparison, old: Node, form: Form, new: Node, filled: set[str]) -> None:
    page = form.pages.get(new.place)
    names = _changed_names(comparison, old, new)
    if not names:
        return
    if names & _ACTIONS:
        comparison.report("active_content", page=page)
    if new.name in filled and comparison.permissions.locks_field(new.name):
        comparison.report("field_locked", page=page)
    elif not names <= _FILLING:
        comparison.report("field_changed", page=page)
    elif new.name not in filled:
        comparison.report("appearance_replaced", page=page)
    elif comparison.permissions.level is Level.OPEN and _had_a_value(comparison.old, old, names):
        comparison.report("value_replaced", page=page)
    elif _may_cover(form, new, names, page):
        comparison.report("filling_covering", page=page)
    else:
        comparison.report("form_filled", page=page)


def _may_cover(form: Form, node: Node, names: set[str], page: int | None) -> bool:
    """Tell whether a field shows more than what is filled in: an empty one may have been laid over the text before."""
    is_button = node.kind == "/Btn"
    sides = rectangle(form.state, node.values) if is_button and "/Rect" in node.values else (0.0, 0.0)
    # What a box shows when it is ticked was drawn before it was signed.
    return (
        (is_button and "/AP" in names)
        or max(sides) > _LARGEST_BUTTON
        or _share(form, node, page) > _LARGEST_SHARE
        or isinstance(form.state.value(node.values.get("/V")), DictionaryObject)
        or not _stays_inside(form.state, node)
    )


def _stays_inside(state: State, node: Node) -> bool:
    """Tell whether what is drawn ends at the field's edge: without a box of its own PDFium draws it over the page."""
    for drawn in _drawings(state, node.values.get("/AP")):
        sides = rectangle(state, {"/Rect": entries(drawn).get("/BBox")})
        if entries(drawn).keys() - _OF_DRAWING or not all(0 < side <= _LARGEST_BOX for side in sides):
            return False
    return True


def _had_a_value(state: State, node: Node, names: set[str]) -> bool:
    """Tell whether something else than nothing stood in the field, or was drawn there."""
    if "/AP" in names and any(_DRAWN.search(bytes(drawn.data)) for drawn in _drawings(state, node.values.get("/AP"))):
        return True
    before = [state.value(node.values.get(name)) for name in sorted(names & {"/V", "/AS"})]
    return any(value is not None and str(value) not in {"", "/Off", "/", "[]"} for value in before)


def _drawings(state: State, raw: Any) -> Iterator[Any]:
    """Yield what is drawn in a field: one stream, or one for each of its states."""
    shown = state.value(state.dictionary(raw).get("/N"))
    for value in (shown,) if is_stream(shown) else map(state.value, entries(shown).values()):
        if is_stream(value):
            yield value
