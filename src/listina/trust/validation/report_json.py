"""A validation report as JSON and back: how it leaves a confined process, is stored, and is handed to other programs.

The JSON mirrors `report`, field by field (`strict_json`); sentences are `{"cs", "en"}`.
"""

from __future__ import annotations

from typing import Any

from listina.strict_json import UnreadableJsonError, fields_of, plain, read_as
from listina.trust.validation.report import Material, ValidationReport

VERSION = 1
"""Of the JSON; a change of any field's meaning or place is a new version."""


def to_json(report: ValidationReport, *, material: bool = True) -> dict[str, Any]:
    """Return a report as plain values.

    Args:
        report: what is told.
        material: False leaves the bytes of certificates and revocation data out, for the public; then it cannot be read
            back.
    """
    without = frozenset() if material else frozenset({(Material, "der")})
    return {"version": VERSION, "report": plain(report, without=without)}


def from_json(value: object) -> ValidationReport:
    """Return the report that `to_json` told.

    Raises:
        UnreadableJsonError: it is no report of this version.
    """
    document = fields_of(value, frozenset({"version", "report"}), "the document")
    if document["version"] != VERSION:
        raise UnreadableJsonError(f"version {document['version']!r} is not {VERSION}"[:100])
    return read_as(ValidationReport, document["report"], where="report")
