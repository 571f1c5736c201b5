"""Signing in two steps: prepare here, sign anywhere, complete here (PAdES B-T; with validation data B-LT).

1. `prepare` copies the file and appends a revision with a place for the signature and, if they are given, the data
   that verify it. What must be signed, and all that the second step needs, is a `PreparedSignature`: JSON that survives
   a restart.
2. Whoever holds the key signs `signed_attributes`.
3. `verify_value` checks what came back; `obtain_token` gets the timestamp over it, which the caller may keep;
   `embed` writes the signed file. `complete` does the three in one go.

The source is the exact prefix of the signed file, which alone is written as a whole: scans are large. Embedding is
deterministic: the same value and token give the same bytes.

Source: ETSI EN 319 142-1 (PAdES baseline signatures); ISO 32000-2, § 12.8.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from os import SEEK_END
from pathlib import Path
from typing import Any, Self

from cryptography.hazmat.primitives import hashes
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from listina.large_files import DigestedFile, Digests, pieces
from listina.trust import certificates, cms, security_store, tokens
from listina.trust.appended import AppendedFile
from listina.trust.clock import utc_now
from listina.trust.errors import (
    CannotPrepareError,
    PreparedFileChangedError,
    PreparedStateInvalidError,
    SignatureTooLargeError,
    SignatureValueInvalidError,
)
from listina.trust.revisions import RevisionWriter
from listina.trust.timestamps import TimestampClient
from listina.trust.tokens import Token
from listina.trust.validation_data import NOTHING, ValidationData

FIELD_NAME = "Podpis"
STATE_VERSION = 2
# Two chains of three certificates and two RSA-4096 signatures take about 12 000 bytes.
RESERVED_BYTES = 16_384
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedSignature:
    """A file that waits for the value of its signature.

    Attributes:
        document_sha256: digest of source and revision without the reserved place, 64 hex digits; it is signed.
        reserved_start: offset of the `<` that opens the reserved place.
        reserved_end: offset behind the `>` that closes it.
        signed_attributes: what is to be signed, DER; whoever signs hashes it with SHA-256.
        certificate: the signer's certificate, DER; it is signed too.
        chain: the certificates above it without the root, DER.
        file_length: of source and revision, bytes.
        revision_sha256: of the revision with its reserved place empty, 64 hex digits.
        prefix_length: of the source, bytes.
    """

    document_sha256: str
    reserved_start: int
    reserved_end: int
    signed_attributes: bytes
    certificate: bytes
    chain: tuple[bytes, ...]
    file_length: int
    revision_sha256: str
    prefix_length: int

    def to_json(self) -> dict[str, Any]:
        """Return the state as JSON values; bytes are hex digits."""
        return {
            "version": STATE_VERSION,
            "document_sha256": self.document_sha256,
            "reserved_start": self.reserved_start,
            "reserved_end": self.reserved_end,
            "signed_attributes": self.signed_attributes.hex(),
            "certificate": self.certificate.hex(),
            "chain": [certificate.hex() for certificate in self.chain],
            "file_length": self.file_length,
            "revision_sha256": self.revision_sha256,
            "prefix_length": self.prefix_length,
        }

    @classmethod
    def from_json(cls, state: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote.

        Raises:
            PreparedStateInvalidError: it is of another version, or something is missing or of a wrong kind.
        """
        try:
            if state["version"] != STATE_VERSION:
                raise PreparedStateInvalidError(found=f"version {state['version']}")
            return cls(
                document_sha256=bytes.fromhex(state["document_sha256"]).hex(),
                reserved_start=int(state["reserved_start"]),
                reserved_end=int(state["reserved_end"]),
                signed_attributes=bytes.fromhex(state["signed_attributes"]),
                certificate=bytes.fromhex(state["certificate"]),
                chain=tuple(bytes.fromhex(certificate) for certificate in state["chain"]),
                file_length=int(state["file_length"]),
                revision_sha256=bytes.fromhex(state["revision_sha256"]).hex(),
                prefix_length=int(state["prefix_length"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise PreparedStateInvalidError(found=f"{type(error).__name__}: {error}") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedFile:
    """The file that waits for its signature, in two parts.

    Attributes:
        source: the file that was prepared.
        revision: what `prepare` wrote to stand behind it.
    """

    source: Path
    revision: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFile:
    """A signed and timestamped file.

    Attributes:
        path: where it is.
        length: bytes.
        sha256: 64 hex digits.
        sha512: 128 hex digits.
        token: the timestamp in it, DER.
    """

    path: Path
    length: int
    sha256: str
    sha512: str
    token: bytes


def prepare(
    source: Path,
    target: Path,
    *,
    certificate: bytes,
    chain: Sequence[bytes],
    reason: str | None = None,
    validation_data: ValidationData = NOTHING,
    now: Callable[[], datetime] = utc_now,
) -> PreparedSignature:
    """Write the revision that, put behind the source, holds an invisible signature with a reserved place.

    Args:
        source: an unsigned PDF; read only.
        target: where the revision is written, without the source; overwritten.
        certificate: the signer's, DER.
        chain: the certificates above it without the root, DER.
        reason: why it is signed, for the signature dictionary.
        validation_data: certificates and revocation data that go into the revision of the signature, which signs them.
        now: our clock; the signature claims its time, which PAdES asks for and nobody relies on.

    Raises:
        CannotPrepareError: the source is no readable, unencrypted, unsigned PDF.
        CertificateNotUsableError: the certificate cannot be read or its key is weak.
    """
    certificates.public_key(certificate)
    prefix_length = source.stat().st_size
    with source.open("rb") as before:
        whole = AppendedFile(before)
        digest, start, end = _append_revision(whole, reason, now(), validation_data)
        target.write_bytes(whole.revision)
    return PreparedSignature(
        document_sha256=digest.hex(),
        reserved_start=start,
        reserved_end=end,
        signed_attributes=cms.signed_attributes(content_type=cms.DATA, message_digest=digest, certificate=certificate),
        certificate=certificate,
        chain=tuple(chain),
        file_length=prefix_length + len(whole.revision),
        revision_sha256=sha256(whole.revision).hexdigest(),
        prefix_length=prefix_length,
    )


def verify_value(prepared: PreparedSignature, value: bytes) -> None:
    """Return if the value is the announced certificate's signature of what was prepared.

    pyHanko embeds a wrong value without complaint; this is the place where it is caught.

    Raises:
        SignatureValueInvalidError: it is not.
    """
    expected = cms.signed_attributes(
        content_type=cms.DATA,
        message_digest=bytes.fromhex(prepared.document_sha256),
        certificate=prepared.certificate,
    )
    if expected != prepared.signed_attributes:
        raise SignatureValueInvalidError
    if not certificates.is_signature_of(value, expected, prepared.certificate, hashes.SHA256()):
        raise SignatureValueInvalidError


def obtain_token(value: bytes, client: TimestampClient) -> Token:
    """Get the timestamp over a signature's value.

    Raises:
        TimestampUnavailableError: no authority gave an acceptable token.
    """
    return client.token(tokens.imprint(value))


def embed(prepared: PreparedSignature, file: PreparedFile, value: bytes, token: bytes, target: Path) -> SignedFile:
    """Write the signed file: source and revision, with signature and timestamp in the reserved place.

    The token has been checked by who obtained it; the output is verified as a whole at the gate.

    Args:
        prepared: the kept state.
        file: the parts the state belongs to; read only.
        value: the signature's value.
        token: timestamp token over it, DER.
        target: where the signed file is written; overwritten.

    Raises:
        SignatureValueInvalidError: as `verify_value`.
        PreparedFileChangedError: source and revision are not those that were signed; nothing is kept.
        SignatureTooLargeError: the reserved place is too small.
    """
    verify_value(prepared, value)
    content = cms.signed_data(
        certificate=prepared.certificate,
        certificates=(prepared.certificate, *prepared.chain),
        signed_attributes=prepared.signed_attributes,
        value=value,
        timestamp_token=token,
    )
    # Two characters of the place are its brackets, and each byte takes two.
    reserved = (prepared.reserved_end - prepared.reserved_start - 2) // 2
    if len(content) > reserved:
        raise SignatureTooLargeError(needed=len(content), reserved=reserved)
    written = _write_signed(prepared, file, content, target)
    return SignedFile(path=target, length=written.length, sha256=written.sha256, sha512=written.sha512, token=token)


def complete(
    prepared: PreparedSignature, file: PreparedFile, value: bytes, timestamper: TimestampClient, target: Path
) -> SignedFile:
    """Verify the value, get its timestamp and write the signed file.

    Raises:
        SignatureValueInvalidError: as `verify_value`; no timestamp was asked for.
        TimestampUnavailableError: as `obtain_token`; nothing was written.
        PreparedFileChangedError: as `embed`.
        SignatureTooLargeError: as `embed`.
    """
    verify_value(prepared, value)
    return embed(prepared, file, value, obtain_token(value, timestamper).der, target)


def _append_revision(
    file: AppendedFile, reason: str | None, claimed_at: datetime, validation_data: ValidationData
) -> tuple[bytes, int, int]:
    """Return the digest over the byte range, and start and end of the reserved place."""
    with _refusing_what_pyhanko_cannot_read():
        writer = RevisionWriter(file)
        if writer.prev.encrypted or writer.prev.embedded_signatures:
            raise CannotPrepareError(found="it is encrypted or signed already")
        file.seek(-1, SEEK_END)
        if file.read(1) not in b"\r\n":
            raise CannotPrepareError(found="its last line has no end, so a revision would be glued to it")
        # pyHanko counts the reserved place in hex digits.
        signature = SignatureObject(
            subfilter=SigSeedSubFilter.PADES,
            timestamp=claimed_at,
            reason=reason,
            bytes_reserved=2 * RESERVED_BYTES,
        )
        if validation_data:
            security_store.write(writer, validation_data)
        # The invisible field belongs to the clause, the last page; the converted pages stay as they were composed.
        field = SigFieldSpec(sig_field_name=FIELD_NAME, on_page=-1)
        steps = PdfCMSEmbedder(new_field_spec=field).write_cms(field_name=FIELD_NAME, writer=writer)
        next(steps)
        steps.send(SigObjSetup(sig_placeholder=signature))
        prepared, _ = steps.send(SigIOSetup(md_algorithm="sha256", in_place=True, chunk_size=_CHUNK_BYTES))
    return bytes(prepared.document_digest), prepared.reserved_region_start, prepared.reserved_region_end


@contextmanager
def _refusing_what_pyhanko_cannot_read() -> Iterator[None]:
    try:
        yield
    except CannotPrepareError:
        raise
    except Exception as error:
        raise CannotPrepareError(found=f"{type(error).__name__}: {error}") from error


def _write_signed(prepared: PreparedSignature, parts: PreparedFile, content: bytes, target: Path) -> Digests:
    """Write the source and the filled revision, reading and hashing each byte once.

    What is written is what was signed: the digest over the byte range, which leaves out the reserved place, must agree.

    Raises:
        PreparedFileChangedError: it does not agree.
    """
    start, end = prepared.reserved_start - prepared.prefix_length, prepared.reserved_end - prepared.prefix_length
    revision, digits = parts.revision.read_bytes(), content.hex().encode()
    filled = revision[: start + 1] + digits + revision[start + 1 + len(digits) :]
    with target.open("wb") as file, DigestedFile(file) as written:
        for piece in pieces(parts.source):
            written.write(piece)
        found = written.sha256_with(revision[:start] + revision[end:])
        if found != prepared.document_sha256 or written.length != prepared.prefix_length:
            raise PreparedFileChangedError(found=f"SHA-256 is {found}, signed is {prepared.document_sha256}")
        written.write(filled)
    return written
