"""What the doctor asks of keys, certificates and timestamps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from listina.trust import certificates
from listina.trust.errors import CertificateNotUsableError, TimestampUnavailableError
from listina.trust.problems import Problem
from listina.trust.timestamps import TimestampClient

WARNING_BEFORE_EXPIRY = timedelta(days=30)


def check_certificates(named: Mapping[str, bytes], *, at: datetime) -> tuple[Problem, ...]:
    """Tell which certificates are not valid, or not much longer.

    Args:
        named: what to call them, and the DER certificates.
        at: the moment, aware UTC.
    """
    return tuple(problem for name, der in named.items() for problem in _check_certificate(name, der, at))


def check_clock(client: TimestampClient) -> tuple[Problem, ...]:
    """Compare our clock with the timestamp authority's: signatures are dated by one and registered by the other."""
    try:
        skew = client.clock_skew()
    except TimestampUnavailableError as error:
        return (
            Problem(
                code="clock.not_comparable",
                cs="Hodiny nelze porovnat: žádná autorita časových razítek neodpověděla platným razítkem.",
                en=f"The clock cannot be compared: {error.values['reasons']}",
            ),
        )
    if abs(skew) <= client.tolerance:
        return ()
    seconds = f"{skew.total_seconds():+.0f}"
    return (
        Problem(
            code="clock.skewed",
            cs=f"Hodiny autority časových razítek jdou proti našim o {seconds} s. Seřiďte hodiny tohoto počítače.",
            en=f"The timestamp authority's clock is {seconds} s from ours. Set this machine's clock.",
        ),
    )


def _check_certificate(name: str, der: bytes, at: datetime) -> tuple[Problem, ...]:
    try:
        facts = certificates.facts(der)
    except CertificateNotUsableError as error:
        return (Problem(code="certificate.unreadable", cs=f"{name}: {error.text()}", en=f"{name}: {error.text('en')}"),)
    if at < facts.not_before:
        return (
            Problem(
                code="certificate.not_yet_valid",
                cs=f"{name}: platnost certifikátu začíná až {facts.not_before:%-d. %-m. %Y}.",
                en=f"{name}: the certificate is valid from {facts.not_before.date()} only.",
            ),
        )
    if at > facts.not_after:
        return (
            Problem(
                code="certificate.expired",
                cs=f"{name}: platnost certifikátu skončila {facts.not_after:%-d. %-m. %Y}.",
                en=f"{name}: the certificate expired on {facts.not_after.date()}.",
            ),
        )
    if at > facts.not_after - WARNING_BEFORE_EXPIRY:
        return (
            Problem(
                code="certificate.expires_soon",
                cs=f"{name}: platnost certifikátu skončí {facts.not_after:%-d. %-m. %Y}. Opatřete nový.",
                en=f"{name}: the certificate expires on {facts.not_after.date()}. Get a new one.",
            ),
        )
    return ()
