"""The command `listina`: reads the arguments, starts what the command needs, and ends with a documented exit code."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Sequence

from listina.errors import ListinaError
from listina.site.cli import startup
from listina.site.cli.arguments import parser
from listina.site.cli.exits import Exit, UsageError
from listina.site.cli.language import spoken


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code (docs/reference/exit-codes.md)."""
    asked = parser().parse_args(arguments)
    try:
        return _run(asked)
    except UsageError as error:
        _complain(str(error))
        return Exit.USAGE
    except ListinaError as error:
        _complain(f"{spoken(error)} [{error.code}]")
        return startup.exit_of(error)
    except (KeyboardInterrupt, BrokenPipeError):
        # Whoever reads the answer may have had enough, as `head` has; what is left of it goes nowhere, quietly.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.INTERRUPTED
    except Exception as error:  # noqa: BLE001  # the door's one table: whatever else happens is a fault of ours
        if startup.is_unavailable(error):
            _complain(f"the database does not answer: {str(error).strip().splitlines()[0]}")
            _complain("start it (bin/demo starts the demo's), or run: listina doctor")
            return Exit.TRY_LATER
        traceback.print_exc()
        _complain("this is a fault of Listina; please report the lines above")
        return Exit.FAULT


def _run(asked: Namespace) -> int:
    startup.prepare(asked.settings)
    code = int(importlib.import_module(f"listina.site.cli.{asked.module}").run(asked))
    sys.stdout.flush()
    return code


def _complain(sentence: str) -> None:
    print(f"listina: {sentence}", file=sys.stderr)  # noqa: T201  # a command speaks on standard error
