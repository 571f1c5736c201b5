"""Whether outputs can be made: typeset, signed, sealed, and stamped with a time that is right."""

from __future__ import annotations

from datetime import timedelta

from listina.documents import probe
from listina.site.composition import Services
from listina.site.doctor.diagnosis import Diagnosis
from listina.trust.certificates import facts
from listina.trust.seals import seal, verify_seal
from listina.trust.timestamps import TimestampClient

CLOCK_WARNING = timedelta(seconds=30)
CERTIFICATE_WARNING = timedelta(days=30)


def timestamps(services: Services) -> Diagnosis:
    """Whether every timestamp authority gives good tokens, and which failed lately."""
    client = services.timestamps
    lately = {source.name: _failures_lately(client, source.name) for source in client.sources}
    problems = client.check()
    names = ", ".join(source.name + lately[source.name] for source in client.sources)
    if problems:
        return Diagnosis(
            subject="timestamps",
            well=False,
            found=f"{'; '.join(problem.en for problem in problems)}; in order: {names}",
            advice="correct LISTINA_TIMESTAMP_URLS or the file of authorities, or ask the authority; "
            "signed conversions wait or get their timestamps from the next one",
        )
    return Diagnosis(subject="timestamps", well=True, found=f"good tokens from: {names}")


def clock(services: Services) -> Diagnosis:
    """Whether our clock agrees with the timestamp authority's."""
    skew = services.timestamps.clock_skew()
    seconds = skew.total_seconds()
    if abs(skew) > CLOCK_WARNING:
        return Diagnosis(
            subject="clock",
            well=False,
            found=f"the timestamp authority's clock is {seconds:+.0f} s away from ours",
            advice="synchronise the machine's clock (timedatectl set-ntp true)",
        )
    return Diagnosis(subject="clock", well=True, found=f"{seconds:+.0f} s from the timestamp authority")


def certificates(services: Services) -> Diagnosis:
    """Whether the installation's own certificates will hold for a while."""
    now, authority = services.conversions.now(), services.timestamp_authority
    own = {"register's seal": services.register_seal.certificate}
    if authority is not None:
        own["timestamp authority"] = authority.certificate
    ending = {name: facts(der).not_after for name, der in own.items()}
    soon = [f"{name} on {end:%Y-%m-%d}" for name, end in ending.items() if end - CERTIFICATE_WARNING < now]
    if soon:
        return Diagnosis(
            subject="certificates", well=False, found=f"ending soon: {', '.join(soon)}", advice="renew them"
        )
    first = min(ending.values())
    return Diagnosis(subject="certificates", well=True, found=f"the first ends on {first:%Y-%m-%d}")


def keys(services: Services) -> Diagnosis:
    """Whether the officials' keys lie where they should, closed to others."""
    problems = services.keys.check()
    if problems:
        return Diagnosis(subject="keys", well=False, found="; ".join(problems), advice="correct the folder of keys")
    return Diagnosis(subject="keys", well=True, found=f"in {services.keys.folder}")


def register_seal(services: Services) -> Diagnosis:
    """Whether the register's seal seals, and the seal is good: on a token this needs the token and its PIN."""
    data = b"listina doctor"
    environment = services.environment
    signer, policy = services.register_seal, services.conversions.policy
    anchors = policy.material((signer.certificate, *signer.chain)).anchors
    owner = verify_seal(data, seal(data, signer), anchors, at=services.conversions.now())
    place = "in the PKI's folder"
    if environment.seal_pkcs11_module is not None:
        place = f"on the token {environment.seal_pkcs11_token_label}"
    return Diagnosis(subject="register's seal", well=True, found=f"{owner.common_name}, {place}")


def typesetting() -> Diagnosis:
    """Whether fonts are there, the typesetter works, and its barcodes can be read back."""
    problems = probe.check()
    if problems:
        return Diagnosis(
            subject="typesetting",
            well=False,
            found="; ".join(str(problem) for problem in problems),
            advice="install the locked packages again: bin/setup runtime",
        )
    return Diagnosis(subject="typesetting", well=True, found="fonts, clause page and barcodes are good")


def _failures_lately(client: TimestampClient, name: str) -> str:
    """Return what the circuit of an authority knew before it was asked now."""
    failures = client.circuits.failures(name) if client.circuits is not None else None
    if failures is None:
        return ""
    return (
        f" (failures in a row: {failures.count}, last {failures.last_at:%Y-%m-%d %H:%M:%S} UTC, "
        f"asked again {failures.asked_again_at:%H:%M:%S} UTC: {failures.reason})"
    )
