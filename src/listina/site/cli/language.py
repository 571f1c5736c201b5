"""In which language the command line speaks: Czech where the machine does, English elsewhere."""

from __future__ import annotations

import os

from listina.errors import ListinaError


def is_czech() -> bool:
    """Whether the locale asks for Czech."""
    chosen = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return chosen.startswith("cs")


def spoken(error: ListinaError) -> str:
    """Return the sentence of an error for the person at the terminal."""
    return error.text("cs" if is_czech() else "en")
