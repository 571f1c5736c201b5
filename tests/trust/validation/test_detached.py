"""A signature beside a file is judged over exactly this file; of another file it is a stop."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fixtures.data_messages import in_pieces
from fixtures.detached_signatures import (
    DetachedSignatures,
    armoured,
    together,
    without_attributes,
    without_signers,
)
from fixtures.pki import CertificateBuilder
from listina.trust.demo_pki import DemoPki
from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.signers import SoftwareKey
from listina.trust.validation import detached
from listina.trust.validation.detached import DetachedFound
from listina.trust.validation.hashed_files import HashedFile
from listina.trust.validation.judging import Around
from listina.trust.validation.knowledge import Knowledge
from listina.trust.validation.values import Coverage, Form, Indication, Integrity, Proof, Result, Source, SubIndication
from listina.trust.validation_data import ValidationData

DOCUMENT = b"%PDF-1.7 what is signed"
Judge = Callable[..., DetachedFound]


@pytest.fixture
def judge(demo_pki: DemoPki, tmp_path: Path) -> Judge:
    """Return a function that judges a signature beside the document, believing the demo."""

    def judged(signature: bytes, document: bytes = DOCUMENT) -> DetachedFound:
        at = datetime.now(UTC)
        supplied = ValidationData(crls=demo_pki.crls())
        knowledge = Knowledge(trust=TrustSnapshot.of_anchors(demo_pki.anchors, at=at, supplied=supplied))
        knowledge.learn(supplied, Source.SUPPLIED)
        (tmp_path / "document.pdf").write_bytes(document)
        (tmp_path / "document.p7s").write_bytes(signature)
        with (tmp_path / "document.pdf").open("rb") as file:
            hashed = HashedFile(file=file, length=len(document))
            return detached.judge(tmp_path / "document.p7s", hashed, knowledge, Around(at=at))

    return judged


def _codes(found: DetachedFound) -> list[str]:
    return [reason.code for reason in found.reasons]


def test_a_good_signature_beside_a_file_is_valid(
    judge: Judge, detached_signatures: DetachedSignatures, official_key: SoftwareKey
) -> None:
    found = judge(detached_signatures.sign(DOCUMENT, official_key))
    (signature,) = found.signatures
    assert found.reasons == ()
    assert signature.reasons == ()
    assert signature.indication is Indication.PASSED
    assert signature.integrity is Integrity.INTACT
    assert signature.form is Form.DETACHED
    assert signature.level == "B-T"
    assert signature.proof is Proof.SIGNATURE_TIMESTAMP
    assert signature.coverage is Coverage.WHOLE_FILE
    assert signature.signed_length == len(DOCUMENT)
    assert signature.certificate is not None
    assert "Jana Nováková" in signature.certificate.holder


def test_without_a_timestamp_nothing_proves_when_it_was_made(
    judge: Judge, detached_signatures: DetachedSignatures, official_key: SoftwareKey
) -> None:
    (signature,) = judge(detached_signatures.sign(DOCUMENT, official_key, with_timestamp=False)).signatures
    assert signature.level == "B-B"
    assert signature.proof is Proof.MOMENT_OF_VALIDATION


@pytest.mark.parametrize("wrap", [armoured, base64.encodebytes, lambda der: der + b"\0\0\r\n"])
def test_it_may_come_in_pem_or_base64(
    judge: Judge,
    detached_signatures: DetachedSignatures,
    official_key: SoftwareKey,
    wrap: Callable[[bytes], bytes],
) -> None:
    (signature,) = judge(wrap(detached_signatures.sign(DOCUMENT, official_key))).signatures
    assert signature.indication is Indication.PASSED


def test_a_file_that_holds_the_document_is_taken_as_its_signature(
    judge: Judge, detached_signatures: DetachedSignatures, official_key: SoftwareKey
) -> None:
    enveloping = in_pieces(detached_signatures.sign(DOCUMENT, official_key, content=DOCUMENT))
    (signature,) = judge(enveloping).signatures
    assert signature.indication is Indication.PASSED


def test_several_signers_are_all_reported(
    judge: Judge,
    detached_signatures: DetachedSignatures,
    official_key: SoftwareKey,
    elliptic_official_key: SoftwareKey,
) -> None:
    both = together([detached_signatures.sign(DOCUMENT, key) for key in (official_key, elliptic_official_key)])
    found = judge(both)
    assert len(found.signatures) == 2
    assert {signature.indication for signature in found.signatures} == {Indication.PASSED}


def test_plain_cms_without_attributes_is_judged_too(judge: Judge, official_key: SoftwareKey) -> None:
    (signature,) = judge(without_attributes(DOCUMENT, official_key)).signatures
    assert signature.integrity is Integrity.INTACT
    assert signature.level == ""


def test_a_signature_of_another_file_is_a_stop_and_says_so(
    judge: Judge, detached_signatures: DetachedSignatures, official_key: SoftwareKey
) -> None:
    (signature,) = judge(detached_signatures.sign(b"another file", official_key)).signatures
    assert signature.integrity is Integrity.BROKEN
    assert signature.indication is Indication.FAILED
    assert signature.sub_indication is SubIndication.HASH_FAILURE
    assert [reason.code for reason in signature.reasons] == ["detached.other_file"]
    assert signature.reasons[0].text.cs == "Připojený podpis patří k jinému souboru."


def test_of_several_signatures_only_the_foreign_one_is_broken(
    judge: Judge,
    detached_signatures: DetachedSignatures,
    official_key: SoftwareKey,
    elliptic_official_key: SoftwareKey,
) -> None:
    mixed = together(
        [
            detached_signatures.sign(DOCUMENT, official_key),
            detached_signatures.sign(b"another file", elliptic_official_key),
        ]
    )
    assert sorted(signature.integrity.value for signature in judge(mixed).signatures) == ["broken", "intact"]


def test_plain_cms_of_another_file_is_a_stop_too(judge: Judge, official_key: SoftwareKey) -> None:
    (signature,) = judge(without_attributes(b"another file", official_key)).signatures
    assert signature.integrity is Integrity.BROKEN
    assert [reason.code for reason in signature.reasons] == ["detached.other_file"]


def test_a_file_that_holds_another_document_is_a_stop_even_if_its_digest_is_of_this_one(
    judge: Judge, detached_signatures: DetachedSignatures, official_key: SoftwareKey
) -> None:
    for signed in (DOCUMENT, b"another file"):
        (signature,) = judge(detached_signatures.sign(signed, official_key, content=b"another file")).signatures
        assert signature.integrity is Integrity.BROKEN
        assert [reason.code for reason in signature.reasons] == ["detached.other_file"]


def test_a_changed_value_is_broken_but_not_of_another_file(
    judge: Judge, detached_signatures: DetachedSignatures, official_key: SoftwareKey
) -> None:
    good = detached_signatures.sign(DOCUMENT, official_key, with_timestamp=False)
    (signature,) = judge(good[:-1] + bytes((good[-1] ^ 1,))).signatures
    assert signature.integrity is Integrity.BROKEN
    assert [reason.code for reason in signature.reasons] == ["signature.wrong"]


def test_a_stranger_is_undecidable_and_nobody_is_asked_about_him(
    judge: Judge, detached_signatures: DetachedSignatures, certificate_builder: CertificateBuilder
) -> None:
    (signature,) = judge(detached_signatures.sign(DOCUMENT, certificate_builder.foreign())).signatures
    assert signature.integrity is Integrity.INTACT
    assert signature.result is Result.UNDECIDABLE
    assert signature.sub_indication is SubIndication.NO_CERTIFICATE_CHAIN_FOUND


def test_what_cannot_be_read_is_a_reason_and_not_unsigned(
    judge: Judge, detached_signatures: DetachedSignatures, official_key: SoftwareKey
) -> None:
    good = detached_signatures.sign(DOCUMENT, official_key)
    for damaged in (b"", b"text", good[: len(good) // 2], good + b"more", b"0\x80" * 5000, DOCUMENT):
        found = judge(damaged)
        assert found.signatures == ()
        assert _codes(found) == ["detached.unreadable"]


def test_certificates_alone_are_no_signature(
    judge: Judge, detached_signatures: DetachedSignatures, official_key: SoftwareKey
) -> None:
    assert _codes(judge(without_signers(detached_signatures.sign(DOCUMENT, official_key)))) == ["detached.no_signature"]


def test_a_timestamp_is_no_signature(judge: Judge, detached_signatures: DetachedSignatures) -> None:
    token = detached_signatures.client.token(bytes(32)).der
    assert _codes(judge(token)) == ["detached.timestamp"]


def test_no_flipped_byte_of_what_is_signed_or_of_the_value_is_valid(
    judge: Judge, detached_signatures: DetachedSignatures, official_key: SoftwareKey
) -> None:
    good = detached_signatures.sign(DOCUMENT, official_key, with_timestamp=False)
    begin = good.rindex(bytes.fromhex("06092a864886f70d010903"))  # the attribute `content_type`
    results = {
        signature.result
        for place in range(begin, len(good), 7)
        for signature in judge(good[:place] + bytes((good[place] ^ 0x55,)) + good[place + 1 :]).signatures
    }
    assert Result.VALID not in results
    assert Result.INVALID in results
