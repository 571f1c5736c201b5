"""The whole way in Chromium: an official converts three scans, a stranger verifies the output."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.desk import Desk
from browser.installation import Installation
from browser.watching import Strangers

DESIGNATION = "Rozhodnutí Krajského úřadu, č. j. KU/1234/2026"

pytestmark = pytest.mark.browser


def test_an_official_converts_three_scans_and_a_stranger_verifies_the_output(
    installation: Installation, page: Page, strangers: Strangers, tmp_path: Path
) -> None:
    desk = Desk(page=page, installation=installation)
    desk.sign_in()
    desk.open_case(agenda_code="A1021", purpose="vedení elektronického spisu", reference_number="KU/1234/2026")
    desk.answer_favourably()
    desk.upload(installation.scans)
    desk.state_page_count(len(installation.scans))
    desk.compare_all_pages_by_keyboard()
    desk.describe(designation=DESIGNATION)
    desk.look_at_preview(page_count=len(installation.scans) + 1)
    desk.sign()
    number, check_code = desk.result()
    output = desk.download(tmp_path)
    assert DESIGNATION not in page.url

    stranger = strangers.page()
    stranger.goto(f"{installation.base_url}/overeni/")
    stranger.get_by_label("Pořadové číslo").fill(number)
    # Typed as people do: lower case, grouped, the digit 0 as the letter O.
    stranger.get_by_label("Kontrolní kód").fill(f"{check_code[:5]} {check_code[5:]}".lower().replace("0", "o"))
    stranger.get_by_role("main").get_by_role("button", name="Ověřit doložku").click()
    expect(stranger.get_by_text("Doložka je zapsána v evidenci.")).to_be_visible()
    expect(stranger.get_by_text(number, exact=True)).to_be_visible()
    expect(stranger.get_by_text("ZKUŠEBNÍ VÝSTUP – NEMÁ PRÁVNÍ ÚČINKY")).to_be_visible()
    expect(stranger.get_by_text(DESIGNATION)).to_have_count(0)

    sent = _requests_of(stranger)
    assert _verdict(stranger, output, "genuine.pdf") == "same"
    content = output.read_bytes()
    assert _verdict(stranger, _written(tmp_path / "longer.pdf", content + b"\n% later"), "longer.pdf") == "extended"
    changed = content[:2000] + bytes([content[2000] ^ 1]) + content[2001:]
    assert _verdict(stranger, _written(tmp_path / "changed.pdf", changed), "changed.pdf") == "different"
    assert _verdict(stranger, _written(tmp_path / "shorter.pdf", content[:-1]), "shorter.pdf") == "different"
    assert sent == [], "the comparison of a file sends nothing anywhere"


def test_a_wrong_check_code_shows_no_clause(installation: Installation, page: Page) -> None:
    page.goto(f"{installation.base_url}/overeni/")
    page.get_by_label("Pořadové číslo").fill("T1-1-260101000000")
    page.get_by_label("Kontrolní kód").fill("0000000000")
    page.get_by_role("main").get_by_role("button", name="Ověřit doložku").click()
    expect(page.get_by_role("alert")).to_contain_text("doložku nemáme")


def test_a_page_can_be_moved_by_drag_and_by_buttons_alike(installation: Installation, page: Page) -> None:
    desk = Desk(page=page, installation=installation)
    desk.sign_in()
    desk.open_case(agenda_code="A1021", purpose="vedení elektronického spisu")
    desk.answer_favourably()
    desk.upload(installation.scans)
    first, second, third = (scan.name for scan in installation.scans)
    assert desk.page_order() == [first, second, third]
    page.get_by_role("button", name="Posunout stranu 1 níž").click()
    desk.expect_order([second, first, third])
    desk.drag(from_position=3, to_position=1)
    desk.expect_order([third, second, first])
    page.get_by_role("button", name="Vyřadit stranu 2").click()
    desk.expect_order([third, first])
    page.get_by_text("Vyřazené strany").click()
    page.get_by_role("button", name="Vrátit vyřazenou").click()
    desk.expect_order([third, first, second])


def test_every_step_works_without_scripts(installation: Installation, strangers: Strangers) -> None:
    page = strangers.page(scripts=False)
    desk = Desk(page=page, installation=installation)
    desk.sign_in()
    desk.open_case(agenda_code="A1021", purpose="vedení elektronického spisu")
    desk.answer_favourably()
    page.locator("input[type=file]").set_input_files(list(installation.scans[:2]))
    page.get_by_role("button", name="Nahrát soubory").click()
    assert desk.page_order() == [scan.name for scan in installation.scans[:2]]
    page.get_by_role("button", name="Posunout stranu 2 výš").click()
    assert desk.page_order() == [scan.name for scan in reversed(installation.scans[:2])]
    desk.state_page_count(2)
    for _ in range(2):
        page.get_by_role("button", name="Strana souhlasí").click()
    desk.declare_agreement()
    desk.describe(designation=DESIGNATION)
    expect(page.get_by_role("link", name="Pokračovat k podpisu")).to_be_visible()


def _verdict(page: Page, file: Path, name: str) -> str:
    result = page.locator("[data-result]")
    page.evaluate("document.querySelector('[data-result]').removeAttribute('data-outcome')")
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": file.read_bytes()}
    )
    expect(result).to_have_attribute("data-outcome", re.compile("same|extended|different|failed"))
    return result.get_attribute("data-outcome") or ""


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _requests_of(page: Page) -> list[str]:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    return sent
