"""Addresses of the public portal. `/overeni/<number>/<check code>/` is what the QR code of every clause holds."""

from __future__ import annotations

from django.urls import path

from listina.portal import views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("overeni/", views.lookup, name="lookup"),
    # A number is opaque and may hold any printable character, a slash too.
    path("overeni/<path:number>/<str:check_code>/", views.clause, name="clause"),
]
