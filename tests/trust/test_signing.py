"""Two-step signing: what is prepared, what is refused, what comes out."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from listina.trust.errors import (
    CannotPrepareError,
    CertificateNotUsableError,
    PreparedFileChangedError,
    PreparedStateInvalidError,
    SignatureTooLargeError,
    SignatureValueInvalidError,
    TimestampUnavailableError,
)
from listina.trust.policy import TrustPolicy
from listina.trust.signers import SoftwareKey
from listina.trust.signing import (
    PreparedFile,
    PreparedSignature,
    complete,
    embed,
    obtain_token,
    prepare,
    verify_value,
)
from listina.trust.timestamps import TimestampClient
from listina.trust.verification import verify_output


@pytest.fixture(params=["official_key", "elliptic_official_key"])
def key(request: pytest.FixtureRequest) -> SoftwareKey:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, SoftwareKey)
    return found


def _prepare(source: Path, key: SoftwareKey) -> tuple[PreparedSignature, PreparedFile]:
    target = source.with_name("revision")
    prepared = prepare(source, target, certificate=key.certificate, chain=key.chain)
    return prepared, PreparedFile(source=source, revision=target)


def test_a_signed_file_is_valid_and_starts_with_exactly_its_source(
    small_pdf: Path, key: SoftwareKey, timestamp_client: TimestampClient, trust_policy: TrustPolicy
) -> None:
    prepared, prepared_file = _prepare(small_pdf, key)
    value = key.sign(prepared.signed_attributes)
    signed = complete(prepared, prepared_file, value, timestamp_client, small_pdf.with_name("signed.pdf"))

    source = small_pdf.read_bytes()
    assert signed.path.read_bytes().startswith(source)
    assert signed.length == signed.path.stat().st_size == prepared.file_length
    report = verify_output(signed.path, trust_policy, prefix_length=prepared.prefix_length, at=datetime.now(UTC))
    assert report.problems == ()
    assert report.valid
    assert report.covers_prefix
    assert report.signer_certificate == key.certificate
    assert report.signed_length == signed.length


def test_pdfsig_calls_the_signature_valid_and_the_whole_file_signed(
    small_pdf: Path, key: SoftwareKey, timestamp_client: TimestampClient
) -> None:
    prepared, prepared_file = _prepare(small_pdf, key)
    signed = complete(
        prepared, prepared_file, key.sign(prepared.signed_attributes), timestamp_client, small_pdf.with_name("s.pdf")
    )
    shown = subprocess.run(["pdfsig", signed.path], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid" in shown
    assert "Total document signed" in shown
    assert "ETSI.CAdES.detached" in shown


def test_the_file_signed_passes_the_check_of_qpdf(
    small_pdf: Path, key: SoftwareKey, timestamp_client: TimestampClient
) -> None:
    prepared, prepared_file = _prepare(small_pdf, key)
    signed = complete(
        prepared, prepared_file, key.sign(prepared.signed_attributes), timestamp_client, small_pdf.with_name("s.pdf")
    )
    assert subprocess.run(["qpdf", "--check", signed.path], capture_output=True, check=False).returncode == 0


def test_the_revision_adds_only_the_signature(small_pdf: Path, key: SoftwareKey) -> None:
    _, prepared_file = _prepare(small_pdf, key)
    added = prepared_file.revision.read_bytes()
    assert b"/ByteRange" in added
    assert b"xmpmeta" not in added
    assert b"/Producer" not in added
    assert b"/Version" not in added


def test_the_state_survives_json_and_a_restart(
    small_pdf: Path, key: SoftwareKey, timestamp_client: TimestampClient, tmp_path: Path
) -> None:
    prepared, prepared_file = _prepare(small_pdf, key)
    state = tmp_path / "state.json"
    state.write_text(json.dumps(prepared.to_json()))
    value = key.sign(prepared.signed_attributes)
    token = obtain_token(value, timestamp_client)
    (tmp_path / "token").write_bytes(token.der)
    (tmp_path / "value").write_bytes(value)
    second_process = """
import json, sys
from pathlib import Path
from listina.trust.signing import PreparedFile, PreparedSignature, embed
folder = Path(sys.argv[1])
prepared = PreparedSignature.from_json(json.loads((folder / "state.json").read_text()))
file = PreparedFile(source=Path(sys.argv[2]), revision=Path(sys.argv[3]))
embed(prepared, file, (folder / "value").read_bytes(), (folder / "token").read_bytes(), folder / "b.pdf")
"""
    arguments = [tmp_path, prepared_file.source, prepared_file.revision]
    subprocess.run([sys.executable, "-c", second_process, *map(str, arguments)], check=True)

    signed = embed(prepared, prepared_file, value, token.der, tmp_path / "a.pdf")
    assert (tmp_path / "b.pdf").read_bytes() == signed.path.read_bytes()
    assert PreparedSignature.from_json(prepared.to_json()) == prepared


def test_embedding_twice_gives_the_same_bytes(
    small_pdf: Path, official_key: SoftwareKey, timestamp_client: TimestampClient, tmp_path: Path
) -> None:
    prepared, prepared_file = _prepare(small_pdf, official_key)
    value = official_key.sign(prepared.signed_attributes)
    token = obtain_token(value, timestamp_client).der
    first = embed(prepared, prepared_file, value, token, tmp_path / "first.pdf")
    second = embed(prepared, prepared_file, value, token, tmp_path / "second.pdf")
    assert (first.sha256, first.sha512) == (second.sha256, second.sha512)


def test_a_value_of_another_key_is_refused_and_no_timestamp_is_asked_for(
    small_pdf: Path, official_key: SoftwareKey, elliptic_official_key: SoftwareKey, trust_policy: TrustPolicy
) -> None:
    prepared, prepared_file = _prepare(small_pdf, official_key)
    foreign = elliptic_official_key.sign(prepared.signed_attributes)
    target = small_pdf.with_name("signed.pdf")
    nobody = TimestampClient(sources=(), policy=trust_policy)
    with pytest.raises(SignatureValueInvalidError):
        complete(prepared, prepared_file, foreign, nobody, target)
    assert not target.exists()


def test_a_value_over_something_else_is_refused(small_pdf: Path, key: SoftwareKey) -> None:
    prepared, _ = _prepare(small_pdf, key)
    verify_value(prepared, key.sign(prepared.signed_attributes))
    with pytest.raises(SignatureValueInvalidError):
        verify_value(prepared, key.sign(prepared.signed_attributes + b" "))
    with pytest.raises(SignatureValueInvalidError):
        verify_value(prepared, b"")


def test_attributes_of_another_document_are_refused_though_signed_well(small_pdf: Path, key: SoftwareKey) -> None:
    prepared, _ = _prepare(small_pdf, key)
    swapped = replace(prepared, document_sha256="00" * 32)
    with pytest.raises(SignatureValueInvalidError):
        verify_value(swapped, key.sign(prepared.signed_attributes))


def test_without_a_timestamp_nothing_is_written(
    small_pdf: Path, official_key: SoftwareKey, trust_policy: TrustPolicy
) -> None:
    prepared, prepared_file = _prepare(small_pdf, official_key)
    target = small_pdf.with_name("signed.pdf")
    value = official_key.sign(prepared.signed_attributes)
    with pytest.raises(TimestampUnavailableError):
        complete(prepared, prepared_file, value, TimestampClient(sources=(), policy=trust_policy), target)
    assert not target.exists()


@pytest.mark.parametrize("part", ["source", "revision"])
def test_a_prepared_file_that_changed_is_refused(
    small_pdf: Path, official_key: SoftwareKey, timestamp_client: TimestampClient, part: str
) -> None:
    prepared, prepared_file = _prepare(small_pdf, official_key)
    value = official_key.sign(prepared.signed_attributes)
    changed: Path = getattr(prepared_file, part)
    content = bytearray(changed.read_bytes())
    content[100] ^= 1
    changed.write_bytes(content)
    with pytest.raises(PreparedFileChangedError):
        complete(prepared, prepared_file, value, timestamp_client, small_pdf.with_name("signed.pdf"))


def test_a_signature_that_does_not_fit_is_refused(small_pdf: Path, official_key: SoftwareKey) -> None:
    prepared, prepared_file = _prepare(small_pdf, official_key)
    value = official_key.sign(prepared.signed_attributes)
    with pytest.raises(SignatureTooLargeError):
        embed(prepared, prepared_file, value, bytes(20_000), small_pdf.with_name("signed.pdf"))


def test_a_state_of_another_version_is_refused(small_pdf: Path, official_key: SoftwareKey) -> None:
    state = _prepare(small_pdf, official_key)[0].to_json()
    with pytest.raises(PreparedStateInvalidError):
        PreparedSignature.from_json(state | {"version": 99})
    with pytest.raises(PreparedStateInvalidError):
        PreparedSignature.from_json({"version": 1})


def test_what_is_no_pdf_cannot_be_prepared(tmp_path: Path, official_key: SoftwareKey) -> None:
    source = tmp_path / "source.pdf"
    source.write_bytes(b"not a PDF")
    with pytest.raises(CannotPrepareError):
        _prepare(source, official_key)


def test_a_signed_file_cannot_be_prepared_again(
    small_pdf: Path, official_key: SoftwareKey, timestamp_client: TimestampClient
) -> None:
    prepared, prepared_file = _prepare(small_pdf, official_key)
    value = official_key.sign(prepared.signed_attributes)
    signed = complete(prepared, prepared_file, value, timestamp_client, small_pdf.with_name("signed.pdf"))
    with pytest.raises(CannotPrepareError):
        prepare(signed.path, small_pdf.with_name("again.pdf"), certificate=official_key.certificate, chain=())


def test_a_file_whose_last_line_has_no_end_cannot_be_prepared(small_pdf: Path, official_key: SoftwareKey) -> None:
    small_pdf.write_bytes(small_pdf.read_bytes().rstrip())
    with pytest.raises(CannotPrepareError, match="last line"):
        _prepare(small_pdf, official_key)


def test_an_encrypted_file_cannot_be_prepared(small_pdf: Path, official_key: SoftwareKey) -> None:
    encrypted = small_pdf.with_name("encrypted.pdf")
    with pikepdf.open(small_pdf) as pdf:
        pdf.save(encrypted, encryption=pikepdf.Encryption(owner="x", user=""))
    with pytest.raises(CannotPrepareError):
        _prepare(encrypted, official_key)


def test_a_certificate_that_cannot_be_read_is_refused_before_anything_is_written(small_pdf: Path) -> None:
    target = small_pdf.with_name("revision")
    with pytest.raises(CertificateNotUsableError):
        prepare(small_pdf, target, certificate=b"no certificate", chain=())
    assert not target.exists()


def test_the_signing_reason_is_written_and_the_place_reserved_is_the_one_announced(
    small_pdf: Path, official_key: SoftwareKey
) -> None:
    target = small_pdf.with_name("revision")
    prepared = prepare(
        small_pdf, target, certificate=official_key.certificate, chain=official_key.chain, reason="konverze"
    )
    content = small_pdf.read_bytes() + target.read_bytes()
    assert len(content) == prepared.file_length
    assert content[prepared.reserved_start : prepared.reserved_start + 2] == b"<0"
    assert content[prepared.reserved_end - 1 : prepared.reserved_end] == b">"
    assert b"/Reason (konverze)" in content
