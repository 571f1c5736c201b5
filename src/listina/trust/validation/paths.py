"""Whether the certificates between a signer and an anchor may stand there, whatever the moment.

An anchor is believed as it is, but below it nothing may stand that it excludes itself. Rules that hardly any path has
(name and policy constraints) are left to pyhanko-certvalidator.

Source: RFC 5280, chapter 6; RFC 5937 (constraints of an anchor); ETSI EN 319 102-1, § 5.2.6.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.authority import CertTrustAnchor

from listina.trust import certificates, chains
from listina.trust.validation.inputs import Purpose
from listina.trust.validation.outcomes import BAD_PATH, WRONG_USAGE, Stopped

_Kind = TypeVar("_Kind", bound=x509.ExtensionType)

_KNOWN = frozenset(
    {
        ExtensionOID.BASIC_CONSTRAINTS,
        ExtensionOID.KEY_USAGE,
        ExtensionOID.EXTENDED_KEY_USAGE,
        ExtensionOID.CERTIFICATE_POLICIES,
        ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
        ExtensionOID.ISSUER_ALTERNATIVE_NAME,
        ExtensionOID.SUBJECT_KEY_IDENTIFIER,
        ExtensionOID.AUTHORITY_KEY_IDENTIFIER,
        ExtensionOID.CRL_DISTRIBUTION_POINTS,
        ExtensionOID.AUTHORITY_INFORMATION_ACCESS,
        ExtensionOID.OCSP_NO_CHECK,
        x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3"),
    }
)
_CONSTRAINTS = frozenset(
    {
        ExtensionOID.NAME_CONSTRAINTS,
        ExtensionOID.POLICY_CONSTRAINTS,
        ExtensionOID.POLICY_MAPPINGS,
        ExtensionOID.INHIBIT_ANY_POLICY,
    }
)
# Purposes of documents: EKU of RFC 9336, Adobe and Microsoft beside the general ones.
_SIGNING = frozenset(
    {
        ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
        ExtendedKeyUsageOID.EMAIL_PROTECTION,
        ExtendedKeyUsageOID.CLIENT_AUTH,
        x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"),
        x509.ObjectIdentifier("1.2.840.113583.1.1.5"),
        x509.ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),
    }
)


@lru_cache(maxsize=256)
def require(path: tuple[bytes, ...], purpose: Purpose) -> None:
    """Return if the path may stand and its first certificate may be used for the purpose.

    Args:
        path: from the certificate up to the anchor, each signed by the next, DER.
        purpose: what the first certificate was used for.

    Raises:
        Stopped: it may not.
        Exception: a certificate cannot be read to its end.
    """
    _require_usage(certificates.load(path[0]), purpose)
    for place, der in enumerate(path[:-1]):
        extensions = certificates.load(der).extensions
        if place and not (_may_issue(extensions) and _may_be_above(extensions, path[1:place])):
            raise Stopped(BAD_PATH)
        if holds_unknown(extensions):
            raise Stopped(BAD_PATH)
        parsed = chains.parsed(der)
        if parsed["signature_algorithm"].native != parsed["tbs_certificate"]["signature"].native:
            raise Stopped(BAD_PATH)
    anchor = certificates.load(path[-1]).extensions
    if len(path) > 1 and (_is_end_entity(anchor) or not _may_be_above(anchor, path[1:-1])):
        # A list names signing units too: believed for what they sign themselves, never as issuers.
        raise Stopped(BAD_PATH)
    below = (item.oid for der in path[:-1] for item in certificates.load(der).extensions)
    if _names_limits(path[-1]) or not _CONSTRAINTS.isdisjoint(below):
        _require_constraints(path)


def holds_unknown(extensions: x509.Extensions) -> bool:
    """Tell whether something that must be understood is not."""
    return any(item.critical and item.oid not in _KNOWN | _CONSTRAINTS for item in extensions)


def _require_usage(certificate: x509.Certificate, purpose: Purpose) -> None:
    extensions = certificate.extensions
    usage = _value(extensions, x509.KeyUsage)
    purposes = _value(extensions, x509.ExtendedKeyUsage)
    constraints = _value(extensions, x509.BasicConstraints)
    may_sign = usage is None or usage.digital_signature or usage.content_commitment
    if purpose is Purpose.TIMESTAMP:
        is_meant = purposes is not None and ExtendedKeyUsageOID.TIME_STAMPING in purposes
    else:
        is_critical = any(item.critical for item in extensions if item.oid == ExtensionOID.EXTENDED_KEY_USAGE)
        is_meant = purposes is None or not is_critical or any(item in _SIGNING for item in purposes)
    if not may_sign or not is_meant or (constraints is not None and constraints.ca):
        raise Stopped(WRONG_USAGE)


def _may_issue(extensions: x509.Extensions) -> bool:
    """Tell whether a certificate is an authority's."""
    constraints, usage = _value(extensions, x509.BasicConstraints), _value(extensions, x509.KeyUsage)
    return constraints is not None and constraints.ca and (usage is None or usage.key_cert_sign)


def _may_be_above(extensions: x509.Extensions, below: Sequence[bytes]) -> bool:
    """Tell whether an authority may stand above others; those that it issued to itself do not count."""
    constraints = _value(extensions, x509.BasicConstraints)
    if constraints is None or constraints.path_length is None:
        return True
    counted = [der for der in map(chains.parsed, below) if der.subject != der.issuer]
    return len(counted) <= constraints.path_length


def _is_end_entity(extensions: x509.Extensions) -> bool:
    """Tell whether a certificate says that it is no authority; roots of old say neither."""
    constraints, usage = _value(extensions, x509.BasicConstraints), _value(extensions, x509.KeyUsage)
    if constraints is not None:
        return not constraints.ca
    return usage is not None and not usage.key_cert_sign


def _require_constraints(path: Sequence[bytes]) -> None:
    """Have the constraints judged at the youngest certificate's first moment: validity is asked elsewhere."""
    context = ValidationContext(
        trust_roots=[CertTrustAnchor(chains.parsed(path[-1]), derive_default_quals_from_cert=_names_limits(path[-1]))],
        other_certs=[chains.parsed(der) for der in path[1:-1]],
        moment=max(certificates.load(der).not_valid_before_utc for der in path),
        allow_fetching=False,
        revocation_mode="soft-fail",
        weak_hash_algos=set(),
    )
    try:
        chains.run(CertificateValidator(chains.parsed(path[0]), validation_context=context).async_validate_usage(set()))
    except Exception:  # noqa: BLE001  # whatever the library raises is a refusal
        raise Stopped(BAD_PATH) from None


def _names_limits(anchor: bytes) -> bool:
    return any(item.oid == ExtensionOID.NAME_CONSTRAINTS for item in certificates.load(anchor).extensions)


def _value(extensions: x509.Extensions, kind: type[_Kind]) -> _Kind | None:
    try:
        return extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
