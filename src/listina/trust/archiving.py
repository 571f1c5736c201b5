"""What keeps a signed file verifiable: validation data and document timestamps, each in a revision of its own.

The file that was there is the exact prefix of the file that comes out. Only what the file lacks is added.

Source: ETSI EN 319 142-1, §§ 5.4 and 5.5 (B-LT, B-LTA); decision 21.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from os import SEEK_END, fsync
from pathlib import Path
from typing import Any, BinaryIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp

from listina.trust import der, security_store, signer_infos
from listina.trust.errors import CannotArchiveError, SignatureTooLargeError
from listina.trust.policy import TrustPolicy
from listina.trust.revisions import RevisionWriter
from listina.trust.timestamps import TimestampClient
from listina.trust.tokens import Token
from listina.trust.validation_data import NOTHING, ValidationData, data_about

# Three certificates and an RSA-4096 signature take about 7 000 bytes.
RESERVED_BYTES = 12_288
_CHUNK_BYTES = 1 << 20
_FIELD_NAME = "Razitko"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """Whose certificates a signed file depends on.

    Attributes:
        signer: the signer's certificate, DER.
        tokens: the timestamp over the signature, then the document timestamps in their order, DER.
        others: further certificates that came with signature and tokens, DER.
        stored: what the file's security store holds.
    """

    signer: bytes
    tokens: tuple[bytes, ...]
    others: tuple[bytes, ...]
    stored: ValidationData

    @property
    def newest_token(self) -> bytes:
        """The timestamp on which all else depends, DER."""
        return self.tokens[-1]


def signatures_in(path: Path) -> Signatures:
    """Read whose certificates a signed file depends on; nothing is verified here.

    Raises:
        CannotArchiveError: the file cannot be read, or it is not signed and timestamped.
    """
    with path.open("rb") as file:
        try:
            return _signatures(PdfFileReader(file, strict=True))
        except Exception as error:  # a strange file may break the parser anywhere: a refusal
            raise CannotArchiveError(found=f"{type(error).__name__}: {error}") from error


def stored_in(path: Path) -> ValidationData:
    """Return what a file's security store holds.

    Raises:
        CannotArchiveError: the file or its store cannot be read.
    """
    with path.open("rb") as file:
        try:
            return security_store.read(PdfFileReader(file, strict=True).root)
        except Exception as error:  # a strange file may break the parser anywhere: a refusal
            raise CannotArchiveError(found=f"{type(error).__name__}: {error}") from error


def data_for(found: Signatures, policy: TrustPolicy) -> ValidationData:
    """Return all that verifies the file's signature and timestamps now, as far as it can be had."""
    data = NOTHING
    for certificate in (found.signer, *(authority_of(token) for token in found.tokens)):
        data |= data_about(certificate, policy.material_about(certificate, found.others))
    return data


def lacks_certificates(found: Signatures, policy: TrustPolicy) -> bool:
    """Tell whether a certificate is missing from the store that the signature or its timestamps depend on."""
    leaves = (found.signer, *(authority_of(token) for token in found.tokens))
    material = policy.material((*leaves, *found.others)).with_intermediates(found.others)
    needed = {der for leaf in leaves for der in (leaf, *data_about(leaf, material).certificates)}
    return not needed <= {*found.stored.certificates}


def add_validation_data(path: Path, data: ValidationData) -> None:
    """Append a revision with what the file's store lacks of the data; nothing is written if it lacks nothing.

    Raises:
        CannotArchiveError: the file cannot take a revision.
    """
    with path.open("r+b") as file:
        writer = _writer(file)
        missing = data - security_store.read(writer.prev.root)
        if not missing:
            return
        security_store.write(writer, missing)
        writer.write_in_place()
        _flush(file)


def add_document_timestamp(path: Path, client: TimestampClient) -> Token:
    """Append a revision with a timestamp over everything before it; return the token.

    The file is a torso until the token is in: work on a copy.

    Raises:
        TimestampUnavailableError: no authority gave an acceptable token.
        CannotArchiveError: the file cannot take a revision.
        SignatureTooLargeError: the token does not fit into the reserved place.
    """
    with path.open("r+b") as file:
        writer = _writer(file)
        name = f"{_FIELD_NAME}{len(_fields(writer))}"
        field = SigFieldSpec(sig_field_name=name, on_page=-1)
        steps = PdfCMSEmbedder(new_field_spec=field).write_cms(field_name=name, writer=writer)
        next(steps)
        # pyHanko counts the reserved place in hex digits.
        steps.send(SigObjSetup(sig_placeholder=DocumentTimestamp(bytes_reserved=2 * RESERVED_BYTES)))
        prepared, _ = steps.send(SigIOSetup(md_algorithm="sha256", in_place=True, chunk_size=_CHUNK_BYTES))
        token = client.token(bytes(prepared.document_digest))
        if len(token.der) > RESERVED_BYTES:
            raise SignatureTooLargeError(needed=len(token.der), reserved=RESERVED_BYTES)
        file.seek(prepared.reserved_region_start + 1)
        file.write(token.der.hex().encode())
        _flush(file)
    return token


def authority_of(token: bytes) -> bytes:
    """Return the certificate that signed a token, DER; the token was checked by who obtained it."""
    signed_data = signer_infos.read_signed_data(token)
    return signer_infos.signing_certificate(signed_data, signer_infos.one_signer(signed_data))


def certificates_with(tokens: Iterable[bytes]) -> tuple[bytes, ...]:
    """Return all certificates that came with tokens, DER."""
    return tuple(
        certificate
        for token in tokens
        for certificate in signer_infos.certificates_in(signer_infos.read_signed_data(token))
    )


def _signatures(reader: PdfFileReader) -> Signatures:
    (signature,) = reader.embedded_regular_signatures
    stamps = sorted(reader.embedded_timestamp_signatures, key=lambda stamp: int(stamp.signed_revision))
    tokens = (_signature_timestamp(signature), *(_token_in(stamp) for stamp in stamps))
    signer = signer_infos.one_signer(signature.signed_data)
    return Signatures(
        signer=signer_infos.signing_certificate(signature.signed_data, signer),
        tokens=tokens,
        others=(*signer_infos.certificates_in(signature.signed_data), *certificates_with(tokens)),
        stored=security_store.read(reader.root),
    )


def _signature_timestamp(signature: Any) -> bytes:
    (token,) = (
        value
        for attribute in signature.signer_info["unsigned_attrs"]
        if attribute["type"].native == "signature_time_stamp_token"
        for value in attribute["values"]
    )
    return bytes(token.dump())


def _token_in(stamp: Any) -> bytes:
    return der.read(bytes(stamp.pkcs7_content)).encoded


def _writer(file: BinaryIO) -> RevisionWriter:
    try:
        writer = RevisionWriter(file)
        signed = any("/V" in field for field in _fields(writer))
        security_store.read(writer.prev.root)
    except Exception as error:  # a strange file may break the parser anywhere: a refusal
        raise CannotArchiveError(found=f"{type(error).__name__}: {error}") from error
    if not signed:
        raise CannotArchiveError(found="it is not signed")
    file.seek(-1, SEEK_END)
    if file.read(1) not in b"\r\n":
        raise CannotArchiveError(found="its last line has no end, so a revision would be glued to it")
    return writer


def _fields(writer: RevisionWriter) -> list[Any]:
    """Return the fields of the form; pyHanko's lists of signatures read each of them digit by digit."""
    if "/AcroForm" not in writer.prev.root:
        return []
    fields = writer.prev.root["/AcroForm"]["/Fields"]
    return [fields[place] for place in range(len(fields))]


def _flush(file: BinaryIO) -> None:
    file.flush()
    fsync(file.fileno())
