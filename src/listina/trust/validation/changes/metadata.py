"""What the document says of itself: information dictionary and XMP. Notes about saving it are told apart from the rest.

Source: ISO 32000-2, § 14.3; ISO 16684-1 (XMP).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from lxml import etree

from listina.trust.validation.changes.comparison import Comparison
from listina.trust.validation.changes.states import NotJudgeableError, State, entries, is_stream

_SAVING = frozenset({"/ModDate", "/Producer"})
_SAVING_IN_XMP = frozenset(
    {
        "{http://ns.adobe.com/xap/1.0/}ModifyDate",
        "{http://ns.adobe.com/xap/1.0/}MetadataDate",
        "{http://ns.adobe.com/xap/1.0/mm/}InstanceID",
        "{http://ns.adobe.com/xap/1.0/mm/}DocumentID",
        "{http://ns.adobe.com/xap/1.0/mm/}History",
        "{http://ns.adobe.com/pdf/1.3/}Producer",
        "{adobe:ns:meta/}xmptk",
    }
)
_MOST_BYTES = 1 << 20
_STREAM_KEYS = frozenset({"/Type", "/Subtype", "/Length", "/Filter", "/DecodeParms"})


def compare_information(comparison: Comparison, old: Any, new: Any) -> None:
    """Report what changed in the information dictionary."""
    if not comparison.differ(old, new):
        return
    was, now = comparison.old.dictionary(old), comparison.new.dictionary(new)
    names = {name for name in comparison.differing(was, now) if name not in _SAVING or is_stream(now.get(name))}
    comparison.report("metadata" if names else "metadata_dates")


def compare_xmp(comparison: Comparison, old: Any, new: Any) -> None:
    """Report what changed in the XMP."""
    if not comparison.differ(old, new):
        return
    try:
        same = _statements(comparison.old, old) == _statements(comparison.new, new)
    except (NotJudgeableError, etree.XMLSyntaxError, ValueError):
        same = False
    comparison.report("metadata_dates" if same else "metadata")


def _statements(state: State, raw: Any) -> Counter[tuple[str, str]]:
    """Return what stands where in the XMP, without the notes about saving."""
    stream = state.value(raw)
    if stream is None:
        return Counter()
    if not is_stream(stream) or entries(stream).keys() - _STREAM_KEYS:
        raise NotJudgeableError
    data = bytes(stream.data)
    if len(data) > _MOST_BYTES:
        raise NotJudgeableError
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    found: Counter[tuple[str, str]] = Counter()
    _collect(etree.fromstring(data, parser), "", found)
    return found


def _collect(element: Any, path: str, found: Counter[tuple[str, str]]) -> None:
    if not isinstance(element.tag, str) or element.tag in _SAVING_IN_XMP:
        return
    here = f"{path}/{element.tag}"
    for name, value in element.attrib.items():
        if name not in _SAVING_IN_XMP and value.strip():
            found[f"{here}@{name}", value.strip()] += 1
    text = (element.text or "").strip()
    if text:
        found[here, text] += 1
    for child in element:
        _collect(child, here, found)
