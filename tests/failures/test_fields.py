"""Missing and absurd texts in every field: refused by the name of the field, in Czech, and nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

import pytest

from fixtures.conversions import House
from fixtures.unchanged import unchanged
from fixtures.web import FAVOURABLE, Office
from listina.conversions import queries
from listina.conversions.errors import InvalidAnswerError, InvalidCaseDataError
from listina.law.admissibility import UntransferableElement
from listina.law.errors import InvalidClauseError

ABSURD = {
    "5000 characters": "x" * 5_000,
    "NUL": "Rozhod\x00nutí",
    "escape": "Rozhodnutí \x1b[31m",
    "C1 control": "Rozhodnutí\x85 x",
    "RTL override": "Rozhodnutí \u202e fdp.exe",
    "RTL isolate": "Rozhodnutí \u2067abc\u2069",
    "RTL mark": "Rozhodnutí\u200f x",
    "zero width space": "Rozhod\u200bnutí",
    "zero width joiner": "Rozhod\u200dnutí",
    "byte order mark": "Rozhod\ufeffnutí",
    "soft hyphen": "Rozhod\u00adnutí",
    "line separator": "Rozhodnutí\u2028x",
    "unpaired surrogate": "Rozhodnutí \ud83d",
    "private character": "Rozhodnutí \ue000",
    "no character": "Rozhodnutí \uffff",
    "tag": "Rozhodnutí \U000e0041",
    "filler": "Rozhodnutí \u3164",
    "lone mark": "Rozhodnutí \u0301",
    "mark first": "\u0301Rozhodnutí",
    "tower of marks": "Rozhodnut" + "i\u0336\u0337\u0335\u0338\u0334",
}
EMPTY = {"nothing": "", "spaces": "   ", "hard spaces": "\u00a0\u2003", "ends of lines": "\r\n\t"}

Typing = Callable[[House, UUID, str], object]

REQUIRED: dict[str, tuple[Typing, str]] = {
    "agenda": (lambda house, _, text: house.service.open(house.actor, agenda_code=text, purpose="Účel"), "Agenda: "),
    "purpose": (lambda house, _, text: house.service.open(house.actor, agenda_code="A1", purpose=text), "Účel: "),
    "designation": (
        lambda house, case, text: house.service.describe(
            house.actor, case, designation=text, drawn_up_on=None, no_date=True
        ),
        "Označení vstupu: ",
    ),
    "reason": (lambda house, case, text: house.service.void(house.actor, case, text), "Důvod: "),
}
OPTIONAL: dict[str, tuple[Typing, str]] = {
    "reference": (
        lambda house, _, text: house.service.open(house.actor, agenda_code="A1", purpose="Účel", reference_number=text),
        "Číslo jednací: ",
    ),
    "file mark": (
        lambda house, _, text: house.service.open(house.actor, agenda_code="A1", purpose="Účel", file_mark=text),
        "Spisová značka: ",
    ),
}


@pytest.mark.parametrize(("use", "label"), (REQUIRED | OPTIONAL).values(), ids=REQUIRED | OPTIONAL)
def test_an_absurd_text_is_refused_by_the_name_of_its_field_and_nothing_changes(
    house: House, use: Typing, label: str
) -> None:
    case_id = house.ready_case()
    for text in ABSURD.values():
        with unchanged(house.objects), pytest.raises(InvalidCaseDataError) as refusal:
            use(house, case_id, text)
        assert refusal.value.text("cs").startswith(label)
        assert text not in refusal.value.text("cs")


@pytest.mark.parametrize(("use", "label"), REQUIRED.values(), ids=REQUIRED)
def test_a_missing_text_is_asked_for_and_nothing_changes(house: House, use: Typing, label: str) -> None:
    case_id = house.ready_case()
    for text in EMPTY.values():
        with unchanged(house.objects), pytest.raises(InvalidCaseDataError) as refusal:
            use(house, case_id, text)
        assert refusal.value.text("cs") == f"{label}vyplňte prosím."


def test_an_element_with_an_absurd_name_is_refused_and_nothing_changes(house: House) -> None:
    case_id = house.ready_case()
    for text in ABSURD.values():
        with unchanged(house.objects), pytest.raises((InvalidCaseDataError, InvalidClauseError)) as refusal:
            house.service.state_untransferable(house.actor, case_id, [UntransferableElement(name=text, pages=(1,))])
        assert "prv" in refusal.value.text("cs").lower()


def test_an_absurd_answer_or_search_harms_nothing(house: House) -> None:
    case_id = house.ready_case()
    with unchanged(house.objects):
        for text in ABSURD.values():
            for answers in ({text: "yes"}, {"irreplaceable": text}):
                with pytest.raises(InvalidAnswerError):
                    house.service.answer(house.actor, case_id, answers)
            assert queries.cases(house.service, house.actor, search=f"{text} jinde").total == 0


# What a browser can send: half a character never comes through its UTF-8.
SENT = {name: text for name, text in ABSURD.items() if name != "unpaired surrogate"}
OPENED = {"direction": "to_electronic", "agenda_code": "A1", "purpose": "Účel"}
FACTS = {"designation": "Rozhodnutí", "date_stated": "undated", "elements_stated": "none"}
FORMS: dict[str, tuple[str, str, dict[str, str]]] = {
    "agenda": ("/konverze/nova/", "agenda_code", OPENED),
    "purpose": ("/konverze/nova/", "purpose", OPENED),
    "reference": ("/konverze/nova/", "reference_number", OPENED),
    "file mark": ("/konverze/nova/", "file_mark", OPENED),
    "designation": ("udaje/", "designation", FACTS),
    "element": ("udaje/", "element_name", {**FACTS, "elements_stated": "some", "element_pages": "1"}),
    "element's page": ("udaje/", "element_pages", {**FACTS, "elements_stated": "some", "element_name": "pečeť"}),
    "year": ("udaje/", "year", {**FACTS, "date_stated": "dated"}),
    "count": ("strany/pocet/", "count", {}),
    "answer": ("co-prevadite/", "irreplaceable", FAVOURABLE),
    "reason": ("zrusit/", "reason", {}),
}


@pytest.mark.parametrize(("address", "field", "others"), FORMS.values(), ids=FORMS)
def test_every_form_shows_again_what_is_to_be_corrected_and_nothing_changes(
    office: Office, tmp_path: Path, address: str, field: str, others: dict[str, str]
) -> None:
    case = office.open_case()
    target = address if address.startswith("/") else case + address
    with unchanged(tmp_path / "storage" / "objects"):
        for name, text in SENT.items():
            answer = office.post(target, {**others, field: text})
            page = answer.content.decode()
            assert answer.status_code in {HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY}, name
            assert "field__error" in page or "notice" in page or "error-page" in page, name
            assert "site.fault" not in page, name


def test_a_birth_number_is_warned_of_and_the_official_who_leaves_it_is_recorded(office: Office) -> None:
    case = office.open_case()
    typed = {**FACTS, "designation": "Rozhodnutí pro osobu 815203/7212"}
    asked = office.post(f"{case}udaje/", typed).content.decode()
    assert "Označení obsahuje něco jako rodné číslo. Vymažte ho." in asked
    assert not [event for event in office.view(case).events if event.action == "described"]
    office.post(f"{case}udaje/", {**typed, "no_birth_number": "on"})
    described = [event for event in office.view(case).events if event.action == "described"]
    assert [(event.actor_id, event.details) for event in described] == [
        (office.actor.user_id, {"birth_number_warning": True})
    ]


@pytest.mark.parametrize("field", ["purpose", "reference_number", "file_mark"])
def test_a_birth_number_is_warned_of_when_a_conversion_is_opened(office: Office, field: str) -> None:
    typed = {**OPENED, field: "osoba 815203/7212"}
    asked = office.post("/konverze/nova/", typed)
    assert asked.status_code == HTTPStatus.OK
    assert "Údaj obsahuje něco jako rodné číslo. Vymažte ho." in asked.content.decode()
    opened = office.post("/konverze/nova/", {**typed, "no_birth_number": "on"})
    case = str(opened["Location"]).removesuffix("co-prevadite/")
    assert office.view(case).events[0].details["birth_number_warning"] is True


def test_lookups_and_lists_answer_an_absurd_text_with_a_page(office: Office) -> None:
    for text in SENT.values():
        answer = office.post("/overeni/", {"number": text, "check_code": text})
        assert answer.status_code in {HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.UNPROCESSABLE_ENTITY}
        listed = office.get("/konverze/", {"search": text, "page": text, "state": text})
        assert listed.status_code == HTTPStatus.OK
