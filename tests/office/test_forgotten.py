"""A conversion whose period is over, as its office and the public still see it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fixtures.database import TestDatabase
from fixtures.web import DESIGNATION, Office, browser
from listina.conversions.keeping import forgetting
from listina.database.roles import DatabaseRole
from listina.law.dates import prague_day
from listina.law.retention import Period


@pytest.fixture
def forgotten(office: Office, database: TestDatabase) -> str:
    """Convert, let a year pass, delete; return the address of the conversion."""
    case = office.registered_case()
    with database.acting_as(DatabaseRole.RETENTION):
        day = Period(years=1, days=2).after(prague_day(datetime.now(UTC)))
        assert forgetting.perform(day).conversions == 1
    return case


def test_the_result_says_what_was_deleted_and_what_stays(office: Office, forgotten: str) -> None:
    page = office.get(f"{forgotten}predani/").content.decode()
    view = office.view(forgotten)
    assert "Údaje této konverze jsme po uplynutí doby uchování smazali." in page
    assert view.output.sha256 in page
    for gone in (DESIGNATION, "Až výstup uložíte do spisu", "potvrzeni.json", "protokol.pdf"):
        assert gone not in page
    assert DESIGNATION not in office.get("/konverze/").content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("udalosti.json", 200),
        ("udalosti.xml", 200),
        ("protokol.pdf", 404),
        ("potvrzeni.json", 404),
        ("potvrzeni.p7s", 404),
        ("evidence/", 404),
        ("vystup.pdf", 410),
    ],
)
def test_every_address_of_it_gives_an_answer(office: Office, forgotten: str, address: str, status: int) -> None:
    assert office.get(f"{forgotten}{address}").status_code == status


def test_the_public_is_not_told_that_the_authority_converted_by_a_machine(office: Office, forgotten: str) -> None:
    view = office.view(forgotten)
    page = browser().get(f"/overeni/{view.number}/{view.check_code}/", secure=True).content.decode()
    assert "Doložka je zapsána v evidenci." in page
    assert "jméno bylo po uplynutí doby uchování smazáno" in page
