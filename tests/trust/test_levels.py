"""Signatures that carry what verifies them, and files that stay valid after certificates have expired."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, SignatureValidationSpec
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import (
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
)
from pyhanko_certvalidator.registry import SimpleTrustManager

from fixtures.pki import MADE_AT, CertificateBuilder
from listina.trust import archiving, chains, security_store
from listina.trust import demo_certificates as profiles
from listina.trust.authority import LocalTimestampSource, TimestampAuthority
from listina.trust.demo_pki import DemoPki
from listina.trust.errors import CannotArchiveError, TimestampUnavailableError
from listina.trust.known_authorities import KnownAuthorities
from listina.trust.policy import TrustPolicy
from listina.trust.revisions import RevisionWriter
from listina.trust.signers import SoftwareKey
from listina.trust.signing import PreparedFile, complete, prepare
from listina.trust.timestamps import TimestampClient
from listina.trust.validation_data import ValidationData, data_about
from listina.trust.verification import SignatureReport, verify_output
from trust import attacks, store_attacks


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signed file, what verifies it, and when it was signed."""

    path: Path
    prefix_length: int
    signed_length: int
    policy: TrustPolicy
    client: TimestampClient
    source: Path

    def verify(self, content: bytes | None = None, **changes: Any) -> SignatureReport:
        path = self.path
        if content is not None:
            path = self.path.with_name("changed.pdf")
            path.write_bytes(content)
        arguments: dict[str, Any] = {"prefix_length": self.prefix_length, "at": datetime.now(UTC)}
        return verify_output(path, changes.pop("policy", self.policy), **(arguments | changes))

    @property
    def content(self) -> bytes:
        return self.path.read_bytes()


def sign(
    source: Path, key: SoftwareKey, client: TimestampClient, policy: TrustPolicy, data: ValidationData | None = None
) -> Signed:
    """Sign with the given validation data; with all there is if none are given."""
    if data is None:
        authority = archiving.authority_of(client.token(bytes(32)).der)
        material = policy.material().with_intermediates(key.chain)
        data = data_about(key.certificate, material) | data_about(authority, material)
    waiting = source.with_name("revision")
    prepared = prepare(source, waiting, certificate=key.certificate, chain=key.chain, validation_data=data)
    value = key.sign(prepared.signed_attributes)
    signed = complete(
        prepared, PreparedFile(source=source, revision=waiting), value, client, source.with_name("signed.pdf")
    )
    return Signed(
        path=signed.path,
        prefix_length=prepared.prefix_length,
        signed_length=signed.length,
        policy=policy,
        client=client,
        source=source,
    )


@pytest.fixture
def long_term(
    small_pdf: Path, official_key: SoftwareKey, timestamp_client: TimestampClient, trust_policy: TrustPolicy
) -> Signed:
    return sign(small_pdf, official_key, timestamp_client, trust_policy)


def test_the_signatures_own_revision_holds_all_that_verifies_it(long_term: Signed, demo_pki: DemoPki) -> None:
    found = archiving.signatures_in(long_term.path)
    assert {demo_pki.root, demo_pki.ca, found.signer} < set(found.stored.certificates)
    assert set(found.stored.crls) == set(demo_pki.crls())
    assert not archiving.lacks_certificates(found, long_term.policy)
    report = long_term.verify()
    assert report.problems == ()
    assert report.covers_prefix
    assert report.signed_length == long_term.signed_length == len(long_term.content)


def test_a_long_term_signature_is_verified_without_a_revocation_list_from_outside(long_term: Signed) -> None:
    assert long_term.verify(crls=()).valid


def test_an_added_document_timestamp_keeps_the_signed_bytes_and_the_verdict(long_term: Signed) -> None:
    before = long_term.content
    archiving.add_document_timestamp(long_term.path, long_term.client)
    archiving.add_document_timestamp(long_term.path, long_term.client)
    assert long_term.content.startswith(before)
    report = long_term.verify()
    assert report.problems == ()
    assert report.signed_length == len(before)


def test_other_programs_find_signature_and_document_timestamp_good(long_term: Signed, demo_pki: DemoPki) -> None:
    archiving.add_document_timestamp(long_term.path, long_term.client)
    shown = subprocess.run(["pdfsig", long_term.path], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid" in shown
    assert "Signature #2" in shown
    assert "Total document signed" in shown
    checked = subprocess.run(["qpdf", "--check", long_term.path], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr

    newest = archiving.signatures_in(long_term.path).newest_token
    (long_term.path.parent / "token").write_bytes(newest)
    with long_term.path.open("rb") as file:
        (stamp,) = PdfFileReader(file).embedded_timestamp_signatures
        digest = bytes(stamp.compute_digest("sha256")).hex()
    (long_term.path.parent / "ca.pem").write_bytes((demo_pki.folder / "ca.pem").read_bytes())
    verified = subprocess.run(
        ["openssl", "ts", "-verify", "-digest", digest, "-in", long_term.path.parent / "token", "-token_in",
         "-CAfile", demo_pki.root_path, "-untrusted", long_term.path.parent / "ca.pem"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Verification: OK" in verified.stdout + verified.stderr


def test_pyhanko_calls_the_archived_signature_passed(long_term: Signed, demo_pki: DemoPki) -> None:
    archiving.add_document_timestamp(long_term.path, long_term.client)
    trusted = SimpleTrustManager.build(trust_roots=[asn1_x509.Certificate.load(demo_pki.root)])
    policy = CertValidationPolicySpec(
        trust_manager=trusted, revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO, retroactive_revinfo=True)
    )
    spec = PdfSignatureValidationSpec(SignatureValidationSpec(cert_validation_policy=policy))
    with long_term.path.open("rb") as file:
        (signature,) = PdfFileReader(file).embedded_regular_signatures
        result = chains.run(ades_lta_validation(signature, pdf_validation_spec=spec))
    assert result.ades_subindic.status.name == "PASSED", result.failure_msg


def test_a_missing_authority_is_supplied_in_a_revision_of_its_own(
    small_pdf: Path, official_key: SoftwareKey, timestamp_client: TimestampClient, trust_policy: TrustPolicy
) -> None:
    only_signer = data_about(official_key.certificate, trust_policy.material())
    signed = sign(small_pdf, official_key, timestamp_client, trust_policy, only_signer)
    found = archiving.signatures_in(signed.path)
    assert archiving.lacks_certificates(found, trust_policy)
    archiving.add_validation_data(signed.path, archiving.data_for(found, trust_policy))
    assert not archiving.lacks_certificates(archiving.signatures_in(signed.path), trust_policy)
    assert signed.verify(crls=()).valid
    once = signed.content
    archiving.add_validation_data(signed.path, archiving.data_for(found, trust_policy))
    assert signed.content == once


class TestAfterCertificatesExpired:
    """Certificates of a short life, and a clock that goes on."""

    @pytest.fixture
    def aged(self, small_pdf: Path, certificate_builder: CertificateBuilder, trust_policy: TrustPolicy) -> Signed:
        key = certificate_builder.signing_key(not_before=datetime.now(UTC), life=timedelta(days=100))
        return sign(small_pdf, key, _authority(certificate_builder, trust_policy, days=200), trust_policy)

    def test_the_signature_outlives_its_signers_certificate(self, aged: Signed) -> None:
        assert aged.verify(at=datetime.now(UTC) + timedelta(days=150)).valid

    def test_without_the_stored_list_a_later_list_proves_nothing_about_an_expired_certificate(
        self, aged: Signed, small_pdf: Path, certificate_builder: CertificateBuilder, demo_pki: DemoPki
    ) -> None:
        with_list = aged.content
        key = certificate_builder.signing_key(not_before=datetime.now(UTC), life=timedelta(days=100))
        bare = sign(small_pdf, key, aged.client, aged.policy, ValidationData())
        later = datetime.now(UTC) + timedelta(days=150)
        fresh = certificate_builder.issuer.crl(number=9, revoked=(), this_update=later).public_bytes(Encoding.DER)
        crls = (demo_pki.crls()[0], fresh)
        assert not bare.verify(at=later, crls=crls).trusted
        assert aged.verify(with_list, at=later, crls=crls).valid

    def test_a_document_timestamp_in_time_proves_the_older_one(
        self, aged: Signed, certificate_builder: CertificateBuilder
    ) -> None:
        after = datetime.now(UTC) + timedelta(days=300)
        assert {problem.code for problem in aged.verify(at=after).problems} >= {"timestamp.not_valid"}
        stronger = _authority(certificate_builder, aged.policy, days=2000)
        archiving.add_document_timestamp(aged.path, stronger)
        report = aged.verify(at=after)
        assert report.problems == ()
        assert report.proven_before is not None
        assert report.proven_before < after

    def test_each_of_several_document_timestamps_proves_the_one_before(
        self, aged: Signed, certificate_builder: CertificateBuilder
    ) -> None:
        archiving.add_document_timestamp(aged.path, _authority(certificate_builder, aged.policy, days=400))
        archiving.add_document_timestamp(aged.path, _authority(certificate_builder, aged.policy, days=600))
        assert aged.verify(at=datetime.now(UTC) + timedelta(days=500)).valid
        assert not aged.verify(at=datetime.now(UTC) + timedelta(days=700)).valid

    def test_a_document_timestamp_of_an_unknown_authority_proves_nothing(
        self, aged: Signed, certificate_builder: CertificateBuilder
    ) -> None:
        issuer = certificate_builder.foreign_issuer()
        key = certificate_builder.signing_key(extensions=profiles.timestamping(), issuer=issuer)
        foreign = TrustPolicy(standing="test", anchors=(key.chain[0],))
        source = LocalTimestampSource(authority=TimestampAuthority(signer=key, policy="2.999.1"))
        archiving.add_document_timestamp(aged.path, TimestampClient(sources=(source,), policy=foreign))
        assert aged.verify().valid
        assert not aged.verify(at=datetime.now(UTC) + timedelta(days=300)).valid

    def test_a_revocation_known_to_the_verifier_outweighs_the_list_in_the_file(
        self, aged: Signed, certificate_builder: CertificateBuilder, demo_pki: DemoPki
    ) -> None:
        signer = archiving.signatures_in(aged.path).signer
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(x509.load_der_x509_certificate(signer).serial_number)
            .revocation_date(datetime.now(UTC) - timedelta(hours=1))
            .build()
        )
        crl = certificate_builder.issuer.crl(number=5, revoked=[entry], this_update=datetime.now(UTC))
        assert not aged.verify(crls=(demo_pki.crls()[0], crl.public_bytes(Encoding.DER))).trusted


def test_nothing_is_left_of_a_document_timestamp_that_could_not_be_had(
    long_term: Signed, trust_policy: TrustPolicy
) -> None:
    copy = long_term.path.with_name("copy.pdf")
    copy.write_bytes(long_term.content)
    with pytest.raises(TimestampUnavailableError):
        archiving.add_document_timestamp(copy, TimestampClient(sources=(), policy=trust_policy))
    assert not long_term.verify(copy.read_bytes()).valid


@pytest.mark.parametrize("content", [b"", b"no file", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_signed_file_is_not_archived(
    content: bytes, tmp_path: Path, timestamp_client: TimestampClient
) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(content)
    with pytest.raises(CannotArchiveError):
        archiving.signatures_in(path)
    with pytest.raises(CannotArchiveError):
        archiving.add_document_timestamp(path, timestamp_client)
    assert path.read_bytes() == content


def test_an_unsigned_file_takes_no_document_timestamp(small_pdf: Path, timestamp_client: TimestampClient) -> None:
    before = small_pdf.read_bytes()
    with pytest.raises(CannotArchiveError):
        archiving.add_document_timestamp(small_pdf, timestamp_client)
    assert small_pdf.read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        store_attacks.store_and_page,
        store_attacks.store_something_else,
        store_attacks.store_a_form,
        store_attacks.store_an_unknown_entry,
        store_attacks.store_an_action_in_extensions,
        store_attacks.overwrite_a_stored_list,
    ],
)
def test_a_revision_of_the_store_that_does_more_is_found_out(change: Callable[[Any], None], long_term: Signed) -> None:
    report = long_term.verify(attacks.revise(long_term.content, change))
    assert not report.valid
    assert "signature.later_changes" in {problem.code for problem in report.problems}


def test_a_change_hidden_under_a_document_timestamp_is_found_out(long_term: Signed) -> None:
    for change in (store_attacks.store_and_page, store_attacks.store_something_else):
        long_term.path.write_bytes(attacks.revise(long_term.content, change))
        stamped = attacks.add_document_timestamp(long_term.content, long_term.client)
        assert not long_term.verify(stamped).valid


def test_a_plain_addition_to_the_store_is_allowed(long_term: Signed) -> None:
    assert long_term.verify(attacks.revise(long_term.content, store_attacks.store_more)).valid


def test_a_store_that_lost_its_lists_verifies_no_more_by_itself(long_term: Signed) -> None:
    assert not long_term.verify(attacks.revise(long_term.content, store_attacks.drop_the_lists), crls=()).valid


@pytest.mark.parametrize("hidden", [b"1 0 0 rg 0 0 595 842 re f", b""])
def test_a_signatures_own_revision_with_a_false_store_is_found_out(
    hidden: bytes, small_pdf: Path, official_key: SoftwareKey, timestamp_client: TimestampClient,
    trust_policy: TrustPolicy,
) -> None:  # fmt: skip
    signed = sign(small_pdf, official_key, timestamp_client, trust_policy, ValidationData(certificates=(hidden, b"x")))
    report = signed.verify()
    assert {problem.code for problem in report.problems} >= {"signature.prefix"}
    assert not report.covers_prefix


def test_a_store_already_in_the_composed_file_is_found_out(
    small_pdf: Path, official_key: SoftwareKey, timestamp_client: TimestampClient, trust_policy: TrustPolicy
) -> None:
    writer = RevisionWriter(io.BytesIO(small_pdf.read_bytes()))
    security_store.write(writer, ValidationData(certificates=trust_policy.anchors))
    output = io.BytesIO()
    writer.write(output)
    small_pdf.write_bytes(output.getvalue())
    signed = sign(small_pdf, official_key, timestamp_client, trust_policy)
    assert not signed.verify().covers_prefix


def test_authorities_that_answered_are_known_to_other_processes_until_they_expire(
    tmp_path: Path, timestamp_client: TimestampClient
) -> None:
    token = timestamp_client.token(sha256(b"x").digest()).der
    KnownAuthorities(folder=tmp_path / "known").remember(token)
    another = KnownAuthorities(folder=tmp_path / "known")
    assert another.tokens(datetime.now(UTC)) == (token,)
    assert another.tokens(MADE_AT + profiles.LIFE + timedelta(days=1)) == ()
    (tmp_path / "known" / ("0" * 64)).write_bytes(b"no token")
    assert another.tokens(datetime.now(UTC)) == (token,)
    assert KnownAuthorities().tokens(datetime.now(UTC)) == ()


def _authority(builder: CertificateBuilder, policy: TrustPolicy, *, days: int) -> TimestampClient:
    """Return a client of an authority whose certificate ends in so many days."""
    key = builder.signing_key(
        extensions=profiles.timestamping(), not_before=datetime.now(UTC), life=timedelta(days=days)
    )
    source = LocalTimestampSource(authority=TimestampAuthority(signer=key, policy="2.999.2"))
    return TimestampClient(sources=(source,), policy=replace(policy))
