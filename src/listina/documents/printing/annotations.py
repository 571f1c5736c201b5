"""Annotations and form fields of a page: which are printed, which are shown, and their pictures (ISO 32000-1, 12.5)."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntFlag

import pikepdf
from pikepdf import Array, Dictionary, Name

MOST_ON_A_PAGE = 20_000


class Flag(IntFlag):
    """Annotation flags that matter here."""

    INVISIBLE = 1
    HIDDEN = 2
    PRINT = 4
    NO_VIEW = 32


_DRAWINGS = frozenset(
    map(
        Name,
        ("/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline",
         "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink"),
    )
)  # fmt: skip
"""Kinds that viewers draw by themselves where they have no appearance."""

_STANDARD = _DRAWINGS | frozenset(
    map(
        Name,
        ("/Link", "/FileAttachment", "/Sound", "/Movie", "/Widget", "/Screen", "/PrinterMark", "/TrapNet",
         "/Watermark", "/3D", "/Redact", "/Projection", "/RichMedia"),
    )
)  # fmt: skip
_FILLED = frozenset({Name.Tx, Name.Ch})
_MOST_PARENTS = 32


def annotations_of(page: Dictionary) -> Iterator[Dictionary]:
    """Yield the annotations that could be seen at all; pop-up windows cannot on paper and are opened on the screen."""
    found = page.get("/Annots")
    for annotation in list(found)[:MOST_ON_A_PAGE] if isinstance(found, Array) else ():
        if isinstance(annotation, Dictionary) and annotation.get("/Subtype") != Name.Popup:
            yield annotation


def is_printed(annotation: Dictionary) -> bool:
    """Whether its flags let it be printed."""
    return bool(_flags(annotation) & Flag.PRINT) and not _flags(annotation) & _always_hidden(annotation)


def is_shown(annotation: Dictionary) -> bool:
    """Whether its flags let it be shown on the screen."""
    return not _flags(annotation) & (_always_hidden(annotation) | Flag.NO_VIEW)


def is_field(annotation: Dictionary) -> bool:
    """Whether it is a field of a form, a signature's included."""
    return annotation.get("/Subtype") == Name.Widget


def appearance(annotation: Dictionary) -> pikepdf.Stream | None:
    """Return the picture of the annotation in its state; None if it has none."""
    pictures = annotation.get("/AP")
    normal = pictures.get("/N") if isinstance(pictures, Dictionary) else None
    if isinstance(normal, Dictionary):
        state = annotation.get("/AS", Name.Off)
        normal = normal.get(state) if isinstance(state, Name) else None
    return normal if isinstance(normal, pikepdf.Stream) else None


def has_choice_of_appearances(annotation: Dictionary) -> bool:
    """Whether its picture depends on a state, as that of a check box; in some states there is nothing to draw."""
    pictures = annotation.get("/AP")
    return isinstance(pictures, Dictionary) and isinstance(pictures.get("/N"), Dictionary)


def lacks_appearance(annotation: Dictionary) -> bool:
    """Whether it is something to be seen and nobody says how: a drawing, a note, or a field that is filled in."""
    if appearance(annotation) is not None or has_choice_of_appearances(annotation) or not _has_area(annotation):
        return False
    if is_field(annotation):
        return field_attribute(annotation, "/FT") in _FILLED and bool(str(field_attribute(annotation, "/V") or ""))
    return annotation.get("/Subtype") in _DRAWINGS


def field_attribute(field: Dictionary, name: str) -> object:
    """Return an attribute of a form field or of the fields above it; None if it has none."""
    node: object = field
    for _ in range(_MOST_PARENTS):
        if not isinstance(node, Dictionary):
            return None
        if name in node:
            return node[name]
        node = node.get("/Parent")
    return None


def drawing(annotation: Dictionary, name: Name, turn: int) -> bytes:
    """Return the commands that draw the appearance, as resource `name`, on a page turned so; empty if not possible."""
    return pikepdf.Annotation(annotation).get_page_content_for_appearance(name, turn, 0, 0)


def _flags(annotation: Dictionary) -> int:
    flags = annotation.get("/F", 0)
    return flags if isinstance(flags, int) else 0


def _always_hidden(annotation: Dictionary) -> int:
    # "Invisible" speaks of kinds of annotations that a viewer does not know (ISO 32000-1, table 165).
    return Flag.HIDDEN if annotation.get("/Subtype") in _STANDARD else Flag.HIDDEN | Flag.INVISIBLE


def _has_area(annotation: Dictionary) -> bool:
    rectangle = annotation.get("/Rect")
    try:
        x1, y1, x2, y2 = (float(corner) for corner in rectangle)  # type: ignore[union-attr]  # a stranger's
    except (TypeError, ValueError):
        return False
    return x1 != x2 and y1 != y2
