"""The record the register confirms, made from the case's snapshots and digests alone (decisions 6, 20, 21)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from listina.accounts import queries as accounts
from listina.conversions.models import Case, Page
from listina.database.scope import authority_scope
from listina.law.dates import prague_day
from listina.law.directions import Direction
from listina.register.records import ConfirmedRecord, FileFacts


def confirmed_record(case: Case, pages: Sequence[Page]) -> ConfirmedRecord:
    """Return the record of a signed case; the same case always gives the identical record."""
    signed_at = _known(case.signed_at)
    return ConfirmedRecord(
        number=str(case.number),
        case_id=case.id,
        authority=case.authority_snapshot,
        official=case.official_snapshot,
        certificate=case.certificate_snapshot,
        grant=case.grant_snapshot,
        direction=Direction(case.direction),
        standing=case.authority_snapshot["standing"],
        input_page_count=int(case.stated_page_count or 0),
        untransferable=tuple((element["name"], tuple(element["pages"])) for element in case.untransferable),
        clause_date=case.clause_date,
        conversion_date=prague_day(signed_at),
        reserved_at=_known(case.reserved_at),
        signed_at=signed_at,
        timestamp_time=_known(case.timestamp_time),
        handed_over_at=None,
        reference_number=case.reference_number,
        file_mark=case.file_mark,
        agenda_code=case.agenda_code,
        purpose=case.purpose,
        designation=case.designation,
        drawn_up_on=case.drawn_up_on,
        file=_file_facts(case),
        page_digests=tuple((page.sha256, page.sha512) for page in pages),
        signature_sha256=sha256(bytes(case.signature_value or b"")).hexdigest(),
    )


def signing_certificate_is_registered(case: Case) -> bool:
    """Tell whether the case's certificate is registered for its official now and not withdrawn."""
    with authority_scope(case.authority_id):
        return accounts.is_signing_certificate_of(case.official_id, case.certificate_snapshot["sha256"])


def _file_facts(case: Case) -> FileFacts:
    return FileFacts(
        sha256=case.signed["sha256"],
        sha512=case.signed["sha512"],
        length=case.signed["length"],
        prefix_sha256=case.composed["sha256"],
        prefix_sha512=case.composed["sha512"],
        prefix_length=case.composed["length"],
        page_count=case.composed["page_count"],
        clause_page_count=case.composed["clause_page_count"],
        content_digest=case.composed["content_digest"],
    )


def _known(moment: datetime | None) -> datetime:
    if moment is None:
        message = "a signed case has all its moments"
        raise ValueError(message)
    return moment
