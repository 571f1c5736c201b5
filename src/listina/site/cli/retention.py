"""`listina retention`: says what is kept no longer; with `--perform` deletes it and leaves a protocol."""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TextIO

from django.conf import settings

from listina.conversions.keeping import forgetting
from listina.conversions.keeping.forgetting import Category, Deleted
from listina.database.roles import DatabaseRole
from listina.database.schema import require_this_schema
from listina.law.dates import prague_day
from listina.site.cli.exits import Exit, UsageError
from listina.site.cli.language import is_czech

_NAMES = {
    "live_conversions": ("konverze v ostrém provozu", "live conversions"),
    "test_conversions": ("zkušební konverze", "test conversions"),
    "people_who_left": ("osoby, které odešly", "people who left"),
    "audit_of_sign_ins": ("záznamy o přihlášení", "audit of sign-ins"),
    "audit_of_everything_else": ("ostatní záznamy auditu", "audit of everything else"),
}


def run(asked: argparse.Namespace) -> int:
    """Plan or perform; 2 if another role is connected or the day is in the future."""
    if settings.ENVIRONMENT.database_role != DatabaseRole.RETENTION.value:
        message = "only listina_retention may delete: LISTINA_DATABASE_ROLE=listina_retention and its password"
        raise UsageError(message)
    require_this_schema()
    today = prague_day(datetime.now(UTC))
    day = _day(asked.as_of) if asked.as_of else today
    if asked.perform and day > today:
        message = f"{day} has not come yet; only what is over today can be deleted"
        raise UsageError(message)
    categories = forgetting.plan(day)
    if not asked.perform:
        _show(json.dumps(_planned(day, categories), ensure_ascii=False) if asked.json else _table(day, categories))
        return Exit.DONE
    with _new_file(asked.protocol) as kept:
        protocol = {
            "format": "listina.retention/1",
            "performed_at": datetime.now(UTC).isoformat(),
            **_planned(day, categories),
            **_done(forgetting.perform(day)),
        }
        text = json.dumps(protocol, ensure_ascii=False, indent=None if asked.json else 2)
        _show(text)
        kept.write(text + "\n")
    return Exit.DONE


def _day(raw: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        message = f"{raw} is no date such as 2026-11-24"
        raise UsageError(message) from None


def _planned(day: date, categories: tuple[Category, ...]) -> dict[str, object]:
    return {
        "as_of": day.isoformat(),
        "categories": [{**asdict(each), "first_kept": each.first_kept.isoformat()} for each in categories],
    }


def _done(deleted: Deleted) -> dict[str, object]:
    return {
        "conversions_forgotten": deleted.conversions,
        "rows": deleted.rows,
        "audit": {kind: asdict(each) for kind, each in deleted.audit.items()},
    }


def _table(day: date, categories: tuple[Category, ...]) -> str:
    czech = is_czech()
    lines = [f"Ke dni {day} je po lhůtě:" if czech else f"Kept no longer on {day}:"]
    for each in categories:
        name = _NAMES[each.name][0 if czech else 1]
        before = "před" if czech else "before"
        lines.append(f"  {each.found:>8}  {name} {before} {each.first_kept} ({each.source})")
    lines.append(
        "Nic se nezměnilo. Výmaz provede --perform." if czech else "Nothing was changed. --perform deletes it."
    )
    return "\n".join(lines)


def _new_file(path: Path | None) -> TextIO:
    """Open the file for the protocol before anything is deleted; without a path it is written nowhere.

    Raises:
        UsageError: it exists or cannot be made.
    """
    try:
        return Path(os.devnull).open("w", encoding="utf-8") if path is None else path.open("x", encoding="utf-8")
    except OSError as error:
        message = f"the protocol cannot be written to {path}: {error.strerror}"
        raise UsageError(message) from error


def _show(text: str) -> None:
    print(text)  # noqa: T201  # a command speaks on standard output
