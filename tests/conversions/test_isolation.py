"""Another authority's conversion does not exist; a colleague's may be looked at only."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from fixtures.conversions import House, scan
from listina.accounts.actors import Actor
from listina.conversions import queries
from listina.conversions.cases import ImageSize
from listina.conversions.errors import CaseNotFoundError, ConversionNotPermittedError, NotYourCaseError

Use = Callable[[House, Actor, UUID, UUID], object]

CHANGES: dict[str, Use] = {
    "answer": lambda house, actor, case, _: house.service.answer(actor, case, {"irreplaceable": "no"}),
    "refuse": lambda house, actor, case, _: house.service.refuse(actor, case),
    "attach": lambda house, actor, case, _: house.service.attach_file(actor, case, content=scan(3), filename="a.jpg"),
    "declare_dpi": lambda house, actor, case, page: house.service.declare_dpi(actor, case, page, 300),
    "move": lambda house, actor, case, page: house.service.move_page(actor, case, page, 1),
    "rotate": lambda house, actor, case, page: house.service.rotate_page(actor, case, page, 90),
    "remove": lambda house, actor, case, page: house.service.remove_page(actor, case, page),
    "restore": lambda house, actor, case, page: house.service.restore_page(actor, case, page),
    "blank": lambda house, actor, case, page: house.service.decide_blank(actor, case, page, keep=True),
    "one_bit": lambda house, actor, case, page: house.service.allow_one_bit(actor, case, page),
    "count": lambda house, actor, case, _: house.service.state_page_count(actor, case, 1),
    "compare": lambda house, actor, case, page: house.service.compare_page(actor, case, page, agrees=True),
    "agree": lambda house, actor, case, _: house.service.declare_agreement(actor, case),
    "untransferable": lambda house, actor, case, _: house.service.state_untransferable(actor, case, None),
    "describe": lambda house, actor, case, _: house.service.describe(
        actor, case, designation="Jiné", drawn_up_on=None, no_date=True
    ),
    "facts": lambda house, actor, case, _: house.service.state_facts(
        actor, case, elements=None, designation="Jiné", drawn_up_on=None, no_date=True
    ),
    "begin": lambda house, actor, case, _: house.service.begin_signing(actor, case, house.certificate_id),
    "accept": lambda house, actor, case, _: house.service.accept_signature(actor, case, b"value"),
    "void": lambda house, actor, case, _: house.service.void(actor, case, "omyl"),
}
READS: dict[str, Use] = {
    "case": lambda house, actor, case, _: queries.case(house.service, actor, case),
    "output": lambda house, actor, case, _: queries.output_path(house.service, actor, case),
    "preview": lambda house, actor, case, _: house.service.preview(actor, case),
    "record": lambda house, actor, case, _: house.service.refusal_record(actor, case),
    "image": lambda house, actor, case, page: queries.page_image(house.service, actor, case, page, ImageSize.THUMBNAIL),
}


@pytest.mark.parametrize("use", [*CHANGES.values(), *READS.values()], ids=[*CHANGES, *READS])
def test_another_authoritys_conversion_does_not_exist(house: House, stranger: Actor, use: Use) -> None:
    case_id = house.ready_case()
    before = queries.case(house.service, house.actor, case_id)
    with pytest.raises(CaseNotFoundError):
        use(house, stranger, case_id, before.pages[0].id)
    assert queries.case(house.service, house.actor, case_id) == before


def test_another_authority_cannot_finish_a_conversion(house: House, stranger: Actor) -> None:
    case_id = house.signed_case()
    with pytest.raises(CaseNotFoundError):
        house.service.finish(stranger.authority_id, case_id)


@pytest.mark.parametrize("use", CHANGES.values(), ids=list(CHANGES))
def test_a_colleague_may_not_change_a_conversion(house: House, colleague: Actor, use: Use) -> None:
    case_id = house.ready_case()
    before = queries.case(house.service, house.actor, case_id)
    with pytest.raises(NotYourCaseError):
        use(house, colleague, case_id, before.pages[0].id)
    assert queries.case(house.service, house.actor, case_id) == before


def test_a_colleague_may_look(house: House, colleague: Actor) -> None:
    view = queries.case(house.service, colleague, house.ready_case())
    assert not view.is_mine
    assert view.official_name == queries.case(house.service, house.actor, view.id).official_name


def test_lists_show_only_ones_own_conversions(house: House, colleague: Actor, stranger: Actor) -> None:
    case_id = house.ready_case()
    assert [row.id for row in queries.cases(house.service, house.actor).rows] == [case_id]
    assert queries.cases(house.service, colleague).rows == ()
    assert queries.cases(house.service, stranger).rows == ()


def test_an_id_that_never_was_is_answered_like_a_foreign_one(house: House, stranger: Actor) -> None:
    case_id = house.ready_case()
    with pytest.raises(CaseNotFoundError) as foreign:
        queries.case(house.service, stranger, case_id)
    with pytest.raises(CaseNotFoundError) as unknown:
        queries.case(house.service, stranger, uuid4())
    assert str(foreign.value) == str(unknown.value)


def test_without_the_permission_nothing_is_opened(house: House) -> None:
    idle = Actor(
        user_id=house.actor.user_id,
        authority_id=house.actor.authority_id,
        username=house.actor.username,
        permissions=frozenset(),
    )
    with pytest.raises(ConversionNotPermittedError):
        house.service.open(idle, agenda_code="A1", purpose="Účel")
    assert queries.cases(house.service, house.actor).total == 0
