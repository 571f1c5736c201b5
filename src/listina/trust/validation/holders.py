"""What a certificate says of its holder and issuer, as reports and clauses name them.

Source: RFC 5280; ETSI EN 319 412-5, § 4.2.3 (QcType); EN 319 412-2, § 4.2.4 (pseudonym).
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from unicodedata import combining, normalize

from asn1crypto import x509
from cryptography.x509 import Certificate as X509Certificate
from cryptography.x509 import CertificatePolicies, ExtensionNotFound, Name, ObjectIdentifier, UserNotice
from cryptography.x509.oid import NameOID

from listina.trust import certificates, chains
from listina.trust.validation.signature_report import CertificateReport
from listina.trust.validation.values import Kind

_QC_COMPLIANCE = "0.4.0.1862.1.1"
_QC_TYPE = "0.4.0.1862.1.6"
_KINDS = {"0.4.0.1862.1.6.1": Kind.SIGNATURE, "0.4.0.1862.1.6.2": Kind.SEAL}


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


@lru_cache(maxsize=256)
def kind_of(der: bytes) -> Kind:
    """Tell what the certificate is for; UNKNOWN where it does not say, or says more than one thing.

    Its QcType says it. Before eIDAS, Czech certificates said in words whether they were a qualified certificate (of a
    person) or a qualified system certificate (for marks), as act 227/2000 Sb., §§ 12(1)(a) and 12a(a), asked for.
    """
    statements = next(
        (item["extn_value"].parsed for item in chains.parsed(der)["tbs_certificate"]["extensions"] if _is_qc(item)), ()
    )
    named = {
        _KINDS.get(kind.dotted, Kind.UNKNOWN)
        for statement in statements
        if statement["statement_id"].dotted == _QC_TYPE
        for kind in statement["statement_info"]
    }
    if named:
        return named.pop() if len(named) == 1 else Kind.UNKNOWN
    words = _notices(certificates.load(der))
    if "kvalifikovany systemovy certifikat" in words or "qualified system certificate" in words:
        return Kind.MARK
    is_qualified = any(statement["statement_id"].dotted == _QC_COMPLIANCE for statement in statements)
    # Without a type it is one for signatures (EN 319 412-5, § 4.2.3): the directive of 1999 knew no others.
    return Kind.SIGNATURE if is_qualified or "kvalifikovany certifikat" in words else Kind.UNKNOWN


def _notices(certificate: X509Certificate) -> str:
    """Return what the policies of a certificate say in words, in small letters without diacritics."""
    try:
        policies = certificate.extensions.get_extension_for_class(CertificatePolicies).value
    except (ExtensionNotFound, ValueError):
        return ""
    said = " ".join(
        qualifier.explicit_text or ""
        for policy in policies
        for qualifier in policy.policy_qualifiers or ()
        if isinstance(qualifier, UserNotice)
    )
    return "".join(letter for letter in normalize("NFKD", said).lower() if not combining(letter))


def _is_qc(extension: x509.Extension) -> bool:
    return bool(extension["extn_id"].native == "qc_statements")


def _named(name: Name) -> str:
    parts = (_first(name, NameOID.COMMON_NAME), _first(name, NameOID.ORGANIZATION_NAME))
    return "; ".join(dict.fromkeys(part for part in parts if part)) or name.rfc4514_string()


def _first(name: Name, kind: ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(kind)
    return str(found[0].value) if found else ""
