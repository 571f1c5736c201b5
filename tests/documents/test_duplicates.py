"""Two scans of one sheet look the same; two sheets of one letter do not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest
from PIL import Image

from fixtures.scans import askew, encoded, noisy, written_page
from listina.documents.assessment import assess, duplicates
from listina.documents.page_assessment import PageAssessment

TODAY = date(2026, 3, 12)


def assessed(image: Image.Image, quality: int = 85) -> PageAssessment:
    return assess(encoded(image, quality=quality), day=TODAY)


def test_the_pages_of_the_decision_are_three_different_pages(decision_pages: list[Path]) -> None:
    assert duplicates([assess(page.read_bytes(), day=TODAY) for page in decision_pages]) == {}


@pytest.mark.parametrize(
    "again",
    [
        noisy,
        lambda page: askew(page, 1),
        lambda page: askew(page, -2.4),
        lambda page: page.resize((page.width * 2 // 3, page.height * 2 // 3)),
        lambda page: page.convert("L"),
        lambda page: page.transform(page.size, Image.Transform.AFFINE, (1, 0, 25, 0, 1, -30), fillcolor="white"),
    ],
    ids=["noise", "turned", "turned more", "200 dpi", "grey", "shifted"],
)
def test_a_second_scan_of_a_sheet_looks_the_same_as_the_first_and_as_no_other(
    decision_pages: list[Path], again: Callable[[Image.Image], Image.Image]
) -> None:
    first = [assess(page.read_bytes(), day=TODAY) for page in decision_pages]
    with Image.open(decision_pages[1]) as page:
        second = assessed(again(page.convert("RGB")), quality=40)
    assert second.sha256 != first[1].sha256
    assert duplicates([*first, second]) == {3: 1}


def test_different_pages_with_the_same_margins_and_line_spacing_are_different() -> None:
    assert duplicates([assessed(written_page(seed, size=(827, 1170))) for seed in range(12)]) == {}


def test_the_first_of_several_equal_pages_is_named() -> None:
    page, other = assessed(written_page(1)), assessed(written_page(2))
    assert duplicates([other, page, page, other, page]) == {2: 1, 3: 0, 4: 1}


def test_blank_pages_are_the_same_only_when_they_are_the_same_file() -> None:
    blanks = [assessed(noisy(Image.new("RGB", (827, 1170), "white"), seed=seed)) for seed in range(3)]
    assert duplicates(blanks) == {}
    assert duplicates([blanks[0], blanks[1], blanks[0]]) == {2: 0}


def test_nothing_is_like_nothing() -> None:
    assert duplicates([]) == {}


def test_the_most_pages_a_case_may_have_are_compared_quickly() -> None:
    pages = [assessed(written_page(seed, size=(414, 585))) for seed in range(5)]
    start = perf_counter()
    found = duplicates(pages * 100)
    assert perf_counter() - start < 2
    assert len(found) == 495
