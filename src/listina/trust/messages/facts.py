"""What a data message says of itself; nothing of it is verified yet.

Source: data-box service, schema dmBaseTypes 2.10 (namespace v20); L300 § 25(2)(k); decision 16.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from listina.trust.messages import base64_text
from listina.trust.messages.errors import NoSuchAttachmentError, ReceiptHasNoAttachmentsError
from listina.trust.validation.message_report import AttachmentReport, DataBox
from listina.trust.validation.values import MessageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DataMessage:
    """What the envelope of a data message says.

    Attributes:
        kind: what the file is.
        message_id: `dmID`, decimal digits.
        subject: `dmAnnotation`; empty if there is none. A stranger's text.
        sender, recipient: the boxes.
        delivered_into_box_at: dodání (`dmDeliveryTime`), aware UTC; None if the envelope does not say.
        accepted_at: doručení (`dmAcceptanceTime`), aware UTC; None if the envelope does not say.
        attachments: in the order of the message; empty in a receipt.
    """

    kind: MessageKind
    message_id: str
    subject: str
    sender: DataBox
    recipient: DataBox
    delivered_into_box_at: datetime | None
    accepted_at: datetime | None
    attachments: tuple[AttachmentReport, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDigest:
    """The digest a message carries of itself (`dmHash`): of the bytes of its element `dmDm` as they stand.

    Attributes:
        algorithm: as the message says, such as `SHA-256`.
        value: the digest.
        recomputed: the digest of the element that is there; empty where that says nothing: in a receipt, whose element
            lacks the attachments, and where the algorithm is unknown.

    Source: schema dmBaseTypes, `dmHash`: „Hash kompletní DZ (z elementu dmDm)“.
    """

    algorithm: str
    value: bytes
    recomputed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedMessage:
    """A data message that was read: its facts, and what its seal and its digest are checked with.

    Attributes:
        facts: of the envelope.
        digest: in it.
        timestamp_token: `dmQTimestamp`, DER; empty if there is none.
        content: the XML that was sealed.
        signed_data: the seal: ContentInfo in definite lengths, the content taken out.
        places: of the attachments' base64 in the content, start and end.
    """

    facts: DataMessage
    digest: MessageDigest
    timestamp_token: bytes
    content: bytes
    signed_data: bytes
    places: Sequence[tuple[int, int]]

    def attachment(self, position: int) -> Iterator[bytes]:
        """Return the bytes of an attachment, piece by piece.

        Args:
            position: from 1.

        Raises:
            ReceiptHasNoAttachmentsError: it is a receipt.
            NoSuchAttachmentError: it has none of this position.
        """
        if self.facts.kind is MessageKind.RECEIPT:
            raise ReceiptHasNoAttachmentsError
        if not 1 <= position <= len(self.places):
            raise NoSuchAttachmentError(position=position)
        start, end = self.places[position - 1]
        return base64_text.decoded(memoryview(self.content)[start:end])
