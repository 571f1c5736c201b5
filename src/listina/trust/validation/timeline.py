"""A validation report as a line of time: how long certificates are valid, and what happened when.

Source: ETSI EN 319 102-1, 5.5 and 5.6: a signature is judged by when it provably existed, not by what it claims.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter

from listina.texts import Text
from listina.trust.validation import words
from listina.trust.validation.message_report import MessageReport
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.signature_report import CertificateReport, SignatureReport, TimestampReport
from listina.trust.validation.values import Proof, TimestampPlace

MOST_LINES = 40
"""Of a picture; a file with more signatures is told in words."""


class Mark(StrEnum):
    """What happened.

    Attributes:
        CLAIMED: the signer says that it was signed then; nothing proves it.
        PROVEN: the signature provably existed then.
        TIMESTAMP: the time in a timestamp.
        REVOKED: the certificate was revoked.
        DELIVERED: the data message was delivered into the box.
        ACCEPTED: the data message was accepted.
    """

    CLAIMED = "claimed"
    PROVEN = "proven"
    TIMESTAMP = "timestamp"
    REVOKED = "revoked"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"


MARKS = {
    Mark.CLAIMED: Text("tvrzený čas podpisu", "claimed time of signing"),
    Mark.PROVEN: Text("doložená existence podpisu", "proven existence of the signature"),
    Mark.TIMESTAMP: Text("časové razítko", "timestamp"),
    Mark.REVOKED: Text("zneplatnění certifikátu", "revocation of the certificate"),
    Mark.DELIVERED: Text("dodání do schránky", "delivery into the box"),
    Mark.ACCEPTED: Text("doručení", "acceptance"),
}
VALIDITY = Text("platnost certifikátu", "validity of the certificate")
VALIDATED = Text("ověření", "validation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that happened."""

    at: datetime
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A signature, a timestamp or a message.

    Attributes:
        label: what it is and whose; the name is a stranger's text.
        valid_from, valid_until: of its certificate; None if it has none.
        moments: what happened to it.
    """

    label: Text
    valid_from: datetime | None
    valid_until: datetime | None
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A moment in words."""

    at: datetime
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What a picture shows.

    Attributes:
        lines: from top to bottom, at most `MOST_LINES`.
        validated_at: the moment of the validation.
    """

    lines: tuple[Line, ...]
    validated_at: datetime

    @property
    def events(self) -> tuple[Event, ...]:
        """The same in words, in order of time; validities are told beside the signatures."""
        found = [Event(at=self.validated_at, text=VALIDATED)]
        found += [
            Event(
                at=moment.at,
                text=Text(f"{line.label.cs}: {MARKS[moment.mark].cs}", f"{line.label.en}: {MARKS[moment.mark].en}"),
            )
            for line in self.lines
            for moment in line.moments
        ]
        return tuple(sorted(found, key=attrgetter("at")))


def timeline(report: ValidationReport) -> Timeline:
    """Return what is known of a report's times."""
    return Timeline(lines=tuple(_lines(report))[:MOST_LINES], validated_at=report.validated_at)


def _lines(report: ValidationReport) -> Iterator[Line]:
    for signature in report.signatures:
        number = f" {signature.number}" if len(report.signatures) > 1 else ""
        noun = words.NOUNS[signature.kind]
        yield _signature(signature, Text(f"{noun.cs}{number}", f"{noun.en}{number}"))
        for stamp in signature.timestamps:
            place = words.PLACES[stamp.place]
            yield _timestamp(stamp, Text(f"{place.cs}{number}", f"{place.en}{number}"))
    for stamp in report.document_timestamps:
        yield _timestamp(stamp, words.PLACES[TimestampPlace.DOCUMENT])
    if report.message is not None:
        yield from _message(report.message)


def _signature(signature: SignatureReport, what: Text) -> Line:
    found = []
    if signature.claimed_at is not None:
        found.append(Moment(at=signature.claimed_at, mark=Mark.CLAIMED))
    if signature.proof is not Proof.MOMENT_OF_VALIDATION:
        found.append(Moment(at=signature.best_time, mark=Mark.PROVEN))
    if signature.revocation.revoked_at is not None:
        found.append(Moment(at=signature.revocation.revoked_at, mark=Mark.REVOKED))
    return _line(what, signature.certificate, tuple(found))


def _timestamp(stamp: TimestampReport, what: Text) -> Line:
    return _line(what, stamp.certificate, (Moment(at=stamp.time, mark=Mark.TIMESTAMP),))


def _message(message: MessageReport) -> Iterator[Line]:
    facts = ((message.delivered_into_box_at, Mark.DELIVERED), (message.accepted_at, Mark.ACCEPTED))
    yield Line(
        label=Text(f"Datová zpráva {message.message_id}", f"Data message {message.message_id}"),
        valid_from=None,
        valid_until=None,
        moments=tuple(Moment(at=at, mark=mark) for at, mark in facts if at is not None),
    )
    yield _signature(message.envelope, Text("pečeť datové zprávy", "seal of the data message"))
    if message.timestamp is not None:
        yield _timestamp(message.timestamp, words.PLACES[message.timestamp.place])


def _line(what: Text, certificate: CertificateReport | None, moments: tuple[Moment, ...]) -> Line:
    whose = "" if certificate is None else f": {certificate.holder}"
    return Line(
        label=Text(f"{what.cs[0].upper()}{what.cs[1:]}{whose}", f"{what.en[0].upper()}{what.en[1:]}{whose}"),
        valid_from=None if certificate is None else certificate.not_before,
        valid_until=None if certificate is None else certificate.not_after,
        moments=moments,
    )
