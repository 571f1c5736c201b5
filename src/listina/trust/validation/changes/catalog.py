"""What changed in the trailer and the catalog, from where everything else of a document hangs.

Source: ISO 32000-2, §§ 7.5.5 and 7.7.2 (table 29).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pyhanko.pdf_utils.generic import NameObject

from listina.trust.validation.changes import metadata, stores
from listina.trust.validation.changes.comparison import Comparison
from listina.trust.validation.changes.states import NotJudgeableError

_STRUCTURE = frozenset({"/Root", "/Info", "/Size", "/Prev", "/ID"})
_WITH_OWN_RULES = frozenset({"/Pages", "/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Version", "/Names"})
_VERSIONS = frozenset({"/1.3", "/1.4", "/1.5", "/1.6", "/1.7", "/2.0"})
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "/OpenAction": "active_content",
        "/AA": "active_content",
        "/URI": "active_content",
        "/OCProperties": "layers",
        "/PageLabels": "navigation",
        "/Outlines": "navigation",
        "/Dests": "navigation",
        "/PageMode": "navigation",
        "/PageLayout": "navigation",
        "/ViewerPreferences": "navigation",
        "/StructTreeRoot": "structure",
        "/MarkInfo": "structure",
        "/Lang": "structure",
        "/AF": "attachments",
        "/Collection": "attachments",
        "/Perms": "certification",
        "/Legal": "certification",
    }
)
_NAMES: Mapping[str, str] = MappingProxyType(
    {"/JavaScript": "active_content", "/EmbeddedFiles": "attachments", "/AP": "page_look"}
)


def compare_trailer(comparison: Comparison, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Report what changed beside the catalog."""
    for _ in comparison.differing(old, new, ignored=_STRUCTURE):
        comparison.report("unclear_addition")
    metadata.compare_information(comparison, old.get("/Info"), new.get("/Info"))


def compare(comparison: Comparison, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Report what changed in the catalog; pages and form are compared elsewhere."""
    for name in comparison.differing(old, new, ignored=_WITH_OWN_RULES):
        comparison.report(_KINDS.get(name, "catalog"))
    stores.compare_store(comparison, old.get("/DSS"), new.get("/DSS"))
    stores.compare_extensions(comparison, old.get("/Extensions"), new.get("/Extensions"))
    metadata.compare_xmp(comparison, old.get("/Metadata"), new.get("/Metadata"))
    if comparison.differ(old.get("/Version"), new.get("/Version")):
        version = comparison.new.value(new.get("/Version"))
        if not isinstance(version, NameObject) or str(version) not in _VERSIONS:
            comparison.report("catalog")
    _names(comparison, old.get("/Names"), new.get("/Names"))


def _names(comparison: Comparison, old: Any, new: Any) -> None:
    if not comparison.differ(old, new):
        return
    try:
        was, now = comparison.old.dictionary(old), comparison.new.dictionary(new)
    except NotJudgeableError:
        comparison.report("catalog")
        return
    for name in comparison.differing(was, now):
        comparison.report(_NAMES.get(name, "navigation"))
