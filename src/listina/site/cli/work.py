"""`listina worker`."""

from __future__ import annotations

import argparse

from django.conf import settings

from listina.database.schema import require_this_schema
from listina.site import worker
from listina.site.cli.exits import Exit
from listina.site.parts import build_parts


def run(asked: argparse.Namespace) -> int:
    """Do jobs until a signal comes."""
    require_this_schema()
    worker.run(build_parts(settings.ENVIRONMENT), until_idle=asked.until_idle)
    return Exit.DONE
