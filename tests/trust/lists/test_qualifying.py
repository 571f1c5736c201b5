"""What lists of the test's own say about certificates: status, kinds, devices, and what they deny."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from fixtures.list_scheme import NOW, service
from fixtures.pki import CertificateBuilder
from listina.trust import demo_certificates as profiles
from listina.trust.demo_pki import DemoPki
from listina.trust.lists.services import Criteria, Period, Qualifiers, Service, ServiceType
from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.signers import SoftwareKey
from listina.trust.validation.inputs import Purpose
from listina.trust.validation.report import ListUsed
from listina.trust.validation.signature_report import Qualification
from listina.trust.validation.values import Kind, Qualified

ISSUED = datetime(2025, 1, 1, tzinfo=UTC)
WITHDRAWN = datetime(2025, 7, 1, tzinfo=UTC)
EVERY = Criteria(combined="all", key_usages=((("content_commitment", True),),))
NONE = Criteria(combined="none", key_usages=((("content_commitment", True),),))


def _used(territory: str, next_update: datetime | None) -> ListUsed:
    return ListUsed(
        territory=territory,
        sequence_number=1,
        issued_at=NOW,
        next_update=next_update,
        fetched_at=NOW,
        sha256="",
    )


def _asked(
    path: tuple[bytes, ...],
    *services: Service,
    at: datetime = NOW,
    purpose: Purpose = Purpose.SIGNATURE,
    missing: tuple[str, ...] = (),
) -> Qualification:
    lists = [_used(territory, NOW + timedelta(days=30)) for territory in ("EU", "CZ") if territory not in missing]
    return TrustSnapshot.of(services, at=NOW, lists=lists, missing=missing).qualification(path, at=at, purpose=purpose)


def _says(found: Qualification) -> tuple[Qualified, list[str]]:
    return found.qualified, [reason.code for reason in found.reasons]


def _until(*periods: tuple[str, datetime]) -> tuple[Period, ...]:
    """Return periods from (status, beginning), the oldest first."""
    ends = [*(since for _, since in periods[1:]), None]
    found = [Period(status=s, since=since, until=end) for (s, since), end in zip(periods, ends, strict=True)]
    return tuple(reversed(found))


@pytest.fixture
def path(official_key: SoftwareKey, demo_pki: DemoPki) -> tuple[bytes, ...]:
    return (official_key.certificate, demo_pki.ca, demo_pki.root)


def test_a_withdrawn_service_qualifies_what_was_before(path: tuple[bytes, ...]) -> None:
    listed = service(path[1], periods=_until(("granted", datetime(2020, 1, 1, tzinfo=UTC)), ("withdrawn", WITHDRAWN)))
    assert _says(_asked(path, listed, at=WITHDRAWN - timedelta(seconds=1))) == (Qualified.YES, [])
    assert _says(_asked(path, listed, at=WITHDRAWN)) == (Qualified.NO, ["service.not_granted"])


def test_a_suspended_service_qualifies_nothing_meanwhile(path: tuple[bytes, ...]) -> None:
    back = WITHDRAWN + timedelta(days=30)
    periods = (("granted", datetime(2020, 1, 1, tzinfo=UTC)), ("suspended", WITHDRAWN), ("granted", back))
    listed = service(path[1], periods=_until(*periods))
    assert _asked(path, listed, at=back - timedelta(days=1)).qualified is Qualified.NO
    assert _asked(path, listed, at=back).qualified is Qualified.YES


def test_what_was_issued_before_the_service_was_granted_is_not_qualified(path: tuple[bytes, ...]) -> None:
    listed = service(path[1], periods=_until(("granted", ISSUED + timedelta(days=1))))
    assert _says(_asked(path, listed)) == (Qualified.NO, ["service.not_granted_at_issue"])


@pytest.mark.parametrize("status", ["accredited", "undersupervision", "recognisedatnationallevel", "deprecated", ""])
def test_statuses_of_before_eidas_count_no_more_after_it(path: tuple[bytes, ...], status: str) -> None:
    assert _asked(path, service(path[1], status=status)).qualified is Qualified.NO


@pytest.mark.parametrize(
    ("names", "criteria", "in_device"),
    [
        (("QCWithQSCD",), EVERY, True),
        (("QCQSCDManagedOnBehalf",), EVERY, True),
        (("QCWithQSCD",), NONE, False),
        (("QCQSCDStatusAsInCert",), EVERY, False),
        (("QCWithQSCD", "QCNoQSCD"), EVERY, False),
    ],
)
def test_a_list_tells_of_the_device(
    certificate_builder: CertificateBuilder,
    demo_pki: DemoPki,
    names: tuple[str, ...],
    criteria: Criteria,
    in_device: bool,  # noqa: FBT001  # a parameter of the table above
) -> None:
    plain = certificate_builder.signing_key(extensions=profiles.signature()).certificate
    listed = service(demo_pki.ca, qualifiers=(Qualifiers(names=names, criteria=criteria),))
    assert _asked((plain, demo_pki.ca), listed).in_device is in_device


def test_a_list_may_say_that_a_device_is_none(path: tuple[bytes, ...]) -> None:
    by_list = Qualifiers(names=("QCWithQSCD",), criteria=EVERY)
    assert _asked(path, service(path[1], qualifiers=(by_list,))).in_device is True
    decertified = Qualifiers(names=("QCNoQSCD",), criteria=EVERY)
    found = _asked(path, service(path[1], qualifiers=(by_list, decertified)))
    assert (found.qualified, found.in_device) == (Qualified.YES, False)


def test_a_list_may_deny_and_another_entry_does_not_help(path: tuple[bytes, ...]) -> None:
    denied = service(path[1], qualifiers=(Qualifiers(names=("NotQualified",), criteria=EVERY),))
    assert _says(_asked(path, service(path[1]), denied)) == (Qualified.NO, ["certificate.denied_by_list"])


def test_seals_and_signatures_are_told_apart(
    certificate_builder: CertificateBuilder, demo_pki: DemoPki, path: tuple[bytes, ...]
) -> None:
    seal = certificate_builder.signing_key(extensions=profiles.electronic_seal()).certificate
    assert _asked((seal, demo_pki.ca), service(demo_pki.ca)).kind is Kind.SEAL
    assert _asked(path, service(demo_pki.ca)).kind is Kind.SIGNATURE
    listed = service(demo_pki.ca, purposes=("ForeSignatures",))
    assert _says(_asked((seal, demo_pki.ca), listed)) == (Qualified.NO, ["service.other_purpose"])
    both = (listed, service(demo_pki.ca, purposes=("ForeSeals",)))
    assert _asked((seal, demo_pki.ca), *both).qualified is Qualified.YES
    renamed = service(demo_pki.ca, qualifiers=(Qualifiers(names=("QCForESeal",), criteria=EVERY),))
    assert _asked(path, renamed).kind is Kind.SEAL


def test_a_certificate_that_does_not_say_so_is_not_qualified(
    certificate_builder: CertificateBuilder, demo_pki: DemoPki
) -> None:
    plain = certificate_builder.signing_key(extensions=profiles.signing_in()).certificate
    assert _says(_asked((plain, demo_pki.ca), service(demo_pki.ca))) == (Qualified.NO, ["certificate.not_qualified"])


def test_what_is_not_understood_is_no_yes(path: tuple[bytes, ...]) -> None:
    period = Period(status="granted", since=datetime(2020, 1, 1, tzinfo=UTC), is_understood=False)
    assert _says(_asked(path, service(path[1], periods=(period,)))) == (
        Qualified.UNKNOWN,
        ["service.not_understood"],
    )


def test_a_closed_list_decides_about_what_was_before(path: tuple[bytes, ...]) -> None:
    lists = (_used("EU", NOW + timedelta(days=30)), _used("CZ", None))
    closed = TrustSnapshot.of((service(path[1]),), at=NOW + timedelta(days=1), lists=lists)
    before, after = (
        closed.qualification(path, at=NOW + timedelta(hours=hours), purpose=Purpose.SIGNATURE) for hours in (-1, 1)
    )
    assert _says(before) == (Qualified.YES, [])
    assert _says(after) == (Qualified.UNKNOWN, ["list.expired"])


def test_an_issuer_that_is_not_listed_is_not_qualified_if_its_list_is_there(path: tuple[bytes, ...]) -> None:
    assert _says(_asked(path)) == (Qualified.NO, ["service.not_listed"])
    assert _says(_asked(path, missing=("CZ",))) == (Qualified.UNKNOWN, ["list.missing"])
    assert _says(_asked(path, missing=("EU",))) == (Qualified.UNKNOWN, ["list.none"])
    assert _says(_asked(())) == (Qualified.UNKNOWN, ["path.none"])


def test_an_authority_of_the_same_name_with_another_key_is_another_one(
    certificate_builder: CertificateBuilder, path: tuple[bytes, ...]
) -> None:
    twin = profiles.self_signed("Vydávající autorita", "Listina", certificate_builder.key, ISSUED)
    assert twin.subject == certificate_builder.issuer.certificate.subject
    listed = service(twin.public_bytes(Encoding.DER))
    assert _says(_asked(path, listed)) == (Qualified.NO, ["service.not_listed"])


def test_a_timestamp_is_qualified_by_a_service_of_timestamps_only(path: tuple[bytes, ...]) -> None:
    stamps = service(path[1], kind=ServiceType.QUALIFIED_TIMESTAMPS)
    assert _asked(path, stamps, purpose=Purpose.TIMESTAMP).qualified is Qualified.YES
    assert _asked(path, service(path[1]), purpose=Purpose.TIMESTAMP).qualified is Qualified.NO
    assert _asked(path, stamps).qualified is Qualified.NO


def test_what_cannot_be_read_is_no_yes() -> None:
    assert _says(_asked((b"no certificate", b"neither"))) == (Qualified.UNKNOWN, ["certificate.unreadable"])
