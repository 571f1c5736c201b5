"""An output is marked erroneous by two people of its authority, once, and what was performed stays."""

from __future__ import annotations

import threading
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection

from fixtures.afterwards import actions, public_clause
from fixtures.conversions import House
from fixtures.database import make_official
from listina.accounts.actors import Actor
from listina.accounts.permissions import Role
from listina.audit.models import Entry
from listina.conversions.afterwards.errors import (
    NotYourRequestError,
    RequestDecidedError,
    RequestNotFoundError,
    RequestPendingError,
)
from listina.conversions.afterwards.service import AfterwardsService
from listina.conversions.cases import CaseState
from listina.conversions.errors import (
    CaseNotFoundError,
    ConversionNotPermittedError,
    InvalidCaseDataError,
    WrongStateError,
)
from listina.conversions.models import CorrectionRequest
from listina.database.scope import authority_scope
from listina.errors import ListinaError
from listina.register.errors import AlreadyErroneousError, SecondPersonRequiredError

REASON = "chybí druhá strana"


@pytest.fixture
def asked(house: House, afterwards: AfterwardsService, performed: UUID) -> UUID:
    """Return a proposal by the official who performed the conversion."""
    return afterwards.ask_to_mark_erroneous(house.actor, performed, REASON)


def test_a_second_person_confirms_and_the_public_learns_it(
    house: House, afterwards: AfterwardsService, performed: UUID, colleague: Actor, asked: UUID
) -> None:
    assert public_clause(house, performed).state == "confirmed"
    (waiting,) = afterwards.waiting(colleague)
    assert (waiting.id, waiting.reason, waiting.is_mine) == (asked, REASON, False)

    afterwards.confirm(colleague, performed, asked)

    clause = public_clause(house, performed)
    assert clause.state == "erroneous"
    assert [entry.wording.cs for entry in clause.corrections] == ["Subjekt oznámil, že výstup byl vyhotoven chybně."]
    assert REASON not in repr(clause)
    assert afterwards.waiting(colleague) == ()
    view = house.view(performed)
    assert view.state is CaseState.REGISTERED
    assert view.state_tag == "erroneous"
    assert view.state_label.cs == "Označená za chybnou"
    assert "zruš" not in view.state_sentence.cs.lower()
    (entry,) = afterwards.view(house.actor, performed).entries
    assert (entry.reason, entry.by, entry.second) == (REASON, view.official_name, "Mgr. Petr Svoboda")
    assert actions(house, performed) == ["error_mark_asked", "marked_erroneous"]


def test_the_same_person_cannot_be_both(
    house: House, afterwards: AfterwardsService, performed: UUID, asked: UUID
) -> None:
    for act in (afterwards.confirm, afterwards.reject):
        with pytest.raises(SecondPersonRequiredError):
            act(house.actor, performed, asked)
    assert public_clause(house, performed).state == "confirmed"
    assert len(afterwards.waiting(house.actor)) == 1


def test_the_database_itself_refuses_one_person_and_half_a_decision(house: House, performed: UUID, asked: UUID) -> None:
    assert performed
    authority_id, me = house.actor.authority_id, house.actor.user_id
    for values, constraint in (
        ({"decision": "confirmed", "decided_by_id": me, "decided_at": house.clock()}, "correction_second_person"),
        ({"decision": "confirmed"}, "correction_wholly_decided"),
        ({"decided_by_id": me}, "correction_wholly_decided"),
    ):
        with pytest.raises(IntegrityError, match=constraint), authority_scope(authority_id):
            CorrectionRequest.objects.filter(id=asked).update(**values)
    with authority_scope(authority_id):
        row = CorrectionRequest.objects.get(id=asked)
        row.pk = uuid4()
    with pytest.raises(IntegrityError, match="correction_one_undecided"), authority_scope(authority_id):
        row.save(force_insert=True)


def test_another_authority_neither_sees_nor_decides(
    house: House, afterwards: AfterwardsService, performed: UUID, stranger: Actor, asked: UUID
) -> None:
    assert afterwards.waiting(stranger) == ()
    acts: tuple[Callable[[], object], ...] = (
        lambda: afterwards.confirm(stranger, performed, asked),
        lambda: afterwards.reject(stranger, performed, asked),
        lambda: afterwards.withdraw(stranger, performed, asked),
        lambda: afterwards.ask_to_mark_erroneous(stranger, performed, REASON),
        lambda: afterwards.view(stranger, performed),
    )
    for act in acts:
        with pytest.raises(CaseNotFoundError):
            act()
    assert public_clause(house, performed).state == "confirmed"
    assert actions(house, performed) == ["error_mark_asked"]


def test_who_may_not_convert_decides_nothing(
    house: House, afterwards: AfterwardsService, performed: UUID, asked: UUID
) -> None:
    administrator = make_official(house.actor.authority_id, roles=(Role.LOCAL_ADMINISTRATOR,))
    for act in (
        lambda: afterwards.confirm(administrator, performed, asked),
        lambda: afterwards.waiting(administrator),
    ):
        with pytest.raises(ConversionNotPermittedError):
            act()
    assert public_clause(house, performed).state == "confirmed"


def test_a_proposal_that_is_not_confirmed_leaves_the_clause_and_can_be_made_again(
    house: House, afterwards: AfterwardsService, performed: UUID, colleague: Actor, asked: UUID
) -> None:
    afterwards.reject(colleague, performed, asked)
    assert public_clause(house, performed).corrections == ()
    assert actions(house, performed) == ["error_mark_asked", "error_mark_rejected"]
    again = afterwards.ask_to_mark_erroneous(colleague, performed, "přece jen chybí")
    afterwards.confirm(house.actor, performed, again)
    assert public_clause(house, performed).state == "erroneous"


def test_only_who_asked_takes_the_proposal_back(
    house: House, afterwards: AfterwardsService, performed: UUID, colleague: Actor, asked: UUID
) -> None:
    with pytest.raises(NotYourRequestError):
        afterwards.withdraw(colleague, performed, asked)
    afterwards.withdraw(house.actor, performed, asked)
    afterwards.withdraw(house.actor, performed, asked)
    with pytest.raises(RequestDecidedError):
        afterwards.confirm(colleague, performed, asked)
    assert public_clause(house, performed).corrections == ()
    assert actions(house, performed) == ["error_mark_asked", "error_mark_withdrawn"]


def test_asking_twice_makes_one_proposal(
    house: House, afterwards: AfterwardsService, performed: UUID, colleague: Actor, asked: UUID
) -> None:
    assert afterwards.ask_to_mark_erroneous(house.actor, performed, REASON) == asked
    for actor, reason in ((colleague, REASON), (house.actor, "jiný důvod")):
        with pytest.raises(RequestPendingError):
            afterwards.ask_to_mark_erroneous(actor, performed, reason)
    assert len(afterwards.waiting(colleague)) == 1


def test_a_marked_output_is_marked_once(
    house: House, afterwards: AfterwardsService, performed: UUID, colleague: Actor, asked: UUID
) -> None:
    for _ in range(2):
        afterwards.confirm(colleague, performed, asked)
    with pytest.raises(AlreadyErroneousError):
        afterwards.ask_to_mark_erroneous(house.actor, performed, "ještě jednou")
    assert len(public_clause(house, performed).corrections) == 1


def test_two_colleagues_who_confirm_at_once_make_one_entry(
    house: House, afterwards: AfterwardsService, performed: UUID, colleague: Actor, asked: UUID
) -> None:
    second = make_official(house.actor.authority_id, given_names="Eva", family_name="Malá")
    together = threading.Barrier(2)
    refused: list[str] = []

    def confirm(actor: Actor) -> None:
        try:
            together.wait(timeout=60)
            afterwards.confirm(actor, performed, asked)
        except ListinaError as error:
            refused.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=(actor,)) for actor in (colleague, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert refused == ["afterwards.request_decided"]
    assert len(public_clause(house, performed).corrections) == 1
    assert actions(house, performed).count("marked_erroneous") == 1


def test_the_audit_says_who_asked_and_who_confirmed_without_the_reason(
    house: House, afterwards: AfterwardsService, performed: UUID, colleague: Actor, asked: UUID
) -> None:
    afterwards.confirm(colleague, performed, asked)
    with authority_scope(house.actor.authority_id):
        entries = list(Entry.objects.filter(action__contains="erro").order_by("id"))
    assert [(entry.action, entry.actor_id) for entry in entries] == [
        ("conversion.error_mark_asked", house.actor.user_id),
        ("conversion.marked_erroneous", colleague.user_id),
    ]
    assert all(entry.details == {"number": house.view(performed).number} for entry in entries)


def test_nothing_is_proposed_without_a_reason_or_before_registration(
    house: House, afterwards: AfterwardsService, performed: UUID
) -> None:
    with pytest.raises(InvalidCaseDataError):
        afterwards.ask_to_mark_erroneous(house.actor, performed, " ")
    unfinished = house.ready_case()
    with pytest.raises(WrongStateError):
        afterwards.ask_to_mark_erroneous(house.actor, unfinished, REASON)
    assert afterwards.waiting(house.actor) == ()


def test_a_proposal_is_found_only_with_its_own_conversion(
    house: House, afterwards: AfterwardsService, performed: UUID, colleague: Actor, asked: UUID
) -> None:
    other = house.finished(house.ready_case(designation="Jiné rozhodnutí"))
    with pytest.raises(RequestNotFoundError):
        afterwards.confirm(colleague, other, asked)
    assert public_clause(house, performed).state == "confirmed"
    assert public_clause(house, other).state == "confirmed"
    assert len(afterwards.waiting(colleague)) == 1
