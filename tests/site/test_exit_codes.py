"""How commands end is documented, and the documents tell the truth."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from fixtures.terminal import Terminal
from listina.errors import Remedy
from listina.site.cli.exits import Exit
from listina.site.faults import TABLE

ROOT = Path(__file__).parents[2]


def _listina(*arguments: str, variables: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "listina.site.cli", *arguments],
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **(variables or {})},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_reference_lists_every_exit_code() -> None:
    text = (ROOT / "docs" / "reference" / "exit-codes.md").read_text(encoding="utf-8")
    rows = {int(code): name for code, name in re.findall(r"^\| (\d+) \| `([A-Z_]+)` \|", text, re.MULTILINE)}

    assert rows == {code.value: code.name for code in Exit}


def test_every_remedy_has_a_row_whose_exit_code_is_documented() -> None:
    assert set(TABLE) == set(Remedy)
    assert {row.exit_code for row in TABLE.values()} <= {code.value for code in Exit}


def test_missing_settings_end_with_the_code_of_usage_and_name_the_variables() -> None:
    done = _listina("doctor")

    assert done.returncode == Exit.USAGE
    assert "LISTINA_SECRET_KEY is missing" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_misspelt_setting_ends_with_the_code_of_usage() -> None:
    done = _listina("doctor", variables={"LISTINA_SECRETKEY": "x" * 40})

    assert done.returncode == Exit.USAGE
    assert "did you mean LISTINA_SECRET_KEY?" in done.stderr
    assert "x" * 40 not in done.stderr


def test_a_settings_file_that_is_not_there_ends_with_the_code_of_usage() -> None:
    done = _listina("--settings", "/nonexistent/settings.env", "doctor")

    assert done.returncode == Exit.USAGE
    assert "cannot be read" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("unknown",),
        ("verify",),
        ("convert", "to-electronic", "scan.jpg", "--out", "x.pdf"),
        (
            *("convert", "to-electronic", "scan.jpg", "--pages", "1", "--kind-of-original", "original", "--purpose"),
            *("p", "--designation", "d", "--no-date", "--drawn-up-on", "2026", "--no-untransferable", "--out", "x.pdf"),
        ),
    ],
)
def test_wrong_arguments_end_with_the_code_of_usage(arguments: tuple[str, ...]) -> None:
    assert _listina(*arguments).returncode == Exit.USAGE


def test_the_administrator_is_spoken_to_in_the_language_of_the_machine() -> None:
    done = _listina("doctor", variables={"LANG": "cs_CZ.UTF-8"})

    assert "Nastavení není úplné nebo správné" in done.stderr


def test_a_reader_that_has_had_enough_is_no_fault(terminal: Terminal) -> None:
    path = terminal.folder / "dopis.txt"
    path.write_text("Dobrý den")
    words = [sys.executable, "-m", "listina.site.cli", "--settings", str(terminal.settings), "validate", str(path)]
    plain = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=plain, text=True) as running:
        assert running.stdout is not None
        running.stdout.close()
        assert running.stderr is not None
        told = running.stderr.read()
    assert (running.returncode, told) == (Exit.INTERRUPTED, "")
