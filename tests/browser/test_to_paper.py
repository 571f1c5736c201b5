"""The other way in Chromium: an official receives a signed document, compares, prints and affirms it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.desk import Desk
from browser.documents import write_decision
from browser.installation import Installation
from browser.paper_desk import EXAMINED_WITHIN_MS, PaperDesk
from browser.test_every_page import PICTURES, Examiner
from browser.watching import Strangers
from fixtures.data_messages import Attached, DataMessages, MessagePlan
from fixtures.hostile_pdfs import catalogue, made, script
from fixtures.signed_inputs import SignedInputs
from listina.trust.signers import SoftwareKey
from listina.trust.timestamps import TimestampClient
from trust import attacks

DESIGNATION = "Rozhodnutí Městského úřadu Lhota, č. j. MUL/1234/2026"
PURPOSE = "vyvěšení na úřední desce"

pytestmark = pytest.mark.browser


@pytest.fixture
def decision(tmp_path: Path, timestamp_client: TimestampClient, official_key: SoftwareKey) -> Path:
    """Return a signed decision of two pages, one of which prints otherwise than it is shown."""
    source = write_decision(tmp_path / "rozhodnuti.pdf")
    return SignedInputs(source=source, client=timestamp_client).signed(official_key).rename(source)


def _desk(installation: Installation, page: Page) -> PaperDesk:
    desk = Desk(page=page, installation=installation)
    desk.sign_in()
    return PaperDesk(desk=desk)


def test_an_official_carries_a_signed_document_to_paper_and_a_stranger_verifies_the_clause(
    installation: Installation, page: Page, strangers: Strangers, decision: Path
) -> None:
    desk = _desk(installation, page)
    desk.open_case(purpose=PURPOSE)
    desk.receive(decision)
    desk.go_to_report()
    expect(page.locator("[data-verdict]")).to_have_attribute("data-verdict", "valid")
    desk.consent()
    page.get_by_role("link", name="Pokračovat", exact=True).click()
    desk.answer_favourably()
    desk.describe(DESIGNATION)
    desk.compare_by_keyboard()
    number = desk.prepare()
    desk.print()
    desk.print_clause_again()
    desk.affirm()
    expect(page.locator("[data-number]")).to_have_text(number)
    assert DESIGNATION not in page.url

    stranger = strangers.page()
    stranger.goto(page.locator("a[data-verification]").first.get_attribute("href") or "")
    expect(stranger.get_by_text(number, exact=True)).to_be_visible()
    expect(stranger.get_by_text(DESIGNATION)).to_have_count(0)


def test_a_dropped_file_is_sent_at_once(installation: Installation, page: Page, decision: Path) -> None:
    desk = _desk(installation, page)
    desk.open_case(purpose=PURPOSE)
    content = list(decision.read_bytes())
    page.evaluate(
        """content => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array(content)], "pretazeny.pdf", {type: "application/pdf"}));
            document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", {dataTransfer: transfer}));
        }""",
        content,
    )
    expect(page.locator("dd", has_text="pretazeny.pdf")).to_be_visible(timeout=EXAMINED_WITHIN_MS)


def test_every_step_to_paper_works_without_scripts(
    installation: Installation, strangers: Strangers, decision: Path
) -> None:
    page = strangers.page(scripts=False)
    desk = _desk(installation, page)
    desk.open_case(purpose=PURPOSE)
    page.locator("input[type=file]").set_input_files(decision)
    page.get_by_role("button", name="Nahrát soubor").click()
    page.get_by_role("link", name="Pokračovat", exact=True).click()
    for _ in range(120):
        if page.locator(".verdict").count():
            break
        page.wait_for_timeout(500)
        page.get_by_role("link", name="Zjistit, jak je to daleko").click()
    desk.consent()
    page.get_by_role("link", name="Pokračovat", exact=True).click()
    desk.answer_favourably()
    desk.describe(DESIGNATION)
    page.get_by_role("button", name="Strana souhlasí").click()
    desk.prepare()
    with desk.another_tab():
        page.get_by_role("button", name="Vytisknout", exact=True).click()
    page.get_by_role("link", name="Po vytištění načtěte stránku znovu").click()
    desk.affirm()


def test_every_page_to_paper_fits_and_is_accessible(
    installation: Installation, strangers: Strangers, decision: Path, tmp_path: Path
) -> None:
    page = strangers.page(policy=False)
    PICTURES.mkdir(parents=True, exist_ok=True)
    desk, examiner = _desk(installation, page), Examiner(page=page)
    page.goto(f"{installation.base_url}/konverze/nova/")
    examiner.examine("new")
    desk.open_case(purpose=PURPOSE)
    case = re.sub(r"vstup/$", "", page.url)
    examiner.examine("paper-1-empty")
    page.goto(f"{case}porovnani-tisku/")
    examiner.examine("paper-5-empty")
    page.goto(f"{case}vstup/")
    letter = tmp_path / "dopis.docx"
    letter.write_bytes(b"PK\x03\x04" + bytes(500))
    page.get_by_label("Vybrat soubor").set_input_files(letter)
    page.get_by_role("alert").wait_for()
    examiner.examine("paper-1-refused")
    page.goto(f"{case}vstup/")
    desk.receive(decision)
    page.get_by_text("Byl vstup v datové zprávě, kterou nemáte?").click()
    examiner.examine("paper-1")
    desk.go_to_report()
    examiner.examine("paper-2")
    desk.consent()
    page.get_by_role("link", name="Pokračovat", exact=True).click()
    examiner.examine("paper-3")
    desk.answer_favourably()
    examiner.examine("paper-4")
    desk.describe(DESIGNATION)
    desk.expect_pictures()
    examiner.examine("paper-5")
    desk.compare_by_keyboard()
    page.get_by_role("link", name="Pokračovat k tisku").click()
    examiner.examine("paper-6-prepare")
    page.goto(f"{case}porovnani-tisku/")
    desk.prepare()
    examiner.examine("paper-6-print")
    desk.print()
    page.get_by_text("Výtisk se nepovedl?").click()
    examiner.examine("paper-6-affirm")
    desk.affirm()
    examiner.examine("paper-7")
    _examine_afterwards(page, examiner)
    page.goto(f"{installation.base_url}/konverze/")
    examiner.examine("cases-both-directions")


def _examine_afterwards(page: Page, examiner: Examiner) -> None:
    page.get_by_role("button", name="Předáno").click()
    page.get_by_text("Vstup a soubor k tisku tu budou do").wait_for()
    examiner.examine("paper-7-handed-over")
    page.get_by_role("button", name="Vyhotovit další stejnopis").click()
    page.locator(".verdict").wait_for(timeout=EXAMINED_WITHIN_MS)
    page.get_by_role("button", name="Odložit a ověřit znovu").click()
    page.get_by_text("Znovu ověříme").wait_for()
    examiner.examine("paper-2-postponed")


def test_a_document_that_may_not_be_converted_stops_on_an_accessible_page(
    installation: Installation, strangers: Strangers, decision: Path, tmp_path: Path
) -> None:
    page = strangers.page(policy=False)
    PICTURES.mkdir(parents=True, exist_ok=True)
    desk, examiner = _desk(installation, page), Examiner(page=page)
    content = decision.read_bytes()
    changed = tmp_path / "zmenene.pdf"
    changed.write_bytes(content.replace(b"konverze", b"konverzi", 1) if b"konverze" in content else _shifted(content))
    for name, path in (("broken", changed), ("script", made(tmp_path / "skript.pdf", catalogue(OpenAction=script())))):
        page.goto(f"{installation.base_url}/konverze/")
        desk.open_case(purpose=PURPOSE)
        desk.receive(path)
        desk.go_to_report()
        page.get_by_text("Konverzi nelze provést").first.wait_for()
        examiner.examine(f"paper-2-{name}")
    page.get_by_role("button", name="Konverzi neprovést").click()
    page.get_by_role("heading", name="Záznam o neprovedení konverze").wait_for()
    examiner.examine("paper-refused")


def test_a_message_and_a_document_of_unknown_integrity_are_accessible_too(
    installation: Installation, strangers: Strangers, decision: Path, data_messages: DataMessages
) -> None:
    page = strangers.page(policy=False)
    PICTURES.mkdir(parents=True, exist_ok=True)
    desk, examiner = _desk(installation, page), Examiner(page=page)
    content = attacks.revise(decision.read_bytes(), attacks.add_orphan)
    files = (
        Attached(name="Rozhodnutí o příspěvku na opravu střechy.pdf", content=content),
        Attached(name="Příloha č. 1 – výkaz výměr.pdf", content=content, role="enclosure"),
    )
    desk.open_case(purpose=PURPOSE)
    desk.receive(data_messages.message(MessagePlan(files=files)))
    examiner.examine("paper-1-message")
    page.get_by_label("Rozhodnutí o příspěvku").check()
    page.get_by_role("button", name="Vybrat přílohu").click()
    expect(page.get_by_role("heading", name="Rozhodněte, zda pokračovat")).to_be_visible(timeout=EXAMINED_WITHIN_MS)
    page.get_by_role("button", name="Pokračovat v konverzi").click()
    page.locator(".field__error").wait_for()
    examiner.examine("paper-2-undecided")
    page.get_by_label("Důvod rozhodnutí").fill("Přidaný objekt se nikde nezobrazuje.")
    page.get_by_role("button", name="Pokračovat v konverzi").click()
    expect(page.get_by_text("Přidaný objekt se nikde nezobrazuje.")).to_be_visible()


def _shifted(content: bytes) -> bytes:
    """Return the file with another width of the first page."""
    return content.replace(b"/MediaBox [ 0 0 595", b"/MediaBox [ 0 0 596", 1)
