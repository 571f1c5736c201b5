"""The line of time of a report as SVG: only shapes and texts, no script, no style, nothing loaded from elsewhere.

Colours are attributes of the shapes, which the strictest content security policy allows. What marks what is told by
shape, not only by colour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element, SubElement, tostring

from listina.law.dates import czech_date, prague_day
from listina.texts import Text
from listina.trust.validation.plain_text import plain_text
from listina.trust.validation.timeline import MARKS, VALIDATED, VALIDITY, Line, Mark, Timeline

WIDE = 760
NARROW = 340
"""Widths in pixels, of a page and of a telephone."""

_SIDE = 12
_TOP = 52
_LINE = 54
_BAR = 26
_LEGEND_LINE = 24
_LETTER = 7.4
_TICK_ROOM = 72
_LONGEST = timedelta(days=3660).total_seconds()
_EARLIEST = datetime(1900, 1, 1, tzinfo=UTC).timestamp()
_LATEST = datetime(2200, 1, 1, tzinfo=UTC).timestamp()
_YEAR = 12
_INK, _QUIET, _RULE = "#1e2530", "#4a5566", "#d5dbe4"
_BAR_FILL, _BAR_EDGE, _REVOKED_FILL = "#d3e3f8", "#7fa8dc", "#f6cdcd"
_BLUE, _RED, _GREEN = "#1e4f9c", "#b3261e", "#1c6b35"
_TITLE = Text("Časová osa podpisů a razítek", "Timeline of signatures and timestamps")
_COLOURS = {
    Mark.CLAIMED: "#ffffff",
    Mark.PROVEN: _GREEN,
    Mark.TIMESTAMP: _BLUE,
    Mark.REVOKED: _RED,
    Mark.DELIVERED: "#ffffff",
    Mark.ACCEPTED: _QUIET,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """Where a moment lies; seconds since 1970, because certificates may name years no calendar can add to."""

    begin: float
    end: float
    width: int

    def x(self, moment: datetime) -> float:
        """Return the place of a moment, at the edge if it lies outside."""
        share = (moment.timestamp() - self.begin) / (self.end - self.begin)
        return round(_SIDE + min(max(share, 0), 1) * (self.width - 2 * _SIDE), 1)


def draw(timeline: Timeline, *, language: str, width: int = WIDE) -> str:
    """Return the picture.

    Args:
        timeline: what is shown.
        language: `cs` or `en`.
        width: in pixels, such as `WIDE` or `NARROW`.
    """
    scale = _scale(timeline, width)
    legend = list(_placed_legend(timeline, language, width))
    bottom = _TOP + _LINE * len(timeline.lines)
    height = bottom + _LEGEND_LINE * (legend[-1][2] + 1) + 12
    picture = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "width": str(width),
            "height": str(height),
            "role": "img",
            "aria-label": _TITLE.in_language(language),
            "font-family": "Source Sans 3, Source Sans Pro, sans-serif",
            "font-size": "14",
            "fill": _INK,
        },
    )
    _axis(picture, scale, bottom, around=scale.x(timeline.validated_at))
    _now(picture, scale, timeline.validated_at, bottom, language)
    for number, line in enumerate(timeline.lines):
        _line(picture, line, scale, _TOP + _LINE * number, language)
    for item, x, row in legend:
        _legend_item(picture, item, x, bottom + 24 + _LEGEND_LINE * row, language)
    return tostring(picture, encoding="unicode")


def _scale(timeline: Timeline, width: int) -> _Scale:
    moments = [timeline.validated_at, *(moment.at for line in timeline.lines for moment in line.moments)]
    first, last = min(moments).timestamp(), max(moments).timestamp()
    begins = [line.valid_from.timestamp() for line in timeline.lines if line.valid_from is not None]
    ends = [line.valid_until.timestamp() for line in timeline.lines if line.valid_until is not None]
    begin = min(max(min([first, *begins]), first - _LONGEST, _EARLIEST), _LATEST)
    end = max(min(max([last, *ends]), last + _LONGEST, _LATEST), begin)
    margin = max((end - begin) * 0.02, 60)
    return _Scale(begin=begin - margin, end=end + margin, width=width)


def _line(picture: Element, line: Line, scale: _Scale, y: int, language: str) -> None:
    group = SubElement(picture, "g")
    label = line.label.in_language(language)
    SubElement(group, "title").text = plain_text(label)
    most = int((scale.width - 2 * _SIDE) / _LETTER)
    _text(group, label if len(label) <= most else f"{label[: most - 1]}…", _SIDE, y + 16)
    middle = y + _BAR + 7
    _rule(group, _SIDE, middle, scale.width - _SIDE, middle)
    if line.valid_from is not None and line.valid_until is not None:
        left, right = scale.x(line.valid_from), scale.x(line.valid_until)
        _bar(group, left, right, middle, _BAR_FILL)
        revoked = [moment.at for moment in line.moments if moment.mark is Mark.REVOKED]
        if revoked and left < scale.x(min(revoked)) < right:
            _bar(group, scale.x(min(revoked)), right, middle, _REVOKED_FILL)
    for moment in line.moments:
        _mark(group, moment.mark, scale.x(moment.at), middle)


def _bar(parent: Element, left: float, right: float, middle: float, fill: str) -> None:
    shape = {"x": left, "y": middle - 7, "width": max(round(right - left, 1), 2), "height": 14, "rx": 3}
    SubElement(parent, "rect", {**_plain(shape), "fill": fill, "fill-opacity": "0.8", "stroke": _BAR_EDGE})


def _mark(parent: Element, mark: Mark, x: float, y: float) -> None:
    fill = _COLOURS[mark]
    match mark:
        case Mark.REVOKED:
            path = f"M{x - 6} {y - 6}l12 12m0 -12l-12 12"
            SubElement(parent, "path", {"d": path, "stroke": fill, "stroke-width": "3", "fill": "none"})
        case Mark.TIMESTAMP:
            SubElement(parent, "path", {"d": f"M{x} {y - 8}l8 8l-8 8l-8 -8z", "fill": fill, "stroke": "#ffffff"})
        case Mark.DELIVERED | Mark.ACCEPTED:
            shape = _plain({"x": x - 5, "y": y - 5, "width": 10, "height": 10})
            SubElement(parent, "rect", {**shape, "fill": fill, "stroke": _INK, "stroke-width": "1.5"})
        case Mark.CLAIMED:  # larger and below, so that a proof at the same moment lies within it
            shape = _plain({"cx": x, "cy": y, "r": 8})
            SubElement(parent, "circle", {**shape, "fill": fill, "stroke": _INK, "stroke-width": "1.5"})
        case Mark.PROVEN:
            shape = _plain({"cx": x, "cy": y, "r": 5})
            SubElement(parent, "circle", {**shape, "fill": fill, "stroke": "#ffffff", "stroke-width": "0.75"})


def _now(picture: Element, scale: _Scale, at: datetime, bottom: int, language: str) -> None:
    x = scale.x(at)
    dashed = {"stroke": _INK, "stroke-width": "1.5", "stroke-dasharray": "5 4"}
    labels = range(_TOP, bottom, _LINE)  # the line of the validation stops at each and goes on below it
    for begin, end in zip((22, *(y + _BAR - 4 for y in labels)), (*(y + 2 for y in labels), bottom), strict=True):
        SubElement(picture, "line", {**_plain({"x1": x, "y1": begin, "x2": x, "y2": end}), **dashed})
    anchor = "end" if x > scale.width / 2 else "start"
    label = f"{VALIDATED.in_language(language)} {czech_date(prague_day(at))}"
    _text(picture, label, x, 16, anchor=anchor, weight="600")


def _axis(picture: Element, scale: _Scale, bottom: int, *, around: float) -> None:
    edge = scale.width - _SIDE
    for at, label in _ticks(scale, most=max((scale.width - 2 * _SIDE) // _TICK_ROOM, 2)):
        x = scale.x(at)
        _rule(picture, x, _TOP - 8, x, bottom)
        if abs(x - around) < _TICK_ROOM / 3:  # the moment of the validation goes through here
            continue
        anchor = "start" if x < _SIDE + 20 else "end" if x > edge - 20 else "middle"
        _text(picture, label, x, _TOP - 14, anchor=anchor, size="12", colour=_QUIET)


def _ticks(scale: _Scale, most: int) -> list[tuple[datetime, str]]:
    """Return the beginnings of months or years, at most so many; none where there are none."""
    first = datetime.fromtimestamp(scale.begin, UTC)
    last = datetime.fromtimestamp(scale.end, UTC)
    for months in (1, 3, 6, _YEAR, 2 * _YEAR, 5 * _YEAR, 10 * _YEAR, 50 * _YEAR):
        begins = range(first.year * _YEAR // months * months, (last.year + 1) * _YEAR, months)
        found = [datetime(month // _YEAR, month % _YEAR + 1, 1, tzinfo=UTC) for month in begins]
        found = [at for at in found if scale.begin <= at.timestamp() <= scale.end]
        if len(found) <= most:
            return [(at, str(at.year) if months >= _YEAR else f"{at.month}/{at.year}") for at in found]
    return []


def _placed_legend(timeline: Timeline, language: str, width: int) -> Iterator[tuple[Mark | None, int, int]]:
    """Give each thing of the legend its place: what, x and row."""
    shown = {moment.mark for line in timeline.lines for moment in line.moments}
    items: list[Mark | None] = [*(mark for mark in Mark if mark in shown)]
    x, row = _SIDE, 0
    for item in [None, *items]:
        needed = 40 + int(len(_legend_words(item, language)) * _LETTER)
        if x > _SIDE and x + needed > width:
            x, row = _SIDE, row + 1
        yield item, x, row
        x += needed


def _legend_words(item: Mark | None, language: str) -> str:
    return (VALIDITY if item is None else MARKS[item]).in_language(language)


def _legend_item(picture: Element, item: Mark | None, x: int, y: int, language: str) -> None:
    group = SubElement(picture, "g")
    if item is None:
        _bar(group, x, x + 16, y, _BAR_FILL)
    else:
        _mark(group, item, x + 8, y)
    _text(group, _legend_words(item, language), x + 22, y + 4.5, size="13")


def _text(
    parent: Element,
    text: str,
    x: float,
    y: float,
    *,
    anchor: str = "start",
    size: str = "14",
    weight: str = "400",
    colour: str = _INK,
) -> None:
    look = {"text-anchor": anchor, "font-size": size, "font-weight": weight, "fill": colour}
    look |= {"paint-order": "stroke", "stroke": "#ffffff", "stroke-width": "4", "stroke-linejoin": "round"}
    SubElement(parent, "text", {**_plain({"x": x, "y": y}), **look}).text = plain_text(text)


def _rule(parent: Element, x1: float, y1: float, x2: float, y2: float) -> None:
    SubElement(parent, "line", {**_plain({"x1": x1, "y1": y1, "x2": x2, "y2": y2}), "stroke": _RULE})


def _plain(values: dict[str, float]) -> dict[str, str]:
    return {name: f"{value:g}" for name, value in values.items()}
