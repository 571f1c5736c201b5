"""RFC 3161 timestamps of others: what they are over, whose they are, and whether that held when they were last proven.

Source: RFC 3161, §§ 2.4.2 and 4; RFC 5816; ETSI EN 319 102-1, §§ 5.4 and 5.6.2.3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from asn1crypto import tsp

from listina.trust.clock import CLOCK_TOLERANCE
from listina.trust.signer_infos import UnacceptableSignatureError
from listina.trust.validation import algorithms, cms_checks, embedded, holders, outcomes, signature_values, standing
from listina.trust.validation.cms_checks import CmsSignature
from listina.trust.validation.inputs import Purpose
from listina.trust.validation.knowledge import Knowledge
from listina.trust.validation.outcomes import Outcome, Stopped, reason
from listina.trust.validation.signature_report import TimestampReport
from listina.trust.validation.standing import CertificateStanding, Times
from listina.trust.validation.values import Indication, Integrity, MaterialKind, Source, TimestampPlace

_NOT_JUDGED = reason("qualification.not_asked", "Nebylo co posoudit.", "There was nothing to ask about.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a timestamp must be over.

    Attributes:
        kind: of place.
        digest_of: returns the digest of what it must be over, given the hash's name in asn1crypto.
        covers_length: bytes from the beginning of the file; 0 unless it is over a revision.
        hashes: further ones, by their names in asn1crypto, that what it is over hangs on.
    """

    kind: TimestampPlace
    digest_of: Callable[[str], bytes]
    covers_length: int = 0
    hashes: tuple[str, ...] = ()


def judge(token: bytes, place: Place, knowledge: Knowledge, times: Times) -> TimestampReport:
    """Judge one token at the moment at which it is proven to have existed.

    Args:
        token: ContentInfo; bytes behind it are left alone.
        place: what it must be over.
        knowledge: whom to believe and what is known; it learns what the token carries.
        times: since when the token is proven to exist; `says` is filled in here.

    Raises:
        Stopped: it is no timestamp, so that there is nothing to report about.
        Exception: it cannot be read.
    """
    signature, info = _read(token)
    knowledge.learn(embedded.data_in(signature.signed_data, signature.signer), Source.FILE)
    knowledge.use(token, MaterialKind.TIMESTAMP, Source.FILE)
    says: datetime = info["gen_time"].native
    times = replace(times, says=says)
    certificate, problem, integrity = _checked(signature, info, place)
    found = None if certificate is None else standing.judge(certificate, knowledge, times, Purpose.TIMESTAMP)
    outcome = problem or _outcome(signature, place, found, times)
    return TimestampReport(
        place=place.kind,
        sha256=sha256(token).hexdigest(),
        time=says,
        indication=outcome.indication,
        sub_indication=outcome.sub_indication,
        result=outcome.result,
        integrity=integrity,
        certificate=None if certificate is None else holders.report_of(certificate),
        qualification=standing.unknown(_NOT_JUDGED, says) if found is None or problem else found.qualification,
        covers_length=place.covers_length,
        reasons=outcome.reasons,
    )


def _read(token: bytes) -> tuple[CmsSignature, Any]:
    signed_data = cms_checks.read(token)
    encapsulated = signed_data["encap_content_info"]
    if encapsulated["content_type"].native != "tst_info" or len(signed_data["signer_infos"]) != 1:
        raise Stopped(outcomes.malformed("it is no timestamp"))
    content = bytes(encapsulated["content"])
    info = tsp.TSTInfo.load(content)
    signature = CmsSignature(
        signed_data=signed_data,
        signer=signed_data["signer_infos"][0],
        digest_of=signature_values.digest_of(content),
        content_type="tst_info",
        needs_identifier=True,
        also_hashed_with=info["message_imprint"]["hash_algorithm"]["algorithm"].native,
    )
    return signature, info


def _checked(signature: CmsSignature, info: Any, place: Place) -> tuple[bytes | None, Outcome | None, Integrity]:
    """Return the authority's certificate, what is wrong with token or imprint, and what that means for the content."""
    certificate = None
    try:
        # First, so that nobody hides changed content behind a spoiled certificate.
        _require_imprint(info, place.digest_of(signature.also_hashed_with))
        certificate = cms_checks.find_certificate(signature)
        cms_checks.require_digest(signature)
        cms_checks.require_value(signature, certificate)
    except Stopped as stopped:
        is_broken = stopped.outcome in {outcomes.CONTENT_CHANGED, outcomes.VALUE_WRONG}
        return certificate, stopped.outcome, Integrity.BROKEN if is_broken else Integrity.UNDECIDABLE
    except UnacceptableSignatureError as error:
        return certificate, outcomes.unknown_algorithm(error.reason), Integrity.UNDECIDABLE
    return certificate, None, Integrity.INTACT


def _require_imprint(info: Any, digest: bytes) -> None:
    if info["message_imprint"]["hashed_message"].native != digest:
        raise Stopped(outcomes.CONTENT_CHANGED)
    if any(extension["critical"].native for extension in info["extensions"] or ()):
        raise Stopped(outcomes.malformed("it holds a critical extension nobody knows"))


def _outcome(signature: CmsSignature, place: Place, found: CertificateStanding | None, times: Times) -> Outcome:
    if found is None:
        return outcomes.NO_CERTIFICATE
    if found.outcome.indication is not Indication.PASSED:
        return found.outcome
    if times.says is not None and times.says > times.existed_at + CLOCK_TOLERANCE:
        return outcomes.TIMES_OUT_OF_ORDER
    own = standing.of_signature(signature, times.existed_at)
    further = (algorithms.digest(name, times.existed_at) for name in place.hashes)
    return standing.strength((*own, *further), times)
