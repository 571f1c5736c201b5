"""A revocation list proves something only about the certificates, reasons and changes it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509

from listina.trust.validation.inputs import Validated
from listina.trust.validation.values import RevocationStatus, SubIndication, Verdict
from trust.validation.situations.authorities import CRL_URL, FOR_SIGNATURES, Holder, statements, usage
from trust.validation.situations.world import NOW, SIGNED, World

Extension = tuple[x509.ExtensionType, bool]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HELD = x509.ReasonFlags.certificate_hold
OTHER_URL = "http://crl.example.test/other.crl"
DELTA: Extension = (x509.DeltaCRLIndicator(7), True)
RELATIVE = x509.RelativeDistinguishedName([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Část 1")])


def _point(**changes: object) -> Extension:
    """Return what a list is limited to."""
    limits: dict[str, object] = dict.fromkeys(
        ("only_contains_user_certs", "only_contains_ca_certs", "indirect_crl", "only_contains_attribute_certs"),
        False,
    )
    names: dict[str, object] = {"full_name": None, "relative_name": None, "only_some_reasons": None}
    return x509.IssuingDistributionPoint(**{**limits, **names, **changes}), True  # type: ignore[arg-type]


def _uri(url: str) -> x509.GeneralName:
    return x509.UniformResourceIdentifier(url)


def _pointing_to(world: World, *points: x509.DistributionPoint) -> Holder:
    """Return a signer whose certificate names distribution points."""
    return world.ca.signer(
        extensions=(
            (usage("digital_signature", "content_commitment"), True),
            (statements(FOR_SIGNATURES), False),
            *(((x509.CRLDistributionPoints(points), False),) if points else ()),
        )
    )


def _listed(world: World, *extensions: Extension, by: Holder | None = None) -> Validated:
    return world.validate(replace(world.good(), by=by or world.signer), world.ca.crl(NOW, extensions=extensions))


OF_KEYS = frozenset({x509.ReasonFlags.key_compromise})
LIMITED: dict[str, tuple[Sequence[Extension], str]] = {
    "indirect": ([_point(indirect_crl=True)], "revocation.list_indirect"),
    "indirect_of_its_point": (
        [_point(indirect_crl=True, full_name=[_uri(CRL_URL)])],
        "revocation.list_indirect",
    ),
    "delta": ([DELTA], "revocation.list_delta"),
    "delta_that_does_not_say_so_critically": ([(DELTA[0], False)], "revocation.list_delta"),
    "delta_of_its_point": ([_point(full_name=[_uri(CRL_URL)]), DELTA], "revocation.list_delta"),
    "of_authorities": ([_point(only_contains_ca_certs=True)], "revocation.list_of_other_certificates"),
    "of_attribute_certificates": (
        [_point(only_contains_attribute_certs=True)],
        "revocation.list_of_other_certificates",
    ),
    "of_some_reasons": ([_point(only_some_reasons=OF_KEYS)], "revocation.list_of_some_reasons"),
    "of_some_reasons_of_its_point": (
        [_point(full_name=[_uri(CRL_URL)], only_some_reasons=OF_KEYS)],
        "revocation.list_of_some_reasons",
    ),
    "of_another_point": ([_point(full_name=[_uri(OTHER_URL)])], "revocation.list_of_other_part"),
    "of_a_relative_point": ([_point(relative_name=RELATIVE)], "revocation.list_of_other_part"),
    "not_understood": (
        [(x509.UnrecognizedExtension(x509.ObjectIdentifier("2.999.9"), b"\x05\x00"), True)],
        "revocation.list_not_understood",
    ),
}


@pytest.mark.parametrize("limit", LIMITED)
def test_a_limited_list_does_not_prove_that_a_certificate_was_good(limit: str, world: World) -> None:
    extensions, why = LIMITED[limit]
    validated = _listed(world, *extensions)
    (signature,) = validated.report.signatures
    assert signature.revocation.status is RevocationStatus.UNKNOWN
    assert signature.sub_indication is SubIndication.TRY_LATER
    assert [reason.code for reason in signature.reasons] == ["revocation.unknown", why]
    assert validated.report.verdict is Verdict.UNDECIDABLE


def test_a_list_of_users_proves_nothing_about_an_authority(world: World) -> None:
    of_users = world.root.crl(NOW, extensions=[_point(only_contains_user_certs=True)])
    trust = world.trust(world.root, world.stamping)
    (signature,) = world.validate(world.good(), world.ca.crl(NOW), of_users, trust=trust).report.signatures
    codes = [reason.code for reason in signature.reasons]
    assert codes == ["revocation.unknown", "revocation.list_of_other_certificates"]
    of_authorities = world.root.crl(NOW, extensions=[_point(only_contains_ca_certs=True)])
    report = world.validate(world.good(), world.ca.crl(NOW), of_authorities, trust=trust).report
    assert report.verdict is Verdict.VALID


def _of_two_addresses(world: World) -> tuple[Holder, Extension]:
    points = x509.DistributionPoint([_uri(OTHER_URL), _uri(CRL_URL)], None, None, None)
    return _pointing_to(world, points), _point(full_name=[_uri("ldap://ca.example.test/"), _uri(CRL_URL)])


def _of_the_second_point(world: World) -> tuple[Holder, Extension]:
    points = (x509.DistributionPoint([_uri(url)], None, None, None) for url in (OTHER_URL, CRL_URL))
    return _pointing_to(world, *points), _point(full_name=[_uri(CRL_URL)], only_contains_user_certs=True)


def _of_a_directory(world: World) -> tuple[Holder, Extension]:
    name = x509.DirectoryName(world.ca.certificate.subject)
    return _pointing_to(world, x509.DistributionPoint([name], None, None, None)), _point(full_name=[name])


def _of_a_relative_name(world: World) -> tuple[Holder, Extension]:
    point = x509.DistributionPoint(None, RELATIVE, None, None)
    return _pointing_to(world, point), _point(relative_name=RELATIVE)


@pytest.mark.parametrize("part", [_of_two_addresses, _of_the_second_point, _of_a_directory, _of_a_relative_name])
def test_the_list_of_the_part_a_certificate_points_to_proves_that_it_was_good(
    part: Callable[[World], tuple[Holder, Extension]], world: World
) -> None:
    signer, point = part(world)
    report = _listed(world, point, by=signer).report
    assert report.signatures[0].reasons == ()
    assert report.signatures[0].revocation.status is RevocationStatus.GOOD
    world.ca.revoke(signer, SIGNED - DAY)
    (signature,) = _listed(world, point, by=signer).report.signatures
    assert signature.revocation.status is RevocationStatus.REVOKED_BEFORE


def _without_points(world: World) -> Holder:
    return _pointing_to(world)


def _by_another_issuer_of_lists(world: World) -> Holder:
    other = [x509.DirectoryName(world.root.certificate.subject)]
    return _pointing_to(world, x509.DistributionPoint([_uri(CRL_URL)], None, None, other))


def _for_some_reasons(world: World) -> Holder:
    return _pointing_to(world, x509.DistributionPoint([_uri(CRL_URL)], None, OF_KEYS, None))


@pytest.mark.parametrize("signer", [_without_points, _by_another_issuer_of_lists, _for_some_reasons])
def test_a_part_of_the_lists_proves_nothing_about_a_certificate_that_does_not_point_to_it_for_all(
    signer: Callable[[World], Holder], world: World
) -> None:
    (signature,) = _listed(world, _point(full_name=[_uri(CRL_URL)]), by=signer(world)).report.signatures
    assert signature.revocation.status is RevocationStatus.UNKNOWN
    assert signature.sub_indication is SubIndication.TRY_LATER


@pytest.mark.parametrize("limit", [DELTA, _point(only_some_reasons=OF_KEYS)])
def test_what_a_limited_list_does_name_is_revoked(limit: Extension, world: World) -> None:
    base = world.ca.crl(SIGNED)
    world.ca.revoke(world.signer, SIGNED + HOUR, x509.ReasonFlags.key_compromise)
    (signature,) = world.validate(
        replace(world.good(), stamps=()), base, world.ca.crl(NOW, extensions=[limit])
    ).report.signatures
    assert signature.revocation.status is RevocationStatus.REVOKED_UNPROVEN


def test_a_list_of_changes_that_is_silent_takes_no_suspension_back(world: World) -> None:
    before = world.ca.crl(SIGNED - 2 * DAY, days=900)
    world.ca.revoke(world.signer, SIGNED - DAY, HELD)
    held = world.ca.crl(SIGNED - HOUR, days=900)
    world.ca.revoked.clear()
    silent = world.ca.crl(NOW, extensions=[DELTA])
    (signature,) = world.validate(world.good(), before, held, silent).report.signatures
    assert signature.revocation.status is RevocationStatus.REVOKED_BEFORE


def test_an_expired_certificate_that_left_the_lists_while_suspended_stays_suspended(world: World) -> None:
    before = world.ca.crl(SIGNED - 2 * DAY, days=900)
    world.ca.revoke(world.signer, SIGNED - DAY, HELD)
    held = world.ca.crl(SIGNED - HOUR, days=900)
    world.ca.revoked.clear()
    at = world.signer.certificate.not_valid_after_utc + 9 * DAY
    (signature,) = world.validate(world.good(), before, held, world.ca.crl(at), at=at).report.signatures
    assert signature.revocation.status is RevocationStatus.REVOKED_BEFORE


def test_only_where_nothing_else_is_known_the_limits_are_told(world: World) -> None:
    delta = world.ca.crl(NOW, extensions=[DELTA])
    (signature,) = world.validate(world.good(), world.ca.crl(NOW), delta).report.signatures
    assert signature.reasons == ()
