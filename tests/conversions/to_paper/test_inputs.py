"""What is received, recognised, examined, decided and refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest

from fixtures.paper import PaperHouse
from listina.conversions.cases import CaseState
from listina.conversions.errors import NothingToRefuseError, NotReadyError
from listina.conversions.to_paper.errors import (
    FileEmptyError,
    FileNotAcceptedError,
    MalwareFoundError,
    NotCheckedForMalwareError,
    NothingToDecideError,
)
from listina.documents.malware.scanning import Malware, NotCheckedRule, ScanResult
from listina.trust.signers import SoftwareKey
from trust import attacks


class Finds:
    """A scanner that finds malicious code in everything; the real one has its own tests."""

    def __init__(self, house: PaperHouse) -> None:
        self._now = house.house.clock

    def scan(self, path: Path) -> ScanResult:
        assert path.is_file()
        return ScanResult(outcome=Malware.FOUND, name="Test.Code", checked_at=self._now())

    def check(self) -> ScanResult:
        return ScanResult(outcome=Malware.CLEAN, checked_at=self._now())


def actions(paper_house: PaperHouse, case_id: UUID) -> list[str]:
    return [event.action for event in paper_house.view(case_id).events]


def test_what_is_no_pdf_is_refused_with_advice_and_nothing_is_kept(paper_house: PaperHouse, tmp_path: Path) -> None:
    letter = tmp_path / "dopis.pdf"
    letter.write_bytes(b"PK\x03\x04" + b"\0" * 100)
    case_id = paper_house.open_case()
    with pytest.raises(FileNotAcceptedError, match="PDF"):
        paper_house.receive(case_id, letter)
    assert paper_house.paper(case_id).document is None
    assert paper_house.examinations == []


def test_an_empty_file_is_refused(paper_house: PaperHouse, tmp_path: Path) -> None:
    (tmp_path / "nic.pdf").touch()
    with pytest.raises(FileEmptyError):
        paper_house.receive(paper_house.open_case(), tmp_path / "nic.pdf")


def test_a_file_with_malicious_code_is_not_kept_and_that_is_recorded(
    paper_house: PaperHouse, official_key: SoftwareKey
) -> None:
    service = replace(paper_house.service, examiner=replace(paper_house.service.examiner, scanner=Finds(paper_house)))
    infected = replace(paper_house, service=service)
    case_id = infected.open_case()
    with pytest.raises(MalwareFoundError):
        infected.receive(case_id, infected.inputs.signed(official_key))
    assert infected.paper(case_id).document is None
    assert actions(infected, case_id) == ["opened", "malware_found"]


def test_where_the_operator_blocks_an_unchecked_file_is_not_received(
    paper_house: PaperHouse, official_key: SoftwareKey
) -> None:
    examiner = replace(paper_house.service.examiner, rule=NotCheckedRule.BLOCK)
    strict = replace(paper_house, service=replace(paper_house.service, examiner=examiner))
    case_id = strict.open_case()
    with pytest.raises(NotCheckedForMalwareError):
        strict.receive(case_id, strict.inputs.signed(official_key))
    assert strict.paper(case_id).document is None


def test_an_unchecked_file_waits_for_consent(paper_house: PaperHouse, official_key: SoftwareKey) -> None:
    case_id = paper_house.examined_case(paper_house.inputs.signed(official_key))
    codes = {item.code for item in paper_house.view(case_id).missing}
    assert "input.not_checked_for_malware" in codes
    paper_house.service.consent_unchecked(paper_house.house.actor, case_id)
    codes = {item.code for item in paper_house.view(case_id).missing}
    assert "input.not_checked_for_malware" not in codes


def test_broken_integrity_refuses_by_letter_h_and_cannot_be_decided(
    paper_house: PaperHouse, official_key: SoftwareKey
) -> None:
    changed = paper_house.inputs.altered(official_key, lambda pdf: pdf.replace(b"konverze", b"konverzi", 1))
    case_id = paper_house.examined_case(changed)
    actor = paper_house.house.actor
    assert [refusal.letter for refusal in paper_house.view(case_id).refusals] == ["h"]
    with pytest.raises(NothingToDecideError):
        paper_house.service.decide_integrity(actor, case_id, "Dokument znám, je v pořádku.")
    paper_house.complete(case_id)
    with pytest.raises(NotReadyError):
        paper_house.service.prepare_print(actor, case_id)

    paper_house.house.service.refuse(actor, case_id)

    assert paper_house.view(case_id).state is CaseState.REFUSED
    assert paper_house.house.counter() == 0


def test_an_unsigned_document_may_be_converted(paper_house: PaperHouse) -> None:
    case_id = paper_house.ready_case(paper_house.inputs.source)
    assert paper_house.view(case_id).missing == ()
    with pytest.raises(NothingToRefuseError):
        paper_house.house.service.refuse(paper_house.house.actor, case_id)


def test_a_change_that_cannot_be_judged_waits_for_a_decision_with_a_reason(
    paper_house: PaperHouse, official_key: SoftwareKey
) -> None:
    path = paper_house.inputs.altered(official_key, lambda pdf: attacks.revise(pdf, attacks.add_orphan))
    case_id = paper_house.examined_case(path)
    assert paper_house.paper(case_id).needs_integrity_decision
    paper_house.complete(case_id)
    with pytest.raises(NotReadyError):
        paper_house.service.prepare_print(paper_house.house.actor, case_id)
    paper_house.service.decide_integrity(paper_house.house.actor, case_id, "Přidaný objekt se nikde nezobrazuje.")
    paper_house.service.prepare_print(paper_house.house.actor, case_id)
    assert paper_house.view(case_id).number is not None


def test_another_document_makes_what_was_decided_void(paper_house: PaperHouse, official_key: SoftwareKey) -> None:
    case_id = paper_house.ready_case(paper_house.inputs.source)
    paper_house.receive(case_id, paper_house.inputs.signed(official_key))
    seen = paper_house.paper(case_id)
    assert seen.is_examining
    assert not seen.has_consent
    assert seen.report is None
    assert len(paper_house.examinations) == 2


def test_the_same_file_received_twice_is_received_once(paper_house: PaperHouse) -> None:
    case_id = paper_house.open_case()
    for _ in range(2):
        paper_house.receive(case_id, paper_house.inputs.source)
    assert actions(paper_house, case_id).count("input_received") == 1
    assert len(paper_house.examinations) == 1


def test_a_postponed_conversion_waits_and_comes_back(paper_house: PaperHouse, official_key: SoftwareKey) -> None:
    case_id = paper_house.examined_case(paper_house.inputs.signed(official_key))
    until = paper_house.service.postpone(paper_house.house.actor, case_id)
    view = paper_house.view(case_id)
    assert view.state_label.cs == "Odložená"
    paper_house.house.clock.forward(until - paper_house.house.clock() + timedelta(seconds=1))
    assert paper_house.service.examine(paper_house.house.actor.authority_id, case_id)
    assert paper_house.paper(case_id).postponed_until is None


def test_a_stranger_finds_no_such_case(paper_house: PaperHouse, stranger: object) -> None:
    case_id = paper_house.examined_case(paper_house.inputs.source)
    with pytest.raises(Exception, match="not_found"):
        paper_house.service.view(stranger, case_id)  # type: ignore[arg-type]


def test_pages_are_shown_as_displayed_and_as_printed(paper_house: PaperHouse) -> None:
    case_id = paper_house.ready_case(paper_house.inputs.source)
    actor = paper_house.house.actor
    for printed in (False, True):
        picture = paper_house.service.page_picture(actor, case_id, 2, 400, printed=printed)
        assert picture.startswith(b"\xff\xd8")
    with pikepdf.open(paper_house.service.preview(actor, case_id)) as pdf:
        assert len(pdf.pages) >= 3
    assert paper_house.house.counter() == 0
