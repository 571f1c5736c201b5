"""What the confined process does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from listina.documents.inspection import inspecting
from listina.documents.inspection.stored import to_json


def inspect(request: Any, files: Mapping[str, Path]) -> tuple[Any, tuple[bytes, ...]]:
    """Look at the file `input`; return the inspection as JSON."""
    del request
    return to_json(inspecting.inspect(files["input"])), ()
