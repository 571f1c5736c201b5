"""Reading SignedData and checking its one signer: attributes, certificate identifier, signature.

Timestamps and seals share these checks. What goes wrong is an `UnacceptableSignatureError` with the name of the check;
malformed input may raise anything else, which the callers turn into their refusals.

Source: RFC 5652, § 5; RFC 5035; RFC 2634, § 5.4.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import new
from typing import Any

from asn1crypto import cms, x509
from cryptography.hazmat.primitives import hashes

from listina.trust import certificates, der

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


class UnacceptableSignatureError(Exception):
    """A check failed. Stays within `trust`, where each caller says what it means.

    Attributes:
        check: name of the check.
        reason: an English sentence.
    """

    def __init__(self, check: str, reason: str) -> None:
        """Keep both."""
        super().__init__(reason)
        self.check = check
        self.reason = reason


def require(condition: bool, check: str, reason: str) -> None:  # noqa: FBT001  # reads as an assertion
    """Return if the condition holds.

    Raises:
        UnacceptableSignatureError: it does not.
    """
    if not condition:
        raise UnacceptableSignatureError(check, reason)


def read_signed_data(content_info_der: bytes) -> Any:
    """Return the SignedData of a ContentInfo that ends where the bytes end."""
    content_info = cms.ContentInfo.load(content_info_der, strict=True)
    require(content_info["content_type"].native == "signed_data", "content_type", "it is no SignedData")
    return content_info["content"]


def require_detached(signed_data: Any) -> None:
    """Return if the SignedData holds no content of its own."""
    encapsulated = signed_data["encap_content_info"]
    require(encapsulated["content_type"].native == "data", "content_type", "it is not over data")
    require(encapsulated["content"].native is None, "content_type", "it holds content of its own")


def one_signer(signed_data: Any) -> Any:
    """Return the only SignerInfo."""
    require(len(signed_data["signer_infos"]) == 1, "signers", "there is not exactly one signer")
    return signed_data["signer_infos"][0]


def certificates_in(signed_data: Any) -> tuple[bytes, ...]:
    """Return the certificates that the SignedData holds, DER."""
    return tuple(bytes(item.chosen.dump()) for item in signed_data["certificates"] if item.name == "certificate")


def signing_certificate(signed_data: Any, signer: Any) -> bytes:
    """Return the one certificate in the SignedData that the signer points to, DER."""
    candidates = (x509.Certificate.load(certificate) for certificate in certificates_in(signed_data))
    found = [candidate for candidate in candidates if _is_meant(signer["sid"], candidate)]
    require(len(found) == 1, "certificate", "the signer's certificate is not in it")
    return bytes(found[0].dump())


def check_attributes(
    signer: Any, certificate: bytes, *, content_digest: Callable[[str], bytes], content_type: str
) -> None:
    """Check content type, message digest and certificate identifier among the signed attributes.

    Args:
        signer: SignerInfo.
        certificate: the signer's, DER.
        content_digest: returns the digest of what is signed, given the hash's name: sha256, sha384 or sha512.
        content_type: its name in asn1crypto, `data` or `tst_info`.
    """
    require(bool(signer["signed_attrs"]), "attributes", "no attributes are signed")
    found = one_attribute(signer, "content_type").native
    require(found == content_type, "content_type", f"the signed content type is {found}")
    digest = content_digest(_digest_algorithm(signer))
    require(one_attribute(signer, "message_digest").native == digest, "digest", "the signed digest is of other content")
    _check_certificate_identifier(signer, certificate)


def check_signature(signer: Any, certificate: bytes) -> None:
    """Check the signature over the signed attributes with the certificate's key."""
    digest_algorithm = _digest_algorithm(signer)
    algorithm = signer["signature_algorithm"]
    kind = algorithm.signature_algo
    require(kind in {"rsassa_pkcs1v15", "ecdsa"}, "signature", f"the algorithm {kind} is not accepted")
    # rsaEncryption alone names no hash; the others must name the same one as the digest algorithm.
    if algorithm["algorithm"].native != "rsassa_pkcs1v15":
        require(algorithm.hash_algo == digest_algorithm, "signature", "its two hash algorithms differ")
    # What is signed is the SET OF, not the implicit tag it is stored under (RFC 5652, § 5.4).
    to_be_signed = der.value(der.SET, bytes(signer["signed_attrs"].contents))
    value = signer["signature"].native
    is_signed = certificates.is_signature_of(value, to_be_signed, certificate, _HASHES[digest_algorithm])
    require(is_signed, "signature", "the signature is wrong")


def one_attribute(signer: Any, kind: str) -> Any:
    """Return the one value of a signed attribute that occurs exactly once."""
    found = [attribute["values"] for attribute in signer["signed_attrs"] if attribute["type"].native == kind]
    require(len(found) == 1 and len(found[0]) == 1, "attributes", f"there is not exactly one {kind}")
    return found[0][0]


def digest_of(content: bytes) -> Callable[[str], bytes]:
    """Return a function that hashes the content, given the hash's name."""
    return lambda algorithm: new(algorithm, content).digest()


def _digest_algorithm(signer: Any) -> str:
    algorithm: str = signer["digest_algorithm"]["algorithm"].native
    require(algorithm in _HASHES, "digest", f"the hash {algorithm} is not accepted")
    return algorithm


def _is_meant(identifier: Any, candidate: x509.Certificate) -> bool:
    if identifier.name == "issuer_and_serial_number":
        chosen = identifier.chosen
        same_issuer = chosen["issuer"].dump() == candidate.issuer.dump()
        return bool(same_issuer and chosen["serial_number"].native == candidate.serial_number)
    return bool(identifier.chosen.native == candidate.key_identifier)


def _check_certificate_identifier(signer: Any, certificate: bytes) -> None:
    """Compare ESSCertIDv2, or the older ESSCertID, with the certificate."""
    kinds = {attribute["type"].native for attribute in signer["signed_attrs"]}
    if "signing_certificate_v2" in kinds:
        identifier = one_attribute(signer, "signing_certificate_v2")["certs"][0]
        algorithm = identifier["hash_algorithm"]["algorithm"].native
        require(algorithm in _HASHES, "certificate_identifier", f"the hash {algorithm} is not accepted")
        digest = new(algorithm, certificate).digest()
    else:
        identifier = one_attribute(signer, "signing_certificate")["certs"][0]
        # RFC 2634 knows SHA-1 only; a second certificate of the same hash would also need the same key.
        digest = new("sha1", certificate, usedforsecurity=False).digest()
    found = identifier["cert_hash"].native
    require(found == digest, "certificate_identifier", "the signed certificate hash is of another certificate")
    issuer_serial = identifier["issuer_serial"]
    if issuer_serial.native is None:
        return
    own = x509.Certificate.load(certificate)
    issuers = [name.chosen for name in issuer_serial["issuer"] if name.name == "directory_name"]
    require(
        issuers == [own.issuer] and issuer_serial["serial_number"].native == own.serial_number,
        "certificate_identifier",
        "the signed issuer and serial number are of another certificate",
    )
