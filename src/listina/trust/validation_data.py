"""What a later verification needs beside the file: certificates up to the root and revocation data.

Source: ETSI EN 319 142-1, § 5.4; ETSI EN 319 102-1, § 5.5.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from asn1crypto import ocsp
from cryptography import x509

from listina.trust import certificates, chains
from listina.trust.chains import TrustMaterial


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationData:
    """Certificates and revocation data, each DER, none twice.

    Attributes:
        certificates: signers', authorities' and roots'.
        crls: certificate revocation lists.
        ocsp_responses: whole OCSPResponse structures.
    """

    certificates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    ocsp_responses: tuple[bytes, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.certificates or self.crls or self.ocsp_responses)

    def __or__(self, other: ValidationData) -> ValidationData:
        """Return both together."""
        return ValidationData(
            certificates=_unique((*self.certificates, *other.certificates)),
            crls=_unique((*self.crls, *other.crls)),
            ocsp_responses=_unique((*self.ocsp_responses, *other.ocsp_responses)),
        )

    def __sub__(self, other: ValidationData) -> ValidationData:
        """Return what the other one lacks."""
        return ValidationData(
            certificates=_without(self.certificates, other.certificates),
            crls=_without(self.crls, other.crls),
            ocsp_responses=_without(self.ocsp_responses, other.ocsp_responses),
        )


NOTHING = ValidationData()


def data_about(certificate: bytes, material: TrustMaterial) -> ValidationData:
    """Return the certificate's path with the root, and the material's revocation data that concern the path.

    Whether the path is any good is not asked here: who verifies asks. Nothing comes back for a certificate from which
    no path leads to an anchor.

    Args:
        certificate: DER.
        material: what to choose from.
    """
    path = chains.path_to_anchor(certificate, material)
    issuers = {certificates.load(der).issuer.public_bytes() for der in path}
    serials = {certificates.load(der).serial_number for der in path}
    responses = tuple(response for response in material.ocsp_responses if serials & _serials_answered(response))
    return ValidationData(
        certificates=_unique(path),
        crls=_unique(crl for crl in material.crls if _issuer_of_crl(crl) in issuers),
        ocsp_responses=_unique(responses),
    )


def _unique(items: Iterable[bytes]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(items))


def _without(items: tuple[bytes, ...], others: tuple[bytes, ...]) -> tuple[bytes, ...]:
    known = frozenset(others)
    return tuple(item for item in items if item not in known)


@lru_cache(maxsize=256)
def _issuer_of_crl(der: bytes) -> bytes | None:
    try:
        return x509.load_der_x509_crl(der).issuer.public_bytes()
    except ValueError:
        return None


@lru_cache(maxsize=256)
def _serials_answered(der: bytes) -> frozenset[int]:
    try:
        answers = ocsp.OCSPResponse.load(der).response_data["responses"]
        return frozenset(answer["cert_id"]["serial_number"].native for answer in answers)
    except (ValueError, TypeError, AttributeError):
        return frozenset()
