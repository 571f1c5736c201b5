"""Files nobody names are deleted: results of lost attempts, previews, scans without an output, what was given up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Q

from listina.conversions.models import Artifact, Case, Page
from listina.conversions.renewing import RENEWED
from listina.conversions.states import ENDED_WITHOUT_OUTPUT, CaseState
from listina.conversions.to_paper.models import ReceivedFile
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope, system_scope

SWEEP_OLDER_THAN = timedelta(hours=6)
REPORT = "report"
"""The validation report of an electronic input: kept as long as the evidence (decision 24), also if it refused it."""
_OUTPUTS = ("signed", RENEWED)
_LASTING = (*_OUTPUTS, REPORT)
_WITHOUT_OUTPUT = Q(case__state__in=[state.value for state in ENDED_WITHOUT_OUTPUT])
RECEIVED_GIVEN_UP = _WITHOUT_OUTPUT | Q(case__scans_deleted_at__isnull=False) | Q(replaced_at__isnull=False)
PAGE_GIVEN_UP = _WITHOUT_OUTPUT | Q(case__scans_deleted_at__isnull=False)
_REPORT_OF_REFUSAL = Q(kind=REPORT, case__state=CaseState.REFUSED.value)
ARTIFACT_GIVEN_UP = (
    (_WITHOUT_OUTPUT & ~_REPORT_OF_REFUSAL)
    | (Q(case__scans_deleted_at__isnull=False) & ~Q(kind__in=_LASTING))
    | Q(case__forgotten_at__isnull=False, kind=REPORT)
    | Q(case__output_deleted_at__isnull=False, kind__in=_OUTPUTS)
)


def authorities_with_cases() -> tuple[int, ...]:
    """Return the ids of the authorities whose objects the sweep looks at."""
    with system_scope("sweep unreferenced objects"):
        found = Case.objects.order_by("authority_id").values_list("authority_id", flat=True).distinct()
        return tuple(found)


def sweep(workshop: Workshop, authority_id: int, *, older_than: timedelta = SWEEP_OLDER_THAN) -> int:
    """Delete the authority's objects that no case refers to; return how many.

    Args:
        workshop: for the object store.
        authority_id: whose objects.
        older_than: younger objects stay: an attempt may be about to name them.
    """
    return workshop.objects.sweep(authority_id, _referenced(authority_id), older_than)


def _referenced(authority_id: int) -> Callable[[str], bool]:
    """Return a question to the database per object: what is named while the sweep runs is kept."""

    def keep(digest: str) -> bool:
        with authority_scope(authority_id):
            return (
                Artifact.objects.filter(authority_id=authority_id, sha256=digest).exclude(ARTIFACT_GIVEN_UP).exists()
                or Page.objects.filter(authority_id=authority_id, sha256=digest).exclude(PAGE_GIVEN_UP).exists()
                or ReceivedFile.objects.filter(authority_id=authority_id, sha256=digest)
                .exclude(RECEIVED_GIVEN_UP)
                .exists()
            )

    return keep
