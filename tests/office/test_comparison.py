"""Step 3: the comparison, page by page."""

from __future__ import annotations

from fixtures.web import Office, scan


def _case_with_pages(office: Office, count: int) -> str:
    case = office.open_case()
    office.post(f"{case}strany/pridat/", {"pages": [scan(number) for number in range(1, count + 1)]})
    office.post(f"{case}strany/pocet/", {"count": str(count)})
    return case


def test_the_first_page_not_yet_compared_is_shown(office: Office) -> None:
    case = _case_with_pages(office, 2)
    assert "Naskenovaná strana 1" in office.get(f"{case}porovnani/").content.decode()
    office.post(f"{case}strany/{office.view(case).pages[0].id}/porovnat/", {"decision": "yes"})
    assert "Naskenovaná strana 2" in office.get(f"{case}porovnani/").content.decode()


def test_a_page_is_shown_by_its_position(office: Office) -> None:
    case = _case_with_pages(office, 2)
    assert "Naskenovaná strana 2" in office.get(f"{case}porovnani/", {"strana": "2"}).content.decode()
    assert "Naskenovaná strana 1" in office.get(f"{case}porovnani/", {"strana": "99"}).content.decode()


def test_agreement_is_offered_only_when_all_pages_agree(office: Office) -> None:
    case = _case_with_pages(office, 2)
    first, second = office.view(case).pages
    office.post(f"{case}strany/{first.id}/porovnat/", {"decision": "yes"})
    office.post(f"{case}strany/{second.id}/porovnat/", {"decision": "no"})
    text = office.get(f"{case}porovnani/").content.decode()
    assert 'name="agreed"' not in text
    assert "Některé strany nesouhlasí" in text
    office.post(f"{case}strany/{second.id}/porovnat/", {"decision": "yes"})
    assert 'name="agreed"' in office.get(f"{case}porovnani/").content.decode()


def test_agreement_is_not_declared_without_the_tick_nor_before_the_comparison(office: Office) -> None:
    case = _case_with_pages(office, 1)
    office.post(f"{case}porovnani/shoda/", {})
    answer = office.post(f"{case}porovnani/shoda/", {"agreed": "yes"})
    assert "Porovnejte stranu 1" in answer.content.decode()
    assert office.view(case).agreement_declared_at is None
