"""How large the body of a request may be, before anybody reads it.

Django writes uploaded files to disk while it parses a form, on every address and for everybody. So the announced length
is judged first: forms are small, only a signed-in official may send scans, and the public one document to be checked,
with a signature beside it. A body without an announced length is empty for Django.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse

from listina.portal.document_check import forms as check_limits
from listina.portal.document_check import views as document_check
from listina.site import faults
from listina.site.errors import RequestTooLargeError

MEGABYTE = 1_000_000
FORM_BYTES = 2 * MEGABYTE
# Without JavaScript all chosen scans come in one request; with it one file at a time.
UPLOADS: Mapping[str, int] = MappingProxyType(
    {
        "office:attach": 520 * MEGABYTE,
        "office:paper-receive": 70 * MEGABYTE,
        "office:paper-add-signature": 70 * MEGABYTE,
    }
)
PUBLIC_UPLOADS: Mapping[str, int] = MappingProxyType(
    {"portal:check": 2 * check_limits.MOST_MEGABYTES * MEGABYTE + FORM_BYTES}
)

_Respond = Callable[[HttpRequest], HttpResponse]


class BodyLimits:
    """Refuses a request whose announced body is larger than its view takes."""

    def __init__(self, respond: _Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; the limit is the view's, and the view is not known yet."""
        return self._respond(request)

    def process_view(self, request: HttpRequest, _view: object, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Return 413 to what is too large; stands above the protection against forgery, which reads the form."""
        most = _most_bytes(request)
        if _announced(request) <= most:
            return None
        if request.resolver_match is not None and request.resolver_match.view_name in PUBLIC_UPLOADS:
            return document_check.too_large(request)  # a stranger is told the limit of the form, and stays at it
        answer = faults.answer(request, RequestTooLargeError(most=most // MEGABYTE))
        answer.status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return answer


def _most_bytes(request: HttpRequest) -> int:
    match = request.resolver_match
    if match is None:
        return FORM_BYTES
    if match.view_name in PUBLIC_UPLOADS:
        return PUBLIC_UPLOADS[match.view_name]
    if getattr(request, "actor", None) is None:
        return FORM_BYTES
    return UPLOADS.get(match.view_name, FORM_BYTES)


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdigit() else 0
