"""Step 1: a file is received (vstup): looked at for malicious code first, recognised by its content, then kept.

A data message brings its attachments; one of them becomes the document. Whatever is received anew makes everything
that was found and decided about the earlier files void.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from listina.accounts.actors import Actor
from listina.audit import services as audit
from listina.conversions import history
from listina.conversions.access import locked_own_case, require_direction
from listina.conversions.cases import CaseState
from listina.conversions.errors import AttemptLostError
from listina.conversions.killpoints import KillPoint, passing
from listina.conversions.models import Case
from listina.conversions.steps import Event, following
from listina.conversions.to_paper.access import paper_editing
from listina.conversions.to_paper.composing import give_up_preview
from listina.conversions.to_paper.errors import (
    FileEmptyError,
    FileNotAcceptedError,
    FileTooLargeError,
    MalwareFoundError,
    NoMessageError,
    NotCheckedForMalwareError,
)
from listina.conversions.to_paper.models import FileRole, PaperWork, ReceivedFile
from listina.conversions.to_paper.received import files_of
from listina.conversions.to_paper.recognising import Recognised, recognise
from listina.conversions.to_paper.workshop import PaperWorkshop
from listina.database.scope import authority_scope
from listina.documents.malware.scanning import Malware
from listina.large_files import digests
from listina.law.directions import Direction
from listina.objects.store import StoredObject
from listina.trust.messages.facts import DataMessage

MOST_BYTES = 64 << 20
FILENAME_LENGTH = 200
_REPLACES = {
    # A new document or message begins the input anew; a signature belongs to the document that is there.
    FileRole.DOCUMENT: (FileRole.DOCUMENT, FileRole.MESSAGE, FileRole.DETACHED),
    FileRole.MESSAGE: (FileRole.DOCUMENT, FileRole.MESSAGE, FileRole.DETACHED),
    FileRole.DETACHED: (FileRole.DETACHED,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingInput:
    """A file as it came.

    Attributes:
        path: where its bytes are.
        filename: as the official's machine calls it.
        source: `upload`, `records`, `api` or `cli`.
        beside: it was given as a signature beside the document (`.p7s`), not as the document.
    """

    path: Path
    filename: str
    source: str
    beside: bool = False


def receive(paper: PaperWorkshop, actor: Actor, case_id: UUID, incoming: IncomingInput) -> None:
    """Receive a file; see `ToPaperService.receive`."""
    with authority_scope(actor.authority_id):
        case = locked_own_case(actor, case_id)
        require_direction(case, Direction.TO_PAPER)
        following(CaseState(case.state), Event.EDIT)
    _require_size(incoming.path)
    _require_harmless(paper, actor, case_id, incoming.path)
    recognised = recognise(paper, incoming.path, beside=incoming.beside)
    stored = paper.workshop.objects.put(actor.authority_id, incoming.path)
    passing(KillPoint.INPUT_STORED)
    with paper_editing(paper, actor, case_id) as (case, work):
        if _is_there(case, recognised.role, stored.sha256):
            return
        if recognised.role is not FileRole.DETACHED:
            if FileRole.DOCUMENT in files_of(case):
                # It was stated of the document that goes; nobody has said how the new one came.
                work.stated_message = None
            work.message = None if recognised.message is None else _message_json(recognised.message)
        _replace(paper, case, recognised.role)
        _keep(paper, actor, case, recognised.role, stored, incoming.filename, incoming.source)
        _begin_anew(paper, case, work)
    passing(KillPoint.INPUT_RECEIVED)
    _choose_the_only_one(paper, actor, case_id, recognised)


def choose_attachment(
    paper: PaperWorkshop, actor: Actor, case_id: UUID, position: int, *, detached_position: int | None = None
) -> None:
    """Take a document out of the data message; see `ToPaperService.choose_attachment`."""
    with authority_scope(actor.authority_id):
        case = locked_own_case(actor, case_id)
        require_direction(case, Direction.TO_PAPER)
        message = files_of(case).get(FileRole.MESSAGE)
    if message is None:
        raise NoMessageError
    source = paper.workshop.objects.verified_path(actor.authority_id, message.sha256)
    wanted = {FileRole.DOCUMENT: position}
    if detached_position is not None:
        wanted[FileRole.DETACHED] = detached_position
    taken = {role: _extracted(paper, actor, case_id, source, place, role) for role, place in wanted.items()}
    with paper_editing(paper, actor, case_id) as (case, work):
        if not _is_there(case, FileRole.MESSAGE, message.sha256):
            # Another message came meanwhile: what was taken out of this one did not come in that one.
            raise AttemptLostError
        names = {item["position"]: item["name"] for item in (work.message or {}).get("attachments", ())}
        for role in (FileRole.DOCUMENT, FileRole.DETACHED):
            _mark_replaced(paper, case, (role,))
            if role in taken:
                place = wanted[role]
                name = names.get(place, "")
                _keep(paper, actor, case, role, taken[role], name, message.source, position=place)
        _begin_anew(paper, case, work)


def remove_signature(paper: PaperWorkshop, actor: Actor, case_id: UUID) -> None:
    """Set the signature beside the document aside, if there is one; see `ToPaperService.remove_signature`."""
    with paper_editing(paper, actor, case_id) as (case, work):
        if FileRole.DETACHED in files_of(case):
            _mark_replaced(paper, case, (FileRole.DETACHED,))
            _begin_anew(paper, case, work)


def _require_size(path: Path) -> None:
    length = path.stat().st_size
    if length == 0:
        raise FileEmptyError
    if length > MOST_BYTES:
        raise FileTooLargeError(most_mb=MOST_BYTES >> 20)


def _require_harmless(paper: PaperWorkshop, actor: Actor, case_id: UUID, path: Path) -> None:
    """Return if no malicious code was found and, where nobody looked, the operator permits to go on."""
    found = paper.examiner.scan(path)
    if found.outcome is Malware.FOUND:
        with authority_scope(actor.authority_id):
            case = locked_own_case(actor, case_id)
            details = {"code": found.name, "sha256": digests(path).sha256}
            history.note(case, "malware_found", paper.workshop.now(), actor_id=actor.user_id, details=details)
            audit.record(
                "conversion.malware_found",
                actor_id=actor.user_id,
                authority_id=actor.authority_id,
                subject=str(case_id),
                details=details,
            )
        raise MalwareFoundError(name=found.name)
    if found.outcome is Malware.NOT_CHECKED and not paper.examiner.may_consent:
        raise NotCheckedForMalwareError


def _is_there(case: Case, role: str, sha256: str) -> bool:
    known = files_of(case).get(role)
    return known is not None and known.sha256 == sha256


def _replace(paper: PaperWorkshop, case: Case, role: FileRole) -> None:
    if role is FileRole.DETACHED and FileRole.DOCUMENT not in files_of(case):
        raise FileNotAcceptedError(
            reason_cs="Nejprve nahrajte dokument, k němuž podpis patří.",
            reason_en="Upload the document first to which the signature belongs.",
        )
    _mark_replaced(paper, case, _REPLACES[role])


def _mark_replaced(paper: PaperWorkshop, case: Case, roles: tuple[FileRole, ...]) -> None:
    rows = ReceivedFile.objects.filter(case_id=case.id, replaced_at=None, role__in=[role.value for role in roles])
    rows.update(replaced_at=paper.workshop.now())


def _keep(  # noqa: PLR0917  # a row has as many facts
    paper: PaperWorkshop,
    actor: Actor,
    case: Case,
    role: FileRole,
    stored: StoredObject,
    filename: str,
    source: str,
    position: int | None = None,
) -> None:
    moment = paper.workshop.now()
    ReceivedFile.objects.create(
        authority_id=case.authority_id,
        case_id=case.id,
        role=role.value,
        filename=_tidy(filename),
        source=source,
        sha256=stored.sha256,
        sha512=stored.sha512,
        length=stored.length,
        position=position,
        received_at=moment,
        received_by=actor.user_id,
    )
    details = {"role": role.value, "sha256": stored.sha256, "length": stored.length, "source": source}
    history.note(case, "input_received", moment, actor_id=actor.user_id, details=details)


def _begin_anew(paper: PaperWorkshop, case: Case, work: PaperWork) -> None:
    """Forget what was found and decided about other files, and have these examined."""
    work.examination += 1
    work.examined = work.examined_at = work.consent = work.integrity_decision = work.postponed_until = None
    work.compared, work.reduced_pages = {}, []
    give_up_preview(case, work)
    if FileRole.DOCUMENT in files_of(case):
        paper.defer_examination(case.authority_id, case.id)


def _choose_the_only_one(paper: PaperWorkshop, actor: Actor, case_id: UUID, recognised: Recognised) -> None:
    if recognised.message is not None and len(recognised.message.attachments) == 1:
        choose_attachment(paper, actor, case_id, recognised.message.attachments[0].position)


def _extracted(  # noqa: PLR0917  # whose, from where, which and as what
    paper: PaperWorkshop, actor: Actor, case_id: UUID, message: Path, position: int, role: FileRole
) -> StoredObject:
    """Keep an attachment; it is looked at for malicious code again, which no scanner sees within the message."""
    with tempfile.TemporaryDirectory(prefix="listina-attachment-") as folder:
        target = Path(folder) / "attachment"
        paper.messages.extract(message, position, target)
        _require_harmless(paper, actor, case_id, target)
        found = recognise(paper, target, beside=role is FileRole.DETACHED)
        if found.role is not role:
            raise FileNotAcceptedError(
                reason_cs="Tato příloha není PDF; převést lze jen přílohu v PDF.",
                reason_en="This attachment is no PDF; only a PDF can be converted.",
            )
        return paper.workshop.objects.put(actor.authority_id, target)


def _message_json(message: DataMessage) -> dict[str, object]:
    return {
        "kind": message.kind.value,
        "message_id": message.message_id,
        "attachments": [
            {
                "position": attachment.position,
                "name": _tidy(attachment.name),
                "media_type": attachment.media_type,
                "length": attachment.length,
            }
            for attachment in message.attachments
        ],
    }


def _tidy(filename: str) -> str:
    name = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in name if character.isprintable())[-FILENAME_LENGTH:] or "vstup"
