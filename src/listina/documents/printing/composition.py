"""The print file: the document's pages as they print, then its clause on a new sheet (decision 17)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from listina.documents.printing.errors import Obstacle, PrintNotPossibleError
from listina.documents.printing.geometry import PrintArea, print_area
from listina.documents.printing.layers import fix_states, layers_of
from listina.documents.printing.pages import in_original_size, leave_the_look, printable, reduced_to_a4
from listina.documents.printing.reading import opened_for_looking, opened_for_printing


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A print file in memory; its facts as in `facts.PrintFile`."""

    content: bytes
    document_page_count: int
    clause_page_count: int
    filler_pages: tuple[int, ...]
    sheet_count: int
    reduced_pages: tuple[int, ...]


def compose(document: Path, clause: Path, *, two_sided: bool, fit_to_a4: frozenset[int]) -> Composed:
    """Return the print file; equal inputs give equal bytes.

    Raises:
        PrintNotPossibleError: the document defies printing.
    """
    with (
        opened_for_looking(document) as shown,
        opened_for_printing(document, shown) as source,
        pikepdf.open(clause) as appended,
        pikepdf.new() as made,
    ):
        areas = print_pages(source, made, fit_to_a4)
        first = len(areas)
        made.pages.extend(appended.pages)
        areas += [print_area(page) for page in made.pages[first:]]
        fillers = _fillers(areas, first) if two_sided else []
        for filler in fillers:
            made.pages.insert(filler - 1, _empty_back(made, made.pages[filler - 2]))
        made.Root.ViewerPreferences = _preferences(two_sided=two_sided)
        return Composed(
            content=_written(made),
            document_page_count=first,
            clause_page_count=len(areas) - first,
            filler_pages=tuple(fillers),
            sheet_count=(len(made.pages) + 1) // 2 if two_sided else len(made.pages),
            reduced_pages=tuple(sorted(_to_reduce(source, fit_to_a4))),
        )


def print_pages(source: pikepdf.Pdf, made: pikepdf.Pdf, fit_to_a4: frozenset[int]) -> list[PrintArea]:
    """Put the document's pages, as they print, into a new PDF; return what is printed of each.

    Raises:
        PrintNotPossibleError: a page defies printing.
    """
    reduced = _to_reduce(source, fit_to_a4)
    for number, page in enumerate(source.pages, 1):
        area = print_area(page)
        placement = reduced_to_a4(area) if number in reduced else in_original_size(area)
        made.pages.append(printable(source, page, area, placement))
    layers = layers_of(source)
    if layers.groups:
        copies = {key: _copied(made, group) for key, group in layers.groups.items()}
        fix_states(made, list(copies.values()), [copies[key] for key in sorted(layers.hidden_on_paper)])
    leave_the_look(made)
    return [print_area(page) for page in made.pages]


def _to_reduce(source: pikepdf.Pdf, wanted: Iterable[int]) -> frozenset[int]:
    pages = source.pages
    return frozenset(
        number for number in wanted if 1 <= number <= len(pages) and print_area(pages[number - 1]).is_larger_than_a4
    )


def _copied(made: pikepdf.Pdf, group: Dictionary) -> Dictionary:
    copy = made.copy_foreign(group)
    if not isinstance(copy, Dictionary):
        raise PrintNotPossibleError(Obstacle.UNREADABLE)
    return copy


def _fillers(areas: list[PrintArea], first_of_clause: int) -> list[int]:
    """Return the places of empty backs, from 1: a sheet has one size, and the clause starts on a new one."""
    fillers: list[int] = []
    for index, area in enumerate(areas):
        place = index + len(fillers)
        on_a_back = place % 2 == 1
        if on_a_back and (index == first_of_clause or not area.fits_one_sheet_with(areas[index - 1])):
            fillers.append(place + 1)
    return fillers


def _empty_back(made: pikepdf.Pdf, front: pikepdf.Page) -> pikepdf.Page:
    back = Dictionary(Type=Name.Page, MediaBox=front.obj.MediaBox, Resources=Dictionary())
    if "/Rotate" in front.obj:
        back.Rotate = front.obj.Rotate
    return pikepdf.Page(made.make_indirect(back))


def _preferences(*, two_sided: bool) -> Dictionary:
    """Ask for paper of the size of each page, and for print without any scaling."""
    return Dictionary(
        PrintScaling=getattr(Name, "None"),
        Duplex=Name.DuplexFlipLongEdge if two_sided else Name.Simplex,
        PickTrayByPDFSize=True,
        NumCopies=1,
        Enforce=Array([Name.PrintScaling]),
    )


def _written(made: pikepdf.Pdf) -> bytes:
    target = BytesIO()
    made.save(
        target,
        min_version="1.7",
        deterministic_id=True,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return target.getvalue()
