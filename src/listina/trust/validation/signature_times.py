"""Since when a signature is proven to exist, and by what: timestamps around it, over its value, and archives in it.

Source: ETSI EN 319 102-1, §§ 5.5.4 and 5.6.3; ETSI EN 319 122-1, §§ 5.3 and 5.5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice

from listina.trust.validation import archive_timestamps, signature_values, stamps
from listina.trust.validation.cms_checks import CmsSignature
from listina.trust.validation.knowledge import Knowledge
from listina.trust.validation.signature_report import TimestampReport
from listina.trust.validation.standing import Times
from listina.trust.validation.values import Proof, Result, SubIndication, TimestampPlace

_MOST_TOKENS = 32
# A timestamp of the content proves when the signature was made only if it was signed with it.
_ATTRIBUTES = {
    TimestampPlace.CONTENT: ("signed_attrs", "content_time_stamp"),
    TimestampPlace.SIGNATURE: ("unsigned_attrs", "signature_time_stamp_token"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What timestamps prove of a signature.

    Attributes:
        times: when it existed, and after what it was made.
        proof: of its existence.
        stamps: reports of the timestamps in it: over its content, over its value, archives.
    """

    times: Times
    proof: Proof
    stamps: tuple[TimestampReport, ...]

    @property
    def in_order(self) -> bool:
        """Tell whether the times of the timestamps in it may be those at which they were set."""
        return not any(stamp.sub_indication is SubIndication.TIMESTAMP_ORDER_FAILURE for stamp in self.stamps)


def prove(
    signature: CmsSignature,
    knowledge: Knowledge,
    *,
    at: datetime,
    over: Sequence[TimestampReport],
    made_after: datetime | None,
) -> Proven:
    """Judge the timestamps in a signature, the outermost first.

    Args:
        signature: whose.
        knowledge: whom to believe; it learns what the tokens carry.
        at: the moment of the validation, aware.
        over: timestamps over the whole signature, judged already.
        made_after: what is known from outside of what the signature itself is over.
    """
    unproven = Times(existed_at=at, is_proven=False), Proof.MOMENT_OF_VALIDATION
    outside, _ = around = _earliest(unproven, over, Proof.DOCUMENT_TIMESTAMP)
    archive = archive_timestamps.judge(signature, knowledge, outside)
    over_value = tuple(
        _stamps(
            signature,
            knowledge,
            TimestampPlace.SIGNATURE,
            signature_values.digest_of(signature.signer["signature"].native),
            lambda token: archive.existed.get(token, outside),
        )
    )
    within = _earliest(around, archive.stamps, Proof.ARCHIVE_TIMESTAMP)
    times, proof = _earliest(within, over_value, Proof.SIGNATURE_TIMESTAMP)
    inside = tuple(
        _stamps(
            signature,
            knowledge,
            TimestampPlace.CONTENT,
            signature.digest_of,
            lambda _: times,
        )
    )
    before = (made_after, *(stamp.time for stamp in inside if stamp.result is Result.VALID))
    return Proven(
        times=replace(times, made_after=max(filter(None, before), default=None)),
        proof=proof,
        stamps=(*inside, *over_value, *archive.stamps),
    )


def _earliest(known: tuple[Times, Proof], by: Sequence[TimestampReport], proof: Proof) -> tuple[Times, Proof]:
    """Return what is known, or what valid timestamps prove if that is earlier."""
    proven_at = min((stamp.time for stamp in by if stamp.result is Result.VALID), default=known[0].existed_at)
    if proven_at < known[0].existed_at:
        return Times(existed_at=proven_at, is_proven=True), proof
    return known


def _stamps(
    signature: CmsSignature,
    knowledge: Knowledge,
    kind: TimestampPlace,
    digest_of: Callable[[str], bytes],
    times_of: Callable[[bytes], Times],
) -> Iterator[TimestampReport]:
    place = stamps.Place(kind=kind, digest_of=digest_of)
    attributes, name = _ATTRIBUTES[kind]
    values = (each["values"] for each in signature.signer[attributes] or () if each["type"].native == name)
    for value in islice(chain.from_iterable(values), _MOST_TOKENS):
        try:
            token = bytes(value.dump())
            yield stamps.judge(token, place, knowledge, times_of(token))
        except Exception:  # noqa: BLE001, S112  # what nobody can read proves nothing, and anybody could add it
            continue
