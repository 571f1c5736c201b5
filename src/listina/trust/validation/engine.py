"""Validating an input that others signed: each signature and timestamp, and one report of all.

Nothing here reaches the network, and nothing in a file makes it raise: what could not be checked is undecidable.

Source: ETSI EN 319 102-1; L300 § 24(1); decisions 14 and 15.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from pyhanko.pdf_utils.reader import PdfFileReader

from listina.trust.messages import judging as messages
from listina.trust.validation import detached, outcomes, verdicts
from listina.trust.validation.hashed_files import HashedFile
from listina.trust.validation.inputs import InputFile, Request, Validated
from listina.trust.validation.judging import Around
from listina.trust.validation.knowledge import Knowledge
from listina.trust.validation.message_report import MessageReport
from listina.trust.validation.outcomes import reason
from listina.trust.validation.pdf_signatures import PdfSignatures
from listina.trust.validation.report import PolicyUsed, ValidationReport
from listina.trust.validation.signature_report import FileReport, Reason, SignatureReport, TimestampReport
from listina.trust.validation.values import Source

POLICY_NAME, POLICY_VERSION = "listina.ex-officio", "2026-11-27"

_MARK = b"/ByteRange"
_ENCRYPTED = reason("file.encrypted", "Soubor je zašifrován.", "The file is encrypted.")
_NOT_PDF = reason("file.not_pdf", "Soubor není PDF.", "The file is no PDF.")
_PDF_HEADER, _PDF_HEADER_WITHIN = b"%PDF-", 1024
_HIDDEN = reason(
    "file.signature_outside_form",
    "Soubor obsahuje podpis, na který jeho formulář neukazuje.",
    "The file holds a signature that its form does not point to.",
)


@dataclass(slots=True, kw_only=True)
class Findings:
    """What was found so far.

    Attributes:
        signatures: of the PDF, in the order of revisions.
        beside: of the detached signature file, in any order.
        stamps: document timestamps.
        empty_fields: names.
        reasons: what concerns the input as a whole.
        message: the data message.
    """

    signatures: tuple[SignatureReport, ...] = ()
    beside: tuple[SignatureReport, ...] = ()
    stamps: tuple[TimestampReport, ...] = ()
    empty_fields: tuple[str, ...] = ()
    reasons: list[Reason] = field(default_factory=list)
    message: MessageReport | None = None

    def numbered(self) -> tuple[SignatureReport, ...]:
        """Return all signatures in order of time, numbered; in a PDF the order of revisions is the order of time."""
        until = None
        timed = []
        for signature in reversed(self.signatures):
            until = signature.best_time if until is None else min(until, signature.best_time)
            timed.append((until, signature))
        timed.reverse()
        timed += [(signature.best_time, signature) for signature in self.beside]
        timed.sort(key=lambda pair: pair[0])
        return tuple(replace(signature, number=number) for number, (_, signature) in enumerate(timed, start=1))


def validate(request: Request) -> Validated:
    """Validate what is asked for in this process; never raises because of what is in the files.

    Nothing is fetched: what could make the report better is named in `needs`. A second request with the answers in
    `fetched` gives the better report.

    Raises:
        OSError: a file cannot be read.
    """
    knowledge = Knowledge(trust=request.trust, at=request.at)
    knowledge.learn(request.trust.supplied, Source.SUPPLIED)
    knowledge.learn(request.fetched, Source.FETCHED)
    found = Findings()
    with _opened(request.what.document) as hashed:
        known = None
        try:
            known = _read_pdf(request, hashed, knowledge, found)
        except Exception as error:  # noqa: BLE001  # a hostile file may break any parser: a doubt, never a yes
            found.reasons += outcomes.unexpected(error).reasons if _says_pdf(hashed) else (_NOT_PDF,)
        described, ranges = hashed.describe(request.what.document.name, _MARK)
        # So that no revision can make a signature vanish unnoticed.
        if known is not None and ranges > known:
            found.reasons.append(_HIDDEN)
        beside = _read_detached(request, hashed, knowledge, found)
    _read_message(request, described, knowledge, found)
    return Validated(report=_report(request, described, beside, knowledge, found), needs=knowledge.needs)


def _says_pdf(hashed: HashedFile) -> bool:
    """Return whether a file calls itself a PDF; readers look for that within its first kilobyte."""
    hashed.file.seek(0)
    return _PDF_HEADER in hashed.file.read(_PDF_HEADER_WITHIN)


def _read_pdf(request: Request, hashed: HashedFile, knowledge: Knowledge, found: Findings) -> int | None:
    """Judge the signatures in the PDF; return how many byte ranges its form points to, None if nothing can be told."""
    reader = PdfFileReader(hashed.file, strict=True)
    if reader.encrypted:
        found.reasons.append(_ENCRYPTED)
        return None
    inside = PdfSignatures(reader=reader, hashed=hashed, knowledge=knowledge, at=request.at).find()
    found.signatures, found.stamps, found.empty_fields = inside.signatures, inside.stamps, inside.empty_fields
    found.reasons += inside.reasons
    return inside.known_ranges


def _read_detached(request: Request, hashed: HashedFile, knowledge: Knowledge, found: Findings) -> FileReport | None:
    """Judge the signatures beside the document."""
    what = request.what.detached
    if what is None:
        return None
    beside = detached.judge(what.path, hashed, knowledge, Around(at=request.at))
    found.beside = beside.signatures
    found.reasons += beside.reasons
    with _opened(what) as file:
        return file.describe(what.name, _MARK)[0]


def _read_message(request: Request, described: FileReport, knowledge: Knowledge, found: Findings) -> None:
    """Judge the data message the document came in."""
    what = request.what.message
    if what is None:
        return
    with _opened(what) as file:
        message_file, _ = file.describe(what.name, _MARK)
    came_in = messages.judge(what.path, message_file, described.sha256, knowledge, request.at)
    found.message = came_in.report
    found.reasons += came_in.reasons


def _report(
    request: Request, described: FileReport, beside: FileReport | None, knowledge: Knowledge, found: Findings
) -> ValidationReport:
    signatures = found.numbered()
    integrity = verdicts.integrity_of(signatures, found.stamps, found.reasons, found.message)
    verdict = verdicts.verdict_of(signatures, integrity)
    return ValidationReport(
        verdict=verdict,
        sentence=verdicts.sentence_of_other(verdict, signatures, found.message)
        or verdicts.sentence_of(verdict, signatures, found.stamps, len(found.empty_fields)),
        integrity=integrity,
        file=described,
        detached=beside,
        validated_at=request.at,
        policy=PolicyUsed(
            name=POLICY_NAME, version=POLICY_VERSION, anchors=request.trust.name, isolation=request.isolation
        ),
        lists=request.trust.lists,
        signatures=signatures,
        document_timestamps=found.stamps,
        empty_fields=found.empty_fields,
        message=found.message,
        material=tuple(knowledge.used.values()),
        reasons=_unique(found.reasons),
    )


def _unique(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reasons))


@contextmanager
def _opened(what: InputFile) -> Iterator[HashedFile]:
    length = what.path.stat().st_size
    with what.path.open("rb") as file:
        yield HashedFile(file=file, length=length)
