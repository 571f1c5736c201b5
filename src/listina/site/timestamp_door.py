"""Listina's own timestamp authority over HTTP (RFC 3161, § 3.4), for demo and test.

It stands ahead of Django: a token takes a twentieth of a millisecond, Django's way to a view ten times as long, and a
protocol of programs needs neither sessions nor languages nor forms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from time import monotonic
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import structlog

from listina.errors import ListinaError
from listina.trust.authority import LONGEST_REQUEST, TimestampAuthority
from listina.trust.http_source import QUERY_TYPE, REPLY_TYPE
from listina.trust.refusals import system_failure

PATH = "/tsa/"
_log = structlog.get_logger(__name__)


class TimestampDoor:
    """A WSGI application: answers timestamp requests itself and hands everything else on."""

    def __init__(self, beyond: WSGIApplication, authority: Callable[[], TimestampAuthority | None]) -> None:
        """Keep whom to ask.

        Args:
            beyond: serves every other address.
            authority: returns the authority; asked at each request. None: the address is nobody's.
        """
        self._beyond = beyond
        self._authority = authority

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a TimeStampReq with a TimeStampResp; a refusal is a TimeStampResp too, with the standard's reason."""
        authority = self._authority() if environ.get("PATH_INFO") == PATH else None
        if authority is None:
            return self._beyond(environ, start_response)
        started = monotonic()
        status, content = self._answer(environ, authority)
        headers = [
            ("Content-Length", str(len(content))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        if content:
            headers.append(("Content-Type", REPLY_TYPE))
        if status is HTTPStatus.METHOD_NOT_ALLOWED:
            headers.append(("Allow", "POST"))
        # Who asked, for which digest and from where stays unwritten.
        _log.info("timestamp", status=status.value, milliseconds=round((monotonic() - started) * 1000))
        start_response(f"{status.value} {status.phrase}", headers)
        return (content,)

    def _answer(self, environ: WSGIEnvironment, authority: TimestampAuthority) -> tuple[HTTPStatus, bytes]:
        """Return the status and the TimeStampResp, which is empty where HTTP itself refuses."""
        if environ.get("REQUEST_METHOD") != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED, b""
        if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != QUERY_TYPE:
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE, b""
        query = environ["wsgi.input"].read(LONGEST_REQUEST + 1)
        if len(query) > LONGEST_REQUEST:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, b""
        try:
            return HTTPStatus.OK, authority.respond(query)
        except ListinaError as error:
            _log.warning("timestamp_failed", code=error.code)
            return HTTPStatus.OK, system_failure()
