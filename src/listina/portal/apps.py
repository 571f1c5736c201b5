"""The Django app of the public portal; it holds the look that all pages share."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages for everybody, the base template, the styles and the front-end packages."""

    name = "listina.portal"
    label = "portal"
    verbose_name = "Veřejný portál"
