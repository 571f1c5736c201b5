"""Authorities of fixed moments that issue whatever a situation needs: certificates, lists, answers of OCSP."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import count
from typing import Any

from asn1crypto import core
from asn1crypto import ocsp as structure
from asn1crypto import x509 as x509_structure
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from listina.trust import der

QC_STATEMENTS = x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3")
FOR_SIGNATURES, FOR_SEALS = "0.4.0.1862.1.6.1", "0.4.0.1862.1.6.2"
CRL_URL, OCSP_URL = "http://crl.example.test/ca.crl", "http://ocsp.example.test/"
FOUNDED, CLOSED = datetime(2008, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
ISSUED, EXPIRES = datetime(2020, 1, 1, tzinfo=UTC), datetime(2023, 1, 1, tzinfo=UTC)
_SERIALS = count(1000)
_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


@lru_cache(maxsize=32)
def key(kind: str = "p256", number: int = 0) -> Any:
    """Return a key; making them is slow, so those of one kind and number are the same."""
    del number
    match kind:
        case "p256":
            return ec.generate_private_key(ec.SECP256R1())
        case "p192":
            return ec.generate_private_key(ec.SECP192R1())
        case "p384":
            return ec.generate_private_key(ec.SECP384R1())
        case "ed25519":
            return ed25519.Ed25519PrivateKey.generate()
        case _:
            return rsa.generate_private_key(public_exponent=65537, key_size=int(kind.removeprefix("rsa")))


def usage(*allowed: str) -> x509.KeyUsage:
    """Return a key usage."""
    return x509.KeyUsage(**{name: name in allowed for name in _USAGES})


def statements(*kinds: str) -> x509.UnrecognizedExtension:
    """Return the statements of a qualified certificate; without kinds those of before eIDAS."""
    compliance = der.sequence(der.object_identifier("0.4.0.1862.1.1"))
    listed = der.sequence(*(der.object_identifier(kind) for kind in kinds))
    kind = der.sequence(der.object_identifier("0.4.0.1862.1.6"), listed) if kinds else b""
    return x509.UnrecognizedExtension(QC_STATEMENTS, der.sequence(compliance, kind))


def notice(text: str) -> x509.CertificatePolicies:
    """Return a policy that says something in words."""
    qualifiers = [x509.UserNotice(notice_reference=None, explicit_text=text)]
    return x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier("2.999.1"), qualifiers)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody with a certificate and its key.

    Attributes:
        private: the key.
        certificate: theirs.
        above: certificates up to the root.
    """

    private: Any
    certificate: x509.Certificate
    above: tuple[bytes, ...] = ()

    @property
    def der(self) -> bytes:
        """The certificate, DER."""
        return self.certificate.public_bytes(Encoding.DER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority(Holder):
    """An authority; what it revokes stands on the lists and in the answers it makes afterwards."""

    revoked: dict[int, tuple[datetime, x509.ReasonFlags]] = field(default_factory=dict)

    def issue(
        self,
        name: str,
        *,
        kind: str = "p256",
        number: int = 0,
        begins: datetime = ISSUED,
        ends: datetime = EXPIRES,
        extensions: Sequence[tuple[x509.ExtensionType, bool]] = (),
        hash_name: str = "sha256",
        names: Sequence[tuple[x509.ObjectIdentifier, str]] = (),
    ) -> Holder:
        """Return a holder of a certificate for nothing but what the extensions say."""
        private = key(kind, number)
        certificate = _issued(
            _name(name, names),
            private.public_key(),
            self.certificate.subject,
            self.private,
            begins,
            ends,
            extensions,
            hash_name,
        )
        return Holder(private=private, certificate=certificate, above=(self.der, *self.above))

    def signer(self, name: str = "Jana Nováková", **changes: Any) -> Holder:
        """Return a holder of a qualified certificate for signatures."""
        changes.setdefault(
            "extensions",
            (
                (usage("digital_signature", "content_commitment"), True),
                (statements(FOR_SIGNATURES), False),
                *sources(),
            ),
        )
        return self.issue(name, number=1, **changes)

    def timestamper(self, name: str = "Razítka", **changes: Any) -> Holder:
        """Return a timestamp authority of this authority."""
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        changes.setdefault("extensions", ((usage("digital_signature"), True), (purpose, True)))
        return self.issue(name, number=2, **changes)

    def authority(self, name: str, *, number: int = 3, is_authority: bool = True, **changes: Any) -> Authority:
        """Return an authority below this one."""
        changes.setdefault(
            "extensions",
            (
                (x509.BasicConstraints(ca=is_authority, path_length=None), True),
                (usage("key_cert_sign", "crl_sign"), True),
            ),
        )
        below = self.issue(name, number=number, begins=FOUNDED, ends=CLOSED, **changes)
        return Authority(private=below.private, certificate=below.certificate, above=below.above)

    def altered(self, holder: Holder, **changes: Any) -> Holder:
        """Return the holder with fields in the certificate that no honest tool writes, by their names in asn1crypto."""
        return replace(holder, certificate=_signed_anew(holder.certificate, self.private, "sha256", **changes))

    def revoke(self, holder: Holder, at: datetime, why: x509.ReasonFlags = x509.ReasonFlags.unspecified) -> None:
        """Revoke a certificate."""
        self.revoked[holder.certificate.serial_number] = (at, why)

    def crl(
        self,
        at: datetime,
        *,
        days: float = 1,
        extensions: Sequence[tuple[x509.ExtensionType, bool]] = (),
        private: Any = None,
    ) -> bytes:
        """Return the list of a moment, DER."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(at)
            .next_update(at + timedelta(days=days))
        )
        for value, critical in extensions:
            builder = builder.add_extension(value, critical=critical)
        for serial, (since, why) in self.revoked.items():
            if since <= at:
                entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since)
                if why is not x509.ReasonFlags.unspecified:
                    entry = entry.add_extension(x509.CRLReason(why), critical=False)
                builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(private or self.private, hashes.SHA256()).public_bytes(Encoding.DER)

    def ocsp(
        self,
        holder: Holder,
        at: datetime,
        *,
        by: Holder | None = None,
        kept_since: datetime | None = None,
        extensions: Sequence[tuple[x509.ExtensionType, bool]] = (),
    ) -> bytes:
        """Return an answer about a certificate, DER, by this authority or by a responder."""
        since, why = self.revoked.get(holder.certificate.serial_number, (None, x509.ReasonFlags.unspecified))
        is_revoked = since is not None and since <= at
        responder = by or self
        builder = (
            ocsp.OCSPResponseBuilder()
            .add_response(
                cert=holder.certificate,
                issuer=self.certificate,
                algorithm=hashes.SHA1(),  # noqa: S303  # it only names the issuer
                cert_status=ocsp.OCSPCertStatus.REVOKED if is_revoked else ocsp.OCSPCertStatus.GOOD,
                this_update=at,
                next_update=at + timedelta(hours=6),
                revocation_time=since if is_revoked else None,
                revocation_reason=why if is_revoked and why is not x509.ReasonFlags.unspecified else None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, responder.certificate)
        )
        for value, critical in extensions:
            builder = builder.add_extension(value, critical=critical)
        if by is not None:
            builder = builder.certificates([by.certificate])
        answer = builder.sign(responder.private, hashes.SHA256()).public_bytes(Encoding.DER)
        return _made_at(at, answer, responder.private, kept_since)

    def responder(self, *, number: int = 4, needs_check: bool = False, ends: datetime = CLOSED) -> Holder:
        """Return somebody who may answer for this authority, and whom nobody needs to ask about unless so said."""
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING])
        how = ((x509.OCSPNoCheck(), False),) if not needs_check else sources()
        extensions = ((usage("digital_signature"), True), (purpose, False), *how)
        return self.issue("Odpovídač", number=number, extensions=extensions, ends=ends)


def root(
    name: str = "Kořen",
    *,
    number: int = 5,
    path_length: int | None = None,
    ends: datetime = CLOSED,
    extensions: Sequence[tuple[x509.ExtensionType, bool]] = (),
) -> Authority:
    """Return an authority that signed itself."""
    private = key("p256", number)
    extensions = (
        (x509.BasicConstraints(ca=True, path_length=path_length), True),
        (usage("key_cert_sign", "crl_sign"), True),
        *extensions,
    )
    subject = _name(name, ())
    own = _issued(subject, private.public_key(), subject, private, FOUNDED, ends, extensions, "sha256")
    return Authority(private=private, certificate=own)


def sources() -> tuple[tuple[x509.ExtensionType, bool], ...]:
    """Return where a certificate says its revocation can be asked for."""
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(CRL_URL)], None, None, None)
    responder = x509.AccessDescription(
        x509.oid.AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(OCSP_URL)
    )
    return ((x509.CRLDistributionPoints([point]), False), (x509.AuthorityInformationAccess([responder]), False))


def _issued(  # noqa: PLR0917  # what a certificate is made of
    subject: x509.Name,
    public: Any,
    issuer: x509.Name,
    by: Any,
    begins: datetime,
    ends: datetime,
    extensions: Sequence[tuple[x509.ExtensionType, bool]],
    hash_name: str,
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(next(_SERIALS))
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    for value, critical in extensions:
        builder = builder.add_extension(value, critical=critical)
    certificate = builder.sign(by, hashes.SHA256())
    # Old ones are signed as cryptography does not do any more.
    return certificate if hash_name == "sha256" else _signed_anew(certificate, by, hash_name)


def _signed_anew(certificate: x509.Certificate, by: Any, hash_name: str, **changes: Any) -> x509.Certificate:
    """Return a certificate with other fields, by their names in asn1crypto, signed with ECDSA."""
    algorithm = {"algorithm": f"{hash_name}_ecdsa"}
    tbs = x509_structure.Certificate.load(certificate.public_bytes(Encoding.DER))["tbs_certificate"]
    for name, value in {"signature": algorithm, **changes}.items():
        tbs[name] = value
    hashed = hashes.SHA1() if hash_name == "sha1" else hashes.SHA256()  # noqa: S303
    value = by.sign(tbs.dump(), ec.ECDSA(hashed))
    made = x509_structure.Certificate(
        {"tbs_certificate": tbs, "signature_algorithm": algorithm, "signature_value": value}
    )
    return x509.load_der_x509_certificate(made.dump())


def _made_at(at: datetime, answer: bytes, private: Any, kept_since: datetime | None) -> bytes:
    """Return an answer as of a moment, that perhaps says since when expired certificates are kept, signed anew."""
    whole = structure.OCSPResponse.load(answer)
    basic = whole.basic_ocsp_response
    data = basic["tbs_response_data"]
    data["produced_at"] = at
    if kept_since is not None:
        data["responses"][0]["single_extensions"] = [
            {
                "extn_id": "archive_cutoff",
                "critical": False,
                "extn_value": core.ParsableOctetString(der.generalized_time(kept_since)),
            }
        ]
    basic["tbs_response_data"] = structure.ResponseData.load(data.dump(force=True))
    basic["signature"] = private.sign(basic["tbs_response_data"].dump(), ec.ECDSA(hashes.SHA256()))
    return bytes(
        structure.OCSPResponse(
            {
                "response_status": "successful",
                "response_bytes": {
                    "response_type": "basic_ocsp_response",
                    "response": core.ParsableOctetString(basic.dump(force=True)),
                },
            }
        ).dump()
    )


def _name(name: str, more: Sequence[tuple[x509.ObjectIdentifier, str]]) -> x509.Name:
    attributes = [
        x509.NameAttribute(NameOID.COMMON_NAME, name),
        *(x509.NameAttribute(kind, text) for kind, text in more),
    ]
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "CZ"), *attributes])
