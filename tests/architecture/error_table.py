"""Writes docs/reference/errors.md from the error classes: `PYTHONPATH=tests python -m architecture.error_table`."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path

from listina.errors import ListinaError, Remedy
from listina.site.faults import TABLE, UNFORESEEN_CODE

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"
_HEAD = """# Errors

Every refusal of Listina has a code that stays the same for ever. It stands on the page below the message, in the log,
and in the answers to programs. This file is written from the error classes; a test compares the two.

## Remedies

| remedy | HTTP | exit code | meaning |
|---|---|---|---|
"""
_MEANINGS = {
    Remedy.CORRECT_THE_REQUEST: "correct what was sent and send it again",
    Remedy.REFUSE_THE_CONVERSION: "the law does not allow this conversion",
    Remedy.SIGN_IN: "sign in first",
    Remedy.NOT_PERMITTED: "ask the local administrator for the permission",
    Remedy.NOT_FOUND: "there is no such thing, or it is not yours to see",
    Remedy.GONE: "it was here and its period of keeping is over; what is registered of it stays",
    Remedy.RESOLVE_THE_CONFLICT: "look at the present state and decide anew",
    Remedy.TRY_LATER: "try again later; jobs do so by themselves",
    Remedy.WAIT: "too many tries; wait until the moment told (`Retry-After` says it in seconds)",
    Remedy.CALL_SUPPORT: "a fault of the installation or of Listina: call support with the mark of the request",
}


def error_classes() -> list[type[ListinaError]]:
    """Return every error class of the product that is raised, sorted by code."""
    for path in SOURCE.rglob("errors.py"):
        importlib.import_module(".".join(path.relative_to(SOURCE).with_suffix("").parts))
    found: set[type[ListinaError]] = set()
    waiting = [ListinaError]
    while waiting:
        for child in waiting.pop().__subclasses__():
            if child.__module__.startswith("listina.") and child not in found:
                found.add(child)
                waiting.append(child)
    return sorted((error for error in found if hasattr(error, "code")), key=lambda error: error.code)


def reference() -> str:
    """Return the text of docs/reference/errors.md."""
    remedies = "".join(
        f"| `{remedy.value}` | {TABLE[remedy].status.value} | {TABLE[remedy].exit_code} | {_MEANINGS[remedy]} |\n"
        for remedy in Remedy
    )
    rows = "".join(
        f"| `{error.code}` | `{error.remedy.value}` | {_cell(error.cs)} | {_cell(error.en)} | {_cell(_when(error))} |\n"
        for error in error_classes()
    )
    return (
        f"{_HEAD}{remedies}\nWhat nobody foresaw has the code `{UNFORESEEN_CODE}` and is treated as `support`.\n\n"
        "## Codes\n\n| code | remedy | Czech | English | raised when |\n|---|---|---|---|---|\n"
        f"{rows}"
    )


def _when(error: type[ListinaError]) -> str:
    return (inspect.getdoc(error) or "").split("\n\n")[0]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    (ROOT / "docs" / "reference" / "errors.md").write_text(reference(), encoding="utf-8")
