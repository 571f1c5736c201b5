"""The output as a file: scans placed untouched on pages, the clause behind them, PDF/A-2b checked (výstup).

Source: decree 193/2009 Sb., annex 1 point 4 (PDF/A version 2 or higher); ISO 19005-2.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import img2pdf
import pikepdf
from pikepdf import pdfa
from PIL import Image
from PIL.TiffImagePlugin import BITSPERSAMPLE, TiffImageFile

from listina.documents.assessment import PageAssessment
from listina.documents.conformance import PdfaVerdict, check_pdfa, check_signed_pdfa
from listina.documents.content import content_digest
from listina.documents.errors import (
    ContentChangedError,
    NoPagesError,
    PageNotPlacedError,
    PdfaNotApprovedError,
    StoredPageChangedError,
)
from listina.documents.flattening import on_white

__all__ = [
    "ArchiveInfo",
    "ComposedFile",
    "PageSet",
    "PdfaVerdict",
    "PlacedPage",
    "check_pdfa",
    "check_signed_pdfa",
    "compose",
    "place_pages",
]

_POINTS_PER_INCH = 72
_MOST_TIFF_BITS = 8
"""Bits of one channel in a TIFF beyond which img2pdf does not take it."""
_PRODUCER = "Listina"
_METADATA_DATE = re.compile(rb"(<xmp:MetadataDate>)[^<]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPage:
    """One scan and how it lies.

    Attributes:
        path: the bytes as received.
        assessment: of exactly these bytes.
        rotation: the official's turn, clockwise: 0, 90, 180 or 270 degrees.
    """

    path: Path
    assessment: PageAssessment
    rotation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSet:
    """The pages as a PDF without a clause.

    Attributes:
        content_digest: see `listina.documents.content`, 64 hexadecimal digits.
    """

    path: Path
    page_count: int
    content_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveInfo:
    """What the file says about itself.

    Attributes:
        created_at: aware; also decides the file's dates, so equal inputs give equal bytes.
        number: the clause number; None in a preview.
    """

    title: str
    authority_name: str
    created_at: datetime
    number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposedFile:
    """An approved PDF/A-2b file, ready to be signed.

    Attributes:
        length: in bytes.
        sha256, sha512: of the whole file, lower-case hexadecimal.
        page_count: all pages, the clause among them.
        clause_page_count: the last pages of the file.
        content_digest: of the pages before the clause.
    """

    path: Path
    length: int
    sha256: str
    sha512: str
    page_count: int
    clause_page_count: int
    content_digest: str


def place_pages(pages: Sequence[PlacedPage], target: Path) -> PageSet:
    """Write the scans as pages, in the given order; the bytes of a JPEG are embedded as they are.

    Each page is as large as its scan: pixels by resolution. EXIF orientation and the official's turn become /Rotate.

    Raises:
        NoPagesError: there are none.
        StoredPageChangedError: a file is not the one that was assessed.
        PageNotPlacedError: a scan cannot be embedded; nothing is written.
    """
    if not pages:
        raise NoPagesError
    with pikepdf.new() as pdf:
        for number, page in enumerate(pages, start=1):
            _place(pdf, page, number)
        pdf.save(target, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return PageSet(path=target, page_count=len(pages), content_digest=content_digest(target, len(pages)))


def compose(page_set: PageSet, clause_pdf: bytes, info: ArchiveInfo, target: Path) -> ComposedFile:
    """Put the clause behind the pages and write the whole as PDF/A-2b.

    Equal inputs give equal bytes.

    Raises:
        PdfaNotApprovedError: the check does not approve the file; nothing is written.
        ContentChangedError: the pages are not what they were; nothing is written.
    """
    draft = target.with_name(f"{target.name}.draft")
    try:
        with pikepdf.open(page_set.path) as pdf, pikepdf.open(io.BytesIO(clause_pdf)) as clause:
            clause_page_count = len(clause.pages)
            pdf.pages.extend(clause.pages)
            _drop_cid_sets(pdf)
            _describe(pdf, info)
            page_count = len(pdf.pages)
            _save(pdf, info, draft)
        _approve(draft)
        after = content_digest(draft, page_set.page_count)
        if after != page_set.content_digest:
            raise ContentChangedError(before=page_set.content_digest, after=after)
        content = draft.read_bytes()
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return ComposedFile(
        path=target,
        length=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        sha512=hashlib.sha512(content).hexdigest(),
        page_count=page_count,
        clause_page_count=clause_page_count,
        content_digest=after,
    )


def _place(pdf: pikepdf.Pdf, page: PlacedPage, number: int) -> None:
    content = page.path.read_bytes()
    if hashlib.sha256(content).hexdigest() != page.assessment.sha256:
        raise StoredPageChangedError(page=number)
    dpi_x, dpi_y = page.assessment.dpi_x, page.assessment.dpi_y
    if dpi_x is None or dpi_y is None:
        raise PageNotPlacedError(page=number, reason="the resolution is unknown")
    size = (
        page.assessment.width_px * _POINTS_PER_INCH / dpi_x,
        page.assessment.height_px * _POINTS_PER_INCH / dpi_y,
    )
    try:
        single = img2pdf.convert(
            _embeddable(content),
            layout_fun=lambda _width, _height, _dpi: (*size, *size),
            rotation=img2pdf.Rotation.none,
            engine=img2pdf.Engine.pikepdf,
            nodate=True,
            producer=_PRODUCER,
        )
    except (img2pdf.ImageOpenError, img2pdf.UnsupportedColorspaceError, ValueError, OSError) as error:
        raise PageNotPlacedError(page=number, reason=str(error)) from error
    with pikepdf.open(io.BytesIO(single)) as source:
        pdf.pages.extend(source.pages)
    placed = pdf.pages[-1]
    placed.rotate((page.assessment.file_rotation + page.rotation) % 360, relative=False)


def _embeddable(content: bytes) -> bytes:
    """Return the scan as PDF/A can hold it: alpha on white, CMYK as sRGB, 16-bit TIFF as PNG; anything else untouched.

    What is written anew is written losslessly. Of 16 bits grey keeps all, colours the upper 8 (annex 1 asks no more).
    """
    with Image.open(io.BytesIO(content)) as image:
        has_alpha = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
        needs_ground = has_alpha or image.mode == "CMYK"
        if not needs_ground and not _is_deep_tiff(image):
            return content
        written = io.BytesIO()
        (on_white(image) if needs_ground else image).save(written, "PNG")
    return written.getvalue()


def _is_deep_tiff(image: Image.Image) -> bool:
    return isinstance(image, TiffImageFile) and max(image.tag_v2.get(BITSPERSAMPLE, (1,))) > _MOST_TIFF_BITS


def _drop_cid_sets(pdf: pikepdf.Pdf) -> None:
    # Optional in PDF/A-2; the typesetter's does not list every glyph the way the check wants it.
    for item in pdf.objects:
        described = isinstance(item, pikepdf.Dictionary) and item.get("/Type") == pikepdf.Name.FontDescriptor
        if described and "/CIDSet" in item:
            del item["/CIDSet"]


def _describe(pdf: pikepdf.Pdf, info: ArchiveInfo) -> None:
    moment = info.created_at.astimezone(UTC).replace(microsecond=0)
    pdf.Root.Lang = pikepdf.String("cs-CZ")
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = info.title
        metadata["dc:creator"] = [info.authority_name]
        metadata["dc:language"] = ["cs-CZ"]
        metadata["pdf:Producer"] = _PRODUCER
        metadata["xmp:CreatorTool"] = _PRODUCER
        metadata["xmp:CreateDate"] = metadata["xmp:ModifyDate"] = moment.isoformat()
        if info.number is not None:
            metadata["dc:identifier"] = info.number


def _save(pdf: pikepdf.Pdf, info: ArchiveInfo, target: Path) -> None:
    try:
        pdfa.prepare(pdf, "2b")
        _date_metadata(pdf, info)
        pdfa.save(
            pdf,
            target,
            "2b",
            repair=False,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    except pdfa.PdfaError as error:
        raise PdfaNotApprovedError(findings=str(error)[:2000]) from error


def _date_metadata(pdf: pikepdf.Pdf, info: ArchiveInfo) -> None:
    # The library dates the metadata by its own clock, which would make two equal outputs differ.
    metadata = pdf.Root.Metadata.read_bytes()
    moment = info.created_at.astimezone(UTC).replace(microsecond=0).isoformat().encode()
    pdf.Root.Metadata.write(_METADATA_DATE.sub(rb"\g<1>" + moment, metadata))


def _approve(path: Path) -> None:
    verdict = check_pdfa(path)
    if not verdict.approved:
        raise PdfaNotApprovedError(findings="; ".join(verdict.findings)[:2000])
