"""A stored page as the doors see it, with the findings that only its neighbours explain."""

from __future__ import annotations

from listina.conversions.cases import PageView
from listina.conversions.models import Case, Page
from listina.documents.assessment import PageAssessment, duplicates
from listina.documents.findings import Finding, Severity

ONE_BIT = "one_bit"


def blocking_findings(page: Page) -> tuple[Finding, ...]:
    """Return the findings with which the page cannot be signed, without what the official's declaration lifted."""
    return tuple(
        finding
        for finding in assessment_of(page).findings
        if finding.severity is Severity.BLOCKING
        and not (finding.code == ONE_BIT and page.one_bit_allowed_at is not None)
    )


def assessment_of(page: Page) -> PageAssessment:
    """Return what the machine measured when the page was attached."""
    return PageAssessment.from_json(page.assessment)


def page_views(case: Case) -> tuple[PageView, ...]:
    """Return all pages of the case: those kept in order, then the removed ones as they were attached."""
    rows = list(Page.objects.filter(case_id=case.id).order_by("position", "attached_at"))
    kept = [row for row in rows if row.removed_at is None]
    removed = [row for row in rows if row.removed_at is not None]
    assessments = [assessment_of(row) for row in kept]
    twins = duplicates(assessments)
    views = [
        _view(row, assessment, _twin_findings(place, twins.get(place)))
        for place, (row, assessment) in enumerate(zip(kept, assessments, strict=True))
    ]
    views.extend(_view(row, assessment_of(row), ()) for row in removed)
    return tuple(views)


def _view(row: Page, assessment: PageAssessment, extra: tuple[Finding, ...]) -> PageView:
    return PageView(
        id=row.id,
        position=row.position,
        sha256=row.sha256,
        length=row.length,
        rotation=row.rotation,
        assessment=assessment,
        findings=(*assessment.findings, *extra),
        filename=row.filename,
        source=row.source,
        declared_dpi=row.declared_dpi,
        attached_at=row.attached_at,
        compared=row.compared,
        blank_kept=row.blank_kept,
        one_bit_allowed=row.one_bit_allowed_at is not None,
        removed=row.removed_at is not None,
    )


def _twin_findings(place: int, earlier: int | None) -> tuple[Finding, ...]:
    if earlier is None:
        return ()
    return (
        Finding(
            code="duplicate",
            severity=Severity.WARNING,
            cs=f"Strana {place + 1} vypadá stejně jako strana {earlier + 1}.",
            en=f"Page {place + 1} looks the same as page {earlier + 1}.",
            values={"position": place + 1, "same_as": earlier + 1},
        ),
    )
