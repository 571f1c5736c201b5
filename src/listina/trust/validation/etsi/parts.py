"""The small elements that repeat in a report of ETSI TS 119 102-2."""

from __future__ import annotations

from datetime import UTC, datetime

from pyhanko.generated.etsi import ts_11910202 as vr
from pyhanko.generated.etsi import xades
from pyhanko.generated.w3c import xmldsig_core as ds
from xsdata.models.datatype import XmlDateTime

from listina.trust.validation.etsi import terms
from listina.trust.validation.plain_text import plain_text


def moment(at: datetime) -> XmlDateTime:
    """Return a moment in UTC."""
    return XmlDateTime.from_datetime(at.astimezone(UTC))


def digest(sha256: str) -> xades.DigestAlgAndValueType:
    """Return a SHA-256 given in hex."""
    return xades.DigestAlgAndValueType(
        digest_method=ds.DigestMethod(algorithm=terms.SHA_256),
        digest_value=ds.DigestValue(value=bytes.fromhex(sha256)),
    )


def reference(identifier: str) -> vr.VOReferenceType:
    """Return a reference to an object of the report."""
    return vr.VOReferenceType(voreference=(identifier,))


def typed(kind: str, value: str) -> vr.TypedDataType:
    """Return a value only this validation tells, with the URN that says what it is."""
    return vr.TypedDataType(type_value=plain_text(kind), value=plain_text(value))
