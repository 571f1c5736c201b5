"""Every answer carries the headers that keep browsers from doing more than the page needs: pages, files, refusals."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from fixtures.paper_web import PaperOffice
from fixtures.web import browser


def _require_headers(answer: Any) -> None:
    policy = {part.split()[0]: part.split()[1:] for part in answer["Content-Security-Policy"].split("; ")}
    assert policy["default-src"] == ["'self'"]
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == ["'none'"]
    assert not {"script-src", "style-src", "connect-src"} & policy.keys()
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["X-Request-Id"]


def test_pages_and_refusals_for_strangers(paper_office: PaperOffice) -> None:
    assert paper_office
    visitor = browser()
    for path, status in (
        ("/overeni-dokumentu/", 200),
        ("/overeni-dokumentu/abc/1/", 404),
        ("/overeni-dokumentu/abc/1/zprava.json", 404),
        ("/prihlaseni/", 200),
        ("/nic-tu-neni/", 404),
        ("/konverze/", 302),
    ):
        answer = visitor.get(path, secure=True)
        assert answer.status_code == status, path
        _require_headers(answer)


def test_pages_pictures_and_files_of_a_conversion_to_paper(paper_office: PaperOffice) -> None:
    case = paper_office.examined_case(paper_office.signed())
    for path in ("vstup/", "overeni-vstupu/", "porovnani-tisku/1/zobrazeno.jpg", "porovnani-tisku/nahled.pdf"):
        with closing(paper_office.office.get(f"{case}{path}")) as answer:
            assert answer.status_code == 200, path
            _require_headers(answer)
