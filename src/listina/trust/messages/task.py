"""What a confined process does with a data message: list what is in it, and take an attachment out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from listina.strict_json import plain
from listina.trust.messages.errors import DataMessageError
from listina.trust.messages.reading import read_message

LIST = "listina.trust.messages.task:list_attachments"
EXTRACT = "listina.trust.messages.task:extract"
TASKS = (LIST, EXTRACT)
"""To make a pool of confined processes with."""

_Answer = tuple[dict[str, Any], tuple[bytes, ...]]


def list_attachments(request: Mapping[str, Any], files: Mapping[str, Path]) -> _Answer:  # noqa: ARG001  # asks nothing
    """Return the facts of the file `message`."""
    try:
        return {"facts": plain(read_message(files["message"]).facts)}, ()
    except DataMessageError as error:
        return _refused(error)


def extract(request: Mapping[str, Any], files: Mapping[str, Path]) -> _Answer:
    """Return the attachment of the file `message` at the `position` asked for, in pieces."""
    try:
        return {}, tuple(read_message(files["message"]).attachment(request["position"]))
    except DataMessageError as error:
        return _refused(error)


def _refused(error: DataMessageError) -> _Answer:
    return {"refused": error.code, "values": error.values}, ()
