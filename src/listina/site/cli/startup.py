"""What every command needs before it runs: the settings, the log, Django."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import django
from django.db import InterfaceError, OperationalError

from listina.errors import ListinaError
from listina.site import faults
from listina.site.cli.exits import Exit, UsageError
from listina.site.environment import PREFIX
from listina.site.errors import EnvironmentInvalidError

DEMO_SETTINGS = Path("var/demo/settings.env")


def prepare(settings_file: Path | None) -> None:
    """Read the settings and start Django.

    Args:
        settings_file: lines `NAME=value` that stand beside the variables of the process; None for none, except that
            in the folder of a demo, without any variable `LISTINA_…`, the demo's own file is read.

    Raises:
        EnvironmentInvalidError: the settings are incomplete or wrong.
        UsageError: the file cannot be read.
    """
    ours = any(name.startswith(PREFIX) for name in os.environ)
    if settings_file is None and not ours and DEMO_SETTINGS.is_file():
        settings_file = DEMO_SETTINGS
        print(f"listina: settings of the demo ({DEMO_SETTINGS})", file=sys.stderr)  # noqa: T201  # a command speaks
    if settings_file is not None:
        for name, value in read_settings(settings_file).items():
            os.environ.setdefault(name, value)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "listina.site.settings")
    from listina.site import logs, settings  # noqa: PLC0415  # reads the variables set above

    logs.configure(settings.ENVIRONMENT)
    django.setup()


def read_settings(path: Path) -> dict[str, str]:
    """Return the variables of a file with lines `NAME=value`, quoted as a shell does; `#` begins a comment.

    Raises:
        UsageError: the file cannot be read or a line is none of these.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        message = f"the settings {path} cannot be read: {error.strerror}"
        raise UsageError(message) from error
    found = {}
    for number, line in enumerate(lines, start=1):
        words = shlex.split(line, comments=True)
        if not words:
            continue
        name, equals, value = words[0].partition("=")
        if len(words) != 1 or not equals:
            message = f"{path}, line {number}: expected NAME=value"
            raise UsageError(message)
        found[name] = value
    return found


def exit_of(error: ListinaError) -> int:
    """Return the exit code of a refusal."""
    if isinstance(error, EnvironmentInvalidError):
        return Exit.USAGE
    return faults.TABLE[error.remedy].exit_code


def is_unavailable(error: Exception) -> bool:
    """Whether the database did not answer."""
    return isinstance(error, OperationalError | InterfaceError)
