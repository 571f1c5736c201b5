"""`listina restore`: a backup into a new, empty installation, as the role listina_owner."""

from __future__ import annotations

import argparse

from django.conf import settings
from django.core.management import call_command

from listina.site import backup
from listina.site.cli.backup import places_of, require_owner, say
from listina.site.cli.exits import Exit


def run(asked: argparse.Namespace) -> int:
    """Restore, then bring the tables to this version; 2 if another role is connected."""
    require_owner()
    summary = backup.restore(asked.folder, places_of(settings.ENVIRONMENT), say=say)
    say("tables of this version")
    call_command("migrate", verbosity=0, interactive=False)
    print(f"{asked.folder}, made {summary.made_at}: {summary.objects} files restored")  # noqa: T201  # a command speaks
    return Exit.DONE
