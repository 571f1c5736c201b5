"""Another document wants other answers: what was said of the earlier one does not hold for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fixtures.hostile_pdfs import attached, made
from fixtures.paper import PaperHouse
from listina.conversions.errors import NotReadyError
from listina.conversions.models import Artifact
from listina.conversions.to_paper import composing
from listina.conversions.to_paper.deciding import StatedMessage
from listina.database.scope import authority_scope


def test_answers_about_an_earlier_document_are_no_answers_about_the_next(
    paper_house: PaperHouse, tmp_path: Path
) -> None:
    case_id = paper_house.ready_case(made(tmp_path / "first.pdf", attached))
    assert paper_house.view(case_id).missing == ()

    paper_house.house.clock.forward(timedelta(minutes=1))
    paper_house.receive(case_id, made(tmp_path / "second.pdf", attached, pages=2))
    assert paper_house.service.examine(paper_house.house.actor.authority_id, case_id)
    paper_house.service.consent_unchecked(paper_house.house.actor, case_id)

    assert "answers.embedded_files_carry_content" in {item.code for item in paper_house.view(case_id).missing}
    with pytest.raises(NotReadyError):
        paper_house.service.prepare_print(paper_house.house.actor, case_id)
    assert paper_house.house.counter() == 0
    assert paper_house.view(paper_house.complete(case_id)).missing == ()


def test_the_message_an_earlier_document_came_in_is_not_stated_of_the_next(
    paper_house: PaperHouse, tmp_path: Path
) -> None:
    actor, service = paper_house.house.actor, paper_house.service
    case_id = paper_house.open_case()
    stated = StatedMessage(
        message_id="123456789",
        sender_name="Obec Lhota",
        sender_box="abc2def",
        recipient_name="Jana Nováková",
        recipient_box="xyz3uvw",
        delivered_into_box_at=datetime(2026, 3, 2, 11, tzinfo=UTC),
    )
    service.state_message(actor, case_id, stated)
    paper_house.receive(case_id, made(tmp_path / "first.pdf"))
    assert paper_house.paper(case_id).stated_message is not None

    paper_house.receive(case_id, made(tmp_path / "second.pdf", pages=2))
    assert paper_house.paper(case_id).stated_message is None


def test_a_preview_of_a_document_replaced_while_it_was_made_is_not_kept(
    paper_house: PaperHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor, service = paper_house.house.actor, paper_house.service
    case_id = paper_house.examined_case(made(tmp_path / "first.pdf"))
    compose = composing.compose

    def composed_too_late(*arguments: Any) -> composing.ComposedPrint:
        output = compose(*arguments)
        paper_house.receive(case_id, made(tmp_path / "second.pdf", pages=2))
        return output

    monkeypatch.setattr(composing, "compose", composed_too_late)
    assert service.preview(actor, case_id).is_file()
    with authority_scope(actor.authority_id):
        assert not Artifact.objects.filter(case_id=case_id, kind=composing.PREVIEW).exists()
