"""A report comes back from JSON as it was."""

from __future__ import annotations

import json

import pytest

from fixtures.input_trust import validated
from fixtures.signed_inputs import SignedInputs
from listina.strict_json import UnreadableJsonError
from listina.trust.policy import TrustPolicy
from listina.trust.signers import SoftwareKey
from listina.trust.validation import report_json
from listina.trust.validation.report import ValidationReport


@pytest.fixture
def report(signed_inputs: SignedInputs, official_key: SoftwareKey, trust_policy: TrustPolicy) -> ValidationReport:
    path = signed_inputs.signed(official_key)
    return validated(path, trust_policy)


def test_a_report_survives_json(report: ValidationReport) -> None:
    text = json.dumps(report_json.to_json(report))
    assert report_json.from_json(json.loads(text)) == report


@pytest.mark.parametrize(
    "change",
    [{"verdict": "excellent"}, {"file": 1}, {"signatures": [{}]}, {"validated_at": "soon"}, {"sentence": None}],
)
def test_something_else_is_no_report(change: dict[str, object], report: ValidationReport) -> None:
    document = report_json.to_json(report)
    changed = document | {"report": document["report"] | change}
    with pytest.raises(UnreadableJsonError, match=f"report.{next(iter(change))}"):
        report_json.from_json(changed)


def test_another_version_or_a_missing_field_is_no_report(report: ValidationReport) -> None:
    document = report_json.to_json(report)
    with pytest.raises(UnreadableJsonError, match="version 9"):
        report_json.from_json(document | {"version": 9})
    del document["report"]["lists"]
    with pytest.raises(UnreadableJsonError, match="lists"):
        report_json.from_json(document)
    with pytest.raises(UnreadableJsonError):
        report_json.from_json([])


def test_a_serial_number_is_a_text_that_every_reader_can_hold(report: ValidationReport) -> None:
    [signature] = report.signatures
    assert signature.certificate is not None
    told = report_json.to_json(report)["report"]["signatures"][0]["certificate"]["serial_number"]
    assert told == str(signature.certificate.serial_number)
