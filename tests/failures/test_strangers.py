"""Every address of the officials' web, taken from the table of addresses: what is not one's own does not exist."""

from __future__ import annotations

import re
from http import HTTPStatus
from pathlib import Path
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.urls import URLPattern, reverse

from fixtures.database import make_official
from fixtures.paper import ALL_FOUR
from fixtures.paper_web import PaperOffice
from fixtures.unchanged import unchanged
from fixtures.web import Office, browser, case_id, scan
from listina.office.urls import app_name, urlpatterns

OF_A_CASE = tuple(
    pattern for pattern in urlpatterns if isinstance(pattern, URLPattern) and "case_id" in pattern.pattern.converters
)
NOT_THERE = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
FEWEST_ADDRESSES = 55
# These open a conversion of the colleague's own.
OPENS_ANOTHER = {"paper-next-attachment", "paper-another-original"}


def address(pattern: URLPattern, case: UUID, page: UUID) -> str:
    """Return the address of a view for a case, whatever else it names."""
    others = {"page_id": page, "request_id": uuid4(), "size": "thumbnail", "digest": "0" * 64, "position": 1}
    named = {name: others[name] for name in pattern.pattern.converters if name != "case_id"}
    return reverse(f"{app_name}:{pattern.name}", kwargs={"case_id": case, **named})


def page_of(office: Office, case: str) -> UUID:
    found = office.view(case).pages[0].id
    assert isinstance(found, UUID)
    return found


def led(office: Office, target: str) -> HttpResponse:
    """Return what an address answers, or the one it leads to because it only takes what is sent."""
    answer: HttpResponse = office.get(target)
    while answer.has_header("Location"):
        answer = office.get(answer["Location"])
    return answer


def test_there_are_addresses_to_try() -> None:
    assert len(OF_A_CASE) >= FEWEST_ADDRESSES


def test_another_authoritys_conversion_is_not_there_under_any_address(office: Office, tmp_path: Path) -> None:
    for case in (office.filled_case(page_count=1), office.registered_case()):
        page, stranger = page_of(office, case), office.sign_in(make_official(given_names="Karel"))
        with unchanged(tmp_path / "storage" / "objects"):
            for pattern in OF_A_CASE:
                target = address(pattern, case_id(case), page)
                for answer in (led(stranger, target), stranger.post(target, sent())):
                    assert answer.status_code in NOT_THERE, (pattern.name, answer.status_code)


def test_another_authoritys_conversion_to_paper_is_not_there_either(paper_office: PaperOffice, tmp_path: Path) -> None:
    stranger = paper_office.office.sign_in(make_official(given_names="Karel"))
    for case in (paper_office.ready_case(), paper_office.registered_case()):
        with unchanged(tmp_path / "storage" / "objects"):
            for pattern in OF_A_CASE:
                target = address(pattern, case_id(case), uuid4())
                for answer in (led(stranger, target), stranger.post(target, sent())):
                    assert answer.status_code in NOT_THERE, (pattern.name, answer.status_code)


def test_a_colleague_changes_nothing_of_an_unfinished_conversion_to_paper(
    paper_office: PaperOffice, tmp_path: Path
) -> None:
    case = paper_office.printed_case()
    colleague = paper_office.office.sign_in(make_official(paper_office.office.actor.authority_id))
    with unchanged(tmp_path / "storage" / "objects"):
        for pattern in OF_A_CASE:
            if pattern.name in OPENS_ANOTHER:
                continue
            answer = colleague.post(address(pattern, case_id(case), uuid4()), sent())
            assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, pattern.name


def test_an_invented_conversion_is_answered_in_the_same_words(office: Office) -> None:
    case = office.filled_case(page_count=1)
    stranger = office.sign_in(make_official(given_names="Karel"))
    foreign = stranger.get(address(OF_A_CASE[0], case_id(case), uuid4())).content.decode()
    invented = stranger.get(address(OF_A_CASE[0], uuid4(), uuid4())).content.decode()
    assert "Takovou konverzi nemáme." in foreign
    assert _without_marks(foreign) == _without_marks(invented)


def test_nobody_who_is_not_signed_in_sees_or_changes_anything(office: Office, tmp_path: Path) -> None:
    case = office.filled_case(page_count=1)
    page, passer_by = page_of(office, case), browser()
    with unchanged(tmp_path / "storage" / "objects"):
        for pattern in OF_A_CASE:
            target = address(pattern, case_id(case), page)
            read = passer_by.get(target, secure=True)
            written = passer_by.post(target, secure=True)
            assert read.status_code in {HTTPStatus.FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.UNAUTHORIZED}
            assert not read.has_header("Location") or read["Location"].startswith("/prihlaseni/?next=")
            assert written.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.METHOD_NOT_ALLOWED}


def test_a_colleague_changes_nothing_of_an_unfinished_conversion(office: Office, tmp_path: Path) -> None:
    case = office.filled_case(page_count=1)
    page, colleague = page_of(office, case), office.sign_in(make_official(office.actor.authority_id))
    with unchanged(tmp_path / "storage" / "objects"):
        for pattern in OF_A_CASE:
            answer = colleague.post(address(pattern, case_id(case), page), sent())
            assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, pattern.name


def sent() -> dict[str, object]:
    """Return values that several forms take, and a file."""
    typed: dict[str, object] = {
        "agreed": "yes",
        "decision": "no",
        "count": "7",
        "position": "1",
        "degrees": "90",
        "dpi": "300",
        "reason": "cizí konverze, nic mi do ní není",
        "what": "whole",
        "earlier_spoiled": "on",
        "affirmed": ALL_FOUR,
    }
    return {**typed, "pages": [scan(3)], "file": scan(4)}


def _without_marks(page: str) -> str:
    """Return the page without what differs from request to request: tokens, marks, the address itself."""
    return re.sub(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}|csrfmiddlewaretoken.*", "", page)
