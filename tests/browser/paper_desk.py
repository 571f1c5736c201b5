"""What an official does at the desk when a document becomes paper, as the pages name it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from browser.desk import Desk
from listina.law.paper.declarations import AFFIRMATIONS

EXAMINED_WITHIN_MS = 60_000
NOES = ("Je v dokumentu ověřovací doložka vidimace", "Liší se výtisk")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDesk:
    """One official in front of one page."""

    desk: Desk

    @property
    def page(self) -> Page:
        """The page."""
        return self.desk.page

    def open_case(self, *, purpose: str) -> None:
        """Open a conversion to paper."""
        self.page.get_by_role("link", name="Nová konverze").first.click()
        self.page.get_by_label("Z elektronické podoby na papír").check()
        self.page.get_by_label("K čemu dokument převádíte?").fill("A1021")
        self.page.get_by_label("Účel").fill(purpose)
        self.page.get_by_label("Číslo jednací").fill("MUL/1234/2026")
        self._go_on()
        expect(self.page.get_by_role("heading", name="Nahrajte dokument")).to_be_visible()

    def receive(self, path: Path) -> None:
        """Choose the file; it is sent at once."""
        self.page.get_by_label("Vybrat soubor").set_input_files(path)
        expect(self.page.get_by_text("Nahradit jiným souborem")).to_be_visible(timeout=EXAMINED_WITHIN_MS)

    def go_to_report(self) -> None:
        """Go on and wait until the worker has examined the input."""
        self.page.get_by_role("link", name="Pokračovat", exact=True).click()
        expect(self.page.locator(".verdict")).to_be_visible(timeout=EXAMINED_WITHIN_MS)

    def consent(self) -> None:
        """Go on with a file nobody checked for malicious code."""
        self.page.get_by_label("Soubor nebyl zkontrolován na škodlivý kód.").check()
        self.page.get_by_role("button", name="Potvrdit", exact=True).click()
        expect(self.page.get_by_text("Rozhodli jste se přesto pokračovat.")).to_be_visible()

    def answer_favourably(self, noes: Sequence[str] = NOES) -> None:
        """Answer the questions so that nothing refuses."""
        self.page.get_by_role("group", name="Potvrzuji").get_by_label("ano", exact=True).check()
        self.page.get_by_role("group", name="Ztratila by se").get_by_label("ano", exact=True).check()
        for question in noes:
            self.page.get_by_role("group", name=question).get_by_label("ne", exact=True).check()
        self._go_on()
        expect(self.page.get_by_label("Označení vstupu")).to_be_visible()

    def describe(self, designation: str) -> None:
        """State designation, date and how it is printed."""
        self.page.get_by_label("Označení vstupu").fill(designation)
        self.page.get_by_label("ve vstupu je uvedeno").check()
        self.page.get_by_label("Rok", exact=True).fill("2026")
        self.page.get_by_label("jednostranně").check()
        self._go_on()
        expect(self.page.get_by_role("heading", name="Strana 1")).to_be_visible()

    def expect_pictures(self) -> None:
        """Wait until both pictures of the page are there."""
        for picture in self.page.locator(".comparison__half img").all():
            expect(picture).to_have_js_property("complete", value=True, timeout=EXAMINED_WITHIN_MS)
            assert picture.evaluate("picture => picture.naturalWidth") > 0

    def compare_by_keyboard(self) -> None:
        """Look at both pages, agree to the one that differs with S."""
        self.expect_pictures()
        self.page.wait_for_load_state("load")
        self.page.keyboard.press("ArrowRight")
        expect(self.page.get_by_role("heading", name="Strana 2")).to_be_visible()
        expect(self.page.get_by_text("Vytiskne se tak, jak se zobrazuje.")).to_be_visible()
        self.page.wait_for_load_state("load")
        self.page.keyboard.press("ArrowLeft")
        expect(self.page.get_by_role("heading", name="Strana 1")).to_be_visible()
        self.page.wait_for_load_state("load")
        self.page.keyboard.press("s")
        expect(self.page.get_by_text("Označili jste: strana souhlasí.")).to_be_visible()

    def prepare(self) -> str:
        """Go to the print and reserve the number; return it."""
        self.page.get_by_role("link", name="Pokračovat k tisku").click()
        self.page.get_by_role("button", name="Připravit k tisku").click()
        expect(self.page.get_by_role("heading", name="Vytiskněte výstup")).to_be_visible(timeout=EXAMINED_WITHIN_MS)
        number = self.page.locator("[data-number]").inner_text()
        assert re.fullmatch(r"T\d+-\d+-\d{12}", number)
        return number

    @contextmanager
    def another_tab(self) -> Iterator[None]:
        """Close the tab in which the print file opens."""
        with self.page.context.expect_page() as opened:
            yield
        opened.value.close()

    def print(self) -> None:
        """Have the print file opened, and wait until this page says so."""
        with self.another_tab():
            self.page.get_by_role("button", name="Vytisknout", exact=True).click()
        expect(self.page.get_by_role("heading", name="Odesláno k tisku")).to_be_visible(timeout=EXAMINED_WITHIN_MS)

    def print_clause_again(self) -> None:
        """Spoil the first print and print the clause alone."""
        self.page.get_by_text("Výtisk se nepovedl?").click()
        self.page.get_by_label("Předchozí výtisk jsem znehodnotil(a), nebo vůbec nevznikl.").check()
        with self.another_tab():
            self.page.get_by_role("button", name="Vytisknout znovu jen doložku").click()
        expect(self.page.locator("[data-print-attempts]")).to_have_text("2", timeout=EXAMINED_WITHIN_MS)

    def affirm(self) -> None:
        """Affirm the four facts."""
        for item in AFFIRMATIONS:
            self.page.get_by_label(item.text.cs).check()
        self.page.get_by_role("button", name="Potvrdit a zapsat do evidence").click()
        expect(self.page.get_by_role("heading", name="Konverze je provedená")).to_be_visible()

    def _go_on(self) -> None:
        self.page.get_by_role("button", name="Pokračovat", exact=True).click()
