"""An upload survives a lost connection and a reload; nothing is sent or attached twice."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Request, Route, expect

from browser.desk import Desk
from browser.installation import Installation
from browser.watching import Strangers

pytestmark = pytest.mark.browser
ATTACH = "**/strany/pridat/"
SCRIPT = re.compile(r"/upload(\.[0-9a-f]+)?\.js$")


@pytest.fixture
def desk(installation: Installation, strangers: Strangers) -> Desk:
    """An official before the empty step 2 of a new conversion."""
    desk = Desk(page=strangers.page(), installation=installation)
    desk.sign_in()
    desk.open_case(agenda_code="A1021", purpose="vedení elektronického spisu")
    desk.answer_favourably()
    return desk


def choose(desk: Desk) -> None:
    desk.page.locator("input[type=file]").set_input_files(list(desk.installation.scans))


def sent(page: Page) -> list[str]:
    """Return a list that grows with every upload."""
    uploads: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/strany/pridat/"):
            uploads.append(request.url)

    page.on("request", note)
    return uploads


def test_an_upload_goes_on_by_itself_after_a_lost_request(desk: Desk, strangers: Strangers) -> None:
    lost = iter([True, True])

    def break_twice(route: Route) -> None:
        if next(lost, False):
            route.abort("connectionreset")
        else:
            route.continue_()

    desk.page.route(ATTACH, break_twice)
    choose(desk)
    expect(desk.page.locator(".page-card")).to_have_count(len(desk.installation.scans), timeout=30_000)
    expect(desk.page.locator("[data-overall]")).to_be_hidden()
    assert all("ERR_CONNECTION_RESET" in complaint for complaint in strangers.complaints)
    strangers.complaints.clear()


def test_files_chosen_before_the_script_listens_are_sent(desk: Desk) -> None:
    page = desk.page
    held: list[Route] = []
    page.route(SCRIPT, lambda route: held.append(route))  # noqa: PLW0108  # Playwright marks the function, not a method
    page.reload(wait_until="commit")
    choose(desk)
    expect(page.locator("[data-without-script]")).to_be_visible()
    page.wait_for_timeout(100)
    assert held
    held[0].continue_()
    expect(page.locator(".page-card")).to_have_count(len(desk.installation.scans), timeout=30_000)


def test_an_upload_that_was_given_up_goes_on_when_the_connection_is_back(desk: Desk, strangers: Strangers) -> None:
    page, scans = desk.page, desk.installation.scans
    page.clock.install()
    page.reload()
    page.context.set_offline(True)
    page.locator("input[type=file]").set_input_files(list(scans[:2]))
    for _ in range(60):  # seconds, as the page counts them in its pauses between the attempts
        page.clock.run_for(1_000)
    expect(page.locator("[data-problem]:visible")).to_have_count(2)
    assert not page.locator(".page-card").count()
    page.context.set_offline(False)
    expect(page.locator(".page-card")).to_have_count(2, timeout=30_000)
    expect(page.locator(".upload")).to_have_count(0)
    assert all("ERR_INTERNET_DISCONNECTED" in complaint for complaint in strangers.complaints)
    strangers.complaints.clear()


def test_after_a_reload_only_the_missing_files_are_sent(desk: Desk, strangers: Strangers) -> None:
    page, scans = desk.page, desk.installation.scans
    page.on("dialog", lambda dialog: dialog.accept())

    def stop_after_the_first(route: Route) -> None:
        if page.locator(".page-card").count():
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route(ATTACH, stop_after_the_first)
    page.locator("input[type=file]").set_input_files(list(scans[:1]))
    expect(page.locator(".page-card")).to_have_count(1)
    choose(desk)
    expect(page.locator("[data-overall]")).to_be_visible()
    page.reload()
    box = page.locator("[data-interrupted]")
    expect(box).to_contain_text("Nahrávání se přerušilo.")
    assert box.locator("li").all_inner_texts() == [scan.name for scan in scans[1:]]

    page.unroute(ATTACH)
    uploads = sent(page)
    choose(desk)
    expect(page.locator(".page-card")).to_have_count(len(scans), timeout=30_000)
    expect(box).to_be_hidden()
    assert len(uploads) == len(scans) - 1
    page.reload()
    expect(box).to_be_hidden()
    assert all("ERR_INTERNET_DISCONNECTED" in complaint for complaint in strangers.complaints)
    strangers.complaints.clear()


def test_files_that_are_no_longer_wanted_are_forgotten(desk: Desk, strangers: Strangers) -> None:
    page = desk.page
    page.on("dialog", lambda dialog: dialog.accept())
    page.route(ATTACH, lambda route: route.abort("internetdisconnected"))
    choose(desk)
    expect(page.locator(".upload").first).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Už je nechci").click()
    page.reload()
    expect(page.locator("[data-interrupted]")).to_be_hidden()
    strangers.complaints.clear()
