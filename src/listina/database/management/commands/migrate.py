"""Django's `migrate`, followed by the grants: a table cannot come into being without its privileges (ADR 0003)."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections

from listina.database.apply import apply_grants


class Command(DjangoMigrate):
    """Migrates, then sets grants and row policies anew."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the migrations; then, unless they were only looked at or taken back, apply the grants."""
        super().handle(*args, **options)
        looked_only = options["plan"] or options["check_unapplied"]
        # A migration that is named explicitly may leave tables away that grants.sql names; the next full run grants.
        if not looked_only and not options["app_label"]:
            apply_grants(connections[options["database"]])
