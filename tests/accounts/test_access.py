"""Sessions and permissions in front of the views, through Django's own middleware."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from fixtures.database import GOOD_PASSWORD, make_official
from listina.accounts import access, grants, sessions
from listina.accounts.access import address_after_sign_in, public, requires, signed_in
from listina.accounts.actors import Actor
from listina.accounts.errors import NotSignedInError, PermissionMissingError, WrongCredentialsError
from listina.accounts.middleware import ActorMiddleware
from listina.accounts.models import Grant, User
from listina.accounts.permissions import Permission, Role
from listina.accounts.sign_in import SignInService
from listina.database.scope import current_scope, system_scope
from listina.errors import Remedy

View = Callable[[HttpRequest], HttpResponse]


@public
def open_page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


@signed_in
def own_page(_request: HttpRequest) -> HttpResponse:
    """Show what is everybody's own."""
    return HttpResponse("own")


@requires(Permission.CONVERT)
def converting_page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("converting")


class Browser:
    """Keeps the session's key between requests, as a cookie does."""

    def __init__(self) -> None:
        self.session_key = ""

    def request(self, then: View, path: str = "/") -> HttpResponse:
        request = RequestFactory().get(path, headers={"cookie": f"__Host-listina-session={self.session_key}"})
        response = SessionMiddleware(ActorMiddleware(then))(request)
        assert isinstance(response, HttpResponse)
        self.session_key = request.session.session_key or ""
        return response

    def sign_in(self, actor: Actor) -> None:
        def begin(request: HttpRequest) -> HttpResponse:
            sessions.begin(request, actor)
            assert access.actor_of(request) == actor
            return HttpResponse()

        self.request(begin)


@pytest.fixture
def browser() -> Browser:
    return Browser()


@pytest.mark.usefixtures("database")
def test_nobody_is_signed_in_at_first_and_that_costs_no_query(browser: Browser) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert browser.request(open_page).content == b"open"
        with pytest.raises(NotSignedInError):
            browser.request(converting_page)
    assert len(queries) == 0


@pytest.mark.usefixtures("database")
def test_who_signed_in_comes_in_where_the_role_allows_it(browser: Browser) -> None:
    browser.sign_in(make_official())
    for view, content in ((open_page, b"open"), (own_page, b"own"), (converting_page, b"converting")):
        assert browser.request(view).content == content
    assert current_scope() is None


@pytest.mark.usefixtures("database")
def test_a_role_that_does_not_allow_it_is_not_let_in(browser: Browser) -> None:
    browser.sign_in(make_official(roles=[Role.LOCAL_ADMINISTRATOR]))
    assert browser.request(own_page).content == b"own"
    with pytest.raises(PermissionMissingError):
        browser.request(converting_page)


@pytest.mark.usefixtures("database")
def test_a_role_taken_back_counts_at_the_next_request(browser: Browser) -> None:
    actor = make_official()
    browser.sign_in(actor)
    with system_scope("find the grant"):
        grant = Grant.objects.get(user_id=actor.user_id)
    grants.withdraw_grant(authority_id=actor.authority_id, grant_id=grant.id, at=datetime.now(UTC))
    with pytest.raises(PermissionMissingError):
        browser.request(converting_page)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("change", [{"is_active": False}, {"expires_at": datetime(2020, 1, 1, tzinfo=UTC)}])
def test_an_account_that_ends_ends_its_sessions(browser: Browser, change: dict[str, object]) -> None:
    actor = make_official()
    browser.sign_in(actor)
    with system_scope("end an account"):
        User.objects.filter(id=actor.user_id).update(**change)
    with pytest.raises(NotSignedInError):
        browser.request(own_page)


@pytest.mark.usefixtures("database")
def test_a_changed_password_ends_every_session(browser: Browser) -> None:
    actor = make_official()
    elsewhere = Browser()
    for each in (browser, elsewhere):
        each.sign_in(actor)
        assert each.request(own_page).content == b"own"
    service = SignInService(now=lambda: datetime.now(UTC))
    service.change_password(actor, GOOD_PASSWORD, "úplně jiná dlouhá věta")
    for each in (browser, elsewhere):
        with pytest.raises(NotSignedInError):
            each.request(own_page)


@pytest.mark.usefixtures("database")
def test_a_wrong_guess_of_the_current_password_ends_no_session(browser: Browser) -> None:
    actor = make_official()
    browser.sign_in(actor)
    service = SignInService(now=lambda: datetime.now(UTC))
    with pytest.raises(WrongCredentialsError):
        service.change_password(actor, "špatné heslo", "úplně jiná dlouhá věta")
    assert browser.request(own_page).content == b"own"


@pytest.mark.usefixtures("database")
def test_signing_in_changes_the_key_of_the_session_and_signing_out_forgets_it(browser: Browser) -> None:
    def remember(request: HttpRequest) -> HttpResponse:
        request.session["before"] = "sign-in"
        return HttpResponse()

    def sign_out(request: HttpRequest) -> HttpResponse:
        sessions.end(request)
        return HttpResponse()

    browser.request(remember)
    planted = browser.session_key
    browser.sign_in(make_official())
    assert browser.session_key != planted
    signed_in_key = browser.session_key
    browser.request(sign_out)
    stolen = Browser()
    stolen.session_key = signed_in_key
    for each in (browser, stolen):
        with pytest.raises(NotSignedInError):
            each.request(own_page)


def test_every_view_wears_the_label_of_its_access() -> None:
    labels = [getattr(view, access.ACCESS_ATTRIBUTE) for view in (open_page, own_page, converting_page)]
    assert labels == ["public", "signed-in", "convert"]
    assert own_page.__name__ == "own_page"
    assert own_page.__doc__ == "Show what is everybody's own."


def test_what_the_site_does_with_a_refusal_is_told_by_its_remedy() -> None:
    assert NotSignedInError.remedy is Remedy.SIGN_IN
    assert PermissionMissingError.remedy is Remedy.NOT_PERMITTED


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/konverze/nova/", "/konverze/nova/"),
        ("/konverze/?hledat=č. j.", "/konverze/?hledat=č. j."),
        ("", "/konverze/"),
        ("https://example.org/", "/konverze/"),
        ("//example.org/konverze/", "/konverze/"),
        ("/\\example.org", "/konverze/"),
        ("javascript:alert(1)", "/konverze/"),
        ("https:///example.org", "/konverze/"),
    ],
)
def test_after_sign_in_only_addresses_of_ours_are_followed(wanted: str, leads_to: str) -> None:
    assert address_after_sign_in(RequestFactory().get("/prihlaseni/", {"next": wanted})) == leads_to
    assert address_after_sign_in(RequestFactory().post("/prihlaseni/", {"next": wanted})) == leads_to
