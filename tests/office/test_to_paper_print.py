"""Step 6 of a conversion to paper: number, print, reprint, the four facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest

from fixtures.paper import ALL_FOUR
from fixtures.paper_web import PaperOffice
from listina.conversions.cases import CaseState
from listina.law.paper.declarations import AFFIRMATIONS, EARLIER_PRINT_SPOILED
from listina.trust.clock import utc_now
from listina.trust.lists.snapshot import TrustSnapshot


def attempts(paper_office: PaperOffice, case: str) -> int:
    printed = paper_office.paper(case).printed
    return 0 if printed is None else int(printed.attempts)


def tomorrow(paper_office: PaperOffice, monkeypatch: pytest.MonkeyPatch) -> PaperOffice:
    """Return the office a day later."""
    from listina.site import middleware  # noqa: PLC0415  # models exist only after Django is set up

    services = paper_office.office.services
    before = services.conversions.now

    class RightClock:
        def require_right(self, timestamps: object) -> None:
            del timestamps

    later = {"now": lambda: before() + timedelta(days=1), "clock_watch": RightClock()}
    workshop = replace(services.conversions, **later)
    validator = replace(services.to_paper.examiner.validator, now=later["now"])
    to_paper = replace(
        services.to_paper, workshop=workshop, examiner=replace(services.to_paper.examiner, validator=validator)
    )
    moved = replace(services, conversions=workshop, to_paper=to_paper)
    monkeypatch.setattr(middleware, "services", lambda: moved)
    return replace(paper_office, office=replace(paper_office.office, services=moved))


def _nobody() -> TrustSnapshot:
    """Return whom somebody trusts who believes nobody."""
    return TrustSnapshot.of_anchors((), at=utc_now())


def test_what_is_missing_is_told_instead_of_a_button(paper_office: PaperOffice) -> None:
    case = paper_office.examined_case()
    page = paper_office.get(f"{case}tisk/")
    assert "Před tiskem ještě chybí" in page
    assert "Připravit k tisku" not in page
    assert paper_office.post(f"{case}tisk/pripravit/").status_code == 422
    assert paper_office.office.view(case).number is None


def test_preparing_reserves_the_number_and_shows_it_with_its_code(paper_office: PaperOffice) -> None:
    case = paper_office.ready_case()
    assert "Připravit k tisku" in paper_office.get(f"{case}tisk/")
    assert paper_office.post(f"{case}tisk/pripravit/")["Location"] == f"{case}tisk/"
    view, page = paper_office.office.view(case), paper_office.get(f"{case}tisk/")
    assert view.number in page
    assert view.check_code in page
    assert "převedený dokument 2, doložka" in page
    assert "Potvrdit a zapsat do evidence" not in page
    assert attempts(paper_office, case) == 0


def test_the_print_is_sent_for_the_browser_to_show_and_recorded(paper_office: PaperOffice) -> None:
    case = paper_office.prepared_case()
    answer = paper_office.post(f"{case}tisk/vytisknout/", {"what": "whole"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="konverze-{paper_office.office.view(case).number}.pdf"'
    assert "no-store" in answer["Cache-Control"]
    with pikepdf.open(BytesIO(answer.getvalue())) as printed:
        assert printed.Root.ViewerPreferences.PrintScaling == "/None"
    assert attempts(paper_office, case) == 1
    assert paper_office.office.get(f"{case}tisk/vytisknout/")["Location"] == f"{case}tisk/"
    page = paper_office.get(f"{case}tisk/")
    assert all(item.text.cs in page for item in AFFIRMATIONS)
    assert EARLIER_PRINT_SPOILED.text.cs in page
    assert "Odesláno k tisku" in page


def test_another_print_needs_the_earlier_one_spoiled(paper_office: PaperOffice) -> None:
    case = paper_office.printed_case()
    refused = paper_office.post(f"{case}tisk/vytisknout/", {"what": "whole"})
    assert refused.status_code == 422
    assert "znehodnoťte předchozí výtisk" in refused.content.decode()
    assert attempts(paper_office, case) == 1
    clause = paper_office.post(f"{case}tisk/vytisknout/", {"what": "clause_only", "earlier_spoiled": "on"})
    clause.close()
    assert "dolozka-konverze-" in clause["Content-Disposition"]
    assert attempts(paper_office, case) == 2


def test_three_facts_do_not_register_and_stay_ticked(paper_office: PaperOffice) -> None:
    case = paper_office.printed_case()
    answer = paper_office.post(f"{case}tisk/potvrdit/", {"affirmed": ALL_FOUR[:3]})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "potvrdíte všechny čtyři" in page
    boxes = [line for line in page.replace("\n", " ").split("<input") if 'name="affirmed"' in line.split(">")[0]]
    assert ["checked" in box.split(">")[0] for box in boxes] == [True, True, True, False]
    assert paper_office.office.view(case).state is CaseState.AWAITING_PRINT


def test_four_facts_register(paper_office: PaperOffice) -> None:
    case = paper_office.printed_case()
    assert paper_office.post(f"{case}tisk/potvrdit/", {"affirmed": ALL_FOUR})["Location"] == f"{case}hotovo/"
    assert paper_office.office.view(case).state is CaseState.REGISTERED
    assert paper_office.office.get(f"{case}tisk/")["Location"] == case
    again = paper_office.post(f"{case}tisk/vytisknout/", {"what": "whole", "earlier_spoiled": "on"})
    assert again.status_code == 409
    assert attempts(paper_office, case) == 1


def test_on_another_day_the_clause_is_drawn_up_anew_under_its_number(
    paper_office: PaperOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = paper_office.printed_case()
    number = paper_office.office.view(case).number
    later = tomorrow(paper_office, monkeypatch)
    page = later.get(f"{case}tisk/")
    assert "Doložka má jiné datum" in page
    assert "Potvrdit a zapsat do evidence" not in page
    told = later.post(f"{case}tisk/potvrdit/", {"affirmed": ALL_FOUR})
    assert told.status_code == 422
    assert "Dnes ji vyhotovíme s novým datem" in told.content.decode()
    assert later.post(f"{case}tisk/pripravit/")["Location"] == f"{case}tisk/"
    assert later.office.view(case).number == number
    assert "Doložka má jiné datum" not in later.get(f"{case}tisk/")


def test_a_report_that_changed_leads_back_to_it(paper_office: PaperOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    case = paper_office.ready_case()
    later = tomorrow(paper_office, monkeypatch)
    services = later.office.services
    other = replace(services.to_paper.examiner, validator=replace(services.to_paper.examiner.validator, trust=_nobody))
    from listina.site import middleware  # noqa: PLC0415  # models exist only after Django is set up

    moved = replace(services, to_paper=replace(services.to_paper, examiner=other))
    monkeypatch.setattr(middleware, "services", lambda: moved)
    address = later.post(f"{case}tisk/pripravit/")["Location"]
    assert address.startswith(f"{case}overeni-vstupu/?")
    assert "Výsledek ověření se změnil" in later.get(address)
    assert later.office.view(case).number is None


def test_the_list_knows_prints_that_wait(paper_office: PaperOffice) -> None:
    case = paper_office.printed_case()
    listed = paper_office.get("/konverze/", {"state": "awaiting_print"})
    assert case in listed
    row = listed.partition(f'href="{case}"')[2].partition("</article>")[0]
    assert "Čeká na potvrzení výtisku" in row
    assert "Z elektronické podoby na papír" in row
    assert "Počet stran" not in row
