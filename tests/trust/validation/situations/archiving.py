"""Archive timestamps as the standard describes them, written here without the code under test; and spoiled ones.

Source: ETSI EN 319 122-1, §§ 5.5.2 and 5.5.3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import new
from typing import Any

from asn1crypto import cms, ocsp, x509

from listina.trust import der
from trust.validation.situations.authorities import Holder
from trust.validation.situations.building import timestamp

ARCHIVE_V3, ARCHIVE_V2 = "0.4.0.1733.2.4", "1.2.840.113549.1.9.16.2.48"
INDEX_V3, INDEX_V1 = "0.4.0.19122.1.5", "0.4.0.1733.2.5"
CERTIFICATE_VALUES, REVOCATION_VALUES = "1.2.840.113549.1.9.16.2.23", "1.2.840.113549.1.9.16.2.24"
CERTIFICATE_REFERENCES = "1.2.840.113549.1.9.16.2.21"
_SHA256 = der.sequence(der.object_identifier("2.16.840.1.101.3.4.2.1"))
_SIGNED = ("version", "sid", "digest_algorithm", "signed_attrs", "signature_algorithm", "signature")


@dataclass(frozen=True, slots=True, kw_only=True)
class Archiving:
    """How an archive timestamp is made.

    Attributes:
        by, at: who sets it and the time in it.
        leaves_out: tells which certificates, lists and attribute values the index does not name, by their DER.
        names_too: digests that the index names beside.
        kind: of the attribute.
        index: of the attribute with the index; empty for none.
        indexes: how many of them.
        hash_name: of the index; only `sha256` and `sha1` are written right.
        spoil: changes what is stamped.
    """

    by: Holder
    at: datetime
    leaves_out: Callable[[bytes], bool] = lambda _: False
    names_too: Sequence[bytes] = ()
    kind: str = ARCHIVE_V3
    index: str = INDEX_V3
    indexes: int = 1
    hash_name: str = "sha256"
    spoil: Callable[[bytes], bytes] = bytes


def archived(signature: bytes, content: bytes, how: Archiving) -> bytes:
    """Return a signature with an archive timestamp over its first signer.

    Args:
        signature: ContentInfo.
        content: what is signed.
        how: the timestamp is made.
    """
    # Dumped before anything is looked into: asn1crypto adds parameters to algorithms that it has read.
    signer = cms.ContentInfo.load(signature)["content"]["signer_infos"][0]
    fields = b"".join(signer[name].dump() for name in _SIGNED)
    signed_data = cms.ContentInfo.load(signature)["content"]
    index = _index(signed_data, signed_data["signer_infos"][0], how)
    stamped = (
        signed_data["encap_content_info"]["content_type"].dump() + new("sha256", content).digest() + fields + index
    )
    token = timestamp(how.spoil(stamped), how.by, how.at)
    for _ in range(how.indexes):
        token = with_unsigned(token, how.index, index)
    return with_unsigned(signature, how.kind, token)


def with_unsigned(signature: bytes, kind: str, value: bytes) -> bytes:
    """Return a CMS whose first signer has one more unsigned attribute."""
    attribute = der.sequence(der.object_identifier(kind), der.value(der.SET, value))

    def change(fields: list[bytes]) -> list[bytes]:
        last = der.read(fields[-1])
        if last.tag == der.CONTEXT_1:
            return [*fields[:-1], der.value(der.CONTEXT_1, last.content + attribute)]
        return [*fields, der.value(der.CONTEXT_1, attribute)]

    return _with_signer(signature, change)


def with_signed_attributes_reversed(signature: bytes) -> bytes:
    """Return a CMS that stores the signed attributes of its first signer in another order than the one signed."""
    return _with_attributes(signature, lambda attributes: attributes[::-1])


def with_bare_digest_algorithm(signature: bytes) -> bytes:
    """Return a CMS whose first signer names SHA-256 without parameters, as RFC 5754 has it."""
    return _with_signer(signature, lambda fields: [*fields[:2], _SHA256, *fields[3:]])


def with_signed_attribute(signature: bytes, attribute: bytes) -> bytes:
    """Return a CMS with one more attribute among the signed ones, so that its value is wrong."""
    return _with_attributes(signature, lambda attributes: [*attributes, attribute])


def last_unsigned(signature: bytes) -> bytes:
    """Return the value of the last unsigned attribute of the first signer."""
    signer = cms.ContentInfo.load(signature)["content"]["signer_infos"][0]
    return bytes(signer["unsigned_attrs"][len(signer["unsigned_attrs"]) - 1]["values"][0].dump())


def without_certificate(signature: bytes, certificate: bytes) -> bytes:
    """Return a CMS that does not hold a certificate any more."""
    kind, wrapped = der.read_all(der.read(signature).content)
    parts = [each.encoded for each in der.read_all(der.read(wrapped.content).content)]
    held = der.read_all(der.read(parts[3]).content)
    parts[3] = der.value(der.CONTEXT_0, b"".join(each.encoded for each in held if each.encoded != certificate))
    return der.sequence(kind.encoded, der.value(der.CONTEXT_0, der.sequence(*parts)))


def certificate_values(*certificates: bytes) -> bytes:
    """Return the value of certificate-values."""
    return der.sequence(*certificates)


def revocation_values(crls: Sequence[bytes] = (), answers: Sequence[bytes] = ()) -> bytes:
    """Return the value of revocation-values."""
    basics = [ocsp.OCSPResponse.load(answer).basic_ocsp_response.dump() for answer in answers]
    return der.sequence(
        der.value(der.CONTEXT_0, der.sequence(*crls)) if crls else b"",
        der.value(der.CONTEXT_1, der.sequence(*basics)) if basics else b"",
    )


def certificate_references(certificate: bytes) -> bytes:
    """Return the value of complete-certificate-references; it names what it does not hold."""
    digest = der.octets(new("sha1", certificate, usedforsecurity=False).digest())
    issuer = x509.Certificate.load(certificate).issuer.dump()
    serial = der.sequence(der.sequence(der.value(der.CONTEXT_4, issuer)), der.integer(5))
    return der.sequence(der.sequence(digest, serial))


def _index(signed_data: Any, signer: Any, how: Archiving) -> bytes:
    held = [item.dump() for item in signed_data["certificates"]]
    lists = [item.dump() for item in signed_data["crls"] or ()]
    values = [
        (each["type"].dump(), value.dump()) for each in signer["unsigned_attrs"] or () for value in each["values"]
    ]
    attributes = [kind + value for kind, value in values if not how.leaves_out(value)]
    named = [[item for item in items if not how.leaves_out(item)] for items in (held, lists)]
    digests = [
        [new(how.hash_name, item, usedforsecurity=False).digest() for item in items] for items in (*named, attributes)
    ]
    digests[0] += how.names_too
    algorithm = _SHA256 if how.hash_name == "sha256" else der.sequence(der.object_identifier("1.3.14.3.2.26"))
    return der.sequence(algorithm, *(der.sequence(*map(der.octets, items)) for items in digests))


def _with_attributes(signature: bytes, change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    def changed(fields: list[bytes]) -> list[bytes]:
        place = next(place for place, field in enumerate(fields) if der.read(field).tag == der.CONTEXT_0)
        attributes = [each.encoded for each in der.read_all(der.read(fields[place]).content)]
        return [*fields[:place], der.value(der.CONTEXT_0, b"".join(change(attributes))), *fields[place + 1 :]]

    return _with_signer(signature, changed)


def _with_signer(signature: bytes, change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    kind, wrapped = der.read_all(der.read(signature).content)
    *parts, signers = [each.encoded for each in der.read_all(der.read(wrapped.content).content)]
    first, *others = der.read_all(der.read(signers).content)
    changed = der.sequence(*change([each.encoded for each in der.read_all(first.content)]))
    infos = der.value(der.SET, changed + b"".join(each.encoded for each in others))
    return der.sequence(kind.encoded, der.value(der.CONTEXT_0, der.sequence(*parts, infos)))
