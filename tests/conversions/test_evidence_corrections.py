"""An entry of the evidence is corrected: the original stays, the clause is untouched, the reason is kept."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from fixtures.afterwards import actions, public_clause
from fixtures.conversions import House
from fixtures.database import TestDatabase
from listina.accounts.actors import Actor
from listina.audit.models import Entry
from listina.conversions import queries
from listina.conversions.afterwards.errors import NothingCorrectedError
from listina.conversions.afterwards.evidence import CorrectedFields
from listina.conversions.afterwards.service import AfterwardsService
from listina.conversions.errors import CaseNotFoundError, InvalidCaseDataError, WrongStateError
from listina.database.roles import DatabaseRole
from listina.database.scope import authority_scope
from listina.law.evidence import EX_OFFICIO_FEE, Fee, PartialDate
from listina.register.errors import EvidenceNotKeptError
from listina.register.evidence import kept_evidence
from listina.register.models import ClauseEvidence, EvidenceCorrection

WANTED = CorrectedFields(
    designation="Rozhodnutí o odvolání", drawn_up_on=PartialDate(year=2026, month=3), fee=EX_OFFICIO_FEE
)
REASON = "překlep v označení"


def test_a_correction_is_shown_before_and_after_with_who_and_why(
    house: House, afterwards: AfterwardsService, performed: UUID
) -> None:
    previewed = afterwards.changes(house.actor, performed, WANTED)
    assert [(change.field, change.before, change.after) for change in previewed] == [
        ("designation", "Rozhodnutí o zkoušce", "Rozhodnutí o odvolání"),
        ("drawn_up_on", "ve vstupu není uvedeno", "březen\u00a02026"),
    ]
    assert afterwards.view(house.actor, performed).entries == ()

    afterwards.correct_evidence(house.actor, performed, WANTED, REASON)

    view = afterwards.view(house.actor, performed)
    (entry,) = view.entries
    assert entry.changes == previewed
    assert entry.reason == REASON
    assert entry.by == house.view(performed).official_name
    assert entry.second is None
    assert [line.value for line in view.evidence[:2]] == ["Rozhodnutí o odvolání", "březen\u00a02026"]
    assert actions(house, performed) == ["evidence_corrected"]


def test_the_confirmed_evidence_and_the_clause_stay(
    house: House, afterwards: AfterwardsService, performed: UUID
) -> None:
    before = public_clause(house, performed)
    afterwards.correct_evidence(house.actor, performed, WANTED, REASON)
    number = house.view(performed).number or ""
    with authority_scope(house.actor.authority_id):
        kept = kept_evidence(number)
    assert kept.confirmed.designation == "Rozhodnutí o zkoušce"
    assert kept.current.designation == "Rozhodnutí o odvolání"
    after = public_clause(house, performed)
    assert replace(after, corrections=()) == before
    assert [entry.wording.cs for entry in after.corrections] == [
        "Subjekt opravil údaj v evidenci provedených konverzí. Doložky ani výstupu se oprava netýká."
    ]


def test_a_fee_is_corrected_too(house: House, afterwards: AfterwardsService, performed: UUID) -> None:
    paid = Fee(amount_czk=Decimal("30.00"), document_number="P/17", exemption=None)
    wanted = CorrectedFields(designation="Rozhodnutí o zkoušce", drawn_up_on=None, fee=paid)
    afterwards.correct_evidence(house.actor, performed, wanted, "poplatek byl uhrazen")
    assert afterwards.evidence(house.actor, performed).fee == paid
    (entry,) = afterwards.view(house.actor, performed).entries
    assert [change.after for change in entry.changes] == ["30\u00a0Kč, doklad č.\u00a0P/17"]


def test_the_audit_names_the_fields_and_no_designation(
    house: House, afterwards: AfterwardsService, performed: UUID
) -> None:
    afterwards.correct_evidence(house.actor, performed, WANTED, REASON)
    with authority_scope(house.actor.authority_id):
        entry = Entry.objects.get(action="conversion.evidence_corrected")
    assert entry.actor_id == house.actor.user_id
    assert entry.details == {"number": house.view(performed).number, "fields": "designation, drawn_up_on"}


def test_pressing_twice_corrects_once_and_changing_nothing_is_refused(
    house: House, afterwards: AfterwardsService, performed: UUID
) -> None:
    for _ in range(2):
        afterwards.correct_evidence(house.actor, performed, WANTED, REASON)
    assert len(afterwards.view(house.actor, performed).entries) == 1
    for act in (
        lambda: afterwards.correct_evidence(house.actor, performed, WANTED, "jiný důvod"),
        lambda: afterwards.changes(house.actor, performed, WANTED),
    ):
        with pytest.raises(NothingCorrectedError):
            act()
    assert actions(house, performed) == ["evidence_corrected"]


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (WANTED, "  "),
        (WANTED, "x" * 501),
        (replace(WANTED, designation=" "), REASON),
        (replace(WANTED, designation="x" * 501), REASON),
        (replace(WANTED, designation="po\x00kus"), REASON),
    ],
)
def test_without_a_reason_or_a_designation_nothing_is_entered(
    house: House, afterwards: AfterwardsService, performed: UUID, wanted: CorrectedFields, reason: str
) -> None:
    with pytest.raises(InvalidCaseDataError):
        afterwards.correct_evidence(house.actor, performed, wanted, reason)
    assert afterwards.view(house.actor, performed).entries == ()


def test_a_colleague_corrects_and_a_stranger_finds_nothing(
    house: House, afterwards: AfterwardsService, performed: UUID, colleague: Actor, stranger: Actor
) -> None:
    with pytest.raises(CaseNotFoundError):
        afterwards.correct_evidence(stranger, performed, WANTED, REASON)
    afterwards.correct_evidence(colleague, performed, WANTED, REASON)
    (entry,) = afterwards.view(house.actor, performed).entries
    assert entry.by == "Mgr. Petr Svoboda"


def test_an_unfinished_conversion_has_no_evidence_to_correct(house: House, afterwards: AfterwardsService) -> None:
    case_id = house.ready_case()
    with pytest.raises(WrongStateError):
        afterwards.correct_evidence(house.actor, case_id, WANTED, REASON)


def test_a_corrected_conversion_is_found_by_its_new_words_and_by_its_old_ones(
    house: House, afterwards: AfterwardsService, performed: UUID
) -> None:
    afterwards.correct_evidence(house.actor, performed, WANTED, REASON)
    for words in ("odvolání", "zkoušce"):
        found = queries.cases(house.service, house.actor, search=words)
        assert [row.id for row in found.rows] == [performed]
        assert found.rows[0].designation == "Rozhodnutí o odvolání"


def test_evidence_deleted_after_ten_years_is_neither_shown_nor_corrected(
    house: House, afterwards: AfterwardsService, performed: UUID, database: TestDatabase
) -> None:
    afterwards.correct_evidence(house.actor, performed, WANTED, REASON)
    with database.acting_as(DatabaseRole.RETENTION):
        EvidenceCorrection.objects.all().delete()
        ClauseEvidence.objects.all().delete()
    view = afterwards.view(house.actor, performed)
    assert view.evidence == ()
    assert [entry.changes for entry in view.entries] == [()]
    assert house.view(performed).designation == "Rozhodnutí o zkoušce"
    with pytest.raises(EvidenceNotKeptError):
        afterwards.correct_evidence(house.actor, performed, WANTED, "znovu")


def test_a_date_in_the_future_is_not_entered(house: House, afterwards: AfterwardsService, performed: UUID) -> None:
    tomorrow = replace(WANTED, drawn_up_on=PartialDate(year=house.clock.prague_day().year + 1))
    with pytest.raises(InvalidCaseDataError, match="future"):
        afterwards.correct_evidence(house.actor, performed, tomorrow, REASON)
    assert afterwards.view(house.actor, performed).entries == ()
