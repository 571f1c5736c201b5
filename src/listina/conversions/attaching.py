"""Step 2: a file becomes pages (přidání stran): taken apart, assessed, stored, attached in one transaction.

All pages of a file or none: whoever is interrupted sends the file again, and the same file under the same id attaches
its pages once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from listina.accounts.actors import Actor
from listina.conversions.access import editing, locked_own_case, require_direction
from listina.conversions.bounds import refuse_number
from listina.conversions.cases import CaseState, PageView
from listina.conversions.earlier_clauses import with_registered_clauses
from listina.conversions.killpoints import KillPoint, passing
from listina.conversions.models import Case, Page
from listina.conversions.page_views import lone_view
from listina.conversions.pages import MOST_PAGES, changed, kept_count, require_dpi, require_room
from listina.conversions.steps import Event, following
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope
from listina.documents.multipage import ExtractedPage
from listina.documents.page_assessment import PageAssessment
from listina.law.dates import prague_day
from listina.law.directions import Direction
from listina.objects.store import StoredObject

FILENAME_LENGTH = 200
DEVICE_LENGTH = 100
SOURCES = frozenset({"upload", "agent", "api", "cli"})


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFile:
    """A file as it came.

    Attributes:
        content: its bytes.
        filename: as the official's machine calls it.
        source: `upload`, `agent`, `api` or `cli`.
        device: the scanner, as far as the sender knows it; cut to 100 characters.
        declared_dpi: the resolution the official states; what the file says goes before it.
        key: the client's id of this file.
    """

    content: bytes
    filename: str
    source: str
    device: str
    declared_dpi: int | None
    key: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    """One page of the file, kept; its bytes are not held in memory."""

    page: ExtractedPage
    stored: StoredObject
    assessment: PageAssessment


def attach(workshop: Workshop, actor: Actor, case_id: UUID, file: IncomingFile) -> tuple[PageView, ...]:
    """Store and assess the pages of a file; see `ConversionService.attach_file`."""
    _require_source(file.source)
    if file.declared_dpi is not None:
        require_dpi(file.declared_dpi)
    with authority_scope(actor.authority_id):
        case = locked_own_case(actor, case_id)
        require_direction(case, Direction.TO_ELECTRONIC)
        following(CaseState(case.state), Event.EDIT)
        already = _attached(case, file.key)
        if already:
            return already
        require_room(case, len(file.content))
    moment = workshop.now()
    pages = tuple(_kept(workshop, actor, case_id, file, moment))
    passing(KillPoint.PAGE_STORED)
    with editing(workshop, actor, case_id) as case:
        already = _attached(case, file.key)
        if already:
            return already
        require_room(case, sum(page.stored.length for page in pages), pages=len(pages))
        _insert(case, actor, file, pages, moment)
        return _attached(case, file.key)


def incoming(
    *,
    content: bytes,
    filename: str,
    source: str,
    device: str,
    declared_dpi: int | None,
    key: UUID | None,
) -> IncomingFile:
    """Return the file with tidied texts, and an id of its own where the client chose none."""
    return IncomingFile(
        content=content,
        filename=_tidy(filename.replace("\\", "/").rsplit("/", 1)[-1])[-FILENAME_LENGTH:] or "strana",
        source=source,
        device=_tidy(device)[:DEVICE_LENGTH],
        declared_dpi=declared_dpi,
        key=key or uuid4(),
    )


def _kept(workshop: Workshop, actor: Actor, case_id: UUID, file: IncomingFile, moment: datetime) -> Iterator[_Stored]:
    held = 0
    for read in workshop.scans.pages(file.content, day=prague_day(moment), declared_dpi=file.declared_dpi):
        page, assessment = read.page, with_registered_clauses(read.assessment)
        stored = workshop.objects.put(actor.authority_id, page.content)
        held += stored.length
        if page.number > 1:
            # A file that unpacks to more than fits is noticed before all of it lies in the store.
            with authority_scope(actor.authority_id):
                require_room(locked_own_case(actor, case_id), held, pages=page.number)
        yield _Stored(
            page=ExtractedPage(
                content=b"",
                number=page.number,
                transformations=page.transformations,
                dpi=page.dpi,
                rotation=page.rotation,
            ),
            stored=stored,
            assessment=assessment,
        )


def _insert(case: Case, actor: Actor, file: IncomingFile, pages: tuple[_Stored, ...], moment: datetime) -> None:
    short, long = hashlib.sha256(file.content).hexdigest(), hashlib.sha512(file.content).hexdigest()
    position = kept_count(case)
    for each in pages:
        position += 1
        page = Page.objects.create(
            id=uuid4(),
            authority_id=case.authority_id,
            case_id=case.id,
            position=position,
            client_page_id=_key(file.key, each.page.number),
            sha256=each.stored.sha256,
            sha512=each.stored.sha512,
            length=each.stored.length,
            filename=file.filename,
            source=file.source,
            device=file.device,
            original_sha256=short,
            original_sha512=long,
            original_length=len(file.content),
            original_page=each.page.number,
            transformations=[done.to_json() for done in each.page.transformations],
            declared_dpi=file.declared_dpi,
            dpi_declared_by=actor.user_id if file.declared_dpi is not None else None,
            assessment=each.assessment.to_json(),
            rotation=_rotation(each),
            attached_at=moment,
            attached_by=actor.user_id,
        )
        changed(case, page, "page_attached", moment, by=actor, sha256=page.sha256, source=file.source)


def _rotation(each: _Stored) -> int:
    if not each.page.transformations or each.page.dpi is None:
        return 0
    # A PDF says itself how a page lies and does not ask the EXIF of the picture; the output would add both.
    return (each.page.rotation - each.assessment.file_rotation) % 360


def _attached(case: Case, key: UUID) -> tuple[PageView, ...]:
    """Return the pages that came with this id, in the order of the file; removed ones too, neighbours not looked at."""
    keys = [_key(key, number) for number in range(1, MOST_PAGES + 1)]
    came = Page.objects.filter(case_id=case.id, client_page_id__in=keys).order_by("original_page")
    return tuple(lone_view(page) for page in came)


def _key(key: UUID, number: int) -> UUID:
    """Return the id of a page of a file: the first has the file's own."""
    return key if number == 1 else uuid5(key, str(number))


def _require_source(source: str) -> None:
    if source not in SOURCES:
        raise refuse_number("source", "Neznámý zdroj strany.", "one of " + ", ".join(sorted(SOURCES)))


def _tidy(text: str) -> str:
    return "".join(character for character in text if character.isprintable())
