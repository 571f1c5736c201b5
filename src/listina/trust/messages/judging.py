"""What a data message is worth: its seal, the digest and the timestamp in it, and whether the document came in it.

A seal may be anybody's, so a message is intact only if the operator of the data-box system has sealed it. The seal is
no signature of the document: it belongs to § 25(2)(h), never (g) (decision 15).

Source: L300 § 24(1)(c), § 25(2)(h) and (k); schema dmBaseTypes 2.10; RFC 3161; decisions 15 and 16.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from listina.texts import Text
from listina.trust.messages import sealers
from listina.trust.messages.authenticity import Authenticity
from listina.trust.messages.errors import DataMessageError
from listina.trust.messages.facts import MessageDigest, OpenedMessage
from listina.trust.messages.reading import HASHES, read_message
from listina.trust.signer_infos import UnacceptableSignatureError
from listina.trust.validation import cms_checks, outcomes, signature_values, stamps
from listina.trust.validation.cms_checks import CmsSignature
from listina.trust.validation.judging import Around, judge_cms, nothing_known
from listina.trust.validation.knowledge import Knowledge
from listina.trust.validation.message_report import MessageReport
from listina.trust.validation.outcomes import reason
from listina.trust.validation.signature_report import FileReport, Reason, SignatureReport, TimestampReport
from listina.trust.validation.standing import Times
from listina.trust.validation.values import Form, Integrity, MessageKind, Proof, Result, TimestampPlace

_SEAL_BROKEN = reason(
    "message.changed",
    "Datová zpráva byla po zapečetění změněna.",
    "The data message was changed after it was sealed.",
)
_SEAL_NOT_VALID = reason(
    "message.seal_not_verified",
    "Platnost pečeti datové zprávy není ověřena.",
    "The seal of the data message is not verified.",
)
_OTHER_SEALER = reason(
    "message.other_sealer",
    "Datovou zprávu nezapečetil provozovatel informačního systému datových schránek.",
    "The data message was not sealed by the operator of the data-box system.",
)
_DIGEST_WRONG = reason(
    "message.digest_wrong",
    "Otisk uvedený v datové zprávě nesouhlasí s jejím obsahem.",
    "The digest in the data message is not that of its content.",
)
_DIGEST_OF_RECEIPT = reason(
    "message.digest_of_receipt",
    "Otisk uvedený v doručence nelze přepočítat, protože v ní nejsou přílohy.",
    "The digest in a receipt cannot be recomputed, since the attachments are not in it.",
)
_DIGEST_UNKNOWN = reason(
    "message.digest_unknown",
    "Otisk uvedený v datové zprávě vznikl algoritmem, který neumíme ověřit.",
    "The digest in the data message is of an unknown algorithm.",
)
_STAMP_WRONG = reason(
    "message.timestamp_wrong",
    "Časové razítko v datové zprávě se jí netýká.",
    "The timestamp in the data message is not about it.",
)
_STAMP_UNREADABLE = reason(
    "message.timestamp_unreadable",
    "Časové razítko v datové zprávě nelze přečíst nebo ověřit.",
    "The timestamp in the data message cannot be read or verified.",
)
_OTHER_DOCUMENT = reason(
    "message.other_document",
    "Převáděný dokument není mezi přílohami této datové zprávy.",
    "The document is none of the attachments of this data message.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFound:
    """What was found about the data message a document came in.

    Attributes:
        report: None if the file cannot be taken as a data message.
        reasons: why not.
    """

    report: MessageReport | None
    reasons: tuple[Reason, ...] = ()


def judge(path: Path, file: FileReport, document_sha256: str, knowledge: Knowledge, at: datetime) -> MessageFound:
    """Judge a data message; nothing in the file makes this raise.

    Args:
        path: the ZFO.
        file: the same, described.
        document_sha256: of the document that is validated, lower-case hex.
        knowledge: whom to believe; it learns what the seal carries.
        at: the moment of the validation, aware.

    Raises:
        OSError: the file cannot be read.
    """
    try:
        message = read_message(path)
        return MessageFound(report=_report(message, file, document_sha256, knowledge, at))
    except DataMessageError as error:
        return MessageFound(report=None, reasons=(Reason(code=error.code, text=Text(error.text(), error.text("en"))),))
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001  # a hostile file may break any parser: a doubt, never a yes
        return MessageFound(report=None, reasons=outcomes.unexpected(error).reasons)


def _report(
    message: OpenedMessage, file: FileReport, document_sha256: str, knowledge: Knowledge, at: datetime
) -> MessageReport:
    facts = message.facts
    envelope, certificate = _envelope(message, knowledge, at)
    stamp = _stamp(message, envelope, knowledge)
    broken = tuple(_broken(message, envelope, stamp))
    doubts = tuple(_doubts(message, envelope, certificate, stamp))
    position = next((item.position for item in facts.attachments if item.sha256 == document_sha256), None)
    remarks = []
    if facts.kind is MessageKind.RECEIPT:
        remarks.append(_DIGEST_OF_RECEIPT)
    if position is None:
        remarks.append(_OTHER_DOCUMENT)
    return MessageReport(
        file=file,
        kind=facts.kind,
        message_id=facts.message_id,
        sender=facts.sender,
        recipient=facts.recipient,
        delivered_into_box_at=facts.delivered_into_box_at,
        accepted_at=facts.accepted_at,
        attachments=facts.attachments,
        document_position=position,
        envelope=envelope,
        timestamp=stamp,
        integrity=Integrity.BROKEN if broken else Integrity.UNDECIDABLE if doubts else Integrity.INTACT,
        authenticity=Authenticity.NOT_ASKED.value,
        reasons=(*broken, *doubts, *remarks),
    )


def _envelope(message: OpenedMessage, knowledge: Knowledge, at: datetime) -> tuple[SignatureReport, bytes]:
    """Return the seal's report, and its certificate (DER, empty if there is none)."""
    signed_data: Any = cms_checks.read(message.signed_data)
    signers = tuple(signed_data["signer_infos"])
    certificate = b""
    if len(signers) == 1:
        signature = CmsSignature(
            signed_data=signed_data, signer=signers[0], digest_of=signature_values.digest_of(message.content)
        )
        judgement = judge_cms(signature, knowledge, Around(at=at))
        if judgement.certificate is not None:
            certificate = cms_checks.find_certificate(signature)
    else:
        judgement = nothing_known(outcomes.malformed("there is not exactly one seal"), at)
    report = judgement.report(
        number=1, form=Form.ENVELOPE, level=judgement.cms_level, signed_length=len(message.content)
    )
    return replace(report, recognised=False), certificate


def _stamp(message: OpenedMessage, envelope: SignatureReport, knowledge: Knowledge) -> TimestampReport | None:
    if not message.timestamp_token:
        return None
    place = stamps.Place(kind=TimestampPlace.ENVELOPE, digest_of=lambda name: _stamped(message.digest, name))
    # It is within what was sealed, so it is at least as old as the seal.
    times = Times(existed_at=envelope.best_time, is_proven=envelope.proof is not Proof.MOMENT_OF_VALIDATION)
    try:
        return stamps.judge(message.timestamp_token, place, knowledge, times)
    except Exception:  # noqa: BLE001  # a token nobody can read is told as a reason
        return None


def _stamped(digest: MessageDigest, name: str) -> bytes:
    if HASHES.get(digest.algorithm) != name:
        raise UnacceptableSignatureError("imprint", "it is of another hash than the digest in the message")
    return digest.value


def _broken(message: OpenedMessage, envelope: SignatureReport, stamp: TimestampReport | None) -> Iterator[Reason]:
    if envelope.integrity is Integrity.BROKEN:
        yield _SEAL_BROKEN
    if message.digest.recomputed and message.digest.recomputed != message.digest.value:
        yield _DIGEST_WRONG
    if stamp is not None and stamp.integrity is Integrity.BROKEN:
        yield _STAMP_WRONG


def _doubts(
    message: OpenedMessage, envelope: SignatureReport, certificate: bytes, stamp: TimestampReport | None
) -> Iterator[Reason]:
    if envelope.integrity is not Integrity.BROKEN and envelope.result is not Result.VALID:
        yield _SEAL_NOT_VALID
    if not certificate or not sealers.is_operator(certificate):
        yield _OTHER_SEALER
    if not message.digest.recomputed and message.facts.kind is not MessageKind.RECEIPT:
        yield _DIGEST_UNKNOWN
    if message.timestamp_token and (stamp is None or stamp.integrity is Integrity.UNDECIDABLE):
        yield _STAMP_UNREADABLE
