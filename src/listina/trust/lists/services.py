"""A trust service as a trusted list describes it: who it is, and what its status was when.

Source: ETSI TS 119 612 V2.3.1, § 5.5 and § 5.6; the qualifiers of § 5.5.9.2.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from asn1crypto import x509


class ServiceType(StrEnum):
    """The services that qualify anything; the values are the ends of their identifiers."""

    QUALIFIED_CERTIFICATES = "CA/QC"
    QUALIFIED_TIMESTAMPS = "TSA/QTST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """Which certificates of a service a qualifier is about (TS 119 612, § 5.5.9.2.2).

    Attributes:
        combined: `all`, `atLeastOne` or `none` of what follows holds.
        key_usages: each a tuple of (name as in `CertificateFacts.key_usage`, whether it is set).
        policies: each a tuple of certificate policies, all of them in the certificate.
        extended_key_usages: each a tuple of purposes, all of them in the certificate.
        subject_attributes: each a tuple of attribute types, all of them in the subject.
        nested: further criteria.
    """

    combined: str
    key_usages: tuple[tuple[tuple[str, bool], ...], ...] = ()
    policies: tuple[tuple[str, ...], ...] = ()
    extended_key_usages: tuple[tuple[str, ...], ...] = ()
    subject_attributes: tuple[tuple[str, ...], ...] = ()
    nested: tuple[Criteria, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifiers:
    """What a list says about some certificates of a service.

    Attributes:
        names: such as `QCWithQSCD`, `QCForESeal`, `NotQualified`.
        criteria: about which certificates.
    """

    names: tuple[str, ...]
    criteria: Criteria


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The status of a service from one moment to another.

    Attributes:
        status: the end of its identifier: `granted`, `withdrawn`, `accredited`, `undersupervision`…
        since: first moment, aware.
        until: the moment the next status begins; None while it lasts.
        purposes: `ForeSignatures`, `ForeSeals`, `ForWebSiteAuthentication`; empty if the list does not say.
        qualifiers: about some of its certificates.
        is_understood: False if the list says something that must not be ignored and that is unknown here.
    """

    status: str
    since: datetime
    until: datetime | None = None
    purposes: tuple[str, ...] = ()
    qualifiers: tuple[Qualifiers, ...] = ()
    is_understood: bool = True

    def holds(self, moment: datetime) -> bool:
        """Tell whether the moment lies in it."""
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One trust service.

    Attributes:
        type: what it does.
        territory: of the list.
        list_of_lists: territory of the list of lists that names the list: `EU`; another one in a demo.
        provider: the trust service provider's name, Czech where the list has one.
        name: of the service.
        certificates: its digital identities, DER; there may be several of one key.
        periods: the youngest first.
    """

    type: ServiceType
    territory: str
    list_of_lists: str
    provider: str
    name: str
    certificates: tuple[bytes, ...]
    periods: tuple[Period, ...]

    def period_at(self, moment: datetime) -> Period | None:
        """Return the status at a moment; None before the first."""
        return next((period for period in self.periods if period.holds(moment)), None)

    def is_identified_by(self, certificate: bytes) -> bool:
        """Tell whether a certificate has the name and the key of this service (TS 119 612, § 5.5.3)."""
        return certificate in self.certificates or identity(certificate) in map(identity, self.certificates)


@lru_cache(maxsize=1024)
def identity(certificate: bytes) -> bytes:
    """Return a digest of a certificate's name and key: certificates of one service share it. Raises ValueError."""
    found = x509.Certificate.load(certificate)
    return sha256(found.subject.dump() + found.public_key.dump()).digest()
