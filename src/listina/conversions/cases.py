"""A conversion as the doors see it: plain values, nothing that could be changed by accident.

Moments are aware and in UTC; days are days of Europe/Prague. Positions and page counts are 1-based counts of sides
(strany). Texts are Czech unless their name ends in `_en`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from listina.conversions.states import NUMBERED_AND_UNFINISHED, UNFINISHED, CaseState
from listina.documents.findings import Finding
from listina.documents.page_assessment import PageAssessment
from listina.documents.transformations import Transformation
from listina.law.admissibility import Question, Refusal, UntransferableElement
from listina.law.directions import Direction
from listina.law.evidence import PartialDate
from listina.texts import Text

__all__ = [
    "NUMBERED_AND_UNFINISHED",
    "UNFINISHED",
    "CasePage",
    "CaseRow",
    "CaseState",
    "CaseView",
    "EventView",
    "ImageSize",
    "Missing",
    "OutputFacts",
    "PageView",
    "PrintedOutput",
    "Problem",
    "SignedOutput",
]


class ImageSize(StrEnum):
    """How big a page's image is wanted: for the list, for the comparison, or the original bytes."""

    THUMBNAIL = "thumbnail"
    SCREEN = "screen"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One thing without which the conversion cannot be signed.

    Attributes:
        code: stable, such as `pages.count_differs`.
        text: the sentence for the official.
        step: the step of the wizard (1–7) where it is supplied.
        page_id: the page it concerns, None if the whole case.
    """

    code: str
    text: Text
    step: int
    page_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """One attached scan.

    Attributes:
        client_page_id: what the sender called it; a file of several pages gives its own to the first.
        position: 1-based among the pages kept; 0 for a removed page.
        sha256: of the original bytes, 64 hex characters.
        length: of the original bytes, in bytes.
        rotation: the official's turn, clockwise degrees: 0, 90, 180 or 270.
        assessment: what the machine measured.
        findings: those of the assessment and those that only other pages explain (duplicates).
        declared_dpi: what the official said where the file does not say.
        compared: True agrees with the paper, False does not, None not yet compared.
        blank_kept: the official's decision about a blank page; None if not needed or not yet made.
        one_bit_allowed: the official declared that a black-and-white scan loses nothing; its finding blocks no more.
        one_bit_declaration: what the official would declare about a black-and-white scan; None where nothing is to be.
        transformations: what was done to get the page out of its file, oldest first.
        original_sha256: of the file the page came in; the same as `sha256` where the file is the page.
        original_page: the page's place in that file, from 1.
        device: the scanner, as far as the sender knew it; empty if not.
        removed: set aside by the official; can be restored.
    """

    id: UUID
    client_page_id: UUID
    position: int
    sha256: str
    length: int
    rotation: int
    assessment: PageAssessment
    findings: tuple[Finding, ...]
    filename: str
    source: str
    declared_dpi: int | None
    attached_at: datetime
    compared: bool | None
    blank_kept: bool | None
    one_bit_allowed: bool
    one_bit_declaration: Text | None
    transformations: tuple[Transformation, ...]
    original_sha256: str
    original_page: int
    device: str
    removed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFacts:
    """The file of a registered output (výstup): either a `SignedOutput` or a `PrintedOutput`.

    Attributes:
        length: bytes.
        page_count: pages of the file, those of the clause included.
        clause_page_count: pages of the clause.
        content_digest: as printed in the clause, 64 hex characters: the Merkle root over the pages; to paper, the
            SHA-256 of the input.
        filename: what the browser should call it; holds the number, never the designation.
    """

    sha256: str
    sha512: str
    length: int
    page_count: int
    clause_page_count: int
    content_digest: str
    filename: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOutput(OutputFacts):
    """The signed file.

    Attributes:
        prefix_length: bytes of the unsigned file that the signed one starts with.
        signed_at: when the signature's value was accepted.
        timestamp_time: the time in the timestamp.
    """

    prefix_length: int
    signed_at: datetime
    timestamp_time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedOutput(OutputFacts):
    """The file that was printed; the output itself is on paper, signed by hand and stamped.

    Attributes:
        affirmed_at: when the official affirmed the four facts of decision 17.
    """

    affirmed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why the last attempt at a step failed; it disappears when the step succeeds."""

    code: str
    cs: str
    en: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """One entry of a conversion's own event list.

    Attributes:
        sequence: 1-based, without gaps within the case.
        actor_id: the official, None for the machine.
        details: values without personal data of third parties.
    """

    sequence: int
    at: datetime
    action: str
    label: Text
    actor_id: int | None
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One line of "my conversions".

    Attributes:
        filename: of the document, by which an official knows a case without a designation; empty where there is one,
            or no file yet.
        warning: there while the case is about to be given up for lack of work.
    """

    id: UUID
    direction: Direction
    state: CaseState
    state_tag: str
    state_label: Text
    state_sentence: Text
    designation: str
    filename: str
    reference_number: str | None
    file_mark: str | None
    opened_at: datetime
    changed_at: datetime
    page_count: int
    number: str | None
    is_unfinished: bool
    warning: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One page of the list, newest change first.

    Attributes:
        total: all rows that match.
        page: 1-based.
        page_count: 1 or more.
    """

    rows: tuple[CaseRow, ...]
    total: int
    page: int
    page_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """Everything a page about one conversion shows.

    Attributes:
        state_tag: which look the state has: its value, `postponed`, or `erroneous` or `replaced` by a later entry.
        is_mine: the asking official is the one who performs it; others may look, not touch.
        official_name: as printed; from the snapshot once the number is reserved.
        standing: `live`, `test` or `demo`.
        questions: those of today, in order, already without the ones the other answers make needless.
        answers: the last answer by question.
        refusals: the letters of § 24(4) the answers lead to; empty if none.
        untransferable: elements with their pages; empty also when nothing was said yet.
        no_untransferable: True there is none, False there is (see `untransferable`), None not said yet.
        designation: as it stands in the evidence now.
        drawn_up_on_absent: True the input has no date, False it has one, None not said yet.
        agreement_text: the declaration to be shown beside the check box.
        missing: all that stands between the case and the signature; empty unless `state` is open.
        step: 1–7, where the wizard should open.
        void_reason: why it was voided, None otherwise.
        must_sign_anew: the signed output was refused for a reason that stays; only a new signature leads on.
    """

    id: UUID
    direction: Direction
    state: CaseState
    state_tag: str
    state_label: Text
    state_sentence: Text
    is_unfinished: bool
    is_mine: bool
    authority_id: int
    authority_name: str
    standing: str
    official_name: str
    agenda_code: str
    purpose: str
    reference_number: str | None
    file_mark: str | None
    opened_at: datetime
    changed_at: datetime
    questions: tuple[Question, ...]
    answers: Mapping[str, str]
    refusals: tuple[Refusal, ...]
    stated_page_count: int | None
    untransferable: tuple[UntransferableElement, ...]
    no_untransferable: bool | None
    pages: tuple[PageView, ...]
    removed_pages: tuple[PageView, ...]
    designation: str
    drawn_up_on: PartialDate | None
    drawn_up_on_absent: bool | None
    agreement_text: Text
    agreement_declared_at: datetime | None
    missing: tuple[Missing, ...]
    number: str | None
    check_code: str | None
    guid: UUID | None
    verification_url: str | None
    clause_date: date | None
    registered_at: datetime | None
    void_reason: str | None
    output: OutputFacts | None
    events: tuple[EventView, ...]
    step: int
    must_sign_anew: bool
    last_problem: Problem | None
