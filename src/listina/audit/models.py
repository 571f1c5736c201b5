"""The one table of the audit trail; the application may insert and select, nothing else (grants.sql)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One thing that happened.

    `at` is the database's clock, UTC. Ids are plain numbers: the trail outlives the rows they name.
    """

    at = models.DateTimeField(db_default=Now())
    action = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    authority_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=200, null=True)  # noqa: DJ001  # absent is not empty
    details = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, null=True)  # noqa: DJ001  # absent is not empty

    class Meta:
        db_table = "audit_entry"
        indexes: ClassVar = [
            models.Index(fields=["authority_id", "at"], name="audit_by_authority"),
            models.Index(fields=["subject"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.at} {self.action}"
