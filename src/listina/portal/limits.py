"""How often one address may look clauses up, and have documents checked.

A check code has 50 bits, so the limit is not what keeps it secret; it keeps one address from loading the register.
Checking a document takes seconds of a processor.
The counters live in Django's cache, which all processes of a machine share.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from ipaddress import ip_address, ip_network
from typing import Concatenate, ParamSpec, TypeVar

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

LOOKUPS = 30
WINDOW_SECONDS = 60
CHECKS = 10
CHECKS_WINDOW_SECONDS = 600

_Rest = ParamSpec("_Rest")
_Request = TypeVar("_Request", bound=HttpRequest)
_View = Callable[Concatenate[HttpRequest, _Rest], HttpResponse]
_CheckView = Callable[[_Request], HttpResponse]


def limited(view: _View[_Rest]) -> _View[_Rest]:
    """Answer 429 to an address that made more than 30 lookups in the last window of a minute."""

    @wraps(view)
    def within_limit(request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> HttpResponse:
        if _count(request, "portal.lookups", WINDOW_SECONDS) > LOOKUPS:
            return _too_many(request, WINDOW_SECONDS)
        return view(request, *args, **kwargs)

    return within_limit


def checks_limited(view: _CheckView[_Request]) -> _CheckView[_Request]:
    """Answer 429 to an address that handed over more than 10 documents in the last window of ten minutes."""

    @wraps(view)
    def within_limit(request: _Request, /) -> HttpResponse:
        hands_over = request.method == "POST"
        if hands_over and _count(request, "portal.checks", CHECKS_WINDOW_SECONDS) > CHECKS:
            return _too_many(request, CHECKS_WINDOW_SECONDS)
        return view(request)

    return within_limit


def _too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    answer = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    answer["Retry-After"] = str(seconds)
    return answer


def _count(request: HttpRequest, what: str, seconds: int) -> int:
    # The address is personal data: the cache keeps its digest only, and only for the window.
    address = _one_visitor(str(request.META.get("REMOTE_ADDR", "")))
    key = f"{what}:{sha256(address.encode()).hexdigest()[:32]}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key)
    except ValueError:  # the window ended between the two calls
        cache.set(key, 1, timeout=seconds)
        return 1


def _one_visitor(address: str) -> str:
    """Return what one visitor has: an address of IPv4, or a whole network of 64 bits of IPv6."""
    if ":" not in address:
        return address
    with suppress(ValueError):
        return str(ip_network((ip_address(address), 64), strict=False))
    return address
