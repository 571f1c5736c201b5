"""`listina worker`."""

from __future__ import annotations

import argparse

from listina.database.schema import require_this_schema
from listina.site import worker
from listina.site.cli.exits import Exit
from listina.site.composition import services


def run(asked: argparse.Namespace) -> int:
    """Do jobs until a signal comes."""
    require_this_schema()
    worker.run(services(), until_idle=asked.until_idle)
    return Exit.DONE
