"""Sign-in and sign-out."""

from __future__ import annotations

from time import time

import pytest

from fixtures.database import GOOD_PASSWORD
from fixtures.web import Office, browser
from listina.accounts import sessions
from listina.accounts.visitors import MOST_FAILURES


def test_an_anonymous_visitor_is_led_to_the_sign_in_and_back(office: Office) -> None:
    visitor = browser()
    answer = visitor.get("/konverze/?search=lhota", secure=True)
    assert answer["Location"] == "/prihlaseni/?next=%2Fkonverze%2F%3Fsearch%3Dlhota"
    form = {"username": office.actor.username, "password": GOOD_PASSWORD, "next": "/konverze/?search=lhota"}
    assert visitor.post("/prihlaseni/", form, secure=True)["Location"] == "/konverze/?search=lhota"


@pytest.mark.parametrize("foreign", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_a_sign_in_never_leads_to_a_foreign_address(office: Office, foreign: str) -> None:
    form = {"username": office.actor.username, "password": GOOD_PASSWORD, "next": foreign}
    assert browser().post("/prihlaseni/", form, secure=True)["Location"] == "/konverze/"


def test_a_wrong_password_is_told_and_opens_nothing(office: Office) -> None:
    visitor = browser()
    form = {"username": office.actor.username, "password": "spatne heslo"}
    answer = visitor.post("/prihlaseni/", form, secure=True)
    assert answer.status_code == 422
    assert "nesouhlasí" in answer.content.decode()
    assert "spatne heslo" not in answer.content.decode()
    assert visitor.get("/konverze/", secure=True).status_code == 302


def test_after_six_wrong_passwords_the_page_says_that_the_account_is_locked(office: Office) -> None:
    visitor = browser()
    form = {"username": office.actor.username, "password": "spatne heslo"}
    answers = [visitor.post("/prihlaseni/", form, secure=True) for _ in range(6)]
    assert "uzamčen" in answers[-1].content.decode()


def test_an_address_that_failed_too_often_reads_when_to_try_again(office: Office) -> None:
    visitor = browser()
    for number in range(MOST_FAILURES):
        visitor.post("/prihlaseni/", {"username": f"nikdo.{number}", "password": "spatne heslo"}, secure=True)
    form = {"username": office.actor.username, "password": GOOD_PASSWORD}
    answer = visitor.post("/prihlaseni/", form, secure=True)
    text = answer.content.decode()
    assert answer.status_code == 429
    assert 14 * 60 < int(answer["Retry-After"]) <= 15 * 60
    assert "Zkuste to znovu po" in text
    assert office.actor.username not in text
    assert visitor.get("/konverze/", secure=True).status_code == 302
    elsewhere = visitor.post("/prihlaseni/", form, secure=True, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


def test_signing_out_ends_the_session(office: Office) -> None:
    assert office.get("/konverze/").status_code == 200
    office.post("/odhlaseni/")
    assert office.get("/konverze/").status_code == 302


def test_the_header_names_the_official_and_the_authority(office: Office) -> None:
    text = office.get("/konverze/").content.decode()
    assert "Mgr. Jana Nováková" in text
    assert "Městský úřad Lhota" in text


def test_a_session_ends_after_twelve_hours_however_busy_it_is(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    began = time()
    for hours, expected in ((6, 200), (11.9, 200), (12.1, 302), (0, 302)):
        monkeypatch.setattr(sessions, "time", lambda moment=began + hours * 3600: moment)
        assert office.get("/konverze/").status_code == expected
