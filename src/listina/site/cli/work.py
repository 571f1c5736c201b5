"""`listina worker`."""

from __future__ import annotations

import argparse

from listina.site import worker
from listina.site.cli.exits import Exit
from listina.site.composition import services


def run(asked: argparse.Namespace) -> int:
    """Do jobs until a signal comes."""
    worker.run(services(), until_idle=asked.until_idle)
    return Exit.DONE
