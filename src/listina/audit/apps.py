"""The Django application of the audit trail."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Names the application; its one table is in `models`."""

    name = "listina.audit"
    label = "audit"
    verbose_name = "Auditní záznam"
    default_auto_field = "django.db.models.BigAutoField"
