"""What somebody who got the output does: types number and check code on the public page, compares the file."""

from __future__ import annotations

from listina.site.demo.browser import Browser
from listina.site.demo.errors import DemoFailedError
from listina.site.demo.official import Converted


def look_up(browser: Browser, converted: Converted) -> None:
    """Find the clause on the public page and the registered file's digest on it.

    Raises:
        DemoFailedError: the page does not show the clause, or shows another file; or it shows one for a wrong code.
    """
    page = browser.get("/overeni/")
    form = page.form("number", "check_code")
    found = browser.submit(page, form, {"number": converted.number, "check_code": converted.check_code})
    for wanted in (converted.number, f'data-sha256="{converted.sha256}"', "Doložka je zapsána v evidenci"):
        if wanted not in found.text:
            message = f"the public page does not show {wanted}"
            raise DemoFailedError(message)
