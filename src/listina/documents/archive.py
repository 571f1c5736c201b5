"""The output as a file: scans placed untouched on pages, the clause behind them, PDF/A-2b checked (výstup).

Source: decree 193/2009 Sb., annex 1 point 4 (PDF/A version 2 or higher); ISO 19005-2.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
from pikepdf import pdfa

from listina.documents.coded_image import CodedImage, Coder
from listina.documents.conformance import PdfaVerdict, check_pdfa, check_signed_pdfa
from listina.documents.content import description, leaf, root
from listina.documents.errors import (
    ContentChangedError,
    NoPagesError,
    PageNotPlacedError,
    PdfaNotApprovedError,
    StoredPageChangedError,
)
from listina.documents.page_assessment import PageAssessment
from listina.documents.page_images import PageImage, PageImages
from listina.documents.pdf_writer import LargeStream, write_pdf
from listina.large_files import DigestedFile

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
_JPEG = b"\xff\xd8\xff"
_CODED_AT_ONCE_BYTES = 16 << 20
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
    """The pages in their order, without a clause.

    Attributes:
        frame: a PDF of the pages with placeholders for the images.
        images: what belongs into them, page by page.
        descriptions: of the pages but for their images, see `listina.documents.content.description`.
        content_digest: see `listina.documents.content`, 64 hexadecimal digits.
    """

    frame: bytes
    images: tuple[LargeStream, ...]
    descriptions: tuple[bytes, ...]
    content_digest: str

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self.images)


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


def place_pages(pages: Sequence[PlacedPage], folder: Path, coder: Coder) -> PageSet:
    """Put the scans on pages, in the given order; the bytes of a JPEG will be embedded as they are.

    Each page is as large as its scan: pixels by resolution. EXIF orientation and the official's turn become /Rotate.

    Args:
        pages: one or more.
        folder: where what must be coded anew is kept until `compose`.
        coder: codes the scans: `listina.documents.scanning` in confined processes, `image_coding` in this one.

    Raises:
        NoPagesError: there are none.
        StoredPageChangedError: a file is not the one that was assessed.
        PageNotPlacedError: a scan cannot be embedded.
    """
    if not pages:
        raise NoPagesError
    leaves, descriptions, large = [], [], []
    with pikepdf.new() as pdf:
        images = PageImages(pdf, folder)
        for number, page, content, coded in _coded(pages, coder):
            image = images.image(page.path, content, coded, number)
            _place(pdf, image, page)
            descriptions.append(description(pdf.pages[-1], number))
            leaves.append(leaf(descriptions[-1], (image.content,)))
            large.append(image.kept)
        return PageSet(
            frame=_frame(pdf),
            images=tuple(large),
            descriptions=tuple(descriptions),
            content_digest=root(leaves).hex(),
        )


def compose(page_set: PageSet, clause_pdf: bytes, info: ArchiveInfo, target: Path) -> ComposedFile:
    """Put the clause behind the pages and write the whole as PDF/A-2b.

    Equal inputs give equal bytes. Each scan is copied straight from its file into the output.

    Raises:
        PdfaNotApprovedError: the check does not approve the written file; nothing is kept.
        ContentChangedError: a page is described otherwise than when it was placed; nothing is kept.
        StoredPageChangedError: the file of a scan is no longer as long as it was; nothing is kept.
    """
    draft = target.with_name(f"{target.name}.draft")
    try:
        with _with_clause(page_set, clause_pdf, info) as frame:
            page_count = len(frame.pages)
            _require_same_pages(frame, page_set)
            with draft.open("wb") as file, DigestedFile(file) as digested:
                write_pdf(frame, _large_streams(frame, page_set), _identity(page_set, info), digested)
        _approve(draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return ComposedFile(
        path=target,
        length=digested.length,
        sha256=digested.sha256,
        sha512=digested.sha512,
        page_count=page_count,
        clause_page_count=page_count - page_set.page_count,
        content_digest=page_set.content_digest,
    )


def _coded(pages: Sequence[PlacedPage], coder: Coder) -> Iterator[tuple[int, PlacedPage, bytes, CodedImage]]:
    """Yield number, page, bytes and coding of each scan; JPEGs are coded several at once.

    Others grow and go alone: they are decoded, and one that got the better of its decoder must not speak for the rest.
    """
    waiting: dict[int, bytes] = {}
    for number, page in enumerate(pages, start=1):
        content = _content(page, number)
        are_small = all(each.startswith(_JPEG) for each in (content, *waiting.values()))
        if waiting and not (are_small and sum(map(len, waiting.values())) < _CODED_AT_ONCE_BYTES):
            yield from _together(waiting, pages, coder)
            waiting = {}
        waiting[number] = content
    yield from _together(waiting, pages, coder)


def _together(
    scans: Mapping[int, bytes], pages: Sequence[PlacedPage], coder: Coder
) -> Iterator[tuple[int, PlacedPage, bytes, CodedImage]]:
    coded = coder(scans)
    yield from ((number, pages[number - 1], content, coded[number]) for number, content in scans.items())


def _content(page: PlacedPage, number: int) -> bytes:
    content = page.path.read_bytes()
    if hashlib.sha256(content).hexdigest() != page.assessment.sha256:
        raise StoredPageChangedError(page=number)
    if page.assessment.dpi_x is None or page.assessment.dpi_y is None:
        raise PageNotPlacedError(page=number, reason="the resolution is unknown")
    return content


def _place(pdf: pikepdf.Pdf, image: PageImage, page: PlacedPage) -> None:
    """Add a page with a placeholder for its image."""
    assessment = page.assessment
    width = assessment.width_px * _POINTS_PER_INCH / (assessment.dpi_x or 0)
    height = assessment.height_px * _POINTS_PER_INCH / (assessment.dpi_y or 0)
    placed = pdf.add_blank_page(page_size=(width, height))
    placed.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image.stream))
    drawing = f"q\n{width:.4f} 0 0 {height:.4f} 0.0000 0.0000 cm\n/Im0 Do\nQ"
    placed.obj.Contents = pdf.make_stream(drawing.encode("ascii"))
    placed.rotate((assessment.file_rotation + page.rotation) % 360, relative=False)


def _with_clause(page_set: PageSet, clause_pdf: bytes, info: ArchiveInfo) -> pikepdf.Pdf:
    """Return the whole output but for the scans' bytes, as PDF/A wants it."""
    with pikepdf.open(io.BytesIO(page_set.frame)) as pdf, pikepdf.open(io.BytesIO(clause_pdf)) as clause:
        pdf.pages.extend(clause.pages)
        _drop_cid_sets(pdf)
        _describe(pdf, info)
        pdfa.prepare(pdf, "2b")
        _date_metadata(pdf, info)
        return pikepdf.open(io.BytesIO(_frame(pdf)))


def _frame(pdf: pikepdf.Pdf) -> bytes:
    written = io.BytesIO()
    pdf.save(
        written,
        static_id=True,
        preserve_pdfa=True,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return written.getvalue()


def _large_streams(frame: pikepdf.Pdf, page_set: PageSet) -> dict[int, LargeStream]:
    """Return the bytes of the scans by the number of the image they belong into."""
    pages = list(frame.pages)[: page_set.page_count]
    return {page.obj.Resources.XObject.Im0.objgen[0]: image for page, image in zip(pages, page_set.images, strict=True)}


def _identity(page_set: PageSet, info: ArchiveInfo) -> bytes:
    return f"{page_set.content_digest} {info.number} {info.created_at.isoformat()}".encode()


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


def _date_metadata(pdf: pikepdf.Pdf, info: ArchiveInfo) -> None:
    # The library dates the metadata by its own clock, which would make two equal outputs differ.
    metadata = pdf.Root.Metadata.read_bytes()
    moment = info.created_at.astimezone(UTC).replace(microsecond=0).isoformat().encode()
    pdf.Root.Metadata.write(_METADATA_DATE.sub(rb"\g<1>" + moment, metadata))


def _require_same_pages(frame: pikepdf.Pdf, page_set: PageSet) -> None:
    for number, before in enumerate(page_set.descriptions, start=1):
        if description(frame.pages[number - 1], number) != before:
            raise ContentChangedError(page=number)


def _approve(path: Path) -> None:
    verdict = check_pdfa(path)
    if not verdict.approved:
        raise PdfaNotApprovedError(findings="; ".join(verdict.findings)[:2000])
