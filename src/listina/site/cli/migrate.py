"""`listina migrate`: brings tables, grants and row policies to this version, as the role listina_owner."""

from __future__ import annotations

import argparse

from django.conf import settings
from django.core.management import call_command

from listina.database.roles import DatabaseRole
from listina.database.schema import require_no_newer_schema
from listina.site.cli.exits import Exit, UsageError


def run(asked: argparse.Namespace) -> int:
    """Migrate; 2 if the settings name another role."""
    del asked
    if settings.ENVIRONMENT.database_role != DatabaseRole.OWNER.value:
        message = "only listina_owner may change tables: LISTINA_DATABASE_ROLE=listina_owner and its password"
        raise UsageError(message)
    require_no_newer_schema()
    call_command("migrate", verbosity=1, interactive=False)
    return Exit.DONE
