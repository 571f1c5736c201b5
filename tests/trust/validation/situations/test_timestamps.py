"""What timestamps prove: chains of them over years, and what does not count."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from listina.trust.validation.report import ValidationReport
from listina.trust.validation.values import Indication, Integrity, Proof, Result, SubIndication, Verdict
from trust.attacks import append_page, revise
from trust.validation.situations.authorities import FOUNDED, Holder, root
from trust.validation.situations.building import Making, sign, small_pdf, stamp
from trust.validation.situations.world import NOW, SIGNED, World

_YEARS = (2021, 2023, 2025, 2027)
IN_2029 = datetime(2029, 6, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def _of_three_years(world: World, first: int) -> Holder:
    begins = datetime(first, 1, 1, tzinfo=UTC)
    return world.stamping.timestamper(f"Razítka {first}", begins=begins, ends=begins + timedelta(days=3 * 365))


def _archived(world: World, renewals: int) -> ValidationReport:
    """Sign in 2021, stamp the archive anew before each authority's certificate expires."""
    pdf = sign(small_pdf(), Making(by=world.signer, stamps=[(_of_three_years(world, 2021), SIGNED)]))
    lists = [world.ca.crl(NOW), world.stamping.crl(IN_2029)]
    for first in _YEARS[1 : renewals + 1]:
        time = datetime(first, 6, 1, tzinfo=UTC)
        pdf = stamp(pdf, _of_three_years(world, first), time, name=f"Archiv{first}")
        lists.append(world.stamping.crl(time))
    return world.validate(pdf, *lists, at=IN_2029).report


def test_renewed_timestamps_keep_a_signature_valid_for_years(world: World) -> None:
    report = _archived(world, renewals=3)
    (signature,) = report.signatures
    assert signature.reasons == ()
    assert report.verdict is Verdict.VALID
    assert signature.best_time == SIGNED
    assert signature.proof is Proof.SIGNATURE_TIMESTAMP
    assert signature.level == "B-LTA"
    assert [item.result for item in report.document_timestamps] == [Result.VALID] * 3


def test_timestamps_that_were_not_renewed_in_time_prove_nothing(world: World) -> None:
    report = _archived(world, renewals=1)
    (signature,) = report.signatures
    assert signature.proof is Proof.MOMENT_OF_VALIDATION
    assert signature.result is Result.UNDECIDABLE
    assert report.document_timestamps[0].sub_indication in {
        SubIndication.OUT_OF_BOUNDS_NO_POE,
        SubIndication.OUT_OF_BOUNDS_NOT_REVOKED,
    }


def test_a_document_timestamp_alone_proves_the_time(world: World) -> None:
    pdf = stamp(sign(small_pdf(), Making(by=world.signer)), world.stamper, SIGNED)
    report = world.validate(pdf, world.ca.crl(NOW)).report
    assert (report.signatures[0].proof, report.signatures[0].best_time) == (Proof.DOCUMENT_TIMESTAMP, SIGNED)
    assert report.verdict is Verdict.VALID


def test_times_out_of_order_are_undecidable(world: World) -> None:
    pdf = stamp(sign(small_pdf(), world.good()), world.stamper, SIGNED - timedelta(days=2))
    report = world.validate(pdf, world.ca.crl(NOW)).report
    (signature,) = report.signatures
    assert signature.sub_indication is SubIndication.TIMESTAMP_ORDER_FAILURE
    assert signature.result is Result.UNDECIDABLE
    assert signature.integrity is Integrity.INTACT


def test_a_time_in_the_future_proves_nothing(world: World) -> None:
    making = replace(world.good(), stamps=[(world.stamper, NOW + timedelta(days=1))])
    (signature,) = world.validate(making, world.ca.crl(NOW)).report.signatures
    assert signature.proof is Proof.MOMENT_OF_VALIDATION
    assert signature.timestamps[0].sub_indication is SubIndication.TIMESTAMP_ORDER_FAILURE


def test_a_timestamp_of_nobody_known_proves_nothing(world: World) -> None:
    stranger = root("Cizí", number=7).timestamper(begins=FOUNDED)
    making = Making(by=world.signer, stamps=[(stranger, SIGNED)])
    (signature,) = world.validate(making, world.ca.crl(NOW - MINUTE)).report.signatures
    assert signature.proof is Proof.MOMENT_OF_VALIDATION
    assert signature.timestamps[0].sub_indication is SubIndication.NO_CERTIFICATE_CHAIN_FOUND


def test_a_signer_cannot_stamp_with_his_own_certificate(world: World) -> None:
    making = Making(by=world.signer, stamps=[(world.signer, SIGNED)])
    (signature,) = world.validate(making, world.ca.crl(NOW - MINUTE)).report.signatures
    assert signature.timestamps[0].sub_indication is SubIndication.CHAIN_CONSTRAINTS_FAILURE
    assert signature.proof is Proof.MOMENT_OF_VALIDATION


def test_a_document_timestamp_over_other_bytes_breaks_the_file(world: World) -> None:
    pdf = stamp(small_pdf(), world.stamper, SIGNED).replace(b"0.9 g 50 50", b"0.1 g 50 50")
    report = world.validate(pdf).report
    assert report.verdict is Verdict.BROKEN
    assert report.document_timestamps[0].sub_indication is SubIndication.HASH_FAILURE
    assert report.document_timestamps[0].indication is Indication.FAILED


def test_what_changes_a_file_after_its_timestamp_is_told(world: World) -> None:
    pdf = revise(stamp(small_pdf(), world.stamper, SIGNED), append_page)
    report = world.validate(pdf).report
    assert report.verdict is Verdict.BROKEN
    assert report.document_timestamps[0].result is Result.INVALID


def test_the_earliest_of_several_timestamps_counts(world: World) -> None:
    making = replace(world.good(), stamps=[(world.stamper, SIGNED + MINUTE), (world.stamper, SIGNED)])
    (signature,) = world.validate(making, world.ca.crl(NOW)).report.signatures
    assert signature.best_time == SIGNED
    assert len(signature.timestamps) == 2
