"""The glossary gives each term one name, in both languages."""

import re
from pathlib import Path

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "reference" / "glossary.md"


def _rows() -> list[list[str]]:
    lines = [line for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in rows if row[0] != "English" and not re.fullmatch("-+", row[0])]


def test_every_row_has_an_english_and_a_czech_name() -> None:
    rows = _rows()
    assert len(rows) > 50
    assert all(len(row) == 4 and row[0] and row[1] for row in rows)


def test_no_term_stands_in_the_glossary_twice() -> None:
    english = [row[0] for row in _rows()]
    czech = [row[1] for row in _rows()]
    assert len(set(english)) == len(english)
    assert len(set(czech)) == len(czech)
