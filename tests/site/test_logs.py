"""What the log holds of an error nobody foresaw: where it happened, never what somebody typed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

# Logging is set up for a whole process, so each case has one of its own.
_PROGRAM = """
import logging, sys
from types import SimpleNamespace
import structlog
from listina.site.environment import LogFormat
from listina.site.logs import configure

configure(SimpleNamespace(log_format=LogFormat(sys.argv[1]), log_level="INFO"))

def sign_in(password):
    try:
        int(password)
    except ValueError as error:
        raise RuntimeError(f"no sign-in with {password}") from error

for complain in (structlog.get_logger("ours").error, logging.getLogger("theirs").error):
    try:
        sign_in("tajne-heslo")
    except RuntimeError as error:
        complain("fault", exc_info=error)
"""


def logged(log_format: str) -> str:
    command = [sys.executable, "-c", _PROGRAM, log_format]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stderr


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_neither_messages_nor_values_of_variables_are_logged(log_format: str) -> None:
    text = logged(log_format)
    assert "tajne-heslo" not in text
    assert text.count("RuntimeError") == text.count("ValueError") == 2
    assert text.count(" sign_in") >= 2


def test_a_program_reads_kinds_and_places() -> None:
    for line in logged("json").splitlines():
        errors = json.loads(line)["exception"]
        assert [error["kind"] for error in errors] == ["RuntimeError", "ValueError"]
        assert [place.rpartition(" ")[2] for place in errors[0]["places"]] == ["<module>", "sign_in"]
