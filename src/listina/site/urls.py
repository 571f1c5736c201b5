"""Every address Django serves: what `site` serves itself, then the doors. `/tsa/` is served ahead of it (wsgi.py)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from listina.accounts.access import public
from listina.site.health import health

handler500 = "listina.site.faults.uncaught"

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health, name="health"),
    path("jazyk/", public(set_language), name="language"),
    path("", include("listina.portal.urls")),
    path("", include("listina.office.urls")),
]
