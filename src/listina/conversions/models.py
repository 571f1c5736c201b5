"""What is kept of a conversion while it is being made, and afterwards beside the register.

`Case`, `Page` and `Artifact` change; `Answer` and `CaseEvent` are insert and select only (grants.sql). Moments are
stored in UTC. Foreign keys name the models of other applications by string.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from listina.conversions.states import CaseState


class Case(models.Model):
    """One conversion from opening to its end.

    `fence` counts attempts: whoever starts a step takes the next number, and only the holder of the last number may
    store a result (see `attempts`). Everything below `number` is a snapshot taken when the number was reserved.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    authority = models.ForeignKey("accounts.Authority", models.PROTECT, related_name="+")
    official = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    direction = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default=CaseState.OPEN.value)
    fence = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    agenda_code = models.CharField(max_length=20)
    purpose = models.CharField(max_length=300)
    reference_number = models.CharField(max_length=100, null=True)  # noqa: DJ001  # absent is not empty
    file_mark = models.CharField(max_length=100, null=True)  # noqa: DJ001  # absent is not empty
    search_text = models.TextField()

    stated_page_count = models.PositiveIntegerField(null=True)
    no_untransferable = models.BooleanField(null=True)
    untransferable = models.JSONField(default=list)
    designation = models.CharField(max_length=500, default="")
    drawn_up_on = models.CharField(max_length=10, null=True)  # noqa: DJ001  # ISO, perhaps without day or month
    drawn_up_on_absent = models.BooleanField(null=True)
    agreement_declared_at = models.DateTimeField(null=True)
    refusals = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, default="")

    number = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  # unique needs NULL
    guid = models.UUIDField(null=True)
    check_code = models.CharField(max_length=10, default="")
    reserved_at = models.DateTimeField(null=True)
    authority_snapshot = models.JSONField(default=dict)
    official_snapshot = models.JSONField(default=dict)
    grant_snapshot = models.JSONField(default=dict)
    certificate_snapshot = models.JSONField(default=dict)
    certificate = models.BinaryField(null=True)
    certificate_chain = models.JSONField(default=list)
    clause_date = models.DateField(null=True)

    composed = models.JSONField(null=True)
    prepared = models.JSONField(null=True)
    signature_value = models.BinaryField(null=True)
    signed_at = models.DateTimeField(null=True)
    timestamp_token = models.BinaryField(null=True)
    timestamp_obtained_at = models.DateTimeField(null=True)
    timestamp_time = models.DateTimeField(null=True)
    signed = models.JSONField(null=True)
    registered_at = models.DateTimeField(null=True)
    receipt_issued_at = models.DateTimeField(null=True)
    last_problem = models.JSONField(null=True)

    split_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    downloaded_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    scans_deleted_at = models.DateTimeField(null=True)
    output_deleted_at = models.DateTimeField(null=True)
    renew_before = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "conversion_case"
        indexes: ClassVar = [
            models.Index(fields=["authority", "official", "-changed_at"], name="case_mine"),
            models.Index(fields=["state", "changed_at"], name="case_unfinished"),
            models.Index(fields=["renew_before"], name="case_to_renew"),
        ]

    def __str__(self) -> str:
        return f"{self.id} ({self.state})"


class Page(models.Model):
    """One scan; the bytes are in the object store under `sha256`.

    The file it came in has digests of its own, `original_…`: the same as the page's where the file is the page, others
    where the page was taken out of a file of several (`original_page`, from 1). `transformations` lists what was done
    to the page on the way, oldest first (decision 13).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    authority = models.ForeignKey("accounts.Authority", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="pages")
    position = models.PositiveIntegerField()
    client_page_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    sha512 = models.CharField(max_length=128)
    length = models.PositiveIntegerField()
    filename = models.CharField(max_length=200)
    source = models.CharField(max_length=20)
    device = models.CharField(max_length=100, default="")
    original_sha256 = models.CharField(max_length=64)
    original_sha512 = models.CharField(max_length=128)
    original_length = models.PositiveBigIntegerField()
    original_page = models.PositiveIntegerField(default=1)
    transformations = models.JSONField(default=list)
    declared_dpi = models.PositiveIntegerField(null=True)
    dpi_declared_by = models.BigIntegerField(null=True)
    assessment = models.JSONField()
    rotation = models.PositiveSmallIntegerField(default=0)
    attached_at = models.DateTimeField()
    attached_by = models.BigIntegerField()
    compared = models.BooleanField(null=True)
    compared_at = models.DateTimeField(null=True)
    blank_kept = models.BooleanField(null=True)
    one_bit_allowed_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "conversion_page"
        ordering: ClassVar = ["position", "attached_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "client_page_id"], name="page_attached_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["authority", "sha256"], name="page_object")]

    def __str__(self) -> str:
        return f"{self.case_id} / {self.position}"


class Answer(models.Model):
    """One answer as it was given: the question as shown, the rule's version, the value, who and when (decision 10)."""

    authority = models.ForeignKey("accounts.Authority", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="answers")
    question_id = models.CharField(max_length=60)
    question_version = models.CharField(max_length=40)
    ground_letter = models.CharField(max_length=10)
    text_shown = models.TextField()
    value = models.CharField(max_length=60)
    answered_by = models.BigIntegerField()
    answered_at = models.DateTimeField()

    class Meta:
        db_table = "conversion_answer"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.question_id}={self.value}"


class CaseEvent(models.Model):
    """One entry of the case's event list, numbered from 1 without gaps."""

    authority = models.ForeignKey("accounts.Authority", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)

    class Meta:
        db_table = "conversion_event"
        ordering: ClassVar = ["sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "sequence"], name="event_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class Artifact(models.Model):
    """A file made for the case that counts: what no row names is unreachable and is swept."""

    authority = models.ForeignKey("accounts.Authority", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="artifacts")
    kind = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    sha512 = models.CharField(max_length=128)
    length = models.BigIntegerField()
    accepted_at = models.DateTimeField()
    fence = models.BigIntegerField()

    class Meta:
        db_table = "conversion_artifact"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "kind"], name="artifact_one_of_each_kind"),
        ]
        indexes: ClassVar = [models.Index(fields=["authority", "sha256"], name="artifact_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]}"


class CorrectionRequest(models.Model):
    """What an official wants to have entered after registration; it counts once it is decided (decision 19).

    An output is marked erroneous by the official and a second person; the other kinds are decided by who asks.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    authority = models.ForeignKey("accounts.Authority", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="correction_requests")
    kind = models.CharField(max_length=20)
    public_wording = models.CharField(max_length=500)
    reason = models.CharField(max_length=500)
    changes = models.JSONField(default=dict)
    replaced_by = models.CharField(max_length=64, null=True)  # noqa: DJ001  # only a replacement has it
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=10, null=True)  # noqa: DJ001  # undecided is not empty
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "conversion_correction_request"
        ordering: ClassVar = ["asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(decision=None), name="correction_one_undecided"),
            models.CheckConstraint(
                condition=Q(decision=None, decided_by=None, decided_at=None)
                | Q(decision__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="correction_wholly_decided",
            ),
            # Whoever asked may take the request back, and nothing else.
            models.CheckConstraint(
                condition=~Q(kind="marked_erroneous")
                | Q(decided_by=None)
                | Q(decision="withdrawn")
                | ~Q(decided_by=F("asked_by")),
                name="correction_second_person",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["authority", "decided_at"], name="correction_to_decide")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"


# Django finds the models of an application in this module.
from listina.conversions.to_paper.models import FileRole, PaperWork, ReceivedFile  # noqa: E402, F401
