"""What the doctor hears about certificates and clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from fixtures.pki import MADE_AT, CertificateBuilder
from listina.trust.health import check_certificates, check_clock
from listina.trust.timestamps import TimestampClient


@pytest.mark.parametrize(
    ("age", "codes"),
    [
        (timedelta(days=-1), ["certificate.not_yet_valid"]),
        (timedelta(days=10), []),
        (timedelta(days=80), ["certificate.expires_soon"]),
        (timedelta(days=101), ["certificate.expired"]),
    ],
)
def test_the_doctor_hears_in_time_that_a_certificate_ends(
    age: timedelta, codes: list[str], certificate_builder: CertificateBuilder
) -> None:
    certificate = certificate_builder.signing_key(life=timedelta(days=100)).certificate
    problems = check_certificates({"Pečeť rejstříku": certificate}, at=MADE_AT + age)
    assert [problem.code for problem in problems] == codes
    assert all(problem.cs.startswith("Pečeť rejstříku: ") for problem in problems)


def test_an_unreadable_certificate_is_a_problem() -> None:
    problems = check_certificates({"TLS": b"x"}, at=MADE_AT)
    assert [problem.code for problem in problems] == ["certificate.unreadable"]


def test_the_doctor_hears_of_a_clock_that_is_wrong(timestamp_client: TimestampClient) -> None:
    assert check_clock(timestamp_client) == ()
    ahead = replace(timestamp_client, now=lambda: datetime.now(UTC) + timedelta(minutes=7))
    assert [problem.code for problem in check_clock(ahead)] == ["clock.skewed"]
    assert "-4" in check_clock(ahead)[0].cs
    assert [problem.code for problem in check_clock(replace(ahead, sources=()))] == ["clock.not_comparable"]
