"""What runs in a confined process: the tasks of the print room, JSON and bytes in and out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from listina.documents.printing.composition import compose as compose_file
from listina.documents.printing.errors import PrintNotPossibleError
from listina.documents.printing.likeness import changed_pages
from listina.documents.printing.pictures import picture_of
from listina.documents.printing.surveying import survey as survey_document

Told = tuple[Any, tuple[bytes, ...]]


def compose(request: Any, files: Mapping[str, Path]) -> Told:
    """Return the print file and its facts."""
    try:
        made = compose_file(
            files["document"],
            files["clause"],
            two_sided=request["two_sided"],
            fit_to_a4=frozenset(request["fit_to_a4"]),
        )
    except PrintNotPossibleError as error:
        return {"obstacle": error.obstacle.name}, ()
    return {
        "document_page_count": made.document_page_count,
        "clause_page_count": made.clause_page_count,
        "filler_pages": made.filler_pages,
        "sheet_count": made.sheet_count,
        "reduced_pages": made.reduced_pages,
    }, (made.content,)


def survey(request: Any, files: Mapping[str, Path]) -> Told:
    """Return the pages as they print, and where that differs from the screen."""
    del request
    try:
        found = survey_document(files["document"])
    except PrintNotPossibleError as error:
        return {"obstacle": error.obstacle.name}, ()
    return {
        "pages": [
            {
                "width_mm": page.width_mm,
                "height_mm": page.height_mm,
                "paper": page.paper,
                "is_larger_than_a4": page.is_larger_than_a4,
                "is_coloured": page.is_coloured,
            }
            for page in found.pages
        ],
        "differences": [(difference.page, difference.code.value, difference.count) for difference in found.differences],
    }, ()


def compare(request: Any, files: Mapping[str, Path]) -> Told:
    """Return which pages look otherwise than in the signed bytes alone, and which even in their content."""
    try:
        found = changed_pages(files["document"], request["signed_length"], request["first"], request["last"])
    except PrintNotPossibleError as error:
        return {"obstacle": error.obstacle.name}, ()
    return dict(zip(("changed", "deeply", "covered"), found, strict=True)), ()


def render(request: Any, files: Mapping[str, Path]) -> Told:
    """Return a page as JPEG."""
    try:
        picture = picture_of(
            files["document"],
            page=request["page"],
            longest_side_px=request["longest_side_px"],
            displayed=request["displayed"],
            monochrome=request["monochrome"],
        )
    except PrintNotPossibleError as error:
        return {"obstacle": error.obstacle.name}, ()
    return {}, (picture,)
