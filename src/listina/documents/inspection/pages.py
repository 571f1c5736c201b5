"""The pages of an input as a viewer has them: sizes, text, codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from listina.documents.barcodes import read_at_once
from listina.documents.clauses_on_pages import ClauseOnPage, claimed
from listina.documents.inspection.earlier import folded, speaks_of_clause
from listina.documents.inspection.facts import PageFacts
from listina.documents.rendering import POINTS_PER_INCH, opened

MOST_SEARCHED_PAGES = 24
"""How many pages are searched for the codes of clauses."""

_LAST_PAGES = 3
_LONGEST_TEXT = 200_000
_READING_DPI = 200
_LONGEST_SIDE_PX = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPages:
    """What was seen.

    Attributes:
        pages: facts, in order.
        texts: of the pages, folded, in order.
        codes: what codes speak of, by page number from 1, of the pages that were searched.
        not_searched: pages without text that were not searched for codes, from 1.
    """

    pages: tuple[PageFacts, ...]
    texts: tuple[str, ...]
    codes: Mapping[int, Sequence[ClauseOnPage]]
    not_searched: tuple[int, ...]


def see_pages(path: Path) -> SeenPages:
    """Look at the pages of a PDF; for text 2 ms each, for codes 100 ms.

    Raises:
        UnreadablePdfError: it is damaged.
    """
    with opened(path) as document:
        facts, texts = [], []
        for index in range(len(document)):
            page = document[index]
            text = _text(page)
            facts.append(_facts(page, has_text=bool(text)))
            texts.append(folded(text))
            page.close()
        searched, not_searched = _chosen(texts)
        return SeenPages(
            pages=tuple(facts),
            texts=tuple(texts),
            codes={number: claimed(_codes(document[number - 1])) for number in searched},
            not_searched=tuple(not_searched),
        )


def _chosen(texts: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return the pages where a clause is to be expected, and those that are left out for time's sake.

    Clauses stand at the end and say what they are; only a page that is a picture keeps that to itself.
    """
    numbers = range(1, len(texts) + 1)
    certain = {number for number in numbers if number > len(texts) - _LAST_PAGES or speaks_of_clause(texts[number - 1])}
    pictures = [number for number in reversed(numbers) if not texts[number - 1] and number not in certain]
    room = max(MOST_SEARCHED_PAGES - len(certain), 0)
    return sorted([*sorted(certain)[-MOST_SEARCHED_PAGES:], *pictures[:room]]), sorted(pictures[room:])


def _facts(page: pypdfium2.PdfPage, *, has_text: bool) -> PageFacts:
    width, height = page.get_size()
    rotation = page.get_rotation()
    if rotation in {90, 270}:
        width, height = height, width
    return PageFacts(width_points=round(width, 2), height_points=round(height, 2), rotation=rotation, has_text=has_text)


def _text(page: pypdfium2.PdfPage) -> str:
    content = page.get_textpage()
    try:
        return str(content.get_text_range(0, min(content.count_chars(), _LONGEST_TEXT))).strip()
    finally:
        content.close()


def _codes(page: pypdfium2.PdfPage) -> list:  # type: ignore[type-arg]
    width, height = page.get_size()
    scale = min(_READING_DPI / POINTS_PER_INCH, _LONGEST_SIDE_PX / max(width, height, 1))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        return list(read_at_once(bitmap.to_pil().convert("L")))
    finally:
        bitmap.close()
