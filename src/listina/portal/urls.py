"""Addresses of the public portal. `/overeni/<number>/<check code>/` is what the QR code of every clause holds."""

from __future__ import annotations

from django.urls import path

from listina.portal import views
from listina.portal.document_check import views as document_check

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("overeni/", views.lookup, name="lookup"),
    # A number is opaque and may hold any printable character, a slash too.
    path("overeni/<path:number>/<str:check_code>/", views.clause, name="clause"),
    path("overeni-dokumentu/", document_check.check, name="check"),
    path("overeni-dokumentu/<str:key>/<int:number>/", document_check.report, name="check-report"),
    path("overeni-dokumentu/<str:key>/<int:number>/zprava.json", document_check.report_json, name="check-json"),
    path("overeni-dokumentu/<str:key>/<int:number>/zprava.xml", document_check.report_etsi, name="check-etsi"),
]
