"""The scan room: uploaded files are taken apart, assessed and shown, all in confined processes (čtení skenů)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from listina.documents.coded_image import CodedImage
from listina.documents.jpeg_data import beginning_of
from listina.documents.page_assessment import PageAssessment
from listina.documents.scanning.answers import AssessedPage, assessment_told, batch_told, coded_told, refusal_told
from listina.documents.scanning.errors import ScanNotSafelyReadError, ScanReadingUnavailableError
from listina.isolation.limits import ConfinedTaskFailedError, Failure, Limits
from listina.isolation.pool import Answer, Confined

_JPEG = b"\xff\xd8\xff"
_TASKS = "listina.documents.scanning.task"
READ, ASSESS, THUMBNAIL, CODE, DRAW = (f"{_TASKS}:{name}" for name in ("read", "assess", "thumbnail", "code", "draw"))
TASKS = (READ, ASSESS, THUMBNAIL, CODE, DRAW)
"""What a pool must be made for."""

LIMITS = Limits(memory_bytes=3 << 30, cpu_seconds=120, wall_seconds=180.0, answer_bytes=512 << 20)
"""Enough for a page of 100 million pixels with transparency (1.8 GB) in a file of 200 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanRoom:
    """Reads scans nobody trusts.

    Each method raises `ScanNotSafelyReadError` where the process that read the scan was ended or told what cannot be,
    and `ScanReadingUnavailableError` where none could be started.

    Attributes:
        confined: a pool made for `TASKS`, best with `LIMITS`.
        enough_bytes: after so many bytes of pages a process begins no further one; the next one goes on.
    """

    confined: Confined
    enough_bytes: int = 16 << 20

    def pages(self, content: bytes, *, day: date, declared_dpi: int | None = None) -> Iterator[AssessedPage]:
        """Return the pages of a file, one after the other, each assessed by the rules of `day`.

        A process takes out as many as are soon done and the next one goes on, so that no file is too long for the
        limits of one task; what is held in memory are the pages of one process.

        Args:
            content: the file.
            day: a day in Prague.
            declared_dpi: what a person states, 100 to 1200; see `listina.documents.assessment.assess`.

        Raises:
            PageRefusedError: one of its subclasses; a later page may raise it after earlier ones were returned.
        """
        first: int | None = 1
        while first is not None:
            request = {
                "first": first,
                "enough_bytes": self.enough_bytes,
                "day": day.isoformat(),
                "declared_dpi": declared_dpi,
            }
            answer = self._ask(READ, request, {"file": content})
            with _distrusting():
                batch = batch_told(answer.value, answer.blobs, content, first)
            yield from batch.pages
            if batch.refused is not None:
                raise batch.refused
            first = batch.following

    def assess(
        self,
        content: bytes,
        *,
        day: date,
        declared_dpi: int | None = None,
        page_dpi: tuple[float, float] | None = None,
    ) -> PageAssessment:
        """Return what `listina.documents.assessment.assess` says of one page.

        Raises:
            PageRefusedError: a subclass says why this can be no page.
        """
        request = {"day": day.isoformat(), "declared_dpi": declared_dpi, "page_dpi": page_dpi}
        answer = self._told(ASSESS, request, {"page": content})
        with _distrusting():
            return assessment_told(answer.value, content)

    def thumbnail(self, scan: Path, *, rotation: int, longest_side_px: int) -> bytes:
        """Return what `listina.documents.rendering.thumbnail` makes of a scan, a small JPEG.

        Raises:
            PageRefusedError: the file is no page that could have been assessed.
            RenderingRefusedError: `rotation` is no quarter turn, or `longest_side_px` is below 1.
            OSError: the scan cannot be opened.
        """
        return self._picture(THUMBNAIL, {"rotation": rotation, "longest_side_px": longest_side_px}, {"page": scan})

    def code(self, scans: Mapping[int, bytes]) -> Mapping[int, CodedImage]:
        """Return what `listina.documents.image_coding.coded` makes of scans, by the number of their page.

        Raises:
            PageNotPlacedError: one cannot become an image of a PDF.
        """
        # A JPEG is not coded anew, unless it has four colours: what it says of itself is enough.
        sent = {number: beginning_of(each) if each.startswith(_JPEG) else each for number, each in scans.items()}
        request = [(number, len(content)) for number, content in sent.items()]
        answer = self._told(CODE, request, {"scans": b"".join(sent.values())})
        with _distrusting():
            return coded_told(answer.value, answer.blobs, scans)

    def draw(self, document: Path, index: int, *, dpi: int) -> bytes:
        """Return a page of a PDF that holds scans, as PNG.

        Args:
            document: the PDF.
            index: the page, from 0.
            dpi: pixels per inch of the page, 1 or more.

        Raises:
            UnreadablePdfError: it is no PDF, or is damaged.
            RenderingRefusedError: there is no such page, or the picture would have more than 100 million pixels.
            OSError: the document cannot be opened.
        """
        return self._picture(DRAW, {"index": index, "dpi": dpi}, {"document": document})

    def _picture(self, task: str, request: object, files: Mapping[str, Path]) -> bytes:
        answer = self._told(task, request, files)
        with _distrusting():
            (picture,) = answer.blobs
        return picture

    def _told(self, task: str, request: object, files: Mapping[str, Path | bytes]) -> Answer:
        answer = self._ask(task, request, files)
        with _distrusting():
            refused = refusal_told(answer.value["refused"]) if "refused" in answer.value else None
        if refused is not None:
            raise refused
        return answer

    def _ask(self, task: str, request: object, files: Mapping[str, Path | bytes]) -> Answer:
        try:
            return self.confined.run(task, request, files)
        except ConfinedTaskFailedError as error:
            if error.failure in {Failure.NOT_STARTED, Failure.INTERRUPTED}:
                raise ScanReadingUnavailableError from error
            raise ScanNotSafelyReadError from error
        except OSError as error:
            if any(isinstance(content, bytes) for content in files.values()):
                raise ScanReadingUnavailableError from error  # no room in memory for what was sent
            raise


@contextmanager
def _distrusting() -> Iterator[None]:
    """Take an answer of another form than agreed for what it is: the scan got the better of the process."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise ScanNotSafelyReadError from error
