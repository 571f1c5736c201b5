"""What the confined process does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from listina.documents.inspection import inspecting
from listina.strict_json import plain


def inspect(request: Any, files: Mapping[str, Path]) -> tuple[Any, tuple[bytes, ...]]:
    """Look at the file `input`; return the inspection as JSON."""
    del request
    return plain(inspecting.inspect(files["input"])), ()
