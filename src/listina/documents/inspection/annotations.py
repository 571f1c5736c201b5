"""What lies on the pages: notes, stamps, fields; which of it is shown and which printed (ISO 32000-1, 12.5.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from listina.documents.inspection.codes import FindingCode
from listina.documents.inspection.collected import Collected

_HIDDEN, _PRINT, _NO_VIEW = 1 << 1, 1 << 2, 1 << 5
_PUSH_BUTTON = 1 << 16
_WITHOUT_LOOK = frozenset({"/Link", "/Popup", "/PrinterMark", "/TrapNet"})
_WITHOUT_COMMENT = frozenset({"/Widget", "/FreeText", "/Redact"}) | _WITHOUT_LOOK
_CODES = {
    (True, False): FindingCode.ANNOTATION_NOT_PRINTED,
    (False, True): FindingCode.ANNOTATION_ONLY_PRINTED,
    (False, False): FindingCode.ANNOTATION_HIDDEN,
}
_DEEPEST_FIELD = 32


def look_at_annotation(annotation: pikepdf.Dictionary, page: int, found: Collected, *, need_appearances: bool) -> None:
    """Add what is to be said of an annotation.

    Args:
        annotation: of the page.
        page: its number, from 1.
        found: where the findings go.
        need_appearances: whether the form asks programs to draw its fields anew.
    """
    kind = str(annotation.get("/Subtype", ""))
    if kind in _WITHOUT_LOOK:
        return
    name = kind[1:]
    if kind == "/Redact":
        found.add(FindingCode.REDACTION_NOT_APPLIED, page=page)
    if kind not in _WITHOUT_COMMENT and str(annotation.get("/Contents", "")).strip():
        found.add(FindingCode.COMMENT, page=page, name=name)
    is_field = kind == "/Widget"
    filled = is_field and _is_filled(annotation)
    if filled and (need_appearances or not _has_appearance(annotation)):
        found.add(FindingCode.FIELD_WITHOUT_APPEARANCE, page=page, name=annotation.get("/T", ""))
    code = _CODES.get(_states(annotation))
    if code is FindingCode.ANNOTATION_HIDDEN and is_field and not filled:
        return
    if code is not None and not (is_field and _is_invisible_field(annotation)):
        found.add(code, page=page, name=name)


def _states(annotation: pikepdf.Dictionary) -> tuple[bool, bool]:
    flags = annotation.get("/F", 0)
    flags = flags if isinstance(flags, int) else 0
    shown = not flags & (_HIDDEN | _NO_VIEW)
    return shown, bool(flags & _PRINT) and not flags & _HIDDEN


def _has_appearance(annotation: pikepdf.Dictionary) -> bool:
    appearance = annotation.get("/AP")
    return isinstance(appearance, pikepdf.Dictionary) and "/N" in appearance


def _is_filled(field: pikepdf.Dictionary) -> bool:
    if _inherited(field, "/FT") not in {pikepdf.Name("/Tx"), pikepdf.Name("/Ch"), pikepdf.Name("/Btn")}:
        return False
    value = _inherited(field, "/V")
    return value is not None and value != pikepdf.Name("/Off") and bool(str(value).strip())


def _is_invisible_field(field: pikepdf.Dictionary) -> bool:
    """Return whether nobody expects to see it: a button to press, or a field without extent."""
    flags = _inherited(field, "/Ff")
    if _inherited(field, "/FT") == pikepdf.Name("/Btn") and isinstance(flags, int) and flags & _PUSH_BUTTON:
        return True
    try:
        left, bottom, right, top = (float(side) for side in field["/Rect"])
    except (KeyError, TypeError, ValueError):
        return False
    return left == right or bottom == top


def _inherited(field: pikepdf.Dictionary, key: str) -> Any:
    for level in _upwards(field):
        if key in level:
            return level[key]
    return None


def _upwards(field: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    level: Any = field
    for _ in range(_DEEPEST_FIELD):
        if not isinstance(level, pikepdf.Dictionary):
            return
        yield level
        level = level.get("/Parent")
