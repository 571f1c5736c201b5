"""Pages that are watched: what breaks in them, or breaks the security policy, fails the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, ConsoleMessage, Page, Response

# Chromium says this about every answer from 400 up; those that matter are seen below by their kind.
_STATUS_LINE = "Failed to load resource: the server responded with a status of"
_REPORT_VIOLATIONS = (
    "addEventListener('securitypolicyviolation', "
    "event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))"
)


@dataclass  # without slots: Playwright keeps its wrappers of listeners on the object
class Strangers:
    """Opens pages of people who are not signed in, all of them watched.

    Attributes:
        complaints: what went wrong in any page so far.
    """

    browser: Browser
    complaints: list[str] = field(default_factory=list)

    def page(self, *, scripts: bool = True, policy: bool = True) -> Page:
        """Return a page with a memory of its own; without the policy for tools that write styles into it."""
        context = self.browser.new_context(
            bypass_csp=not policy,
            ignore_https_errors=True,
            java_script_enabled=scripts,
            locale="cs-CZ",
            timezone_id="Europe/Prague",
            viewport={"width": 1280, "height": 900},
        )
        if scripts:
            context.add_init_script(_REPORT_VIOLATIONS)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("response", self._see)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(_STATUS_LINE):
            self.complaints.append(f"{message.type}: {message.text}")

    def _see(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type not in {"document", "xhr"}:
            self.complaints.append(f"{response.status}: {response.url}")


@contextmanager
def watched(browser: Browser) -> Iterator[Strangers]:
    """Lend pages, close them afterwards, and fail if any of them complained."""
    strangers = Strangers(browser)
    try:
        yield strangers
    finally:
        for context in browser.contexts:
            context.close()
    assert not strangers.complaints, "\n".join(strangers.complaints)
