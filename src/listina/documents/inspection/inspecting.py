"""Looking at an electronic input before it is converted to paper (prohlídka vstupu).

Source: L300 § 24(4)(e), (i), (j); D193 § 3 and annex 1, item 3; decision 14.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from listina.documents.errors import UnreadablePdfError
from listina.documents.inspection.active import ActiveContent
from listina.documents.inspection.annotations import look_at_annotation
from listina.documents.inspection.codes import FindingCode
from listina.documents.inspection.collected import Collected
from listina.documents.inspection.contents import Contents
from listina.documents.inspection.earlier import earlier_clauses
from listina.documents.inspection.facts import EarlierClause, EmbeddedFile, FileKind, Inspection, PdfFacts
from listina.documents.inspection.forms import look_at_form
from listina.documents.inspection.kinds import HEAD_BYTES, kind_of
from listina.documents.inspection.layers import look_at_layers
from listina.documents.inspection.pages import SeenPages, see_pages
from listina.documents.inspection.refused import MOST_BYTES
from listina.documents.inspection.walking import TooHardError, Walk

MOST_PAGES = 500
"""The most pages of an electronic input."""

_KIND_CODES = {
    FileKind.DATA_MESSAGE: FindingCode.DATA_MESSAGE,
    FileKind.SIGNATURE: FindingCode.SIGNATURE,
    FileKind.CONTAINER: FindingCode.CONTAINER,
    FileKind.OFFICE: FindingCode.OFFICE,
    FileKind.IMAGE: FindingCode.IMAGE,
    FileKind.MEDIA: FindingCode.MEDIA_FILE,
    FileKind.TEXT: FindingCode.TEXT,
    FileKind.EMPTY: FindingCode.EMPTY,
    FileKind.OTHER: FindingCode.OTHER_FORMAT,
}
_OLDEST_VERSION = (1, 3)
_VERSION = re.compile(r"/?(\d)\.(\d)")
_HEADER = re.compile(rb"%PDF-(\d)\.(\d)")
_PDFA_PART = re.compile(rb"pdfaid:part(?:>|\s*=\s*[\"'])\s*(\d)")
_PDFA_LEVEL = re.compile(rb"pdfaid:conformance(?:>|\s*=\s*[\"'])\s*([A-Za-z])")
_CLAUSE_CODES = {
    True: FindingCode.CLAUSE_FORBIDS,
    False: FindingCode.EARLIER_CLAUSE,
    None: FindingCode.CLAUSE_UNCLEAR,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    pdf: PdfFacts | None = None
    embedded: tuple[EmbeddedFile, ...] = ()
    clauses: tuple[EarlierClause, ...] = ()


_NOTHING = _Seen()


def inspect(path: Path) -> Inspection:
    """Return what a file is; what it does to its reader is a refusal among the findings.

    For files nobody knows use `inspector.Inspector`: this one has no limit of time and memory.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    length = path.stat().st_size
    kind = kind_of(head)
    found = Collected()
    seen = _look(path, kind, head, length, found)
    return Inspection(
        kind=kind,
        length=length,
        pdf=seen.pdf,
        embedded=seen.embedded,
        clauses=seen.clauses,
        findings=found.findings(),
        isolation="none",
    )


def _look(path: Path, kind: FileKind, head: bytes, length: int, found: Collected) -> _Seen:
    if length > MOST_BYTES:
        found.add(FindingCode.TOO_LARGE)
        return _NOTHING
    if kind is not FileKind.PDF:
        found.add(_KIND_CODES[kind])
        return _NOTHING
    try:
        return _look_at_pdf(path, head, found)
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        # A wrong password, or an encryption for certificates, which the library does not know.
        found.add(FindingCode.ENCRYPTED if _is_about_encryption(error, path) else FindingCode.UNREADABLE)
    except (TooHardError, MemoryError, RecursionError):
        found.add(FindingCode.TOO_HARD)
    except OSError:
        raise
    except Exception:  # noqa: BLE001  # whatever a hostile file does to its readers is one refusal
        found.add(FindingCode.UNREADABLE)
    return _NOTHING


def _is_about_encryption(error: Exception, path: Path) -> bool:
    return isinstance(error, pikepdf.PasswordError) or "encrypt" in str(error).replace(str(path), "").lower()


def _look_at_pdf(path: Path, head: bytes, found: Collected) -> _Seen:
    with pikepdf.open(path) as pdf:
        if pdf.is_encrypted:
            found.add(FindingCode.ENCRYPTED)
            return _NOTHING
        count = len(pdf.pages)
        if not 0 < count <= MOST_PAGES:
            found.add(FindingCode.TOO_MANY_PAGES if count else FindingCode.NO_PAGES)
            return _NOTHING
        version, pdfa = _version(head, pdf), _pdfa(pdf)
        if version < _OLDEST_VERSION and not pdfa:
            found.add(FindingCode.TOO_OLD)
        embedded = _dangers(pdf, found)
        linearized = pdf.is_linearized
        if pdf.get_warnings():
            found.add(FindingCode.REPAIRED)
    pages = see_pages(path)
    if len(pages.pages) != count:
        # Two readers see two documents: nobody could say which of them was converted.
        raise UnreadablePdfError(reason="page count")
    return _Seen(
        pdf=PdfFacts(version="{}.{}".format(*version), pdfa=pdfa, linearized=linearized, pages=pages.pages),
        embedded=embedded,
        clauses=_clauses(pages, found),
    )


def _dangers(pdf: pikepdf.Pdf, found: Collected) -> tuple[EmbeddedFile, ...]:
    active, contents, walk = ActiveContent(), Contents(), Walk(pdf=pdf)
    for node in walk.nodes():
        active.look(node)
        contents.look(node)
    if "/Collection" in pdf.Root:
        found.add(FindingCode.PORTFOLIO)
    look_at_form(pdf.Root, found)
    look_at_layers(pdf.Root, found)
    form = pdf.Root.get("/AcroForm")
    need_appearances = isinstance(form, pikepdf.Dictionary) and bool(form.get("/NeedAppearances"))
    places: dict[int, int] = {}
    for number, page in enumerate(pdf.pages, 1):
        places[page.obj.objgen[0]] = number
        annotations = page.obj.get("/Annots")
        if not isinstance(annotations, pikepdf.Array):
            continue
        places.setdefault(annotations.objgen[0], number)
        for annotation in annotations:
            if isinstance(annotation, pikepdf.Dictionary):
                places.setdefault(annotation.objgen[0], number)
                places.setdefault(_attached(annotation), number)
                look_at_annotation(annotation, number, found, need_appearances=need_appearances)
    places.pop(0, None)  # direct objects have the number 0, which is nobody's place
    active.tell(found, walk, places)
    return contents.tell(found, places)


def _attached(annotation: pikepdf.Dictionary) -> int:
    """Return the number of the file specification of an annotation; 0 if it has none of its own."""
    specification = annotation.get("/FS")
    return specification.objgen[0] if isinstance(specification, pikepdf.Dictionary) else 0


def _clauses(pages: SeenPages, found: Collected) -> tuple[EarlierClause, ...]:
    for page in pages.not_searched:
        found.add(FindingCode.CLAUSES_NOT_SOUGHT, page=page)
    clauses = earlier_clauses(pages.texts, pages.codes)
    for clause in clauses:
        found.add(_CLAUSE_CODES[clause.untransferable], page=clause.page, name=clause.number or "")
    return clauses


def _version(head: bytes, pdf: pikepdf.Pdf) -> tuple[int, int]:
    header = _HEADER.search(head)
    catalogue = _VERSION.fullmatch(str(pdf.Root.get("/Version", "")))
    return max((int(match[1]), int(match[2])) if match else (0, 0) for match in (header, catalogue))


def _pdfa(pdf: pikepdf.Pdf) -> str:
    metadata = pdf.Root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return ""
    content = metadata.read_bytes()
    part, level = _PDFA_PART.search(content), _PDFA_LEVEL.search(content)
    return (part[1] + (level[1].lower() if level else b"")).decode() if part else ""
