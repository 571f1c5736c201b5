"""Step 5 of a conversion to paper: each page as shown beside the same page as printed."""

from __future__ import annotations

from io import BytesIO

import pikepdf
from PIL import Image, ImageChops

from fixtures.paper_web import PaperOffice


def test_before_the_examination_there_is_nothing_to_compare(paper_office: PaperOffice) -> None:
    case = paper_office.received_case(paper_office.signed())
    assert "Zatím není co porovnávat" in paper_office.get(f"{case}porovnani-tisku/")


def test_a_page_that_prints_as_shown_needs_no_verdict(paper_office: PaperOffice) -> None:
    case = paper_office.examined_case()
    page = paper_office.get(f"{case}porovnani-tisku/")
    assert "Vytiskne se tak, jak se zobrazuje." in page
    assert "Strana souhlasí" not in page
    assert "Strana 2" in paper_office.get(f"{case}porovnani-tisku/", {"strana": "2"})


def test_a_page_that_prints_as_shown_may_still_be_said_to_disagree(paper_office: PaperOffice) -> None:
    case = paper_office.ready_case()
    answer = paper_office.post(f"{case}porovnani-tisku/1/", {"decision": "no"})
    page = paper_office.office.get(answer["Location"]).content.decode()
    assert "Označili jste: strana nesouhlasí." in page
    assert "Vyžádejte si jiný dokument, nebo konverzi zrušte." in page
    assert "otázku o odlišném tisku" not in page
    assert "Pokračovat k tisku" not in page
    paper_office.post(f"{case}porovnani-tisku/1/", {"decision": "yes"})
    assert paper_office.office.view(case).missing == ()


def test_the_step_is_not_done_while_an_earlier_one_lacks_something(paper_office: PaperOffice) -> None:
    def state(case: str) -> str:
        label = paper_office.get(f"{case}vstup/").partition("</main>")[0].partition("Porovnání")[0]
        return label.rpartition('data-state="')[2].partition('"')[0]

    assert state(paper_office.examined_case()) == "ahead"
    assert state(paper_office.ready_case()) == "done"


def test_a_difference_is_named_and_decided(paper_office: PaperOffice) -> None:
    case = paper_office.examined_case(paper_office.noted())
    page = paper_office.get(f"{case}porovnani-tisku/")
    [difference] = paper_office.paper(case).pages[0].differences
    assert difference.text.cs in page
    assert 'data-key="Enter s"' in page

    paper_office.post(f"{case}porovnani-tisku/1/", {"decision": "no"})
    assert paper_office.paper(case).pages[0].compared is False
    assert "Přejít k otázkám" in paper_office.get(f"{case}porovnani-tisku/", {"strana": "1"})
    paper_office.post(f"{case}porovnani-tisku/1/", {"decision": "yes"})
    assert paper_office.paper(case).pages[0].compared is True
    assert paper_office.post(f"{case}porovnani-tisku/1/").status_code == 400
    assert paper_office.post(f"{case}porovnani-tisku/99/", {"decision": "yes"}).status_code == 404


def test_both_pictures_of_a_page_are_sent_and_may_be_kept_by_the_browser(paper_office: PaperOffice) -> None:
    case = paper_office.examined_case(paper_office.noted())
    colours = {}
    for name in ("zobrazeno", "vytisteno"):
        answer = paper_office.office.get(f"{case}porovnani-tisku/1/{name}.jpg")
        assert answer["Content-Type"] == "image/jpeg"
        assert "private" in answer["Cache-Control"]
        picture = Image.open(BytesIO(answer.content))
        assert max(picture.size) == 1400
        red, green, _ = picture.convert("RGB").split()
        colours[name] = any(ImageChops.subtract(red, green).histogram()[80:])
    assert colours == {"zobrazeno": True, "vytisteno": False}
    assert paper_office.office.get(f"{case}porovnani-tisku/9/vytisteno.jpg").status_code == 404


def test_the_whole_print_is_previewed_with_its_clause_and_without_a_number(paper_office: PaperOffice) -> None:
    case = paper_office.ready_case()
    page = paper_office.get(f"{case}porovnani-tisku/")
    assert "Pokračovat k tisku" in page
    answer = paper_office.office.get(f"{case}porovnani-tisku/nahled.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    with pikepdf.open(BytesIO(answer.getvalue())) as preview:
        assert len(preview.pages) >= 3
    assert paper_office.office.view(case).number is None
