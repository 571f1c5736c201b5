"""The words about a state that depend on a count."""

from __future__ import annotations

import pytest

from listina.conversions.state_texts import pages_to_compare


@pytest.mark.parametrize(
    ("count", "told"), [(1, "1 stranu"), (2, "2 strany"), (4, "4 strany"), (5, "5 stran"), (22, "22 stran")]
)
def test_pages_still_to_be_compared_are_counted_as_people_count(count: int, told: str) -> None:
    assert pages_to_compare(count).replace("\N{NO-BREAK SPACE}", " ") == told
