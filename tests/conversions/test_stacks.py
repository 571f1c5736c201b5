"""One stack becomes several conversions; fronts and backs find each other (decision 25)."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID, uuid4

import pytest
from PIL import Image

from documents.test_stack import scanned
from fixtures.conversions import GOOD_ANSWERS, House, scan
from fixtures.scanned_files import tiff_of
from listina.accounts.actors import Actor
from listina.conversions.cases import PageView
from listina.conversions.errors import (
    CaseNotFoundError,
    NoSuchCutError,
    NotYourCaseError,
    UnequalSidesError,
    WrongStateError,
)
from listina.conversions.models import Case, CaseEvent
from listina.conversions.stacks.ordering import Backs, interleave, interleaved, order_as_attached
from listina.conversions.stacks.splitting import proposed_cuts, split
from listina.database.scope import authority_scope


def stack(house: House, *contents: bytes) -> tuple[UUID, tuple[PageView, ...]]:
    """Return an open case with these pages."""
    case_id = house.service.open(
        house.actor, agenda_code="A7", purpose="Spisovna", reference_number="OUL/7", file_mark="S 1"
    )
    for content in contents:
        house.attach(case_id, content)
    return case_id, house.view(case_id).pages


def kept(house: House, case_id: UUID) -> list[str]:
    return [page.sha256 for page in house.view(case_id).pages]


def test_pages_move_into_conversions_of_their_own(house: House) -> None:
    case_id, pages = stack(house, *(scan(number) for number in range(1, 6)))
    made = split(house.service, house.actor, case_id, [pages[3].id, pages[1].id])
    assert [kept(house, each) for each in (case_id, *made)] == [
        [pages[0].sha256], [pages[1].sha256, pages[2].sha256], [pages[3].sha256, pages[4].sha256],
    ]  # fmt: skip
    for each in made:
        view = house.view(each)
        assert (view.agenda_code, view.purpose, view.reference_number, view.file_mark) == (
            "A7", "Spisovna", "OUL/7", "S 1",
        )  # fmt: skip
        assert [page.position for page in view.pages] == [1, 2]
        assert view.is_mine
    with authority_scope(house.actor.authority_id):
        assert set(Case.objects.filter(id__in=made).values_list("split_from_id", flat=True)) == {case_id}
        assert CaseEvent.objects.get(case_id=case_id, action="split").details == {"conversions": [*map(str, made)]}


def test_answers_counts_and_comparison_are_not_carried_over(house: House) -> None:
    case_id = house.complete(stack(house, scan(1), scan(2))[0], pages=2)
    (new,) = split(house.service, house.actor, case_id, [house.view(case_id).pages[1].id])
    view = house.view(new)
    assert (view.answers, view.stated_page_count, view.designation, view.no_untransferable) == ({}, None, "", None)
    assert view.pages[0].compared is None
    old = house.view(case_id)
    assert (old.stated_page_count, old.agreement_declared_at, old.pages[0].compared) == (None, None, None)


def test_each_part_can_be_converted(house: House) -> None:
    case_id, pages = stack(house, scan(1), scan(2))
    (new,) = split(house.service, house.actor, case_id, [pages[1].id])
    numbers = {house.view(house.finished(house.complete(each, pages=1))).number for each in (case_id, new)}
    assert len(numbers) == 2


def test_separator_sheets_propose_the_cuts_and_reach_no_output(house: House) -> None:
    sheet = scanned(dpi=200)
    case_id, pages = stack(house, scan(1), sheet, scan(2), scan(3), sheet, scan(4))
    cuts = proposed_cuts(pages)
    assert cuts == (pages[2].id, pages[5].id)
    made = split(house.service, house.actor, case_id, cuts)
    assert [len(kept(house, each)) for each in (case_id, *made)] == [1, 2, 1]
    assert not any(finding.code == "separator_sheet" for each in (case_id, *made)
                   for page in house.view(each).pages for finding in page.findings)  # fmt: skip
    assert [page.sha256 for page in house.view(case_id).removed_pages] == [pages[1].sha256]


def test_blank_pages_propose_cuts_but_not_at_the_ends(house: House) -> None:
    blank = scan(0, blank=True)
    _, pages = stack(house, blank, scan(1), blank, scan(2), scan(3), blank)
    assert proposed_cuts(pages) == (pages[3].id,)


def test_a_separator_sheet_stands_in_the_way_of_a_signature(house: House) -> None:
    case_id, _ = stack(house, scan(1), scanned(dpi=200))
    assert "page.separator_sheet" in {gap.code for gap in house.view(case_id).missing}


@pytest.mark.parametrize("wrong", ["none", "first", "unknown", "only_separators"])
def test_a_senseless_cut_changes_nothing(house: House, wrong: str) -> None:
    case_id, pages = stack(house, scan(1), scan(2), scanned(dpi=200))
    cuts = {"none": [], "first": [pages[0].id], "unknown": [uuid4()], "only_separators": [pages[2].id]}[wrong]
    before = house.view(case_id)
    with pytest.raises(NoSuchCutError):
        split(house.service, house.actor, case_id, cuts)
    assert house.view(case_id) == before
    with authority_scope(house.actor.authority_id):
        assert Case.objects.count() == 1


def test_only_the_own_open_case_is_split(house: House, colleague: Actor, stranger: Actor) -> None:
    case_id, pages = stack(house, scan(1), scan(2))
    with pytest.raises(NotYourCaseError):
        split(house.service, colleague, case_id, [pages[1].id])
    with pytest.raises(CaseNotFoundError):
        split(house.service, stranger, case_id, [pages[1].id])
    house.service.sign(house.actor, house.complete(case_id, pages=2), house.certificate_id, house.signer)
    with pytest.raises(WrongStateError):
        split(house.service, house.actor, case_id, [pages[1].id])


def test_backs_are_put_behind_their_fronts(house: House) -> None:
    assert interleaved(["1", "3", "5", "6", "4", "2"], Backs.REVERSED) == ["1", "2", "3", "4", "5", "6"]
    assert interleaved(["1", "3", "2", "4"], Backs.IN_ORDER) == ["1", "2", "3", "4"]
    case_id, pages = stack(house, scan(1), scan(3), scan(4), scan(2))
    house.service.answer(house.actor, case_id, GOOD_ANSWERS)
    for page in pages:
        house.service.compare_page(house.actor, case_id, page.id, agrees=True)
    interleave(house.service, house.actor, case_id, Backs.REVERSED)
    view = house.view(case_id)
    assert [page.id for page in view.pages] == [pages[0].id, pages[3].id, pages[1].id, pages[2].id]
    assert [page.compared for page in view.pages] == [True, None, None, None]
    order_as_attached(house.service, house.actor, case_id)
    assert [page.id for page in house.view(case_id).pages] == [page.id for page in pages]


@pytest.mark.parametrize("count", [0, 3])
def test_sides_that_do_not_match_are_refused(house: House, count: int) -> None:
    case_id, pages = stack(house, *(scan(number) for number in range(1, count + 1)))
    with pytest.raises(UnequalSidesError):
        interleave(house.service, house.actor, case_id, Backs.IN_ORDER)
    assert [page.id for page in house.view(case_id).pages] == [page.id for page in pages]


def test_a_file_sent_again_after_its_first_page_moved_attaches_nothing_twice(house: House) -> None:
    scans = tiff_of([Image.open(BytesIO(scan(number))) for number in (1, 2, 3)])
    case_id, key = house.open_case(), uuid4()

    def send() -> tuple[PageView, ...]:
        return house.service.attach_file(
            house.actor, case_id, content=scans, filename="stoh.tif", client_page_id=key, declared_dpi=200
        )

    first, _, third = send()
    house.service.move_page(house.actor, case_id, third.id, 1)
    split(house.service, house.actor, case_id, [first.id])
    assert [page.id for page in send()] == [third.id]
    assert [page.id for page in house.view(case_id).pages] == [third.id]
