"""Entries after registration: what was confirmed stays, and the database refuses what the services would not ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from fixtures.database import TestDatabase, make_authority
from listina.database.scope import authority_scope
from listina.law.evidence import Evidence, PartialDate
from listina.law.numbers import RANDOM_BYTES_NEEDED
from listina.register import queries
from listina.register.errors import (
    AlreadyReplacedError,
    EvidenceNotKeptError,
    ReservationNotFoundError,
)
from listina.register.evidence import kept_evidence
from listina.register.kinds import CorrectionKind
from listina.register.models import Correction
from listina.register.numbers import OwnEvidenceAuthority
from listina.register.records import ReservationView
from listina.register.services import RegisterService
from register.builders import make_record, make_request

MOMENT = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


@pytest.fixture
def register(database: TestDatabase) -> RegisterService:
    assert database.name
    counter = iter(range(1, 200))
    return RegisterService(
        now=lambda: MOMENT,
        random_bytes=lambda count: bytes([next(counter)]) * max(count, RANDOM_BYTES_NEEDED),
        evidence_authority=OwnEvidenceAuthority(now=lambda: MOMENT, operator_name="Provozovatel"),
    )


@pytest.fixture
def authority_id(register: RegisterService) -> int:
    assert register
    return make_authority().authority_id


@pytest.fixture
def perform(register: RegisterService, authority_id: int) -> Callable[[], ReservationView]:
    def performed() -> ReservationView:
        request = make_request(authority_id)
        with authority_scope(authority_id):
            reservation = register.reserve(request)
            register.confirm(make_record(reservation.number, request.case_id, seed=reservation.number))
        return reservation

    return performed


def test_corrected_evidence_counts_and_the_confirmed_one_stays(
    register: RegisterService, authority_id: int, perform: Callable[[], ReservationView]
) -> None:
    reservation = perform()
    with authority_scope(authority_id):
        before = kept_evidence(reservation.number)
        first = replace(before.current, designation="Rozhodnutí č. 2")
        register.correct_evidence(first, by_user_id=1)
        second = replace(first, drawn_up_on=PartialDate(year=2025))
        register.correct_evidence(second, by_user_id=2)
        after = kept_evidence(reservation.number)
    assert before.current == before.confirmed
    assert after.confirmed == before.confirmed
    assert after.current == second
    assert [corrected.by_user_id for corrected in after.corrections] == [1, 2]
    assert after.current.performed_on == date(2026, 3, 12)


def test_a_correction_of_evidence_is_public_without_what_was_corrected(
    register: RegisterService, authority_id: int, perform: Callable[[], ReservationView]
) -> None:
    reservation = perform()
    with authority_scope(authority_id):
        corrected = replace(kept_evidence(reservation.number).current, designation="Platební výměr")
        register.correct_evidence(corrected, by_user_id=1)
        (entry,) = queries.later_entries([reservation.number])[reservation.number]
    assert entry.designation == "Platební výměr"
    public = queries.public_clause(reservation.number, reservation.check_code)
    assert public.state == "confirmed"
    assert [shown.kind for shown in public.corrections] == [CorrectionKind.EVIDENCE_CORRECTED]
    assert "Platební" not in repr(public)


def test_a_replacement_is_told_on_both_clauses(
    register: RegisterService, authority_id: int, perform: Callable[[], ReservationView]
) -> None:
    old, new, third = perform(), perform(), perform()
    with authority_scope(authority_id):
        register.replace(old.number, new.number, by_user_id=1)
    with pytest.raises(AlreadyReplacedError), authority_scope(authority_id):
        register.replace(old.number, third.number, by_user_id=1)
    replaced = queries.public_clause(old.number, old.check_code)
    assert replaced.state == "replaced"
    assert [entry.replaced_by for entry in replaced.corrections] == [new.number]
    assert [entry.number for entry in queries.public_clause(new.number, new.check_code).replaces] == [old.number]
    assert queries.public_clause(third.number, third.check_code).replaces == ()


def test_no_entry_is_made_about_the_clause_of_another_authority(
    register: RegisterService, perform: Callable[[], ReservationView]
) -> None:
    reservation = perform()
    other = make_authority().authority_id
    evidence = Evidence(
        number=reservation.number,
        performed_on=date(2026, 3, 12),
        designation="Cizí",
        drawn_up_on=None,
        fee=make_record("x", reservation.guid).fee,
    )
    acts: tuple[Callable[[], None], ...] = (
        lambda: register.mark_erroneous(reservation.number, by_user_id=1, second_user_id=2),
        lambda: register.correct_evidence(evidence, by_user_id=1),
        lambda: register.replace(reservation.number, reservation.number, by_user_id=1),
    )
    for act in acts:
        with pytest.raises(ReservationNotFoundError), authority_scope(other):
            act()
    with pytest.raises(EvidenceNotKeptError), authority_scope(other):
        kept_evidence(reservation.number)
    assert queries.public_clause(reservation.number, reservation.check_code).corrections == ()


@pytest.mark.parametrize(
    ("kind", "second_user_id", "replaced_by"),
    [
        (CorrectionKind.MARKED_ERRONEOUS, None, None),
        (CorrectionKind.MARKED_ERRONEOUS, 1, None),
        (CorrectionKind.MARKED_ERRONEOUS, 2, "T1-1-260101000000"),
        (CorrectionKind.REPLACED, None, None),
    ],
)
def test_the_database_itself_refuses_entries_by_one_person_or_without_a_replacement(
    authority_id: int,
    perform: Callable[[], ReservationView],
    kind: CorrectionKind,
    second_user_id: int | None,
    replaced_by: str | None,
) -> None:
    reservation = perform()
    with pytest.raises(IntegrityError, match="register_"), authority_scope(authority_id):
        Correction.objects.create(
            clause_id=reservation.number,
            authority_id=authority_id,
            kind=kind,
            public_wording="věta",
            replaced_by=replaced_by,
            by_user_id=1,
            second_user_id=second_user_id,
            at=MOMENT,
        )


def test_the_database_itself_keeps_one_mark_and_one_replacement_of_a_clause(
    register: RegisterService, authority_id: int, perform: Callable[[], ReservationView]
) -> None:
    old, new = perform(), perform()
    with authority_scope(authority_id):
        register.mark_erroneous(old.number, by_user_id=1, second_user_id=2)
        register.replace(old.number, new.number, by_user_id=1)
        entries = list(Correction.objects.filter(clause_id=old.number))
    for entry in entries:
        entry.pk = None
        with pytest.raises(IntegrityError, match="once"), authority_scope(authority_id):
            entry.save(force_insert=True)
