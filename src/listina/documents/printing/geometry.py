"""Boxes and sizes of pages (ISO 32000-1, 7.7.3.3 and 14.11.2): what of a page is printed, on paper of which size."""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf

from listina.documents.printing.errors import Obstacle, PrintNotPossibleError

MILLIMETRES_PER_POINT = 25.4 / 72
A4_POINTS = (595.276, 841.89)
SMALLEST_POINTS, LARGEST_POINTS = 3.0, 14400.0
"""No page is smaller or larger on either side; PDF knew no larger ones before user units."""

_LETTER = (0.0, 0.0, 612.0, 792.0)  # what viewers take where a page has no box
_TOLERANCE_MM = 2.0
_NAMED = {
    "A6": (105, 148), "A5": (148, 210), "A4": (210, 297), "A3": (297, 420),
    "A2": (420, 594), "A1": (594, 841), "A0": (841, 1189),
}  # fmt: skip
_CORNERS = 4
_FULL_TURN, _QUARTER_TURN = 360, 90

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintArea:
    """What of a page is printed.

    Attributes:
        box: left, bottom, right, top of the visible part, in the page's own units.
        unit: points in such a unit.
        turn: clockwise, 0, 90, 180 or 270 degrees.
    """

    box: Box
    unit: float
    turn: int

    @property
    def size_points(self) -> tuple[float, float]:
        """Width and height before it is turned."""
        left, bottom, right, top = self.box
        return (right - left) * self.unit, (top - bottom) * self.unit

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height as it stands before the reader."""
        width, height = (side * MILLIMETRES_PER_POINT for side in self.size_points)
        return (height, width) if self.turn % (2 * _QUARTER_TURN) else (width, height)

    @property
    def paper_mm(self) -> tuple[float, float]:
        """Shorter and longer side."""
        shorter, longer = sorted(self.size_mm)
        return shorter, longer

    @property
    def paper(self) -> str:
        """The name of the paper, or its measures."""
        shorter, longer = self.paper_mm
        for name, (short_side, long_side) in _NAMED.items():
            if abs(shorter - short_side) <= _TOLERANCE_MM and abs(longer - long_side) <= _TOLERANCE_MM:
                return name
        width, height = self.size_mm
        return f"{width:.0f}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}{height:.0f}\N{NO-BREAK SPACE}mm"

    @property
    def is_larger_than_a4(self) -> bool:
        """Whether it does not fit on A4, however it is turned."""
        shorter, longer = self.paper_mm
        short_side, long_side = _NAMED["A4"]
        return shorter > short_side + _TOLERANCE_MM or longer > long_side + _TOLERANCE_MM

    def fits_one_sheet_with(self, other: PrintArea) -> bool:
        """Whether the two may be front and back of one sheet."""
        return all(abs(a - b) <= _TOLERANCE_MM for a, b in zip(self.paper_mm, other.paper_mm, strict=True))


def print_area(page: pikepdf.Page) -> PrintArea:
    """Return what of the page is printed: the crop box within the media box.

    Raises:
        PrintNotPossibleError: its size is impossible.
    """
    media = _box(page, "/MediaBox") or _LETTER
    visible = _intersection(_box(page, "/CropBox") or media, media) or media
    area = PrintArea(box=visible, unit=_unit(page.obj), turn=_turn(page))
    if not all(SMALLEST_POINTS <= side <= LARGEST_POINTS for side in area.size_points):
        raise PrintNotPossibleError(Obstacle.PAGE_SIZE)
    return area


def _box(page: pikepdf.Page, name: str) -> Box | None:
    found = inherited(page, name)
    if not isinstance(found, pikepdf.Array) or len(found) != _CORNERS:
        return None
    try:
        x1, y1, x2, y2 = (float(corner) for corner in found)
    except (TypeError, ValueError):
        return None
    box = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    return box if box[0] < box[2] and box[1] < box[3] else None


def _intersection(one: Box, other: Box) -> Box | None:
    box = (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
    return box if box[0] < box[2] and box[1] < box[3] else None


def _unit(page: pikepdf.Dictionary) -> float:
    try:
        unit = float(page.get("/UserUnit", 1))
    except (TypeError, ValueError):
        return 1.0
    return unit if unit > 0 else 1.0


def _turn(page: pikepdf.Page) -> int:
    try:
        turn = int(inherited(page, "/Rotate") or 0)  # type: ignore[call-overload]  # as above
    except (TypeError, ValueError):
        return 0
    return turn % _FULL_TURN if turn % _QUARTER_TURN == 0 else 0


_MOST_ANCESTORS = 64


def inherited(page: pikepdf.Page, name: str) -> object:
    """Return an attribute of the page or of the nodes of the page tree above it; None if it has none."""
    node: object = page.obj
    for _ in range(_MOST_ANCESTORS):
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if name in node:
            return node[name]
        node = node.get("/Parent")
    return None
