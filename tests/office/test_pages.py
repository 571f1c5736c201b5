"""Step 2: scans become pages."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from fixtures.web import Office, scan

JSON = {"accept": "application/json"}


def test_scans_sent_together_become_pages_in_their_order(office: Office) -> None:
    case = office.open_case()
    answer = office.post(f"{case}strany/pridat/", {"pages": [scan(1), scan(2), scan(3)]})
    assert answer["Location"] == f"{case}strany/"
    assert [page.filename for page in office.view(case).pages] == ["sken-1.jpg", "sken-2.jpg", "sken-3.jpg"]


def test_a_request_repeated_after_a_lost_answer_attaches_the_page_once(office: Office) -> None:
    case, sender_id = office.open_case(), str(uuid4())
    for _ in range(2):
        answer = office.post(f"{case}strany/pridat/", {"pages": scan(1), "client_page_id": sender_id}, **JSON)
        assert answer.status_code == 201
    assert len(office.view(case).pages) == 1


def test_a_file_that_is_no_scan_is_refused_in_a_sentence(office: Office) -> None:
    case = office.open_case()
    letter = SimpleUploadedFile("dopis.docx", b"PK\x03\x04 not a scan", "application/octet-stream")
    answer = office.post(f"{case}strany/pridat/", {"pages": letter}, **JSON)
    assert answer.status_code == 422
    assert answer.json()["problem"]
    assert office.view(case).pages == ()
    letter.seek(0)
    page = office.post(f"{case}strany/pridat/", {"pages": letter})
    assert page.status_code == 422
    assert answer.json()["problem"] in page.content.decode()


def test_the_count_of_pages_is_not_filled_in_for_the_official(office: Office) -> None:
    case = office.open_case()
    office.post(f"{case}strany/pridat/", {"pages": [scan(1), scan(2)]})
    text = office.get(f"{case}strany/").content.decode()
    field = text[text.index('name="count"') :].split(">")[0]
    assert "value=" not in field


def test_a_count_that_differs_is_told(office: Office) -> None:
    case = office.open_case()
    office.post(f"{case}strany/pridat/", {"pages": [scan(1), scan(2)]})
    office.post(f"{case}strany/pocet/", {"count": "3"})
    assert "uvedli jste 3" in office.get(f"{case}strany/").content.decode()


@pytest.mark.parametrize("count", ["0", "-1", "501", "dvě", ""])
def test_a_count_that_is_no_count_is_refused(office: Office, count: str) -> None:
    case = office.open_case()
    assert office.post(f"{case}strany/pocet/", {"count": count}).status_code == 422
    assert office.view(case).stated_page_count is None


def test_pages_are_moved_turned_removed_and_restored(office: Office) -> None:
    case = office.open_case()
    office.post(f"{case}strany/pridat/", {"pages": [scan(1), scan(2)]})
    first = office.view(case).pages[0].id
    office.post(f"{case}strany/{first}/presunout/", {"position": "2"})
    office.post(f"{case}strany/{first}/otocit/", {"degrees": "-90"})
    assert [page.filename for page in office.view(case).pages] == ["sken-2.jpg", "sken-1.jpg"]
    assert office.view(case).pages[1].rotation == 270
    office.post(f"{case}strany/{first}/vyradit/")
    assert len(office.view(case).pages) == 1
    office.post(f"{case}strany/{first}/vratit/")
    assert len(office.view(case).pages) == 2


@pytest.mark.parametrize(
    ("action", "data"),
    [("presunout", {"position": "0"}), ("otocit", {"degrees": "45"}), ("rozliseni", {"dpi": "7"}), ("prazdna", {})],
)
def test_a_forged_button_changes_nothing(office: Office, action: str, data: dict[str, str]) -> None:
    case = office.open_case()
    office.post(f"{case}strany/pridat/", {"pages": scan(1)})
    before = office.view(case).pages
    assert office.post(f"{case}strany/{before[0].id}/{action}/", data).status_code == 400
    assert office.view(case).pages == before


def test_a_scan_of_unknown_resolution_asks_for_it(office: Office) -> None:
    case = office.open_case()
    office.post(f"{case}strany/pridat/", {"pages": scan(1, dpi=None)})
    page = office.view(case).pages[0]
    assert "Na kolik dpi byla naskenována?" in office.get(f"{case}strany/").content.decode()
    office.post(f"{case}strany/{page.id}/rozliseni/", {"dpi": "200"})
    assert "Na kolik dpi byla naskenována?" not in office.get(f"{case}strany/").content.decode()


@pytest.mark.parametrize(("size", "longest"), [("thumbnail", 320), ("screen", 1600)])
def test_a_page_is_shown_in_the_size_asked_for(office: Office, size: str, longest: int) -> None:
    case = office.open_case()
    office.post(f"{case}strany/pridat/", {"pages": scan(1)})
    page = office.view(case).pages[0]
    answer = office.get(f"{case}strany/{page.id}/obraz/{size}/")
    assert answer["Content-Type"] == "image/jpeg"
    assert "private" in answer["Cache-Control"]
    assert len(answer.content) > longest
    assert office.get(f"{case}strany/{page.id}/obraz/original/").status_code == 404
