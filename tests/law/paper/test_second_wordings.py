"""A second wording of a question, a declaration or a sentence takes effect on its day; before, the first one holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from law.paper.building import CLAUSES
from listina.law.directions import ConversionKind, Direction
from listina.law.errors import NoRuleRecordedError
from listina.law.paper import declarations, sentences
from listina.law.paper.declarations import AFFIRMATIONS, Declaration, affirmations_on, declarations_on, wording_on
from listina.law.paper.questions import TO_PAPER_EX_OFFICIO
from listina.law.paper.sheet import statements, to_paper_sheet
from listina.law.paper.sheet_values import PaperSheet
from listina.law.questions import questions_on
from listina.texts import Text

NEW = date(2027, 7, 1)
BEFORE = NEW - timedelta(days=1)
CLAUSE = CLAUSES["01-nepodepsano"]


@pytest.fixture
def reworded_sentence(monkeypatch: pytest.MonkeyPatch) -> str:
    """Reword K0 from a day on, and return the new words."""
    (old,) = (each for each in sentences.SENTENCES if each.id == "K0")
    new = replace(old, template="vstup z datové schránky odeslán nebyl.", valid_from=NEW)
    others = [each for each in sentences.SENTENCES if each is not old]
    monkeypatch.setattr(sentences, "SENTENCES", (new, *others, replace(old, valid_until=NEW)))
    return new.text()


@pytest.fixture
def reworded_declaration(monkeypatch: pytest.MonkeyPatch) -> Declaration:
    """Reword the first affirmation from a day on, and return its new version."""
    old = AFFIRMATIONS[0]
    new = replace(old, text=Text("Vytištěno je vše.", "Everything is printed."), valid_from=NEW)
    others = [each for each in declarations.DECLARATIONS if each is not old]
    monkeypatch.setattr(declarations, "DECLARATIONS", (replace(old, valid_until=NEW), new, *others))
    return new


def _printed(sheet: PaperSheet) -> str:
    return "\n".join(text for section in sheet.sections for block in section.blocks for text in block.sentences)


def test_a_clause_bears_the_wording_of_the_day_it_is_drawn_up(reworded_sentence: str) -> None:
    """A clause reprinted on another day is drawn up anew under its number, with that day and that day's words."""
    yesterday, today = (to_paper_sheet(replace(CLAUSE, drawn_up_on=day)) for day in (BEFORE, NEW))
    assert "vstup nebyl obsažen v datové zprávě" in _printed(yesterday).lower()
    assert reworded_sentence in _printed(today)
    assert reworded_sentence not in _printed(yesterday)
    assert [row for row in yesterday.rows if row not in today.rows] != []
    assert yesterday.rows[0] == today.rows[0]


def test_what_the_register_keeps_is_what_was_printed_that_day(reworded_sentence: str) -> None:
    told = [dict(statements(replace(CLAUSE, drawn_up_on=day)))["Datová zpráva"] for day in (BEFORE, NEW)]
    assert told[1] == reworded_sentence
    assert told[0] != told[1]


def test_no_clause_is_drawn_up_for_a_day_without_sentences() -> None:
    with pytest.raises(NoRuleRecordedError):
        to_paper_sheet(replace(CLAUSE, drawn_up_on=date(2025, 12, 31)))


def test_a_declaration_is_asked_in_the_wording_of_the_day(reworded_declaration: Declaration) -> None:
    first = reworded_declaration.id
    for day, version in ((BEFORE, "2026-01-01"), (NEW, "2027-07-01")):
        assert [each.id for each in affirmations_on(day)] == [each.id for each in AFFIRMATIONS]
        assert affirmations_on(day)[0].version == version
        assert [each.version for each in declarations_on(day) if each.id == first] == [version]
    for asked in (AFFIRMATIONS[0], reworded_declaration):
        assert wording_on(asked, NEW) == reworded_declaration
        assert wording_on(asked, BEFORE).text == AFFIRMATIONS[0].text


def test_a_question_is_asked_in_the_wording_of_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    (old,) = (each for each in TO_PAPER_EX_OFFICIO if each.question.id == "printed_in_colour")
    asked = replace(old.question, version=NEW.isoformat(), text_cs="Tisknete barevně?")
    new = replace(old, question=asked, valid_from=NEW)
    others = [each for each in TO_PAPER_EX_OFFICIO if each is not old]
    monkeypatch.setattr("listina.law.questions.TO_PAPER_EX_OFFICIO", (*others, replace(old, valid_until=NEW), new))

    def put(day: date) -> list[str]:
        found = questions_on(day, Direction.TO_PAPER, ConversionKind.EX_OFFICIO)
        return [each.text_cs for each in found if each.id == old.question.id]

    assert put(BEFORE) == ["Vytisknete dokument barevně?"]
    assert put(NEW) == ["Tisknete barevně?"]
