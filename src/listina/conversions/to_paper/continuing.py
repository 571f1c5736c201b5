"""Another conversion of the same input: the next attachment of a message, or another original (další stejnopis).

Each is a conversion of its own with its own number, answers and print (decisions 16, 17 and 25); what was received and
what the conversion is for is carried over.
"""

from __future__ import annotations

from uuid import UUID

from listina.accounts.actors import Actor
from listina.conversions import opening
from listina.conversions.to_paper import receiving
from listina.conversions.to_paper.access import paper_case_in_scope, paper_editing
from listina.conversions.to_paper.errors import NoDocumentError, NoMessageError
from listina.conversions.to_paper.models import FileRole, ReceivedFile
from listina.conversions.to_paper.received import files_of, work_of
from listina.conversions.to_paper.showing import require_kept
from listina.conversions.to_paper.workshop import PaperWorkshop
from listina.database.scope import authority_scope
from listina.law.directions import Direction


def next_attachment(paper: PaperWorkshop, actor: Actor, case_id: UUID, position: int) -> UUID:
    """Open a conversion of another attachment; see `ToPaperService.next_attachment`."""
    new_id, files = _opened_anew(paper, actor, case_id, FileRole.MESSAGE)
    _receive_again(paper, actor, new_id, files[FileRole.MESSAGE])
    receiving.choose_attachment(paper, actor, new_id, position)
    return new_id


def another_original(paper: PaperWorkshop, actor: Actor, case_id: UUID) -> UUID:
    """Open a conversion of the same document; see `ToPaperService.another_original`."""
    new_id, files = _opened_anew(paper, actor, case_id, FileRole.DOCUMENT)
    document, detached = files[FileRole.DOCUMENT], files.get(FileRole.DETACHED)
    if FileRole.MESSAGE in files and document.position is not None:
        _receive_again(paper, actor, new_id, files[FileRole.MESSAGE])
        beside = None if detached is None else detached.position
        receiving.choose_attachment(paper, actor, new_id, document.position, detached_position=beside)
    else:
        _receive_again(paper, actor, new_id, document)
    if detached is not None and detached.position is None:
        _receive_again(paper, actor, new_id, detached)
    return new_id


def _opened_anew(
    paper: PaperWorkshop, actor: Actor, case_id: UUID, needed: FileRole
) -> tuple[UUID, dict[str, ReceivedFile]]:
    """Open a case like another one; return it with the files of that one. Nothing is opened without the one needed."""
    with authority_scope(actor.authority_id):
        case = paper_case_in_scope(actor.authority_id, case_id)
        require_kept(case)
        files = dict(files_of(case))
        stated = work_of(case).stated_message
    if needed not in files:
        raise NoMessageError if needed is FileRole.MESSAGE else NoDocumentError
    new_id = opening.open_case(
        paper.workshop,
        actor,
        agenda_code=case.agenda_code,
        purpose=case.purpose,
        reference_number=case.reference_number,
        file_mark=case.file_mark,
        direction=Direction.TO_PAPER,
    )
    if stated is not None:
        with paper_editing(paper, actor, new_id) as (_, work):
            work.stated_message = stated
    return new_id, files


def _receive_again(paper: PaperWorkshop, actor: Actor, case_id: UUID, row: ReceivedFile) -> None:
    incoming = receiving.IncomingInput(
        path=paper.workshop.objects.verified_path(row.authority_id, row.sha256),
        filename=row.filename,
        source=row.source,
        beside=row.role == FileRole.DETACHED,
    )
    receiving.receive(paper, actor, case_id, incoming)
