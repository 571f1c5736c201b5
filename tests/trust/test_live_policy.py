"""Who may sign in a live installation: by lists of the test's own, with authorities that are no demo's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from fixtures.list_scheme import NOW, ListScheme, service
from fixtures.revocation_sources import points
from listina.trust import demo_certificates as profiles
from listina.trust.authority import LocalTimestampSource, TimestampAuthority
from listina.trust.demo_certificates import Extension, Issuer, KeyKind
from listina.trust.demo_pki import DemoPki
from listina.trust.errors import (
    AnchorNotAllowedError,
    CertificateNotUsableError,
    LiveNotPossibleError,
    TimestampUnavailableError,
    UnusableReason,
)
from listina.trust.lists.errors import TrustedListsNotFreshError
from listina.trust.lists.services import Criteria, Qualifiers, Service, ServiceType
from listina.trust.lists.store import ListStore
from listina.trust.policy import TrustPolicy
from listina.trust.signers import SoftwareKey
from listina.trust.timestamps import TimestampClient
from trust.test_levels import sign

SINCE = datetime(2025, 1, 1, tzinfo=UTC)
EVERY = Criteria(combined="none", policies=(("1.2.3",),))
IN_DEVICE = Qualifiers(names=("QCWithQSCD",), criteria=EVERY)


@dataclass(frozen=True, slots=True, kw_only=True)
class QualifiedAuthority:
    """An authority whose name bears no mark of a demo, below a root that no list names, as it is in the real lists."""

    issuer: Issuer

    @classmethod
    def make(cls) -> QualifiedAuthority:
        key, root_key = KeyKind.P_256.generate(), KeyKind.P_256.generate()
        name, root = (
            x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)]) for text in ("Kvalifikovaná autorita", "Kořen")
        )
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(root).public_key(key.public_key())
        builder = builder.serial_number(1).not_valid_before(SINCE).not_valid_after(SINCE + profiles.LIFE)
        for extension in profiles.authority(1):
            builder = builder.add_extension(extension.value, critical=extension.critical)
        return cls(issuer=Issuer(certificate=builder.sign(root_key, hashes.SHA256()), key=key))

    @property
    def certificate(self) -> bytes:
        return self.issuer.certificate.public_bytes(Encoding.DER)

    def crls(self) -> tuple[bytes, ...]:
        return (self.issuer.crl(number=1, revoked=(), this_update=NOW).public_bytes(Encoding.DER),)

    def key(self, extensions: Sequence[Extension]) -> SoftwareKey:
        key = KeyKind.P_256.generate()
        certificate = self.issuer.issue(
            common_name="Jana Nováková", organization="Obec", key=key, extensions=extensions, not_before=SINCE
        )
        return SoftwareKey(key=key, certificate=certificate.public_bytes(Encoding.DER), chain=(self.certificate,))


@pytest.fixture(scope="module")
def authority() -> QualifiedAuthority:
    return QualifiedAuthority.make()


@pytest.fixture(scope="module")
def signer(authority: QualifiedAuthority) -> SoftwareKey:
    return authority.key(profiles.signature())


@pytest.fixture
def live(list_scheme: ListScheme, authority: QualifiedAuthority, tmp_path_factory: pytest.TempPathFactory) -> Live:
    """Return a maker of live policies by lists with some services."""

    def make(*services: Service, at: datetime = NOW, life: timedelta = timedelta(days=90)) -> TrustPolicy:
        folder = tmp_path_factory.mktemp("lists")
        outcomes = list_scheme.renewal(folder).take(
            {"lotl": list_scheme.list_of_lists(), "cz": list_scheme.national_list(services, life=life)}
        )
        assert not any(each.failure for each in outcomes)
        store = ListStore(folder=folder, anchors=list_scheme.anchors)
        return TrustPolicy(
            standing="live",
            anchors=(),
            lists=lambda: store.snapshot(at=at),
            crls=authority.crls,
            now=lambda: at,
        )

    return make


Live = Callable[..., TrustPolicy]


def _refusal(policy: TrustPolicy, key: SoftwareKey) -> UnusableReason:
    with pytest.raises(CertificateNotUsableError) as refusal:
        policy.permit_signing_certificate(key.certificate, standing="live", chain=key.chain)
    return refusal.value.reason


def test_who_has_a_qualified_certificate_in_a_device_signs(
    live: Live, authority: QualifiedAuthority, signer: SoftwareKey
) -> None:
    policy = live(service(authority.certificate, qualifiers=(IN_DEVICE,)))
    policy.permit_signing_certificate(signer.certificate, standing="live", chain=signer.chain)
    policy.permit_signing_certificate(signer.certificate, standing="live")


def test_a_key_outside_of_a_device_does_not_sign(
    live: Live, authority: QualifiedAuthority, signer: SoftwareKey
) -> None:
    assert _refusal(live(service(authority.certificate)), signer) is UnusableReason.NOT_IN_DEVICE


def test_a_certificate_that_is_not_qualified_does_not_sign(live: Live, authority: QualifiedAuthority) -> None:
    plain = authority.key((*profiles.signature()[:-1],))
    policy = live(service(authority.certificate, qualifiers=(IN_DEVICE,)))
    assert _refusal(policy, plain) is UnusableReason.NOT_QUALIFIED


def test_a_withdrawn_service_lets_nobody_sign(live: Live, authority: QualifiedAuthority, signer: SoftwareKey) -> None:
    policy = live(service(authority.certificate, status="withdrawn", qualifiers=(IN_DEVICE,)))
    assert _refusal(policy, signer) is UnusableReason.NOT_QUALIFIED


def test_who_is_not_listed_does_not_sign(live: Live, signer: SoftwareKey) -> None:
    assert _refusal(live(), signer) is UnusableReason.FOREIGN


def test_seals_are_for_automated_outputs_only(live: Live, authority: QualifiedAuthority, signer: SoftwareKey) -> None:
    seal = authority.key(profiles.electronic_seal())
    policy = live(service(authority.certificate, qualifiers=(IN_DEVICE,)))
    assert _refusal(policy, seal) is UnusableReason.NOT_QUALIFIED
    policy.permit_seal_certificate(seal.certificate, standing="live")
    with pytest.raises(CertificateNotUsableError, match="not qualified"):
        policy.permit_seal_certificate(signer.certificate, standing="live")


def test_expired_lists_let_nobody_sign_and_say_what_to_do(
    live: Live, authority: QualifiedAuthority, signer: SoftwareKey
) -> None:
    listed = service(authority.certificate, qualifiers=(IN_DEVICE,))
    policy = live(listed, life=timedelta(days=20), at=NOW + timedelta(days=20))
    with pytest.raises(TrustedListsNotFreshError, match="trusted-lists refresh"):
        policy.permit_signing_certificate(signer.certificate, standing="live")


def test_a_revoked_certificate_does_not_sign(live: Live, authority: QualifiedAuthority, signer: SoftwareKey) -> None:
    serial = x509.load_der_x509_certificate(signer.certificate).serial_number
    entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(NOW - timedelta(days=1)).build()
    crl = authority.issuer.crl(number=2, revoked=[entry], this_update=NOW).public_bytes(Encoding.DER)
    policy = live(service(authority.certificate, qualifiers=(IN_DEVICE,)))
    assert _refusal(replace(policy, crls=lambda: (crl,)), signer) is UnusableReason.REVOKED
    assert _refusal(replace(policy, crls=lambda: ()), signer) is UnusableReason.REVOCATION_UNKNOWN


def test_demo_and_live_never_meet(
    live: Live, demo_pki: DemoPki, trust_policy: TrustPolicy, signer: SoftwareKey, authority: QualifiedAuthority
) -> None:
    policy = live(service(authority.certificate, qualifiers=(IN_DEVICE,)))
    with pytest.raises(AnchorNotAllowedError):
        policy.permit_signing_certificate(signer.certificate, standing="test")
    with pytest.raises(LiveNotPossibleError):
        trust_policy.permit_signing_certificate(signer.certificate, standing="live")
    for wrong in ({"anchors": demo_pki.anchors}, {"anchors": (authority.certificate,)}):
        with pytest.raises(AnchorNotAllowedError):
            replace(policy, **wrong)
    with pytest.raises(LiveNotPossibleError):
        replace(trust_policy, lists=policy.lists)
    mixed = replace(policy, lists=lambda: demo_pki.trust(NOW))
    with pytest.raises(AnchorNotAllowedError):
        mixed.permit_signing_certificate(signer.certificate, standing="live")


def test_a_demos_authority_in_a_list_lets_nobody_sign_in_live(
    live: Live, demo_pki: DemoPki, official_key: SoftwareKey
) -> None:
    listed = live(service(demo_pki.ca, qualifiers=(IN_DEVICE,)))
    with pytest.raises(AnchorNotAllowedError):
        listed.permit_signing_certificate(official_key.certificate, standing="live")


def _client(policy: TrustPolicy, key: SoftwareKey) -> TimestampClient:
    own = TimestampAuthority(signer=key, policy="2.999.1", now=policy.now)
    return TimestampClient(sources=(LocalTimestampSource(authority=own),), policy=policy, now=policy.now)


@pytest.mark.parametrize("listed_itself", [True, False])
def test_a_timestamp_in_live_is_a_qualified_one(
    live: Live,
    authority: QualifiedAuthority,
    listed_itself: bool,  # noqa: FBT001  # the parameter above
) -> None:
    unit = authority.key(profiles.timestamping())
    identity = unit.certificate if listed_itself else authority.certificate
    listed = service(identity, kind=ServiceType.QUALIFIED_TIMESTAMPS)
    assert _client(live(listed), unit).token(bytes(32)).generated_at
    withdrawn = service(identity, kind=ServiceType.QUALIFIED_TIMESTAMPS, status="withdrawn")
    with pytest.raises(TimestampUnavailableError, match="qualified"):
        _client(live(withdrawn), unit).token(bytes(32))
    with pytest.raises(TimestampUnavailableError, match="qualified"):
        _client(live(service(authority.certificate)), unit).token(bytes(32))
    with pytest.raises(TimestampUnavailableError):
        _client(live(), unit).token(bytes(32))


def test_what_was_signed_in_live_is_verified_by_lists_of_an_authority_that_is_no_root(
    live: Live, authority: QualifiedAuthority, small_pdf: Path
) -> None:
    signer = authority.key((*profiles.signature(), points("http://crl.example.test/ca.crl")))
    unit = authority.key(profiles.timestamping())
    policy = live(
        service(authority.certificate, qualifiers=(IN_DEVICE,)),
        service(authority.certificate, kind=ServiceType.QUALIFIED_TIMESTAMPS),
    )
    signed = sign(small_pdf, signer, _client(policy, unit), policy)
    assert signed.verify(at=NOW).problems == ()
    nothing_known = replace(policy, crls=lambda: ())
    assert not signed.verify(at=NOW, policy=nothing_known).valid


def test_the_demos_timestamps_are_refused_in_live(live: Live, demo_pki: DemoPki, authority: QualifiedAuthority) -> None:
    policy = live(service(authority.certificate, kind=ServiceType.QUALIFIED_TIMESTAMPS))
    source = LocalTimestampSource(authority=demo_pki.timestamp_authority("1234", now=policy.now))
    with pytest.raises(TimestampUnavailableError):
        TimestampClient(sources=(source,), policy=policy, now=policy.now).token(bytes(32))
