"""Every address of the server: what `site` serves itself, then the doors."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from listina.accounts.access import public
from listina.site.health import health
from listina.site.timestamp_door import timestamp

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health, name="health"),
    path("tsa/", timestamp, name="timestamp"),
    path("jazyk/", public(set_language), name="language"),
    path("", include("listina.portal.urls")),
    path("", include("listina.office.urls")),
]
