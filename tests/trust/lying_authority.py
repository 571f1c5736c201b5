"""A timestamp authority that answers well, but for one lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from listina.trust import cms, der
from listina.trust.demo_pki import TIMESTAMP_POLICY
from listina.trust.signers import Signer

FIELDS = ("version", "policy", "imprint", "serial_number", "time", "accuracy", "nonce", "extensions")
_CONTENT_TYPE = der.object_identifier("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST = der.object_identifier("1.2.840.113549.1.9.4")
_SIGNING_CERTIFICATE = der.object_identifier("1.2.840.113549.1.9.16.2.12")
_SIGNING_CERTIFICATE_V2 = der.object_identifier("1.2.840.113549.1.9.16.2.47")


def attribute(identifier: bytes, *values: bytes) -> bytes:
    """Return an attribute with its values."""
    return der.sequence(identifier, der.set_of(values))


def content_type(value: bytes = cms.TST_INFO) -> bytes:
    """Return the attribute of the content type."""
    return attribute(_CONTENT_TYPE, value)


def message_digest(content: bytes) -> bytes:
    """Return the attribute of the content's digest."""
    return attribute(_MESSAGE_DIGEST, der.octets(sha256(content).digest()))


def signing_certificate_v2(digest: bytes, issuer_serial: bytes = b"") -> bytes:
    """Return the attribute that names the certificate."""
    return attribute(
        _SIGNING_CERTIFICATE_V2, der.sequence(der.sequence(der.sequence(der.octets(digest), issuer_serial)))
    )


def signing_certificate_v1(digest: bytes) -> bytes:
    """Return the older attribute that names the certificate by SHA-1."""
    return attribute(_SIGNING_CERTIFICATE, der.sequence(der.sequence(der.sequence(der.octets(digest)))))


@dataclass(frozen=True, slots=True, kw_only=True)
class LyingAuthority:
    """A source of timestamps that lies as told.

    Attributes:
        signer: its key.
        fields: encoded fields of TSTInfo instead of the right ones; empty bytes leave a field out.
        attributes: returns the signed attributes instead of the right ones, given the encoded TSTInfo.
        value: returns the signature's value instead of the right one, given the right one.
        certificates: to put in, instead of the signer's and its chain.
        content_type: of what is encapsulated, and of the SignedData's version with it.
        response: returns the whole response, given the right one.
        name: of the source.
    """

    signer: Signer
    fields: Mapping[str, bytes] = field(default_factory=dict)
    attributes: Callable[[bytes], tuple[bytes, ...]] | None = None
    value: Callable[[bytes], bytes] = lambda right: right
    certificates: tuple[bytes, ...] | None = None
    content_type: bytes = cms.TST_INFO
    response: Callable[[bytes], bytes] = lambda right: right
    name: str = "lhář"

    def request(self, request_der: bytes) -> bytes:
        """Answer."""
        _, imprint, *rest = der.read_all(der.read_whole(request_der, der.SEQUENCE).content)
        right = {
            "version": der.integer(1),
            "policy": der.object_identifier(TIMESTAMP_POLICY),
            "imprint": imprint.encoded,
            "serial_number": der.integer(1),
            "time": der.generalized_time(datetime.now(UTC)),
            "accuracy": der.sequence(der.integer(1)),
            "nonce": next(item.encoded for item in rest if item.tag == der.INTEGER),
            "extensions": b"",
        }
        info = der.sequence(*(self.fields.get(name, right[name]) for name in FIELDS))
        token = self._token(info)
        return self.response(der.sequence(der.sequence(der.integer(0)), token))

    def _token(self, info: bytes) -> bytes:
        certificate = self.signer.certificate
        right = (content_type(), message_digest(info), signing_certificate_v2(sha256(certificate).digest()))
        attributes = der.set_of(right if self.attributes is None else self.attributes(info))
        return cms.signed_data(
            certificate=certificate,
            certificates=(certificate, *self.signer.chain) if self.certificates is None else self.certificates,
            signed_attributes=attributes,
            value=self.value(self.signer.sign(attributes)),
            content=info,
            content_type=self.content_type,
        )
