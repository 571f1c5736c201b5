"""The public check of a document in a browser: from the form to the printed report, on both widths."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.installation import Installation
from browser.test_every_page import PICTURES, Examiner
from browser.watching import Strangers
from fixtures.data_messages import Attached, DataMessages, MessagePlan
from fixtures.signed_inputs import SignedInputs
from listina.trust.signers import SoftwareKey

pytestmark = pytest.mark.browser


def check(page: Page, installation: Installation, document: Path) -> None:
    page.goto(f"{installation.base_url}/overeni-dokumentu/")
    page.get_by_label("PDF nebo datová zpráva").set_input_files(document)
    page.get_by_role("button", name="Ověřit dokument").click()


def test_a_stranger_has_a_document_checked_and_takes_the_report_away(
    installation: Installation, strangers: Strangers, signed_inputs: SignedInputs, official_key: SoftwareKey
) -> None:
    page = strangers.page()
    page.goto(installation.base_url)
    page.get_by_role("link", name="Ověřit dokument před konverzí").click()
    expect(page.get_by_role("heading", name="Co se s vaším dokumentem stane")).to_be_visible()

    check(page, installation, signed_inputs.signed(official_key))

    expect(page.get_by_role("heading", name="Zpráva o ověření dokumentu")).to_be_visible()
    expect(page.get_by_role("button", name="Vytisknout")).to_be_visible()
    expect(page.get_by_role("img", name="Časová osa podpisů a razítek")).to_have_count(1)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Zpráva pro programy").click()
    assert json.loads(waiting.value.path().read_text())["report"]["signatures"]
    page.set_viewport_size({"width": 400, "height": 900})
    expect(page.get_by_role("img", name="Časová osa podpisů a razítek")).to_have_count(1)


def test_the_pages_of_the_check_fit_and_are_accessible(
    installation: Installation,
    strangers: Strangers,
    signed_inputs: SignedInputs,
    official_key: SoftwareKey,
    data_messages: DataMessages,
) -> None:
    page = strangers.page(policy=False)
    PICTURES.mkdir(parents=True, exist_ok=True)
    examiner = Examiner(page=page)
    page.goto(f"{installation.base_url}/overeni-dokumentu/")
    examiner.examine("check")
    signed = signed_inputs.signed(official_key)
    files = (
        Attached(name="Rozhodnutí č. 5.pdf", content=signed.read_bytes()),
        Attached(name="priloha.docx", content=b"PK\x03\x04" + bytes(99), role="enclosure"),
    )
    check(page, installation, data_messages.message(MessagePlan(files=files)))
    page.get_by_text("Podrobnosti").first.click()
    page.get_by_text("Časová osa slovy").click()
    examiner.examine("check-report-message")
    changed = signed.with_name("zmenena.pdf")
    changed.write_bytes(signed.read_bytes().replace(b"konverze", b"konvence", 1))
    check(page, installation, changed)
    examiner.examine("check-report-broken")
    page.pdf(path=PICTURES / "check-report-broken.pdf", format="A4", print_background=True)
    letter = signed.with_name("dopis.docx")
    letter.write_bytes(b"PK\x03\x04" + bytes(99))
    check(page, installation, letter)
    examiner.examine("check-refused")
