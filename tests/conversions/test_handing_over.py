"""Where an output went is recorded once, by whom and when; the files then have a visible end."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from fixtures.afterwards import actions
from fixtures.conversions import House
from listina.accounts.actors import Actor
from listina.audit.models import Entry
from listina.conversions.afterwards.service import AfterwardsService
from listina.conversions.errors import CaseNotFoundError, WrongStateError
from listina.database.scope import authority_scope


def test_the_first_acknowledgement_counts_and_names_who_made_it(
    house: House, afterwards: AfterwardsService, performed: UUID, colleague: Actor
) -> None:
    assert afterwards.view(house.actor, performed).handed_over_at is None
    afterwards.acknowledge_hand_over(colleague, performed)
    first = afterwards.view(house.actor, performed)
    house.clock.forward(timedelta(hours=1))
    afterwards.acknowledge_hand_over(house.actor, performed)
    view = afterwards.view(house.actor, performed)
    assert view.handed_over_at is not None
    assert (view.handed_over_at, view.handed_over_by) == (first.handed_over_at, "Mgr. Petr Svoboda")
    assert actions(house, performed) == ["handed_over"]


def test_the_first_download_counts_and_each_is_audited(
    house: House, afterwards: AfterwardsService, performed: UUID
) -> None:
    changed_at = house.view(performed).changed_at
    afterwards.note_download(house.actor, performed)
    first = afterwards.view(house.actor, performed).downloaded_at
    house.clock.forward(timedelta(days=1))
    afterwards.note_download(house.actor, performed)
    assert first is not None
    assert afterwards.view(house.actor, performed).downloaded_at == first
    assert house.view(performed).changed_at == changed_at
    assert actions(house, performed) == ["downloaded"]
    with authority_scope(house.actor.authority_id):
        assert Entry.objects.filter(action="conversion.downloaded").count() == 2


def test_nothing_is_handed_over_before_registration_or_by_strangers(
    house: House, afterwards: AfterwardsService, performed: UUID, stranger: Actor
) -> None:
    unfinished = house.ready_case()
    for act in (afterwards.acknowledge_hand_over, afterwards.note_download):
        with pytest.raises(WrongStateError):
            act(house.actor, unfinished)
        with pytest.raises(CaseNotFoundError):
            act(stranger, performed)
    assert actions(house, performed) == []
