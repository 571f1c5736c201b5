"""Pages speak the language the reader chose, Czech where nothing was chosen."""

from __future__ import annotations

import pytest
from django.test import Client

from fixtures.web import Office, browser

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def client() -> Client:
    return browser()


def test_pages_are_czech_when_nothing_is_asked_for(client: Client) -> None:
    content = client.get("/overeni/", secure=True).content.decode()
    assert '<html lang="cs"' in content
    assert "Ověření doložky" in content


def test_a_browser_that_asks_for_english_gets_it(client: Client) -> None:
    content = client.get("/overeni/", secure=True, headers={"accept-language": "en-GB,en;q=0.8"}).content.decode()
    assert '<html lang="en"' in content
    assert "Verify a clause" in content
    assert "Ověření" not in content


def test_the_choice_of_the_reader_is_kept_and_can_be_taken_back(client: Client) -> None:
    chosen = client.post("/jazyk/", {"language": "en", "next": "/overeni/"}, secure=True)
    assert chosen.status_code == 302
    assert chosen["Location"] == "/overeni/"
    assert '<html lang="en"' in client.get("/", secure=True, headers={"accept-language": "cs"}).content.decode()
    client.post("/jazyk/", {"language": "cs", "next": "/"}, secure=True)
    assert '<html lang="cs"' in client.get("/", secure=True, headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/x", "javascript:alert(1)"])
def test_the_choice_leads_to_no_other_site(client: Client, elsewhere: str) -> None:
    answer = client.post("/jazyk/", {"language": "en", "next": elsewhere}, secure=True)
    assert answer["Location"] == "/"


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    client.post("/jazyk/", {"language": "xx", "next": "/"}, secure=True)
    assert '<html lang="cs"' in client.get("/", secure=True).content.decode()


def test_an_official_may_work_in_english(office: Office) -> None:
    case = office.open_case()
    office.post("/jazyk/", {"language": "en", "next": "/konverze/"})
    listed = office.get("/konverze/").content.decode()
    assert "My conversions" in listed
    assert "In progress" in listed
    assert "Answer the question:" in listed
    assert "What kind of document is it?" in office.get(f"{case}co-prevadite/").content.decode()


def test_refusals_and_questions_speak_the_language_of_the_page(office: Office) -> None:
    case = office.open_case()
    stranger = browser()
    answer = stranger.post(
        "/overeni/", {"number": "T1", "check_code": "x"}, secure=True, headers={"accept-language": "en"}
    )
    assert "A check code has 10 characters" in answer.content.decode()
    office.post("/jazyk/", {"language": "en", "next": "/konverze/"})
    asked = office.get(f"{case}co-prevadite/").content.decode()
    assert "What kind of document is it?" in asked
    assert "O jaký dokument jde?" in asked, "what the case keeps is shown too"
