"""Only what certificates under an anchor name is fetched; few, small, at once, and in bounded time."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from fixtures.pki import CertificateBuilder
from fixtures.revocation_sources import Handler, Source, key_naming, points, responder
from listina.trust import demo_certificates as profiles
from listina.trust.clock import utc_now
from listina.trust.demo_pki import DemoPki
from listina.trust.egress import Egress
from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.revocation import FetchedRevocation
from listina.trust.revocation_addresses import ocsp_request
from listina.trust.signers import SoftwareKey
from listina.trust.validation.fetching import Fetcher
from listina.trust.validation.inputs import Need, NeedKind
from listina.trust.validation_data import NOTHING, ValidationData


@pytest.fixture
def source(revocation_source: Source) -> Source:
    return revocation_source


@pytest.fixture
def fetcher() -> Fetcher:
    egress = Egress(hosts=None, private_hosts=frozenset({"localhost"}), timeout_seconds=20)
    return Fetcher(source=FetchedRevocation(egress=egress))


@pytest.fixture
def trust(demo_pki: DemoPki) -> TrustSnapshot:
    supplied = ValidationData(certificates=(demo_pki.ca,))
    return TrustSnapshot.of_anchors(demo_pki.anchors, at=utc_now(), supplied=supplied)


@pytest.fixture
def listed(source: Source) -> tuple[SoftwareKey, Need]:
    """Return a key whose certificate names a list, and the need of that list."""
    url = f"{source.address}/ca.crl"
    return key_naming(source, points(url)), Need(kind=NeedKind.CRL, url=url)


@pytest.fixture
def answered(source: Source, certificate_builder: CertificateBuilder) -> tuple[SoftwareKey, Need]:
    """Return a key whose certificate names a responder, and a need that asks it more than is necessary."""
    url = f"{source.address}/ocsp"
    key = key_naming(source, responder(url))
    Handler.about = key
    certificate = x509.load_der_x509_certificate(key.certificate)
    issuer = certificate_builder.issuer.certificate
    asked = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, SHA256())
    asked = asked.add_extension(x509.OCSPNonce(b"a stranger's secret"), critical=False)
    return key, Need(kind=NeedKind.OCSP, url=url, request=asked.build().public_bytes(Encoding.DER))


def test_a_list_that_a_certificate_names_is_fetched(
    fetcher: Fetcher, trust: TrustSnapshot, source: Source, listed: tuple[SoftwareKey, Need]
) -> None:
    key, need = listed
    came = fetcher.fetch([need], [key.certificate], trust)

    assert came.missing == ()
    assert [x509.load_der_x509_crl(each).last_update_utc.second for each in came.data.crls] == [
        source.this_update.second
    ]


def test_an_address_no_certificate_names_is_not_asked(
    fetcher: Fetcher, trust: TrustSnapshot, source: Source, listed: tuple[SoftwareKey, Need]
) -> None:
    key, need = listed
    smuggling = replace(need, url=f"{need.url}?what=the-document-says")
    came = fetcher.fetch([smuggling], [key.certificate], trust)

    assert (came.data, came.missing) == (NOTHING, (smuggling,))
    assert source.seen == []


def test_a_certificate_under_no_anchor_makes_nobody_ask(
    fetcher: Fetcher, trust: TrustSnapshot, source: Source, certificate_builder: CertificateBuilder
) -> None:
    url = f"{source.address}/ca.crl"
    foreign = certificate_builder.signing_key(
        extensions=(*profiles.signature(), points(url)), issuer=certificate_builder.foreign_issuer()
    )
    came = fetcher.fetch([Need(kind=NeedKind.CRL, url=url)], [foreign.certificate, *foreign.chain], trust)

    assert came.data == NOTHING
    assert source.seen == []


def test_a_responder_gets_a_request_of_our_own_making(
    fetcher: Fetcher,
    trust: TrustSnapshot,
    certificate_builder: CertificateBuilder,
    answered: tuple[SoftwareKey, Need],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key, need = answered
    sent: list[bytes] = []
    post = Egress.post

    def noting(own: Egress, url: str, content: bytes, content_type: str) -> bytes:
        sent.append(content)
        return post(own, url, content, content_type)

    monkeypatch.setattr(Egress, "post", noting)
    came = fetcher.fetch([need], [key.certificate], trust)

    assert len(came.data.ocsp_responses) == 1
    certificate = x509.load_der_x509_certificate(key.certificate)
    assert sent == [ocsp_request(certificate, certificate_builder.issuer.certificate)]


def test_a_source_that_does_not_answer_is_missing_and_ends_in_time(
    fetcher: Fetcher, trust: TrustSnapshot, source: Source, listed: tuple[SoftwareKey, Need]
) -> None:
    source.delay_seconds = 30
    key, need = listed
    started = time.monotonic()
    came = replace(fetcher, seconds=0.2).fetch([need], [key.certificate], trust)

    assert came.missing == (need,)
    assert time.monotonic() - started < 15


def test_no_more_is_taken_than_permitted(
    fetcher: Fetcher, trust: TrustSnapshot, source: Source, listed: tuple[SoftwareKey, Need]
) -> None:
    key, need = listed
    assert replace(fetcher, most_bytes=10).fetch([need], [key.certificate], trust).missing == (need,)
    source.seen.clear()
    assert replace(fetcher, most_needs=0).fetch([need], [key.certificate], trust).missing == (need,)
    assert source.seen == []


def test_what_was_fetched_lately_is_not_asked_for_again(
    fetcher: Fetcher, trust: TrustSnapshot, source: Source, listed: tuple[SoftwareKey, Need]
) -> None:
    key, need = listed
    first, second = (fetcher.fetch([need], [key.certificate], trust) for _ in range(2))

    assert first.data == second.data
    assert len(source.seen) == 1
