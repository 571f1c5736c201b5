"""Opening a data message (ZFO): signed data around XML of the data-box service. Nothing in it is believed here.

Source: L300; data-box service, signed message and receipt, schema dmBaseTypes 2.10.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import new, sha256
from pathlib import Path

from listina.trust import ber, der
from listina.trust.messages import base64_text, errors, fields
from listina.trust.messages.envelope import Envelope, FoundFile, read_envelope
from listina.trust.messages.facts import DataMessage, MessageDigest, OpenedMessage
from listina.trust.validation.message_report import AttachmentReport
from listina.trust.validation.values import MessageKind

MOST_BYTES = 80_000_000
"""A message may hold 20 MB of attachments, soon 50; those by the hundreds of megabytes do not come as one file here."""

HASHES = {"SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


def read_message(path: Path) -> OpenedMessage:
    """Read a data message.

    Raises:
        NotADataMessageError: it is no signed data.
        SignedSomethingElseError: what is signed is no data message.
        MessageVersionError: of a version that is not read.
        MessageDamagedError: it cannot be read, or can be read in more than one way.
        MessageTooLargeError: longer than `MOST_BYTES`.
        OSError: the file cannot be read.
    """
    if path.stat().st_size > MOST_BYTES:
        raise errors.MessageTooLargeError(most_megabytes=MOST_BYTES // 1_000_000)
    try:
        opened = ber.open_signed_data(path.read_bytes())
    except ber.NotSignedDataError as error:
        raise errors.NotADataMessageError from error
    if opened.is_detached:
        raise errors.SignedSomethingElseError
    envelope = read_envelope(opened.content)
    try:
        return OpenedMessage(
            facts=_facts(envelope, opened.content),
            digest=_digest(envelope, opened.content),
            timestamp_token=_token(envelope),
            content=opened.content,
            signed_data=opened.encoded,
            places=tuple((file.start, file.end) for file in envelope.files),
        )
    except ValueError as error:
        raise errors.MessageDamagedError(found=f"a value cannot be read: {error}") from error


def _facts(envelope: Envelope, content: bytes) -> DataMessage:
    text = envelope.text
    return DataMessage(
        kind=envelope.kind,
        message_id=fields.message_id(text("dmID")),
        subject=text("dmAnnotation"),
        sender=fields.box(
            text("dbIDSender"), text("dmSender"), text("dmSenderAddress"), fields.number(text("dmSenderType"))
        ),
        recipient=fields.box(text("dbIDRecipient"), text("dmRecipient"), text("dmRecipientAddress"), None),
        delivered_into_box_at=fields.moment(text("dmDeliveryTime")),
        accepted_at=fields.moment(text("dmAcceptanceTime")),
        attachments=tuple(_described(file, place, content) for place, file in enumerate(envelope.files, start=1)),
    )


def _described(file: FoundFile, position: int, content: bytes) -> AttachmentReport:
    length, digest = 0, sha256()
    for piece in base64_text.decoded(memoryview(content)[file.start : file.end]):
        length += len(piece)
        digest.update(piece)
    return AttachmentReport(
        position=position,
        name=file.name,
        media_type=file.media_type,
        role=fields.role(file.role),
        length=length,
        sha256=digest.hexdigest(),
    )


def _digest(envelope: Envelope, content: bytes) -> MessageDigest:
    name = HASHES.get(envelope.hash_algorithm, "")
    recomputed = b""
    if name and envelope.kind is not MessageKind.RECEIPT:
        start, end = envelope.message_place
        recomputed = new(name, memoryview(content)[start:end], usedforsecurity=False).digest()
    value = b"".join(base64_text.decoded(envelope.text("dmHash").encode()))
    if not value:
        raise ValueError("no dmHash")
    return MessageDigest(algorithm=envelope.hash_algorithm, value=value, recomputed=recomputed)


def _token(envelope: Envelope) -> bytes:
    """Return the token without the zeros the data-box system puts behind it."""
    padded = b"".join(base64_text.decoded(envelope.text("dmQTimestamp").encode()))
    with suppress(der.NotDerError):
        token = der.read(padded).encoded
        if not padded[len(token) :].strip(b"\0"):
            return token
    return padded
