"""The doctor tells whether hostile files are held here."""

from __future__ import annotations

import pytest

from listina.isolation import examination
from listina.isolation.examination import Examination
from listina.isolation.limits import ConfinedTaskFailedError, Failure, Wall
from listina.site.doctor import inputs


def test_the_walls_of_this_machine_are_tried() -> None:
    found = inputs.isolation()
    assert found.well, found.found


@pytest.mark.parametrize(
    ("walls", "reached", "told"),
    [
        (frozenset(Wall), (), "nothing was reached"),
        (frozenset({Wall.FILES, Wall.CALLS}), (), "refuses namespaces"),
        (frozenset({Wall.NAMESPACES, Wall.CALLS}), ("files",), "files"),
    ],
)
def test_what_was_reached_is_a_complaint_and_missing_namespaces_are_said(
    walls: frozenset[Wall], reached: tuple[str, ...], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examination, "examine", lambda: Examination(walls=walls, reached=reached))
    found = inputs.isolation()

    assert found.well is not bool(reached)
    assert told in found.found
    assert bool(found.advice) is bool(reached)


def test_where_no_process_starts_the_doctor_says_what_that_means(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> Examination:
        raise ConfinedTaskFailedError(Failure.NOT_STARTED)

    monkeypatch.setattr(examination, "examine", refuse)
    found = inputs.isolation()

    assert not found.well
    assert "undecidable" in found.found
