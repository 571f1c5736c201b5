"""A CMS signature and whether its digest, value and certificate identifier are right, whatever it is around or beside.

Source: RFC 5652, §§ 5.4 to 5.6; RFC 5035; RFC 2634, § 5.4; ETSI EN 319 122-1, § 5.2.2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyhanko.sign.ades.cades_asn1  # noqa: F401  # registers the attributes of CAdES with asn1crypto
from asn1crypto import cms

from listina.trust import ber, certificates, chains, der, signer_infos
from listina.trust.signer_infos import UnacceptableSignatureError
from listina.trust.validation import outcomes, signature_values
from listina.trust.validation.outcomes import Stopped

_SHA1 = "sha1"


@dataclass(frozen=True, slots=True, kw_only=True)
class CmsSignature:
    """One signer of a CMS, unchecked.

    Attributes:
        signed_data: asn1crypto's SignedData.
        signer: one of its SignerInfos.
        digest_of: returns the digest of what is signed, given the hash's name in asn1crypto (`sha256`); it raises
            UnacceptableSignatureError for a hash it does not know.
        content_type: its name in asn1crypto, `data` or `tst_info`.
        needs_identifier: its form asks that the signer's certificate is identified by a signed digest (CAdES, PAdES).
        also_hashed_with: a hash the content also hangs on, by its name in asn1crypto; empty if there is none.
        stored: the fields of the SignerInfo as they stand in the file.
    """

    signed_data: Any
    signer: Any
    digest_of: Callable[[str], bytes]
    content_type: str = "data"
    needs_identifier: bool = False
    also_hashed_with: str = ""
    stored: bytes = field(init=False, repr=False)
    _signed: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Keep the signer as it is stored."""
        object.__setattr__(self, "stored", stored(self.signer))
        object.__setattr__(self, "_signed", stored(self.signer["signed_attrs"]))

    def signed_forms(self) -> Iterator[bytes]:
        """Return what may have been signed: the SET OF as it is stored, and in DER where it is stored otherwise."""
        stored = der.value(der.SET, self._signed)
        yield stored
        encoded = ber.ordered(stored)
        if encoded != stored:
            yield encoded

    @property
    def digest_algorithm(self) -> str:
        """The name of the hash, as asn1crypto says it."""
        return str(self.signer["digest_algorithm"]["algorithm"].native)


def read(content_info: bytes) -> Any:
    """Return the SignedData at the beginning of some bytes; BER is read too, and padding behind it is left alone.

    Raises:
        Stopped: it is another kind of CMS.
        Exception: it cannot be read.
    """
    found = cms.ContentInfo.load(content_info)
    if found["content_type"].native != "signed_data":
        raise Stopped(outcomes.malformed("it is no SignedData"))
    return found["content"]


def stored(part: Any) -> bytes:
    """Return the contents of a part of a CMS as they stand in the file.

    `contents` of asn1crypto encodes anew what it has looked into: other bytes, since it adds parameters to algorithms,
    and in a time that grows with each level of nesting.
    """
    return bytes(getattr(part, "_contents", None) or b"")


def find_certificate(signature: CmsSignature) -> bytes:
    """Return the certificate the signer points to, DER.

    Raises:
        Stopped: it is not there, or not exactly one is meant.
    """
    identifier = signature.signer["sid"]
    candidates = dict.fromkeys(signer_infos.certificates_in(signature.signed_data))
    found = [item for item in candidates if _is_meant(identifier, item)]
    if len(found) != 1:
        raise Stopped(outcomes.NO_CERTIFICATE)
    return found[0]


def require_digest(signature: CmsSignature) -> None:
    """Return if the signed digest is that of the content.

    Raises:
        Stopped: it is another (the content was changed), or the attributes are not as the standard says.
        UnacceptableSignatureError: the hash is not known.
    """
    signer = signature.signer
    if not has_attributes(signer):
        return
    kind = _one(signer, "content_type").native
    if kind != signature.content_type:
        raise Stopped(outcomes.malformed(f"the signed content type is {kind}"))
    if _one(signer, "message_digest").native != signature.digest_of(signature.digest_algorithm):
        raise Stopped(outcomes.CONTENT_CHANGED)


def require_value(signature: CmsSignature, certificate: bytes) -> None:
    """Return if the value was made with the certificate's key and the signed attributes mean this certificate.

    Raises:
        Stopped: it was not.
        UnacceptableSignatureError: the scheme is not known, so that nothing can be told.
    """
    signer = signature.signer
    try:
        key = certificates.load(certificate).public_key()
    except Exception as error:
        raise UnacceptableSignatureError("key", type(error).__name__) from error
    signature_values.require_permitted(chains.parsed(certificate).public_key, signer["signature_algorithm"])
    if not has_attributes(signer):
        if not _is_right(signature, key, signature.digest_of, None):
            raise Stopped(outcomes.VALUE_WRONG)
    elif not any(
        _is_right(signature, key, signature_values.digest_of(content), content) for content in signature.signed_forms()
    ):
        raise Stopped(outcomes.VALUE_WRONG)
    _require_identifier(signature, certificate)


def has_attributes(signer: Any) -> bool:
    """Tell whether attributes are signed."""
    return len(signer["signed_attrs"]) > 0


def attributes(signer: Any, kind: str) -> Iterator[Any]:
    """Return the values of signed and unsigned attributes of a kind, by its name in asn1crypto."""
    for attribute in (*(signer["signed_attrs"] or ()), *(signer["unsigned_attrs"] or ())):
        if attribute["type"].native == kind:
            yield from attribute["values"]


def _is_right(signature: CmsSignature, key: Any, digest: Callable[[str], bytes], content: bytes | None) -> bool:
    return signature_values.is_right(
        key,
        signature.signer["signature_algorithm"],
        signature.signer["signature"].native,
        beside=signature.digest_algorithm,
        digest=digest,
        content=content,
    )


def _one(signer: Any, kind: str) -> Any:
    found = [item["values"] for item in signer["signed_attrs"] if item["type"].native == kind]
    if len(found) != 1 or len(found[0]) != 1:
        raise Stopped(outcomes.malformed(f"there is not exactly one {kind}"))
    return found[0][0]


def _is_meant(identifier: Any, certificate: bytes) -> bool:
    try:
        candidate = chains.parsed(certificate)
    except ValueError:
        return False
    chosen = identifier.chosen
    if identifier.name == "issuer_and_serial_number":
        same_issuer = chosen["issuer"] == candidate.issuer
        return bool(same_issuer and chosen["serial_number"].native == candidate.serial_number)
    return bool(chosen.native == candidate.key_identifier)


def _require_identifier(signature: CmsSignature, certificate: bytes) -> None:
    """Compare ESSCertIDv2, or the older ESSCertID, with the certificate."""
    signer = signature.signer
    kinds = {item["type"].native for item in signer["signed_attrs"] or ()}
    name = next((kind for kind in ("signing_certificate_v2", "signing_certificate") if kind in kinds), None)
    if name is None:
        if signature.needs_identifier:
            raise Stopped(outcomes.NO_CERTIFICATE)
        return
    identifier = _one(signer, name)["certs"][0]
    # RFC 2634 knows SHA-1 only; a second certificate of the same hash would also need the same key.
    algorithm = _SHA1 if name == "signing_certificate" else identifier["hash_algorithm"]["algorithm"].native
    is_same = identifier["cert_hash"].native == signature_values.digest_of(certificate)(algorithm)
    issuer_serial = identifier["issuer_serial"]
    if is_same and issuer_serial.native is not None:
        own = chains.parsed(certificate)
        issuers = [item.chosen for item in issuer_serial["issuer"] if item.name == "directory_name"]
        is_same = issuers == [own.issuer] and issuer_serial["serial_number"].native == own.serial_number
    if not is_same:
        raise Stopped(outcomes.NO_CERTIFICATE)
