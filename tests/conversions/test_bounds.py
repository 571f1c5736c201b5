"""What is typed about a case."""

from __future__ import annotations

import pytest

from listina.conversions.bounds import bounded, optional_bounded
from listina.conversions.errors import InvalidCaseDataError


def test_a_text_is_stripped_and_composed() -> None:
    assert bounded("purpose", "Účel", "  U\u030crad ", 10) == "Ǔrad"


def test_what_is_pasted_over_several_lines_becomes_one() -> None:
    assert bounded("purpose", "Účel", "Rozhodnutí\r\n\to zkoušce\n", 30) == "Rozhodnutí o zkoušce"


@pytest.mark.parametrize(
    "text", ["Nguyễn Thị Ánh", "Ĺubomír", "1\u00a0000 Kč", "§ 25 odst. 1 písm. d) – „vstup“", "Đặng"]
)
def test_what_people_are_called_and_write_is_left_as_it_is(text: str) -> None:
    assert bounded("purpose", "Účel", text, 60) == text


@pytest.mark.parametrize("text", ["", "   ", "x" * 11, "a\x00b", "a\x1bb"])
def test_an_empty_long_or_unprintable_text_is_refused_in_czech(text: str) -> None:
    with pytest.raises(InvalidCaseDataError) as refused:
        bounded("purpose", "Účel", text, 10)
    assert refused.value.text("cs").startswith("Účel: ")
    assert refused.value.values["field"] == "purpose"


def test_nothing_typed_is_nothing_kept() -> None:
    assert optional_bounded("file_mark", "Spisová značka", "  ", 10) is None
    assert optional_bounded("file_mark", "Spisová značka", None, 10) is None
