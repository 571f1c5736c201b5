"""The database goes away at each statement of each step: a typed error, nothing half done, and the work goes on."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

import pytest
from django.db import OperationalError, connection
from django.test import Client

from fixtures.conversions import GOOD_ANSWERS, House, scan
from fixtures.database import GOOD_PASSWORD
from fixtures.outages import Outage
from fixtures.unchanged import rows_and_swept_files, unchanged
from fixtures.web import HOST, Office
from listina.conversions.cases import CaseState
from listina.database.errors import DatabaseUnavailableError

FEWEST_STATEMENTS = 3
STEPS_DONE_ONCE = (
    "reserved",
    "composed",
    "prepared",
    "signed",
    "timestamp_kept",
    "embedded",
    "registered",
    "receipt_issued",
)

Use = Callable[[House, UUID], object]

ONE_TRANSACTION: dict[str, Use] = {
    "open": lambda house, _: house.open_case(),
    "answer": lambda house, case: house.service.answer(house.actor, case, {**GOOD_ANSWERS, "irreplaceable": "yes"}),
    "attach": lambda house, case: house.attach(case, scan(7), client_page_id=UUID(int=7)),
    "count": lambda house, case: house.service.state_page_count(house.actor, case, 2),
    "rotate": lambda house, case: house.service.rotate_page(house.actor, case, house.view(case).pages[0].id, 90),
    "agree": lambda house, case: house.service.declare_agreement(house.actor, case),
    "elements": lambda house, case: house.service.state_untransferable(house.actor, case, None),
    "describe": lambda house, case: house.service.describe(
        house.actor, case, designation="Usnesení", drawn_up_on=None, no_date=True
    ),
    "void": lambda house, case: house.service.void(house.actor, case, "omylem otevřená"),
}


def fails(use: Callable[[], object], outage: Outage, answered: int) -> bool:
    """Use the product while the database goes away after so many statements; False when it needed no more of them."""
    with outage.after_statements(answered) as begun:
        try:
            use()
        except DatabaseUnavailableError:
            return True
        assert not begun(), "the loss of the database went unnoticed"
        return False


@pytest.mark.parametrize("use", ONE_TRANSACTION.values(), ids=ONE_TRANSACTION)
def test_a_step_whose_database_goes_away_at_any_statement_changes_nothing_and_can_be_repeated(
    house: House, outage: Outage, use: Use
) -> None:
    case_id = house.ready_case()
    before = rows_and_swept_files(house)
    answered = 0
    while fails(lambda: use(house, case_id), outage, answered):
        assert rows_and_swept_files(house) == before
        answered += 1
    assert answered > FEWEST_STATEMENTS
    assert rows_and_swept_files(house) != before


@pytest.mark.slow
def test_signing_and_finishing_outlive_the_loss_of_the_database_at_every_statement(
    house: House, outage: Outage
) -> None:
    case_id = house.ready_case()

    def go_on() -> None:
        house.service.sign(house.actor, case_id, house.certificate_id, house.signer)
        house.service.finish(house.actor.authority_id, case_id)

    answered, failures, reached = 0, 0, progress(house, case_id)
    while fails(go_on, outage, answered):
        failures += 1
        now = progress(house, case_id)
        answered = answered + 1 if now == reached else 0
        reached = now
        assert house.counter() <= 1
    view = house.view(case_id)
    assert view.state is CaseState.REGISTERED
    assert failures > FEWEST_STATEMENTS * len(STEPS_DONE_ONCE)
    actions = [entry.action for entry in view.events]
    assert all(actions.count(action) == 1 for action in STEPS_DONE_ONCE), actions
    assert house.accounting().confirmed == house.counter() == 1
    assert house.public_clause(view) is not None
    rows_and_swept_files(house)
    assert house.stored_digests() == house.referenced_digests()


def progress(house: House, case_id: UUID) -> tuple[CaseState, int]:
    view = house.view(case_id)
    return view.state, len(view.events)


PAGES = ("konverze/", "konverze/nova/", "co-prevadite/", "strany/", "udaje/", "podpis/", "predani/", "zrusit/")


def test_every_page_says_that_the_database_does_not_answer_and_the_work_goes_on(
    office: Office, outage: Outage, tmp_path: Path
) -> None:
    case = office.filled_case()
    office.client.raise_request_exception = False
    sent = {"designation": "Usnesení", "date_stated": "undated", "elements_stated": "none"}
    with unchanged(tmp_path / "storage" / "objects"):
        outage.begin()
        answers = [office.get(f"/{page}" if page.startswith("konverze") else f"{case}{page}") for page in PAGES]
        answers.append(office.post(f"{case}udaje/", sent))
        answers.append(office.post(f"{case}podpis/", {"certificate": 1, "pin": "1234"}))
        outage.end()
    for answer in answers:
        assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert answer["Retry-After"]
        assert "Databáze teď neodpovídá" in answer.content.decode()
        assert "database.unavailable" in answer.content.decode()
    assert office.sign(case)["Location"] == f"{case}predani/"


def test_a_thread_whose_connection_died_outside_any_scope_connects_anew(house: House, outage: Outage) -> None:
    case_id = house.open_case()
    outage.begin()
    with pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    outage.end()
    assert house.view(case_id).state is CaseState.OPEN


def test_nobody_is_signed_in_while_the_database_does_not_answer(office: Office, outage: Outage) -> None:
    client = Client(headers={"host": HOST}, raise_request_exception=False)
    outage.begin()
    typed = {"username": office.actor.username, "password": GOOD_PASSWORD}
    answer = client.post("/prihlaseni/", typed, secure=True)
    outage.end()
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "Databáze teď neodpovídá" in answer.content.decode()
    assert "__Host-listina-session" not in client.cookies


def test_the_public_page_says_so_too_and_a_program_reads_it_as_values(office: Office, outage: Outage) -> None:
    assert office.actor
    client = Client(headers={"host": HOST}, raise_request_exception=False)
    outage.begin()
    page = client.get("/overeni/T1-1-260312091500/0123456789/", secure=True)
    values = client.get("/overeni/T1-1-260312091500/0123456789/", secure=True, headers={"accept": "application/json"})
    outage.end()
    assert page.status_code == values.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert values.json()["code"] == "database.unavailable"
