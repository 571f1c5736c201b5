"""Requests and records for tests of the register."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from listina.law.directions import Direction
from listina.register.records import ConfirmedRecord, FileFacts, PaperFacts, ReservationRequest

NOW = datetime(2026, 3, 12, 13, 5, 9, tzinfo=UTC)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def long_digest(text: str) -> str:
    return hashlib.sha512(text.encode()).hexdigest()


def make_request(
    authority_id: int,
    *,
    case_id: UUID | None = None,
    public_number: int = 7,
    direction: Direction = Direction.TO_ELECTRONIC,
) -> ReservationRequest:
    return ReservationRequest(
        case_id=case_id or uuid4(),
        authority_id=authority_id,
        official_id=1,
        public_number=public_number,
        direction=direction,
        test=True,
    )


def make_record(
    number: str, case_id: UUID, *, designation: str = "Rozhodnutí", seed: str = "output"
) -> ConfirmedRecord:
    return ConfirmedRecord(
        number=number,
        case_id=case_id,
        authority={"name": "Městský úřad Lhota", "ico": "00000001", "standing": "test"},
        official={"full_name": "Mgr. Jana Nováková", "public_number": 7},
        certificate={"serial_number": "123", "issuer": "CN=DEMO CA", "sha256": digest("certificate")},
        grant={"role": "kzmu"},
        direction=Direction.TO_ELECTRONIC,
        standing="test",
        input_page_count=2,
        untransferable=(("suchá pečeť", (1, 2)),),
        clause_date=date(2026, 3, 12),
        conversion_date=date(2026, 3, 12),
        reserved_at=NOW,
        signed_at=NOW,
        timestamp_time=NOW,
        handed_over_at=None,
        reference_number="MUL/12/2026",
        file_mark=None,
        agenda_code="A123",
        purpose="spis",
        designation=designation,
        drawn_up_on="2026-03",
        file=FileFacts(
            sha256=digest(seed),
            sha512=long_digest(seed),
            length=2000,
            prefix_sha256=digest("prefix"),
            prefix_sha512=long_digest("prefix"),
            prefix_length=1000,
            page_count=3,
            clause_page_count=1,
            content_digest=digest("content"),
        ),
        page_digests=((digest("1"), long_digest("1")), (digest("2"), long_digest("2"))),
        signature_sha256=digest("signature"),
    )


def make_paper_record(number: str, case_id: UUID) -> ConfirmedRecord:
    """Return the record of a conversion to paper: nothing is signed, the clause states what was found of the input."""
    return dataclasses.replace(
        make_record(number, case_id),
        direction=Direction.TO_PAPER,
        untransferable=(),
        signed_at=None,
        timestamp_time=None,
        signature_sha256=None,
        report_sha256=digest("report"),
        page_digests=((digest("input"), long_digest("input")),),
        paper=PaperFacts(
            statements=(("Podpis", "Vstup byl podepsán platným uznávaným elektronickým podpisem."),), affirmed_at=NOW
        ),
    )
