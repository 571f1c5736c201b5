"""What somebody who got the output does: types number and check code on the public page, compares the file."""

from __future__ import annotations

from listina.site.demo.browser import Browser
from listina.site.demo.errors import DemoFailedError


def look_up(browser: Browser, *, number: str, check_code: str, sha256: str) -> None:
    """Find a clause on the public page, and on it the digest of the electronic file: the output, or what was printed.

    Raises:
        DemoFailedError: the page does not show the clause, or shows another file; or it shows one for a wrong code.
    """
    page = browser.get("/overeni/")
    form = page.form("number", "check_code")
    found = browser.submit(page, form, {"number": number, "check_code": check_code})
    for wanted in (number, f'data-sha256="{sha256}"', "Doložka je zapsána v evidenci"):
        if wanted not in found.text:
            message = f"the public page does not show {wanted}"
            raise DemoFailedError(message)
