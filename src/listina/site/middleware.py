"""What every request passes: a mark and a line in the log, the services, the one place where errors end."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import monotonic
from uuid import uuid4

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from listina.accounts.visitors import is_address
from listina.site import faults
from listina.site.composition import services

_Respond = Callable[[HttpRequest], HttpResponse]
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_WITH_PORT = re.compile(r"(\[.*\]|[0-9.]+):[0-9]{1,5}")
_OF_DJANGO = (Http404, PermissionDenied, SuspiciousOperation, BadRequest)
_log = structlog.get_logger(__name__)


def request_log(respond: _Respond) -> _Respond:
    """Give each request a mark, say it in the answer, and write one line about it.

    The line names the route, never the address: addresses hold numbers with check codes. It holds no name either.
    """

    def logged(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid4().hex
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            start = monotonic()
            response = respond(request)
            response["X-Request-Id"] = request_id
            response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
            actor = getattr(request, "actor", None)
            _log.info(
                "request",
                method=request.method,
                route=request.resolver_match.view_name if request.resolver_match else None,
                status=response.status_code,
                milliseconds=round((monotonic() - start) * 1000),
                actor_id=actor.user_id if actor else None,
            )
        return response

    return logged


def client_address(respond: _Respond) -> _Respond:
    """Behind a proxy take the client's address from the proxy's header: limits and the audit trail need it.

    The last address is the one the proxy itself saw; those before it may be invented by the client. Some proxies write
    the port behind it. What is no address is not believed.
    """
    if not settings.ENVIRONMENT.behind_proxy:
        return respond

    def addressed(request: HttpRequest) -> HttpResponse:
        told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        found = _WITH_PORT.fullmatch(told)
        forwarded = (found[1] if found else told).strip("[]")
        if is_address(forwarded):
            request.META["REMOTE_ADDR"] = forwarded
        return respond(request)

    return addressed


class Services:
    """Hand the services of the house to the view as `request.services`."""

    def __init__(self, respond: _Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the services; they are built at the first request of the process."""
        request.services = services()  # type: ignore[attr-defined]  # the doors declare it in their request types
        return self._respond(request)


class Faults:
    """End every error of a view in the table of `faults`; what Django itself answers (404, 403, 400) is left to it.

    Django answers 405 with an empty page. Here it is a page that leads on; who opens an address of a conversion that
    only takes what is sent, as after a refused upload, is led to the page it belongs to.
    """

    def __init__(self, respond: _Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on, and fill the empty page of 405."""
        response = self._respond(request)
        return faults.only_sent_to(request, response) if isinstance(response, HttpResponseNotAllowed) else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the answer to an error."""
        if isinstance(exception, _OF_DJANGO):
            return None
        return faults.answer(request, exception)
