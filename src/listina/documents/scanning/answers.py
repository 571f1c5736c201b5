"""What confined processes tell about scans, read with distrust: a process may be in the hands of the file it read.

Nothing is believed that can be measured here: digests and lengths are of the bytes that arrived, and errors and
transformations are chosen from our own by their codes. Everything else must at least be possible.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from listina.documents import transformations
from listina.documents.coded_image import CodedImage, Coding
from listina.documents.errors import PageNotPlacedError, PageRefusedError, RenderingRefusedError, UnreadablePdfError
from listina.documents.findings import Finding, Value
from listina.documents.formats import MOST_PIXELS, PageFormat
from listina.documents.jpeg_data import beginning_of
from listina.documents.multipage import MOST_FILE_PAGES, ExtractedPage
from listina.documents.page_assessment import PageAssessment
from listina.documents.resolution import LEAST_DPI, MOST_DPI, DpiSource
from listina.documents.transformations import Transformation
from listina.errors import ListinaError

_JPEG = b"\xff\xd8\xff"
_MOST_FINDINGS = 50
_MOST_VALUES = 10
_LONGEST_NAME = 60
_LONGEST_VALUE = 300
_LONGEST_SENTENCE = 1000
_LONGEST_MAP = 10_000
_MOST_BITS = 64
_MOST_SKEW_DEGREES = 6.0
_MOST_PAGE_DPI = 1e6
_QUARTER_TURNS = (0, 90, 180, 270)
_COLOURS = ("colour", "grey", "bilevel")
_DIGITS = frozenset("0123456789abcdef")
_TRANSFORMATIONS = {each.code: each for each in vars(transformations).values() if isinstance(each, Transformation)}


class ImpossibleAnswerError(ValueError):
    """The process told what cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedPage:
    """A page of a file with what the machine says about it."""

    page: ExtractedPage
    assessment: PageAssessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some pages of a file.

    Attributes:
        pages: in their order.
        following: the page to go on with; None if there is nothing to go on with.
        refused: why the file is refused behind these pages.
    """

    pages: tuple[AssessedPage, ...]
    following: int | None
    refused: ListinaError | None


def batch_told(told: Any, blobs: Sequence[bytes], file: bytes, first: int) -> Batch:
    """Return the pages a process took out of `file` from page `first` on.

    Raises:
        ImpossibleAnswerError, KeyError, TypeError, ValueError: it cannot be so.
    """
    left = iter(blobs)
    pages = tuple(
        _page_told(page, file, left, number) for number, page in enumerate(told["pages"][:MOST_FILE_PAGES], first)
    )
    following = told["next"]
    if following is not None:
        _require(bool(pages) and following == first + len(pages) and following <= MOST_FILE_PAGES + 1)
    refused = told["refused"]
    return Batch(pages=pages, following=following, refused=None if refused is None else refusal_told(refused))


def assessment_told(told: Mapping[str, Any], content: bytes) -> PageAssessment:
    """Return the assessment of these bytes.

    Raises:
        ImpossibleAnswerError, KeyError, TypeError, ValueError: it cannot be so.
    """
    page_format = PageFormat(told["format"])
    perceptual, skew, findings = told["perceptual"], told["skew_degrees"], told["findings"]
    width, height = _whole(told["width_px"], 1, MOST_PIXELS), _whole(told["height_px"], 1, MOST_PIXELS)
    _require(width * height <= MOST_PIXELS)
    _require(isinstance(perceptual, str) and len(perceptual) <= _LONGEST_MAP and _DIGITS.issuperset(perceptual))
    _require(isinstance(findings, list) and len(findings) <= _MOST_FINDINGS)
    return PageAssessment(
        format=page_format.value,
        media_type=page_format.media_type,
        width_px=width,
        height_px=height,
        dpi_x=_dpi(told["dpi_x"]),
        dpi_y=_dpi(told["dpi_y"]),
        dpi_source=DpiSource(told["dpi_source"]),
        bits=_whole(told["bits"], 1, _MOST_BITS),
        colour=_one_of(told["colour"], _COLOURS),
        sha256=hashlib.sha256(content).hexdigest(),
        sha512=hashlib.sha512(content).hexdigest(),
        length=len(content),
        perceptual=perceptual,
        blank=told["blank"] is True,
        skew_degrees=None if skew is None else _real(skew, -_MOST_SKEW_DEGREES, _MOST_SKEW_DEGREES),
        findings=tuple(_finding(finding) for finding in findings),
        file_rotation=_one_of(told["file_rotation"], _QUARTER_TURNS),
    )


def coded_told(told: Any, blobs: Sequence[bytes], scans: Mapping[int, bytes]) -> Mapping[int, CodedImage]:
    """Return how these scans are coded in a PDF.

    Raises:
        ImpossibleAnswerError, KeyError, TypeError, ValueError: it cannot be so.
    """
    _require([each["number"] for each in told] == list(scans) and len(blobs) == 3 * len(scans))
    coded = {
        each["number"]: CodedImage(
            coding=Coding(each["coding"]),
            width=_whole(each["width"], 1, MOST_PIXELS),
            height=_whole(each["height"], 1, MOST_PIXELS),
            bits=_one_of(each["bits"], (1, 2, 4, 8, 16)),
            channels=_one_of(each["channels"], (1, 3)),
            black_is_one=each["black_is_one"] is True,
            palette=blobs[3 * place],
            profile=blobs[3 * place + 1],
            content=blobs[3 * place + 2],
        )
        for place, each in enumerate(told)
    }
    for number, image in coded.items():
        _require((image.coding is Coding.JPEG) in _possible(scans[number]))
    return coded


def refusal_told(told: Mapping[str, Any]) -> ListinaError:
    """Return the error with this code.

    Raises:
        ImpossibleAnswerError, KeyError, TypeError, ValueError: there is none, or its values cannot be so.
    """
    return _REFUSALS[told["code"]](**_values(told["values"]))


def _possible(scan: bytes) -> tuple[bool, ...]:
    """Return whether a scan may stand in the PDF as it is: a grey or coloured JPEG must, what is no JPEG cannot."""
    if not scan.startswith(_JPEG):
        return (False,)
    return (True,) if len(beginning_of(scan)) < len(scan) else (True, False)


def _page_told(told: Mapping[str, Any], file: bytes, blobs: Iterator[bytes], number: int) -> AssessedPage:
    _require(told["number"] == number)
    content = file if told["is_file"] is True else next(blobs, None)
    if content is None:
        raise ImpossibleAnswerError
    dpi = told["dpi"]
    page = ExtractedPage(
        content=content,
        number=number,
        transformations=tuple(_TRANSFORMATIONS[code] for code in told["transformations"]),
        dpi=None if dpi is None else (_real(dpi[0], 0, _MOST_PAGE_DPI), _real(dpi[1], 0, _MOST_PAGE_DPI)),
        rotation=_one_of(told["rotation"], _QUARTER_TURNS),
    )
    return AssessedPage(page=page, assessment=assessment_told(told["assessment"], content))


def _finding(told: Mapping[str, object]) -> Finding:
    finding = Finding.from_json(told)
    _require(len(finding.code) <= _LONGEST_NAME and finding.code.isprintable())
    _require(all(len(text) <= _LONGEST_SENTENCE and text.isprintable() for text in (finding.cs, finding.en)))
    _values(finding.values)
    return finding


def _values(told: object) -> Mapping[str, Value]:
    if not isinstance(told, Mapping) or len(told) > _MOST_VALUES:
        raise ImpossibleAnswerError
    for name, value in told.items():
        _require(len(name) <= _LONGEST_NAME and name.isprintable())
        if isinstance(value, str):
            _require(len(value) <= _LONGEST_VALUE and value.isprintable())
        elif isinstance(value, float):
            _require(isfinite(value))
        else:
            _require(value is None or isinstance(value, (bool, int)))
    return told


def _dpi(told: object) -> float | None:
    return None if told is None else _real(told, LEAST_DPI - 1, MOST_DPI + 1)


def _real(told: object, least: float, most: float) -> float:
    if not isinstance(told, (int, float)) or not least <= told <= most:
        raise ImpossibleAnswerError
    return float(told)


def _whole(told: object, least: int, most: int) -> int:
    if type(told) is not int or not least <= told <= most:
        raise ImpossibleAnswerError
    return told


def _one_of(told: Any, possible: tuple[Any, ...]) -> Any:
    return possible[possible.index(told)]


def _require(holds: bool) -> None:  # noqa: FBT001  # what must hold
    if not holds:
        raise ImpossibleAnswerError


def _refusals(*kinds: type[ListinaError]) -> Iterator[type[ListinaError]]:
    for kind in kinds:
        if hasattr(kind, "code"):
            yield kind
        yield from _refusals(*kind.__subclasses__())


_REFUSALS = {
    kind.code: kind
    for kind in _refusals(PageRefusedError, PageNotPlacedError, RenderingRefusedError, UnreadablePdfError)
}
