"""The bytes of a validation report in the object store, and the report in them."""

from __future__ import annotations

import json

from listina.objects.store import ObjectStore
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.report_json import from_json, to_json


def report_bytes(report: ValidationReport) -> bytes:
    """Return the bytes that are kept of a report, with all its material; the same report gives the same bytes."""
    return json.dumps(to_json(report), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def stored_report(objects: ObjectStore, authority_id: int, sha256: str) -> ValidationReport:
    """Return a kept report.

    Raises:
        ObjectMissingError: it is no longer kept.
        ObjectDamagedError: its bytes are not those that were kept.
        UnreadableReportError: it is of another version.
    """
    return from_json(json.loads(objects.verified_path(authority_id, sha256).read_bytes()))
