"""People, office, certificate and grant as plain values: what leaves this application instead of its models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from listina.accounts.permissions import Permission, Role
from listina.law.clause import Standing


class AuthorityMode(StrEnum):
    """Whether an authority's outputs have legal effects.

    Attributes:
        LIVE: they do (ostrý provoz).
        TEST: they do not; they are watermarked, numbered and shown apart (zkušební provoz).
    """

    LIVE = "live"
    TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who does something: a signed-in user and what the user may do now.

    Attributes:
        permissions: of the grants that were valid when the request came.
    """

    user_id: int
    authority_id: int
    username: str
    permissions: frozenset[Permission]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialSnapshot:
    """An official as clauses print one.

    Attributes:
        public_number: stands in clause numbers; positive, never used for anybody else.
        full_name: titles and names in the order of print, such as „Ing. Jana Nováková, Ph.D.“.
    """

    user_id: int
    public_number: int
    full_name: str
    given_names: str
    family_name: str
    title_before: str
    title_after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthoritySnapshot:
    """An authority as clauses print it (subjekt, který konverzi provedl).

    Attributes:
        name: full official name.
        ico: identification number of the organisation, 8 digits.
        standing: what its outputs count as; a test authority with invented people is DEMO.
    """

    authority_id: int
    name: str
    ico: str
    mode: AuthorityMode
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningCertificate:
    """A registered certificate of an official, not withdrawn.

    Attributes:
        der: the certificate.
        sha256: of `der`, 64 hex digits.
        serial_number: decimal, as people read it.
        subject: distinguished name, RFC 4514.
        issuer: distinguished name, RFC 4514.
        not_before: aware UTC.
        not_after: aware UTC.
        key_location: where the key is, such as `pkcs12:novakova.p12`.
    """

    id: int
    der: bytes
    sha256: str
    serial_number: str
    subject: str
    issuer: str
    not_before: datetime
    not_after: datetime
    key_location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantSnapshot:
    """A role as it was given.

    Attributes:
        valid_from: aware UTC.
        valid_until: aware UTC, exclusive; None without an end.
        granted_by: id of the user who gave it; None if the installation's operator did.
        granted_at: aware UTC.
    """

    id: int
    role: Role
    valid_from: datetime
    valid_until: datetime | None
    granted_by: int | None
    granted_at: datetime

    def to_json(self) -> Mapping[str, object]:
        """Return JSON values; moments in ISO 8601."""
        return {
            "id": self.id,
            "role": self.role.value,
            "valid_from": self.valid_from.isoformat(),
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
            "granted_by": self.granted_by,
            "granted_at": self.granted_at.isoformat(),
        }
