"""The seven steps across the top of a conversion, and where each of them leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from listina.conversions.cases import CaseState, CaseView


class Step(IntEnum):
    """The steps of a conversion from paper to electronic form, as they are numbered on the page."""

    WHAT = 1
    PAGES = 2
    COMPARISON = 3
    FACTS = 4
    PREVIEW = 5
    SIGNATURE = 6
    HANDOVER = 7


LABELS: Mapping[Step, Promise] = {
    Step.WHAT: _("Co převádíte"),
    Step.PAGES: _("Strany"),
    Step.COMPARISON: _("Porovnání"),
    Step.FACTS: _("Údaje o vstupu"),
    Step.PREVIEW: _("Náhled výstupu"),
    Step.SIGNATURE: _("Podpis"),
    Step.HANDOVER: _("Předání"),
}
ADDRESSES: Mapping[Step, str] = {
    Step.WHAT: "office:what",
    Step.PAGES: "office:pages",
    Step.COMPARISON: "office:comparison",
    Step.FACTS: "office:facts",
    Step.PREVIEW: "office:preview",
    Step.SIGNATURE: "office:signature",
    Step.HANDOVER: "office:handover",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLink:
    """One step as the page shows it.

    Attributes:
        state: `done`, `current`, `open` (something was left out) or `ahead`.
        address: None where the step cannot be entered now.
    """

    number: int
    label: Promise
    state: str
    address: str | None


def step_address(step: Step, case_id: UUID) -> str:
    """Return the address of a step of a case."""
    return reverse(ADDRESSES[step], args=[case_id])


def step_links(case: CaseView, current: Step) -> tuple[StepLink, ...]:
    """Return the seven steps of a case as seen from the step `current`."""
    lacking = {item.step for item in case.missing}
    return tuple(
        StepLink(
            number=step.value,
            label=LABELS[step],
            state=_state(case, step, current, lacking),
            address=step_address(step, case.id) if step is not current and _may_enter(case, step, lacking) else None,
        )
        for step in Step
    )


def after(case: CaseView, step: Step) -> str:
    """Return where to go when `step` was saved: on, or back to the same step while something of it is missing."""
    lacking = any(item.step == step for item in case.missing)
    return step_address(step if lacking else Step(step + 1), case.id)


def missing_of(case: CaseView, step: Step) -> tuple[str, ...]:
    """Return the sentences about what a step still lacks."""
    language = get_language()
    return tuple(item.text.in_language(language) for item in case.missing if item.step == step)


def render_step(
    request: HttpRequest,
    case: CaseView,
    step: Step,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    template: str | None = None,
) -> HttpResponse:
    """Render a template, `office/<step>.html` unless another is named, inside the frame of the case."""
    frame = {"case": case, "step": step, "steps": step_links(case, step), "missing": missing_of(case, step)}
    return render(request, template or f"office/{step.name.lower()}.html", {**frame, **context}, status=status)


def _state(case: CaseView, step: Step, current: Step, lacking: set[int]) -> str:
    if step is current:
        return "current"
    if case.state is CaseState.OPEN:
        if step >= Step.PREVIEW:
            return "done" if step < current and not lacking else "ahead"
        if step not in lacking:
            return "done"
        return "open" if step < current else "ahead"
    if case.state is CaseState.REGISTERED:
        return "done"
    return "done" if step < case.step else "ahead"


def _may_enter(case: CaseView, step: Step, lacking: set[int]) -> bool:
    if case.state is CaseState.OPEN:
        return step <= Step.PREVIEW or (step is Step.SIGNATURE and not lacking)
    return step.value == case.step
