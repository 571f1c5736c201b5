"""Verification fails closed: each way to change a signed output is found out, and no file makes it raise."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from fixtures.pki import MADE_AT, PIN, RSA_OFFICIAL, CertificateBuilder
from listina.trust import cms
from listina.trust import demo_certificates as profiles
from listina.trust.demo_pki import DemoPki
from listina.trust.policy import TrustPolicy
from listina.trust.revisions import RevisionWriter
from listina.trust.signers import Signer, SoftwareKey
from listina.trust.signing import PreparedFile, PreparedSignature, complete, embed, obtain_token, prepare
from listina.trust.timestamps import TimestampClient
from listina.trust.verification import SignatureReport, verify_output
from trust import attacks
from trust.lying_authority import LyingAuthority

DATA = Path(__file__).parents[3] / "shared" / "data" / "pdf"
SOON = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A good signed output and what is needed to verify variations of it."""

    content: bytes
    prepared: PreparedSignature
    prepared_file: PreparedFile
    source: Path
    policy: TrustPolicy
    client: TimestampClient
    folder: Path

    def verify(self, content: bytes, **changes: Any) -> SignatureReport:
        path = self.folder / "verified.pdf"
        path.write_bytes(content)
        arguments: dict[str, Any] = {"prefix_length": self.prepared.prefix_length, "at": datetime.now(UTC)}
        return verify_output(path, changes.pop("policy", self.policy), **(arguments | changes))


@pytest.fixture
def case(
    small_pdf: Path, elliptic_official_key: SoftwareKey, timestamp_client: TimestampClient, trust_policy: TrustPolicy
) -> Case:
    return _signed(small_pdf, elliptic_official_key, timestamp_client, trust_policy)


def _signed(source: Path, key: Signer, client: TimestampClient, policy: TrustPolicy) -> Case:
    folder = source.parent
    waiting = PreparedFile(source=source, revision=folder / "revision")
    prepared = prepare(source, waiting.revision, certificate=key.certificate, chain=key.chain)
    signed = complete(prepared, waiting, key.sign(prepared.signed_attributes), client, folder / "signed.pdf")
    return Case(
        content=signed.path.read_bytes(),
        prepared=prepared,
        prepared_file=waiting,
        source=source,
        policy=policy,
        client=client,
        folder=folder,
    )


def _codes(report: SignatureReport) -> set[str]:
    assert not report.valid
    assert all(problem.cs and problem.en for problem in report.problems)
    return {problem.code for problem in report.problems}


def test_a_good_output_is_valid_and_tells_everything(case: Case) -> None:
    report = case.verify(case.content)
    assert report.valid
    assert report.intact
    assert report.trusted
    assert report.covers_prefix
    assert report.only_allowed_additions
    assert report.timestamp_covers
    assert report.signer is not None
    assert report.signer.common_name == "Petr Svoboda (DEMO)"
    assert report.timestamp is not None
    assert report.signature_time == report.timestamp.generated_at
    assert report.prefix_sha256 == sha256(case.source.read_bytes()).hexdigest()


def test_without_a_prefix_the_rest_is_verified_and_the_prefix_not_claimed(case: Case) -> None:
    report = case.verify(case.content, prefix_length=None)
    assert report.valid
    assert not report.covers_prefix
    assert report.prefix_sha256 is None


@pytest.mark.parametrize(
    "change",
    [
        attacks.replace_page_content,
        attacks.overwrite_content_stream,
        attacks.append_annotation,
        attacks.append_page,
        attacks.change_catalog,
        attacks.change_metadata,
        attacks.change_information,
        attacks.add_orphan,
    ],
)
def test_a_later_revision_that_changes_anything_is_found_out(change: Callable[[Any], None], case: Case) -> None:
    report = case.verify(attacks.revise(case.content, change))
    assert "signature.later_changes" in _codes(report)
    assert not report.only_allowed_additions


def test_a_change_hidden_again_by_a_further_revision_is_found_out(case: Case) -> None:
    changed = attacks.revise(case.content, attacks.replace_page_content)
    hidden = attacks.add_document_timestamp(changed, case.client)
    assert "signature.later_changes" in _codes(case.verify(hidden))


@pytest.mark.parametrize("change", [attacks.add_empty_signature_field, attacks.remove_signature_field])
def test_a_form_with_more_or_less_than_the_one_signature_is_found_out(
    change: Callable[[Any], None], case: Case
) -> None:
    assert "signature.missing" in _codes(case.verify(attacks.revise(case.content, change)))


def test_a_second_signature_is_found_out(case: Case, elliptic_official_key: SoftwareKey) -> None:
    writer = RevisionWriter(io.BytesIO(case.content))
    content = _sign_revision(writer, elliptic_official_key, case.client, name="Druhy")
    assert "signature.missing" in _codes(case.verify(content))


def test_validation_data_and_document_timestamps_may_follow(case: Case, demo_pki: DemoPki) -> None:
    content = attacks.add_validation_data(case.content, (demo_pki.root, demo_pki.ca))
    content = attacks.add_document_timestamp(content, case.client)
    content = attacks.add_document_timestamp(content, case.client, name="Archiv2")
    report = case.verify(content)
    assert report.problems == ()
    assert report.valid
    assert report.covers_prefix
    assert report.signed_length == len(case.content)


def test_a_document_timestamp_of_an_archives_own_authority_may_follow(
    case: Case, certificate_builder: CertificateBuilder
) -> None:
    issuer = certificate_builder.foreign_issuer()
    key = certificate_builder.signing_key(extensions=profiles.timestamping(), issuer=issuer)
    foreign_policy = TrustPolicy(standing="test", anchors=(key.chain[0],))
    archive = TimestampClient(sources=(LyingAuthority(signer=key),), policy=foreign_policy)
    assert case.verify(attacks.add_document_timestamp(case.content, archive)).valid


def test_a_document_timestamp_that_shows_on_a_page_is_found_out(case: Case) -> None:
    shown = attacks.add_document_timestamp(case.content, case.client, box=(0, 0, 500, 500))
    assert "signature.later_changes" in _codes(case.verify(shown))


def test_a_document_timestamp_over_something_else_is_found_out(case: Case) -> None:
    forged = attacks.add_forged_document_timestamp(case.content, case.client)
    assert "signature.later_changes" in _codes(case.verify(forged))


@pytest.mark.parametrize("tail", [b"\n", b"% comment", b"1 0 obj <</Type /Catalog>> endobj\n%%EOF\n", b"\x00" * 600])
def test_bytes_behind_the_signed_end_are_found_out(tail: bytes, case: Case) -> None:
    assert _codes(case.verify(case.content + tail))


def test_each_changed_byte_is_found_out(case: Case) -> None:
    """But for the certificates that only help to build a path: they are not signed, and prove themselves."""
    chance = random.Random(20260312)  # noqa: S311  # a fixed sample, no secret
    start, end = case.prepared.reserved_start, case.prepared.reserved_end
    signed = (*range(start + 1), *range(end - 1, len(case.content)))
    for place in (*chance.sample(signed, 40), start, start + 2, end - 3, end - 1):
        changed = bytearray(case.content)
        changed[place] ^= chance.choice((1, 2, 0x20, 0x80))
        assert _codes(case.verify(bytes(changed))), place


def test_a_wider_gap_in_the_byte_range_is_found_out(case: Case) -> None:
    start, end = case.prepared.reserved_start, case.prepared.reserved_end
    old = f"/ByteRange [0 {start} {end} {len(case.content) - end}]".encode()
    assert old in case.content
    for first, second in ((start - 40, end), (start, end + 40), (start + 1, end), (start, end - 1)):
        new = f"/ByteRange [0 {first} {second} {len(case.content) - second}]".encode()
        assert _codes(case.verify(case.content.replace(old, new.ljust(len(old)))))


def test_a_value_that_is_no_signature_of_the_file_is_found_out(
    case: Case, elliptic_official_key: SoftwareKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("listina.trust.signing.verify_value", lambda *_: None)
    value = elliptic_official_key.sign(b"something else")
    token = obtain_token(value, case.client).der
    signed = embed(case.prepared, case.prepared_file, value, token, case.folder / "wrong.pdf")
    report = case.verify(signed.path.read_bytes())
    assert "signature.not_intact" in _codes(report)
    assert not report.intact


def test_a_timestamp_over_another_signature_is_found_out(case: Case, elliptic_official_key: SoftwareKey) -> None:
    value = elliptic_official_key.sign(case.prepared.signed_attributes)
    token = obtain_token(b"another value", case.client).der
    signed = embed(case.prepared, case.prepared_file, value, token, case.folder / "wrong.pdf")
    report = case.verify(signed.path.read_bytes())
    assert "timestamp.not_valid" in _codes(report)
    assert not report.timestamp_covers


def test_a_signature_without_a_timestamp_is_found_out(case: Case, elliptic_official_key: SoftwareKey) -> None:
    content = _sign_revision(RevisionWriter(io.BytesIO(case.source.read_bytes())), elliptic_official_key, None)
    report = case.verify(content)
    assert report.intact
    assert _codes(report) >= {"timestamp.not_valid", "signature.not_trusted"}


def test_a_timestamp_of_an_unknown_authority_is_found_out(
    case: Case, certificate_builder: CertificateBuilder, elliptic_official_key: SoftwareKey
) -> None:
    key = certificate_builder.signing_key(
        extensions=profiles.timestamping(), issuer=certificate_builder.foreign_issuer()
    )
    policy = TrustPolicy(standing="test", anchors=(key.chain[0],))
    client = TimestampClient(sources=(LyingAuthority(signer=key),), policy=policy)
    forged = _signed(case.source, elliptic_official_key, client, case.policy)
    assert "timestamp.not_valid" in _codes(case.verify(forged.content))


def test_a_timestamp_from_the_future_is_found_out(case: Case) -> None:
    report = case.verify(case.content, at=datetime.now(UTC) - timedelta(hours=1))
    assert "timestamp.not_valid" in _codes(report)


def test_a_timestamp_whose_authority_has_expired_since_is_no_proof(case: Case) -> None:
    report = case.verify(case.content, at=MADE_AT + profiles.LIFE + timedelta(days=1))
    assert "timestamp.not_valid" in _codes(report)


@pytest.mark.parametrize("fault", ["expired", "not_yet_valid", "foreign"])
def test_a_certificate_that_was_not_good_at_the_timestamps_time_is_found_out(
    fault: str, case: Case, certificate_builder: CertificateBuilder
) -> None:
    key = getattr(certificate_builder, fault)()
    report = case.verify(_signed(case.source, key, case.client, case.policy).content)
    assert report.intact
    assert not report.trusted
    assert "signature.not_trusted" in _codes(report)


def test_a_certificate_to_sign_in_with_does_not_sign_outputs(case: Case, demo_pki: DemoPki) -> None:
    key = SoftwareKey.from_pkcs12(demo_pki.sign_in_path(RSA_OFFICIAL.username), PIN)
    report = case.verify(_signed(case.source, key, case.client, case.policy).content)
    assert "signature.not_trusted" in _codes(report)


def test_revocation_before_the_timestamp_counts_and_revocation_after_it_does_not(
    case: Case, certificate_builder: CertificateBuilder, demo_pki: DemoPki
) -> None:
    key = certificate_builder.signing_key()
    content = _signed(case.source, key, case.client, case.policy).content
    root_crl = demo_pki.crls()[0]
    before = (root_crl, *certificate_builder.revoked_crls(key, at=datetime.now(UTC) - timedelta(days=1)))
    after = (root_crl, *certificate_builder.revoked_crls(key, at=datetime.now(UTC) + timedelta(days=1)))
    assert "signature.not_trusted" in _codes(case.verify(content, crls=before))
    assert case.verify(content, crls=after).valid


def test_without_the_revocation_list_of_an_issuer_nothing_is_trusted(case: Case, demo_pki: DemoPki) -> None:
    assert _codes(case.verify(case.content, crls=demo_pki.crls()[:1])) >= {"timestamp.not_valid"}
    assert case.verify(case.content, crls=demo_pki.crls()).valid


@pytest.mark.parametrize("change", [attacks.replace_page_content, attacks.append_annotation, attacks.add_orphan])
def test_a_signature_that_changes_the_composed_file_in_its_own_revision_is_found_out(
    change: Callable[[Any], None], case: Case, elliptic_official_key: SoftwareKey
) -> None:
    writer = RevisionWriter(io.BytesIO(case.source.read_bytes()))
    change(writer)
    content = _sign_revision(writer, elliptic_official_key, case.client)
    report = case.verify(content)
    assert report.intact
    assert "signature.prefix" in _codes(report)
    assert not report.covers_prefix


def test_a_revision_between_prefix_and_signature_is_found_out(case: Case, elliptic_official_key: SoftwareKey) -> None:
    between = attacks.revise(case.source.read_bytes(), attacks.replace_page_content)
    content = _sign_revision(RevisionWriter(io.BytesIO(between)), elliptic_official_key, case.client)
    assert "signature.prefix" in _codes(case.verify(content))


@pytest.mark.parametrize("shift", [-400, -1, 1, 30, 10_000])
def test_a_wrong_prefix_length_is_found_out(shift: int, case: Case) -> None:
    report = case.verify(case.content, prefix_length=case.prepared.prefix_length + shift)
    assert _codes(report) & {"signature.prefix", "signature.not_verifiable"}
    assert not report.covers_prefix


def test_an_unsigned_file_is_not_valid(case: Case) -> None:
    assert _codes(case.verify(case.source.read_bytes())) == {"signature.missing"}


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n%%EOF", bytes(5000)])
def test_what_is_no_pdf_is_not_verifiable(content: bytes, case: Case) -> None:
    assert _codes(case.verify(content)) == {"signature.not_verifiable"}


def test_a_policy_that_fails_is_no_reason_to_believe(case: Case) -> None:
    def fail() -> tuple[bytes, ...]:
        raise OSError("no disk")

    report = case.verify(case.content, policy=replace(case.policy, crls=fail))
    assert "signature.not_verifiable" in _codes(report)


@pytest.mark.skipif(not DATA.is_dir(), reason="the conformance data are not beside the checkout")
def test_no_foreign_or_damaged_file_is_valid_and_none_makes_verification_raise(case: Case) -> None:
    files = sorted(DATA.rglob("*.pdf"))
    assert len(files) > 90
    for path in files:
        report = verify_output(path, case.policy, prefix_length=None, at=datetime.now(UTC))
        assert not report.valid, path.name
        assert report.problems, path.name


@pytest.mark.skipif(not DATA.is_dir(), reason="the conformance data are not beside the checkout")
@pytest.mark.parametrize("name", ["one-byterange", "signature-gap-too-big", "tail-uncovered", "weird-byterange"])
def test_an_anomalous_byte_range_is_not_intact(name: str, case: Case) -> None:
    path = DATA / "coverage-anomalies" / f"{name}.pdf"
    report = verify_output(path, case.policy, prefix_length=None, at=datetime.now(UTC))
    assert not report.intact
    assert _codes(report) & {"signature.not_intact", "signature.not_verifiable"}


def _sign_revision(writer: Any, key: Signer, client: TimestampClient | None, name: str = "Podpis") -> bytes:
    """Sign whatever the writer holds, without the care of `prepare`."""
    placed, output = attacks.place_signature(writer, name)
    attributes = cms.signed_attributes(
        content_type=cms.DATA, message_digest=placed.document_digest, certificate=key.certificate
    )
    value = key.sign(attributes)
    signature = cms.signed_data(
        certificate=key.certificate,
        certificates=(key.certificate, *key.chain),
        signed_attributes=attributes,
        value=value,
        timestamp_token=None if client is None else obtain_token(value, client).der,
    )
    content = bytearray(output.getvalue())
    start = placed.reserved_region_start + 1
    content[start : start + 2 * len(signature)] = signature.hex().encode()
    return bytes(content)
