"""What runs in a confined process: the tasks of the scan room, JSON and bytes in and out."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

from PIL import Image

from listina.documents.assessment import assess as assess_page
from listina.documents.coded_image import CodedImage
from listina.documents.errors import PageNotPlacedError, PageRefusedError, RenderingRefusedError, UnreadablePdfError
from listina.documents.image_coding import coded
from listina.documents.multipage import ExtractedPage, pages_of
from listina.documents.page_assessment import PageAssessment
from listina.documents.rendering import render_page
from listina.documents.rendering import thumbnail as thumbnail_of
from listina.errors import ListinaError

Told = tuple[Any, tuple[bytes, ...]]
_Task = Callable[[Any, Mapping[str, Path]], Told]

ENOUGH_SECONDS = 10.0
"""After this time no further page is begun; the next task goes on."""


def _telling_refusals(task: _Task) -> _Task:
    @wraps(task)
    def told(request: Any, files: Mapping[str, Path]) -> Told:
        try:
            return task(request, files)
        except (PageRefusedError, PageNotPlacedError, RenderingRefusedError, UnreadablePdfError) as error:
            return {"refused": _refusal(error)}, ()

    return told


def read(request: Any, files: Mapping[str, Path]) -> Told:
    """Return pages of a file from `first` on, each assessed: as many as are soon done, and where to go on."""
    content = files["file"].read_bytes()
    until = time.monotonic() + ENOUGH_SECONDS
    pages: list[object] = []
    blobs: list[bytes] = []
    refused = None
    following = None
    try:
        for page in pages_of(content, first=request["first"]):
            pages.append(_page(page, content, _assessment(page.content, request, page.dpi)))
            if page.content is not content:
                blobs.append(page.content)
            if sum(map(len, blobs)) >= request["enough_bytes"] or time.monotonic() >= until:
                following = page.number + 1
                break
    except PageRefusedError as error:
        refused = _refusal(error)
    return {"pages": pages, "next": following, "refused": refused}, tuple(blobs)


@_telling_refusals
def assess(request: Any, files: Mapping[str, Path]) -> Told:
    """Return the assessment of one page."""
    page_dpi = request["page_dpi"]
    return _assessment(files["page"].read_bytes(), request, page_dpi and (page_dpi[0], page_dpi[1])).to_json(), ()


@_telling_refusals
def thumbnail(request: Any, files: Mapping[str, Path]) -> Told:
    """Return a scan as a small JPEG."""
    small = thumbnail_of(files["page"], rotation=request["rotation"], longest_side_px=request["longest_side_px"])
    return {}, (small,)


@_telling_refusals
def code(request: Any, files: Mapping[str, Path]) -> Told:
    """Return how scans are coded in a PDF; with each, three blobs: palette, profile and coded bytes."""
    together = io.BytesIO(files["scans"].read_bytes())
    made = coded({number: together.read(length) for number, length in request})
    images = [_image(number, image) for number, image in made.items()]
    return images, tuple(blob for image in made.values() for blob in (image.palette, image.profile, image.content))


@_telling_refusals
def draw(request: Any, files: Mapping[str, Path]) -> Told:
    """Return a page of a PDF that holds scans, as PNG."""
    target = io.BytesIO()
    render_page(files["document"], request["index"], dpi=request["dpi"]).save(target, "PNG")
    return {}, (target.getvalue(),)


def warm_up() -> None:
    """Load what the libraries load when they are first used."""
    written = io.BytesIO()
    Image.effect_noise((60, 80), 100).save(written, "JPEG", dpi=(300, 300))
    assess_page(written.getvalue(), day=date(2026, 1, 1))


def _assessment(content: bytes, request: Any, page_dpi: tuple[float, float] | None) -> PageAssessment:
    return assess_page(
        content,
        day=date.fromisoformat(request["day"]),
        declared_dpi=request["declared_dpi"],
        page_dpi=page_dpi,
    )


def _page(page: ExtractedPage, content: bytes, assessment: PageAssessment) -> object:
    return {
        "number": page.number,
        "is_file": page.content is content,
        "transformations": [done.code for done in page.transformations],
        "dpi": page.dpi,
        "rotation": page.rotation,
        "assessment": assessment.to_json(),
    }


def _image(number: int, image: CodedImage) -> object:
    return {
        "number": number,
        "coding": image.coding.value,
        "width": image.width,
        "height": image.height,
        "bits": image.bits,
        "channels": image.channels,
        "black_is_one": image.black_is_one,
    }


def _refusal(error: ListinaError) -> object:
    return {"code": error.code, "values": error.values}
