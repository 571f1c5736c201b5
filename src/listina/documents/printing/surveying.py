"""How a document will print: sizes, colours, and where print and screen differ (zobrazeno × vytištěno, decision 14)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
from pikepdf import Dictionary
from PIL import Image

from listina.documents.printing.annotations import (
    annotations_of,
    appearance,
    is_field,
    is_printed,
    is_shown,
    lacks_appearance,
)
from listina.documents.printing.composition import print_pages
from listina.documents.printing.facts import DifferenceCode, PageDifference, PrintedPage, PrintSurvey
from listina.documents.printing.geometry import PrintArea, inherited
from listina.documents.printing.layers import Layers, layers_named_by, layers_of
from listina.documents.printing.pages import is_postscript
from listina.documents.printing.pictures import rendered
from listina.documents.printing.reading import opened_for_looking, opened_for_printing

_SIDE_PX = 1400
_MOST_RESOURCES = 20_000
_BLOCK_PX, _DIFFERENT_LEVELS = 4, 40
"""PDFium smooths the text of form fields another way, which blocks of four pixels hardly show (23 levels at most, as
measured); a full stop of ten points that is missing shows 60."""

_COLOUR_LEVELS, _COLOURED_PIXELS = 40, 20
"""A grey scan made with a colour scanner has a cast of less; a small blue stamp has more."""


def survey(document: Path) -> PrintSurvey:
    """Return how the document will print.

    Raises:
        PrintNotPossibleError: the document defies printing.
    """
    pages: list[PrintedPage] = []
    differences: list[PageDifference] = []
    with opened_for_looking(document) as shown:
        with opened_for_printing(document, shown) as source, pikepdf.new() as made:
            # What the file says is read before the pages are made, for that adds what is missing.
            named = [_named_differences(page, layers_of(source)) for page in source.pages]
            areas = print_pages(source, made, frozenset())
            printed = BytesIO()
            made.save(printed)
        with opened_for_looking(document) as untouched, pypdfium2.PdfDocument(printed) as on_paper:
            for index, area in enumerate(areas):
                paper = rendered(on_paper, index, _SIDE_PX, displayed=False)
                screen = rendered(untouched, index, _SIDE_PX, displayed=True)
                pages.append(_page(index + 1, area, paper))
                counted = named[index]
                if not counted and _look_different(screen, paper):
                    counted[DifferenceCode.LOOKS_DIFFERENT] = 1
                differences += [
                    PageDifference(page=index + 1, code=code, count=count) for code, count in sorted(counted.items())
                ]
    return PrintSurvey(pages=tuple(pages), differences=tuple(differences))


def _page(number: int, area: PrintArea, printed: Image.Image) -> PrintedPage:
    width, height = area.size_mm
    return PrintedPage(
        number=number,
        width_mm=round(width, 1),
        height_mm=round(height, 1),
        paper=area.paper,
        is_larger_than_a4=area.is_larger_than_a4,
        is_coloured=_is_coloured(printed),
    )


def _is_coloured(picture: Image.Image) -> bool:
    levels = np.asarray(picture, dtype=np.int16)
    spread = levels.max(axis=2) - levels.min(axis=2)
    return int((spread > _COLOUR_LEVELS).sum()) >= _COLOURED_PIXELS


def _look_different(screen: Image.Image, paper: Image.Image) -> bool:
    if max(abs(screen.width - paper.width), abs(screen.height - paper.height)) > 1:
        return True
    size = (min(screen.width, paper.width), min(screen.height, paper.height))
    one, other = (
        np.asarray(picture.crop((0, 0, *size)).reduce(_BLOCK_PX), dtype=np.int16) for picture in (screen, paper)
    )
    return int(np.abs(one - other).max()) > _DIFFERENT_LEVELS


def _named_differences(page: pikepdf.Page, layers: Layers) -> Counter[DifferenceCode]:
    found: Counter[DifferenceCode] = Counter()
    named = set()
    for annotation in annotations_of(page.obj):
        named |= set(layers_named_by(annotation.get("/OC")))
        found.update(_of_annotation(annotation))
    for item in _resources(page):
        if isinstance(item, pikepdf.Stream):
            named |= set(layers_named_by(item.stream_dict.get("/OC")))
            found[DifferenceCode.POSTSCRIPT] += is_postscript(item)
            found[DifferenceCode.PRINT_ALTERNATE] += _has_print_alternate(item)
        else:
            named |= set(layers_named_by(item))
    found[DifferenceCode.LAYER_NOT_PRINTED] = len(named & (layers.hidden_on_paper - layers.hidden_on_screen))
    found[DifferenceCode.LAYER_ONLY_PRINTED] = len(named & (layers.hidden_on_screen - layers.hidden_on_paper))
    return +found


def _of_annotation(annotation: Dictionary) -> Iterator[DifferenceCode]:
    shown, printed = is_shown(annotation), is_printed(annotation)
    if lacks_appearance(annotation):
        if shown or printed:
            yield DifferenceCode.ANNOTATION_WITHOUT_APPEARANCE
    elif shown is not printed and appearance(annotation) is not None:
        if is_field(annotation):
            yield DifferenceCode.FIELD_NOT_PRINTED if shown else DifferenceCode.FIELD_ONLY_PRINTED
        else:
            yield DifferenceCode.ANNOTATION_NOT_PRINTED if shown else DifferenceCode.ANNOTATION_ONLY_PRINTED


def _has_print_alternate(picture: pikepdf.Stream) -> bool:
    alternates = picture.stream_dict.get("/Alternates")
    return isinstance(alternates, pikepdf.Array) and any(
        isinstance(alternate, Dictionary) and bool(alternate.get("/DefaultForPrinting", False))
        for alternate in alternates
    )


def _resources(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    """Yield the page's pictures, forms, patterns and property lists, and those of its forms, each once."""
    waiting: list[object] = [inherited(page, "/Resources")]
    waiting += [
        picture.stream_dict.get("/Resources") for picture in map(appearance, annotations_of(page.obj)) if picture
    ]
    seen: set[tuple[int, int]] = set()
    while waiting and len(seen) < _MOST_RESOURCES:
        resources = waiting.pop()
        if not isinstance(resources, Dictionary):
            continue
        for kind in ("/XObject", "/Pattern", "/Properties"):
            named = resources.get(kind)
            for item in dict(named.items()).values() if isinstance(named, Dictionary) else ():
                if item.objgen in seen or not isinstance(item, pikepdf.Stream | Dictionary):
                    continue
                if item.is_indirect:
                    seen.add(item.objgen)
                yield item
                if isinstance(item, pikepdf.Stream):
                    waiting.append(item.stream_dict.get("/Resources"))
