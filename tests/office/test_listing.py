"""My conversions, and whose they are."""

from __future__ import annotations

from fixtures.database import make_official
from fixtures.web import DESIGNATION, Office


def test_without_conversions_the_page_says_how_to_begin(office: Office) -> None:
    assert "Zatím tu nic není" in office.get("/konverze/").content.decode()


def test_conversions_in_progress_stand_before_those_that_ended(office: Office) -> None:
    ended = office.open_case()
    office.post(f"{ended}zrusit/", {"reason": "předloha se vrátila"})
    open_case = office.open_case()
    office.post(f"{ended}zrusit/", {"reason": "předloha se vrátila"})
    text = office.get("/konverze/").content.decode()
    assert text.index(open_case) < text.index(ended)


def test_the_list_is_searched_without_regard_to_case_and_diacritics(office: Office) -> None:
    case = office.filled_case()
    assert case in office.get("/konverze/", {"search": "ROZHODNUTI lhota"}).content.decode()
    empty = office.get("/konverze/", {"search": "usnesení"}).content.decode()
    assert case not in empty
    assert "Nic takového tu není" in empty


def test_the_list_is_narrowed_to_a_state(office: Office) -> None:
    case = office.open_case()
    assert case in office.get("/konverze/", {"state": "open"}).content.decode()
    assert case not in office.get("/konverze/", {"state": "registered"}).content.decode()


def test_a_conversion_goes_on_where_something_is_missing(office: Office) -> None:
    case = office.open_case()
    assert office.get(case)["Location"] == f"{case}co-prevadite/"
    assert office.get(office.filled_case())["Location"].endswith("/nahled/")


def test_a_conversion_of_another_authority_does_not_exist(office: Office) -> None:
    case = office.filled_case()
    page = office.view(case).pages[0]
    stranger = office.sign_in(make_official())
    for path in ("", "strany/", "nahled/", "podpis/", "vystup.pdf", f"strany/{page.id}/obraz/screen/"):
        answer = stranger.get(f"{case}{path}")
        assert answer.status_code == 404, path
        assert DESIGNATION not in answer.content.decode()
    assert stranger.post(f"{case}zrusit/", {"reason": "zkouška"}).status_code == 404
    assert office.view(case).void_reason is None
