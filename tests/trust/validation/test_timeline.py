"""The timeline shows when certificates were valid and what happened, and a stranger's name draws nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree

from fixtures.reports import HOSTILE, SIGNED, VALIDATED, a_report, a_signature
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.timeline import MARKS, MOST_LINES, Mark, timeline
from listina.trust.validation.timeline_picture import NARROW, WIDE, draw

SVG = "{http://www.w3.org/2000/svg}"


def drawn(report: ValidationReport, width: int = WIDE, language: str = "cs") -> Any:
    return etree.fromstring(draw(timeline(report), language=language, width=width).encode())


def texts(picture: Any) -> list[str]:
    return [str(element.text) for element in picture.iter(f"{SVG}text")]


def test_every_mark_has_words() -> None:
    assert set(MARKS) == set(Mark)


def test_a_line_of_time_tells_claims_apart_from_proofs() -> None:
    first, stamp, seal, *_ = timeline(a_report()).lines

    assert [(moment.mark, moment.at) for moment in first.moments] == [
        (Mark.CLAIMED, SIGNED.replace(hour=12)),
        (Mark.PROVEN, SIGNED),
    ]
    assert [moment.mark for moment in stamp.moments] == [Mark.TIMESTAMP]
    assert [moment.mark for moment in seal.moments] == [Mark.CLAIMED, Mark.REVOKED]
    assert (first.valid_from, first.valid_until) == (
        datetime(2024, 1, 15, tzinfo=UTC),
        datetime(2027, 6, 30, tzinfo=UTC),
    )


def test_the_words_beside_the_picture_are_in_order_of_time_and_hold_every_moment() -> None:
    told = timeline(a_report())
    moments = [event.at for event in told.events]

    assert moments == sorted(moments)
    assert len(moments) == 1 + sum(len(line.moments) for line in told.lines)
    assert told.events[-1].at == VALIDATED


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", ["cs", "en"])
def test_a_picture_needs_nothing_a_strict_policy_refuses(width: int, language: str) -> None:
    picture = drawn(a_report(), width, language)

    assert {element.tag.removeprefix(SVG) for element in picture.iter()} <= {
        "svg",
        "g",
        "title",
        "text",
        "rect",
        "line",
        "path",
        "circle",
    }
    names = {name for element in picture.iter() for name in element.attrib}
    assert not names & {"style", "href"}
    assert not [name for name in names if name.startswith("on")]
    assert picture.get("aria-label")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_moment_of_the_validation_strikes_no_label_through(width: int) -> None:
    picture = drawn(a_report(), width)

    dashed = [line for line in picture.iter("{*}line") if line.get("stroke-dasharray")]
    baselines = {float(text.get("y", "")) for text in picture.iterfind("{*}g/{*}text")}
    assert len(dashed) > 1
    for line in dashed:
        begin, end = float(line.get("y1", "")), float(line.get("y2", ""))
        assert not [y for y in baselines if begin < y < end or begin < y - 10 < end]


def test_a_strangers_name_is_text_and_nothing_else() -> None:
    picture = drawn(a_report())

    assert any(HOSTILE in text for text in texts(picture))
    assert not list(picture.iter("{*}script"))


def test_nothing_is_drawn_outside_of_a_narrow_picture() -> None:
    picture = drawn(a_report(), NARROW)

    places = [
        float(element.get(name)) for element in picture.iter() for name in ("x", "cx", "x1", "x2") if element.get(name)
    ]
    assert min(places) >= 0
    assert max(places) <= NARROW


def test_moments_no_calendar_can_add_to_are_drawn_at_the_edge() -> None:
    signature = a_signature()
    assert signature.certificate is not None
    endless = replace(
        signature.certificate,
        holder="A\x00\x1b[31m\ud800",
        not_before=datetime(1, 1, 1, tzinfo=UTC),
        not_after=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    )
    for claimed in (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)):
        strange = replace(signature, certificate=endless, claimed_at=claimed)
        picture = drawn(replace(a_report(), signatures=(strange,)))
        assert any(text.startswith("Elektronický podpis: A\N{REPLACEMENT CHARACTER}") for text in texts(picture))


def test_a_file_without_signatures_has_a_picture_of_the_validation_alone() -> None:
    unsigned = replace(a_report(), signatures=(), document_timestamps=(), message=None)

    assert timeline(unsigned).lines == ()
    assert "ověření" in "".join(texts(drawn(unsigned)))


def test_a_hundred_signatures_make_a_picture_of_bounded_height() -> None:
    many = replace(a_report(), signatures=(a_signature(),) * 100)

    assert len(timeline(many).lines) == MOST_LINES
