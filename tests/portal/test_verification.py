"""What a stranger learns of a clause."""

from __future__ import annotations

from typing import cast

import pytest
from django.http import HttpResponse

from fixtures.web import DESIGNATION, Office, browser
from listina.portal import limits
from listina.portal.limits import LOOKUPS


def _public(path: str, **data: str) -> str:
    client = browser()
    answer = client.post(path, data, secure=True) if data else client.get(path, secure=True)
    if answer.status_code == 302:
        answer = client.get(answer["Location"], secure=True)
    return str(answer.content.decode())


def test_a_stranger_sees_the_clause_without_the_designation(office: Office) -> None:
    view = office.view(office.registered_case())
    text = _public("/overeni/", number=view.number, check_code=view.check_code)
    assert "Doložka je zapsána v evidenci." in text
    assert "ZKUŠEBNÍ VÝSTUP" in text
    assert view.number in text
    assert f'data-sha256="{view.output.sha256}"' in text
    assert f'data-length="{view.output.length}"' in text
    assert DESIGNATION not in text


def test_a_check_code_is_found_however_it_is_typed(office: Office) -> None:
    view = office.view(office.registered_case())
    code = f"{view.check_code[:5]}-{view.check_code[5:]}".lower().replace("0", "o").replace("1", "l")
    assert "Doložka je zapsána v evidenci." in _public("/overeni/", number=f" {view.number} ", check_code=code)


def test_a_number_typed_in_small_letters_is_found(office: Office) -> None:
    view = office.view(office.registered_case())
    assert view.number is not None
    assert view.number.lower() != view.number
    text = _public("/overeni/", number=view.number.lower(), check_code=view.check_code)
    assert "Doložka je zapsána v evidenci." in text
    assert view.number in text


def test_a_clause_is_not_found_by_its_number_alone(office: Office) -> None:
    view = office.view(office.registered_case())
    wrong = "0" * 10 if view.check_code != "0" * 10 else "1" * 10
    assert "doložku nemáme" in _public(f"/overeni/{view.number}/{wrong}/")


def test_a_number_that_waits_for_its_timestamp_is_not_public(office: Office) -> None:
    case = office.signed_case()
    view = office.view(case)
    assert view.number is not None
    assert "doložku nemáme" in _public(f"/overeni/{view.number}/{view.check_code}/")


@pytest.mark.parametrize(
    "path",
    ["/overeni/T1-1-260101000000/0000000000/", "/overeni/x/y/", "/overeni/a/b/c/0000000000/", "/overeni/%20/%20/"],
)
def test_what_is_no_clause_is_told_as_not_found(office: Office, path: str) -> None:
    del office
    answer = browser().get(path, secure=True)
    assert answer.status_code == 404
    assert "Ověření doložky" in answer.content.decode()


def test_one_address_cannot_look_clauses_up_without_end(office: Office) -> None:
    del office
    client = browser()
    path = "/overeni/T1-1-260101000000/0000000000/"
    answers = [client.get(path, secure=True).status_code for _ in range(LOOKUPS + 1)]
    assert answers == [404] * LOOKUPS + [429]
    other = client.get(path, secure=True, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 404


def test_the_limit_ends_a_minute_after_the_first_lookup(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    del office
    client = browser()
    path = "/overeni/T1-1-260101000000/0000000000/"

    def look(seconds: float) -> HttpResponse:
        monkeypatch.setattr(limits, "time", lambda: 1_800_000_000 + seconds)
        return cast("HttpResponse", client.get(path, secure=True))

    assert [look(number).status_code for number in range(LOOKUPS)] == [404] * LOOKUPS
    refused = look(LOOKUPS + 0.5)
    assert (refused.status_code, refused["Retry-After"]) == (429, "30")
    assert look(59.9).status_code == 429
    assert look(60.1).status_code == 404


def test_search_engines_are_kept_out_of_everything_but_the_first_page(office: Office) -> None:
    view = office.view(office.registered_case())
    assert "noindex" not in _public("/")
    assert "noindex" in _public("/overeni/")
    assert "noindex" in _public(f"/overeni/{view.number}/{view.check_code}/")


def test_a_clause_is_kept_in_no_cache(office: Office) -> None:
    view = office.view(office.registered_case())
    answer = browser().get(f"/overeni/{view.number}/{view.check_code}/", secure=True)
    assert "no-store" in answer["Cache-Control"]


def test_every_page_says_that_the_environment_is_a_test(office: Office) -> None:
    for path in ("/", "/overeni/", "/prihlaseni/"):
        assert "ZKUŠEBNÍ PROSTŘEDÍ" in _public(path)
    assert "ZKUŠEBNÍ PROSTŘEDÍ" in office.get("/konverze/").content.decode()


def test_a_network_of_ipv6_is_one_visitor(office: Office) -> None:
    del office
    client = browser()
    path = "/overeni/T1-1-260101000000/0123456789/"
    answers = [
        client.get(path, secure=True, REMOTE_ADDR=f"2001:db8:0:1::{number:x}").status_code
        for number in range(1, LOOKUPS + 2)
    ]
    assert answers[-1] == 429
    assert client.get(path, secure=True, REMOTE_ADDR="2001:db8:0:2::1").status_code == 404
