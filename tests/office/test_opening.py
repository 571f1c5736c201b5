"""Step 1: questions, refusals, and conversions given up."""

from __future__ import annotations

import pytest

from fixtures.web import FAVOURABLE, Office
from listina.conversions.cases import CaseState


def test_a_conversion_without_an_agenda_is_not_opened(office: Office) -> None:
    answer = office.post(
        "/konverze/nova/", {"direction": "to_electronic", "agenda_code": " ", "purpose": "vedení spisu"}
    )
    assert "Uveďte kód agendy." in answer.content.decode()
    assert "Zatím tu nic není" in office.get("/konverze/").content.decode()


def test_every_question_of_the_law_is_asked_with_a_label_of_its_own(office: Office) -> None:
    text = office.get(f"{office.open_case()}co-prevadite/").content.decode()
    for question in FAVOURABLE:
        assert f'name="{question}"' in text
        assert f'for="id_{question}_0"' in text


def test_favourable_answers_lead_to_the_pages(office: Office) -> None:
    case = office.open_case()
    assert office.post(f"{case}co-prevadite/", FAVOURABLE)["Location"] == f"{case}strany/"


def test_an_answer_that_asks_for_another_one_stays_at_the_step(office: Office) -> None:
    case = office.open_case()
    answers = {**FAVOURABLE, "kind_of_original": "vidimated"}
    page = office.post(f"{case}co-prevadite/", answers).content.decode()
    assert "Ještě chybí" in page
    assert page.count("Odpovězte na tuto otázku.") == 1
    assert 'name="vidimation_security_element"' in page


def test_a_question_left_out_is_marked_and_the_others_stay_answered(office: Office) -> None:
    case = office.open_case()
    answers = {key: value for key, value in FAVOURABLE.items() if key != "irreplaceable"}
    page = office.post(f"{case}co-prevadite/", answers).content.decode()
    assert "Ještě chybí" in page
    assert page.count("Odpovězte na tuto otázku.") == 1
    assert page.partition('name="irreplaceable"')[0].rpartition("<fieldset")[2].count("data-missing") == 1
    assert dict(office.view(case).answers) == answers
    assert "Ještě chybí" not in office.get(f"{case}co-prevadite/").content.decode()


def test_a_refusing_answer_is_told_and_leads_to_a_record_to_print(office: Office) -> None:
    case = office.open_case()
    office.post(f"{case}co-prevadite/", {**FAVOURABLE, "irreplaceable": "yes"})
    assert "Konverzi nelze provést" in office.get(f"{case}co-prevadite/").content.decode()
    assert office.post(f"{case}neprovest/")["Location"] == f"{case}zaznam/"
    record = office.get(f"{case}zaznam/").content.decode()
    assert "Záznam o neprovedení konverze" in record
    assert "ZKUŠEBNÍ ZÁZNAM" in record
    assert office.view(case).state is CaseState.REFUSED


def test_nothing_is_refused_without_a_ground(office: Office) -> None:
    case = office.open_case()
    assert office.post(f"{case}neprovest/").status_code == 422
    assert office.view(case).state is CaseState.OPEN


def test_an_answer_nobody_offered_is_not_stored(office: Office) -> None:
    case = office.open_case()
    office.post(f"{case}co-prevadite/", {"kind_of_original": "forged"})
    assert dict(office.view(case).answers) == {}


@pytest.mark.parametrize("reason", ["", "x", "y" * 301])
def test_a_conversion_is_given_up_only_with_a_reason(office: Office, reason: str) -> None:
    case = office.open_case()
    office.post(f"{case}zrusit/", {"reason": reason})
    assert office.view(case).state is CaseState.OPEN


def test_a_conversion_given_up_tells_why(office: Office) -> None:
    case = office.open_case()
    assert office.post(f"{case}zrusit/", {"reason": "předloha se vrátila"})["Location"] == f"{case}zruseno/"
    assert "předloha se vrátila" in office.get(f"{case}zruseno/").content.decode()


def test_what_a_conversion_is_for_can_be_changed_while_it_is_open(office: Office) -> None:
    case = office.open_case()
    shown = office.get(f"{case}zadani/").content.decode()
    assert f'value="{office.view(case).purpose}"' in shown
    changed = {"agenda_code": "A2", "purpose": "Spisovna", "reference_number": "OUL/8/2026", "file_mark": ""}
    assert office.post(f"{case}zadani/", changed)["Location"] == f"{case}co-prevadite/"
    view = office.view(case)
    assert (view.agenda_code, view.purpose, view.reference_number, view.file_mark) == (
        "A2",
        "Spisovna",
        "OUL/8/2026",
        None,
    )
    assert [event.action for event in view.events] == ["opened", "restated"]
    assert "OUL/8/2026" in office.get("/konverze/", {"search": "oul/8"}).content.decode()
    office.post(f"{case}zadani/", changed)
    assert len(office.view(case).events) == 2


def test_a_purpose_that_is_empty_or_of_a_signed_conversion_is_not_changed(office: Office) -> None:
    case = office.open_case()
    before = office.view(case).purpose
    answer = office.post(f"{case}zadani/", {"agenda_code": "A2", "purpose": " "})
    assert "Uveďte účel konverze." in answer.content.decode()
    assert office.view(case).purpose == before
    done = office.registered_case()
    assert office.get(f"{done}zadani/").status_code == 302
    office.post(f"{done}zadani/", {"agenda_code": "A2", "purpose": "Jiný"})
    assert office.view(done).purpose != "Jiný"
