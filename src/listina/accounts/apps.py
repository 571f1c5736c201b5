"""The Django application of the accounts."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Names the application; its tables are in `models`."""

    name = "listina.accounts"
    label = "accounts"
    verbose_name = "Účty"
    default_auto_field = "django.db.models.BigAutoField"
