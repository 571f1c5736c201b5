"""How errors leave the house: a page for people, values for programs, nothing that nobody should see."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus

import pytest
import structlog
from django.conf import settings
from django.db import OperationalError
from django.test import RequestFactory

from listina.accounts.errors import NotSignedInError
from listina.errors import ListinaError, Remedy
from listina.site import faults

SECRET = "Rozhodnutí o péči o Janu Novákovou"


def _error(wanted: Remedy) -> ListinaError:
    class _RefusedError(ListinaError):
        code = "test.refusal"
        remedy = wanted
        cs = "Označení {typed} je příliš dlouhé."
        en = "The designation {typed} is too long."

    return _RefusedError(typed=SECRET)


@pytest.mark.parametrize("remedy", list(Remedy))
def test_a_person_reads_the_sentence_the_code_and_the_mark(remedy: Remedy) -> None:
    request = RequestFactory().post("/konverze/", headers={"Accept": "text/html"})
    with structlog.contextvars.bound_contextvars(request_id="mark-12345678"):
        response = faults.answer(request, _error(remedy))

    page = response.content.decode()
    assert response.status_code == faults.TABLE[remedy].status
    assert "je příliš dlouhé" in page
    assert "test.refusal" in page
    assert "mark-12345678" in page


def test_a_program_reads_the_same_as_values() -> None:
    request = RequestFactory().get("/konverze/", headers={"Accept": "application/json"})
    with structlog.contextvars.bound_contextvars(request_id="mark-12345678"):
        response = faults.answer(request, _error(Remedy.SIGN_IN))

    assert response.status_code == HTTPStatus.UNAUTHORIZED
    assert json.loads(response.content) == {
        "problem": f"Označení {SECRET} je příliš dlouhé.",
        "code": "test.refusal",
        "correlation_id": "mark-12345678",
    }


def test_a_person_who_is_not_signed_in_is_led_to_the_sign_in_and_back() -> None:
    request = RequestFactory().get("/konverze/?stav=open", headers={"Accept": "text/html"})
    response = faults.answer(request, _error(Remedy.SIGN_IN))

    assert response.status_code == HTTPStatus.FOUND
    assert response["Location"] == "/prihlaseni/?next=%2Fkonverze%2F%3Fstav%3Dopen"


def test_a_person_whose_session_ended_before_sending_is_led_to_the_sign_in_too() -> None:
    request = RequestFactory().post("/konverze/nova/", headers={"Accept": "text/html"})
    content = faults.answer(request, NotSignedInError()).content.decode()

    assert "Přihlásit se</a>" in content
    assert "odešlete po přihlášení znovu" in content
    assert "vrátíte" not in content


def test_the_sign_in_stands_where_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "LOGIN_URL", "/vstup/")
    response = faults.answer(RequestFactory().get("/konverze/"), _error(Remedy.SIGN_IN))

    assert response["Location"] == "/vstup/?next=%2Fkonverze%2F"


def test_a_database_that_does_not_answer_is_no_fault_of_ours() -> None:
    response = faults.answer(RequestFactory().get("/"), OperationalError("connection refused"))

    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "database.unavailable" in response.content.decode()


def test_what_happens_outside_the_views_ends_on_the_same_page() -> None:
    try:
        raise RuntimeError(SECRET)  # noqa: TRY301  # Django calls the handler inside the `except`
    except RuntimeError:
        response = faults.uncaught(RequestFactory().get("/"))

    assert response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert faults.UNFORESEEN_CODE in response.content.decode()


def test_who_should_try_later_is_told_when() -> None:
    response = faults.answer(RequestFactory().get("/"), _error(Remedy.TRY_LATER))

    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert response["Retry-After"] == "30"


def test_what_nobody_foresaw_is_shown_without_its_message() -> None:
    response = faults.answer(RequestFactory().get("/"), RuntimeError(SECRET))

    page = response.content.decode()
    assert response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert SECRET not in page
    assert faults.UNFORESEEN_CODE in page


def test_the_log_names_the_code_and_never_what_was_typed(caplog: pytest.LogCaptureFixture) -> None:
    structlog.configure(
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        processors=[structlog.stdlib.render_to_log_kwargs],
        cache_logger_on_first_use=False,
    )
    with caplog.at_level(logging.INFO, logger="listina.site.faults"):
        faults.answer(RequestFactory().get("/"), _error(Remedy.CORRECT_THE_REQUEST))
    structlog.reset_defaults()

    lines = [str(record.__dict__) for record in caplog.records]
    assert any("test.refusal" in line for line in lines)
    assert not any(SECRET in line for line in lines)
