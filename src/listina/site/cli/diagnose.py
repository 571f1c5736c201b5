"""`listina doctor`."""

from __future__ import annotations

import argparse
import dataclasses
import json

from listina.site.cli.exits import Exit
from listina.site.composition import services
from listina.site.doctor.examination import examine


def run(asked: argparse.Namespace) -> int:
    """Print every examination; 4 if something is wrong."""
    found = examine(services())
    if asked.json:
        rows = [dataclasses.asdict(diagnosis) for diagnosis in found]
        print(json.dumps(rows, ensure_ascii=False, indent=2))  # noqa: T201  # the command's answer
    else:
        for diagnosis in found:
            print(f"{'ok   ' if diagnosis.well else 'WRONG'}  {diagnosis.subject:15} {diagnosis.found}")  # noqa: T201
            if diagnosis.advice:
                print(f"{'':22} → {diagnosis.advice}")  # noqa: T201
    return Exit.DONE if all(diagnosis.well for diagnosis in found) else Exit.TRY_LATER
