"""The Django application of the room under all tables; it has none of its own."""

from __future__ import annotations

from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    """Names the application; it brings the command `migrate` that applies the grants."""

    name = "listina.database"
    label = "database"
    verbose_name = "Databáze"
