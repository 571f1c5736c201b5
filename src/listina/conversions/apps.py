"""The Django application of the conversions."""

from __future__ import annotations

from django.apps import AppConfig


class ConversionsConfig(AppConfig):
    """Names the application; its tables are in `models`."""

    name = "listina.conversions"
    label = "conversions"
    verbose_name = "Konverze"
    default_auto_field = "django.db.models.BigAutoField"
