"""A wording that changes on a day: a case printed before and affirmed after it bears the new one, older ones theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pypdfium2
import pytest

from fixtures.paper import ALL_FOUR, PaperHouse
from listina.conversions.to_paper.models import PaperWork
from listina.conversions.to_paper.printing import Printed
from listina.database.scope import authority_scope
from listina.law.paper import declarations, sentences
from listina.law.paper.declarations import AFFIRMATIONS, EARLIER_PRINT_SPOILED
from listina.texts import Text
from listina.trust.signers import SoftwareKey

REWORDED = "vstup v žádné datové zprávě nebyl."


def _affirmed(house: PaperHouse, case_id: UUID) -> list[tuple[str, str]]:
    with authority_scope(house.house.actor.authority_id):
        work = PaperWork.objects.get(case_id=case_id)
    return [(item["version"], item["text"]) for item in work.affirmed or ()]


def _told(house: PaperHouse, case_id: UUID) -> str:
    clause = house.house.public_clause(house.view(case_id))
    assert clause is not None
    return dict(clause.statements)["Datová zpráva"]


def test_a_clause_reprinted_on_another_day_bears_its_words_and_old_cases_keep_theirs(
    paper_house: PaperHouse, official_key: SoftwareKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, service, actor = paper_house.house, paper_house.service, paper_house.house.actor
    tomorrow = house.clock.prague_day() + timedelta(days=1)
    (old,) = (each for each in sentences.SENTENCES if each.id == "K0")
    new = replace(old, template=REWORDED, valid_from=tomorrow)
    others = tuple(each for each in sentences.SENTENCES if each is not old)
    monkeypatch.setattr(sentences, "SENTENCES", (replace(old, valid_until=tomorrow), new, *others))
    first = AFFIRMATIONS[0]
    affirmation = replace(first, text=Text("Vytištěno je vše.", "All is printed."), valid_from=tomorrow)
    rest = tuple(each for each in declarations.DECLARATIONS if each is not first)
    monkeypatch.setattr(declarations, "DECLARATIONS", (replace(first, valid_until=tomorrow), affirmation, *rest))

    path = paper_house.inputs.signed(official_key)
    done, printed = paper_house.affirmed_case(path), paper_house.printed_case(path)
    house.clock.forward(timedelta(days=1))
    service.prepare_print(actor, printed)
    with pypdfium2.PdfDocument(service.hand_out(actor, printed, Printed.WHOLE)) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    service.affirm(actor, printed, ALL_FOUR)

    assert new.text() in " ".join(text.split())
    assert (_told(paper_house, done), _told(paper_house, printed)) == (old.text(), new.text())
    assert _affirmed(paper_house, done)[0] == (first.version, first.text.cs)
    assert _affirmed(paper_house, printed)[0] == (tomorrow.isoformat(), "Vytištěno je vše.")
    assert {version for version, _ in _affirmed(paper_house, printed)[1:]} == {EARLIER_PRINT_SPOILED.version}
