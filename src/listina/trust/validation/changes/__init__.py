"""What was changed in a PDF after one of its signatures: each later revision against the signed one, by what it means.

Every byte behind the signature must be accounted for, every object defined anew must be reached by a rule and judged;
what no rule knows is unclear, never harmless.

Source: ISO 32000-2, § 12.8; ETSI EN 319 142-1, §§ 5.4 and 5.5; decision 15.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from listina.trust.validation.changes import kinds, layout, revisions
from listina.trust.validation.changes.states import Key
from listina.trust.validation.signature_report import Change
from listina.trust.validation.values import ChangeWeight, Coverage, Integrity

_END_BYTES = 64
"""More than the last line of a PDF takes with the ends of lines behind it."""


def after(reader: Any, signature: Any, file: BinaryIO, signed_length: int) -> tuple[Change, ...]:
    """Return what was changed after a signature; nothing if its revision is the last thing in the file.

    Args:
        reader: pyHanko's strict reader of the whole file.
        signature: pyHanko's, whose byte range is sound.
        file: the whole file.
        signed_length: where the byte range ends.
    """
    file.seek(signed_length)
    if not file.read(1):
        return ()
    try:
        return _after(reader, signature, file, signed_length)
    except Exception:  # noqa: BLE001  # a comparison that breaks on a hostile file has not shown it harmless
        return (kinds.change("unclear_addition"),)


def _after(reader: Any, signature: Any, file: BinaryIO, signed_length: int) -> tuple[Change, ...]:
    signed = layout.signed_revision(reader, file, signed_length)
    if signed is None:
        return (kinds.change("revision_skipped"),)
    found = dict.fromkeys(kinds.change(code) for code in layout.review(reader, file, signed_length, signed))
    judged: set[tuple[Key, Any]] = set()
    for revision in range(signed + 1, reader.xrefs.total_revisions):
        found |= dict.fromkeys(revisions.compare(reader, signature, signed, revision, judged))
    return tuple(found) or (kinds.change("unchanged"),)


def coverage(file: BinaryIO, signed_length: int, length: int) -> Coverage:
    """Tell which bytes a signature is about, whose byte range is sound and ends at `signed_length`."""
    file.seek(max(0, signed_length - _END_BYTES))
    end = file.read(min(_END_BYTES, signed_length))
    if not end.rstrip(b"\r\n").endswith(b"%%EOF"):
        return Coverage.PART
    return Coverage.WHOLE_FILE if signed_length == length else Coverage.WHOLE_REVISION


def integrity(changes: tuple[Change, ...], covered: Coverage) -> Integrity:
    """Tell what changes and coverage mean for what was signed."""
    weights = {change.weight for change in changes}
    if ChangeWeight.HARMFUL in weights:
        return Integrity.BROKEN
    if ChangeWeight.UNCLEAR in weights or covered is Coverage.PART:
        return Integrity.UNDECIDABLE
    return Integrity.INTACT
