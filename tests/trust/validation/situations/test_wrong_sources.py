"""Lists and answers of somebody who may not tell, or of a moment that has not come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from listina.trust.validation.values import Indication, RevocationStatus, SubIndication, Verdict
from trust.validation.situations.authorities import CLOSED, Authority, root, usage
from trust.validation.situations.building import Making
from trust.validation.situations.world import NOW, SIGNED, World

S = SubIndication
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
_UNKNOWN = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.999.7"), b"\x05\x00")
_MAY_ANSWER = (
    (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), False),
    (x509.OCSPNoCheck(), False),
)


def _twin(world: World) -> Authority:
    """Return a stranger's authority that has the name of the signer's."""
    twin = root("Kořen", number=11).authority("Vydávající autorita", number=12)
    assert twin.certificate.subject == world.ca.certificate.subject
    return twin


def list_of_another_of_the_name(world: World) -> Making:
    return Making(by=world.signer, crls=[_twin(world).crl(NOW)])


def list_by_the_signer(world: World) -> Making:
    return Making(by=world.signer, crls=[world.ca.crl(NOW, private=world.signer.private)])


def list_by_who_may_not(world: World) -> Making:
    is_authority = (x509.BasicConstraints(ca=True, path_length=None), True)
    between = world.root.authority("Mezilehlá", number=8, extensions=(is_authority, (usage("key_cert_sign"), True)))
    return Making(by=between.signer(), crls=[between.crl(NOW)])


def list_of_the_future(world: World) -> Making:
    return Making(by=world.signer, crls=[world.ca.crl(NOW + 3 * MINUTE)])


def answer_of_the_future(world: World) -> Making:
    return Making(by=world.signer, answers=[world.ca.ocsp(world.signer, NOW + 3 * MINUTE)])


def answer_by_another_of_the_name(world: World) -> Making:
    return Making(by=world.signer, answers=[world.ca.ocsp(world.signer, NOW, by=_twin(world))])


def answer_by_the_signer(world: World) -> Making:
    return Making(by=world.signer, answers=[world.ca.ocsp(world.signer, NOW, by=world.signer)])


def answer_by_a_signer_who_may_answer(world: World) -> Making:
    signer = world.ca.signer(extensions=((usage("digital_signature"), True), *_MAY_ANSWER))
    return Making(by=signer, answers=[world.ca.ocsp(signer, NOW, by=signer)])


def answer_with_a_short_key(world: World) -> Making:
    responder = world.ca.issue("Odpovídač", kind="p192", extensions=_MAY_ANSWER)
    return Making(by=world.signer, answers=[world.ca.ocsp(world.signer, NOW, by=responder)])


def answer_by_a_responder_with_something_unknown(world: World) -> Making:
    responder = world.ca.issue("Odpovídač", number=4, extensions=(*_MAY_ANSWER, (_UNKNOWN, True)))
    return Making(by=world.signer, answers=[world.ca.ocsp(world.signer, NOW, by=responder)])


def answer_with_something_unknown(world: World) -> Making:
    return Making(by=world.signer, answers=[world.ca.ocsp(world.signer, NOW, extensions=[(_UNKNOWN, True)])])


@pytest.mark.parametrize(
    "situation",
    [
        list_of_another_of_the_name,
        list_by_the_signer,
        list_by_who_may_not,
        list_of_the_future,
        answer_of_the_future,
        answer_by_another_of_the_name,
        answer_by_the_signer,
        answer_by_a_signer_who_may_answer,
        answer_with_a_short_key,
        answer_by_a_responder_with_something_unknown,
        answer_with_something_unknown,
    ],
)
def test_revocation_data_of_the_wrong_ones_prove_nothing(situation: Callable[[World], Making], world: World) -> None:
    making = replace(situation(world), stamps=[(world.stamper, SIGNED)], where="cades")
    trust = world.trust(world.root, world.stamping)
    (signature,) = world.validate(making, world.root.crl(NOW), trust=trust).report.signatures
    assert (signature.indication, signature.sub_indication) == (Indication.INDETERMINATE, S.TRY_LATER)
    assert signature.revocation.status is RevocationStatus.UNKNOWN


def test_what_the_wrong_ones_call_revoked_is_not(world: World) -> None:
    twin = _twin(world)
    twin.revoke(world.signer, SIGNED - DAY)
    answers = [world.ca.ocsp(world.signer, NOW), twin.ocsp(world.signer, NOW, by=twin)]
    making = replace(world.good(), crls=[world.ca.crl(NOW), twin.crl(NOW)], answers=answers)
    assert world.validate(making).report.verdict is Verdict.VALID


def test_a_revocation_counts_even_from_the_future(world: World) -> None:
    world.ca.revoke(world.signer, SIGNED - DAY)
    (signature,) = world.validate(world.good(), world.ca.crl(NOW + DAY)).report.signatures
    assert signature.sub_indication is S.REVOKED_NO_POE


def test_clocks_may_differ_a_little(world: World) -> None:
    assert world.validate(world.good(), world.ca.crl(NOW + MINUTE)).report.verdict is Verdict.VALID


def test_what_is_unknown_but_not_critical_does_not_matter(world: World) -> None:
    responder = world.ca.issue("Odpovídač", number=4, ends=CLOSED, extensions=(*_MAY_ANSWER, (_UNKNOWN, False)))
    answer = world.ca.ocsp(world.signer, NOW, by=responder, extensions=[(_UNKNOWN, False)])
    assert world.validate(world.good(), answers=[answer]).report.verdict is Verdict.VALID
