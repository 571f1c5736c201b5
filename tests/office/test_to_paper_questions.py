"""Steps 3 and 4 of a conversion to paper: the questions of the law, what the evidence says, how it is printed."""

from __future__ import annotations

import pikepdf

from fixtures.hostile_pdfs import attached, layered
from fixtures.paper import PAPER_ANSWERS
from fixtures.paper_web import DESCRIBED, PaperOffice
from fixtures.web import DESIGNATION


def test_the_questions_of_this_direction_are_asked(paper_office: PaperOffice) -> None:
    case = paper_office.examined_case()
    page = paper_office.get(f"{case}lze-prevest/")
    for question in paper_office.office.view(case).questions:
        assert f'name="{question.id}"' in page
    assert 'name="kind_of_original"' not in page
    assert "vyvěšení na úřední desce" in page


def test_a_print_that_differs_asks_one_more_question(paper_office: PaperOffice) -> None:
    case = paper_office.received_case(paper_office.noted())
    page = paper_office.get(f"{case}lze-prevest/")
    assert "Vstup se ještě ověřuje" in page
    assert 'name="print_lacks_content"' not in page
    paper_office.examine(case)
    page = paper_office.get(f"{case}lze-prevest/")
    assert "Vstup se ještě ověřuje" not in page
    assert 'name="print_lacks_content"' in page


def test_a_refusing_answer_leads_to_the_record_and_a_favourable_one_on(paper_office: PaperOffice) -> None:
    case = paper_office.examined_case(paper_office.noted())
    asked = {question.id for question in paper_office.office.view(case).questions}
    answers = {key: PAPER_ANSWERS.get(key, "no") for key in asked}
    refusing = paper_office.post(f"{case}lze-prevest/", {**answers, "print_lacks_content": "yes"})
    assert refusing["Location"] == f"{case}lze-prevest/"
    assert "Konverzi neprovést" in paper_office.get(f"{case}lze-prevest/")
    assert paper_office.post(f"{case}lze-prevest/", answers)["Location"] == f"{case}udaje-o-vstupu/"


def test_questions_left_out_are_marked(paper_office: PaperOffice) -> None:
    case = paper_office.examined_case()
    page = paper_office.post(f"{case}lze-prevest/", {}).content.decode()
    assert "Ještě chybí" in page
    assert page.count("Odpovězte na tuto otázku.") == len(paper_office.office.view(case).questions)


def test_embedded_files_are_named_at_the_question_about_them(paper_office: PaperOffice) -> None:
    case = paper_office.examined_case(paper_office.made(attached))
    question = paper_office.get(f"{case}lze-prevest/").partition('name="embedded_files_carry_content"')[0]
    assert "smlouva.docx" in question.rpartition("<fieldset")[2]


def test_hidden_layers_are_named_at_the_question_about_them(paper_office: PaperOffice) -> None:
    case = paper_office.examined_case(paper_office.made(layered(state="OFF")))
    question = paper_office.get(f"{case}lze-prevest/").partition('name="hidden_layers_carry_content"')[0]
    assert "<bdi>Razítko</bdi>" in question.rpartition("<fieldset")[2]


def test_the_reason_to_give_up_names_the_paper_only_where_there_is_one(paper_office: PaperOffice) -> None:
    assert "předloha" not in paper_office.get(f"{paper_office.open_case()}zrusit/")
    office = paper_office.office
    assert "předloha se vrátila" in office.get(f"{office.open_case()}zrusit/").content.decode()


def test_a_colleague_reads_questions_and_facts_and_finds_no_button_to_save_them(paper_office: PaperOffice) -> None:
    from fixtures.database import make_official  # noqa: PLC0415  # models exist only after Django is set up

    case = paper_office.examined_case()
    colleague = paper_office.office.sign_in(make_official(paper_office.office.actor.authority_id, username="kolegyne"))
    for step, sent in (("lze-prevest/", dict(PAPER_ANSWERS)), ("udaje-o-vstupu/", DESCRIBED)):
        assert ">Pokračovat</button>" in paper_office.get(f"{case}{step}")
        page = colleague.get(f"{case}{step}").content.decode()
        assert "Zpět" in page
        assert ">Pokračovat</button>" not in page
        assert colleague.post(f"{case}{step}", sent).status_code == 403
    view = paper_office.office.view(case)
    assert (dict(view.answers), view.designation) == ({}, "")


def test_what_the_conversion_is_for_is_changed_from_here(paper_office: PaperOffice) -> None:
    case = paper_office.open_case()
    assert f'href="{case}zadani/"' in paper_office.get(f"{case}lze-prevest/")
    assert 'name="direction"' not in paper_office.get(f"{case}zadani/")
    changed = paper_office.post(f"{case}zadani/", {"agenda_code": "A2", "purpose": "Spisovna"})
    assert changed["Location"] == f"{case}lze-prevest/"
    assert paper_office.office.view(case).purpose == "Spisovna"


def test_the_evidence_asks_for_designation_and_date_but_for_no_untransferable_element(
    paper_office: PaperOffice,
) -> None:
    case = paper_office.examined_case()
    page = paper_office.get(f"{case}udaje-o-vstupu/")
    assert 'name="designation"' in page
    assert 'name="date_stated"' in page
    assert "elements_stated" not in page
    assert 'name="reduced"' not in page

    assert paper_office.post(f"{case}udaje-o-vstupu/", {**DESCRIBED, "designation": ""}).status_code == 200
    assert paper_office.office.view(case).designation == ""
    future = {**DESCRIBED, "date_stated": "dated", "year": "9998"}
    assert "Datum je v budoucnosti." in paper_office.post(f"{case}udaje-o-vstupu/", future).content.decode()
    assert paper_office.office.view(case).designation == ""
    saved = paper_office.post(f"{case}udaje-o-vstupu/", DESCRIBED)
    assert saved["Location"] == f"{case}porovnani-tisku/"
    assert paper_office.office.view(case).designation == DESIGNATION


def test_pages_larger_than_a4_are_offered_to_be_reduced(paper_office: PaperOffice) -> None:
    def enlarge(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj.MediaBox = pikepdf.Array([0, 0, 842, 1191])

    case = paper_office.examined_case(paper_office.made(enlarge))
    assert "Strana 2 (A3)" in paper_office.get(f"{case}udaje-o-vstupu/")
    wrong = paper_office.post(f"{case}udaje-o-vstupu/", {**DESCRIBED, "reduced": ["1"]})
    assert wrong.status_code == 200
    paper_office.post(f"{case}udaje-o-vstupu/", {**DESCRIBED, "sides": "one", "reduced": ["2"]})
    paper = paper_office.paper(case)
    assert [page.is_reduced for page in paper.pages] == [False, True]
    assert not paper.two_sided
    assert "checked" in paper_office.get(f"{case}udaje-o-vstupu/").partition('name="reduced"')[2].partition(">")[0]
