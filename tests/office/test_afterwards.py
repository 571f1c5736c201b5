"""After registration, on the web: hand-over, corrections, error marks, replacement."""

from __future__ import annotations

from typing import Any

import pytest

from fixtures.database import make_official
from fixtures.web import DESIGNATION, Office, browser, case_id
from listina.conversions.models import Case
from listina.database.scope import authority_scope

TYPED = {
    "designation": "Usnesení Obecního úřadu Lhota",
    "date_stated": "dated",
    "month": "3",
    "year": "2026",
    "fee_stated": "exempt",
    "exemption": "§ 23 odst. 2 zákona č. 300/2008 Sb.",
    "reason": "překlep v označení",
}


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def _public(office: Office, case: str) -> str:
    view = office.view(case)
    return _text(browser().get(f"/overeni/{view.number}/{view.check_code}/", secure=True))


@pytest.fixture
def colleague(office: Office) -> Office:
    """Return a second official of the same authority, signed in."""
    return office.sign_in(make_official(office.actor.authority_id, given_names="Petr", family_name="Svoboda"))


@pytest.fixture
def stranger(office: Office) -> Office:
    """Return an official of another authority, signed in."""
    return office.sign_in(make_official(given_names="Karel", family_name="Cizí"))


def test_a_correction_is_looked_at_before_it_is_entered(office: Office) -> None:
    case = office.registered_case()
    page = _text(office.get(f"{case}evidence/"))
    assert DESIGNATION in page
    review = _text(office.post(f"{case}evidence/", TYPED))
    assert f"<del>{DESIGNATION}</del>" in review
    assert "<ins>Usnesení Obecního úřadu Lhota</ins>" in review
    assert "Zapsat opravu" in review
    assert office.view(case).designation == DESIGNATION

    assert office.post(f"{case}evidence/", {**TYPED, "entered": "yes"})["Location"] == f"{case}predani/"
    result = _text(office.get(f"{case}predani/"))
    assert "Opravit údaj v evidenci" in result
    assert f"<del>{DESIGNATION}</del>" in result
    assert "překlep v označení" in result
    assert "Usnesení" in _text(office.get("/konverze/"))
    public = _public(office, case)
    assert "opravil údaj v evidenci" in public
    assert "Usnesení" not in public
    assert "překlep" not in public


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"reason": ""}, "Uveďte důvod."),
        ({"designation": ""}, "Uveďte, jak je dokument označen."),
        ({"designation": "Rozhodnutí o 815203/7212"}, "rodné číslo"),
        ({"day": "31", "month": "2"}, "datum"),
        ({"fee_stated": "paid", "amount": "0", "document_number": ""}, "Uveďte uhrazenou částku."),
        ({"exemption": ""}, "podle čeho"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_entered(office: Office, change: dict[str, str], sentence: str) -> None:
    case = office.registered_case()
    text = _text(office.post(f"{case}evidence/", {**TYPED, **change, "entered": "yes"}))
    assert sentence in text
    assert office.services.afterwards.view(office.actor, case_id(case)).entries == ()


def test_a_paid_fee_is_entered_with_a_czech_comma(office: Office) -> None:
    case = office.registered_case()
    paid = {**TYPED, "fee_stated": "paid", "amount": "30,50", "document_number": "P/17"}
    review = _text(office.post(f"{case}evidence/", paid))
    assert "30,50\u00a0Kč, doklad č.\u00a0P/17" in review
    assert 'value="30,50"' in review
    assert office.post(f"{case}evidence/", {**paid, "entered": "yes"}).status_code == 302


def test_an_output_is_marked_erroneous_by_a_colleague(office: Office, colleague: Office) -> None:
    case = office.registered_case()
    office.post(f"{case}chybny-vystup/", {"reason": "chybí druhá strana"})
    asked = office.services.afterwards.view(office.actor, case_id(case)).request
    page = f"{case}chybny-vystup/{asked.id}/"
    assert "Vzít návrh zpět" in _text(office.get(page))
    assert office.post(page, {"decision": "confirm"}).status_code == 422
    assert "zapsána v evidenci" in _public(office, case)

    assert "čeká 1 návrh" in _text(colleague.get("/konverze/"))
    assert "návrh" not in _text(office.get("/konverze/"))
    assert page in _text(colleague.get("/konverze/k-rozhodnuti/"))
    assert "Potvrdit, že je výstup chybný" in _text(colleague.get(page))
    assert colleague.post(page, {"decision": "confirm"}).status_code == 302

    public = _public(office, case)
    assert "Subjekt oznámil, že výstup byl vyhotoven chybně." in public
    assert "druhá strana" not in public
    assert "zrušen" not in public.lower()
    assert "Výstup je označený za chybný" in _text(office.get(f"{case}predani/"))
    assert "Označená za chybnou" in _text(office.get("/konverze/"))
    assert "Na rozhodnutí nic nečeká." in _text(colleague.get("/konverze/k-rozhodnuti/"))


def test_later_entries_are_told_in_english_too(office: Office, colleague: Office) -> None:
    case, newer = office.registered_case(), office.registered_case()
    office.post(f"{case}chybny-vystup/", {"reason": "chybí druhá strana"})
    asked = office.services.afterwards.view(office.actor, case_id(case)).request
    colleague.post(f"{case}chybny-vystup/{asked.id}/", {"decision": "confirm"})
    number = office.view(newer).number
    office.post(f"{case}nahradit/", {"number": number, "reason": "převedeno znovu"})
    view = office.view(case)
    english = {"accept-language": "en"}
    text = _text(browser().get(f"/overeni/{view.number}/{view.check_code}/", secure=True, headers=english))
    assert "The authority announced that the output was made erroneously." in text
    assert f"It is replaced by output no. {number}." in text
    assert "chybně" not in text


def test_a_proposal_is_taken_back_or_not_confirmed(office: Office, colleague: Office) -> None:
    case = office.registered_case()
    for who, decision in ((office, "withdraw"), (colleague, "reject")):
        office.post(f"{case}chybny-vystup/", {"reason": "chybí druhá strana"})
        asked = office.services.afterwards.view(office.actor, case_id(case)).request
        assert who.post(f"{case}chybny-vystup/{asked.id}/", {"decision": decision}).status_code == 302
        assert who.get(f"{case}chybny-vystup/{asked.id}/").status_code == 404
    assert "chybně" not in _public(office, case)


def test_a_replacement_is_told_on_both_public_pages(office: Office) -> None:
    old, new = office.registered_case(), office.registered_case()
    old_number, new_number = office.view(old).number, office.view(new).number
    reason = {"reason": "předloha byla neúplná"}
    wrong = office.post(f"{old}nahradit/", {"number": "T1-1-260101000000", **reason})
    assert "váš úřad nemá" in _text(wrong)
    assert office.post(f"{old}nahradit/", {"number": new_number, **reason}).status_code == 302
    assert f"Nahrazuje ho výstup č. {new_number}." in _public(office, old)
    assert "Výstup byl nahrazen jiným." in _public(office, old)
    assert f"Výstup nahrazuje dřívější výstup č. {old_number}." in _public(office, new)
    assert "Výstup je nahrazený" in _text(office.get(f"{old}predani/"))
    assert old_number in _text(office.get(f"{new}predani/"))


def test_a_hand_over_is_acknowledged_and_the_page_says_until_when_files_stay(office: Office) -> None:
    case = office.registered_case()
    assert "Teprve potom smažeme skeny." in _text(office.get(f"{case}predani/"))
    assert office.post(f"{case}predano/").status_code == 302
    text = _text(office.get(f"{case}predani/"))
    assert "Předáno " in text
    assert "Mgr. Jana Nováková" in text
    assert "Skeny tu budou do" in text
    assert "Podepsaný výstup tu bude do" in text


def test_only_a_real_download_is_noted(office: Office) -> None:
    case = office.registered_case()
    office.client.head(f"{case}vystup.pdf", secure=True).close()
    assert office.services.afterwards.view(office.actor, case_id(case)).downloaded_at is None
    office.get(f"{case}vystup.pdf").close()
    assert office.services.afterwards.view(office.actor, case_id(case)).downloaded_at is not None


def test_deleted_files_are_answered_with_when_they_went_and_what_stays(office: Office) -> None:
    case = office.registered_case()
    moment = office.view(case).registered_at
    page = office.view(case).pages[0].id
    with authority_scope(office.actor.authority_id):
        Case.objects.filter(id=case_id(case)).update(output_deleted_at=moment, scans_deleted_at=moment)
    for path in (f"{case}vystup.pdf", f"{case}strany/{page}/obraz/screen/"):
        answer = office.get(path)
        assert answer.status_code == 410
        assert "smazali" in _text(answer)
        assert f"{moment.year}" in _text(answer)
        assert "otisky" in _text(answer)
    result = _text(office.get(f"{case}predani/"))
    assert "Stáhnout výstup" not in result
    assert "Podepsaný výstup jsme smazali" in result
    assert office.view(case).output.sha256 in result


def test_another_authority_finds_none_of_these_pages(office: Office, stranger: Office) -> None:
    case = office.registered_case()
    office.post(f"{case}chybny-vystup/", {"reason": "chybí druhá strana"})
    asked = office.services.afterwards.view(office.actor, case_id(case)).request
    for path, data in (
        ("evidence/", TYPED),
        ("nahradit/", {"number": "x", "reason": "důvod"}),
        ("chybny-vystup/", {"reason": "důvod"}),
        (f"chybny-vystup/{asked.id}/", {"decision": "confirm"}),
        ("predano/", {}),
    ):
        assert stranger.post(f"{case}{path}", data).status_code == 404
    assert str(asked.id) not in _text(stranger.get("/konverze/k-rozhodnuti/"))
    view = office.services.afterwards.view(office.actor, case_id(case))
    assert (view.handed_over_at, view.entries, view.request) == (None, (), asked)


def test_an_unfinished_conversion_has_none_of_these_pages(office: Office) -> None:
    case = office.open_case()
    for path in ("evidence/", "nahradit/", "chybny-vystup/"):
        assert office.get(f"{case}{path}")["Location"] == case
    assert office.post(f"{case}predano/").status_code == 409
