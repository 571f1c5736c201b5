"""The seven steps across the top of a conversion, one table for each direction, and where each of them leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from listina.conversions.cases import CaseState, CaseView
from listina.law.directions import Direction


class Step(IntEnum):
    """The steps of a conversion from paper to electronic form, as they are numbered on the page."""

    WHAT = 1
    PAGES = 2
    COMPARISON = 3
    FACTS = 4
    PREVIEW = 5
    SIGNATURE = 6
    HANDOVER = 7


class PaperStep(IntEnum):
    """The steps of a conversion from electronic form to paper, as they are numbered on the page."""

    INPUT = 1
    VALIDATION = 2
    ADMISSIBILITY = 3
    FACTS = 4
    COMPARISON = 5
    PRINT = 6
    DONE = 7


AnyStep = Step | PaperStep


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The steps of one direction.

    Attributes:
        name: of the direction, for people.
        steps: all of them.
        labels: what the steps are called.
        route: what the names of the steps' addresses begin with; the step's own name follows.
        templates: the folder of their templates.
        asking: the step that asks the questions of the law.
        first_finishing: the first step that asks for nothing that could be left out.
        complete_from: the first step that cannot be entered while something is missing.
        built_on: steps that are not done while one of these others still lacks something.
        looked_back_at: steps that can be looked at when the conversion is past them.
    """

    name: Promise
    steps: type[Step | PaperStep]
    labels: Mapping[AnyStep, Promise]
    route: str
    templates: str
    asking: AnyStep
    first_finishing: AnyStep
    complete_from: AnyStep
    built_on: Mapping[AnyStep, frozenset[AnyStep]] = field(default_factory=dict)
    looked_back_at: frozenset[AnyStep] = frozenset()


WAYS: Mapping[Direction, Way] = MappingProxyType(
    {
        Direction.TO_ELECTRONIC: Way(
            name=_("Z papíru do elektronické podoby"),
            steps=Step,
            labels={
                Step.WHAT: _("Co převádíte"),
                Step.PAGES: _("Strany"),
                Step.COMPARISON: _("Porovnání"),
                Step.FACTS: _("Údaje o vstupu"),
                Step.PREVIEW: _("Náhled výstupu"),
                Step.SIGNATURE: _("Podpis"),
                Step.HANDOVER: _("Předání"),
            },
            route="office:",
            templates="office",
            asking=Step.WHAT,
            first_finishing=Step.PREVIEW,
            complete_from=Step.SIGNATURE,
        ),
        Direction.TO_PAPER: Way(
            name=_("Z elektronické podoby na papír"),
            steps=PaperStep,
            labels={
                PaperStep.INPUT: _("Vstup"),
                PaperStep.VALIDATION: _("Ověření"),
                PaperStep.ADMISSIBILITY: _("Lze dokument převést?"),
                PaperStep.FACTS: _("Údaje o vstupu"),
                PaperStep.COMPARISON: _("Porovnání"),
                PaperStep.PRINT: _("Tisk, podpis a razítko"),
                PaperStep.DONE: _("Hotovo"),
            },
            route="office:paper-",
            templates="office/to_paper",
            asking=PaperStep.ADMISSIBILITY,
            first_finishing=PaperStep.PRINT,
            complete_from=PaperStep.PRINT,
            built_on={
                PaperStep.VALIDATION: frozenset({PaperStep.INPUT}),
                PaperStep.COMPARISON: frozenset(
                    {PaperStep.INPUT, PaperStep.VALIDATION, PaperStep.ADMISSIBILITY, PaperStep.FACTS}
                ),
            },
            looked_back_at=frozenset({PaperStep.VALIDATION}),
        ),
    }
)
_WAY_OF: Mapping[type[IntEnum], Way] = MappingProxyType({way.steps: way for way in WAYS.values()})


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


def step_address(step: AnyStep, case_id: UUID) -> str:
    """Return the address of a step of a case."""
    return reverse(f"{_WAY_OF[type(step)].route}{step.name.lower()}", args=[case_id])


def current_address(case: CaseView) -> str:
    """Return the address of the step where the official goes on."""
    return step_address(WAYS[case.direction].steps(case.step), case.id)


def step_links(case: CaseView, current: AnyStep) -> tuple[StepLink, ...]:
    """Return the seven steps of a case as seen from the step `current`."""
    way = WAYS[case.direction]
    lacking = {item.step for item in case.missing}
    return tuple(
        StepLink(
            number=step.value,
            label=way.labels[step],
            state=_state(case, step, current, lacking),
            address=step_address(step, case.id) if step is not current and _may_enter(case, step, lacking) else None,
        )
        for step in way.steps
    )


def after(case: CaseView, step: AnyStep) -> str:
    """Return where to go when `step` was saved: on, or back to the same step while something of it is missing."""
    lacking = any(item.step == step for item in case.missing)
    return step_address(step if lacking else type(step)(step + 1), case.id)


def missing_of(case: CaseView, step: AnyStep) -> tuple[str, ...]:
    """Return the sentences about what a step still lacks."""
    language = get_language()
    return tuple(item.text.in_language(language) for item in case.missing if item.step == step)


def render_step(
    request: HttpRequest,
    case: CaseView,
    step: AnyStep,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    template: str | None = None,
) -> HttpResponse:
    """Render a template, the step's own unless another is named, inside the frame of the case.

    A case of the other direction has no such step; it is led to its own.
    """
    way = WAYS[case.direction]
    if not isinstance(step, way.steps):
        return redirect("office:case", case.id)
    frame = {
        "case": case,
        "direction": way.name,
        "step": step,
        "steps": step_links(case, step),
        "missing": missing_of(case, step),
    }
    return render(request, template or f"{way.templates}/{step.name.lower()}.html", {**frame, **context}, status=status)


def _state(case: CaseView, step: AnyStep, current: AnyStep, lacking: set[int]) -> str:
    way = WAYS[case.direction]
    if step is current:
        return "current"
    if case.state is CaseState.OPEN:
        if step >= way.first_finishing:
            return "done" if step < current and not lacking else "ahead"
        if not lacking & {step, *way.built_on.get(step, ())}:
            return "done"
        return "open" if step < current else "ahead"
    if case.state is CaseState.REGISTERED:
        return "done"
    return "done" if step < case.step else "ahead"


def _may_enter(case: CaseView, step: AnyStep, lacking: set[int]) -> bool:
    way = WAYS[case.direction]
    if case.state is CaseState.OPEN:
        return step < way.complete_from or (step == way.complete_from and not lacking)
    return step.value == case.step or step in way.looked_back_at
