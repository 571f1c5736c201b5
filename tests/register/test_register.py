"""Reserve, confirm, void, correct: each number once, each clause once, nothing ever rewritten."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from fixtures.database import TestDatabase, make_authority
from listina.database.scope import authority_scope, system_scope
from listina.register import models, queries
from listina.register.errors import (
    AlreadyErroneousError,
    ClauseNotFoundError,
    ConflictingConfirmationError,
    NumberConfirmedError,
    NumberVoidedError,
    ReceiptNotFoundError,
    ReservationConflictError,
    ReservationNotFoundError,
    SecondPersonRequiredError,
)
from listina.register.numbers import OwnEvidenceAuthority
from listina.register.receipts import ReceiptService
from listina.register.records import Confirmation, ReservationView
from listina.register.services import RegisterService
from register.builders import NOW, make_record, make_request

T = TypeVar("T")
SEALS = ReceiptService(sealer=lambda data: hashlib.sha256(data).digest())


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


def performed(register: RegisterService, authority_id: int) -> tuple[ReservationView, Confirmation]:
    with authority_scope(authority_id):
        request = make_request(authority_id)
        reservation = register.reserve(request)
        return reservation, register.confirm(make_record(reservation.number, request.case_id))


def last_counter() -> int:
    series = models.Series.objects.filter(key="test").first()
    return series.last if series else 0


def test_numbers_count_up_in_one_series_and_carry_the_time_of_prague(
    register: RegisterService, authority_id: int
) -> None:
    with authority_scope(authority_id):
        numbers = [register.reserve(make_request(authority_id, public_number=n)).number for n in (7, 8)]

    assert numbers == ["T1-7-260312140509", "T2-8-260312140509"]


def test_the_same_conversion_gets_the_same_number(register: RegisterService, authority_id: int) -> None:
    request = make_request(authority_id)
    with authority_scope(authority_id):
        assert register.reserve(request) == register.reserve(request)
    assert last_counter() == 1


def test_a_rollback_gives_the_counter_back(register: RegisterService, authority_id: int) -> None:
    with authority_scope(authority_id):
        register.reserve(make_request(authority_id))
        transaction.set_rollback(True)
    with authority_scope(authority_id):
        register.reserve(make_request(authority_id))

    assert last_counter() == 1
    assert queries.accounting().missing_counters == ()


def test_another_authority_cannot_take_over_a_number(register: RegisterService, authority_id: int) -> None:
    request = make_request(authority_id)
    with authority_scope(authority_id):
        number = register.reserve(request).number
    other = make_authority().authority_id

    with pytest.raises(ReservationConflictError), authority_scope(other):
        register.reserve(dataclasses.replace(request, authority_id=other))
    with pytest.raises(ReservationNotFoundError), authority_scope(other):
        register.confirm(make_record(number, request.case_id))
    with pytest.raises(ReservationNotFoundError), authority_scope(other):
        register.void(number, other, "důvod", 1)


def test_a_confirmed_clause_is_public_with_number_and_check_code_together(
    register: RegisterService, authority_id: int
) -> None:
    reservation, confirmation = performed(register, authority_id)

    found = queries.public_clause(f" {reservation.number} ", reservation.check_code.lower())

    assert found.number == confirmation.number
    assert (found.input_page_count, found.page_count, found.length, found.state) == (2, 3, 2000, "confirmed")
    assert [(element.name, element.pages) for element in found.untransferable] == [("suchá pečeť", (1, 2))]
    assert queries.find_by_file_digest(found.sha256) == found
    assert "Rozhodnutí" not in repr(found)
    for number, code in (
        (reservation.number, "0000000000"),
        ("T9-7-260312140509", reservation.check_code),
        ("", reservation.check_code),
        (reservation.number, "č"),
    ):
        with pytest.raises(ClauseNotFoundError):
            queries.public_clause(number, code)
    assert queries.find_by_file_digest("0" * 64) is None


def test_a_reserved_number_is_not_public(register: RegisterService, authority_id: int) -> None:
    with authority_scope(authority_id):
        reservation = register.reserve(make_request(authority_id))

    with pytest.raises(ClauseNotFoundError):
        queries.public_clause(reservation.number, reservation.check_code)


def test_the_commitment_binds_the_record_in_the_order_of_confirmation(
    register: RegisterService, authority_id: int
) -> None:
    confirmations = [performed(register, authority_id)[1] for _ in range(3)]

    assert [confirmation.sequence for confirmation in confirmations] == [1, 2, 3]
    with authority_scope(authority_id):
        for confirmation in confirmations:
            kept = models.ClauseRecord.objects.get(clause_id=confirmation.number)
            expected = hashlib.sha256(bytes(kept.salt) + bytes(kept.canonical)).hexdigest()
            assert len(confirmation.salt) == 32
            assert confirmation.commitment == expected
            assert models.LeafOutbox.objects.get(clause_id=confirmation.number).commitment == expected
    assert len({confirmation.salt for confirmation in confirmations}) == 3


def test_confirming_the_same_again_changes_nothing_and_another_record_is_refused(
    register: RegisterService, authority_id: int
) -> None:
    request = make_request(authority_id)
    with authority_scope(authority_id):
        number = register.reserve(request).number
        record = make_record(number, request.case_id)
        first = register.confirm(record)
        assert register.confirm(record) == first
    with pytest.raises(ConflictingConfirmationError), authority_scope(authority_id):
        register.confirm(make_record(number, request.case_id, designation="Jiné"))
    with pytest.raises(ReservationNotFoundError), authority_scope(authority_id):
        register.confirm(make_record(number, uuid4()))

    with authority_scope(authority_id):
        assert models.Clause.objects.count() == models.LeafOutbox.objects.count() == 1
        assert models.ClauseEvidence.objects.get().designation == "Rozhodnutí"


def test_the_evidence_holds_what_the_act_asks_for(register: RegisterService, authority_id: int) -> None:
    _, confirmation = performed(register, authority_id)

    with authority_scope(authority_id):
        evidence = models.ClauseEvidence.objects.get(clause_id=confirmation.number)
        digests = models.PageDigest.objects.filter(clause_id=confirmation.number).order_by("position")
        assert (evidence.performed_on.isoformat(), evidence.drawn_up_on) == ("2026-03-12", "2026-03")
        assert evidence.fee_amount_czk == 0
        assert "300/2008" in str(evidence.fee_exemption)
        assert [row.position for row in digests] == [1, 2]


def test_a_voided_number_stays_unused_for_ever(register: RegisterService, authority_id: int) -> None:
    request = make_request(authority_id)
    with authority_scope(authority_id):
        number = register.reserve(request).number
        register.void(number, authority_id, "Listina byla založena omylem.", 5)
        register.void(number, authority_id, "podruhé", 5)
        unused = queries.unused_numbers()
    assert [(row.number, row.state, row.reason) for row in unused] == [
        (number, "voided", "Listina byla založena omylem.")
    ]
    for act in (
        lambda: register.confirm(make_record(number, request.case_id)),
        lambda: register.reserve(request),
    ):
        with pytest.raises(NumberVoidedError), authority_scope(authority_id):
            act()
    assert queries.accounting() == queries.Accounting(reserved_open=0, confirmed=0, voided=1, missing_counters=())


def test_what_was_performed_is_never_voided(register: RegisterService, authority_id: int) -> None:
    reservation, _ = performed(register, authority_id)

    with pytest.raises(NumberConfirmedError), authority_scope(authority_id):
        register.void(reservation.number, authority_id, "důvod", 1)
    assert queries.public_clause(reservation.number, reservation.check_code).state == "confirmed"


def test_an_output_marked_erroneous_says_so_and_needs_two_people(register: RegisterService, authority_id: int) -> None:
    reservation, _ = performed(register, authority_id)
    number = reservation.number
    with pytest.raises(SecondPersonRequiredError), authority_scope(authority_id):
        register.mark_erroneous(number, by_user_id=1, second_user_id=1)
    assert queries.public_clause(number, reservation.check_code).state == "confirmed"

    with authority_scope(authority_id):
        register.mark_erroneous(number, by_user_id=1, second_user_id=2)
    with pytest.raises(AlreadyErroneousError), authority_scope(authority_id):
        register.mark_erroneous(number, by_user_id=2, second_user_id=3)

    found = queries.public_clause(number, reservation.check_code)
    assert found.state == "erroneous"
    assert [entry.wording.cs for entry in found.corrections] == ["Subjekt oznámil, že výstup byl vyhotoven chybně."]


def test_a_receipt_is_sealed_once_over_its_exact_bytes(register: RegisterService, authority_id: int) -> None:
    reservation, confirmation = performed(register, authority_id)
    with pytest.raises(ReceiptNotFoundError), authority_scope(authority_id):
        queries.receipt(reservation.number)

    with authority_scope(authority_id):
        document = SEALS.document(reservation.number)
        issued = SEALS.keep(reservation.number, document, SEALS.sealer(document))
        assert SEALS.document(reservation.number) == document
        assert SEALS.keep(reservation.number, document, b"another") == issued == queries.receipt(reservation.number)

    assert issued.seal == hashlib.sha256(issued.document).digest()
    told = json.loads(issued.document)
    assert told["number"] == reservation.number
    assert told["leaf"] == {"sequence": confirmation.sequence, "commitment": confirmation.commitment}
    assert "Rozhodnutí" not in issued.document.decode()


def test_an_unconfirmed_number_has_no_receipt(register: RegisterService, authority_id: int) -> None:
    with authority_scope(authority_id):
        number = register.reserve(make_request(authority_id)).number
        with pytest.raises(ReservationNotFoundError):
            SEALS.document(number)


@pytest.mark.parametrize(
    "table",
    [
        "register_clause",
        "register_clause_record",
        "register_clause_evidence",
        "register_page_digest",
        "register_leaf_outbox",
        "register_voiding",
        "register_correction",
        "register_receipt",
    ],
)
@pytest.mark.parametrize("statement", ["UPDATE {} SET authority_id = 1", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.usefixtures("database")
def test_what_is_written_once_cannot_be_changed(table: str, statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        system_scope("test"),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_rivals_confirm_once_and_count_without_gaps(register: RegisterService, authority_id: int) -> None:
    request = make_request(authority_id)
    with authority_scope(authority_id):
        number = register.reserve(request).number
    record = make_record(number, request.case_id)
    rivals = 6
    gate = Barrier(rivals)

    def confirm(_: int) -> Confirmation:
        return in_own_connection(lambda: register.confirm(record))

    def reserve(_: int) -> ReservationView:
        return in_own_connection(lambda: register.reserve(make_request(authority_id)))

    def in_own_connection(act: Callable[[], T]) -> T:
        gate.wait(timeout=60)
        try:
            with authority_scope(authority_id):
                return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(rivals) as pool:
        confirmations = list(pool.map(confirm, range(rivals)))
        reservations = list(pool.map(reserve, range(rivals)))

    assert len({confirmation.commitment for confirmation in confirmations}) == 1
    assert len({reservation.number for reservation in reservations}) == rivals
    accounting = queries.accounting()
    assert (accounting.confirmed, accounting.reserved_open, accounting.missing_counters) == (1, rivals, ())


def test_outside_any_scope_the_register_shows_and_takes_nothing(register: RegisterService, authority_id: int) -> None:
    reservation, _ = performed(register, authority_id)

    assert models.Clause.objects.count() == 0
    assert models.Reservation.objects.count() == 0
    with pytest.raises(ReservationNotFoundError), transaction.atomic():
        register.void(reservation.number, authority_id, "důvod", 1)
