"""What was found in an electronic input: plain values, made in a confined process and worded outside of it.

A stranger's process gives codes, numbers and names; weight, provision and sentences are added by `words`, so that no
file can word its own assessment.

Source: L300 § 24(4)(e), (i), (j); D193 § 3(1) and (3), annex 1, item 3; decisions 11 and 14.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from listina.documents.inspection.codes import FindingCode, Weight
from listina.documents.inspection.words import LETTERS, WEIGHTS, provision, sentence
from listina.texts import Text


class FileKind(StrEnum):
    """What a file is by its content; a file's name is never asked.

    Attributes:
        PDF: a PDF, whatever its version.
        DATA_MESSAGE: a signed data message (ZFO).
        SIGNATURE: another CMS structure, such as a detached signature (`.p7s`).
        CONTAINER: ASiC, ZIP or another archive.
        OFFICE: a text document, table or presentation of an office program.
        IMAGE: a picture.
        MEDIA: a recording of sound or moving pictures.
        TEXT: plain text, HTML, XML or an e-mail.
        EMPTY: no bytes.
        OTHER: anything else.
    """

    PDF = "pdf"
    DATA_MESSAGE = "data_message"
    SIGNATURE = "signature"
    CONTAINER = "container"
    OFFICE = "office"
    IMAGE = "image"
    MEDIA = "media"
    TEXT = "text"
    EMPTY = "empty"
    OTHER = "other"


class ClauseDirection(StrEnum):
    """Which way an earlier conversion went, as its heading says."""

    TO_ELECTRONIC = "to_electronic"
    TO_PAPER = "to_paper"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionFinding:
    """One thing that was found.

    Attributes:
        code: what; stable.
        pages: where, from 1, in order; empty where it concerns the file.
        names: what exactly, in the words of the file or of PDF: a stranger's text, at most 20 names of 120 characters.
        count: how many such things there are, 1 or more.
    """

    code: FindingCode
    pages: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    count: int = 1

    @property
    def weight(self) -> Weight:
        """What follows from it."""
        return WEIGHTS[self.code]

    @property
    def letter(self) -> str:
        """The letter of § 24(4) that refuses, or would refuse after the official's answer; empty for notes."""
        return LETTERS.get(self.code, "")

    @property
    def provision_cs(self) -> str:
        """The citation of the law, with hard spaces; empty for notes."""
        return provision(self.code)

    @property
    def text(self) -> Text:
        """What was found, why it matters and what to do."""
        return sentence(self.code, self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """A page as the file describes it.

    Attributes:
        width_points: of the visible part before rotation, in 1/72 inch unless `/UserUnit` says else.
        height_points: as above.
        rotation: clockwise, 0, 90, 180 or 270.
        has_text: whether text can be extracted from it; a picture of text has none.
    """

    width_points: float
    height_points: float
    rotation: int
    has_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFacts:
    """What a readable PDF says about itself.

    Attributes:
        version: the higher one of header and catalogue, such as `1.7`.
        pdfa: the part and level it claims, such as `2b`; empty if none. A claim, not checked.
        linearized: whether it is arranged for the web.
        pages: in order.
    """

    version: str
    pdfa: str
    linearized: bool
    pages: tuple[PageFacts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedFile:
    """A file within the file; listed, not looked into (decision 14).

    Attributes:
        name: as the file says, a stranger's text, at most 255 characters; empty if it has none.
        media_type: as the file says, at most 100 characters; empty if it says nothing.
        relationship: as the file says (`/AFRelationship`), such as `Source`; empty if it says nothing.
        length: in bytes.
        sha256: lower-case hex.
        page: where it is attached as an annotation, from 1; None if it belongs to the file.
    """

    name: str
    media_type: str
    relationship: str
    length: int
    sha256: str
    page: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierClause:
    """A clause of an earlier conversion that stands in the document: a claim by whoever wrote it.

    Attributes:
        page: where it begins, from 1.
        direction: which way that conversion went.
        number: as code or text say, 1–64 characters; None if it could not be read.
        check_code: 10 characters, where a QR code with an address of verification was read; None otherwise.
        untransferable: whether it names a visible element that could not be carried over: then § 24(4)(e) refuses;
            None where it does not tell or could not be read, and the official has to.
    """

    page: int
    direction: ClauseDirection
    number: str | None
    check_code: str | None
    untransferable: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """Everything that was found in an input; kept with the conversion.

    Attributes:
        kind: of the file.
        length: of the file, in bytes.
        pdf: None where it is no PDF or could not be read.
        embedded: the files in it.
        clauses: of earlier conversions, in the order of pages.
        findings: the grave ones first.
        isolation: how the process that looked was confined: `namespaces`, `limits` or `none`.
    """

    kind: FileKind
    length: int
    pdf: PdfFacts | None
    embedded: tuple[EmbeddedFile, ...]
    clauses: tuple[EarlierClause, ...]
    findings: tuple[InspectionFinding, ...]
    isolation: str

    @property
    def refusals(self) -> tuple[InspectionFinding, ...]:
        """Those for which the conversion is not performed."""
        return self._of(Weight.REFUSE)

    @property
    def questions(self) -> tuple[InspectionFinding, ...]:
        """Those the official has to decide; the refusing answer refuses by their letter."""
        return self._of(Weight.ASK)

    @property
    def notes(self) -> tuple[InspectionFinding, ...]:
        """Those worth knowing."""
        return self._of(Weight.NOTE)

    def _of(self, weight: Weight) -> tuple[InspectionFinding, ...]:
        return tuple(finding for finding in self.findings if finding.weight is weight)
