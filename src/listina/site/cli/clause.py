"""`listina clause`: what the public page shows of a registered clause."""

from __future__ import annotations

import argparse
import dataclasses
import json
from datetime import date, datetime
from uuid import UUID

from listina.database.schema import require_this_schema
from listina.law.numbers import normalise_check_code, valid_number
from listina.register import queries as register
from listina.site.cli.exits import Exit


def run(asked: argparse.Namespace) -> int:
    """Print a clause; 1 if the register holds none with this number and check code."""
    number, check_code = valid_number(asked.number), normalise_check_code(asked.check_code)
    require_this_schema()
    found = register.public_clause(number, check_code)
    values = {name: _plain(value) for name, value in dataclasses.asdict(found).items()}
    if asked.json:
        print(json.dumps(values, ensure_ascii=False, indent=2))  # noqa: T201  # the command's answer
    else:
        width = max(map(len, values))
        for name, value in values.items():
            if value not in (None, "", [], {}):
                print(f"{name.replace('_', ' '):{width}}  {value}")  # noqa: T201
    return Exit.DONE


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return str(value) if isinstance(value, str) else value
