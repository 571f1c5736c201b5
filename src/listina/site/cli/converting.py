"""What both directions of `listina convert` ask of the one who runs it: who, what is stated, where the output goes."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from listina.accounts import queries as accounts
from listina.accounts.actors import Actor
from listina.conversions import queries
from listina.conversions.cases import CaseState
from listina.conversions.service import ConversionService
from listina.site.cli.exits import UsageError


def require_files(inputs: Sequence[Path], out: Path) -> None:
    """Raise UsageError unless the inputs are there and the output can be written to a new file."""
    missing = [str(path) for path in inputs if not path.is_file()]
    if missing:
        message = f"no such file: {', '.join(missing)}"
        raise UsageError(message)
    if out.exists():
        message = f"{out} exists; name another file"
        raise UsageError(message)
    if not out.absolute().parent.is_dir() or not os.access(out.absolute().parent, os.W_OK):
        message = f"{out} cannot be written"
        raise UsageError(message)


def require_statements(asked: argparse.Namespace, statements: Mapping[str, str], command: str) -> None:
    """Have each statement of the official: as an option, or by a yes at the terminal.

    Args:
        asked: the arguments.
        statements: what is stated, by the name of its option with underscores.
        command: whose help explains them.
    """
    silent = [name for name in statements if not getattr(asked, name)]
    if silent and sys.stdin.isatty():
        silent = [name for name in silent if not _says_yes(f"I state: {statements[name]}.")]
    if silent:
        options = ", ".join("--" + name.replace("_", "-") for name in silent)
        message = f"the official has to state this by {options}; see listina {command} --help"
        raise UsageError(message)


def official_of(asked: argparse.Namespace) -> str:
    """Return the name of the official who performs it; the only one there is needs no naming."""
    if asked.official:
        return str(asked.official)
    known = accounts.converting_usernames()
    if len(known) == 1:
        return known[0]
    message = f"--official is needed: {', '.join(known) or 'nobody may convert yet'}"
    raise UsageError(message)


@contextmanager
def void_if_given_up(conversions: ConversionService, actor: Actor, case_id: UUID, command: str) -> Iterator[None]:
    """Void the case if the command ends before it has a number; one with a number goes on in the web, so none is lost.

    However a command ends, an exit code that says "nothing was done" must not leave an open case behind.
    """
    try:
        yield
    finally:
        if queries.case(conversions, actor, case_id).state is CaseState.OPEN:
            reason = f"Příkaz listina {command} skončil dřív, než bylo přiděleno pořadové číslo."
            conversions.void(actor, case_id, reason)


def deliver(source: Path, target: Path) -> None:
    """Copy the output to its place, which is not taken: never half a file."""
    unfinished = target.with_name(f".{target.name}.unfinished")
    shutil.copyfile(source, unfinished)
    unfinished.rename(target)


def _says_yes(statement: str, ask: Callable[[str], str] = input) -> bool:
    return ask(f"{statement} [ano/yes] ").strip().lower() in {"ano", "a", "yes", "y"}
