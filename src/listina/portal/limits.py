"""How often one address may look clauses up, and have documents checked.

A check code has 50 bits, so the limit is not what keeps it secret; it keeps one address from loading the register.
Checking a document takes seconds of a processor.
The counters live in Django's cache, which all processes of a machine share.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from math import ceil
from time import time
from typing import Concatenate, ParamSpec, TypeVar

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from listina.accounts.visitors import one_visitor

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
        refusal = _refusal(request, "portal.lookups", LOOKUPS, WINDOW_SECONDS)
        return refusal or view(request, *args, **kwargs)

    return within_limit


def checks_limited(view: _CheckView[_Request]) -> _CheckView[_Request]:
    """Answer 429 to an address that handed over more than 10 documents in the last window of ten minutes."""

    @wraps(view)
    def within_limit(request: _Request, /) -> HttpResponse:
        if request.method != "POST":
            return view(request)
        return _refusal(request, "portal.checks", CHECKS, CHECKS_WINDOW_SECONDS) or view(request)

    return within_limit


def _refusal(request: HttpRequest, what: str, most: int, seconds: int) -> HttpResponse | None:
    """Count a request of a visitor, whose window begins with the first; return the answer to one too many.

    Two processes that count at the same moment may count one; who guesses passwords is counted in the database instead.
    """
    # The address is personal data: the cache keeps its digest only, and only for the window.
    address = one_visitor(str(request.META.get("REMOTE_ADDR", "")))
    key = f"{what}:{sha256(address.encode()).hexdigest()[:32]}"
    now = time()
    ends, before = cache.get(key, (0.0, 0))
    if ends <= now:
        ends, before = now + seconds, 0
    rest = max(1, ceil(ends - now))
    cache.set(key, (ends, before + 1), timeout=rest)
    if before < most:
        return None
    answer = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    answer["Retry-After"] = str(rest)
    return answer
