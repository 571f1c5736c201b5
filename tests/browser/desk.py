"""What an official does at the desk, as the pages name it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from browser.installation import Installation

REGISTERED_WITHIN_MS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One official in front of one page."""

    page: Page
    installation: Installation

    def sign_in(self) -> None:
        """Sign in by name and password; leads to the list."""
        self.page.goto(f"{self.installation.base_url}/konverze/")
        self.page.get_by_label("Uživatelské jméno").fill(self.installation.username)
        self.page.get_by_label("Heslo").fill(self.installation.password)
        self.page.get_by_role("button", name="Přihlásit se").click()
        expect(self.page.get_by_role("heading", name="Moje konverze")).to_be_visible()

    def open_case(self, *, agenda_code: str, purpose: str, reference_number: str = "") -> None:
        """Open a conversion."""
        self.page.get_by_role("link", name="Nová konverze").first.click()
        self.page.get_by_label("Z papíru do elektronické podoby").check()
        self.page.get_by_label("K čemu dokument převádíte?").fill(agenda_code)
        self.page.get_by_label("Účel").fill(purpose)
        self.page.get_by_label("Číslo jednací").fill(reference_number)
        self._go_on()
        expect(self.page.get_by_role("heading", name="Lze dokument převést?")).to_be_visible()

    def answer_favourably(self) -> None:
        """Answer the questions so that nothing refuses."""
        for question, answer in (
            ("Potvrzuji", "ano"),
            ("O jaký dokument jde?", "prvopis"),
            ("Je to průkaz", "ne"),
            ("Jsou v něm změny", "ne"),
            ("Je to výstup dřívější konverze", "ne"),
            ("Ztratila by se", "ne"),
        ):
            self.page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()
        self._go_on()
        expect(self.page.get_by_role("heading", name="Přidat strany")).to_be_visible()

    def upload(self, scans: Sequence[Path]) -> None:
        """Upload scans and wait until all of them are shown."""
        self.page.locator("input[type=file]").set_input_files(list(scans))
        expect(self.page.locator(".page-card")).to_have_count(len(scans), timeout=REGISTERED_WITHIN_MS)
        expect(self.page.locator(".upload")).to_have_count(0)

    def page_order(self) -> list[str]:
        """Return the file names of the pages in their order."""
        return self.page.locator(".page-card__file").all_inner_texts()

    def expect_order(self, names: list[str]) -> None:
        """Wait until the pages stand in an order and are numbered by it."""
        expect(self.page.locator(".page-card__file")).to_have_text(names)
        expect(self.page.locator(".page-card h3")).to_have_text([f"Strana {place + 1}" for place in range(len(names))])

    def drag(self, *, from_position: int, to_position: int) -> None:
        """Drag a page by its handle to where another one stands."""
        # Near the edge of the window the page scrolls while something is dragged; then nothing stays where it was.
        pictures = self.page.locator("[data-page-order] img")
        expect(pictures.last).to_have_js_property("complete", value=True)
        self.page.locator("[data-page-order]").evaluate(
            "list => list.scrollIntoView({block: 'center', behavior: 'instant'})"
        )
        handles = self.page.locator("[data-handle]")
        start = handles.nth(from_position - 1).bounding_box()
        target = self.page.locator(".page-card").nth(to_position - 1).bounding_box()
        assert start is not None
        assert target is not None
        self.page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
        self.page.mouse.down()
        self.page.mouse.move(target["x"] + 60, target["y"] + 60, steps=25)
        self.page.mouse.move(target["x"] + 20, target["y"] + 20, steps=10)
        self.page.mouse.up()

    def state_page_count(self, count: int) -> None:
        """Fill the count of the paper's pages, which nothing filled before, and go on."""
        field = self.page.get_by_label("Kolik stran má dokument?")
        expect(field).to_have_value("")
        field.fill(str(count))
        self.page.get_by_role("button", name="Uložit počet").click()
        expect(self.page.get_by_text("Ještě chybí")).to_have_count(0)
        self.page.get_by_role("link", name="Pokračovat", exact=True).click()

    def compare_all_pages_by_keyboard(self) -> None:
        """Look at each page, walk with the arrows, agree with S and Enter, declare agreement."""
        expect(self.page.get_by_role("heading", name="Strana 1")).to_be_visible()
        self._press("ArrowRight")
        expect(self.page.get_by_role("heading", name="Strana 2")).to_be_visible()
        self._press("ArrowLeft")
        for position, key in enumerate(("s", "Enter", "s"), start=1):
            expect(self.page.get_by_role("heading", name=f"Strana {position}")).to_be_visible()
            expect(self.page.get_by_role("img", name=f"Naskenovaná strana {position}")).to_be_visible()
            self._press(key)
        self.declare_agreement()

    def declare_agreement(self) -> None:
        """Tick the declaration and go on."""
        self.page.get_by_label("Porovnal(a) jsem všechny strany").check()
        self._go_on()
        expect(self.page.get_by_label("Označení vstupu")).to_be_visible()

    def describe(self, *, designation: str) -> None:
        """State designation, a partial date, and that nothing is lost."""
        self.page.get_by_label("Označení vstupu").fill(designation)
        self.page.get_by_label("ve vstupu je uvedeno").check()
        self.page.get_by_label("Měsíc", exact=True).fill("3")
        self.page.get_by_label("Rok", exact=True).fill("2026")
        self.page.get_by_role("group", name="Je na dokumentu viditelný prvek").get_by_label("ne", exact=True).check()
        self._go_on()

    def look_at_preview(self, *, page_count: int) -> None:
        """See a picture of each page of the output, the clause too."""
        pictures = self.page.locator(".preview-pages img")
        expect(pictures).to_have_count(page_count)
        for position in range(page_count):
            pictures.nth(position).scroll_into_view_if_needed()
            expect(pictures.nth(position)).to_have_js_property("complete", value=True)
            assert pictures.nth(position).evaluate("picture => picture.naturalWidth") > 0
        self.page.get_by_role("link", name="Pokračovat k podpisu").click()

    def sign(self) -> None:
        """Sign with the only certificate; a wrong PIN first is told at its field."""
        self.page.get_by_label("PIN").fill("neni-to-on")
        self.page.get_by_role("button", name="Podepsat").click()
        expect(self.page.locator(".field__error")).to_be_visible()
        self.page.get_by_label("PIN").fill(self.installation.pin)
        self.page.get_by_role("button", name="Podepsat").click()

    def result(self) -> tuple[str, str]:
        """Wait for the registration; return number and check code."""
        expect(self.page.get_by_text("Konverze je provedená")).to_be_visible(timeout=REGISTERED_WITHIN_MS)
        number = self.page.locator("[data-number]").inner_text()
        check_code = self.page.locator("[data-check-code]").inner_text()
        assert re.fullmatch(r"T\d+-\d+-\d{12}", number)
        return number, check_code

    def download(self, folder: Path) -> Path:
        """Download the output."""
        with self.page.expect_download() as started:
            self.page.get_by_role("link", name="Stáhnout výstup").click()
        target = folder / "output.pdf"
        started.value.save_as(target)
        return target

    def _press(self, key: str) -> None:
        """Press a key once the page's scripts listen to it."""
        self.page.wait_for_load_state("load")
        self.page.keyboard.press(key)

    def _go_on(self) -> None:
        self.page.get_by_role("button", name="Pokračovat", exact=True).click()
