"""What two other programs make of what came after a signature (druhé čtení).

The validation reads a file by one program's rules. Where it calls appended bytes harmless, the programs that show and
print the document must see exactly what was signed: the first bytes alone and the whole file look the same. On pages
where the signer allowed a change, what lies above their content may differ, but hide nothing that was seen before.

Source: L300 § 24(4)(h); decision 15.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from listina.documents.printing.errors import PrintNotPossibleError
from listina.documents.printing.facts import ChangedPages
from listina.documents.printing.room import PrintRoom
from listina.trust.validation import outcomes, verdicts
from listina.trust.validation.outcomes import Outcome, reason
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.signature_report import SignatureReport, TimestampReport
from listina.trust.validation.values import ChangeWeight, Form, Integrity, Result, SubIndication

_IN_A_PDF = frozenset({Form.PADES, Form.PDF_CMS})
_MOST_LENGTHS = 8
_MOST_SECONDS = 90.0
"""Anybody can sign a long document many times; what was not looked at by then is undecidable."""
_NOT_COMPARED = outcomes.indeterminate(
    SubIndication.GENERIC,
    reason(
        "look.not_compared",
        "Vzhled stran se nepodařilo porovnat s verzí, která byla podepsána.",
        "The look of the pages could not be compared with the version that was signed.",
    ),
)

_Item = TypeVar("_Item", SignatureReport, TimestampReport)


def read_again(report: ValidationReport, document: Path, pages: int, print_room: PrintRoom) -> ValidationReport:
    """Return the report after a look at the pages; the same one where nothing was appended to something intact.

    Args:
        report: of the validation.
        document: the file.
        pages: how many it has.
        print_room: who looks.

    Raises:
        OSError: the document cannot be read.
    """
    seen: dict[int, ChangedPages | None] = {}
    until = time.monotonic() + _MOST_SECONDS
    for length in _lengths(report)[:_MOST_LENGTHS]:
        try:
            seen[length] = print_room.changed_pages(document, length, pages, seconds=until - time.monotonic())
        except PrintNotPossibleError:
            seen[length] = None
    signatures = tuple(_judged(each, each.signed_length, seen, _allowed(each)) for each in report.signatures)
    stamps = tuple(_judged(each, each.covers_length, seen, _allowed_in(report)) for each in report.document_timestamps)
    if (signatures, stamps) == (report.signatures, report.document_timestamps):
        return report
    integrity = verdicts.integrity_of(signatures, stamps, report.reasons, report.message)
    verdict = verdicts.verdict_of(signatures, integrity)
    return replace(
        report,
        verdict=verdict,
        integrity=integrity,
        sentence=verdicts.sentence_of(verdict, signatures, stamps, len(report.empty_fields)),
        signatures=signatures,
        document_timestamps=stamps,
    )


def _lengths(report: ValidationReport) -> list[int]:
    """Return where that ends which is called intact though something follows, the first first."""
    ends = {each.signed_length for each in report.signatures if each.form in _IN_A_PDF and _is_intact(each)}
    ends |= {each.covers_length for each in report.document_timestamps if _is_intact(each)}
    return sorted(end for end in ends if 0 < end < report.file.length)


def _is_intact(item: SignatureReport | TimestampReport) -> bool:
    return item.integrity is Integrity.INTACT


def _allowed(signature: SignatureReport) -> frozenset[int | None]:
    return frozenset(each.page for each in signature.changes if each.weight is ChangeWeight.PERMITTED)


def _allowed_in(report: ValidationReport) -> frozenset[int | None]:
    """Return on which pages anything was allowed: a timestamp itself allows and forbids nothing."""
    return frozenset(page for each in report.signatures for page in _allowed(each))


def _judged(item: _Item, length: int, seen: dict[int, ChangedPages | None], allowed: frozenset[int | None]) -> _Item:
    if length not in seen or not _is_intact(item):
        return item
    changed = seen[length]
    if changed is None:
        return _doubted(item, _NOT_COMPARED, Integrity.UNDECIDABLE)
    harmed = changed.content if None in allowed else changed.content | (changed.look - allowed)
    if harmed:
        return _doubted(item, _looks_otherwise(sorted(harmed)), Integrity.BROKEN)
    return _doubted(item, _is_covered(sorted(changed.covered)), Integrity.UNDECIDABLE) if changed.covered else item


def _doubted(item: _Item, outcome: Outcome, integrity: Integrity) -> _Item:
    """Return the same with what was seen; a doubt hides nothing that is worse."""
    if item.result is not Result.VALID and integrity is not Integrity.BROKEN:
        return replace(item, integrity=integrity, reasons=(*item.reasons, *outcome.reasons))
    return replace(
        item,
        integrity=integrity,
        indication=outcome.indication,
        sub_indication=outcome.sub_indication,
        result=outcome.result,
        reasons=outcome.reasons,
    )


def _looks_otherwise(pages: Iterable[int]) -> Outcome:
    listed = ", ".join(map(str, pages))
    why = reason(
        "look.changed_later",
        f"Strany, které běžné programy zobrazí nebo vytisknou jinak než ve verzi, která byla podepsána: {listed}.",
        f"Pages that usual programs show or print otherwise than in the version that was signed: {listed}.",
    )
    return outcomes.failed(SubIndication.FORMAT_FAILURE, why)


def _is_covered(pages: Iterable[int]) -> Outcome:
    listed = ", ".join(map(str, pages))
    why = reason(
        "look.covered_later",
        f"Strany, na kterých povolená pozdější změna zakryla nebo přepsala něco, co bylo při podpisu vidět: {listed}.",
        f"Pages where an allowed later change hides or replaces what could be seen when it was signed: {listed}.",
    )
    return outcomes.indeterminate(SubIndication.GENERIC, why)
