"""What a conversion to paper keeps beside its case: the received files and what was found and decided about them.

Both change while the conversion is open. What was found (`examined`) is replaced by each examination, the reports stay
as artifacts and in the event list. Moments are stored in UTC.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q


class FileRole(models.TextChoices):
    """What a received file is to the conversion."""

    DOCUMENT = "document"
    DETACHED = "detached"
    MESSAGE = "message"


class ReceivedFile(models.Model):
    """One received file; its bytes are in the object store under `sha256`.

    A file that another one took the place of keeps its row with `replaced_at`. A document taken out of a data message
    has its `position` there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    authority = models.ForeignKey("accounts.Authority", models.PROTECT, related_name="+")
    case = models.ForeignKey("conversions.Case", models.PROTECT, related_name="received_files")
    role = models.CharField(max_length=20, choices=FileRole.choices)
    filename = models.CharField(max_length=200)
    source = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    sha512 = models.CharField(max_length=128)
    length = models.PositiveBigIntegerField()
    position = models.PositiveIntegerField(null=True)
    received_at = models.DateTimeField()
    received_by = models.BigIntegerField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "conversion_received_file"
        ordering: ClassVar = ["received_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "role"], condition=Q(replaced_at=None), name="received_one_of_each"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["authority", "sha256"], name="received_object")]

    def __str__(self) -> str:
        return f"{self.role} {self.sha256[:12]}"


class PaperWork(models.Model):
    """What was found out and decided about the input of one conversion to paper.

    Attributes:
        message: facts of the data message and its attachments; None without one, or before it was read.
        stated_message: the same facts as the official or the records system states them, where there is no ZFO.
        examination: number of the examination that is wanted; each change of the files wants another.
        examined: what the last one found: its number, malware, inspection, summary of the report; None before.
        examined_at: when.
        consent: the official's consent to go on with a file nobody checked for malicious code.
        integrity_decision: the official's decision about an integrity that could not be found out.
        postponed_until: when an examination is made again without being asked for.
        compared: by page of the print, whether it agrees with the input.
        two_sided: printed on both sides of the sheets.
        reduced_pages: pages larger than A4 that are printed on A4.
        preview: the print file without a number, from which pictures of pages are made: digest and filler pages.
        affirmed: the four facts of decision 17 as they were shown and affirmed.
    """

    case = models.OneToOneField("conversions.Case", models.PROTECT, primary_key=True, related_name="paper_work")
    authority = models.ForeignKey("accounts.Authority", models.PROTECT, related_name="+")
    message = models.JSONField(null=True)
    stated_message = models.JSONField(null=True)
    examination = models.PositiveIntegerField(default=0)
    examined = models.JSONField(null=True)
    examined_at = models.DateTimeField(null=True)
    consent = models.JSONField(null=True)
    integrity_decision = models.JSONField(null=True)
    postponed_until = models.DateTimeField(null=True)
    compared = models.JSONField(default=dict)
    two_sided = models.BooleanField(default=True)
    reduced_pages = models.JSONField(default=list)
    preview = models.JSONField(null=True)
    affirmed = models.JSONField(null=True)
    affirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "conversion_paper_work"
        indexes: ClassVar = [models.Index(fields=["postponed_until"], name="paper_postponed")]

    def __str__(self) -> str:
        return f"paper work of {self.case_id}"

    @property
    def found(self) -> dict[str, Any]:
        """What the last examination found, if it was of the files that count now; empty otherwise."""
        if self.examined is None or self.examined["examination"] != self.examination:
            return {}
        found: dict[str, Any] = self.examined
        return found
