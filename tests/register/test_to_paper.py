"""A conversion to paper in the register: what the clause states is public while the law keeps it, and no longer."""

from __future__ import annotations

import secrets

import pytest

from fixtures.database import TestDatabase, make_authority
from listina.database.roles import DatabaseRole
from listina.database.scope import authority_scope, system_scope
from listina.law.directions import Direction
from listina.register import keeping, queries
from listina.register.errors import ReservationNotFoundError
from listina.register.models import PageDigest
from listina.register.numbers import OwnEvidenceAuthority
from listina.register.records import Confirmation, ReservationView
from listina.register.services import RegisterService
from register.builders import NOW, digest, make_paper_record, make_record, make_request

STATEMENTS = (("Podpis", "Vstup byl podepsán platným uznávaným elektronickým podpisem."),)


@pytest.fixture
def register() -> RegisterService:
    return RegisterService(
        now=lambda: NOW,
        random_bytes=secrets.token_bytes,
        evidence_authority=OwnEvidenceAuthority(now=lambda: NOW, operator_name="Zkušební provozovatel"),
    )


@pytest.fixture
def authority_id(database: TestDatabase) -> int:  # noqa: ARG001  # brings the tables
    return make_authority().authority_id


def printed(register: RegisterService, authority_id: int) -> tuple[ReservationView, Confirmation]:
    request = make_request(authority_id, direction=Direction.TO_PAPER)
    with authority_scope(authority_id):
        reservation = register.reserve(request)
        record = make_paper_record(reservation.number, request.case_id)
        confirmation = register.confirm(record)
        assert register.confirm(record) == confirmation
    return reservation, confirmation


def test_the_clause_states_publicly_what_it_states_on_paper(register: RegisterService, authority_id: int) -> None:
    reservation, confirmation = printed(register, authority_id)

    found = queries.public_clause(reservation.number, reservation.check_code)

    assert (found.number, found.direction) == (confirmation.number, Direction.TO_PAPER)
    assert found.statements == STATEMENTS
    with authority_scope(authority_id):
        kept = PageDigest.objects.filter(clause_id=found.number).values_list("position", "sha256")
        assert list(kept) == [(1, digest("input"))]


def test_a_number_reserved_for_paper_is_not_confirmed_the_other_way(
    register: RegisterService, authority_id: int
) -> None:
    request = make_request(authority_id, direction=Direction.TO_PAPER)
    with authority_scope(authority_id):
        number = register.reserve(request).number

    with pytest.raises(ReservationNotFoundError), authority_scope(authority_id):
        register.confirm(make_record(number, request.case_id))


def test_statements_name_people_and_go_with_the_evidence(
    register: RegisterService, authority_id: int, database: TestDatabase
) -> None:
    reservation, _ = printed(register, authority_id)

    with database.acting_as(DatabaseRole.RETENTION), system_scope("the period is over"):
        assert keeping.forget([reservation.number])["statements"] == 1
        assert keeping.forget([reservation.number])["statements"] == 0

    found = queries.public_clause(reservation.number, reservation.check_code)
    assert (found.number, found.statements, found.official_name) == (reservation.number, (), "")
