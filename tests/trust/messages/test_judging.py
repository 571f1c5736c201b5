"""A message counts as intact only if all that vouches for it was checked and holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from fixtures.data_messages import Attached, DataMessages, MessagePlan, SealKeys
from listina.trust.demo_pki import DemoPki
from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.messages import judging
from listina.trust.validation.inputs import InputFile
from listina.trust.validation.knowledge import Knowledge
from listina.trust.validation.message_report import MessageReport
from listina.trust.validation.signature_report import FileReport
from listina.trust.validation.undecided import file_facts
from listina.trust.validation.values import (
    Form,
    Indication,
    Integrity,
    Kind,
    MessageKind,
    Proof,
    Result,
    Source,
    TimestampPlace,
)
from listina.trust.validation_data import ValidationData

DOCUMENT = b"%PDF-1.7 the document"
PLAN = MessagePlan(
    files=(Attached(name="průvodní.pdf", content=b"%PDF other"), Attached(name="dokument.pdf", content=DOCUMENT))
)
Judge = Callable[[Path], judging.MessageFound]


@pytest.fixture
def judge(demo_pki: DemoPki) -> Judge:
    """Return a function that judges a message as that of the document, believing the demo."""

    def judged(path: Path) -> judging.MessageFound:
        at = datetime.now(UTC)
        supplied = ValidationData(crls=demo_pki.crls())
        knowledge = Knowledge(trust=TrustSnapshot.of_anchors(demo_pki.anchors, at=at, supplied=supplied))
        knowledge.learn(supplied, Source.SUPPLIED)
        file: FileReport = file_facts(InputFile(path=path, name="zprava.zfo"))
        return judging.judge(path, file, sha256(DOCUMENT).hexdigest(), knowledge, at)

    return judged


def _report(found: judging.MessageFound) -> MessageReport:
    assert found.reasons == ()
    assert found.report is not None
    return found.report


def _codes(report: MessageReport) -> list[str]:
    return [reason.code for reason in report.reasons]


@pytest.mark.parametrize("kind", [MessageKind.DELIVERED, MessageKind.SENT])
def test_a_good_message_is_intact_and_names_the_document(
    judge: Judge, data_messages: DataMessages, kind: MessageKind
) -> None:
    report = _report(judge(data_messages.message(replace(PLAN, kind=kind))))
    assert report.reasons == ()
    assert report.integrity is Integrity.INTACT
    assert report.kind is kind
    assert report.document_position == 2
    assert report.authenticity == "not_asked"
    assert report.timestamp is not None
    assert report.timestamp.place is TimestampPlace.ENVELOPE
    assert report.timestamp.result is Result.VALID


def test_the_seal_is_judged_like_any_other_but_is_no_signature_of_the_document(
    judge: Judge, data_messages: DataMessages
) -> None:
    envelope = _report(judge(data_messages.message(PLAN))).envelope
    assert envelope.form is Form.ENVELOPE
    assert envelope.kind is Kind.SEAL
    assert envelope.indication is Indication.PASSED
    assert envelope.proof is Proof.SIGNATURE_TIMESTAMP
    assert not envelope.recognised


def test_a_receipt_says_that_its_digest_cannot_be_recomputed(judge: Judge, data_messages: DataMessages) -> None:
    report = _report(judge(data_messages.message(replace(PLAN, kind=MessageKind.RECEIPT))))
    assert report.integrity is Integrity.INTACT
    assert report.document_position is None
    assert _codes(report) == ["message.digest_of_receipt", "message.other_document"]


def test_a_document_that_is_none_of_the_attachments_has_no_place(judge: Judge, data_messages: DataMessages) -> None:
    report = _report(judge(data_messages.message()))
    assert report.document_position is None
    assert _codes(report) == ["message.other_document"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<p:dmSender>Obec Lhota", b"<p:dmSender>Obec Lhata"),
        (b"2026-03-02T12:02:27.683", b"2026-03-01T12:02:27.683"),
        (b"JVBERi0xLjcgdGhl", b"JVBERi0xLjggdGhl"),
        (b"dmPersonalDelivery>false", b"dmPersonalDelivery>true "),
    ],
)
def test_whatever_is_changed_after_the_seal_breaks_the_message(
    judge: Judge, data_messages: DataMessages, old: bytes, new: bytes
) -> None:
    report = _report(judge(data_messages.altered(lambda xml: xml.replace(old, new, 1), PLAN)))
    assert report.integrity is Integrity.BROKEN
    assert report.envelope.integrity is Integrity.BROKEN
    assert "message.changed" in _codes(report)


def test_a_sealed_message_with_the_digest_of_another_is_broken(judge: Judge, data_messages: DataMessages) -> None:
    plan = replace(PLAN, change_digest=lambda digest: sha256(digest).digest())
    report = _report(judge(data_messages.message(plan)))
    assert report.integrity is Integrity.BROKEN
    assert report.envelope.integrity is Integrity.INTACT
    assert "message.digest_wrong" in _codes(report)


def test_a_timestamp_over_something_else_breaks_the_message(judge: Judge, data_messages: DataMessages) -> None:
    plan = replace(PLAN, change_imprint=lambda digest: sha256(digest).digest())
    report = _report(judge(data_messages.message(plan)))
    assert report.integrity is Integrity.BROKEN
    assert _codes(report) == ["message.timestamp_wrong"]


def test_a_timestamp_nobody_can_read_is_a_doubt(judge: Judge, data_messages: DataMessages) -> None:
    plan = replace(PLAN, change_xml=lambda xml: xml.replace(b"<q:dmQTimestamp>MII", b"<q:dmQTimestamp>AAA", 1))
    report = _report(judge(data_messages.message(plan)))
    assert report.integrity is Integrity.UNDECIDABLE
    assert report.timestamp is None
    assert _codes(report) == ["message.timestamp_unreadable"]


def test_a_message_without_a_timestamp_is_none_the_worse(judge: Judge, data_messages: DataMessages) -> None:
    report = _report(judge(data_messages.message(replace(PLAN, without_timestamp=True))))
    assert report.integrity is Integrity.INTACT
    assert report.timestamp is None


def test_a_digest_by_an_unknown_algorithm_is_a_doubt(judge: Judge, data_messages: DataMessages) -> None:
    plan = replace(PLAN, change_xml=lambda xml: xml.replace(b'"SHA-256"', b'"TIGER"', 1))
    report = _report(judge(data_messages.message(plan)))
    assert report.integrity is Integrity.UNDECIDABLE
    assert "message.digest_unknown" in _codes(report)


def test_a_stranger_cannot_seal_a_message(judge: Judge, data_messages: DataMessages, seal_keys: SealKeys) -> None:
    report = _report(judge(data_messages.message(PLAN, by=seal_keys.stranger)))
    assert report.integrity is Integrity.UNDECIDABLE
    assert report.envelope.integrity is Integrity.INTACT
    assert report.envelope.result is Result.UNDECIDABLE
    assert _codes(report) == ["message.seal_not_verified"]


def test_a_company_with_a_good_certificate_cannot_seal_a_message_either(
    judge: Judge, data_messages: DataMessages, seal_keys: SealKeys
) -> None:
    report = _report(judge(data_messages.message(PLAN, by=seal_keys.company)))
    assert report.envelope.result is Result.VALID
    assert report.integrity is Integrity.UNDECIDABLE
    assert _codes(report) == ["message.other_sealer"]


def test_a_file_that_is_no_message_is_a_reason(judge: Judge, small_pdf: Path) -> None:
    found = judge(small_pdf)
    assert found.report is None
    assert [reason.code for reason in found.reasons] == ["message.not_a_message"]
