"""A stack on the pages of step 2."""

from __future__ import annotations

import re

from fixtures.database import make_official
from fixtures.web import Office, scan


def stack(office: Office, count: int) -> str:
    """Return an open case with so many pages."""
    case = office.open_case()
    office.post(f"{case}strany/pridat/", {"pages": [scan(number) for number in range(1, count + 1)]})
    return case


def test_a_stack_is_split_where_the_official_says(office: Office) -> None:
    case = stack(office, 3)
    pages = office.view(case).pages
    text = office.get(f"{case}strany/rozdelit/").content.decode()
    assert re.findall(r'name="cuts"\s+value="([^"]+)"', text) == [str(page.id) for page in pages[1:]]
    assert "checked" not in text
    answer = office.post(f"{case}strany/rozdelit/", {"cuts": [str(pages[1].id), str(pages[2].id)]})
    assert answer["Location"] == f"{case}strany/rozdelit/"
    done = office.get(answer["Location"]).content.decode()
    parts = re.findall(r'href="(/konverze/[0-9a-f-]+/)strany/"', done)
    parts = [part for part in dict.fromkeys(parts) if part != case]
    assert [office.view(part).pages[0].sha256 for part in parts] == [pages[1].sha256, pages[2].sha256]
    assert [page.sha256 for page in office.view(case).pages] == [pages[0].sha256]


def test_a_split_without_a_cut_says_what_to_do(office: Office) -> None:
    case = stack(office, 2)
    answer = office.post(f"{case}strany/rozdelit/")
    assert answer.status_code == 422
    assert "Označte strany" in answer.content.decode()
    forged = office.post(f"{case}strany/rozdelit/", {"cuts": ["0", str(office.view(case).pages[0].id)]})
    assert forged.status_code == 422
    assert len(office.view(case).pages) == 2


def test_backs_are_put_between_fronts_and_back_again(office: Office) -> None:
    case = stack(office, 4)
    before = [page.id for page in office.view(case).pages]
    assert "První polovina jsou líce" in office.get(f"{case}strany/prolozit/").content.decode()
    office.post(f"{case}strany/prolozit/", {"backs": "reversed"})
    assert [page.id for page in office.view(case).pages] == [before[0], before[3], before[1], before[2]]
    office.post(f"{case}strany/poradi-nahrani/")
    assert [page.id for page in office.view(case).pages] == before


def test_an_odd_number_of_sides_is_refused_in_a_sentence(office: Office) -> None:
    case = stack(office, 3)
    answer = office.post(f"{case}strany/prolozit/", {"backs": "in_order"})
    assert answer.status_code == 422
    assert "Líců a rubů musí být stejně" in answer.content.decode()


def test_the_separator_sheet_can_be_printed(office: Office) -> None:
    answer = office.get("/konverze/oddelovaci-list.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_a_colleague_may_look_but_not_split(office: Office) -> None:
    case = stack(office, 2)
    pages = office.view(case).pages
    colleague = make_official(office.actor.authority_id, given_names="Petr", family_name="Svoboda")
    answer = office.sign_in(colleague).post(f"{case}strany/rozdelit/", {"cuts": [str(pages[1].id)]})
    assert answer.status_code == 403
    assert len(office.view(case).pages) == 2
