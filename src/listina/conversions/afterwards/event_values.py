"""How the event list writes texts and moments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def text(parent: ET.Element, name: str, value: str | None, attributes: Mapping[str, str] | None = None) -> None:
    """Add an element with a text, what XML cannot hold as U+FFFD; nothing where there is no value."""
    if value is not None:
        ET.SubElement(parent, name, dict(attributes or {})).text = _NOT_IN_XML.sub(_REPLACEMENT, value)


def utc(moment: datetime) -> str:
    """Return a moment in ISO 8601, in UTC with `Z`."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
