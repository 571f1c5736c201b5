"""The command line on real parts: converts, verifies, shows a clause, and ends as documented."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from browser.scans import write_scans
from fixtures.terminal import Terminal
from listina.database.embedded import EmbeddedPostgres
from listina.site.cli.exits import Exit
from listina.trust.validation import report_json
from listina.trust.validation.values import Result, Verdict

CONFIRMATIONS = ("--confirm-own-powers", "--confirm-admissible", "--confirm-comparison")


def _convert(terminal: Terminal, out: Path, *more: str | Path, pages: str = "2") -> subprocess.CompletedProcess[str]:
    scans = write_scans(terminal.folder, 2)
    words: list[str | Path] = ["convert", "to-electronic", *scans, "--pages", pages, "--kind-of-original", "original"]
    words += ["--purpose", "vedení spisu", "--designation", "Rozhodnutí č. j. 1/2026", "--drawn-up-on", "2026-03"]
    words += ["--no-untransferable", "--out", out, "--pin-file", terminal.pin_file, *more]
    return terminal.listina(*words)


@pytest.fixture(scope="module")
def output(terminal: Terminal) -> Path:
    """An output made on the command line."""
    out = terminal.folder / "output.pdf"
    done = _convert(terminal, out, *CONFIRMATIONS)
    assert done.returncode == Exit.DONE, done.stderr
    (terminal.folder / "told").write_text(done.stdout)
    return out


@pytest.fixture(scope="module")
def number_and_code(terminal: Terminal, output: Path) -> tuple[str, str]:
    """What the command printed."""
    assert output.is_file()
    told = (terminal.folder / "told").read_text()
    number = re.search(r"^number +(\S+)$", told, re.MULTILINE)
    code = re.search(r"^check code +(\S+)$", told, re.MULTILINE)
    assert number
    assert code
    return number.group(1), code.group(1)


def test_a_converted_file_is_verified(terminal: Terminal, output: Path, number_and_code: tuple[str, str]) -> None:
    done = terminal.listina("verify", output, "--json")

    report = json.loads(done.stdout)
    assert done.returncode == Exit.DONE
    assert report["verdict"] == "verified"
    assert report["number"] == number_and_code[0]
    assert {check["outcome"] for check in report["checks"]} == {"passed"}


def test_a_changed_file_is_not_verified(terminal: Terminal, output: Path) -> None:
    changed = terminal.folder / "changed.pdf"
    content = bytearray(output.read_bytes())
    content[len(content) // 3] ^= 1
    changed.write_bytes(content)

    assert terminal.listina("verify", changed).returncode == Exit.NEGATIVE


def test_a_foreign_file_is_never_verified(terminal: Terminal) -> None:
    foreign = terminal.folder / "foreign.pdf"
    foreign.write_bytes(b"%PDF-1.7\nnothing of ours\n%%EOF\n")

    assert terminal.listina("verify", foreign).returncode in {Exit.NEGATIVE, Exit.UNDECIDED}


def test_the_signatures_of_a_good_file_are_valid(terminal: Terminal, output: Path) -> None:
    done = terminal.listina("validate", output)

    assert done.returncode == Exit.DONE, done.stdout
    assert done.stdout.startswith("VALID: ")
    assert re.search(r"^✓ .*: valid$", done.stdout, re.MULTILINE)
    assert not done.stderr


def test_a_report_is_printed_as_json_and_can_be_read_back(terminal: Terminal, output: Path) -> None:
    done = terminal.listina("validate", output, "--json")

    report = report_json.from_json(json.loads(done.stdout))
    assert (report.verdict, report.file.name) == (Verdict.VALID, output.name)
    assert [signature.result for signature in report.signatures] == [Result.VALID]


def test_a_report_is_printed_as_xml_of_the_standard(terminal: Terminal, output: Path) -> None:
    done = terminal.listina("validate", output, "--etsi")

    assert done.returncode == Exit.DONE
    document = etree.fromstring(done.stdout.encode())
    assert document.tag == "{http://uri.etsi.org/19102/v1.2.1#}ValidationReport"
    [indication] = document.iterfind("{*}SignatureValidationReport//{*}MainIndication")
    assert indication.text == "urn:etsi:019102:mainindication:total-passed"
    assert terminal.listina("validate", output, "--etsi", "--json").returncode == Exit.USAGE


def test_a_file_changed_after_its_signature_is_broken(terminal: Terminal, output: Path) -> None:
    changed = terminal.folder / "broken.pdf"
    content = bytearray(output.read_bytes())
    content[len(content) // 3] ^= 1
    changed.write_bytes(content)

    done = terminal.listina("validate", changed)
    assert done.returncode == Exit.NEGATIVE
    assert done.stdout.startswith("BROKEN INTEGRITY: ")


def test_a_signature_or_message_beside_the_file_that_is_not_there_is_a_wrong_request(
    terminal: Terminal, output: Path
) -> None:
    for option in ("--detached", "--message"):
        done = terminal.listina("validate", output, option, terminal.folder / "missing")
        assert done.returncode == Exit.USAGE
        assert done.stdout == ""


def test_what_is_no_pdf_gets_a_report_too(terminal: Terminal) -> None:
    foreign = terminal.folder / "no.pdf"
    foreign.write_bytes(b"no PDF at all")

    done = terminal.listina("validate", foreign)
    assert done.returncode == Exit.UNDECIDED
    assert "CANNOT BE VERIFIED" in done.stdout
    assert "The file is no PDF." in done.stdout
    assert "Error" not in done.stdout
    assert not done.stderr
    assert terminal.listina("validate", terminal.folder / "nothing.pdf").returncode == Exit.USAGE


def test_a_clause_is_shown_for_its_number_and_check_code(terminal: Terminal, number_and_code: tuple[str, str]) -> None:
    number, code = number_and_code
    done = terminal.listina("clause", number, "--check-code", code.lower(), "--json")

    clause = json.loads(done.stdout)
    assert done.returncode == Exit.DONE
    assert clause["number"] == number
    assert clause["authority_name"] == "Městský úřad Lhota"
    assert "Rozhodnutí č. j. 1/2026" not in done.stdout


def test_a_wrong_check_code_shows_no_clause(terminal: Terminal, number_and_code: tuple[str, str]) -> None:
    done = terminal.listina("clause", number_and_code[0], "--check-code", "0000000000")

    assert done.returncode == Exit.NEGATIVE
    assert "Městský úřad" not in done.stdout + done.stderr


@pytest.mark.parametrize("left_out", CONFIRMATIONS)
def test_what_the_law_asks_the_official_is_never_assumed(terminal: Terminal, left_out: str) -> None:
    out = terminal.folder / "unconfirmed.pdf"
    done = _convert(terminal, out, *(one for one in CONFIRMATIONS if one != left_out))

    assert done.returncode == Exit.USAGE
    assert left_out in done.stderr
    assert not out.exists()


def test_a_page_count_that_differs_from_the_paper_is_refused_and_no_case_stays_open(
    terminal: Terminal, postgres: EmbeddedPostgres
) -> None:
    out, before = terminal.folder / "miscounted.pdf", terminal.open_cases(postgres)
    done = _convert(terminal, out, *CONFIRMATIONS, pages="3")

    assert done.returncode in {Exit.USAGE, Exit.REFUSED}
    assert "Traceback" not in done.stderr
    assert not out.exists()
    assert terminal.open_cases(postgres) == before


def test_a_wrong_pin_converts_nothing(terminal: Terminal) -> None:
    wrong = terminal.folder / "wrong-pin"
    wrong.write_text("0000")
    out = terminal.folder / "wrong-pin.pdf"
    done = _convert(terminal, out, *CONFIRMATIONS, "--pin-file", wrong)

    assert done.returncode == Exit.USAGE
    assert not out.exists()


def test_an_output_never_overwrites_a_file(terminal: Terminal, output: Path) -> None:
    before = output.read_bytes()
    done = _convert(terminal, output, *CONFIRMATIONS)

    assert done.returncode == Exit.USAGE
    assert output.read_bytes() == before


def test_the_doctor_is_content(terminal: Terminal, output: Path) -> None:
    assert output.is_file()
    done = terminal.listina("doctor", "--json")

    bad = [row for row in json.loads(done.stdout) if not row["well"] and row["subject"] != "disk space"]
    assert bad == []


def test_without_a_database_a_command_says_try_later_and_what_to_do(terminal: Terminal, tmp_path: Path) -> None:
    settings = tmp_path / "settings.env"
    gone = re.sub(r"(?m)^LISTINA_DATABASE_HOST=.*$", f"LISTINA_DATABASE_HOST={tmp_path}", terminal.settings.read_text())
    settings.write_text(gone)
    elsewhere = Terminal(folder=tmp_path, settings=settings, pin_file=terminal.pin_file)
    done = elsewhere.listina("clause", "T1-1-260312100000", "--check-code", "0000000000")
    examined = elsewhere.listina("doctor")

    assert done.returncode == Exit.TRY_LATER
    assert "listina doctor" in done.stderr
    assert "Traceback" not in done.stderr
    assert examined.returncode == Exit.TRY_LATER
    assert "start PostgreSQL" in examined.stdout


def test_migrating_as_the_role_of_the_server_is_refused(terminal: Terminal) -> None:
    assert terminal.listina("migrate").returncode == Exit.USAGE
