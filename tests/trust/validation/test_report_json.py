"""A report comes back from JSON as it was."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from fixtures.signed_inputs import SignedInputs
from listina.trust.policy import TrustPolicy
from listina.trust.signers import SoftwareKey
from listina.trust.validation import report_json
from listina.trust.validation.engine import validate_in_process
from listina.trust.validation.report import ValidationReport


@pytest.fixture
def report(signed_inputs: SignedInputs, official_key: SoftwareKey, trust_policy: TrustPolicy) -> ValidationReport:
    path = signed_inputs.signed(official_key)
    return validate_in_process(path, name="vstup.pdf", policy=trust_policy, at=datetime.now(UTC))


def test_a_report_survives_json(report: ValidationReport) -> None:
    text = json.dumps(report_json.to_json(report))
    assert report_json.from_json(json.loads(text)) == report


@pytest.mark.parametrize(
    "change",
    [{"verdict": "excellent"}, {"file": 1}, {"signatures": [{}]}, {"validated_at": "soon"}, {"sentence": None}],
)
def test_something_else_is_no_report(change: dict[str, object], report: ValidationReport) -> None:
    with pytest.raises(ValueError, match=r"."):
        report_json.from_json(report_json.to_json(report) | change)
