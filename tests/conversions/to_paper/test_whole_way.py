"""From a received PDF to the register, as an official goes."""

from __future__ import annotations

import pikepdf
import pytest

from fixtures.paper import ALL_FOUR, PaperHouse
from listina.conversions.cases import CaseState
from listina.conversions.errors import NotReadyError
from listina.conversions.to_paper.printing import Printed
from listina.trust.signers import SoftwareKey
from listina.trust.validation.values import Verdict


def test_a_signed_document_becomes_a_registered_print(paper_house: PaperHouse, official_key: SoftwareKey) -> None:
    actor, service = paper_house.house.actor, paper_house.service
    case_id = paper_house.ready_case(paper_house.inputs.signed(official_key))
    assert paper_house.view(case_id).missing == ()
    report = paper_house.paper(case_id).report
    assert report is not None
    assert report.verdict is Verdict.VALID

    service.prepare_print(actor, case_id)
    path = service.hand_out(actor, case_id, Printed.WHOLE)
    with pikepdf.open(path) as printed:
        assert len(printed.pages) >= 3
    service.affirm(actor, case_id, ALL_FOUR)

    view = paper_house.view(case_id)
    assert view.state is CaseState.REGISTERED
    clause = paper_house.house.public_clause(view)
    assert clause is not None
    assert clause.statements
    assert paper_house.house.service.finish(actor.authority_id, case_id) is CaseState.REGISTERED


def test_nothing_is_reserved_before_everything_is_answered(paper_house: PaperHouse, official_key: SoftwareKey) -> None:
    case_id = paper_house.examined_case(paper_house.inputs.signed(official_key))
    before = paper_house.house.counter()
    with pytest.raises(NotReadyError):
        paper_house.service.prepare_print(paper_house.house.actor, case_id)
    assert paper_house.house.counter() == before
    assert paper_house.view(case_id).number is None
