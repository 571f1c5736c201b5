"""One conversion as an official does it: page after page of the web, from signing in to the downloaded output."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import monotonic

from listina.site.demo.browser import Browser, Form, Page
from listina.site.demo.errors import DemoFailedError
from listina.site.demo.voice import Voice

DESIGNATION = "Rozhodnutí o změně stavby, č. j. ZU99/1234/2026 (ukázka)"
_WAIT_SECONDS = 60.0
_POLL_SECONDS = 0.2
_ANSWERS = {
    "own_powers": "yes",
    "kind_of_original": "original",
}
_CASE = re.compile(r"/konverze/([0-9a-f-]{36})/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """What came out.

    Attributes:
        file: the downloaded output.
    """

    case_path: str
    number: str
    check_code: str
    guid: str
    file: Path
    sha256: str


def sign_in(browser: Browser, *, username: str, password: str, voice: Voice) -> None:
    """Sign an official in, so that the browser acts for her."""
    with voice.step("sign_in", f"{username} signs in"):
        page = browser.get("/prihlaseni/")
        browser.submit(page, page.form("username", "password"), {"username": username, "password": password})


def convert(browser: Browser, scans: Sequence[Path], *, pin: str, folder: Path, voice: Voice) -> Converted:
    """Carry scans through the running server.

    Args:
        browser: of an official who is signed in.
        scans: the pages in order.
        pin: of the signing key.
        folder: where the output is put, under its number.
        voice: says and times the steps.

    Raises:
        DemoFailedError: a page did not do what it should.
    """
    with voice.step("open", "opens a conversion and answers what the law asks"):
        case = open_case(browser, "to_electronic", "Vedení elektronického spisu")
        page = browser.get(f"{case}co-prevadite/")
        form = page.form("kind_of_original")
        browser.submit(page, form, {**plain_noes(form), **_ANSWERS})
    with voice.step("attach", f"attaches {len(scans)} scans and states the page count"):
        _attach(browser, case, scans)
    with voice.step("compare", "compares every page with the paper"):
        _compare(browser, case, len(scans))
    with voice.step("describe", "describes the document"):
        _describe(browser, case)
    with voice.step("preview", "looks at the preview"):
        _look_at_preview(browser, case)
    with voice.step("sign", "signs"):
        page = browser.get(f"{case}podpis/")
        browser.submit(page, page.form("certificate", "pin"), {"pin": pin})
    with voice.step("register", "the worker adds the timestamp, passes the gate and registers"):
        wait(browser, f"{case}stav/")
    with voice.step("download", "downloads the output"):
        return _download(browser, case, folder)


def open_case(browser: Browser, direction: str, purpose: str) -> str:
    """Open a conversion; returns the address below which its pages are."""
    page = browser.get("/konverze/nova/")
    page = browser.submit(
        page,
        page.form("direction", "purpose"),
        {
            "direction": direction,
            "agenda_code": "A1021",
            "purpose": purpose,
            "reference_number": "ZU99/1234/2026",
            "file_mark": "SZ ZU99/77/2026",
        },
    )
    found = _CASE.search(page.address)
    if found is None:
        message = f"opening a conversion led to {page.address}"
        raise DemoFailedError(message)
    return found.group(0)


def plain_noes(form: Form) -> dict[str, str]:
    """Answer no to every question that offers it: the documents of the demo have none of the obstacles."""
    return {name: "no" for name, offered in form.choices.items() if offered >= {"yes", "no"}}


def _attach(browser: Browser, case: str, scans: Sequence[Path]) -> None:
    page = browser.get(f"{case}strany/")
    page = browser.submit(page, page.form("pages"), files=[("pages", scan) for scan in scans])
    browser.submit(page, page.form("count"), {"count": str(len(scans))})


def _compare(browser: Browser, case: str, page_count: int) -> None:
    page = browser.get(f"{case}porovnani/")
    for _ in range(page_count):
        for image in re.findall(r'<img[^>]+src="([^"]+/obraz/[^"]+)"', page.text):
            browser.download(image)
        form = next(form for form in page.forms if "decision" in form.choices)
        page = browser.submit(page, form, {"decision": "yes"})
    browser.submit(page, page.form("agreed"), {"agreed": "yes"})


def _describe(browser: Browser, case: str) -> None:
    page = browser.get(f"{case}udaje/")
    browser.submit(
        page,
        page.form("designation", "date_stated", "elements_stated"),
        {
            "designation": DESIGNATION,
            "date_stated": "dated",
            "day": "12",
            "month": "3",
            "year": "2026",
            "elements_stated": "none",
        },
    )


def _look_at_preview(browser: Browser, case: str) -> None:
    page = browser.get(f"{case}nahled/")
    pictures = re.findall(r'<img[^>]+src="([^"]+\.png)"', page.text)
    if not pictures:
        message = "the preview shows no page"
        raise DemoFailedError(message)
    browser.download(pictures[-1])


def wait(browser: Browser, address: str) -> None:
    """Wait for the machine as the script of a page does, which asks an address how far it is."""
    deadline = monotonic() + _WAIT_SECONDS
    while monotonic() < deadline:
        progress = browser.json(address)
        if progress["ended"]:
            return
        time.sleep(_POLL_SECONDS)
    message = f"after {_WAIT_SECONDS:.0f} s the conversion still waits: {progress['label']}, {progress['sentence']}"
    raise DemoFailedError(message, advice="the worker's log is var/demo/logs/worker.log")


def _download(browser: Browser, case: str, folder: Path) -> Converted:
    page = browser.get(f"{case}predani/")
    receipt = browser.json(f"{case}potvrzeni.json")
    number, check_code = number_and_code(page)
    content = browser.download(f"{case}vystup.pdf")
    target = folder / f"{number}.pdf"
    target.write_bytes(content)
    return Converted(
        case_path=case,
        number=number,
        check_code=check_code,
        guid=str(receipt["guid"]),
        file=target,
        sha256=sha256(content).hexdigest(),
    )


def number_and_code(page: Page) -> tuple[str, str]:
    """Read number and check code off the result page, from the address a stranger is given."""
    found = re.search(r"/overeni/([^/\"<>\s]+)/([0-9A-Z]{10})/", page.text)
    if found is None:
        message = "the result page names no address of verification"
        raise DemoFailedError(message)
    return found.group(1), found.group(2)
