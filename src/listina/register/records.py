"""What is told to the register, and the canonical bytes that its commitment binds (decision 21, ADR 0005).

Canonical bytes are JSON in UTF-8 after RFC 8785, restricted so that the two agree: object keys are ASCII and sorted,
no white space, no floats; days are `YYYY-MM-DD`, moments UTC with six digits and `Z`, amounts decimal strings.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

from listina.law.directions import Direction
from listina.law.evidence import EX_OFFICIO_FEE, Fee

RECORD_VERSION = 1
"""Of the canonical form to electronic; a change of any field's meaning or place is a new version."""

PAPER_RECORD_VERSION = 2
"""Of the canonical form to paper: the same with `paper`, which version 1 leaves out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationRequest:
    """For whom a number is wanted.

    Attributes:
        public_number: of the official, printed in the number; 1 or more.
        test: True for test and demo authorities, whose numbers are a series of their own.
    """

    case_id: UUID
    authority_id: int
    official_id: int
    public_number: int
    direction: Direction
    test: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationView:
    """A reserved number. `issued_at` is aware UTC; `check_code` has 10 characters of Crockford's base 32."""

    number: str
    guid: UUID
    check_code: str
    issued_by: str
    issued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """The output file and its unsigned prefix.

    Attributes:
        sha256, sha512: of the whole signed file, lower-case hexadecimal; to paper, of the file that was printed.
        length: of that file, in bytes.
        prefix_sha256, prefix_sha512, prefix_length: of the composed file, which the signed one starts with; to paper,
            nothing is appended to it and they are the same.
        page_count: all pages of the file, the clause among them.
        clause_page_count: the last pages of the file, which are the clause.
        content_digest: Merkle root over the converted pages, 64 hexadecimal digits; to paper, the SHA-256 of the input.
    """

    sha256: str
    sha512: str
    length: int
    prefix_sha256: str
    prefix_sha512: str
    prefix_length: int
    page_count: int
    clause_page_count: int
    content_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """What only a conversion to paper has.

    Attributes:
        statements: (label, text) of each statement about the input, as the clause was printed.
        affirmed_at: when the official affirmed the four facts of decision 17; aware UTC.

    Source: L300 § 25(2)(f) to (k); decision 17.
    """

    statements: tuple[tuple[str, str], ...]
    affirmed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedRecord:
    """Everything the register keeps of one performed conversion.

    Attributes:
        authority, official, certificate, grant: snapshots as they were when the number was reserved; plain values.
        standing: `live`, `test` or `demo`.
        input_page_count: pages of the input.
        untransferable: (name, page numbers) of each element that the output cannot carry; empty if none.
        clause_date, conversion_date: days in Prague.
        drawn_up_on: ISO date, possibly only year or year and month; None when the input does not say.
        signed_at, timestamp_time, signature_sha256: of the output's signature and of its value; None to paper, where
            the official signs by hand.
        page_digests: (SHA-256, SHA-512) of each received file in order: of the pages of a paper; of an electronic
            input, the document, then what came with it (a signature beside it, the data message).
        report_sha256: of the validation report of an electronic input; None for paper.
        paper: None to electronic.

    Source: L300 § 25(1), § 26(2); decisions 5, 6, 20, 21.
    """

    number: str
    case_id: UUID
    authority: Mapping[str, object]
    official: Mapping[str, object] | None
    certificate: Mapping[str, object]
    grant: Mapping[str, object]
    direction: Direction
    standing: str
    input_page_count: int
    untransferable: tuple[tuple[str, tuple[int, ...]], ...]
    clause_date: date
    conversion_date: date
    reserved_at: datetime
    signed_at: datetime | None
    timestamp_time: datetime | None
    handed_over_at: datetime | None
    reference_number: str | None
    file_mark: str | None
    agenda_code: str
    purpose: str
    designation: str
    drawn_up_on: str | None
    file: FileFacts
    page_digests: tuple[tuple[str, str], ...]
    signature_sha256: str | None
    report_sha256: str | None = None
    fee: Fee = EX_OFFICIO_FEE
    paper: PaperFacts | None = None

    def __post_init__(self) -> None:
        """Refuse a record that does not say how its output came into being."""
        signed = (self.signed_at, self.timestamp_time, self.signature_sha256)
        if self.direction is Direction.TO_PAPER:
            complete = self.paper is not None and self.report_sha256 is not None and not any(signed)
        else:
            complete = self.paper is None and all(signed)
        if not complete:
            message = f"the record of {self.number} does not fit its direction, {self.direction}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """The answer to a confirmation.

    Attributes:
        confirmed_at: aware UTC.
        sequence: place in the order of confirmations of its standing, from 1 without gaps.
        commitment: SHA-256(salt ‖ canonical record), 64 hexadecimal digits.
        salt: 32 random bytes, known to whoever may read the record.
    """

    number: str
    confirmed_at: datetime
    sequence: int
    commitment: str
    salt: bytes


def canonical_record(record: ConfirmedRecord) -> bytes:
    """Return the canonical bytes of a record.

    Raises:
        TypeError: a snapshot holds something that has no canonical form, such as a float.
        ValueError: a moment has no time zone.
    """
    told = _fields(record)
    if record.paper is not None:
        return canonical({"version": PAPER_RECORD_VERSION, "record": told})
    del told["paper"]
    return canonical({"version": RECORD_VERSION, "record": told})


def canonical(value: object) -> bytes:
    """Return the canonical JSON of plain values, dataclasses, days, moments, amounts and UUIDs; see the module."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _plain(value: object) -> object:
    match value:
        case Enum():
            plain: object = _plain(value.value)
        case None | bool() | int() | str():
            plain = value
        case datetime():
            plain = _moment(value)
        case date():
            plain = value.isoformat()
        case UUID():
            plain = str(value)
        case Decimal():
            plain = f"{value:.2f}"
        case Mapping():
            plain = {_key(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            plain = [_plain(item) for item in value]
        case FileFacts() | PaperFacts() | Fee():
            plain = _fields(value)
        case _:
            message = f"{type(value).__name__} has no canonical form"
            raise TypeError(message)
    return plain


def _fields(value: ConfirmedRecord | FileFacts | PaperFacts | Fee) -> dict[str, object]:
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        message = "a moment needs a time zone"
        raise ValueError(message)
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _key(key: object) -> str:
    # ASCII keys sort the same by code points and by UTF-16 units, which RFC 8785 asks for.
    if not isinstance(key, str) or not key.isascii():
        message = "keys are ASCII texts"
        raise TypeError(message)
    return key
