"""A page of the document made into a page that prints the same, and does nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

from listina.documents.printing.annotations import annotations_of, appearance, drawing, is_printed
from listina.documents.printing.errors import Obstacle, PrintNotPossibleError
from listina.documents.printing.geometry import A4_POINTS, Box, PrintArea, inherited

_OUTSIDE_THE_LOOK = (
    "/AF", "/Alternates", "/LastModified", "/Measure", "/Metadata", "/OPI", "/PieceInfo", "/PS", "/PtData", "/Ref",
    "/StructParent", "/StructParents", "/Subtype2",
)  # fmt: skip
"""Entries of pictures and forms that change nothing of the look, or change it on some printers only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where the page's visible part comes to lie.

    Attributes:
        box: the new page, before it is turned.
        scale: new points for an old unit.
        shift: of the scaled page, in points.
    """

    box: Box
    scale: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)


def in_original_size(area: PrintArea) -> Placement:
    """Return the placement that keeps the size, in points: not every printer knows other units."""
    left, bottom, right, top = (corner * area.unit for corner in area.box)
    return Placement(box=(left, bottom, right, top), scale=area.unit)


def reduced_to_a4(area: PrintArea) -> Placement:
    """Return the placement that makes it as large as A4 allows, in its middle."""
    width, height = area.size_points
    shorter, longer = A4_POINTS
    sheet = (longer, shorter) if width > height else (shorter, longer)
    factor = min(sheet[0] / width, sheet[1] / height)
    scale = factor * area.unit
    margins = ((sheet[0] - width * factor) / 2, (sheet[1] - height * factor) / 2)
    shift = (margins[0] - area.box[0] * scale, margins[1] - area.box[1] * scale)
    return Placement(box=(0.0, 0.0, *sheet), scale=scale, shift=shift)


def printable(pdf: pikepdf.Pdf, page: pikepdf.Page, area: PrintArea, placement: Placement) -> pikepdf.Page:
    """Return a page of the same look that has nothing but content: annotations are drawn into it.

    Args:
        pdf: the document of the page.
        page: what is shown.
        area: what of it is printed.
        placement: where that comes to lie.
    """
    made = Dictionary(Type=Name.Page, MediaBox=Array(list(placement.box)))
    if area.turn:
        made.Rotate = area.turn
    group = page.obj.get("/Group")
    if isinstance(group, Dictionary):
        made.Group = group
    resources = inherited(page, "/Resources")
    made.Resources = resources if isinstance(resources, Dictionary) else Dictionary()
    contents = page.obj.get("/Contents")
    if contents is not None:
        made.Contents = contents
    printed = [annotation for annotation in annotations_of(page.obj) if is_printed(annotation)]
    result = pikepdf.Page(pdf.make_indirect(made))
    if printed or placement.scale != 1:
        _draw_over(pdf, result, area, placement, printed)
    return result


def leave_the_look(pdf: pikepdf.Pdf) -> None:
    """Take away from all pictures and forms what is no part of their look.

    Raises:
        PrintNotPossibleError: a part of the content lies in another file.
    """
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        if "/F" in item.stream_dict:
            raise PrintNotPossibleError(Obstacle.EXTERNAL_CONTENT)
        if is_postscript(item):
            _empty(item)
        for key in _OUTSIDE_THE_LOOK:
            if key in item.stream_dict:
                del item.stream_dict[key]


def is_postscript(item: pikepdf.Stream) -> bool:
    """Whether it holds commands that PostScript printers run and nobody sees."""
    return item.stream_dict.get("/Subtype") == Name.PS or item.stream_dict.get("/Subtype2") == Name.PS


def _empty(item: pikepdf.Stream) -> None:
    for key in set(item.stream_dict.keys()) - {"/Length"}:
        del item.stream_dict[key]
    item.write(b"")
    item.stream_dict.Type, item.stream_dict.Subtype = Name.XObject, Name.Form
    item.stream_dict.BBox = Array([0, 0, 0, 0])


def _draw_over(
    pdf: pikepdf.Pdf, page: pikepdf.Page, area: PrintArea, placement: Placement, annotations: list[Dictionary]
) -> None:
    """Make the content a form of its own, so that it cannot disturb what is drawn above it, and draw both."""
    form = pdf.make_stream(_content(page))
    form.Type, form.Subtype, form.FormType = Name.XObject, Name.Form, 1
    form.BBox = Array(list(area.box))
    form.Resources = page.obj.Resources
    # Forms without resources of their own use those of the page: it keeps them, and none of its names is taken.
    page.obj.Resources = _shallow(page.obj.Resources)
    for kind in (Name.XObject, Name.Properties):
        named = page.obj.Resources.get(kind)
        page.obj.Resources[kind] = _shallow(named)
    x, y = placement.shift
    scale = _number(placement.scale)
    commands = [b"q %s 0 0 %s %s %s cm\n" % (scale, scale, _number(x), _number(y))]
    commands.append(b"%s Do\n" % _named(_as_resource(page, Name.XObject, "Page", form)))
    commands += [_drawn(page, annotation, area.turn) for annotation in annotations]
    page.obj.Contents = pdf.make_stream(b"".join([*commands, b"Q\n"]))


def _drawn(page: pikepdf.Page, annotation: Dictionary, turn: int) -> bytes:
    picture = appearance(annotation)
    if picture is None or picture.stream_dict.get("/Subtype", Name.Form) != Name.Form:
        return b""
    # Viewers draw appearances that forget to say that they are forms; as resources they must say it.
    picture.stream_dict.Type, picture.stream_dict.Subtype = Name.XObject, Name.Form
    name = _as_resource(page, Name.XObject, "Note", picture)
    commands = drawing(annotation, name, turn)
    layer = annotation.get("/OC")
    if not isinstance(layer, Dictionary) or not commands:
        return commands
    return b"/OC %s BDC\n%s\nEMC\n" % (_named(_as_resource(page, Name.Properties, "Layer", layer)), commands)


def _as_resource(page: pikepdf.Page, kind: Name, prefix: str, item: pikepdf.Object) -> Name:
    """Name an object for the page's commands; pikepdf's own names are random, and no two print files were the same."""
    named = page.obj.Resources[kind]
    number = len(named)
    while f"/{prefix}{number}" in named:
        number += 1
    named[f"/{prefix}{number}"] = item
    return Name(f"/{prefix}{number}")


def _content(page: pikepdf.Page) -> bytes:
    contents = page.obj.get("/Contents")
    parts = contents if isinstance(contents, Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts if isinstance(part, pikepdf.Stream))


def _shallow(found: object) -> Dictionary:
    """Return a dictionary of the same entries that may be changed, while others use the first."""
    return Dictionary(dict(found.items())) if isinstance(found, Dictionary) else Dictionary()


def _named(name: Name) -> bytes:
    return str(name).encode()


def _number(value: float) -> bytes:
    return f"{value:.6f}".rstrip("0").rstrip(".").encode()
