"""Every page of the way on a wide and on a narrow screen: it fits, axe-core finds nothing, a picture is kept.

axe-core writes styles into the page, so these pages are loaded without the content security policy; the whole way is
driven with it next door.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser.desk import Desk
from browser.installation import Installation
from browser.watching import Strangers

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "var" / "screenshots"
WIDTHS = (400, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True, kw_only=True)
class Examiner:
    """Looks at the page as it is now, in both widths."""

    page: Page

    def examine(self, name: str) -> None:
        """Fail if the page does not fit or axe-core objects; keep its picture under `var/screenshots`."""
        self.page.wait_for_load_state()
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (name, width)
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
            found = self.page.evaluate("rules => axe.run({runOnly: rules, preload: false})", RULES)
            objections = [
                f"{objection['id']}: {node['target']} {node['failureSummary']}"
                for objection in found["violations"]
                for node in objection["nodes"]
            ]
            assert not objections, f"{name}, {width} px\n" + "\n".join(objections)
            self.page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)


def test_every_page_fits_and_is_accessible(installation: Installation, strangers: Strangers) -> None:
    page = strangers.page(policy=False)
    PICTURES.mkdir(parents=True, exist_ok=True)
    desk, examiner = Desk(page=page, installation=installation), Examiner(page=page)
    for name, path in (
        ("home", "/"),
        ("lookup", "/overeni/"),
        ("lookup-unknown", "/overeni/T1-1-260101000000/0000000000/"),
        ("not-found", "/nic-takoveho/"),
        ("sign-in", "/prihlaseni/"),
    ):
        page.goto(installation.base_url + path)
        examiner.examine(name)
    desk.sign_in()
    desk.open_case(agenda_code="A1021", purpose="vedení elektronického spisu", reference_number="OUL/7/2026")
    case = re.sub(r"co-prevadite/$", "", page.url)
    examiner.examine("step-1")
    desk.answer_favourably()
    examiner.examine("step-2-empty")
    page.goto(f"{case}porovnani/")
    examiner.examine("step-3-empty")
    page.goto(f"{case}nahled/")
    examiner.examine("step-5-empty")
    page.goto(f"{case}strany/")
    desk.upload(installation.scans)
    examiner.examine("step-2")
    page.goto(f"{case}strany/rozdelit/")
    page.get_by_text("Tady začíná další dokument").last.click()
    examiner.examine("split")
    page.goto(f"{case}strany/prolozit/")
    examiner.examine("interleave")
    page.goto(f"{case}strany/")
    desk.state_page_count(len(installation.scans))
    examiner.examine("step-3")
    desk.compare_all_pages_by_keyboard()
    page.get_by_label("ano – uveďte který a na které straně").check()
    examiner.examine("step-4")
    desk.describe(designation="Rozhodnutí Obecního úřadu Lhota, č. j. OUL/7/2026")
    examiner.examine("step-5")
    desk.look_at_preview(page_count=len(installation.scans) + 1)
    examiner.examine("step-6")
    page.goto(f"{case}zrusit/")
    examiner.examine("void")
    page.goto(f"{case}podpis/")
    desk.sign()
    desk.result()
    examiner.examine("step-7")
    examine_afterwards(desk, examiner, strangers, case)
    page.goto(page.locator("[data-verification]").get_attribute("href") or "")
    examiner.examine("clause")
    page.goto(f"{installation.base_url}/konverze/")
    examiner.examine("cases")


def examine_afterwards(desk: Desk, examiner: Examiner, strangers: Strangers, case: str) -> None:
    """Examine the pages about a registered conversion; end at its result."""
    page = desk.page
    page.get_by_role("button", name="Předáno").click()
    page.get_by_text("Skeny tu budou do").wait_for()
    page.goto(f"{case}evidence/")
    page.get_by_label("Označení vstupu").fill("Rozhodnutí Obecního úřadu Lhota, č. j. OUL/8/2026")
    page.get_by_label("Důvod").fill("překlep v čísle jednacím")
    examiner.examine("evidence")
    page.get_by_role("button", name="Pokračovat").click()
    page.get_by_role("heading", name="Zkontrolujte opravu").wait_for()
    examiner.examine("evidence-review")
    page.get_by_role("button", name="Zapsat opravu").click()
    page.get_by_role("heading", name="Pozdější zápisy").wait_for()
    page.goto(f"{case}nahradit/")
    examiner.examine("replace")
    page.goto(f"{case}chybny-vystup/")
    page.get_by_label("Důvod").fill("chybí druhá strana předlohy")
    examiner.examine("ask-error-mark")
    page.get_by_role("button", name="Předložit k potvrzení").click()
    page.get_by_role("link", name="Zobrazit návrh nebo ho vzít zpět").wait_for()
    examiner.examine("step-7-asked")
    page.get_by_role("link", name="Zobrazit návrh nebo ho vzít zpět").click()
    page.get_by_role("button", name="Vzít návrh zpět").wait_for()
    examiner.examine("decide-error-mark-own")
    confirm_as_colleague(desk, strangers)
    page.goto(f"{case}predani/")
    examiner.examine("step-7-erroneous")


def confirm_as_colleague(desk: Desk, strangers: Strangers) -> None:
    """Examine what the second official sees, and confirm that the output is erroneous."""
    page = strangers.page(policy=False)
    colleague = replace(desk.installation, username=desk.installation.colleague)
    examiner = Examiner(page=page)
    Desk(page=page, installation=colleague).sign_in()
    examiner.examine("cases-to-decide")
    page.get_by_role("link", name="Zobrazit návrhy").click()
    page.get_by_role("heading", name="Návrhy označit výstup za chybný").wait_for()
    examiner.examine("error-marks")
    page.get_by_role("link", name="Rozhodnutí Obecního úřadu Lhota").click()
    page.get_by_role("button", name="Potvrdit, že je výstup chybný").wait_for()
    examiner.examine("decide-error-mark")
    page.get_by_role("button", name="Potvrdit, že je výstup chybný").click()
    page.get_by_role("heading", name="Výstup je označený za chybný").wait_for()


def test_the_record_of_a_refused_conversion_fits_and_is_accessible(
    installation: Installation, strangers: Strangers
) -> None:
    page = strangers.page(policy=False)
    desk, examiner = Desk(page=page, installation=installation), Examiner(page=page)
    desk.sign_in()
    desk.open_case(agenda_code="A1021", purpose="vedení elektronického spisu")
    page.get_by_role("group", name="Je to průkaz").get_by_label("ano", exact=True).check()
    page.get_by_role("button", name="Pokračovat", exact=True).click()
    examiner.examine("step-1-refusing")
    page.get_by_role("button", name="Konverzi neprovést").click()
    page.get_by_role("heading", name="Záznam o neprovedení konverze").wait_for()
    examiner.examine("refused")
