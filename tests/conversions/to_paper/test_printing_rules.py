"""Decision 17: what may be printed when, and what registers; decision 5: the clause is of the day it is signed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from fixtures.paper import ALL_FOUR, PaperHouse
from listina.conversions.cases import CaseState
from listina.conversions.errors import NotReadyError, NotYourCaseError, WrongDirectionError, WrongStateError
from listina.conversions.to_paper.errors import (
    EarlierPrintNotSpoiledError,
    NotAffirmedError,
    NotPrintedError,
    PrintedOnAnotherDayError,
)
from listina.conversions.to_paper.models import PaperWork
from listina.conversions.to_paper.printing import Printed
from listina.database.scope import authority_scope
from listina.trust.signers import SoftwareKey


@pytest.fixture
def printed(paper_house: PaperHouse, official_key: SoftwareKey) -> UUID:
    return paper_house.printed_case(paper_house.inputs.signed(official_key))


@pytest.mark.parametrize("left_out", ALL_FOUR)
def test_without_one_of_the_four_facts_nothing_is_registered(
    paper_house: PaperHouse, printed: UUID, left_out: str
) -> None:
    facts = [fact for fact in ALL_FOUR if fact != left_out]
    with pytest.raises(NotAffirmedError):
        paper_house.service.affirm(paper_house.house.actor, printed, facts)
    view = paper_house.view(printed)
    assert view.state is CaseState.AWAITING_PRINT
    assert paper_house.house.public_clause(view) is None


def test_another_print_needs_the_earlier_one_spoiled_and_is_recorded(paper_house: PaperHouse, printed: UUID) -> None:
    actor, service = paper_house.house.actor, paper_house.service
    with pytest.raises(EarlierPrintNotSpoiledError):
        service.hand_out(actor, printed, Printed.WHOLE)
    seen = paper_house.paper(printed).printed
    assert seen is not None
    assert seen.attempts == 1

    clause = service.hand_out(actor, printed, Printed.CLAUSE_ONLY, earlier_spoiled=True)
    whole = service.hand_out(actor, printed, Printed.WHOLE, earlier_spoiled=True)
    assert clause != whole
    seen = paper_house.paper(printed).printed
    assert seen is not None
    assert seen.attempts == 3


def test_after_the_registration_nothing_is_printed_under_the_number(paper_house: PaperHouse, printed: UUID) -> None:
    paper_house.service.affirm(paper_house.house.actor, printed, ALL_FOUR)
    with pytest.raises(WrongStateError):
        paper_house.service.hand_out(paper_house.house.actor, printed, Printed.WHOLE, earlier_spoiled=True)
    paper_house.service.affirm(paper_house.house.actor, printed, ALL_FOUR)
    assert paper_house.house.accounting().confirmed == 1


def test_the_clause_alone_is_not_printed_first(paper_house: PaperHouse, official_key: SoftwareKey) -> None:
    case_id = paper_house.ready_case(paper_house.inputs.signed(official_key))
    paper_house.service.prepare_print(paper_house.house.actor, case_id)
    with pytest.raises(NotPrintedError):
        paper_house.service.hand_out(paper_house.house.actor, case_id, Printed.CLAUSE_ONLY)
    assert paper_house.view(case_id).state is CaseState.COMPOSED


def test_what_was_not_printed_is_not_affirmed(paper_house: PaperHouse, official_key: SoftwareKey) -> None:
    case_id = paper_house.ready_case(paper_house.inputs.signed(official_key))
    paper_house.service.prepare_print(paper_house.house.actor, case_id)
    with pytest.raises(WrongStateError):
        paper_house.service.affirm(paper_house.house.actor, case_id, ALL_FOUR)


def test_on_another_day_the_clause_is_drawn_up_anew_under_the_same_number(
    paper_house: PaperHouse, printed: UUID
) -> None:
    actor, service = paper_house.house.actor, paper_house.service
    before = paper_house.view(printed)
    paper_house.house.clock.forward(timedelta(days=1))
    with pytest.raises(PrintedOnAnotherDayError):
        service.affirm(actor, printed, ALL_FOUR)
    assert paper_house.house.public_clause(before) is None

    service.prepare_print(actor, printed)
    service.hand_out(actor, printed, Printed.WHOLE)
    service.affirm(actor, printed, ALL_FOUR)

    after = paper_house.view(printed)
    assert after.number == before.number
    assert after.clause_date is not None
    assert before.clause_date is not None
    assert after.clause_date == before.clause_date + timedelta(days=1)
    assert paper_house.house.accounting().confirmed == 1


def test_preparing_twice_spends_one_number(paper_house: PaperHouse, official_key: SoftwareKey) -> None:
    case_id = paper_house.ready_case(paper_house.inputs.signed(official_key))
    for _ in range(2):
        paper_house.service.prepare_print(paper_house.house.actor, case_id)
    assert paper_house.house.counter() == 1


def test_a_case_to_paper_cannot_be_signed_nor_one_to_electronic_printed(
    paper_house: PaperHouse, official_key: SoftwareKey
) -> None:
    house = paper_house.house
    case_id = paper_house.ready_case(paper_house.inputs.signed(official_key))
    with pytest.raises(WrongDirectionError):
        house.service.begin_signing(house.actor, case_id, house.certificate_id)
    with pytest.raises(WrongDirectionError):
        paper_house.service.prepare_print(house.actor, house.ready_case())
    assert house.counter() == 0


def test_a_colleague_neither_prints_nor_affirms(paper_house: PaperHouse, printed: UUID, colleague: object) -> None:
    for act in (
        lambda: paper_house.service.hand_out(colleague, printed, Printed.WHOLE, earlier_spoiled=True),  # type: ignore[arg-type]
        lambda: paper_house.service.affirm(colleague, printed, ALL_FOUR),  # type: ignore[arg-type]
    ):
        with pytest.raises(NotYourCaseError):
            act()
    assert paper_house.view(printed).state is CaseState.AWAITING_PRINT


def test_voiding_leaves_the_number_unused(paper_house: PaperHouse, printed: UUID) -> None:
    paper_house.house.service.void(paper_house.house.actor, printed, "Tiskárna nefunguje")
    assert paper_house.view(printed).state is CaseState.VOIDED
    assert paper_house.house.accounting().voided == 1


def test_another_original_is_a_conversion_of_its_own(paper_house: PaperHouse, printed: UUID) -> None:
    actor, service = paper_house.house.actor, paper_house.service
    service.affirm(actor, printed, ALL_FOUR)
    new_id = service.another_original(actor, printed)
    assert service.examine(actor.authority_id, new_id)
    seen, view = paper_house.paper(new_id), paper_house.view(new_id)
    before = paper_house.paper(printed)
    assert before.document is not None
    assert seen.document is not None
    assert seen.document.sha256 == before.document.sha256
    assert (view.number, view.answers, view.designation) == (None, {}, "")


def test_what_a_renewed_examination_asks_is_decided_under_the_number(paper_house: PaperHouse, printed: UUID) -> None:
    actor, service = paper_house.house.actor, paper_house.service
    with authority_scope(actor.authority_id):
        PaperWork.objects.filter(case_id=printed).update(consent=None)
    paper_house.house.clock.forward(timedelta(days=1))
    with pytest.raises(NotReadyError):
        service.prepare_print(actor, printed)

    service.consent_unchecked(actor, printed)
    service.prepare_print(actor, printed)

    assert paper_house.view(printed).state is CaseState.COMPOSED
    assert paper_house.house.counter() == 1
