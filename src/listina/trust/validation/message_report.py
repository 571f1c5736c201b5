"""What is told of the data message a document came in.

Source: L300 § 24(1)(c), § 25(2)(h) and (k); decision 16.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from listina.trust.validation.signature_report import FileReport, Reason, SignatureReport, TimestampReport
from listina.trust.validation.values import Integrity, MessageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DataBox:
    """A data box as an envelope names it.

    Attributes:
        id: 7 characters; empty if the envelope does not say.
        holder: the name of its holder.
        address: of the holder; empty if the envelope does not say.
        kind: the number of its type (`dmSenderType`); None if the envelope does not say.
    """

    id: str
    holder: str
    address: str
    kind: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentReport:
    """One file of a data message.

    Attributes:
        position: from 1.
        name: as the sender called it.
        media_type: as the sender said.
        role: `main`, `enclosure`, `signature` or `meta` (`dmFileMetaType`).
        length: bytes.
        sha256: lower-case hex.
    """

    position: int
    name: str
    media_type: str
    role: str
    length: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReport:
    """The data message a document came in.

    Attributes:
        file: the ZFO.
        kind: what the file is.
        message_id: `dmID`, decimal digits.
        sender, recipient: the boxes.
        delivered_into_box_at: dodání (`dmDeliveryTime`); None in a message as sent.
        accepted_at: doručení (`dmAcceptanceTime`); None if it was not yet, or in a message as sent.
        attachments: in the order of the message; empty in a receipt.
        document_position: which attachment the validated document is, by its bytes; None if it is none of them.
        envelope: the seal of the data-box system around the message.
        timestamp: over the digest in it (`dmQTimestamp`); None if there is none.
        integrity: of the envelope, of the digest in it and of the timestamp together.
        authenticity: `confirmed` or `denied` by the data-box system itself; `not_asked` where nobody could ask it.
        reasons: why it is not all in order.

    Source: L300 § 24(1)(c), § 25(2)(h) and (k); data-box service, namespace v20; decision 16.
    """

    file: FileReport
    kind: MessageKind
    message_id: str
    sender: DataBox
    recipient: DataBox
    delivered_into_box_at: datetime | None
    accepted_at: datetime | None
    attachments: tuple[AttachmentReport, ...]
    document_position: int | None
    envelope: SignatureReport
    timestamp: TimestampReport | None
    integrity: Integrity
    authenticity: str
    reasons: tuple[Reason, ...]
