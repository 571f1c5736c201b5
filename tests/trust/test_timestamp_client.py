"""The client believes nothing: each lie of an authority is found out and named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha1, sha256
from typing import Any

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from fixtures.pki import MADE_AT, PIN, CertificateBuilder
from listina.trust import cms, der
from listina.trust import demo_certificates as profiles
from listina.trust.demo_certificates import Extension
from listina.trust.demo_pki import TIMESTAMP_POLICY, DemoPki
from listina.trust.errors import TimestampInvalidError, TimestampUnavailableError
from listina.trust.policy import TrustPolicy
from listina.trust.refusals import FailureInfo, rejection
from listina.trust.signers import SoftwareKey
from listina.trust.timestamps import TimestampClient
from trust.lying_authority import (
    LyingAuthority,
    content_type,
    message_digest,
    signing_certificate_v1,
    signing_certificate_v2,
)

IMPRINT = sha256(b"value").digest()
OTHER_OID = der.object_identifier("2.999.1")


@pytest.fixture(scope="session")
def authority_key(demo_pki: DemoPki) -> SoftwareKey:
    return SoftwareKey.from_pkcs12(demo_pki.timestamp_key_path, PIN)


def _refused_check(source: LyingAuthority, policy: TrustPolicy, **changes: Any) -> str:
    """Return which check refuses the source's answer."""
    client = replace(TimestampClient(sources=(source,), policy=policy), **changes)
    with pytest.raises(TimestampInvalidError) as refusal:
        client._require_sane_time(client._ask(source, IMPRINT))
    with pytest.raises(TimestampUnavailableError):
        client.token(IMPRINT)
    return refusal.value.check


def test_an_authority_that_does_not_lie_is_believed(authority_key: SoftwareKey, trust_policy: TrustPolicy) -> None:
    source = LyingAuthority(signer=authority_key)
    token = TimestampClient(sources=(source,), policy=trust_policy, timestamp_policy=TIMESTAMP_POLICY).token(IMPRINT)
    assert token.policy == TIMESTAMP_POLICY
    assert token.source_name == source.name
    assert token.authority_certificate == authority_key.certificate
    assert abs(token.generated_at - datetime.now(UTC)) < timedelta(seconds=30)


@pytest.mark.parametrize(
    ("fields", "check"),
    [
        ({"version": der.integer(2)}, "version"),
        ({"imprint": der.sequence(cms.SHA256, der.octets(bytes(32)))}, "imprint"),
        (
            {
                "imprint": der.sequence(
                    der.sequence(der.object_identifier("2.16.840.1.101.3.4.2.2")), der.octets(IMPRINT)
                )
            },
            "imprint",
        ),
        (
            {"imprint": der.sequence(der.sequence(der.object_identifier("1.3.14.3.2.26")), der.octets(bytes(20)))},
            "imprint",
        ),
        ({"imprint": b""}, "format"),
        ({"policy": b""}, "format"),
        ({"serial_number": b""}, "format"),
        ({"time": b""}, "format"),
        ({"nonce": der.integer(7)}, "nonce"),
        ({"nonce": der.integer(-7)}, "nonce"),
        ({"nonce": b""}, "nonce"),
        ({"policy": OTHER_OID}, "policy"),
        (
            {
                "extensions": der.value(
                    der.CONTEXT_1,
                    der.sequence(OTHER_OID, der.value(der.BOOLEAN, b"\xff"), der.octets(b"\x05\x00")),
                )
            },
            "extensions",
        ),
        ({"time": der.generalized_time(datetime.now(UTC) + timedelta(minutes=30))}, "time"),
        ({"time": der.generalized_time(datetime.now(UTC) - timedelta(minutes=30))}, "time"),
        ({"time": b"\x18\x00"}, "format"),
        ({"time": der.generalized_time(MADE_AT - timedelta(days=400))}, "trust"),
    ],
)
def test_a_lie_in_the_content_is_found_out(
    fields: Mapping[str, bytes], check: str, authority_key: SoftwareKey, trust_policy: TrustPolicy
) -> None:
    source = LyingAuthority(signer=authority_key, fields=fields)
    assert _refused_check(source, trust_policy, timestamp_policy=TIMESTAMP_POLICY) == check


@dataclass(frozen=True, slots=True, kw_only=True)
class _AttributeLie:
    attributes: Callable[[bytes, bytes], tuple[bytes, ...]]
    check: str


def _identifier(certificate: bytes) -> bytes:
    return signing_certificate_v2(sha256(certificate).digest())


_ATTRIBUTE_LIES = {
    "content type missing": _AttributeLie(
        attributes=lambda info, cert: (message_digest(info), _identifier(cert)), check="attributes"
    ),
    "content type wrong": _AttributeLie(
        attributes=lambda info, cert: (content_type(cms.DATA), message_digest(info), _identifier(cert)),
        check="content_type",
    ),
    "digest missing": _AttributeLie(attributes=lambda _, cert: (content_type(), _identifier(cert)), check="attributes"),
    "digest wrong": _AttributeLie(
        attributes=lambda _, cert: (content_type(), message_digest(b"x"), _identifier(cert)), check="digest"
    ),
    "digest twice": _AttributeLie(
        attributes=lambda info, cert: (
            content_type(),
            message_digest(info),
            message_digest(b"x"),
            _identifier(cert),
        ),
        check="attributes",
    ),
    "identifier missing": _AttributeLie(
        attributes=lambda info, _: (content_type(), message_digest(info)), check="attributes"
    ),
    "identifier wrong": _AttributeLie(
        attributes=lambda info, _: (content_type(), message_digest(info), _identifier(b"other")),
        check="certificate_identifier",
    ),
    "older identifier wrong": _AttributeLie(
        attributes=lambda info, _: (content_type(), message_digest(info), signing_certificate_v1(bytes(20))),
        check="certificate_identifier",
    ),
    "issuer and serial number wrong": _AttributeLie(
        attributes=lambda info, cert: (
            content_type(),
            message_digest(info),
            signing_certificate_v2(
                sha256(cert).digest(),
                der.sequence(der.sequence(der.value(der.CONTEXT_4, x509.Name([]).public_bytes())), der.integer(1)),
            ),
        ),
        check="certificate_identifier",
    ),
}


@pytest.mark.parametrize("lie", _ATTRIBUTE_LIES.values(), ids=_ATTRIBUTE_LIES.keys())
def test_a_lie_in_the_signed_attributes_is_found_out(
    lie: _AttributeLie, authority_key: SoftwareKey, trust_policy: TrustPolicy
) -> None:
    certificate = authority_key.certificate
    source = LyingAuthority(signer=authority_key, attributes=lambda info: lie.attributes(info, certificate))
    assert _refused_check(source, trust_policy) == lie.check


def test_the_older_certificate_identifier_is_accepted_if_it_is_right(
    authority_key: SoftwareKey, trust_policy: TrustPolicy
) -> None:
    digest = sha1(authority_key.certificate, usedforsecurity=False).digest()
    source = LyingAuthority(
        signer=authority_key,
        attributes=lambda info: (content_type(), message_digest(info), signing_certificate_v1(digest)),
    )
    assert TimestampClient(sources=(source,), policy=trust_policy).token(IMPRINT).serial_number == 1


def test_a_wrong_signature_is_found_out(authority_key: SoftwareKey, trust_policy: TrustPolicy) -> None:
    source = LyingAuthority(signer=authority_key, value=lambda _: authority_key.sign(b"something else"))
    assert _refused_check(source, trust_policy) == "signature"


def test_a_token_without_the_authoritys_certificate_is_refused(
    authority_key: SoftwareKey, trust_policy: TrustPolicy
) -> None:
    source = LyingAuthority(signer=authority_key, certificates=authority_key.chain)
    assert _refused_check(source, trust_policy) == "certificate"


def test_content_of_another_type_is_refused(authority_key: SoftwareKey, trust_policy: TrustPolicy) -> None:
    assert _refused_check(LyingAuthority(signer=authority_key, content_type=cms.DATA), trust_policy) == "version"
    other = LyingAuthority(signer=authority_key, content_type=OTHER_OID)
    assert _refused_check(other, trust_policy) == "content_type"


_CRITICAL_PURPOSE = Extension(value=x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
_UNCRITICAL_PURPOSE = replace(_CRITICAL_PURPOSE, critical=False)
_TWO_PURPOSES = Extension(
    value=x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING]), critical=True
)
_END = profiles.timestamping()[0]


@pytest.mark.parametrize(
    "extensions",
    [
        profiles.signature(),
        (_END, _UNCRITICAL_PURPOSE),
        (_END, _TWO_PURPOSES),
        (*profiles.authority(0), _CRITICAL_PURPOSE),
    ],
    ids=["no purpose", "not critical", "two purposes", "an authority"],
)
def test_a_certificate_not_for_timestamps_alone_is_refused(
    extensions: tuple[Extension, ...], certificate_builder: CertificateBuilder, trust_policy: TrustPolicy
) -> None:
    source = LyingAuthority(signer=certificate_builder.signing_key(extensions=extensions))
    assert _refused_check(source, trust_policy) == "purpose"


def test_an_authority_without_a_path_to_an_anchor_is_refused(
    certificate_builder: CertificateBuilder, trust_policy: TrustPolicy
) -> None:
    key = certificate_builder.signing_key(
        extensions=profiles.timestamping(), issuer=certificate_builder.foreign_issuer()
    )
    assert _refused_check(LyingAuthority(signer=key), trust_policy) == "trust"


def test_an_authority_whose_certificate_is_not_valid_at_the_tokens_time_is_refused(
    certificate_builder: CertificateBuilder, trust_policy: TrustPolicy
) -> None:
    expired = certificate_builder.signing_key(extensions=profiles.timestamping(), life=timedelta(days=30))
    assert _refused_check(LyingAuthority(signer=expired), trust_policy) == "trust"


def test_a_revoked_authority_is_refused(
    certificate_builder: CertificateBuilder, trust_policy: TrustPolicy, demo_pki: DemoPki
) -> None:
    key = certificate_builder.signing_key(extensions=profiles.timestamping())
    source = LyingAuthority(signer=key)
    assert TimestampClient(sources=(source,), policy=trust_policy).token(IMPRINT).serial_number == 1
    crls = (demo_pki.crls()[0], *certificate_builder.revoked_crls(key, at=MADE_AT))
    assert _refused_check(source, replace(trust_policy, crls=lambda: crls)) == "trust"


@pytest.mark.parametrize(
    ("response", "check"),
    [
        (lambda _: b"", "response"),
        (lambda right: right + b"\x00", "response"),
        (lambda right: right[:-1], "response"),
        (lambda _: der.sequence(der.sequence(der.integer(0))), "response"),
        (lambda _: der.sequence(der.sequence(der.integer(2))), "status"),
        (lambda _: der.sequence(der.sequence(der.integer(2), b"\x03\x05\x00")), "response"),
        (lambda _: b"<html><title>Sorry</title></html>", "response"),
        (lambda _: bytes(100_000), "response"),
        (lambda right: right.replace(der.sequence(der.integer(0)), der.sequence(der.integer(2)), 1), "status"),
        (lambda _: der.sequence(der.sequence(der.integer(0)), der.sequence(der.integer(0))), "format"),
    ],
)
def test_a_malformed_or_refusing_response_gives_no_token(
    response: Callable[[bytes], bytes], check: str, authority_key: SoftwareKey, trust_policy: TrustPolicy
) -> None:
    assert _refused_check(LyingAuthority(signer=authority_key, response=response), trust_policy) == check


def test_the_next_source_is_asked_when_the_first_lies_and_all_reasons_are_told(
    authority_key: SoftwareKey, trust_policy: TrustPolicy
) -> None:
    liar = LyingAuthority(signer=authority_key, fields={"nonce": der.integer(7)})
    honest = LyingAuthority(signer=authority_key, name="poctivá")
    client = TimestampClient(sources=(liar, honest), policy=trust_policy)
    assert client.token(IMPRINT).source_name == "poctivá"
    with pytest.raises(TimestampUnavailableError, match=r"lhář: .*lhář: "):
        replace(client, sources=(liar, liar)).token(IMPRINT)


@pytest.mark.parametrize("ahead", [timedelta(seconds=119), timedelta(seconds=-119)])
def test_a_token_two_minutes_from_our_clock_is_the_last_that_is_taken(
    ahead: timedelta, authority_key: SoftwareKey, trust_policy: TrustPolicy
) -> None:
    moment = datetime(2026, 3, 12, 12, tzinfo=UTC)
    near = LyingAuthority(signer=authority_key, fields={"time": der.generalized_time(moment + ahead)})
    far = LyingAuthority(signer=authority_key, fields={"time": der.generalized_time(moment + ahead * 1.02)})
    client = TimestampClient(sources=(near,), policy=trust_policy, now=lambda: moment)
    assert client.token(IMPRINT).generated_at == moment + ahead
    assert _refused_check(far, trust_policy, now=lambda: moment) == "time"


def test_an_authority_that_refuses_is_told_by_its_reason(authority_key: SoftwareKey, trust_policy: TrustPolicy) -> None:
    refusing = LyingAuthority(
        signer=authority_key, response=lambda _: rejection(FailureInfo.UNACCEPTED_POLICY, "<b>go away</b>")
    )
    with pytest.raises(TimestampUnavailableError, match="status 2: UNACCEPTED_POLICY") as refusal:
        TimestampClient(sources=(refusing,), policy=trust_policy).token(IMPRINT)
    assert "go away" not in str(refusal.value)


def test_the_clock_of_the_authority_is_compared_with_ours(
    authority_key: SoftwareKey, trust_policy: TrustPolicy
) -> None:
    source = LyingAuthority(signer=authority_key)
    behind = TimestampClient(
        sources=(source,), policy=trust_policy, now=lambda: datetime.now(UTC) - timedelta(minutes=10)
    )
    assert abs(behind.clock_skew() - timedelta(minutes=10)) < timedelta(seconds=5)
    assert [problem.code for problem in behind.check()] == ["timestamp.invalid"]
    assert replace(behind, now=lambda: datetime.now(UTC)).check() == ()
    assert [problem.code for problem in replace(behind, sources=()).check()] == ["timestamp.none_configured"]
