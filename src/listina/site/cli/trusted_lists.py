"""`listina trusted-lists`: bring the EU trusted lists, from the network or from files, and show what is here."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings

from listina.site.cli.exits import Exit, UsageError
from listina.site.cli.language import is_czech
from listina.site.trusted_lists import list_renewal, list_store
from listina.texts import Text
from listina.trust.lists.reading import LONGEST_LIST
from listina.trust.lists.renewing import Outcome
from listina.trust.lists.store import ListStatus


def take(asked: argparse.Namespace) -> int:
    """Take lists from files; 1 if one of them was not taken."""
    files: dict[str, bytes] = {}
    for path in asked.files:
        if not path.is_file():
            message = f"no such file: {path}"
            raise UsageError(message)
        with path.open("rb") as file:
            files[str(path)] = file.read(LONGEST_LIST + 1)
    outcomes = list_renewal(settings.ENVIRONMENT).take(files)
    _tell(outcomes)
    return Exit.NEGATIVE if any(each.failure for each in outcomes) else Exit.DONE


def refresh(asked: argparse.Namespace) -> int:
    """Fetch all lists; 4 if one of them was not taken."""
    del asked
    outcomes = list_renewal(settings.ENVIRONMENT).refresh()
    _tell(outcomes)
    return Exit.TRY_LATER if any(each.failure for each in outcomes) else Exit.DONE


def show(asked: argparse.Namespace) -> int:
    """Print the lists that are here; 4 if one is missing or has expired."""
    statuses = list_store(settings.ENVIRONMENT).statuses(at=datetime.now(UTC))
    if asked.json:
        print(json.dumps([_plain(each) for each in statuses], ensure_ascii=False, indent=2))  # noqa: T201  # the answer
    else:
        for each in statuses:
            print(_line(each), _advised(each.advice), sep="\n", end="")  # noqa: T201  # the command's answer
    return Exit.TRY_LATER if any(each.problem for each in statuses) else Exit.DONE


def run(asked: argparse.Namespace) -> int:
    """Do what was asked."""
    actions = {"import": take, "refresh": refresh, "show": show}
    return actions[asked.action](asked)


def _tell(outcomes: Iterable[Outcome]) -> None:
    for each in outcomes:
        mark, rest = ("✗", f"{each.source}: {each.failure}") if each.failure else ("✓", each.source)
        print(_printable(f"{mark} {each.territory or '??'}  {rest}"))  # noqa: T201  # the command's answer
        print(_advised(each.advice), end="")  # noqa: T201  # the command's answer


def _line(status: ListStatus) -> str:
    used = status.used
    state = status.problem.text.in_language("cs" if is_czech() else "en") if status.problem else "ok"
    failure = f"  ! {status.last_failure}" if status.last_failure else ""
    if used is None:
        return _printable(f"{status.territory}  {state}{failure}")
    until = f"{used.next_update:%Y-%m-%d %H:%M}" if used.next_update else "–"
    return _printable(
        f"{status.territory}  {used.sequence_number:5}  {used.issued_at:%Y-%m-%d} → {until}  "
        f"{used.fetched_at:%Y-%m-%d %H:%M}  {state}{failure}"
    )


def _advised(advice: Text | None) -> str:
    return "" if advice is None else _printable(f"     → {advice.in_language('cs' if is_czech() else 'en')}") + "\n"


def _plain(status: ListStatus) -> dict[str, object]:
    used = status.used
    return {
        "territory": status.territory,
        "sequence_number": used.sequence_number if used else None,
        "issued_at": used.issued_at.isoformat() if used else None,
        "next_update": used.next_update.isoformat() if used and used.next_update else None,
        "fetched_at": used.fetched_at.isoformat() if used else None,
        "sha256": used.sha256 if used else None,
        "problem": status.problem.code if status.problem else None,
        "last_failure": status.last_failure,
        "advice": status.advice.en if status.advice else None,
    }


def _printable(line: str) -> str:
    """Return a line without what steers a terminal: a failure may quote a stranger's list."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line)
