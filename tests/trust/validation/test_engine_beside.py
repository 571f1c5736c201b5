"""A detached signature and the data message count in the verdict about a document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fixtures.data_messages import Attached, DataMessages, MessagePlan, SealKeys
from fixtures.detached_signatures import DetachedSignatures
from fixtures.input_trust import trust_of
from fixtures.signed_inputs import SignedInputs
from listina.isolation.pool import Confined
from listina.trust.policy import TrustPolicy
from listina.trust.signers import SoftwareKey
from listina.trust.validation import report_json, task
from listina.trust.validation.engine import validate
from listina.trust.validation.inputs import InputFile, Request, ValidationInput
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.validator import Validator
from listina.trust.validation.values import Form, Integrity, Verdict

Check = Callable[..., ValidationReport]


@pytest.fixture
def check(trust_policy: TrustPolicy, tmp_path: Path) -> Check:
    """Return a function that validates a document with a signature beside it or the message it came in."""

    def checked(document: Path, *, beside: bytes | None = None, message: Path | None = None) -> ValidationReport:
        detached = None
        if beside is not None:
            (tmp_path / "podpis.p7s").write_bytes(beside)
            detached = InputFile(path=tmp_path / "podpis.p7s", name="podpis.p7s")
        what = ValidationInput(
            document=InputFile(path=document, name="dokument.pdf"),
            detached=detached,
            message=None if message is None else InputFile(path=message, name="zprava.zfo"),
        )
        report = validate(Request(what=what, trust=trust_of(trust_policy), at=datetime.now(UTC))).report
        assert report_json.from_json(report_json.to_json(report)) == report
        return report

    return checked


def test_a_document_signed_beside_is_valid(
    check: Check, small_pdf: Path, detached_signatures: DetachedSignatures, official_key: SoftwareKey
) -> None:
    report = check(small_pdf, beside=detached_signatures.sign(small_pdf.read_bytes(), official_key))
    assert report.verdict is Verdict.VALID
    assert report.detached is not None
    assert report.detached.name == "podpis.p7s"
    assert [signature.form for signature in report.signatures] == [Form.DETACHED]


def test_signatures_within_and_beside_are_numbered_together(
    check: Check,
    signed_inputs: SignedInputs,
    detached_signatures: DetachedSignatures,
    official_key: SoftwareKey,
    elliptic_official_key: SoftwareKey,
) -> None:
    document = signed_inputs.signed(official_key)
    report = check(document, beside=detached_signatures.sign(document.read_bytes(), elliptic_official_key))
    assert report.verdict is Verdict.VALID
    assert [(item.number, item.form) for item in report.signatures] == [(1, Form.PADES), (2, Form.DETACHED)]


def test_a_signature_of_another_file_stops_the_conversion_and_says_why(
    check: Check, small_pdf: Path, detached_signatures: DetachedSignatures, official_key: SoftwareKey
) -> None:
    report = check(small_pdf, beside=detached_signatures.sign(b"another file", official_key))
    assert report.verdict is Verdict.BROKEN
    assert report.integrity is Integrity.BROKEN
    assert report.sentence.cs == "Připojený podpis patří k jinému souboru."


def test_a_signature_that_cannot_be_read_is_not_unsigned(check: Check, small_pdf: Path) -> None:
    report = check(small_pdf, beside=b"nonsense")
    assert report.verdict is Verdict.UNDECIDABLE
    assert [reason.code for reason in report.reasons] == ["detached.unreadable"]


@pytest.fixture
def plan(small_pdf: Path) -> MessagePlan:
    return MessagePlan(files=(Attached(name="dokument.pdf", content=small_pdf.read_bytes()),))


def test_an_unsigned_document_in_a_good_message_is_unsigned_and_the_message_is_told(
    check: Check, small_pdf: Path, data_messages: DataMessages, plan: MessagePlan
) -> None:
    report = check(small_pdf, message=data_messages.message(plan))
    assert report.verdict is Verdict.UNSIGNED
    assert report.integrity is Integrity.INTACT
    assert report.signatures == ()
    assert report.message is not None
    assert report.message.document_position == 1
    assert report.message.file.name == "zprava.zfo"


def test_a_changed_message_breaks_even_a_well_signed_document(
    check: Check, signed_inputs: SignedInputs, official_key: SoftwareKey, data_messages: DataMessages
) -> None:
    document = signed_inputs.signed(official_key)
    plan = MessagePlan(files=(Attached(name="dokument.pdf", content=document.read_bytes()),))
    message = data_messages.altered(lambda xml: xml.replace(b"Obec Lhota", b"Obec Lhata", 1), plan)
    report = check(document, message=message)
    assert report.signatures[0].integrity is Integrity.INTACT
    assert report.verdict is Verdict.BROKEN
    assert report.sentence.cs == "Datová zpráva byla po zapečetění změněna."


def test_a_message_sealed_by_a_stranger_makes_the_input_undecidable(
    check: Check, small_pdf: Path, data_messages: DataMessages, plan: MessagePlan, seal_keys: SealKeys
) -> None:
    report = check(small_pdf, message=data_messages.message(plan, by=seal_keys.stranger))
    assert report.verdict is Verdict.UNDECIDABLE
    assert report.sentence.cs == "Platnost pečeti datové zprávy není ověřena."


def test_all_of_it_is_found_in_a_confined_process_too(
    small_pdf: Path,
    data_messages: DataMessages,
    detached_signatures: DetachedSignatures,
    official_key: SoftwareKey,
    trust_policy: TrustPolicy,
) -> None:
    beside = small_pdf.with_suffix(".p7s")
    beside.write_bytes(detached_signatures.sign(small_pdf.read_bytes(), official_key))
    plan = MessagePlan(files=(Attached(name="dokument.pdf", content=small_pdf.read_bytes()),))
    what = ValidationInput(
        document=InputFile(path=small_pdf, name="dokument.pdf"),
        detached=InputFile(path=beside, name="podpis.p7s"),
        message=InputFile(path=data_messages.message(plan), name="zprava.zfo"),
    )
    with Confined(*task.TASKS, count=1) as confined:
        validator = Validator(confined=confined, trust=lambda: trust_of(trust_policy), fetcher=None)
        report = validator.validate(what)
    assert report.verdict is Verdict.VALID
    assert report.policy.isolation != "none"
    assert report.message is not None
    assert report.message.integrity is Integrity.INTACT


def test_a_file_that_is_no_message_makes_the_input_undecidable(check: Check, small_pdf: Path) -> None:
    report = check(small_pdf, message=small_pdf)
    assert report.verdict is Verdict.UNDECIDABLE
    assert report.message is None
    assert [reason.code for reason in report.reasons] == ["message.not_a_message"]
