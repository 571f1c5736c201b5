"""Filters that show a validation report; `listina/report/report.html` uses them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django import template
from django.utils.safestring import SafeString, mark_safe

from listina.law.dates import czech_moment
from listina.portal.templatetags.languages import spoken
from listina.texts import Text
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.timeline import Event, timeline
from listina.trust.validation.timeline_picture import NARROW, WIDE, draw
from listina.trust.validation.told import ToldReport, tell
from listina.trust.validation.told_rows import Value
from listina.trust.validation.values import ChangeWeight, Integrity, Result, Verdict

register = template.Library()

_TONES: Mapping[Verdict | Result | Integrity | ChangeWeight, str] = {
    Verdict.VALID: "success",
    Verdict.INVALID: "error",
    Verdict.UNDECIDABLE: "warning",
    Verdict.BROKEN: "error",
    Verdict.UNSIGNED: "neutral",
    Result.VALID: "success",
    Result.INVALID: "error",
    Result.UNDECIDABLE: "warning",
    Integrity.INTACT: "success",
    Integrity.BROKEN: "error",
    Integrity.UNDECIDABLE: "warning",
    ChangeWeight.HARMLESS: "neutral",
    ChangeWeight.PERMITTED: "primary",
    ChangeWeight.UNCLEAR: "warning",
    ChangeWeight.HARMFUL: "error",
}
_ICONS = {
    "success": "check-circle",
    "error": "cross-circle",
    "warning": "warning",
    "neutral": "info",
    "primary": "info",
}


@register.filter
def told(report: ValidationReport) -> ToldReport:
    """Return what a report says."""
    return tell(report)


@register.filter
def written(value: Value) -> str:
    """Return a sentence in the language of the page, a moment in the time of Prague, a name as it is."""
    match value:
        case Text():
            return value.in_language(spoken())
        case datetime():
            return czech_moment(value)
        case _:
            return value


@register.filter
def tone(value: Verdict | Result | Integrity | ChangeWeight) -> str:
    """Return the tone of a verdict, result, integrity or weight: `success`, `error`, `warning`, `neutral`."""
    return _TONES[value]


@register.filter
def tone_icon(value: Verdict | Result | Integrity | ChangeWeight) -> str:
    """Return the name of the picture that goes with a tone."""
    return _ICONS[_TONES[value]]


@register.filter
def picture(report: ValidationReport, kind: str) -> SafeString:
    """Return the timeline of a report as SVG, `wide` for pages or `narrow` for telephones."""
    drawn = draw(timeline(report), language=spoken(), width=NARROW if kind == "narrow" else WIDE)
    return mark_safe(drawn)  # noqa: S308  # written by an XML serialiser, which escapes every text


@register.filter
def events(report: ValidationReport) -> tuple[Event, ...]:
    """Return what the timeline shows, in order of time."""
    return timeline(report).events
