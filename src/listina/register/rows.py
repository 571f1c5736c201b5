"""The rows a confirmed record becomes; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from listina.register.models import Clause, ClauseEvidence, PageDigest, Reservation
from listina.register.records import ConfirmedRecord


def clause_row(reservation: Reservation, record: ConfirmedRecord, moment: datetime) -> Clause:
    """Return the clause of a conversion confirmed at a moment (aware UTC) under its reserved number."""
    official_name = None if record.official is None else str(record.official["full_name"])
    return Clause(
        reservation=reservation,
        guid=reservation.guid,
        check_code=reservation.check_code,
        authority_id=reservation.authority_id,
        direction=record.direction.value,
        standing=record.standing,
        authority_name=str(record.authority["name"]),
        authority_ico=str(record.authority["ico"]),
        official_name=official_name,
        input_page_count=record.input_page_count,
        untransferable=[{"name": name, "pages": list(pages)} for name, pages in record.untransferable],
        clause_date=record.clause_date,
        confirmed_at=moment,
        issued_by=reservation.issued_by,
        sha256=record.file.sha256,
        sha512=record.file.sha512,
        length=record.file.length,
        prefix_sha256=record.file.prefix_sha256,
        prefix_sha512=record.file.prefix_sha512,
        prefix_length=record.file.prefix_length,
        page_count=record.file.page_count,
        clause_page_count=record.file.clause_page_count,
        content_digest=record.file.content_digest,
        statements=[] if record.paper is None else [list(statement) for statement in record.paper.statements],
    )


def evidence_row(clause: Clause, record: ConfirmedRecord) -> ClauseEvidence:
    """Return what the evidence of conversions keeps beside the clause."""
    return ClauseEvidence(
        clause=clause,
        authority_id=clause.authority_id,
        performed_on=record.conversion_date,
        designation=record.designation,
        drawn_up_on=record.drawn_up_on,
        fee_amount_czk=record.fee.amount_czk,
        fee_document_number=record.fee.document_number,
        fee_exemption=record.fee.exemption,
    )


def page_digest_rows(clause: Clause, record: ConfirmedRecord) -> Iterator[PageDigest]:
    """Yield the digests of what was received (pages of a paper, files of an electronic input), numbered from 1."""
    for position, (short, long) in enumerate(record.page_digests, start=1):
        yield PageDigest(clause=clause, authority_id=clause.authority_id, position=position, sha256=short, sha512=long)
