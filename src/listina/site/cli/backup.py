"""`listina backup`: the whole installation into a new folder, as the role listina_owner."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from listina.database.roles import DatabaseRole
from listina.database.schema import require_this_schema
from listina.site import backup
from listina.site.backup import Places
from listina.site.cli.exits import Exit, UsageError
from listina.site.environment import Environment
from listina.site.trusted_lists import lists_folder


def run(asked: argparse.Namespace) -> int:
    """Back up into a folder named by the moment; 2 if another role is connected."""
    require_owner()
    require_this_schema()
    moment = datetime.now(UTC)
    folder: Path = asked.folder / moment.strftime("%Y-%m-%dT%H-%M-%SZ")
    places = places_of(settings.ENVIRONMENT)
    summary = backup.back_up(folder, places, with_keys=asked.with_keys, at=moment, version=version("listina"), say=say)
    print(f"{folder}: {summary.objects} files, {summary.length / 1e6:.1f} MB")  # noqa: T201  # a command speaks
    return Exit.DONE


def places_of(environment: Environment) -> Places:
    """Return where this installation keeps its files."""
    keys = {"pki": environment.pki_folder, "officials": environment.key_folder}
    inside = environment.key_folder.is_relative_to(environment.pki_folder)
    return Places(
        objects=environment.storage_folder / "objects",
        trusted_lists=lists_folder(environment),
        keys={"pki": environment.pki_folder} if inside else keys,
    )


def require_owner() -> None:
    """Refuse every role but the owner of the tables, who alone sees and writes all of them."""
    if settings.ENVIRONMENT.database_role != DatabaseRole.OWNER.value:
        message = "only listina_owner sees all rows: LISTINA_DATABASE_ROLE=listina_owner and its password"
        raise UsageError(message)


def say(line: str) -> None:
    """Write a line about the progress."""
    print(f"  {line}", file=sys.stderr, flush=True)  # noqa: T201  # a command speaks
