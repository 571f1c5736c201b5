"""Step 7 of a conversion to paper: what is shown, and what can be converted next."""

from __future__ import annotations

from fixtures.data_messages import DataMessages
from fixtures.paper_web import PaperOffice
from office.test_to_paper_input import of_two


def test_the_result_shows_number_code_counts_digests_and_no_file_to_print(paper_office: PaperOffice) -> None:
    case = paper_office.registered_case()
    view, paper = paper_office.office.view(case), paper_office.paper(case)
    page = paper_office.get(f"{case}hotovo/")
    for told in (view.number, view.check_code, paper.document.sha256, paper.printed.sha256, "převedený dokument 2"):
        assert told in page
    assert f"/overeni/{view.number}" in page
    assert "Nezapomeňte na vstup" in page
    assert "Doklady o konverzi" in page
    assert "Co dál" not in page
    assert "Stáhnout výstup" not in page
    assert "vystup.pdf" not in page
    assert paper_office.office.get(f"{case}vystup.pdf").status_code in {404, 409, 410}


def test_before_the_registration_the_step_leads_back(paper_office: PaperOffice) -> None:
    case = paper_office.printed_case()
    assert paper_office.office.get(f"{case}hotovo/")["Location"] == case
    assert paper_office.office.get(case)["Location"] == f"{case}tisk/"


def test_what_is_stored_of_it_can_be_downloaded(paper_office: PaperOffice) -> None:
    case = paper_office.registered_case()
    page = paper_office.get(f"{case}hotovo/")
    for name in ("protokol.pdf", "udalosti.xml", "udalosti.json", "potvrzeni.json", "potvrzeni.p7s"):
        assert f'href="{case}{name}"' in page
        assert paper_office.office.get(f"{case}{name}").status_code == 200, name


def test_the_hand_over_is_acknowledged(paper_office: PaperOffice) -> None:
    case = paper_office.registered_case()
    answer = paper_office.office.client.post(f"{case}predano/", secure=True, follow=True)
    assert answer.redirect_chain[-1][0] == f"{case}hotovo/"
    assert "Vstup a soubor k tisku tu budou do" in answer.content.decode()


def test_another_original_is_a_conversion_of_the_same_document(paper_office: PaperOffice) -> None:
    case = paper_office.registered_case()
    other = paper_office.post(f"{case}dalsi-stejnopis/")["Location"].removesuffix("overeni-vstupu/")
    assert other != case
    assert paper_office.paper(other).document.sha256 == paper_office.paper(case).document.sha256
    assert paper_office.office.view(other).number is None


def test_the_next_attachment_of_the_message_is_offered(paper_office: PaperOffice, data_messages: DataMessages) -> None:
    case = paper_office.received_case(of_two(data_messages, paper_office.signed().read_bytes()))
    paper_office.post(f"{case}vstup/priloha/", {"position": "1"})
    paper_office.examine(case)
    paper_office.finish(case)
    page = paper_office.get(f"{case}hotovo/")
    assert "Převést další přílohu této zprávy" in page
    assert "priloha.pdf" in page
    assert "tabulka.xlsx" not in page
    other = paper_office.post(f"{case}dalsi-priloha/2/")["Location"].removesuffix("overeni-vstupu/")
    assert paper_office.paper(other).document.filename == "priloha.pdf"


def test_later_entries_are_made_from_here_and_lead_back(paper_office: PaperOffice) -> None:
    case = paper_office.registered_case()
    page = paper_office.get(f"{case}hotovo/")
    assert f'href="{case}chybny-vystup/"' in page
    assert f'href="{case}evidence/"' in page
    answer = paper_office.office.client.post(
        f"{case}chybny-vystup/", {"reason": "chybí razítko"}, secure=True, follow=True
    )
    assert answer.redirect_chain[-1][0] == f"{case}hotovo/"
    assert "Někdo navrhl označit výstup za chybný" in answer.content.decode()
