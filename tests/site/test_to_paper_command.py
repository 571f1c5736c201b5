"""From a PDF to a registered print on the command line."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pikepdf

from fixtures.terminal import Terminal
from listina.database.embedded import EmbeddedPostgres
from listina.site.cli.exits import Exit

CONFIRMATIONS = ("--confirm-own-powers", "--confirm-admissible", "--confirm-comparison", "--accept-unchecked")
FACTS = ("--all-pages-printed", "--content-agrees", "--signed-by-hand", "--stamp-affixed")


def _document(folder: Path) -> Path:
    path = folder / "rozhodnuti.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(path)
    return path


def _convert(terminal: Terminal, file: Path, out: Path, *more: str | Path) -> subprocess.CompletedProcess[str]:
    words: list[str | Path] = ["convert", "to-paper", file, "--purpose", "vedení spisu", "--no-date"]
    words += ["--designation", "Rozhodnutí č. j. 1/2026", "--out", out, *more]
    return terminal.listina(*words)


def test_a_pdf_becomes_a_print_that_is_registered_when_its_four_facts_are_stated(terminal: Terminal) -> None:
    out = terminal.folder / "print.pdf"
    done = _convert(terminal, _document(terminal.folder), out, *CONFIRMATIONS)
    assert done.returncode == Exit.DONE, done.stderr
    number = re.search(r"^number +(\S+)$", done.stdout, re.MULTILINE)
    code = re.search(r"^check code +(\S+)$", done.stdout, re.MULTILINE)
    assert number
    assert code
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) >= 2
    assert terminal.listina("clause", number[1], "--check-code", code[1]).returncode == Exit.NEGATIVE

    unsaid = terminal.listina("convert", "confirm", number[1], *FACTS[:3])
    assert unsaid.returncode == Exit.USAGE
    assert "--stamp-affixed" in unsaid.stderr

    confirmed = terminal.listina("convert", "confirm", number[1], *FACTS)
    assert confirmed.returncode == Exit.DONE, confirmed.stderr
    assert terminal.listina("clause", number[1], "--check-code", code[1]).returncode == Exit.DONE


def test_what_the_official_has_to_decide_is_named_with_its_option_and_no_case_stays_open(
    terminal: Terminal, postgres: EmbeddedPostgres
) -> None:
    out, before = terminal.folder / "undecided.pdf", terminal.open_cases(postgres)
    done = _convert(terminal, _document(terminal.folder), out, *CONFIRMATIONS[:3])
    assert done.returncode == Exit.USAGE
    assert "--accept-unchecked" in done.stderr
    assert not out.exists()
    assert terminal.open_cases(postgres) == before

    odd = terminal.folder / "zvlastni.pdf"
    odd.write_bytes(_document(terminal.folder).read_bytes().replace(b"startxref", b"startxxxx"))
    done = _convert(terminal, odd, out, *CONFIRMATIONS)
    assert "--integrity-reason" in done.stderr
    assert terminal.open_cases(postgres) == before


def test_a_script_refuses_the_conversion_and_no_file_is_written(terminal: Terminal) -> None:
    path, out = terminal.folder / "skript.pdf", terminal.folder / "refused.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="this.getField('a').value = 1")
        pdf.Root.OpenAction = pdf.make_indirect(script)
        pdf.save(path)
    done = _convert(terminal, path, out, *CONFIRMATIONS)
    assert done.returncode == Exit.REFUSED
    assert "§" in done.stderr
    assert not out.exists()


def test_what_is_no_pdf_is_refused_with_advice(terminal: Terminal) -> None:
    path, out = terminal.folder / "dopis.txt", terminal.folder / "text.pdf"
    path.write_text("Dobrý den")
    done = _convert(terminal, path, out, *CONFIRMATIONS)
    assert done.returncode == Exit.REFUSED
    assert "PDF" in done.stderr
    assert not out.exists()
