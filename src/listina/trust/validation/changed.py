"""What follows a signature in its file, judged with care: what is not known to be harmless is unclear.

Source: ISO 32000-2, § 12.8; ETSI EN 319 142-1, §§ 5.4 and 5.5; decision 15.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from listina.texts import Text
from listina.trust import revisions
from listina.trust.validation.signature_report import Change
from listina.trust.validation.values import ChangeWeight, Coverage, Integrity

_END_BYTES = 64
"""More than the last line of a PDF takes with the ends of lines behind it."""
_KEPT = Change(
    code="validation_data",
    weight=ChangeWeight.HARMLESS,
    text=Text("Přibyly jen ověřovací údaje nebo časová razítka.", "Only validation data or timestamps were added."),
)
_UNCLEAR = Change(
    code="unclear_addition",
    weight=ChangeWeight.UNCLEAR,
    text=Text("Po podpisu přibylo něco, co nelze posoudit.", "After the signature something unclear was added."),
)


def after(reader: Any, signature: Any, file: BinaryIO, signed_length: int) -> tuple[Change, ...]:
    """Return what was added after a signature; nothing if its revision is the last thing in the file."""
    file.seek(signed_length)
    if not file.read(1):
        return ()
    try:
        revisions.require_only_additions(reader, signature, file, signed_length)
    except Exception:  # noqa: BLE001  # a comparison that breaks on a hostile file has not shown it harmless
        return (_UNCLEAR,)
    return (_KEPT,)


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
