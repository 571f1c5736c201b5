"""The paper work and the received files of a case, without any large library: the worker reads them too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from listina.conversions.errors import CaseDamagedError, CaseNotFoundError
from listina.conversions.models import Case
from listina.conversions.to_paper.models import FileRole, PaperWork, ReceivedFile


def work_of(case: Case) -> PaperWork:
    """Return what was found out and decided about the input of a case.

    Raises:
        CaseNotFoundError: there is none, so that it is no case to paper.
    """
    try:
        return PaperWork.objects.get(case_id=case.id)
    except PaperWork.DoesNotExist:
        raise CaseNotFoundError from None


def affirmed_at_of(work: PaperWork) -> datetime:
    """Return when the official affirmed the four facts of decision 17, aware UTC.

    Raises:
        CaseDamagedError: a registered case does not say.
    """
    if work.affirmed_at is None:
        raise CaseDamagedError(field="affirmed_at")
    moment: datetime = work.affirmed_at
    return moment


def files_of(case: Case) -> Mapping[str, ReceivedFile]:
    """Return the received files that count, by role."""
    rows = ReceivedFile.objects.filter(case_id=case.id, replaced_at=None)
    return MappingProxyType({row.role: row for row in rows})


def document_of(case: Case) -> ReceivedFile | None:
    """Return the document to be converted; None while there is none."""
    return files_of(case).get(FileRole.DOCUMENT)


def document_names(case_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the file names of the documents of some cases; a case without one is left out."""
    found = ReceivedFile.objects.filter(case_id__in=case_ids, role=FileRole.DOCUMENT, replaced_at=None)
    return MappingProxyType(dict(found.values_list("case_id", "filename")))
