"""The record the register confirms, made from the case's snapshots and digests alone (decisions 6, 20, 21)."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from listina.accounts import queries as accounts
from listina.conversions.models import Case, Page
from listina.conversions.stored import (
    clause_date_of,
    composed_facts,
    moment_of,
    number_of,
    page_count_of,
    signed_facts,
    value_of,
)
from listina.database.scope import authority_scope
from listina.law.dates import prague_day
from listina.law.directions import Direction
from listina.register.records import ConfirmedRecord, FileFacts


def confirmed_record(case: Case, pages: Sequence[Page]) -> ConfirmedRecord:
    """Return the record of a signed case; the same case always gives the identical record."""
    signed_at = moment_of(case, "signed_at")
    return ConfirmedRecord(
        number=number_of(case),
        case_id=case.id,
        authority=case.authority_snapshot,
        official=case.official_snapshot,
        certificate=case.certificate_snapshot,
        grant=case.grant_snapshot,
        direction=Direction(case.direction),
        standing=case.authority_snapshot["standing"],
        input_page_count=page_count_of(case),
        untransferable=tuple((element["name"], tuple(element["pages"])) for element in case.untransferable),
        clause_date=clause_date_of(case),
        conversion_date=prague_day(signed_at),
        reserved_at=moment_of(case, "reserved_at"),
        signed_at=signed_at,
        timestamp_time=moment_of(case, "timestamp_time"),
        handed_over_at=None,
        reference_number=case.reference_number,
        file_mark=case.file_mark,
        agenda_code=case.agenda_code,
        purpose=case.purpose,
        designation=case.designation,
        drawn_up_on=case.drawn_up_on,
        file=_file_facts(case),
        page_digests=tuple((page.sha256, page.sha512) for page in pages),
        signature_sha256=sha256(value_of(case)).hexdigest(),
    )


def signing_certificate_is_registered(case: Case) -> bool:
    """Tell whether the case's certificate is registered for its official now and not withdrawn."""
    with authority_scope(case.authority_id):
        return accounts.is_signing_certificate_of(case.official_id, case.certificate_snapshot["sha256"])


def _file_facts(case: Case) -> FileFacts:
    signed, composed = signed_facts(case), composed_facts(case)
    return FileFacts(
        sha256=signed["sha256"],
        sha512=signed["sha512"],
        length=signed["length"],
        prefix_sha256=composed["sha256"],
        prefix_sha512=composed["sha512"],
        prefix_length=composed["length"],
        page_count=composed["page_count"],
        clause_page_count=composed["clause_page_count"],
        content_digest=composed["content_digest"],
    )
