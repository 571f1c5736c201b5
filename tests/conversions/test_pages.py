"""Step 2: pages are attached, ordered, turned and set aside, and the comparison follows."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from PIL import Image

from fixtures.conversions import House, scan
from listina.conversions import queries
from listina.conversions.cases import CaseView, ImageSize
from listina.conversions.errors import InvalidCaseDataError, PageNotFoundError
from listina.documents.errors import PageRefusedError


def view(house: House, case_id: object) -> CaseView:
    return queries.case(house.service, house.actor, case_id)  # type: ignore[arg-type]  # a UUID from the house


def codes(house: House, case_id: object) -> set[str]:
    return {item.code for item in view(house, case_id).missing}


def test_the_same_client_page_id_attaches_one_page(house: House) -> None:
    case_id, key = house.open_case(), uuid4()
    first = house.attach(case_id, scan(1), client_page_id=key)
    second = house.attach(case_id, scan(1), client_page_id=key)
    assert first.id == second.id
    assert [page.id for page in view(house, case_id).pages] == [first.id]


def test_a_file_that_is_no_picture_is_refused_and_no_page_appears(house: House) -> None:
    case_id = house.open_case()
    with pytest.raises(PageRefusedError):
        house.attach(case_id, b"%PDF-1.7 no picture")
    assert view(house, case_id).pages == ()


def test_pages_keep_the_order_the_official_gives_them(house: House) -> None:
    case_id = house.open_case()
    first, second, third = (house.attach(case_id, scan(number)).id for number in (1, 2, 3))
    house.service.move_page(house.actor, case_id, third, 1)
    assert [page.id for page in view(house, case_id).pages] == [third, first, second]
    assert [page.position for page in view(house, case_id).pages] == [1, 2, 3]


def test_a_position_beyond_the_end_means_the_end(house: House) -> None:
    case_id = house.open_case()
    first, second = (house.attach(case_id, scan(number)).id for number in (1, 2))
    house.service.move_page(house.actor, case_id, first, 99)
    assert [page.id for page in view(house, case_id).pages] == [second, first]


def test_a_removed_page_leaves_no_gap_and_comes_back_at_the_end(house: House) -> None:
    case_id = house.open_case()
    first, second, third = (house.attach(case_id, scan(number)).id for number in (1, 2, 3))
    house.service.remove_page(house.actor, case_id, first)
    assert [page.position for page in view(house, case_id).pages] == [1, 2]
    assert [page.id for page in view(house, case_id).removed_pages] == [first]
    house.service.restore_page(house.actor, case_id, first)
    assert [page.id for page in view(house, case_id).pages] == [second, third, first]


def test_turning_a_page_takes_back_its_comparison_and_the_agreement_but_no_other_comparison(house: House) -> None:
    case_id = house.ready_case(pages=2)
    turned, other = view(house, case_id).pages
    house.service.rotate_page(house.actor, case_id, turned.id, 90)
    after = view(house, case_id)
    assert [page.compared for page in after.pages] == [None, True]
    assert after.agreement_declared_at is None
    assert after.pages[0].rotation == 90
    assert other.id == after.pages[1].id


def test_a_new_page_after_the_agreement_takes_the_agreement_back(house: House) -> None:
    case_id = house.ready_case(pages=1)
    house.attach(case_id, scan(7))
    assert {"pages.count_differs", "comparison.page", "comparison.agreement"} <= codes(house, case_id)


def test_turns_add_up_and_only_quarters_are_turned(house: House) -> None:
    case_id = house.open_case()
    page = house.attach(case_id, scan(1))
    for _ in range(3):
        house.service.rotate_page(house.actor, case_id, page.id, -90)
    assert view(house, case_id).pages[0].rotation == 90
    with pytest.raises(InvalidCaseDataError):
        house.service.rotate_page(house.actor, case_id, page.id, 45)


def test_a_blank_page_needs_a_decision(house: House) -> None:
    case_id = house.open_case()
    house.attach(case_id, scan(1))
    blank = house.attach(case_id, scan(0, blank=True))
    assert "page.blank_undecided" in codes(house, case_id)
    house.service.decide_blank(house.actor, case_id, blank.id, keep=True)
    assert "page.blank_undecided" not in codes(house, case_id)


def test_a_blank_page_left_out_is_set_aside(house: House) -> None:
    case_id = house.open_case()
    blank = house.attach(case_id, scan(0, blank=True))
    house.service.decide_blank(house.actor, case_id, blank.id, keep=False)
    assert [page.id for page in view(house, case_id).removed_pages] == [blank.id]


def test_an_unknown_resolution_blocks_until_it_is_declared(house: House) -> None:
    case_id = house.open_case()
    page = house.attach(case_id, scan(1, dpi=None))
    assert any(code.startswith("page.dpi") for code in codes(house, case_id))
    house.service.declare_dpi(house.actor, case_id, page.id, 300)
    assert not any(code.startswith("page.dpi") for code in codes(house, case_id))


def one_bit_scan(number: int) -> bytes:
    """Return a black-and-white PNG of 200 dpi."""
    with Image.open(io.BytesIO(scan(number))) as shades:
        target = io.BytesIO()
        shades.convert("1").save(target, "PNG", dpi=(200, 200))
    return target.getvalue()


def test_all_black_and_white_scans_are_declared_at_once_and_no_other_page(house: House) -> None:
    case_id = house.open_case()
    for content in (one_bit_scan(1), scan(2), one_bit_scan(3)):
        house.attach(case_id, content)
    house.service.allow_all_one_bit(house.actor, case_id)
    house.service.allow_all_one_bit(house.actor, case_id)
    assert "page.one_bit" not in codes(house, case_id)
    assert [page.one_bit_allowed for page in view(house, case_id).pages] == [True, False, True]
    assert [entry.action for entry in view(house, case_id).events].count("one_bit_allowed") == 2


def test_a_black_and_white_scan_blocks_until_the_official_declares_that_nothing_is_lost(house: House) -> None:
    case_id = house.open_case()
    page = house.attach(case_id, one_bit_scan(1))
    assert "page.one_bit" in codes(house, case_id)
    house.service.allow_one_bit(house.actor, case_id, page.id)
    house.service.allow_one_bit(house.actor, case_id, page.id)
    assert "page.one_bit" not in codes(house, case_id)
    assert view(house, case_id).pages[0].one_bit_allowed
    assert [entry.action for entry in view(house, case_id).events].count("one_bit_allowed") == 1


def test_two_equal_scans_are_pointed_out(house: House) -> None:
    case_id = house.open_case()
    house.attach(case_id, scan(1))
    house.attach(case_id, scan(1))
    assert "duplicate" in {finding.code for finding in view(house, case_id).pages[1].findings}


def test_a_page_of_another_case_is_not_found(house: House) -> None:
    page = house.attach(house.open_case(), scan(1))
    with pytest.raises(PageNotFoundError):
        house.service.rotate_page(house.actor, house.open_case(), page.id, 90)


@pytest.mark.parametrize("size", [ImageSize.THUMBNAIL, ImageSize.SCREEN])
def test_a_page_can_be_looked_at(house: House, size: ImageSize) -> None:
    case_id = house.open_case()
    page = house.attach(case_id, scan(1))
    assert queries.page_image(house.service, house.actor, case_id, page.id, size).startswith(b"\xff\xd8")


def test_the_original_bytes_are_handed_out_unchanged(house: House) -> None:
    case_id, content = house.open_case(), scan(1)
    page = house.attach(case_id, content)
    assert queries.page_image(house.service, house.actor, case_id, page.id, ImageSize.ORIGINAL) == content
