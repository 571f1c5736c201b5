"""A stored page as the doors see it, with the findings that only its neighbours explain."""

from __future__ import annotations

from listina.conversions.cases import CaseState, PageView
from listina.conversions.models import Case, Page
from listina.documents.assessment import duplicates
from listina.documents.findings import Finding, Severity
from listina.documents.page_assessment import PageAssessment
from listina.documents.transformations import Transformation
from listina.texts import Text

ONE_BIT = "one_bit"
ONE_BIT_DECLARATION = Text(
    "Předloha je jen černobílá, bez odstínů. Černobílým skenem se žádná informace neztratila.",
    "The paper is only black and white, without shades. The black-and-white scan lost no information.",
)
"""The declaration; its Czech words are those declared and kept."""


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
    earlier = _converted_earlier(case, kept)
    views = [
        _view(row, assessment, (*_twin_findings(place, twins.get(place)), *_earlier_findings(earlier.get(row.sha256))))
        for place, (row, assessment) in enumerate(zip(kept, assessments, strict=True))
    ]
    views.extend(_view(row, assessment_of(row), ()) for row in removed)
    return tuple(views)


def lone_view(row: Page) -> PageView:
    """Return one page by itself, without what only other pages or other conversions tell of it."""
    return _view(row, assessment_of(row), ())


def _view(row: Page, assessment: PageAssessment, extra: tuple[Finding, ...]) -> PageView:
    return PageView(
        id=row.id,
        client_page_id=row.client_page_id,
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
        one_bit_declaration=one_bit_declaration(row),
        transformations=tuple(Transformation.from_json(done) for done in row.transformations),
        original_sha256=row.original_sha256,
        original_page=row.original_page,
        device=row.device,
        removed=row.removed_at is not None,
    )


def one_bit_declaration(row: Page) -> Text | None:
    """Return what the official would declare about a black-and-white scan; None where nothing is to be declared."""
    asks = any(finding.code == ONE_BIT for finding in assessment_of(row).findings)
    return ONE_BIT_DECLARATION if asks and row.one_bit_allowed_at is None else None


def _converted_earlier(case: Case, kept: list[Page]) -> dict[str, str]:
    """Return by digest the number under which the same scan was converted in the same authority, the last one."""
    if case.state != CaseState.OPEN or not kept:
        return {}
    found = (
        Page.objects.filter(
            authority_id=case.authority_id,
            sha256__in={page.sha256 for page in kept},
            removed_at__isnull=True,
            case__state=CaseState.REGISTERED,
        )
        .exclude(case_id=case.id)
        .order_by("case__registered_at")
        .values_list("sha256", "case__number")
    )
    return {sha256: number for sha256, number in found if number is not None}


def _earlier_findings(number: str | None) -> tuple[Finding, ...]:
    if number is None:
        return ()
    return (
        Finding(
            code="already_converted",
            severity=Severity.WARNING,
            cs=f"Tento sken už váš úřad převedl, konverze č. {number}. Zkontrolujte, zda je další konverze potřeba.",
            en=f"Your authority has converted this scan already, conversion no. {number}. Check whether it is needed.",
            values={"number": number},
        ),
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
