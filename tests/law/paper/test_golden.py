"""What lawyers read stays as it is until somebody changes it on purpose, by `law.paper.written`."""

import re
from dataclasses import replace

import pypdfium2
import pytest

from law.paper.building import CLAUSES
from law.paper.written import GOLDEN, PAGE, PICTURES, clause_text, page, sentence_files, sentence_of, typeset
from listina.law.paper.sentences import SENTENCES, sentences_on


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return sentence_files()


def test_there_are_at_most_forty_sentences_and_fifteen_whole_clauses() -> None:
    days = {sentence.valid_from for sentence in SENTENCES}
    assert all(len(sentences_on(day)) <= 40 for day in days)
    assert len(CLAUSES) == 15


def test_each_sentence_is_printed_by_some_clause(files: dict[str, str]) -> None:
    assert all(files.values())
    assert all(sentence_of(line) == name for name, text in files.items() for line in text.splitlines())


def test_the_golden_sentences_are_those_that_clauses_print(files: dict[str, str]) -> None:
    kept = {path.stem: path.read_text("utf-8") for path in (GOLDEN / "sentences").glob("*.txt")}
    assert kept == files


@pytest.mark.parametrize("name", CLAUSES)
def test_a_golden_clause_is_as_it_is_printed(name: str) -> None:
    assert (GOLDEN / "clauses" / f"{name}.txt").read_text("utf-8") == clause_text(CLAUSES[name])


def test_there_is_no_golden_clause_of_the_past() -> None:
    assert {path.stem for path in (GOLDEN / "clauses").glob("*.txt")} == set(CLAUSES)
    assert {path.stem for path in PICTURES.glob("*.png")} == set(CLAUSES)


def test_the_page_of_sentences_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == page()


@pytest.mark.parametrize("name", ["11-z-datove-zpravy", "14-nezjistena-kvalifikovanost"])
def test_every_word_of_a_clause_gets_onto_paper(name: str) -> None:
    pdf, pages = typeset(CLAUSES[name])
    with pypdfium2.PdfDocument(pdf) as document:
        printed = _letters(" ".join(page.get_textpage().get_text_range() for page in document))
    for line in clause_text(replace(CLAUSES[name], clause_page_count=pages)).splitlines():
        # Label and value stand in two columns; each is found by itself.
        for part in line.strip("#_ ").split(": "):
            assert _letters(part) in printed


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
