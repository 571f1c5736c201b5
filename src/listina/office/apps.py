"""The Django app of the officials' web."""

from __future__ import annotations

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Pages for officials who perform conversions."""

    name = "listina.office"
    label = "office"
    verbose_name = "Úřad"
