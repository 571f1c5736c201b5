"""What archive timestamps in a CAdES signature prove over years, and what does not count."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509

from fixtures.data_messages import in_pieces
from listina.trust import der
from listina.trust.validation.etsi.writing import to_xml
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.report_json import from_json, to_json
from listina.trust.validation.signature_report import SignatureReport, TimestampReport
from listina.trust.validation.values import (
    Indication,
    Integrity,
    Proof,
    Result,
    RevocationStatus,
    Source,
    SubIndication,
    TimestampPlace,
    Verdict,
)
from trust.validation.situations.archiving import (
    ARCHIVE_V2,
    ARCHIVE_V3,
    CERTIFICATE_REFERENCES,
    CERTIFICATE_VALUES,
    INDEX_V1,
    REVOCATION_VALUES,
    Archiving,
    archived,
    certificate_references,
    certificate_values,
    last_unsigned,
    revocation_values,
    with_bare_digest_algorithm,
    with_signed_attribute,
    with_signed_attributes_reversed,
    with_unsigned,
    without_certificate,
)
from trust.validation.situations.authorities import EXPIRES, FOUNDED, Holder, root
from trust.validation.situations.building import Making, signed, small_pdf, timestamp
from trust.validation.situations.world import NOW, SIGNED, World

DAY = timedelta(days=1)
DOCUMENT = small_pdf()
ARCHIVED = datetime(2022, 9, 1, tzinfo=UTC)
IN_2029 = datetime(2029, 6, 1, tzinfo=UTC)


def _of_three_years(world: World, first: int) -> Holder:
    begins = datetime(first, 1, 1, tzinfo=UTC)
    return world.stamping.timestamper(f"Razítka {first}", begins=begins, ends=begins + timedelta(days=3 * 365))


def _signature(world: World, **changes: object) -> bytes:
    """Return a signature with a timestamp of an authority whose certificate ends in 2023, and its list."""
    making = Making(
        by=world.signer, stamps=[(_of_three_years(world, 2021), SIGNED)], crls=[world.ca.crl(NOW)], where="cades"
    )
    return signed(DOCUMENT, replace(making, **changes))  # type: ignore[arg-type]


def _judged(world: World, signature: bytes, at: datetime = IN_2029) -> tuple[ValidationReport, SignatureReport]:
    lists = [world.stamping.crl(datetime(year, 6, 1, tzinfo=UTC)) for year in (2023, 2025, 2027, 2029)]
    report = world.validate(DOCUMENT, *lists, beside=signature, at=at).report
    (found,) = report.signatures
    return report, found


def _archives(found: SignatureReport) -> list[TimestampReport]:
    return [stamp for stamp in found.timestamps if stamp.place is TimestampPlace.ARCHIVE]


def _codes(stamp: TimestampReport) -> list[str]:
    return [reason.code for reason in stamp.reasons]


def test_an_archive_timestamp_keeps_a_signature_and_its_timestamp_valid_for_years(world: World) -> None:
    signature = _signature(world)
    assert _judged(world, signature)[1].result is Result.UNDECIDABLE
    kept = archived(signature, DOCUMENT, Archiving(by=world.stamper, at=ARCHIVED))
    report, found = _judged(world, kept)
    assert found.reasons == ()
    assert report.verdict is Verdict.VALID
    assert (found.proof, found.best_time) == (Proof.SIGNATURE_TIMESTAMP, SIGNED)
    assert found.level == "B-LTA"
    assert [stamp.result for stamp in found.timestamps] == [Result.VALID, Result.VALID]


def test_an_archive_timestamp_alone_proves_since_when_a_signature_exists(world: World) -> None:
    signature = _signature(world, stamps=(), crls=[world.ca.crl(ARCHIVED)])
    report, found = _judged(world, archived(signature, DOCUMENT, Archiving(by=world.stamper, at=ARCHIVED)))
    assert report.verdict is Verdict.VALID
    assert (found.proof, found.best_time) == (Proof.ARCHIVE_TIMESTAMP, ARCHIVED)


def test_renewed_archive_timestamps_keep_each_other_valid(world: World) -> None:
    signature = _signature(world)
    for year in (2023, 2025, 2027):
        how = Archiving(by=_of_three_years(world, year), at=datetime(year, 6, 1, tzinfo=UTC))
        signature = archived(signature, DOCUMENT, how)
    report, found = _judged(world, signature)
    assert report.verdict is Verdict.VALID
    assert [stamp.time.year for stamp in _archives(found)] == [2027, 2025, 2023]
    assert found.best_time == SIGNED


def test_an_archive_that_was_not_renewed_in_time_proves_nothing(world: World) -> None:
    how = Archiving(by=_of_three_years(world, 2023), at=datetime(2023, 6, 1, tzinfo=UTC))
    _, found = _judged(world, archived(_signature(world), DOCUMENT, how))
    assert found.proof is Proof.MOMENT_OF_VALIDATION
    assert found.result is Result.UNDECIDABLE
    assert _archives(found)[0].result is Result.UNDECIDABLE


def test_it_counts_in_a_file_that_holds_the_document_and_is_written_in_pieces(world: World) -> None:
    making = Making(by=world.signer, stamps=[(_of_three_years(world, 2021), SIGNED)], crls=[world.ca.crl(NOW)])
    enveloping = signed(DOCUMENT, making, encapsulated=DOCUMENT)
    kept = archived(enveloping, DOCUMENT, Archiving(by=world.stamper, at=ARCHIVED))
    for written in (kept, in_pieces(kept)):
        assert _judged(world, written)[0].verdict is Verdict.VALID


def test_it_counts_where_answers_and_lists_stand_in_the_cms_itself(world: World) -> None:
    answer = world.ca.ocsp(world.signer, NOW)
    signature = _signature(world, crls=[world.ca.crl(SIGNED)], answers=[answer], where="cms")
    report, found = _judged(world, archived(signature, DOCUMENT, Archiving(by=world.stamper, at=ARCHIVED)))
    assert report.verdict is Verdict.VALID
    assert found.revocation.issued_at == NOW


def test_signed_attributes_may_be_stored_in_another_order_than_they_were_signed_and_archived(world: World) -> None:
    how = Archiving(by=world.stamper, at=ARCHIVED)
    stored = archived(with_signed_attributes_reversed(_signature(world)), DOCUMENT, how)
    ordered = with_signed_attributes_reversed(archived(_signature(world), DOCUMENT, how))
    for signature in (stored, ordered):
        report, found = _judged(world, signature)
        assert found.reasons == ()
        assert report.verdict is Verdict.VALID
        assert found.best_time == SIGNED


def test_algorithms_may_be_written_without_parameters(world: World) -> None:
    without = with_bare_digest_algorithm(_signature(world))
    report, _ = _judged(world, archived(without, DOCUMENT, Archiving(by=world.stamper, at=ARCHIVED)))
    assert report.verdict is Verdict.VALID


def test_a_wrong_value_over_nested_timestamps_is_told_at_once(world: World) -> None:
    inner = timestamp(DOCUMENT, world.stamper, SIGNED)
    for _ in range(3):
        inner = with_unsigned(timestamp(DOCUMENT, world.stamper, SIGNED), "1.2.840.113549.1.9.16.2.14", inner)
    value = der.sequence(der.object_identifier("1.2.840.113549.1.9.16.2.20"), der.value(der.SET, inner))
    signature = with_signed_attribute(_signature(world, stamps=()), value)
    start = time.process_time()
    _, found = _judged(world, signature)
    assert found.integrity is Integrity.BROKEN
    assert time.process_time() - start < 5


def _other_content(how: Archiving, world: World) -> bytes:
    return archived(_signature(world), b"%PDF-1.7 another", how)


def _other_bytes(how: Archiving, world: World) -> bytes:
    return archived(_signature(world), DOCUMENT, replace(how, spoil=lambda stamped: stamped + b"\0"))


def _only_the_content(how: Archiving, world: World) -> bytes:
    return archived(_signature(world), DOCUMENT, replace(how, spoil=lambda _: DOCUMENT))


@pytest.mark.parametrize("spoiled", [_other_content, _other_bytes, _only_the_content])
def test_an_archive_timestamp_over_other_bytes_proves_nothing(
    spoiled: Callable[[Archiving, World], bytes], world: World
) -> None:
    _, found = _judged(world, spoiled(Archiving(by=world.stamper, at=ARCHIVED), world))
    (archive,) = _archives(found)
    assert (archive.indication, archive.sub_indication) == (Indication.FAILED, SubIndication.HASH_FAILURE)
    assert found.proof is Proof.MOMENT_OF_VALIDATION
    assert found.result is Result.UNDECIDABLE
    assert found.integrity is Integrity.INTACT


def test_one_of_another_signature_proves_nothing(world: World) -> None:
    # Everything the index names is in both: only what was signed differs, and its value.
    mine, other = (
        signed(DOCUMENT, Making(by=world.signer, content_stamps=stamps)) for stamps in ((), [(world.stamper, SIGNED)])
    )
    foreign = archived(other, DOCUMENT, Archiving(by=world.stamper, at=ARCHIVED))
    _, found = _judged(world, with_unsigned(mine, ARCHIVE_V3, last_unsigned(foreign)))
    assert _archives(found)[0].sub_indication is SubIndication.HASH_FAILURE
    assert found.proof is Proof.MOMENT_OF_VALIDATION


def test_what_its_index_does_not_name_may_have_been_added_since(world: World) -> None:
    signature = _signature(world)
    how = Archiving(by=world.stamper, at=ARCHIVED, leaves_out=lambda item: b"Raz\xc3\xadtka 2021" in item)
    _, found = _judged(world, archived(signature, DOCUMENT, how))
    (archive,) = _archives(found)
    assert archive.result is Result.VALID
    # The old timestamp's authority has expired, and nothing proves that the token is older.
    assert found.timestamps[0].result is Result.UNDECIDABLE
    assert (found.proof, found.best_time) == (Proof.ARCHIVE_TIMESTAMP, ARCHIVED)


def test_one_set_before_the_timestamp_it_is_over_is_out_of_order(world: World) -> None:
    how = Archiving(by=world.stamper, at=SIGNED - DAY)
    _, found = _judged(world, archived(_signature(world), DOCUMENT, how))
    assert found.sub_indication is SubIndication.TIMESTAMP_ORDER_FAILURE
    assert found.result is Result.UNDECIDABLE


def test_one_set_before_the_content_was_stamped_is_out_of_order(world: World) -> None:
    signature = _signature(world, stamps=(), content_stamps=[(world.stamper, SIGNED)])
    _, found = _judged(world, archived(signature, DOCUMENT, Archiving(by=world.stamper, at=SIGNED - DAY)))
    assert found.sub_indication is SubIndication.TIMESTAMP_ORDER_FAILURE


def test_a_content_timestamp_that_was_not_signed_proves_nothing_of_when_it_was_made(world: World) -> None:
    token = timestamp(DOCUMENT, world.stamper, EXPIRES + DAY)
    making = Making(by=world.signer, stamps=[(world.stamper, EXPIRES + 2 * DAY)])
    added = with_unsigned(signed(DOCUMENT, making), "1.2.840.113549.1.9.16.2.20", token)
    _, found = _judged(world, added)
    assert [stamp.place for stamp in found.timestamps] == [TimestampPlace.SIGNATURE]
    assert found.indication is Indication.INDETERMINATE


def test_archives_out_of_order_are_told(world: World) -> None:
    signature = archived(_signature(world), DOCUMENT, Archiving(by=world.stamper, at=ARCHIVED))
    signature = archived(signature, DOCUMENT, Archiving(by=world.stamper, at=ARCHIVED - 30 * DAY))
    _, found = _judged(world, signature)
    assert found.sub_indication is SubIndication.TIMESTAMP_ORDER_FAILURE


def test_one_of_nobody_known_proves_nothing(world: World) -> None:
    stranger = root("Cizí", number=7).timestamper(begins=FOUNDED)
    _, found = _judged(world, archived(_signature(world), DOCUMENT, Archiving(by=stranger, at=ARCHIVED)))
    assert _archives(found)[0].sub_indication is SubIndication.NO_CERTIFICATE_CHAIN_FOUND
    assert found.proof is Proof.MOMENT_OF_VALIDATION


def test_the_signer_cannot_archive_with_his_own_certificate(world: World) -> None:
    _, found = _judged(world, archived(_signature(world), DOCUMENT, Archiving(by=world.signer, at=ARCHIVED)))
    assert _archives(found)[0].sub_indication is SubIndication.CHAIN_CONSTRAINTS_FAILURE
    assert found.proof is Proof.MOMENT_OF_VALIDATION


def test_an_index_of_weak_digests_proves_nothing(world: World) -> None:
    how = Archiving(by=world.stamper, at=ARCHIVED, hash_name="sha1")
    _, found = _judged(world, archived(_signature(world), DOCUMENT, how))
    (archive,) = _archives(found)
    assert _codes(archive) == ["algorithm.weak"]
    assert found.proof is Proof.MOMENT_OF_VALIDATION


def test_what_the_index_names_must_still_be_there(world: World) -> None:
    kept = archived(_signature(world), DOCUMENT, Archiving(by=world.stamper, at=ARCHIVED))
    for damaged in (
        without_certificate(kept, world.root.der),
        archived(_signature(world), DOCUMENT, Archiving(by=world.stamper, at=ARCHIVED, names_too=[bytes(32)])),
    ):
        _, found = _judged(world, damaged)
        (archive,) = _archives(found)
        assert _codes(archive) == ["archive.item_missing"]
        assert archive.sub_indication is SubIndication.SIGNED_DATA_NOT_FOUND
        assert archive.result is Result.UNDECIDABLE
        assert found.proof is Proof.MOMENT_OF_VALIDATION


@pytest.mark.parametrize(("index", "indexes"), [(INDEX_V1, 1), ("2.999.1", 1), ("0.4.0.19122.1.5", 2)])
def test_one_without_exactly_one_known_index_proves_nothing(index: str, indexes: int, world: World) -> None:
    how = Archiving(by=world.stamper, at=ARCHIVED, index=index, indexes=indexes)
    _, found = _judged(world, archived(_signature(world), DOCUMENT, how))
    assert _codes(_archives(found)[0]) == ["archive.no_index"]
    assert found.proof is Proof.MOMENT_OF_VALIDATION


def test_an_older_kind_is_named_as_not_evaluated_and_disturbs_nothing(world: World) -> None:
    how = Archiving(by=world.stamper, at=ARCHIVED, kind=ARCHIVE_V2)
    old = archived(_signature(world), DOCUMENT, how)
    _, found = _judged(world, old)
    assert _codes(_archives(found)[0]) == ["archive.not_evaluated"]
    assert _archives(found)[0].time == ARCHIVED
    assert found.proof is Proof.MOMENT_OF_VALIDATION
    assert found.level == "B-LT"
    report, found = _judged(world, old, at=NOW)
    assert report.verdict is Verdict.VALID
    assert found.proof is Proof.SIGNATURE_TIMESTAMP


def test_an_archive_of_the_third_kind_keeps_one_of_an_older_kind_from_disturbing(world: World) -> None:
    old = archived(_signature(world), DOCUMENT, Archiving(by=world.stamper, at=SIGNED + DAY, kind=ARCHIVE_V2))
    report, found = _judged(world, archived(old, DOCUMENT, Archiving(by=world.stamper, at=ARCHIVED)))
    assert report.verdict is Verdict.VALID
    assert [stamp.result for stamp in _archives(found)] == [Result.VALID, Result.UNDECIDABLE]


def test_values_of_certificates_and_revocation_are_used_and_references_disturb_nothing(world: World) -> None:
    bare = signed(DOCUMENT, Making(by=replace(world.signer, above=()), stamps=[(world.stamper, SIGNED)]))
    below = with_unsigned(bare, CERTIFICATE_REFERENCES, certificate_references(world.ca.der))
    below = with_unsigned(below, CERTIFICATE_VALUES, certificate_values(world.ca.der))
    listed, of_root = world.ca.crl(NOW), world.root.crl(NOW)
    full = with_unsigned(below, REVOCATION_VALUES, revocation_values([listed, of_root]))
    trust = world.trust(world.root, world.stamping)
    report = world.validate(DOCUMENT, beside=full, trust=trust).report
    assert report.verdict is Verdict.VALID
    assert report.signatures[0].level == "B-LT"
    used = {material.der: material.source for material in report.material}
    assert (used[world.ca.der], used[listed], used[of_root]) == (Source.FILE, Source.FILE, Source.FILE)
    assert world.validate(DOCUMENT, beside=below, trust=trust).report.verdict is Verdict.UNDECIDABLE


def test_an_answer_that_an_archive_proves_older_outlives_its_responders_revocation(world: World) -> None:
    responder = world.ca.responder(needs_check=True)
    stolen = ARCHIVED + DAY
    world.ca.revoke(responder, stolen, x509.ReasonFlags.key_compromise)
    answers = [world.ca.ocsp(world.signer, NOW, by=responder), world.ca.ocsp(responder, stolen + DAY)]
    signature = _signature(world, crls=(), answers=answers)
    _, found = _judged(world, archived(signature, DOCUMENT, Archiving(by=world.stamper, at=ARCHIVED)))
    assert found.revocation.status is RevocationStatus.GOOD
    for later in (
        archived(signature, DOCUMENT, Archiving(by=world.stamper, at=stolen + DAY)),
        archived(
            signature,
            DOCUMENT,
            Archiving(by=world.stamper, at=ARCHIVED, leaves_out=lambda item: "Odpovídač".encode() in item),
        ),
    ):
        _, found = _judged(world, later)
        assert found.revocation.status is RevocationStatus.UNKNOWN
        assert "revocation.responder_revoked" in [reason.code for reason in found.reasons]


def test_the_report_tells_of_it_as_json_and_as_xml_of_etsi(world: World) -> None:
    kept = archived(_signature(world, stamps=()), DOCUMENT, Archiving(by=world.stamper, at=ARCHIVED))
    report, found = _judged(world, kept)
    plain = to_json(report)["report"]
    assert plain["signatures"][0]["proof"] == "archive_timestamp"
    assert [stamp["place"] for stamp in plain["signatures"][0]["timestamps"]] == ["archive"]
    assert from_json(to_json(report)) == report
    xml = to_xml(report).decode()
    assert "ArchiveTimeStamp" in xml
    assert "urn:etsi:019102:validationprocess:LTA" in xml
    assert f"V-{_archives(found)[0].sha256}" in xml


def test_no_damaged_archive_proves_an_earlier_time_or_breaks_anything(world: World) -> None:
    signature = _signature(world, stamps=())
    kept = archived(signature, DOCUMENT, Archiving(by=world.stamper, at=ARCHIVED))
    chance = random.Random(20261127)  # noqa: S311  # a repeatable choice
    begin = kept.rindex(b"\x06\x06\x04\x00\x8d\x45\x02\x04")
    for place in chance.sample(range(begin, len(kept)), 40):
        damaged = kept[:place] + bytes((kept[place] ^ 0x41,)) + kept[place + 1 :]
        report = world.validate(DOCUMENT, world.stamping.crl(IN_2029), beside=damaged, at=IN_2029).report
        for found in report.signatures:
            assert found.best_time in {ARCHIVED, IN_2029}
            assert found.integrity is not Integrity.BROKEN
