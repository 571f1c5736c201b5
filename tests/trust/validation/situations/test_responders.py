"""An answer of OCSP counts only if whoever signed it was entitled to, and was not revoked itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from listina.trust.validation.inputs import NeedKind, Validated
from listina.trust.validation.values import RevocationStatus, SubIndication, Verdict
from trust.validation.situations.authorities import CRL_URL, OCSP_URL, Authority, Holder, root, usage
from trust.validation.situations.world import NOW, SIGNED, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
UNKNOWN, REVOKED, FOREIGN = (
    "revocation.responder_unknown",
    "revocation.responder_revoked",
    "revocation.responder_foreign",
)


def _answered(world: World, by: Holder, *crls: bytes, more: tuple[bytes, ...] = ()) -> Validated:
    return world.validate(world.good(), *crls, answers=[world.ca.ocsp(world.signer, NOW, by=by), *more])


def _doubts(validated: Validated) -> list[str]:
    (signature,) = validated.report.signatures
    return [reason.code for reason in signature.reasons]


def _is_unknown(validated: Validated, why: str) -> bool:
    (signature,) = validated.report.signatures
    assert signature.revocation.status is RevocationStatus.UNKNOWN
    assert signature.sub_indication is SubIndication.TRY_LATER
    return _doubts(validated) == ["revocation.unknown", why]


def test_a_responder_that_needs_no_check_is_believed(world: World) -> None:
    report = _answered(world, world.ca.responder()).report
    assert report.verdict is Verdict.VALID
    assert report.signatures[0].revocation.status is RevocationStatus.GOOD


def test_a_responder_whose_status_nobody_knows_proves_nothing_and_can_be_asked_about(world: World) -> None:
    responder = world.ca.responder(needs_check=True)
    validated = _answered(world, responder)
    assert _is_unknown(validated, UNKNOWN)
    # Once about the signer, once about the responder; the list is the same.
    assert [need.kind for need in validated.needs].count(NeedKind.OCSP) == 2
    assert {need.url for need in validated.needs} == {CRL_URL, OCSP_URL}
    assert responder.der in {material.der for material in validated.report.material}


def test_a_responder_that_a_list_of_its_issuer_calls_good_is_believed(world: World) -> None:
    # The list is of before the signature, so that it is the answer that proves it good.
    listed = world.ca.crl(SIGNED - 9 * DAY, days=400)
    validated = _answered(world, world.ca.responder(needs_check=True), listed)
    assert validated.report.verdict is Verdict.VALID
    assert validated.report.signatures[0].revocation.status is RevocationStatus.GOOD
    assert listed in {material.der for material in validated.report.material}
    assert validated.needs == ()


def test_a_list_too_old_for_the_answer_does_not_vouch_for_its_responder(world: World) -> None:
    validated = _answered(world, world.ca.responder(needs_check=True), world.ca.crl(SIGNED - DAY, days=3))
    (signature,) = validated.report.signatures
    assert signature.revocation.status is RevocationStatus.GOOD_BY_OLDER_DATA
    assert signature.revocation.issued_at == SIGNED - DAY


def test_a_responder_that_another_one_calls_good_is_believed(world: World) -> None:
    first, second = world.ca.responder(needs_check=True), world.ca.responder(number=8)
    answer = world.ca.ocsp(first, NOW, by=second)
    assert _answered(world, first, more=(answer,)).report.verdict is Verdict.VALID


def test_a_responder_cannot_vouch_for_itself(world: World) -> None:
    responder = world.ca.responder(needs_check=True)
    assert _is_unknown(_answered(world, responder, more=(world.ca.ocsp(responder, NOW, by=responder),)), UNKNOWN)


def test_responders_that_vouch_for_each_other_prove_nothing(world: World) -> None:
    names = [world.ca.responder(number=number, needs_check=True) for number in (4, 8, 9)]
    circle = [world.ca.ocsp(about, NOW, by=by) for about in names for by in names]
    assert _is_unknown(_answered(world, names[0], more=tuple(circle)), UNKNOWN)


def test_many_answers_of_a_circle_are_not_followed_for_ever(world: World) -> None:
    names = [world.ca.responder(number=number, needs_check=True) for number in (4, 8, 9)]
    many = [
        world.ca.ocsp(about, NOW + timedelta(seconds=second), by=by)
        for about in names
        for by in names
        for second in range(9)
    ]
    assert _is_unknown(_answered(world, names[0], more=tuple(many)), UNKNOWN)


@pytest.mark.parametrize("at", [SIGNED - DAY, NOW + DAY])
def test_a_revoked_responder_proves_nothing_whatever_time_its_answer_says(at: datetime, world: World) -> None:
    responder = world.ca.responder(needs_check=True)
    world.ca.revoke(responder, at, x509.ReasonFlags.key_compromise)
    about_it = world.ca.ocsp(responder, NOW + 2 * DAY)
    assert _is_unknown(_answered(world, responder, more=(about_it,)), REVOKED)


def test_a_responder_that_only_ceased_later_is_believed(world: World) -> None:
    responder = world.ca.responder(needs_check=True)
    world.ca.revoke(responder, NOW + DAY, x509.ReasonFlags.cessation_of_operation)
    about_it = world.ca.ocsp(responder, NOW + 2 * DAY)
    assert _answered(world, responder, more=(about_it,)).report.verdict is Verdict.VALID


def _stranger(world: World) -> Holder:
    del world
    return root("Cizí", number=7).responder()


def _of_another_authority(world: World) -> Holder:
    return world.stamping.responder()


def _of_an_authority_of_the_same_name(world: World) -> Holder:
    twin: Authority = world.root.authority("Vydávající autorita", number=9)
    return twin.responder()


def _without_the_purpose(world: World) -> Holder:
    return world.ca.issue("Úředník", number=4, extensions=((usage("digital_signature"), True),))


def _for_another_purpose(world: World) -> Holder:
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    return world.ca.issue("Razítka", number=4, extensions=((usage("digital_signature"), True), (purpose, False)))


def _expired(world: World) -> Holder:
    return world.ca.responder(ends=NOW - DAY)


@pytest.mark.parametrize(
    "responder",
    [
        _stranger,
        _of_another_authority,
        _of_an_authority_of_the_same_name,
        _without_the_purpose,
        _for_another_purpose,
        _expired,
    ],
)
def test_who_was_not_named_by_the_issuer_proves_nothing(responder: Callable[[World], Holder], world: World) -> None:
    assert _is_unknown(_answered(world, responder(world)), FOREIGN)


def test_what_a_doubtful_responder_says_against_a_certificate_is_no_reason_to_believe_older_data(world: World) -> None:
    older = world.ca.crl(SIGNED - HOUR)
    assert world.validate(world.good(), older).report.verdict is Verdict.VALID
    world.ca.revoke(world.signer, SIGNED - HOUR / 2)
    validated = _answered(world, world.ca.responder(needs_check=True), older)
    assert _is_unknown(validated, UNKNOWN)
