"""PDF files of scanned pages: exactly one full-page image on each page, taken out as it is (PDF ze skeneru).

What a page shows must be its scan and nothing else, because only the scan becomes part of the output. So the drawing
of the page is read instruction by instruction: one image that covers the page is allowed, and text nobody sees.
Everything that could show something else, or something else tomorrow, is refused with its name.

Source: decision 13; ISO 32000-2, §§ 8.9, 9.3.6.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from listina.documents import pdf_image
from listina.documents.errors import (
    ActivePdfError,
    EncryptedPdfError,
    LayeredScanError,
    MirroredPageError,
    NotAFullPageImageError,
    NotAScanError,
    PageRefusedError,
    SignedPdfError,
    TooManyPagesInFileError,
    UnreadablePageError,
)
from listina.documents.transformations import HIDDEN_TEXT_DROPPED, Transformation

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_POINTS_PER_INCH = 72
_SLACK_POINTS = 4.0
"""By how much a scan may miss the edge of its page or reach beyond it: about 1.4 mm."""
_INVISIBLE_TEXT = 3
_CLIPPING_TEXT = 4
_DEEPEST_FORM = 4
_MOST_INSTRUCTIONS = 200_000
_SHOW_TEXT = frozenset({"Tj", "TJ", "'", '"'})
_PAINT = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "BI", "INLINE IMAGE"})
_ACTIVE = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToE",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
        "/GoTo3DView",
    }
)
_QUARTER_TURNS = {(1, 0, 0, 1): 0, (0, -1, 1, 0): 90, (-1, 0, 0, -1): 180, (0, 1, -1, 0): 270}
"""Signs of a matrix without mirroring, and the clockwise turn they mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagePage:
    """The scan of one page.

    Attributes:
        content: JPEG, PNG or TIFF bytes.
        dpi: dots per inch along width and height as stored, by the measures of the page.
        rotation: how the page turns it, clockwise: 0, 90, 180 or 270 degrees.
        transformations: what was done to get it out.
    """

    content: bytes
    dpi: tuple[float, float]
    rotation: int
    transformations: tuple[Transformation, ...]


def pages(content: bytes, *, first: int = 1, most: int) -> Iterator[ImagePage]:
    """Return the scans of a PDF, page after page.

    Args:
        content: the file.
        first: the page to begin with, when an earlier call returned those before it and looked at the whole file.
        most: the most pages it may have.

    Raises:
        PageRefusedError: one of its subclasses.
    """
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            if first == 1:
                _require_plain(pdf)
                _require_few(len(pdf.pages), most)
            for number in range(first, len(pdf.pages) + 1):
                yield _scan_of(pdf.pages[number - 1], number)
    except (PageRefusedError, MemoryError):
        raise
    except pikepdf.PasswordError as error:
        raise EncryptedPdfError from error
    except Exception as error:  # parsers of foreign bytes fail in any way: all of it is one refusal
        raise UnreadablePageError from error


def _require_few(count: int, most: int) -> None:
    if count > most:
        raise TooManyPagesInFileError(count=count, most=most)


def _require_plain(pdf: pikepdf.Pdf) -> None:
    """Refuse a file that can do or hold more than show its pages; every object is looked at."""
    if pdf.is_encrypted:
        raise EncryptedPdfError
    root = pdf.Root
    if "/Collection" in root:
        raise ActivePdfError(found="/Collection")
    if "/OCProperties" in root:
        raise LayeredScanError(page=0)
    for item in _dictionaries(pdf):
        if item.get("/FT") == pikepdf.Name.Sig or item.get("/Type") in (pikepdf.Name.Sig, pikepdf.Name.DocTimeStamp):
            raise SignedPdfError
        action = item.get("/S")
        if isinstance(action, pikepdf.Name) and str(action) in _ACTIVE:
            raise ActivePdfError(found=str(action))
        for key in ("/JS", "/XFA", "/EF", "/EmbeddedFiles", "/AA"):
            if key in item:
                raise ActivePdfError(found=key)


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Return every dictionary of the file, those inside others too."""
    for item in pdf.objects:
        waiting = [item]
        while waiting:
            current = waiting.pop()
            if isinstance(current, pikepdf.Stream):
                current = current.stream_dict
            if isinstance(current, pikepdf.Dictionary):
                yield current
                children = [value for _, value in current.items()]
            elif isinstance(current, pikepdf.Array):
                children = list(current)
            else:
                continue
            waiting += [child for child in children if isinstance(child, pikepdf.Object) and not child.is_indirect]


def _scan_of(page: pikepdf.Page, number: int) -> ImagePage:
    if "/Annots" in page.obj and len(page.obj.Annots) != 0:
        raise NotAScanError(page=number)
    drawing = _Drawing(page=number)
    drawing.follow(pdf_image.drawing_of(page.obj, number), page.resources, _IDENTITY, depth=0)
    if drawing.image is None:
        raise NotAScanError(page=number)
    scan = pdf_image.taken_out(drawing.image, number)
    unit = float(page.obj.get("/UserUnit", 1))
    _require_whole_page(page, drawing, number)
    across, down = _sides(drawing.matrix)
    turn = (_turn(drawing.matrix) + int(page.obj.get("/Rotate", 0))) % 360
    return ImagePage(
        content=scan.content,
        dpi=(
            scan.width * _POINTS_PER_INCH / (across * unit),
            scan.height * _POINTS_PER_INCH / (down * unit),
        ),
        rotation=turn,
        transformations=(*scan.transformations, *((HIDDEN_TEXT_DROPPED,) if drawing.has_hidden_text else ())),
    )


class _State:
    """The part of the graphics state that decides where an image lies and whether text is seen."""

    def __init__(self, start: Matrix) -> None:
        self._start = start
        self._kept: list[tuple[Matrix, int]] = []
        self.matrix = start
        self.text_mode = 0
        self.rectangles: list[Box] = []

    def change(self, name: str, operands: Any) -> None:
        """Follow an instruction that shows nothing by itself; those without influence are passed over."""
        if name == "q":
            self._kept.append((self.matrix, self.text_mode))
        elif name == "Q":
            self.matrix, self.text_mode = self._kept.pop() if self._kept else (self._start, 0)
        elif name == "cm":
            self.matrix = _times(_matrix(operands), self.matrix)
        elif name == "Tr":
            self.text_mode = int(operands[0])
        elif name == "re":
            self.rectangles.append(_box(_times(_rectangle(operands), self.matrix)))
        elif name == "n":
            self.rectangles.clear()


@dataclass(slots=True)
class _Drawing:
    """What a page draws, followed through its forms; refuses what a scan does not do."""

    page: int
    image: pikepdf.Stream | None = None
    matrix: Matrix = _IDENTITY
    has_hidden_text: bool = False
    clips: list[Box] = field(default_factory=list)
    _instructions: int = 0

    def follow(self, drawing: Any, resources: Any, matrix: Matrix, *, depth: int) -> None:
        """Read the instructions of a page or of a form."""
        if depth > _DEEPEST_FORM:
            raise NotAScanError(page=self.page)
        state = _State(start=matrix)
        for operands, operator in drawing:
            self._count()
            name = str(operator)
            if name in _PAINT:
                raise NotAScanError(page=self.page)
            if name in _SHOW_TEXT:
                self._text(state.text_mode)
            elif name in {"W", "W*"}:
                self.clips += state.rectangles
            elif name == "gs":
                self._require_opaque(resources.ExtGState[str(operands[0])])
            elif name == "Do":
                self._draw(resources.XObject[str(operands[0])], state.matrix, resources, depth)
            else:
                state.change(name, operands)

    def _count(self) -> None:
        self._instructions += 1
        if self._instructions > _MOST_INSTRUCTIONS:
            raise NotAScanError(page=self.page)

    def _text(self, mode: int) -> None:
        # Text drawn before the scan lies under it; text after it must be invisible.
        if mode >= _CLIPPING_TEXT or (mode != _INVISIBLE_TEXT and self.image is not None):
            raise NotAScanError(page=self.page)
        self.has_hidden_text = True

    def _draw(self, item: pikepdf.Object, current: Matrix, resources: Any, depth: int) -> None:
        if "/OC" in item:
            raise LayeredScanError(page=self.page)
        if item.get("/Subtype") == pikepdf.Name.Form:
            inner = _times(_matrix(item.get("/Matrix", _IDENTITY)), current)
            self.follow(
                pdf_image.instructions(item, self.page), item.get("/Resources", resources), inner, depth=depth + 1
            )
            return
        if self.image is not None:
            raise LayeredScanError(page=self.page)
        if not isinstance(item, pikepdf.Stream):
            raise NotAScanError(page=self.page)
        self.image, self.matrix = item, current

    def _require_opaque(self, state: pikepdf.Object) -> None:
        soft = state.get("/SMask", pikepdf.Name("/None")) != pikepdf.Name("/None")
        blended = state.get("/BM", pikepdf.Name.Normal) not in (pikepdf.Name.Normal, pikepdf.Name.Compatible)
        if soft or blended or float(state.get("/ca", 1)) != 1:
            raise LayeredScanError(page=self.page)


def _require_whole_page(page: pikepdf.Page, drawing: _Drawing, number: int) -> None:
    """Refuse a scan that leaves a part of its page empty, or of which the page shows only a part."""
    one, two, three, four = (float(side) for side in page.cropbox)
    wanted = (min(one, three), min(two, four), max(one, three), max(two, four))
    found = _box(drawing.matrix)
    if any(abs(side - edge) > _SLACK_POINTS for side, edge in zip(found, wanted, strict=True)):
        raise NotAFullPageImageError(page=number)
    for left, bottom, right, top in drawing.clips:
        inside = (left - wanted[0], bottom - wanted[1], wanted[2] - right, wanted[3] - top)
        if max(inside) > _SLACK_POINTS:
            raise NotAFullPageImageError(page=number)


def _turn(matrix: Matrix) -> int:
    a, b, c, d = (_sign(value, matrix) for value in matrix[:4])
    try:
        return _QUARTER_TURNS[a, b, c, d]
    except KeyError:
        raise MirroredPageError from None


def _sign(value: float, matrix: Matrix) -> int:
    largest = max(abs(part) for part in matrix[:4])
    if abs(value) < largest * 1e-4:
        return 0
    return 1 if value > 0 else -1


def _sides(matrix: Matrix) -> tuple[float, float]:
    """Return how long the scan's width and height are on the page, in user units."""
    a, b, c, d = matrix[:4]
    return (a * a + b * b) ** 0.5, (c * c + d * d) ** 0.5


def _box(matrix: Matrix) -> Box:
    """Return left, bottom, right and top of the unit square under a matrix."""
    a, b, c, d, e, f = matrix
    xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
    return min(xs), min(ys), max(xs), max(ys)


def _rectangle(operands: Any) -> Matrix:
    x, y, width, height = (float(value) for value in operands)
    return width, 0.0, 0.0, height, x, y


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in operands)
    return a, b, c, d, e, f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
