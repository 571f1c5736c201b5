"""What a certificate says of its holder and issuer, as reports and clauses name them.

Source: RFC 5280; ETSI EN 319 412-5, § 4.2.3 (QcType); EN 319 412-2, § 4.2.4 (pseudonym).
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from cryptography.x509 import Name, ObjectIdentifier
from cryptography.x509.oid import NameOID

from listina.trust import certificates
from listina.trust.der import NotDerError
from listina.trust.errors import CertificateNotUsableError
from listina.trust.lists.statements import SEALS, SIGNATURES, statements
from listina.trust.validation.signature_report import CertificateReport
from listina.trust.validation.values import Kind

_KINDS = {SIGNATURES: Kind.SIGNATURE, SEALS: Kind.SEAL}


@lru_cache(maxsize=256)
def report_of(der: bytes) -> CertificateReport:
    """Describe a certificate.

    Raises:
        CertificateNotUsableError: it cannot be read.
    """
    facts = certificates.facts(der)
    found = certificates.load(der)
    return CertificateReport(
        sha256=sha256(der).hexdigest(),
        serial_number=facts.serial_number,
        subject=facts.subject,
        holder=_named(found.subject),
        organization=_first(found.subject, NameOID.ORGANIZATION_NAME),
        issuer=facts.issuer,
        issuer_name=_named(found.issuer),
        is_pseudonym=bool(_first(found.subject, NameOID.PSEUDONYM)),
        not_before=facts.not_before,
        not_after=facts.not_after,
    )


def kind_of(der: bytes) -> Kind:
    """Tell what the certificate is for; UNKNOWN where it does not say, says more than one thing, or cannot be read.

    Its QcType says it. Before eIDAS, Czech certificates said in words whether they were a qualified certificate (of a
    person) or a qualified system certificate (for marks), as act 227/2000 Sb., §§ 12(1)(a) and 12a(a), asked for.
    """
    try:
        said = statements(der)
    except (CertificateNotUsableError, NotDerError, ValueError, TypeError, KeyError, AttributeError):
        return Kind.UNKNOWN
    if said.types:
        (kind, *others) = said.types
        return Kind.UNKNOWN if others else _KINDS.get(kind, Kind.UNKNOWN)
    if "kvalifikovany systemovy certifikat" in said.notices or "qualified system certificate" in said.notices:
        return Kind.MARK
    # Without a type it is one for signatures (EN 319 412-5, § 4.2.3): the directive of 1999 knew no others.
    is_qualified = said.complies or "kvalifikovany certifikat" in said.notices
    return Kind.SIGNATURE if is_qualified else Kind.UNKNOWN


def _named(name: Name) -> str:
    parts = (_first(name, NameOID.COMMON_NAME), _first(name, NameOID.ORGANIZATION_NAME))
    return "; ".join(dict.fromkeys(part for part in parts if part)) or name.rfc4514_string()


def _first(name: Name, kind: ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(kind)
    return str(found[0].value) if found else ""
