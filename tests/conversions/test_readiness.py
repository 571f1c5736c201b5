"""Nothing is signed while something is missing."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from fixtures.conversions import GOOD_ANSWERS, House, scan
from listina.conversions import queries
from listina.conversions.cases import CaseState
from listina.conversions.errors import NotReadyError, WrongStateError
from listina.law.admissibility import UntransferableElement

Spoil = Callable[[House, UUID], None]


def missing_codes(house: House, case_id: UUID) -> set[str]:
    return {item.code for item in queries.case(house.service, house.actor, case_id).missing}


def test_an_empty_case_lists_everything_it_lacks_in_czech(house: House) -> None:
    case_id = house.open_case()
    view = queries.case(house.service, house.actor, case_id)
    assert {
        "answers.own_powers",
        "answers.kind_of_original",
        "pages.none",
        "pages.count",
        "comparison.agreement",
        "facts.untransferable",
        "facts.designation",
        "facts.drawn_up_on",
    } <= missing_codes(house, case_id)
    assert view.step == 1
    assert view.state_label.cs == "Rozpracovaná"
    assert all(item.text.cs.endswith((".", "?", ")")) for item in view.missing)


def test_a_complete_case_lacks_nothing_and_is_ready_to_be_signed(house: House) -> None:
    view = queries.case(house.service, house.actor, house.ready_case())
    assert view.missing == ()
    assert view.state_label.cs == "Připravená k podpisu"


def test_a_case_that_only_lacks_comparison_waits_for_it(house: House) -> None:
    case_id = house.ready_case(compared=False)
    assert queries.case(house.service, house.actor, case_id).state_label.cs == "Čeká na porovnání"


def _other_count(house: House, case_id: UUID) -> None:
    house.service.state_page_count(house.actor, case_id, 2)


def _page_disagrees(house: House, case_id: UUID) -> None:
    page = queries.case(house.service, house.actor, case_id).pages[0]
    house.service.compare_page(house.actor, case_id, page.id, agrees=False)


def _one_more_page(house: House, case_id: UUID) -> None:
    house.attach(case_id, scan(5))


def _no_page(house: House, case_id: UUID) -> None:
    page = queries.case(house.service, house.actor, case_id).pages[0]
    house.service.remove_page(house.actor, case_id, page.id)


def _irreplaceable(house: House, case_id: UUID) -> None:
    house.service.answer(house.actor, case_id, {"irreplaceable": "yes"})


def _not_own_powers(house: House, case_id: UUID) -> None:
    house.service.answer(house.actor, case_id, {"own_powers": "no"})


def _element_on_page_nine(house: House, case_id: UUID) -> None:
    element = UntransferableElement(name="suchá pečeť", pages=(9,))
    house.service.state_untransferable(house.actor, case_id, [element])


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_other_count, "pages.count_differs"),
        (_page_disagrees, "comparison.disagrees"),
        (_one_more_page, "comparison.page"),
        (_no_page, "pages.none"),
        (_irreplaceable, "admissibility."),
        (_not_own_powers, ""),
        (_element_on_page_nine, "facts.untransferable_page"),
    ],
)
def test_signing_is_refused_and_no_number_is_spent(house: House, spoil: Spoil, code: str) -> None:
    case_id = house.ready_case()
    spoil(house, case_id)
    before = house.counter()
    with pytest.raises(NotReadyError) as refused:
        house.service.begin_signing(house.actor, case_id, house.certificate_id)
    assert any(item.code.startswith(code) for item in refused.value.missing)
    assert refused.value.text("cs").startswith("Konverzi zatím nelze dokončit.")
    assert house.counter() == before
    view = queries.case(house.service, house.actor, case_id)
    assert view.state is CaseState.OPEN
    assert view.number is None


def test_agreement_cannot_be_declared_before_every_page_is_compared(house: House) -> None:
    case_id = house.ready_case(compared=False)
    with pytest.raises(NotReadyError):
        house.service.declare_agreement(house.actor, case_id)


def test_after_the_number_is_reserved_the_contents_are_frozen(house: House) -> None:
    case_id = house.ready_case()
    house.service.begin_signing(house.actor, case_id, house.certificate_id)
    with pytest.raises(WrongStateError):
        house.service.state_page_count(house.actor, case_id, 2)
    with pytest.raises(WrongStateError):
        house.attach(case_id, scan(2))
    with pytest.raises(WrongStateError):
        house.service.answer(house.actor, case_id, GOOD_ANSWERS)
