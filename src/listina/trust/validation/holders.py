"""What a certificate says of its holder and issuer, as reports and clauses name them.

Source: RFC 5280; ETSI EN 319 412-5, § 4.2.3 (QcType); EN 319 412-2, § 4.2.4 (pseudonym).
"""

from __future__ import annotations

from hashlib import sha256

from asn1crypto import x509
from cryptography.x509 import Name, ObjectIdentifier
from cryptography.x509.oid import NameOID

from listina.trust import certificates, chains
from listina.trust.validation.signature_report import CertificateReport
from listina.trust.validation.values import Kind

_QC_TYPE = "0.4.0.1862.1.6"
_KINDS = {"0.4.0.1862.1.6.1": Kind.SIGNATURE, "0.4.0.1862.1.6.2": Kind.SEAL}


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
    """Tell what the certificate is for by its QcType; UNKNOWN where it names none or more than one."""
    statements = next(
        (item["extn_value"].parsed for item in chains.parsed(der)["tbs_certificate"]["extensions"] if _is_qc(item)), ()
    )
    named = {
        _KINDS.get(kind.dotted, Kind.UNKNOWN)
        for statement in statements
        if statement["statement_id"].dotted == _QC_TYPE
        for kind in statement["statement_info"]
    }
    return named.pop() if len(named) == 1 else Kind.UNKNOWN


def _is_qc(extension: x509.Extension) -> bool:
    return bool(extension["extn_id"].native == "qc_statements")


def _named(name: Name) -> str:
    parts = (_first(name, NameOID.COMMON_NAME), _first(name, NameOID.ORGANIZATION_NAME))
    return "; ".join(dict.fromkeys(part for part in parts if part)) or name.rfc4514_string()


def _first(name: Name, kind: ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(kind)
    return str(found[0].value) if found else ""
