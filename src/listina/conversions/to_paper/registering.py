"""The record the register confirms of a conversion to paper, from snapshots and digests alone (decisions 6, 20, 21)."""

from __future__ import annotations

from collections.abc import Mapping

from listina.conversions.models import Case
from listina.conversions.stored import clause_date_of, composed_facts, moment_of, number_of
from listina.conversions.to_paper.errors import NoDocumentError, NotAffirmedError
from listina.conversions.to_paper.models import FileRole, PaperWork, ReceivedFile
from listina.law.dates import prague_day
from listina.law.directions import Direction
from listina.register.records import ConfirmedRecord, FileFacts, PaperFacts

_ORDER = (FileRole.DOCUMENT, FileRole.DETACHED, FileRole.MESSAGE)


def paper_record(case: Case, work: PaperWork, files: Mapping[str, ReceivedFile]) -> ConfirmedRecord:
    """Return the record of an affirmed case; the same case always gives the identical record.

    Raises:
        NotAffirmedError: the official has not affirmed the four facts.
        NoDocumentError: there is no document.
    """
    if work.affirmed_at is None:
        raise NotAffirmedError
    if FileRole.DOCUMENT not in files:
        raise NoDocumentError
    composed = composed_facts(case)
    return ConfirmedRecord(
        number=number_of(case),
        case_id=case.id,
        authority=case.authority_snapshot,
        official=case.official_snapshot,
        certificate=case.certificate_snapshot,
        grant=case.grant_snapshot,
        direction=Direction.TO_PAPER,
        standing=case.authority_snapshot["standing"],
        input_page_count=composed["page_count"] - composed["clause_page_count"],
        untransferable=(),
        clause_date=clause_date_of(case),
        conversion_date=prague_day(work.affirmed_at),
        reserved_at=moment_of(case, "reserved_at"),
        signed_at=None,
        timestamp_time=None,
        handed_over_at=None,
        reference_number=case.reference_number,
        file_mark=case.file_mark,
        agenda_code=case.agenda_code,
        purpose=case.purpose,
        designation=case.designation,
        drawn_up_on=case.drawn_up_on,
        file=_file_facts(case),
        page_digests=tuple((files[role].sha256, files[role].sha512) for role in _ORDER if role in files),
        signature_sha256=None,
        report_sha256=composed["report_sha256"],
        paper=PaperFacts(
            statements=tuple((label, text) for label, text in composed["statements"]),
            affirmed_at=work.affirmed_at,
        ),
    )


def _file_facts(case: Case) -> FileFacts:
    composed = composed_facts(case)
    file = composed["print_file"]
    return FileFacts(
        sha256=file["sha256"],
        sha512=file["sha512"],
        length=file["length"],
        prefix_sha256=file["sha256"],
        prefix_sha512=file["sha512"],
        prefix_length=file["length"],
        page_count=composed["page_count"],
        clause_page_count=composed["clause_page_count"],
        content_digest=composed["content_digest"],
    )
