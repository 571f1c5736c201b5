"""A demo's sender: an official of another authority who signs a document, and the data-box system that delivers it.

Both are certified by the demo's authority, so that only test installations believe them. Their keys live as long as one
message takes.

Source: schema dmBaseTypes 2.10 (`tReturnedMessage`); `trust.messages` reads what is made here.
"""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from cryptography.hazmat.primitives.serialization import Encoding

from listina.trust import cms
from listina.trust import demo_certificates as profiles
from listina.trust.authority import LocalTimestampSource
from listina.trust.clock import utc_now
from listina.trust.demo_certificates import Extension, KeyKind
from listina.trust.demo_pki import DemoPki
from listina.trust.signers import SoftwareKey
from listina.trust.signing import PreparedFile, complete, prepare
from listina.trust.timestamps import TimestampClient
from listina.trust.validation_data import ValidationData

SENDER, RECIPIENT = "Zkušební obec Lhota nad Ukázkou", "Zkušební úřad městské části Praha 99"
SIGNER = "Bc. Alena Ukázková"
MESSAGE_ID = "990000001"
# The number in brackets is by what `trust.messages.sealers` knows the operator of the data-box system.
_SYSTEM = "Ukázkový systém [IČ 17651921]"
_SPACE = "http://isds.ukazka.cz/v20"
_SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSender:
    """Signs and sends.

    Attributes:
        pki: the demo's certificates.
        pin: of its timestamp authority.
        now: our clock, aware UTC.
    """

    pki: DemoPki
    pin: str
    now: Callable[[], datetime] = utc_now

    def sign(self, document: Path, target: Path) -> None:
        """Write a PDF with the qualified signature and timestamp of the sender's official (PAdES B-LT).

        Raises:
            CannotPrepareError: it is no readable, unsigned PDF.
        """
        key = self._key(SIGNER, SENDER, profiles.signature())
        data = ValidationData(certificates=(self.pki.ca,), crls=self.pki.crls())
        with tempfile.TemporaryDirectory(prefix="listina-demo-") as folder:
            waiting = PreparedFile(source=document, revision=Path(folder) / "revision")
            prepared = prepare(
                document,
                waiting.revision,
                certificate=key.certificate,
                chain=key.chain,
                validation_data=data,
                now=self.now,
            )
            complete(prepared, waiting, key.sign(prepared.signed_attributes), self._timestamps(), target)

    def send(self, document: Path, target: Path, *, name: str, subject: str) -> None:
        """Write the data message (ZFO) with a document, as the recipient downloads it.

        Args:
            document: the attachment.
            target: where the message is put.
            name: what the sender called the document.
            subject: of the message.
        """
        stamps, key = self._timestamps(), self._key("Systém datových schránek", _SYSTEM, profiles.electronic_seal())
        message = _message(name, subject, document.read_bytes())
        digest = sha256(message).digest()
        content = _delivered(message, digest, stamps.token(digest).der, self.now())
        attributes = cms.signed_attributes(
            content_type=cms.DATA,
            message_digest=sha256(content).digest(),
            certificate=key.certificate,
            signing_time=self.now(),
        )
        value = key.sign(attributes)
        sealed = cms.signed_data(
            certificate=key.certificate,
            certificates=(key.certificate, *key.chain),
            signed_attributes=attributes,
            value=value,
            content=content,
            timestamp_token=stamps.token(sha256(value).digest()).der,
        )
        target.write_bytes(sealed)

    def _key(self, common_name: str, organization: str, extensions: Sequence[Extension]) -> SoftwareKey:
        key = KeyKind.P_256.generate()
        certificate = self.pki.issuer().issue(
            common_name=common_name,
            organization=organization,
            key=key,
            extensions=extensions,
            not_before=self.now(),
        )
        return SoftwareKey(key=key, certificate=certificate.public_bytes(Encoding.DER), chain=(self.pki.ca,))

    def _timestamps(self) -> TimestampClient:
        source = LocalTimestampSource(authority=self.pki.timestamp_authority(self.pin, now=self.now))
        return TimestampClient(sources=(source,), policy=self.pki.policy(now=self.now), now=self.now)


def _message(name: str, subject: str, document: bytes) -> bytes:
    """Return the element whose digest the system stamps."""
    facts = {
        "dmID": MESSAGE_ID,
        "dbIDSender": "ukazka1",
        "dmSender": SENDER,
        "dmSenderAddress": "Náves 1, 29441 Lhota nad Ukázkou, CZ",
        "dmSenderType": "10",
        "dmRecipient": RECIPIENT,
        "dmRecipientAddress": "Ukázková 99, 19900 Praha 99, CZ",
        "dbIDRecipient": "ukazka2",
        "dmAnnotation": subject,
    }
    told = "".join(f"<p:{key}>{escape(text)}</p:{key}>" for key, text in facts.items())
    file = (
        f'<p:dmFile dmMimeType="application/pdf" dmFileMetaType="main" dmFileDescr={quoteattr(name)}>'
        f"<p:dmEncodedContent>{_lines(document)}</p:dmEncodedContent></p:dmFile>"
    )
    return f'<p:dmDm xmlns:p="{_SPACE}">{told}<p:dmFiles>{file}</p:dmFiles></p:dmDm>'.encode()


def _delivered(message: bytes, digest: bytes, token: bytes, moment: datetime) -> bytes:
    """Return the whole message as it lies in the recipient's box."""
    root, body = "MessageDownloadResponse", "dmReturnedMessage"
    head = f'<q:{root} xmlns:q="{_SPACE}/message" xmlns:xsi="{_SCHEMA}"><q:{body}>'
    when = moment.isoformat(timespec="milliseconds")
    tail = (
        f'<q:dmHash algorithm="SHA-256">{_lines(digest)}</q:dmHash><q:dmQTimestamp>{_lines(token)}</q:dmQTimestamp>'
        f"<q:dmDeliveryTime>{when}</q:dmDeliveryTime><q:dmAcceptanceTime>{when}</q:dmAcceptanceTime>"
        f"<q:dmMessageStatus>6</q:dmMessageStatus><q:dmAttachmentSize>1</q:dmAttachmentSize></q:{body}></q:{root}>"
    )
    return head.encode() + message + tail.encode()


def _lines(content: bytes) -> str:
    return base64.encodebytes(content).decode()
