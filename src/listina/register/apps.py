"""The register as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Central store of clauses and evidence of conversions (centrální úložiště doložek, evidence konverzí)."""

    name = "listina.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
