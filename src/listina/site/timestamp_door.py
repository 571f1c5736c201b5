"""Listina's own timestamp authority over HTTP (RFC 3161, § 3.4), for demo and test."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from listina.accounts.access import public
from listina.site.composition import services
from listina.trust.authority import LONGEST_REQUEST
from listina.trust.http_source import QUERY_TYPE, REPLY_TYPE


@public
@csrf_exempt  # a protocol of programs without cookies: there is no session a foreign page could abuse
@require_POST
def timestamp(request: HttpRequest) -> HttpResponse:
    """Answer a TimeStampReq with a TimeStampResp; a refusal is a TimeStampResp too, with the standard's reason."""
    if request.content_type != QUERY_TYPE:
        return HttpResponse(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    query = request.read(LONGEST_REQUEST + 1)
    if len(query) > LONGEST_REQUEST:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return HttpResponse(services().timestamp_authority.respond(query), content_type=REPLY_TYPE)
