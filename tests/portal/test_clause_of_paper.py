"""What a stranger learns of a clause of paper, and how the input can be compared with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from playwright.sync_api import Page, Route, expect, sync_playwright

from fixtures.paper import PaperHouse
from fixtures.pki import PIN
from fixtures.web import HOST, browser
from listina.law.directions import Direction
from listina.law.paper.sheet import (
    LABEL_FILE_NAME,
    LABEL_INPUT_DIGEST,
    LABEL_OUTPUT_PAGES,
    MESSAGE_TITLE,
    OTHERWISE_TITLE,
    SIGNATURES_TITLE,
    TIMESTAMPS_TITLE,
    TO_PAPER_TITLE,
)
from listina.law.wording import (
    LABEL_AUTHORITY,
    LABEL_CHECK_CODE,
    LABEL_DRAWN_UP_ON,
    LABEL_NUMBER,
    LABEL_OFFICIAL,
)
from listina.portal.sheets import clause_sheet, standing_line
from listina.register.queries import PublicClause
from listina.site import composition, middleware
from listina.trust.demo_pki import DemoPki
from listina.trust.signers import SoftwareKey

STATIC = Path(__file__).parents[2] / "src" / "listina" / "portal" / "static"
CHROMIUM = "/usr/bin/chromium"


@pytest.fixture
def given(paper_house: PaperHouse, official_key: SoftwareKey) -> Path:
    return paper_house.inputs.signed(official_key)


@pytest.fixture
def registered(paper_house: PaperHouse, given: Path) -> UUID:
    return paper_house.affirmed_case(given)


@pytest.fixture
def clause(paper_house: PaperHouse, registered: UUID) -> PublicClause:
    found = paper_house.house.public_clause(paper_house.view(registered))
    assert found is not None
    return found


@pytest.fixture
def content(clause: PublicClause, demo_pki: DemoPki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the page, asked for before a browser starts, whose loop forbids database work in this thread."""
    environment = replace(settings.ENVIRONMENT, pki_pin=PIN, pki_folder=demo_pki.folder, storage_folder=tmp_path)
    services = composition.build(environment)
    monkeypatch.setattr(middleware, "services", lambda: services)
    answer = browser().get(f"/overeni/{clause.number}/{clause.check_code}/", secure=True)
    assert answer.status_code == HTTPStatus.OK
    return str(answer.content.decode())


def test_the_sheet_says_direction_pages_statements_and_the_digest_of_the_input(
    clause: PublicClause, paper_house: PaperHouse, registered: UUID
) -> None:
    sheet = clause_sheet(clause, "https://listina.test/overeni/x/y/")
    rows = {row.label: row.value for row in sheet.rows}
    document, printed = paper_house.paper(registered).document, paper_house.paper(registered).printed
    assert document is not None
    assert printed is not None
    assert sheet.title == TO_PAPER_TITLE
    assert rows[LABEL_INPUT_DIGEST] == document.sha256
    assert rows[LABEL_OUTPUT_PAGES] == (
        f"{printed.page_count} (převedený dokument {printed.document_page_count}, doložka {printed.clause_page_count})"
    )
    assert {row.label: row.value for row in sheet.rows}.items() >= dict(clause.statements).items()
    assert sheet.watermark is not None


def test_the_rows_stand_in_the_order_of_the_paper(clause: PublicClause) -> None:
    assert [row.label for row in clause_sheet(clause, "https://listina.test/overeni/x/y/").rows] == [
        LABEL_NUMBER,
        LABEL_AUTHORITY,
        LABEL_FILE_NAME,
        LABEL_OUTPUT_PAGES,
        LABEL_DRAWN_UP_ON,
        LABEL_CHECK_CODE,
        LABEL_INPUT_DIGEST,
        MESSAGE_TITLE,
        SIGNATURES_TITLE,
        OTHERWISE_TITLE,
        TIMESTAMPS_TITLE,
        LABEL_OFFICIAL,
    ]


def test_the_page_tells_the_statements_without_the_designation(
    clause: PublicClause, content: str, paper_house: PaperHouse, registered: UUID
) -> None:
    assert "Doložka konverze do dokumentu v listinné podobě" in content
    assert "Podpisy, pečetě a značky" in content
    assert standing_line("confirmed", Direction.TO_PAPER).sentence in content
    assert f'data-sha256="{clause.content_digest}"' in content
    assert "data-length" not in content
    assert clause.sha256 not in content
    assert paper_house.view(registered).designation not in content


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--headless", "--no-sandbox"])
        yield chromium.new_page()
        chromium.close()


@pytest.mark.parametrize(
    ("appended", "outcome"), [(b"", "same"), (b"\n", "different")], ids=["the input", "a byte more"]
)
def test_the_input_dropped_on_the_page_is_compared_with_its_digest(  # noqa: PLR0917  # fixtures are named
    content: str, given: Path, page: Page, tmp_path: Path, appended: bytes, outcome: str
) -> None:
    def answer(route: Route) -> None:
        path = STATIC / route.request.url.partition("/static/")[2]
        if path.is_file():
            route.fulfill(path=path)
        else:
            route.fulfill(body=content, content_type="text/html; charset=utf-8")

    page.route("**/*", answer)
    page.goto(f"https://{HOST}/overeni/")
    dropped = tmp_path / "vstup.pdf"
    dropped.write_bytes(given.read_bytes() + appended)
    page.set_input_files("#soubor-k-overeni", dropped)
    expect(page.locator("[data-result]")).to_have_attribute("data-outcome", outcome)
