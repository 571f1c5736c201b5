"""Whose address a request has: the connection's, and the proxy's word only where the operator put a proxy in front."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from listina.site.middleware import client_address

PROXY = "10.0.0.1"


def seen(forwarded: str | None, monkeypatch: pytest.MonkeyPatch, *, behind_proxy: bool) -> str:
    """Return the address a view sees of a request from the proxy with this header."""
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, behind_proxy=behind_proxy))
    found: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        found.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    client_address(view)(RequestFactory().get("/", headers=headers, REMOTE_ADDR=PROXY))
    return found[0]


def test_without_a_proxy_the_header_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen("192.0.2.7", monkeypatch, behind_proxy=False) == PROXY


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("198.51.100.1, 192.0.2.7", "192.0.2.7"),
        ("2001:db8::7", "2001:db8::7"),
        ("192.0.2.7:4711", "192.0.2.7"),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("2001:db8::7:4711", "2001:db8::7:4711"),
        (None, PROXY),
        ("", PROXY),
        ("192.0.2.7, unknown", PROXY),
        ("192.0.2.7,", PROXY),
    ],
)
def test_behind_a_proxy_its_last_word_counts_if_it_is_an_address(
    forwarded: str | None, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert seen(forwarded, monkeypatch, behind_proxy=True) == address
