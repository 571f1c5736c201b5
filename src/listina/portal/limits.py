"""How often one address may look clauses up: check codes cannot be guessed by trying them all.

A code has 50 bits, so the limit is not what keeps it secret; it keeps one address from loading the register.
The counters live in Django's cache, which all processes of a machine share.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

LOOKUPS = 30
WINDOW_SECONDS = 60

_Rest = ParamSpec("_Rest")
_View = Callable[Concatenate[HttpRequest, _Rest], HttpResponse]


def limited(view: _View[_Rest]) -> _View[_Rest]:
    """Answer 429 to an address that made more than 30 lookups in the last window of a minute."""

    @wraps(view)
    def within_limit(request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> HttpResponse:
        if _count(request.META.get("REMOTE_ADDR", "")) > LOOKUPS:
            answer = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
            answer["Retry-After"] = str(WINDOW_SECONDS)
            return answer
        return view(request, *args, **kwargs)

    return within_limit


def _count(address: str) -> int:
    # The address is personal data: the cache keeps its digest only, and only for the window.
    key = f"portal.lookups:{sha256(address.encode()).hexdigest()[:32]}"
    cache.add(key, 0, timeout=WINDOW_SECONDS)
    try:
        return cache.incr(key)
    except ValueError:  # the window ended between the two calls
        cache.set(key, 1, timeout=WINDOW_SECONDS)
        return 1
