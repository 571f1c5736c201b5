"""A validation says valid only of what was proven, and never raises on what is in a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fixtures.input_trust import validated
from fixtures.pki import CertificateBuilder
from fixtures.signed_inputs import SignedInputs
from listina.trust.policy import TrustPolicy
from listina.trust.signers import SoftwareKey
from listina.trust.timestamps import TimestampClient
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.values import (
    Coverage,
    Indication,
    Integrity,
    Proof,
    RevocationStatus,
    SubIndication,
    Verdict,
)
from trust import attacks

_BYTE_RANGE = re.compile(rb"/ByteRange ?\[0 (\d+) (\d+) (\d+) *\]")


def _validate(path: Path, policy: TrustPolicy) -> ValidationReport:
    return validated(path, policy)


def _past_the_end(pdf: bytes) -> bytes:
    """Let the byte range end behind the file, as wrapping a signature does."""
    found = _BYTE_RANGE.search(pdf)
    assert found is not None
    start, last = found.span(3)
    return pdf[:start] + b"9" * (last - start) + pdf[last:]


def _one_byte(pdf: bytes) -> bytes:
    assert b"konverze" in pdf
    return pdf.replace(b"konverze", b"konverzi", 1)


def _hidden_behind(pdf: bytes) -> bytes:
    """Put a digit among the zeros behind the last signature or timestamp."""
    place = pdf.rindex(b"00>")
    return pdf[:place] + b"41>" + pdf[place + 3 :]


def test_what_stands_behind_a_signature_in_its_place_makes_it_undecidable(
    signed_inputs: SignedInputs, official_key: SoftwareKey, trust_policy: TrustPolicy
) -> None:
    report = _validate(signed_inputs.altered(official_key, _hidden_behind), trust_policy)
    (signature,) = report.signatures
    assert report.verdict is Verdict.UNDECIDABLE
    assert signature.integrity is Integrity.UNDECIDABLE
    assert [reason.code for reason in signature.reasons] == ["byte_range.hidden_behind"]


def test_what_stands_behind_a_signature_does_not_hide_that_its_content_was_changed(
    signed_inputs: SignedInputs, official_key: SoftwareKey, trust_policy: TrustPolicy
) -> None:
    path = signed_inputs.altered(official_key, lambda pdf: _hidden_behind(_one_byte(pdf)))
    assert _validate(path, trust_policy).verdict is Verdict.BROKEN


def test_what_stands_behind_a_document_timestamp_makes_the_file_undecidable(
    signed_inputs: SignedInputs,
    official_key: SoftwareKey,
    trust_policy: TrustPolicy,
    timestamp_client: TimestampClient,
) -> None:
    path = signed_inputs.altered(
        official_key, lambda pdf: _hidden_behind(attacks.add_document_timestamp(pdf, timestamp_client))
    )
    report = _validate(path, trust_policy)
    assert report.verdict is Verdict.UNDECIDABLE
    assert [reason.code for reason in report.reasons] == ["byte_range.hidden_behind"]
    assert report.document_timestamps == ()


def test_a_byte_range_past_the_end_of_the_file_breaks_it(
    signed_inputs: SignedInputs, official_key: SoftwareKey, trust_policy: TrustPolicy
) -> None:
    report = _validate(signed_inputs.altered(official_key, _past_the_end), trust_policy)
    assert report.verdict is Verdict.BROKEN
    assert report.signatures[0].sub_indication is SubIndication.FORMAT_FAILURE


def test_a_good_signature_is_valid_and_tells_who_and_when(
    signed_inputs: SignedInputs, official_key: SoftwareKey, trust_policy: TrustPolicy
) -> None:
    report = _validate(signed_inputs.signed(official_key), trust_policy)
    (signature,) = report.signatures
    assert signature.reasons == ()
    assert report.verdict is Verdict.VALID
    assert report.integrity is Integrity.INTACT
    assert signature.indication is Indication.PASSED
    assert signature.coverage is Coverage.WHOLE_FILE
    assert signature.proof is Proof.SIGNATURE_TIMESTAMP
    assert signature.best_time == signature.timestamps[0].time
    assert signature.certificate is not None
    assert "Jana Nováková" in signature.certificate.holder
    assert signature.level == "B-T"


def test_changed_content_breaks_it(
    signed_inputs: SignedInputs, official_key: SoftwareKey, trust_policy: TrustPolicy
) -> None:
    report = _validate(signed_inputs.altered(official_key, _one_byte), trust_policy)
    assert report.verdict is Verdict.BROKEN
    assert report.signatures[0].sub_indication is SubIndication.HASH_FAILURE


@pytest.mark.parametrize(
    "change", [attacks.replace_page_content, attacks.append_annotation, attacks.append_page, attacks.add_orphan]
)
def test_what_is_added_after_a_signature_is_never_called_intact(
    change: Callable[[Any], None],
    signed_inputs: SignedInputs,
    official_key: SoftwareKey,
    trust_policy: TrustPolicy,
) -> None:
    path = signed_inputs.altered(official_key, lambda pdf: attacks.revise(pdf, change))
    report = _validate(path, trust_policy)
    assert report.verdict in {Verdict.UNDECIDABLE, Verdict.BROKEN}
    assert report.signatures[0].changes


def test_a_signature_that_was_taken_out_of_the_form_is_not_called_unsigned(
    signed_inputs: SignedInputs, official_key: SoftwareKey, trust_policy: TrustPolicy
) -> None:
    path = signed_inputs.altered(official_key, lambda pdf: attacks.revise(pdf, attacks.remove_signature_field))
    report = _validate(path, trust_policy)
    assert report.signatures == ()
    assert report.verdict is Verdict.UNDECIDABLE


def test_a_document_timestamp_afterwards_is_harmless(
    signed_inputs: SignedInputs,
    official_key: SoftwareKey,
    trust_policy: TrustPolicy,
    timestamp_client: TimestampClient,
) -> None:
    path = signed_inputs.altered(official_key, lambda pdf: attacks.add_document_timestamp(pdf, timestamp_client))
    report = _validate(path, trust_policy)
    assert report.verdict is Verdict.VALID
    assert len(report.document_timestamps) == 1
    assert report.signatures[0].coverage is Coverage.WHOLE_REVISION
    assert report.signatures[0].level == "B-LTA"


def test_an_unknown_issuer_is_undecidable_and_never_invalid(
    signed_inputs: SignedInputs, certificate_builder: CertificateBuilder, trust_policy: TrustPolicy
) -> None:
    report = _validate(signed_inputs.signed(certificate_builder.foreign()), trust_policy)
    assert report.verdict is Verdict.UNDECIDABLE
    assert report.integrity is Integrity.INTACT
    assert report.signatures[0].sub_indication is SubIndication.NO_CERTIFICATE_CHAIN_FOUND
    assert report.signatures[0].revocation.status is RevocationStatus.NOT_ASKED


def test_a_certificate_that_expired_before_the_timestamp_is_not_valid(
    signed_inputs: SignedInputs, certificate_builder: CertificateBuilder, trust_policy: TrustPolicy
) -> None:
    report = _validate(signed_inputs.signed(certificate_builder.expired()), trust_policy)
    assert report.verdict is Verdict.UNDECIDABLE


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (timedelta(days=-10), (Verdict.UNDECIDABLE, RevocationStatus.REVOKED_BEFORE)),
        (timedelta(minutes=5), (Verdict.VALID, RevocationStatus.REVOKED_AFTER)),
    ],
)
def test_revocation_counts_from_the_proven_time(
    since: timedelta,
    expected: tuple[Verdict, RevocationStatus],
    signed_inputs: SignedInputs,
    certificate_builder: CertificateBuilder,
    trust_policy: TrustPolicy,
) -> None:
    key = certificate_builder.signing_key()
    path = signed_inputs.signed(key)
    crls = certificate_builder.revoked_crls(key, at=datetime.now(UTC) + since)
    # The root's own list tells about the issuer.
    report = _validate(path, replace(trust_policy, crls=lambda: (*crls, trust_policy.crls()[0])))
    assert (report.verdict, report.signatures[0].revocation.status) == expected


def test_without_revocation_data_nothing_is_valid(
    signed_inputs: SignedInputs, official_key: SoftwareKey, trust_policy: TrustPolicy
) -> None:
    report = _validate(signed_inputs.signed(official_key), replace(trust_policy, crls=tuple))
    assert report.verdict is Verdict.UNDECIDABLE
    assert report.signatures[0].sub_indication is SubIndication.TRY_LATER


def test_an_unsigned_file_is_unsigned(small_pdf: Path, trust_policy: TrustPolicy) -> None:
    assert _validate(small_pdf, trust_policy).verdict is Verdict.UNSIGNED


def test_an_empty_field_is_no_signature(small_pdf: Path, trust_policy: TrustPolicy) -> None:
    small_pdf.write_bytes(attacks.revise(small_pdf.read_bytes(), attacks.add_empty_signature_field))
    report = _validate(small_pdf, trust_policy)
    assert report.verdict is Verdict.UNSIGNED
    assert report.empty_fields == ("Druhy",)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"\x00" * 1000])
def test_what_is_no_pdf_is_undecidable(content: bytes, tmp_path: Path, trust_policy: TrustPolicy) -> None:
    path = tmp_path / "vstup.pdf"
    path.write_bytes(content)
    report = _validate(path, trust_policy)
    assert report.verdict is Verdict.UNDECIDABLE
    assert report.reasons
