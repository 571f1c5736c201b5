"""What a certificate's state at the proven time means: expired, revoked, foreign, misused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509

from listina.trust.validation.inputs import NeedKind, Validated
from listina.trust.validation.values import (
    Indication,
    Integrity,
    Proof,
    Result,
    RevocationStatus,
    SubIndication,
    Verdict,
)
from trust.validation.situations.authorities import CLOSED, CRL_URL, EXPIRES, FOUNDED, OCSP_URL, root, usage
from trust.validation.situations.building import Making
from trust.validation.situations.world import LATER, NOW, SIGNED, World

S, R, P = SubIndication, RevocationStatus, Proof
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_KEPT = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.60"), b"\x18\x0f20200101000000Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is expected of the one signature."""

    indication: Indication = Indication.INDETERMINATE
    sub: SubIndication | None = None
    revocation: RevocationStatus
    proof: Proof = P.SIGNATURE_TIMESTAMP
    integrity: Integrity = Integrity.INTACT


PASSED = Indication.PASSED
FAILED = Indication.FAILED
RESULTS = {PASSED: Result.VALID, FAILED: Result.INVALID, Indication.INDETERMINATE: Result.UNDECIDABLE}
VERDICTS = {Result.VALID: Verdict.VALID, Result.INVALID: Verdict.INVALID, Result.UNDECIDABLE: Verdict.UNDECIDABLE}


def good(world: World) -> Validated:
    return world.validate(world.good(), world.ca.crl(NOW - HOUR))


def without_timestamp(world: World) -> Validated:
    return world.validate(Making(by=world.signer), world.ca.crl(NOW - HOUR))


def with_outdated_list(world: World) -> Validated:
    return world.validate(Making(by=world.signer), world.ca.crl(NOW - 3 * DAY))


def with_older_list(world: World) -> Validated:
    return world.validate(world.good(), world.ca.crl(SIGNED - HOUR))


def without_revocation_data(world: World) -> Validated:
    return world.validate(world.good())


def by_ocsp(world: World) -> Validated:
    return world.validate(world.good(), answers=[world.ca.ocsp(world.signer, NOW)])


def by_responder(world: World) -> Validated:
    return world.validate(world.good(), answers=[world.ca.ocsp(world.signer, NOW, by=world.ca.responder())])


def by_strange_responder(world: World) -> Validated:
    stranger = root("Cizí", number=7)
    return world.validate(world.good(), answers=[world.ca.ocsp(world.signer, NOW, by=stranger.responder())])


def with_forged_list(world: World) -> Validated:
    return world.validate(world.good(), world.ca.crl(NOW, private=world.stamper.private))


def revoked_after(world: World) -> Validated:
    world.ca.revoke(world.signer, SIGNED + DAY)
    return world.validate(world.good(), world.ca.crl(NOW))


def revoked_before(world: World) -> Validated:
    world.ca.revoke(world.signer, SIGNED - DAY)
    return world.validate(world.good(), world.ca.crl(NOW))


def revoked_before_by_ocsp(world: World) -> Validated:
    world.ca.revoke(world.signer, SIGNED - DAY, x509.ReasonFlags.key_compromise)
    return world.validate(world.good(), answers=[world.ca.ocsp(world.signer, NOW)])


def revoked_unproven(world: World) -> Validated:
    world.ca.revoke(world.signer, SIGNED + DAY)
    return world.validate(Making(by=world.signer), world.ca.crl(NOW))


def revoked_and_then_signed(world: World) -> Validated:
    world.ca.revoke(world.signer, SIGNED - 2 * DAY)
    making = replace(world.good(), content_stamps=[(world.stamper, SIGNED - DAY)])
    return world.validate(making, world.ca.crl(NOW))


def revoked_long_ago_and_off_the_list(world: World) -> Validated:
    world.ca.revoke(world.signer, SIGNED - DAY)
    listed = world.ca.crl(SIGNED)
    world.ca.revoked.clear()
    return world.validate(world.good(), listed, world.ca.crl(NOW))


def held_and_released(world: World) -> Validated:
    world.ca.revoke(world.signer, SIGNED - 9 * DAY, x509.ReasonFlags.certificate_hold)
    held = world.ca.crl(SIGNED - 8 * DAY)
    world.ca.revoked.clear()
    return world.validate(world.good(), held, world.ca.crl(NOW))


def expired_unproven(world: World) -> Validated:
    return world.validate(Making(by=world.signer), at=LATER)


def expired_but_not_revoked(world: World) -> Validated:
    return world.validate(Making(by=world.signer), world.ca.crl(EXPIRES - DAY), at=LATER)


def expired_after_signing(world: World) -> Validated:
    return world.validate(world.good(), world.ca.crl(EXPIRES - DAY), at=LATER)


def expired_with_a_later_list(world: World) -> Validated:
    return world.validate(world.good(), world.ca.crl(LATER - HOUR), at=LATER)


def expired_with_a_list_that_keeps(world: World) -> Validated:
    return world.validate(world.good(), world.ca.crl(LATER - HOUR, extensions=[(_KEPT, False)]), at=LATER)


def expired_with_a_later_answer(world: World) -> Validated:
    return world.validate(world.good(), answers=[world.ca.ocsp(world.signer, LATER - HOUR)], at=LATER)


def expired_with_an_answer_that_keeps(world: World) -> Validated:
    answer = world.ca.ocsp(world.signer, LATER - HOUR, kept_since=FOUNDED)
    return world.validate(world.good(), answers=[answer], at=LATER)


def expired_when_stamped(world: World) -> Validated:
    making = Making(by=world.signer, stamps=[(world.stamper, EXPIRES + DAY)])
    return world.validate(making, world.ca.crl(EXPIRES - DAY), at=LATER)


def expired_and_then_signed(world: World) -> Validated:
    stamps = [(world.stamper, EXPIRES + 2 * DAY)]
    making = Making(by=world.signer, stamps=stamps, content_stamps=[(world.stamper, EXPIRES + DAY)])
    return world.validate(making, world.ca.crl(EXPIRES - DAY), at=LATER)


def stamped_before_it_was_valid(world: World) -> Validated:
    making = Making(by=world.signer, stamps=[(world.stamper, datetime(2019, 1, 1, tzinfo=UTC))])
    return world.validate(making, world.ca.crl(NOW))


def not_yet_valid(world: World) -> Validated:
    at = datetime(2019, 1, 1, tzinfo=UTC)
    return world.validate(Making(by=world.signer), world.ca.crl(at), at=at)


def unknown_issuer(world: World) -> Validated:
    stranger = root("Cizí", number=7).authority("Cizí autorita").signer()
    making = Making(by=stranger, stamps=[(world.stamper, SIGNED)])
    return world.validate(making, world.ca.crl(NOW))


def anchored_at_the_root(world: World) -> Validated:
    trust = world.trust(world.root)
    return world.validate(world.good(), world.ca.crl(NOW), world.root.crl(NOW), trust=trust)


def issuer_revoked(world: World) -> Validated:
    world.root.revoke(world.ca, SIGNED - DAY)
    trust = world.trust(world.root)
    return world.validate(world.good(), world.ca.crl(NOW), world.root.crl(NOW), trust=trust)


def issuer_revoked_afterwards(world: World) -> Validated:
    world.root.revoke(world.ca, SIGNED + DAY)
    trust = world.trust(world.root)
    return world.validate(world.good(), world.ca.crl(NOW), world.root.crl(NOW), trust=trust)


def issuer_unknown(world: World) -> Validated:
    trust = world.trust(world.root, world.stamping)
    return world.validate(world.good(), world.ca.crl(NOW), trust=trust)


def not_for_signatures(world: World) -> Validated:
    holder = world.ca.signer(extensions=((usage("key_encipherment"), True),))
    return world.validate(Making(by=holder, stamps=[(world.stamper, SIGNED)]), world.ca.crl(NOW))


def an_authority_signs(world: World) -> Validated:
    making = Making(by=world.ca.authority("Nižší autorita", number=8), stamps=[(world.stamper, SIGNED)])
    return world.validate(making, world.ca.crl(NOW))


def issued_by_no_authority(world: World) -> Validated:
    clerk = world.ca.authority("Úředník", number=9, is_authority=False)
    making = Making(by=clerk.signer(), stamps=[(world.stamper, SIGNED)])
    return world.validate(making, world.ca.crl(NOW), clerk.crl(NOW))


def of_another_part_of_the_lists(world: World) -> Validated:
    point = x509.IssuingDistributionPoint(
        [x509.UniformResourceIdentifier("http://crl.example.test/other.crl")], None, False, False, None, False, False
    )
    return world.validate(world.good(), world.ca.crl(NOW, extensions=[(point, True)]))


def of_its_part_of_the_lists(world: World) -> Validated:
    point = x509.IssuingDistributionPoint(
        [x509.UniformResourceIdentifier(CRL_URL)], None, True, False, None, False, False
    )
    return world.validate(world.good(), world.ca.crl(NOW, extensions=[(point, True)]))


def of_authorities_only(world: World) -> Validated:
    point = x509.IssuingDistributionPoint(None, None, False, True, None, False, False)
    return world.validate(world.good(), world.ca.crl(NOW, extensions=[(point, True)]))


NO_PROOF = P.MOMENT_OF_VALIDATION
SITUATIONS: dict[Callable[[World], Validated], Expected] = {
    good: Expected(indication=PASSED, revocation=R.GOOD),
    without_timestamp: Expected(indication=PASSED, revocation=R.GOOD_BY_OLDER_DATA, proof=NO_PROOF),
    with_outdated_list: Expected(sub=S.TRY_LATER, revocation=R.GOOD_BY_OLDER_DATA, proof=NO_PROOF),
    with_older_list: Expected(indication=PASSED, revocation=R.GOOD_BY_OLDER_DATA),
    without_revocation_data: Expected(sub=S.TRY_LATER, revocation=R.UNKNOWN),
    by_ocsp: Expected(indication=PASSED, revocation=R.GOOD),
    by_responder: Expected(indication=PASSED, revocation=R.GOOD),
    by_strange_responder: Expected(sub=S.TRY_LATER, revocation=R.UNKNOWN),
    with_forged_list: Expected(sub=S.TRY_LATER, revocation=R.UNKNOWN),
    revoked_after: Expected(indication=PASSED, revocation=R.REVOKED_AFTER),
    revoked_before: Expected(sub=S.REVOKED_NO_POE, revocation=R.REVOKED_BEFORE),
    revoked_before_by_ocsp: Expected(sub=S.REVOKED_NO_POE, revocation=R.REVOKED_BEFORE),
    revoked_unproven: Expected(sub=S.REVOKED_NO_POE, revocation=R.REVOKED_UNPROVEN, proof=NO_PROOF),
    revoked_and_then_signed: Expected(indication=FAILED, sub=S.REVOKED, revocation=R.REVOKED_BEFORE),
    revoked_long_ago_and_off_the_list: Expected(sub=S.REVOKED_NO_POE, revocation=R.REVOKED_BEFORE),
    held_and_released: Expected(indication=PASSED, revocation=R.GOOD),
    expired_unproven: Expected(sub=S.OUT_OF_BOUNDS_NO_POE, revocation=R.UNKNOWN, proof=NO_PROOF),
    expired_but_not_revoked: Expected(sub=S.OUT_OF_BOUNDS_NOT_REVOKED, revocation=R.GOOD_BY_OLDER_DATA, proof=NO_PROOF),
    expired_after_signing: Expected(indication=PASSED, revocation=R.GOOD),
    expired_with_a_later_list: Expected(sub=S.TRY_LATER, revocation=R.UNKNOWN),
    expired_with_a_list_that_keeps: Expected(indication=PASSED, revocation=R.GOOD),
    expired_with_a_later_answer: Expected(sub=S.TRY_LATER, revocation=R.UNKNOWN),
    expired_with_an_answer_that_keeps: Expected(indication=PASSED, revocation=R.GOOD),
    expired_when_stamped: Expected(sub=S.OUT_OF_BOUNDS_NOT_REVOKED, revocation=R.GOOD_BY_OLDER_DATA),
    expired_and_then_signed: Expected(indication=FAILED, sub=S.EXPIRED, revocation=R.GOOD_BY_OLDER_DATA),
    stamped_before_it_was_valid: Expected(indication=FAILED, sub=S.NOT_YET_VALID, revocation=R.GOOD),
    not_yet_valid: Expected(sub=S.OUT_OF_BOUNDS_NO_POE, revocation=R.GOOD, proof=NO_PROOF),
    unknown_issuer: Expected(sub=S.NO_CERTIFICATE_CHAIN_FOUND, revocation=R.NOT_ASKED),
    anchored_at_the_root: Expected(indication=PASSED, revocation=R.GOOD),
    issuer_revoked: Expected(sub=S.REVOKED_CA_NO_POE, revocation=R.GOOD),
    issuer_revoked_afterwards: Expected(indication=PASSED, revocation=R.GOOD),
    issuer_unknown: Expected(sub=S.TRY_LATER, revocation=R.GOOD),
    not_for_signatures: Expected(sub=S.CHAIN_CONSTRAINTS_FAILURE, revocation=R.NOT_ASKED),
    an_authority_signs: Expected(sub=S.CHAIN_CONSTRAINTS_FAILURE, revocation=R.NOT_ASKED),
    issued_by_no_authority: Expected(sub=S.CERTIFICATE_CHAIN_GENERAL_FAILURE, revocation=R.NOT_ASKED),
    of_another_part_of_the_lists: Expected(sub=S.TRY_LATER, revocation=R.UNKNOWN),
    of_its_part_of_the_lists: Expected(indication=PASSED, revocation=R.GOOD),
    of_authorities_only: Expected(sub=S.TRY_LATER, revocation=R.UNKNOWN),
}


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.__name__)
def test_a_certificate_is_judged_at_the_proven_time(situation: Callable[[World], Validated], world: World) -> None:
    expected = SITUATIONS[situation]
    report = situation(world).report
    (signature,) = report.signatures
    found = Expected(
        indication=signature.indication,
        sub=signature.sub_indication,
        revocation=signature.revocation.status,
        proof=signature.proof,
        integrity=signature.integrity,
    )
    assert found == expected, signature.reasons
    assert signature.result is RESULTS[expected.indication]
    assert report.verdict is VERDICTS[signature.result]
    assert bool(signature.reasons) == (expected.indication is not PASSED)


def test_what_is_unknown_or_old_can_be_fetched(world: World) -> None:
    for validated in (without_revocation_data(world), without_timestamp(world), with_older_list(world)):
        assert {(need.kind, need.url) for need in validated.needs} == {
            (NeedKind.CRL, CRL_URL),
            (NeedKind.OCSP, OCSP_URL),
        }
        assert all(bool(need.request) == (need.kind is NeedKind.OCSP) for need in validated.needs)


def test_nothing_is_asked_about_a_certificate_of_nobody_known_or_a_good_one(world: World) -> None:
    assert unknown_issuer(world).needs == ()
    assert good(world).needs == ()


def test_the_report_tells_which_data_it_used(world: World) -> None:
    crl = world.ca.crl(NOW - HOUR)
    report = world.validate(world.good(), crl).report
    assert report.signatures[0].revocation.issued_at == NOW - HOUR
    assert report.signatures[0].revocation.next_update == NOW + 23 * HOUR
    used = {material.der: material.source.value for material in report.material}
    assert used[crl] == "fetched"
    assert used[world.signer.der] == "file"
    assert used[world.ca.der] == "file"
    assert len(report.material) == len(used)


def test_an_anchor_that_no_file_holds_comes_from_the_list(world: World) -> None:
    making = replace(world.good(), by=replace(world.signer, above=()))
    report = world.validate(making, world.ca.crl(NOW)).report
    assert report.verdict is Verdict.VALID
    used = {material.der: material.source.value for material in report.material}
    assert used[world.ca.der] == "trusted_list"


@pytest.mark.parametrize(
    ("why", "said", "verdict"),
    [
        (x509.ReasonFlags.cessation_of_operation, SIGNED + DAY, Proof.SIGNATURE_TIMESTAMP),
        (x509.ReasonFlags.key_compromise, SIGNED + DAY, Proof.MOMENT_OF_VALIDATION),
        (x509.ReasonFlags.superseded, SIGNED - DAY, Proof.MOMENT_OF_VALIDATION),
    ],
)
def test_a_revoked_timestamp_authority_proves_what_it_stamped_only_while_its_key_was_safe(
    why: x509.ReasonFlags, said: datetime, verdict: Proof, world: World
) -> None:
    world.stamping.revoke(world.stamper, said, why)
    report = world.validate(world.good(), world.ca.crl(NOW - HOUR)).report
    assert report.signatures[0].proof is verdict


def test_a_certificate_of_many_years_is_good_until_then(world: World) -> None:
    making = Making(by=world.ca.signer(ends=CLOSED))
    assert world.validate(making, world.ca.crl(LATER - HOUR), at=LATER).report.verdict is Verdict.VALID
