"""What a case must hold once it is in a state; a row that lacks it was damaged from outside and goes no further."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from listina.conversions.errors import CaseDamagedError
from listina.conversions.models import Case
from listina.trust.signing import PreparedSignature

Kept = TypeVar("Kept")


def composed_facts(case: Case) -> Mapping[str, Any]:
    """Return the facts of the unsigned file: digests, length, page counts, content digest."""
    return _kept(case.composed, "composed")


def signed_facts(case: Case) -> Mapping[str, Any]:
    """Return the facts of the signed file: digests and length."""
    return _kept(case.signed, "signed")


def prepared_signature(case: Case) -> PreparedSignature:
    """Return the state of the two-step signature."""
    return PreparedSignature.from_json(_kept(case.prepared, "prepared"))


def certificate_of(case: Case) -> bytes:
    """Return the certificate of the snapshot, DER."""
    return bytes(_kept(case.certificate, "certificate"))


def value_of(case: Case) -> bytes:
    """Return the signature's value."""
    return bytes(_kept(case.signature_value, "signature_value"))


def token_of(case: Case) -> bytes:
    """Return the timestamp token, DER."""
    return bytes(_kept(case.timestamp_token, "timestamp_token"))


def clause_date_of(case: Case) -> date:
    """Return the day of the clause in Prague."""
    return _kept(case.clause_date, "clause_date")


def moment_of(case: Case, field: str) -> datetime:
    """Return one of the case's moments, such as `signed_at`, aware UTC."""
    moment: datetime | None = getattr(case, field)
    return _kept(moment, field)


def page_count_of(case: Case) -> int:
    """Return how many pages the official counted on the paper."""
    return _kept(case.stated_page_count, "stated_page_count")


def number_of(case: Case) -> str:
    """Return the reserved number."""
    return _kept(case.number, "number")


def _kept(value: Kept | None, field: str) -> Kept:
    if value is None:
        raise CaseDamagedError(field=field)
    return value
