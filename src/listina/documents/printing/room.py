"""The print room: print files, surveys and pictures of pages, all made in confined processes (tiskárna)."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from listina.documents.printing.errors import Obstacle, PrintNotPossibleError, PrintRoomUnavailableError
from listina.documents.printing.facts import (
    MOST_PAGES,
    ChangedPages,
    DifferenceCode,
    PageDifference,
    PrintedPage,
    PrintFile,
    PrintSurvey,
)
from listina.isolation.limits import ConfinedTaskFailedError, Failure, Limits
from listina.isolation.pool import Answer, Confined
from listina.large_files import digests

_TASKS = "listina.documents.printing.task"
COMPOSE, SURVEY, COMPARE, RENDER = (f"{_TASKS}:{name}" for name in ("compose", "survey", "compare", "render"))
TASKS = (COMPOSE, SURVEY, COMPARE, RENDER)
"""What a pool must be made for."""

LIMITS = Limits(memory_bytes=2 << 30, cpu_seconds=120, wall_seconds=180.0, answer_bytes=256 << 20)
"""Enough for 500 scanned pages."""

_LONGEST_SIDE_MM = 1_000_000
_COMPARED_AT_ONCE = 50
"""Pages, so that a long document is not too hard for one process."""

_OBSTACLES = {
    Failure.ANSWER_TOO_LARGE: Obstacle.TOO_LARGE,
    Failure.TIMED_OUT: Obstacle.TOO_HARD,
    Failure.OUT_OF_MEMORY: Obstacle.TOO_HARD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRoom:
    """Prints documents nobody trusts; each method raises `PrintRoomUnavailableError` where the machine is in the way.

    Attributes:
        confined: a pool made for `TASKS`, best with `LIMITS`.
    """

    confined: Confined

    def compose(
        self, document: Path, clause: bytes, target: Path, *, two_sided: bool, fit_to_a4: frozenset[int] = frozenset()
    ) -> PrintFile:
        """Write the print file; equal inputs give equal bytes.

        Args:
            document: the PDF to convert.
            clause: its clause, as `listina.documents.paper_clause` typeset it.
            target: where the print file goes; written only if everything went well.
            two_sided: whether the official prints on both sides; the clause starts on a new sheet either way.
            fit_to_a4: pages, from 1, to be reduced to A4 where they are larger; the clause must say so.

        Raises:
            PrintNotPossibleError: the document defies printing; nothing was written.
            OSError: the document cannot be opened or the target not written.
        """
        arriving = target.with_name(f"{target.name}.arriving")
        with tempfile.NamedTemporaryFile(prefix="listina-clause-", suffix=".pdf") as kept:
            kept.write(clause)
            kept.flush()
            request = {"two_sided": two_sided, "fit_to_a4": sorted(fit_to_a4)}
            files = {"document": document, "clause": Path(kept.name)}
            answer = self._ask(COMPOSE, request, files, into=arriving)
        try:
            made = _facts(answer.value, arriving, two_sided=two_sided)
            arriving.replace(target)
        finally:
            arriving.unlink(missing_ok=True)
        return made

    def survey(self, document: Path) -> PrintSurvey:
        """Return how the document will print and where that differs from what a viewer shows.

        Raises:
            PrintNotPossibleError: the document defies printing.
            OSError: it cannot be opened.
        """
        answer = self._ask(SURVEY, {}, {"document": document})
        with _distrusting():
            return PrintSurvey(
                pages=tuple(
                    PrintedPage(
                        number=number,
                        width_mm=_side_mm(page["width_mm"]),
                        height_mm=_side_mm(page["height_mm"]),
                        paper=str(page["paper"])[:40],
                        is_larger_than_a4=page["is_larger_than_a4"] is True,
                        is_coloured=page["is_coloured"] is True,
                    )
                    for number, page in enumerate(answer.value["pages"], 1)
                ),
                differences=tuple(
                    PageDifference(page=_count(page, least=1), code=DifferenceCode(code), count=_count(count, least=1))
                    for page, code, count in answer.value["differences"]
                ),
            )

    def changed_pages(self, document: Path, signed_length: int, pages: int, *, seconds: float) -> ChangedPages:
        """Return the pages that look otherwise than in the first bytes of the document alone.

        Args:
            document: the whole file.
            signed_length: bytes from its beginning that make a PDF of their own.
            pages: how many the document has.
            seconds: after which no further part of the document is begun.

        Raises:
            PrintNotPossibleError: one of the two cannot be shown or printed, or that takes too long.
            OSError: the document cannot be opened.
        """
        look: set[int] = set()
        content: set[int] = set()
        covered: set[int] = set()
        until = time.monotonic() + seconds
        for first in range(1, pages + 1, _COMPARED_AT_ONCE):
            if time.monotonic() >= until:
                raise PrintNotPossibleError(Obstacle.TOO_HARD)
            last = min(first + _COMPARED_AT_ONCE - 1, pages)
            request = {"signed_length": signed_length, "first": first, "last": last}
            answer = self._ask(COMPARE, request, {"document": document})
            with _distrusting():
                look.update(_count(page, least=1) for page in answer.value["changed"])
                content.update(_count(page, least=1) for page in answer.value["deeply"])
                covered.update(_count(page, least=1) for page in answer.value["covered"])
        return ChangedPages(look=frozenset(look | content), content=frozenset(content), covered=frozenset(covered))

    def render_displayed(self, document: Path, page: int, longest_side_px: int) -> bytes:
        """Return a page of the document as a viewer shows it on the screen, as JPEG.

        Args:
            document: the PDF to convert.
            page: from 1.
            longest_side_px: of the picture, 1 to 4000.

        Raises:
            PrintNotPossibleError: there is no such page, or it cannot be rendered.
            OSError: the document cannot be opened.
        """
        return self._render(document, page, longest_side_px, displayed=True, monochrome=False)

    def render_printed(self, print_file: Path, page: int, longest_side_px: int, *, monochrome: bool = False) -> bytes:
        """Return a page of a print file as it comes out of the printer, as JPEG.

        Args:
            print_file: as `compose` wrote it.
            page: its place in the file, from 1, empty backs counted.
            longest_side_px: of the picture, 1 to 4000.
            monochrome: as a black-and-white printer prints it.

        Raises:
            PrintNotPossibleError: there is no such page, or it cannot be rendered.
            OSError: the print file cannot be opened.
        """
        return self._render(print_file, page, longest_side_px, displayed=False, monochrome=monochrome)

    def _render(self, pdf: Path, page: int, longest_side_px: int, *, displayed: bool, monochrome: bool) -> bytes:
        request = {
            "page": page,
            "longest_side_px": longest_side_px,
            "displayed": displayed,
            "monochrome": monochrome,
        }
        answer = self._ask(RENDER, request, {"document": pdf})
        with _distrusting():
            (picture,) = answer.blobs
            return picture

    def _ask(self, task: str, request: object, files: Mapping[str, Path], *, into: Path | None = None) -> Answer:
        try:
            answer = self.confined.run(task, request, files, into=into)
        except ConfinedTaskFailedError as error:
            if error.failure in {Failure.NOT_STARTED, Failure.INTERRUPTED}:
                raise PrintRoomUnavailableError from error
            raise PrintNotPossibleError(_OBSTACLES.get(error.failure, Obstacle.UNREADABLE)) from error
        with _distrusting():
            if "obstacle" in answer.value:
                if into is not None:
                    into.unlink(missing_ok=True)
                raise PrintNotPossibleError(Obstacle[answer.value["obstacle"]])
        return answer


def _facts(told: dict[str, Any], print_file: Path, *, two_sided: bool) -> PrintFile:
    found = digests(print_file)
    with _distrusting():
        return PrintFile(
            sha256=found.sha256,
            sha512=found.sha512,
            length=found.length,
            document_page_count=_count(told["document_page_count"], least=1),
            clause_page_count=_count(told["clause_page_count"], least=1),
            filler_pages=tuple(_count(page, least=1) for page in told["filler_pages"]),
            sheet_count=_count(told["sheet_count"], least=1),
            reduced_pages=tuple(_count(page, least=1) for page in told["reduced_pages"]),
            two_sided=two_sided,
        )


@contextmanager
def _distrusting() -> Iterator[None]:
    """Take an answer of another form than agreed for what it is: the document got the better of the process."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PrintNotPossibleError(Obstacle.UNREADABLE) from error


def _side_mm(value: object) -> float:
    side = float(value)  # type: ignore[arg-type]  # what is no number raises
    if not 0 < side < _LONGEST_SIDE_MM:
        message = "no side that could be true"
        raise ValueError(message)
    return side


def _count(value: object, *, least: int) -> int:
    if not isinstance(value, int) or not least <= value <= 4 * MOST_PAGES:
        message = "no count that could be true"
        raise ValueError(message)
    return value
