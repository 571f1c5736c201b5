"""What is examined, printed and affirmed is what was received: a file or report that was exchanged is not used."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from fixtures.data_messages import Attached, DataMessages, MessagePlan
from fixtures.paper import ALL_FOUR, PaperHouse, Rooms
from listina.conversions.cases import CaseState
from listina.conversions.errors import AttemptLostError
from listina.conversions.to_paper import examining
from listina.conversions.to_paper.errors import ReportChangedError
from listina.conversions.to_paper.printing import Printed
from listina.documents.printing import room
from listina.documents.printing.errors import PrintNotPossibleError
from listina.documents.printing.room import PrintRoom
from listina.isolation.pool import Answer, Confined
from listina.objects.errors import ObjectDamagedError
from listina.trust.messages.facts import DataMessage
from listina.trust.messages.opener import MessageOpener
from listina.trust.signers import SoftwareKey


@pytest.fixture
def signed(paper_house: PaperHouse, official_key: SoftwareKey) -> Path:
    return paper_house.inputs.signed(official_key)


def _exchange(paper_house: PaperHouse, sha256: str, content: bytes) -> None:
    """Put other bytes where an object lies."""
    (path,) = paper_house.house.objects.glob(f"*/??/{sha256}")
    path.chmod(0o600)
    path.write_bytes(content)


def test_a_document_that_was_exchanged_is_not_examined(paper_house: PaperHouse, signed: Path) -> None:
    case_id = paper_house.open_case()
    paper_house.receive(case_id, signed)
    document = paper_house.paper(case_id).document
    assert document is not None
    _exchange(paper_house, document.sha256, signed.read_bytes() + b"\n")

    with pytest.raises(ObjectDamagedError):
        paper_house.service.examine(paper_house.house.actor.authority_id, case_id)
    assert paper_house.paper(case_id).report is None


def test_a_document_that_was_exchanged_after_its_examination_is_not_printed(
    paper_house: PaperHouse, signed: Path, small_pdf: Path
) -> None:
    case_id = paper_house.ready_case(signed)
    document = paper_house.paper(case_id).document
    assert document is not None
    _exchange(paper_house, document.sha256, small_pdf.read_bytes())

    with pytest.raises(ObjectDamagedError):
        paper_house.service.prepare_print(paper_house.house.actor, case_id)
    assert paper_house.paper(case_id).printed is None


def test_no_clause_states_what_an_exchanged_report_says(paper_house: PaperHouse, signed: Path) -> None:
    case_id = paper_house.ready_case(signed)
    for path in paper_house.house.objects.glob("*/??/*"):
        if path.read_bytes().startswith(b"{"):
            _exchange(paper_house, path.name, path.read_bytes().replace(b"signature", b"SIGNATURE"))

    with pytest.raises(ObjectDamagedError):
        paper_house.service.prepare_print(paper_house.house.actor, case_id)
    assert paper_house.view(case_id).state is CaseState.RESERVED


def test_a_clause_of_an_earlier_report_is_not_handed_out(paper_house: PaperHouse, signed: Path) -> None:
    actor, service = paper_house.house.actor, paper_house.service
    case_id = paper_house.ready_case(signed)
    service.prepare_print(actor, case_id)
    assert examining.renew(service, actor.authority_id, case_id)

    with pytest.raises(ReportChangedError):
        service.hand_out(actor, case_id, Printed.WHOLE)
    assert paper_house.view(case_id).state is CaseState.COMPOSED

    service.prepare_print(actor, case_id)
    service.hand_out(actor, case_id, Printed.WHOLE)


def test_a_clause_of_an_earlier_report_is_not_registered(paper_house: PaperHouse, signed: Path) -> None:
    actor, service = paper_house.house.actor, paper_house.service
    case_id = paper_house.printed_case(signed)
    assert examining.renew(service, actor.authority_id, case_id)

    with pytest.raises(ReportChangedError):
        service.affirm(actor, case_id, ALL_FOUR)
    view = paper_house.view(case_id)
    assert view.state is CaseState.AWAITING_PRINT
    assert paper_house.house.public_clause(view) is None


class _Lying:
    """Composes as it should, and tells one page more than there is."""

    def __init__(self, confined: Confined) -> None:
        self._confined = confined

    def run(self, task: str, *given: Any, **more: Any) -> Answer:
        answer = self._confined.run(task, *given, **more)
        if task == room.COMPOSE and "document_page_count" in answer.value:
            answer.value["document_page_count"] += 1
        return answer


def test_a_print_file_of_another_count_of_pages_than_the_clause_states_is_not_kept(
    paper_house: PaperHouse, signed: Path, rooms: Rooms
) -> None:
    case_id = paper_house.ready_case(signed)
    lying = PrintRoom(confined=_Lying(rooms.printing))  # type: ignore[arg-type]  # it runs what a pool runs
    with pytest.raises(PrintNotPossibleError):
        replace(paper_house.service, print_room=lying).prepare_print(paper_house.house.actor, case_id)
    assert paper_house.view(case_id).state is CaseState.RESERVED


@dataclass(frozen=True, slots=True, kw_only=True)
class _InAnotherWindow:
    """Opens messages; while an attachment is taken out, another message is received."""

    opener: MessageOpener
    paper_house: PaperHouse
    case_id: UUID
    other: Path

    def open(self, message: Path) -> DataMessage:
        return self.opener.open(message)

    def extract(self, message: Path, position: int, target: Path) -> None:
        self.opener.extract(message, position, target)
        self.paper_house.receive(self.case_id, self.other)


def test_an_attachment_of_one_message_does_not_come_in_another(
    paper_house: PaperHouse, data_messages: DataMessages, small_pdf: Path, signed: Path
) -> None:
    two = [Attached(name=f"{name}.pdf", content=small_pdf.read_bytes()) for name in ("a", "b")]
    one = data_messages.message(MessagePlan(files=two), name="prvni.zfo")
    signed_twice = [Attached(name=f"{name}.pdf", content=signed.read_bytes()) for name in ("c", "d")]
    other = data_messages.message(MessagePlan(files=signed_twice), name="druha.zfo")
    case_id = paper_house.open_case()
    paper_house.receive(case_id, one)
    opener = _InAnotherWindow(
        opener=paper_house.service.messages, paper_house=paper_house, case_id=case_id, other=other
    )
    service = replace(paper_house.service, messages=opener)  # type: ignore[arg-type]  # it does what an opener does

    with pytest.raises(AttemptLostError):
        service.choose_attachment(paper_house.house.actor, case_id, 1)
    seen = paper_house.paper(case_id)
    assert seen.document is None
    assert [each.name for each in seen.attachments] == ["c.pdf", "d.pdf"]
