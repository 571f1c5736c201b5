"""The files that count for a case: one of each kind, named by its digests in the object store."""

from __future__ import annotations

from datetime import datetime

from listina.conversions.models import Artifact, Case
from listina.objects.store import StoredObject


def make_current(case: Case, kind: str, stored: StoredObject, at: datetime) -> None:
    """Make a stored file the one of its kind that counts; the one before it is left to the sweep.

    Args:
        case: as it was locked or taken, with the fence under which the file was made. Call in its transaction.
        kind: such as `signed`.
        stored: the file.
        at: now, aware UTC.
    """
    Artifact.objects.update_or_create(
        case_id=case.id,
        kind=kind,
        defaults={
            "authority_id": case.authority_id,
            "sha256": stored.sha256,
            "sha512": stored.sha512,
            "length": stored.length,
            "accepted_at": at,
            "fence": case.fence,
        },
    )
