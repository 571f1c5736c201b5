"""An output is replaced by a later one of the same authority; both public pages tell."""

from __future__ import annotations

from uuid import UUID

import pytest

from fixtures.afterwards import actions, public_clause
from fixtures.conversions import House
from fixtures.database import make_official
from listina.accounts.actors import Actor
from listina.conversions.afterwards.errors import ReplacementNotPossibleError
from listina.conversions.afterwards.service import AfterwardsService
from listina.conversions.errors import CaseNotFoundError
from listina.register.errors import AlreadyReplacedError

REASON = "předloha byla naskenována neúplná"


@pytest.fixture
def newer(house: House, performed: UUID) -> UUID:
    """Return a conversion registered after `performed`."""
    assert performed
    return house.finished(house.ready_case(designation="Rozhodnutí znovu"))


def _number(house: House, case_id: UUID) -> str:
    number = house.view(case_id).number
    assert number is not None
    return number


def test_a_replacement_is_told_on_both_sides(
    house: House, afterwards: AfterwardsService, performed: UUID, newer: UUID
) -> None:
    old_number, new_number = _number(house, performed), _number(house, newer)
    for _ in range(2):
        afterwards.replace(house.actor, performed, f" {new_number} ", REASON)
    replaced, replacing = public_clause(house, performed), public_clause(house, newer)
    assert replaced.state == "replaced"
    assert [entry.replaced_by for entry in replaced.corrections] == [new_number]
    assert replacing.state == "confirmed"
    assert [entry.number for entry in replacing.replaces] == [old_number]
    assert afterwards.view(house.actor, performed).replaced_by == new_number
    assert afterwards.view(house.actor, newer).replaces == (old_number,)
    assert house.view(performed).state_label.cs == "Nahrazená"
    assert new_number in house.view(performed).state_sentence.cs
    assert actions(house, performed) == ["replaced"]
    assert actions(house, newer) == ["replaces"]


def test_only_a_later_registered_output_of_the_same_authority_replaces(
    house: House, afterwards: AfterwardsService, performed: UUID, newer: UUID
) -> None:
    unfinished = house.signed_case()
    for wrong in ("T999-1-260101000000", _number(house, unfinished), ""):
        with pytest.raises(ReplacementNotPossibleError, match="no registered"):
            afterwards.replace(house.actor, performed, wrong, REASON)
    for earlier in (performed, newer):
        with pytest.raises(ReplacementNotPossibleError, match="later"):
            afterwards.replace(house.actor, newer, _number(house, earlier), REASON)
    assert public_clause(house, performed).corrections == ()
    assert public_clause(house, newer).corrections == ()


def test_an_output_marked_erroneous_replaces_nothing_and_can_be_replaced(
    house: House, afterwards: AfterwardsService, performed: UUID, newer: UUID, colleague: Actor
) -> None:
    for case_id in (performed, newer):
        asked = afterwards.ask_to_mark_erroneous(house.actor, case_id, REASON)
        afterwards.confirm(colleague, case_id, asked)
    with pytest.raises(ReplacementNotPossibleError, match="erroneous"):
        afterwards.replace(house.actor, performed, _number(house, newer), REASON)
    good = house.finished(house.ready_case(designation="Potřetí"))
    afterwards.replace(house.actor, performed, _number(house, good), REASON)
    assert public_clause(house, performed).state == "erroneous"
    assert house.view(performed).state_sentence.cs.endswith(f"Nahrazuje ji konverze č. {_number(house, good)}.")


def test_an_output_is_replaced_once(house: House, afterwards: AfterwardsService, performed: UUID, newer: UUID) -> None:
    third = house.finished(house.ready_case(designation="Potřetí"))
    afterwards.replace(house.actor, performed, _number(house, newer), REASON)
    with pytest.raises(AlreadyReplacedError):
        afterwards.replace(house.actor, performed, _number(house, third), REASON)
    afterwards.replace(house.actor, newer, _number(house, third), REASON)
    assert [entry.number for entry in public_clause(house, third).replaces] == [_number(house, newer)]


def test_the_number_of_another_authority_is_as_unknown_as_none(
    house: House, afterwards: AfterwardsService, performed: UUID
) -> None:
    stranger = make_official(given_names="Karel", family_name="Cizí")
    with pytest.raises(CaseNotFoundError):
        afterwards.replace(stranger, performed, _number(house, performed), REASON)
    assert public_clause(house, performed).corrections == ()
