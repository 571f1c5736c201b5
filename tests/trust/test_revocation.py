"""Revocation data over the network: fetched under a policy, kept until their time, missing rather than guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography import x509

from fixtures.revocation_sources import Handler, Source, key_naming, points, responder
from listina.trust import archiving
from listina.trust.clock import utc_now
from listina.trust.demo_pki import DemoPki
from listina.trust.egress import Egress
from listina.trust.errors import CertificateNotUsableError, EgressRefusedError, RevocationUnknownError, UnusableReason
from listina.trust.policy import TrustPolicy
from listina.trust.revocation import ASK_AGAIN_AFTER, FetchedRevocation
from listina.trust.revocation_addresses import crl_urls, ocsp_urls
from listina.trust.signers import SoftwareKey
from listina.trust.timestamps import TimestampClient
from trust.test_levels import sign


@pytest.fixture
def source(revocation_source: Source) -> Source:
    return revocation_source


@pytest.fixture
def egress() -> Egress:
    return Egress(hosts=frozenset({"localhost"}), private_hosts=frozenset({"localhost"}), timeout_seconds=20)


def _policy(trust_policy: TrustPolicy, demo_pki: DemoPki, egress: Egress, **changes: object) -> TrustPolicy:
    """Return a policy that has the root's list only; the rest must come over the network."""
    revocation = FetchedRevocation(egress=egress, now=trust_policy.now, **changes)  # type: ignore[arg-type]
    return replace(trust_policy, crls=lambda: demo_pki.crls()[:1], revocation=revocation)


def _permit(policy: TrustPolicy, key: SoftwareKey) -> None:
    policy.permit_signing_certificate(key.certificate, standing="test")


def test_a_list_from_its_distribution_point_lets_sign_and_a_revocation_forbids(
    source: Source, trust_policy: TrustPolicy, demo_pki: DemoPki, egress: Egress
) -> None:
    key = key_naming(source, points(f"{source.address}/ca.crl"))
    _permit(_policy(trust_policy, demo_pki, egress), key)
    assert source.seen == [f"GET /ca.crl {source.address.removeprefix('http://')}"]
    source.revoked.append(key)
    with pytest.raises(CertificateNotUsableError) as refusal:
        _permit(_policy(trust_policy, demo_pki, egress), key)
    assert refusal.value.reason is UnusableReason.REVOKED


def test_a_responders_answer_lets_sign_and_a_revocation_forbids(
    source: Source, trust_policy: TrustPolicy, demo_pki: DemoPki, egress: Egress
) -> None:
    key = key_naming(source, responder(f"{source.address}/ocsp"), points(f"{source.address}/ca.crl"))
    Handler.about = key
    _permit(_policy(trust_policy, demo_pki, egress), key)
    assert source.seen == ["POST /ocsp"]
    source.revoked.append(key)
    with pytest.raises(CertificateNotUsableError) as refusal:
        _permit(_policy(trust_policy, demo_pki, egress), key)
    assert refusal.value.reason is UnusableReason.REVOKED


def test_an_answer_about_another_certificate_or_by_another_key_is_no_answer(
    source: Source, trust_policy: TrustPolicy, demo_pki: DemoPki, egress: Egress
) -> None:
    key = key_naming(source, responder(f"{source.address}/ocsp"))
    Handler.about = source.builder.signing_key()
    with pytest.raises(RevocationUnknownError):
        _permit(_policy(trust_policy, demo_pki, egress), key)
    Handler.about = key
    source.signed_by = SoftwareKey(
        key=source.builder.key, certificate=key.certificate, chain=()
    )  # fmt: skip
    with pytest.raises(RevocationUnknownError):
        _permit(_policy(trust_policy, demo_pki, egress), key)


@pytest.mark.parametrize("fault", ["broken", "garbage", "stale", "too_long", "slow", "redirect"])
def test_what_cannot_be_had_is_unknown_and_never_a_pass(
    fault: str, source: Source, trust_policy: TrustPolicy, demo_pki: DemoPki, egress: Egress
) -> None:
    key = key_naming(source, points(f"{source.address}/ca.crl"))
    if fault == "broken":
        source.broken = True
    elif fault == "garbage":
        source.body = b"no list"
    elif fault == "stale":
        source.this_update = utc_now() - timedelta(days=3)
    elif fault == "too_long":
        egress = replace(egress, longest_answer=50)
    elif fault == "slow":
        source.delay_seconds = 30
        egress = replace(egress, timeout_seconds=0.3)
    else:
        source.status = 302
    with pytest.raises(RevocationUnknownError) as refusal:
        _permit(_policy(trust_policy, demo_pki, egress), key)
    assert "zneplatněn" in refusal.value.text()
    assert not any("other" in line for line in source.seen)


def test_answers_are_kept_until_their_time_by_all_processes(
    source: Source, trust_policy: TrustPolicy, demo_pki: DemoPki, egress: Egress, tmp_path: Path
) -> None:
    moment = datetime.now(UTC)
    clock = {"now": moment}
    policy = replace(trust_policy, now=lambda: clock["now"])
    key = key_naming(source, points(f"{source.address}/ca.crl"))
    for _ in range(3):
        _permit(_policy(policy, demo_pki, egress, folder=tmp_path / "kept"), key)
    assert len(source.seen) == 1
    clock["now"] = moment + ASK_AGAIN_AFTER + timedelta(minutes=1)
    source.broken = True
    _permit(_policy(policy, demo_pki, egress, folder=tmp_path / "kept"), key)
    assert len(source.seen) == 2
    clock["now"] = source.this_update + source.life + timedelta(minutes=1)
    with pytest.raises(RevocationUnknownError):
        _permit(_policy(policy, demo_pki, egress, folder=tmp_path / "kept"), key)
    (kept,) = (tmp_path / "kept").iterdir()
    kept.write_bytes(b"damaged")
    source.broken, source.this_update = False, clock["now"] - timedelta(minutes=1)
    _permit(_policy(policy, demo_pki, egress, folder=tmp_path / "kept"), key)


def test_an_answer_that_names_no_next_one_serves_for_a_minute(
    source: Source, trust_policy: TrustPolicy, demo_pki: DemoPki, egress: Egress
) -> None:
    clock = {"now": datetime.now(UTC)}
    source.names_next_answer = False
    key = key_naming(source, responder(f"{source.address}/ocsp"))
    Handler.about = key
    policy = _policy(replace(trust_policy, now=lambda: clock["now"]), demo_pki, egress)
    for _ in range(2):
        assert policy.material_about(key.certificate, key.chain).ocsp_responses
    assert source.seen == ["POST /ocsp"]
    clock["now"] += timedelta(minutes=2)
    source.broken = True
    assert not policy.material_about(key.certificate, key.chain).ocsp_responses
    assert len(source.seen) == 2


def test_a_source_that_failed_is_left_alone_for_a_minute(
    source: Source, trust_policy: TrustPolicy, demo_pki: DemoPki, egress: Egress
) -> None:
    source.broken = True
    key = key_naming(source, points(f"{source.address}/ca.crl"))
    policy = _policy(trust_policy, demo_pki, egress)
    for _ in range(3):
        with pytest.raises(RevocationUnknownError):
            _permit(policy, key)
    assert len(source.seen) == 1


def test_fetched_data_go_into_the_output(  # keyword-only, since there are many
    *,
    source: Source, trust_policy: TrustPolicy, demo_pki: DemoPki, egress: Egress, small_pdf: Path,
    timestamp_client: TimestampClient,
) -> None:  # fmt: skip
    key = key_naming(source, responder(f"{source.address}/ocsp"))
    Handler.about = key
    policy = replace(_policy(trust_policy, demo_pki, egress), crls=demo_pki.crls)
    signed = sign(small_pdf, key, timestamp_client, trust_policy)
    archiving.add_validation_data(signed.path, archiving.data_for(archiving.signatures_in(signed.path), policy))
    assert len(archiving.signatures_in(signed.path).stored.ocsp_responses) == 1
    assert signed.verify(crls=()).valid


def test_a_certificate_that_says_a_thing_twice_names_no_source(source: Source) -> None:
    key = key_naming(source, points("http://crl.example.test/"), responder("http://ocsp.example.test/"))
    twice = asn1_x509.Certificate.load(key.certificate)
    twice["tbs_certificate"]["extensions"].append(twice["tbs_certificate"]["extensions"][0].copy())
    good, spoiled = (x509.load_der_x509_certificate(der) for der in (key.certificate, twice.dump(force=True)))
    assert (crl_urls(good), ocsp_urls(good)) == (("http://crl.example.test/",), ("http://ocsp.example.test/",))
    assert (crl_urls(spoiled), ocsp_urls(spoiled)) == ((), ())


@pytest.mark.parametrize(
    "url",
    [
        "http://elsewhere.example/x",
        "ftp://localhost/x",
        "file:///etc/passwd",
        "http://user:password@localhost/x",
        "http://127.0.0.1/x",
        "not an address",
        "http://",
    ],
)
def test_addresses_nobody_permitted_are_not_asked(url: str, egress: Egress) -> None:
    with pytest.raises(EgressRefusedError):
        egress.get(url)


def test_a_host_at_a_private_address_needs_a_permission_of_its_own(source: Source, egress: Egress) -> None:
    with pytest.raises(EgressRefusedError, match="not public"):
        replace(egress, private_hosts=frozenset()).get(f"{source.address}/ca.crl")
    mixed = replace(egress, private_hosts=frozenset(), resolver=lambda *_: ("8.8.8.8", "10.0.0.1"))
    with pytest.raises(EgressRefusedError, match="not public"):
        mixed.get(f"{source.address}/ca.crl")
    assert source.seen == []


def test_the_connection_goes_to_the_address_that_was_checked(source: Source, egress: Egress) -> None:
    renamed = replace(
        egress,
        hosts=frozenset({"crl.example"}),
        private_hosts=frozenset({"crl.example"}),
        resolver=lambda *_: ("127.0.0.1",),
    )
    port = source.address.rpartition(":")[2]
    assert renamed.get(f"http://crl.example:{port}/ca.crl")
    assert source.seen == [f"GET /ca.crl crl.example:{port}"]


def test_a_host_without_an_address_is_refused(egress: Egress) -> None:
    with pytest.raises(EgressRefusedError, match="no address"):
        replace(egress, resolver=lambda *_: ()).get("http://localhost/x")
