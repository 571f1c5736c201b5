"""What an entry after registration can say (decision 19)."""

from __future__ import annotations

from django.db.models import TextChoices


class CorrectionKind(TextChoices):
    """What an entry after registration says."""

    EVIDENCE_CORRECTED = "evidence_corrected"
    MARKED_ERRONEOUS = "marked_erroneous"
    REPLACED = "replaced"
