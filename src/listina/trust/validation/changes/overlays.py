"""What changed among the annotations of a page that are no form fields.

A permitted annotation can still be drawn over the text (evil annotation attack): only small notes and marks without a
drawing of their own pass unseen by a person.

Source: ISO 32000-2, § 12.5; Mladenov et al., Attacks on PDF certification (2021).
"""

from __future__ import annotations

from typing import Any

from listina.trust.validation.changes.comparison import Comparison
from listina.trust.validation.changes.permissions import Level
from listina.trust.validation.changes.states import State, Unreadable, is_plain_dictionary, key_of
from listina.trust.validation.changes.structure import Page, Place

_IGNORED = frozenset({"/P", "/Parent", "/Type"})
_MARKS = frozenset({"/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret"})
_OF_MARK = frozenset(
    {
        "/Type", "/Subtype", "/Rect", "/Contents", "/P", "/NM", "/M", "/F", "/C", "/CA", "/T", "/Popup",
        "/CreationDate", "/RC", "/Subj", "/QuadPoints", "/StructParent", "/Lang",
    }
)  # fmt: skip
_LEAST_LIGHT = 0.5
_NOTES = frozenset({"/Text", "/Popup"})
_MOST_NOTE_POINTS = 40


def places(page: Page) -> list[Place]:
    """Return which annotations a page has."""
    return [key_of(raw) or (-2, -2, number) for number, raw in enumerate(page.annotations)]


def compare(comparison: Comparison, old: Page, new: Page, fields: frozenset[Place]) -> None:
    """Report what changed among the annotations of a page.

    Args:
        comparison: of two revisions.
        old: the page as it was signed.
        new: the page now.
        fields: the form fields and widgets that are judged by their own rules, old and new.
    """
    comparison.saw(key_of(new.values.get("/Annots")))
    was, now = (
        dict(zip(places(old), old.annotations, strict=True)),
        dict(zip(places(new), new.annotations, strict=True)),
    )
    kept = [place for place in now if place in was]
    if kept != [place for place in was if place in now] or len(now) != len(new.annotations):
        comparison.report("annotation_changed", page=new.number)
    for _ in was.keys() - now.keys():
        _report(comparison, "annotation_removed", {}, new.number)
    for place, raw in now.items():
        if place not in was:
            if place not in fields:
                comparison.account(raw)
                comparison.saw(place)
                _report(comparison, "annotation_added", _values(comparison.new, raw), new.number)
        elif place not in fields:
            _compare_one(comparison, was[place], raw, new.number)


def rectangle(state: State, values: dict[str, Any]) -> tuple[float, float]:
    """Return width and height of an annotation's rectangle, points; infinite if it cannot be read."""
    try:
        left, bottom, right, top = (float(state.value(raw)) for raw in state.array(values.get("/Rect")))
    except (TypeError, ValueError):
        return float("inf"), float("inf")
    return abs(right - left), abs(top - bottom)


def _compare_one(comparison: Comparison, old: Any, new: Any, page: int) -> None:
    comparison.saw(key_of(new))
    was, now = _values(comparison.old, old), _values(comparison.new, new)
    names = comparison.differing(was, now, ignored=_IGNORED)
    if not names:
        return
    if {"/A", "/AA"} & set(names):
        comparison.report("active_content", page=page)
    kind = "appearance_replaced" if set(names) <= {"/AP", "/AS"} else "annotation_changed"
    _report(comparison, kind, now, page)


def _report(comparison: Comparison, kind: str, values: dict[str, Any], page: int) -> None:
    if comparison.permissions.level is not Level.ANNOTATIONS:
        comparison.report(kind, page=page)
    elif _is_only_a_note(comparison.new, values) and not values.keys() & {"/A", "/AA"}:
        comparison.report("note_added", page=page)
    elif values.keys() & {"/A", "/AA"}:
        comparison.report("active_content", page=page)
    else:
        comparison.report("note_covering", page=page)


def _is_only_a_note(state: State, values: dict[str, Any]) -> bool:
    subtype = str(state.value(values.get("/Subtype")))
    if subtype in _MARKS:
        return values.keys() <= _OF_MARK and (subtype != "/Highlight" or _is_light(state, values.get("/C")))
    if subtype == "/Popup":
        return "/AP" not in values
    width, height = rectangle(state, values)
    return subtype in _NOTES and "/AP" not in values and max(width, height) <= _MOST_NOTE_POINTS


def _is_light(state: State, raw: Any) -> bool:
    """Tell whether text can be read under a colour; none makes programs choose a light one."""
    parts = [float(state.value(part)) for part in state.array(raw)]
    return not parts or (len(parts) in {1, 3} and min(1.0, *parts) >= 0 and sum(parts) / len(parts) >= _LEAST_LIGHT)


def _values(state: State, raw: Any) -> dict[str, Any]:
    value = state.value(raw)
    if isinstance(value, Unreadable) or not is_plain_dictionary(value):
        return {}
    return state.dictionary(raw)
