"""How a refusal leaves the house: the one table from an error's remedy to HTTP status, words, log level, exit code.

An official reads what happened, what to do and a mark for support. A program (Accept: application/json) gets the same
as values. What nobody foresaw becomes a fault with the code `site.fault`: it is logged with its trace and shown
without one.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from http import HTTPStatus

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import is_valid_path
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from listina.database.errors import DatabaseUnavailableError
from listina.errors import ListinaError, Remedy
from listina.objects.errors import StorageUnavailableError
from listina.objects.store import DISK_FAILURES

UNFORESEEN_CODE = "site.fault"
RETRY_AFTER_SECONDS = 30
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table.

    Attributes:
        status: of the HTTP answer.
        title: heading of the page, Czech (gettext).
        advice: what to do next.
        level: of the log line, a level of `logging`.
        exit_code: of the command line; see docs/reference/exit-codes.md.
    """

    status: HTTPStatus
    title: object
    advice: object
    level: int
    exit_code: int


TABLE: dict[Remedy, Row] = {
    Remedy.CORRECT_THE_REQUEST: Row(
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        title=_("Takto to nejde"),
        advice=_("Vraťte se zpět, údaj opravte a odešlete znovu."),
        level=logging.INFO,
        exit_code=2,
    ),
    Remedy.REFUSE_THE_CONVERSION: Row(
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        title=_("Konverzi nelze provést"),
        advice="",
        level=logging.INFO,
        exit_code=3,
    ),
    Remedy.SIGN_IN: Row(
        status=HTTPStatus.UNAUTHORIZED,
        title=_("Přihlaste se"),
        advice=_("Co jste uložili, zůstalo uložené; co jste právě odeslali, odešlete po přihlášení znovu."),
        level=logging.INFO,
        exit_code=3,
    ),
    Remedy.NOT_PERMITTED: Row(
        status=HTTPStatus.FORBIDDEN,
        title=_("Sem nemáte přístup"),
        advice=_("O oprávnění požádejte lokálního administrátora svého úřadu."),
        level=logging.WARNING,
        exit_code=3,
    ),
    Remedy.NOT_FOUND: Row(
        status=HTTPStatus.NOT_FOUND,
        title=_("Tady nic není"),
        advice=_("Adresa je možná opsaná s chybou, nebo stránka už neexistuje."),
        level=logging.INFO,
        exit_code=1,
    ),
    Remedy.GONE: Row(
        status=HTTPStatus.GONE,
        title=_("Tento soubor jsme smazali"),
        advice=_("Co je o něm zapsáno v evidenci, zůstává: číslo, otisky a délka. Soubor, který máte, lze dál ověřit."),
        level=logging.INFO,
        exit_code=1,
    ),
    Remedy.RESOLVE_THE_CONFLICT: Row(
        status=HTTPStatus.CONFLICT,
        title=_("Mezitím se něco změnilo"),
        advice=_("Otevřete konverzi znovu a pokračujte od stavu, který uvidíte."),
        level=logging.INFO,
        exit_code=3,
    ),
    Remedy.TRY_LATER: Row(
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        title=_("Teď to nejde"),
        advice=_("Co jste uložili, zůstalo uložené. Zkuste to za chvíli."),
        level=logging.WARNING,
        exit_code=4,
    ),
    Remedy.WAIT: Row(
        status=HTTPStatus.TOO_MANY_REQUESTS,
        title=_("Příliš mnoho pokusů"),
        advice="",
        level=logging.WARNING,
        exit_code=4,
    ),
    Remedy.CALL_SUPPORT: Row(
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        title=_("Něco se nám nepovedlo"),
        advice=_("Co jste uložili, zůstalo uložené. Obraťte se na podporu a uveďte označení dole."),
        level=logging.ERROR,
        exit_code=70,
    ),
}


def answer(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return the answer to a request that ended with an error, and log it."""
    error = _named(error)
    if not isinstance(error, ListinaError):
        _log.error("fault", code=UNFORESEEN_CODE, kind=type(error).__name__, exc_info=error)
        sentence = str(_("Chyba je na naší straně a dozvěděli jsme se o ní."))
        return _answer(request, TABLE[Remedy.CALL_SUPPORT], UNFORESEEN_CODE, sentence)
    row = TABLE[error.remedy]
    # The code only: the values of an error may hold what somebody has just typed.
    _log.log(row.level, "refused", code=error.code)
    if error.remedy is Remedy.SIGN_IN and request.method in {"GET", "HEAD"} and not _wants_json(request):
        return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")
    response = _answer(request, row, error.code, error.text("en" if get_language() == "en" else "cs"))
    if error.remedy in {Remedy.TRY_LATER, Remedy.WAIT}:
        response["Retry-After"] = str(error.values.get("seconds", RETRY_AFTER_SECONDS))
    return response


def only_sent_to(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return a page that leads on instead of the empty answer to a method an address does not know (405)."""
    match = request.resolver_match
    if request.method in {"GET", "HEAD"} and match is not None and "case_id" in match.kwargs:
        return redirect(_page_above(request.path_info))
    if _wants_json(request):
        return response
    page = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
    page["Allow"] = response["Allow"]
    return page


def _page_above(path: str) -> str:
    """Return the nearest address above one, such as the step of a conversion that sends to it."""
    above = f"{path.rstrip('/').rpartition('/')[0]}/"
    return above if is_valid_path(above) else _page_above(above)


def _named(error: Exception) -> Exception:
    """Return the error by its name in this house, where a library met a database or a disk that is away."""
    if isinstance(error, OperationalError | InterfaceError):
        return DatabaseUnavailableError()
    if isinstance(error, OSError) and error.errno in DISK_FAILURES:
        return StorageUnavailableError(reason=error.strerror)
    return error


def uncaught(request: HttpRequest) -> HttpResponse:
    """Return the answer to an error outside the views, such as a session that cannot be read (`handler500`)."""
    error = sys.exception()
    return answer(request, error if isinstance(error, Exception) else RuntimeError("no error is known"))


def _answer(request: HttpRequest, row: Row, code: str, sentence: str) -> HttpResponse:
    correlation_id = str(structlog.contextvars.get_contextvars().get("request_id", ""))
    response: HttpResponse
    if _wants_json(request):
        content = {"problem": sentence, "code": code, "correlation_id": correlation_id}
        response = JsonResponse(content, status=row.status)
    else:
        context = {
            "title": row.title,
            "sentence": sentence,
            "advice": row.advice,
            "code": code,
            "correlation_id": correlation_id,
        }
        response = render(request, "listina/fault.html", context, status=row.status)
    return response


def _wants_json(request: HttpRequest) -> bool:
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted
