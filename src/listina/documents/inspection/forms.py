"""Forms that are more than their pages (XFA, ISO 32000-1, 12.7.8)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

from listina.documents.inspection.codes import FindingCode
from listina.documents.inspection.collected import Collected

_DYNAMIC = re.compile(rb"<(\w+:)?dynamicRender[^>]{0,200}>\s*required")
_SCRIPT = re.compile(rb"<(\w+:)?script\b")
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def look_at_form(root: pikepdf.Object, found: Collected) -> None:
    """Add what is to be said of the XFA of a catalogue, if it has any."""
    form = root.get("/AcroForm")
    packets = form.get("/XFA") if isinstance(form, pikepdf.Dictionary) else None
    needs_rendering = bool(root.get("/NeedsRendering"))
    if packets is None and not needs_rendering:
        return
    content = b"\n".join(_packets(packets))
    if needs_rendering or _DYNAMIC.search(content):
        found.add(FindingCode.DYNAMIC_FORM)
    else:
        found.add(FindingCode.STATIC_XFA)
    if _SCRIPT.search(content):
        found.add(FindingCode.SCRIPT, name="XFA")


def _packets(packets: pikepdf.Object | None) -> Iterator[bytes]:
    if isinstance(packets, pikepdf.Stream):
        yield _as_utf_8(packets.read_bytes())
    elif isinstance(packets, pikepdf.Array):
        # A packet may be split over several streams, so what is searched for is found in all of them together.
        yield b"".join(_as_utf_8(packet.read_bytes()) for packet in packets if isinstance(packet, pikepdf.Stream))


def _as_utf_8(content: bytes) -> bytes:
    return content.decode("utf-16", "replace").encode() if content.startswith(_UTF_16_MARKS) else content
