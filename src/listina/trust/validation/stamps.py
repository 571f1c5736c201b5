"""Timestamps of a file: those over a signature's value and those over a revision.

Source: RFC 3161; ETSI EN 319 102-1, §§ 5.4 and 5.6.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from listina.trust import der, proofs, revisions, signer_infos, tokens
from listina.trust.errors import CertificateNotUsableError, TimestampInvalidError
from listina.trust.policy import TrustPolicy
from listina.trust.signer_infos import UnacceptableSignatureError, require
from listina.trust.timestamps import CLOCK_TOLERANCE
from listina.trust.tokens import Asked
from listina.trust.validation import holders
from listina.trust.validation.outcomes import Outcome, indeterminate, reason, unexpected
from listina.trust.validation.signature_report import Qualification, Reason, TimestampReport
from listina.trust.validation.values import (
    Indication,
    Integrity,
    Kind,
    Qualified,
    Result,
    SubIndication,
    TimestampPlace,
)

_SOURCE = "soubor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a timestamp must be over.

    Attributes:
        kind: of place.
        imprint_sha256: 32 bytes.
        covers_length: bytes from the beginning of the file; 0 unless it is over a revision.
    """

    kind: TimestampPlace
    imprint_sha256: bytes
    covers_length: int = 0


def unqualified(at: datetime) -> Qualification:
    """Return the qualification of what no trusted list was asked about."""
    why = reason("qualification.not_asked", "Důvěryhodné seznamy nebyly použity.", "No trusted list was used.")
    return Qualification(
        qualified=Qualified.UNKNOWN,
        kind=Kind.UNKNOWN,
        in_device=False,
        provider="",
        territory="",
        at=at,
        reasons=(why,),
    )


def judge(token_der: bytes, place: Place, policy: TrustPolicy, proven_before: datetime) -> TimestampReport:
    """Judge one token.

    Args:
        token_der: ContentInfo.
        place: what it must be over.
        policy: whom to trust.
        proven_before: before this moment the token is proven to have existed, aware.

    Raises:
        Exception: the token has no readable time or signer, so that there is nothing to report about.
    """
    signed_data = signer_infos.read_signed_data(token_der)
    time: datetime = signed_data["encap_content_info"]["content"].parsed["gen_time"].native
    signer = signer_infos.signing_certificate(signed_data, signer_infos.one_signer(signed_data))
    outcome = _outcome(token_der, place, policy, proven_before)
    return TimestampReport(
        place=place.kind,
        time=time,
        indication=outcome.indication,
        sub_indication=outcome.sub_indication,
        result=outcome.result,
        integrity=Integrity.INTACT if outcome.indication is Indication.PASSED else Integrity.UNDECIDABLE,
        certificate=holders.report_of(signer),
        qualification=unqualified(time),
        covers_length=place.covers_length,
        reasons=outcome.reasons,
    )


def over_revisions(
    found: Iterable[Any], file: BinaryIO, length: int, policy: TrustPolicy, at: datetime
) -> tuple[tuple[TimestampReport, ...], tuple[Reason, ...]]:
    """Judge the document timestamps, each at the time the younger ones prove; return them, oldest first.

    Args:
        found: pyHanko's embedded timestamps.
        file: the whole file.
        length: of the file, bytes.
        policy: whom to trust.
        at: moment of the validation, aware.

    Returns:
        The reports, and a reason for each timestamp that could not even be read.
    """
    reports: list[TimestampReport] = []
    unreadable: list[Reason] = []
    proven = at
    for stamp in sorted(found, key=lambda item: -int(item.signed_revision)):
        try:
            end = revisions.require_sound_byte_range(stamp, file, length)
            place = Place(
                kind=TimestampPlace.DOCUMENT,
                imprint_sha256=bytes(stamp.compute_digest("sha256")),
                covers_length=end,
            )
            report = judge(der.read(bytes(stamp.pkcs7_content)).encoded, place, policy, proven)
        except Exception as error:  # noqa: BLE001  # a hostile token may break any parser: a doubt, never a yes
            unreadable += unexpected(error).reasons
            continue
        reports.append(report)
        if report.result is Result.VALID:
            proven = min(proven, report.time)
    return tuple(reversed(reports)), tuple(unreadable)


def _outcome(token_der: bytes, place: Place, policy: TrustPolicy, proven_before: datetime) -> Outcome:
    try:
        asked = Asked(imprint_sha256=place.imprint_sha256)
        token = tokens.check_token(token_der, asked, policy=policy, source_name=_SOURCE)
        require(token.generated_at <= proven_before + CLOCK_TOLERANCE, "time", "its time is in the future")
        proofs.require_authority_at(token, policy, proven_before)
    except (TimestampInvalidError, UnacceptableSignatureError, CertificateNotUsableError) as error:
        why = reason(
            "timestamp.not_verified", "Platnost časového razítka nelze ověřit.", f"Not verified: {error}"[:500]
        )
        return indeterminate(SubIndication.GENERIC, why)
    return Outcome(indication=Indication.PASSED)
