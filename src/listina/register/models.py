"""The tables of the register.

`Series`, `ConfirmationOrder` and `Reservation` change; every other table is written once: the application's database
role may only insert and select there (decision 18–21, ADR 0003). The register knows no accounts: people and offices
are plain numbers and copied texts.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from listina.register.kinds import CorrectionKind


class ReservationState(models.TextChoices):
    """Where a reserved number stands."""

    RESERVED = "reserved"
    CONFIRMED = "confirmed"
    VOIDED = "voided"


class Series(models.Model):
    """The counter of one series of numbers; its row is locked by the transaction that writes a reservation."""

    key = models.CharField(primary_key=True, max_length=16)
    last = models.BigIntegerField(default=0)

    class Meta:
        db_table = "register_series"


class ConfirmationOrder(models.Model):
    """The order of confirmations of one standing; its row is locked by the transaction that confirms."""

    standing = models.CharField(primary_key=True, max_length=8)
    last = models.BigIntegerField(default=0)

    class Meta:
        db_table = "register_confirmation_order"


class Reservation(models.Model):
    """A number that was given out; it is confirmed or voided, never deleted and never reused."""

    number = models.CharField(primary_key=True, max_length=64)
    guid = models.UUIDField(unique=True)
    check_code = models.CharField(max_length=10)
    series = models.CharField(max_length=16)
    counter = models.BigIntegerField(null=True)  # None when another evidence authority issued the number
    authority_id = models.BigIntegerField(db_index=True)
    official_id = models.BigIntegerField()
    direction = models.CharField(max_length=16)
    issued_by = models.CharField(max_length=200)
    issued_at = models.DateTimeField()
    case_id = models.UUIDField(unique=True)
    state = models.CharField(max_length=9, choices=ReservationState.choices, default=ReservationState.RESERVED)

    class Meta:
        db_table = "register_reservation"
        constraints = (models.UniqueConstraint(fields=("series", "counter"), name="register_one_use_of_a_counter"),)


class Clause(models.Model):
    """A confirmed clause: what the public may see of a performed conversion, and the digests of its output."""

    reservation = models.OneToOneField(Reservation, models.PROTECT, primary_key=True, db_column="number")
    guid = models.UUIDField(unique=True)
    check_code = models.CharField(max_length=10)
    authority_id = models.BigIntegerField(db_index=True)
    direction = models.CharField(max_length=16)
    standing = models.CharField(max_length=8)
    authority_name = models.TextField()
    authority_ico = models.CharField(max_length=8)
    official_name = models.TextField(null=True)  # noqa: DJ001  # automated conversions have none; empty: deleted
    input_page_count = models.PositiveIntegerField()
    untransferable = models.JSONField()
    clause_date = models.DateField()
    confirmed_at = models.DateTimeField()
    issued_by = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    sha512 = models.CharField(max_length=128)
    length = models.BigIntegerField()
    prefix_sha256 = models.CharField(max_length=64)
    prefix_sha512 = models.CharField(max_length=128)
    prefix_length = models.BigIntegerField()
    page_count = models.PositiveIntegerField()
    clause_page_count = models.PositiveIntegerField()
    content_digest = models.CharField(max_length=64)
    # What the clause states of an electronic input, as printed; names of its signers among them, so it goes with the
    # evidence. Empty to electronic.
    statements = models.JSONField(default=list)

    class Meta:
        db_table = "register_clause"


class ClauseRecord(models.Model):
    """The canonical record behind the commitment, with its salt; both go together when the law's period is over."""

    clause = models.OneToOneField(Clause, models.PROTECT, primary_key=True, db_column="number")
    authority_id = models.BigIntegerField(db_index=True)
    canonical = models.BinaryField()
    salt = models.BinaryField()

    class Meta:
        db_table = "register_clause_record"


class ClauseEvidence(models.Model):
    """The evidence of L300 § 26(2) (b) to (d); letter (a) is the number."""

    clause = models.OneToOneField(Clause, models.PROTECT, primary_key=True, db_column="number")
    authority_id = models.BigIntegerField(db_index=True)
    performed_on = models.DateField()
    designation = models.CharField(max_length=500)
    drawn_up_on = models.CharField(max_length=10, null=True)  # noqa: DJ001  # the input may not say
    fee_amount_czk = models.DecimalField(max_digits=12, decimal_places=2)
    fee_document_number = models.TextField(null=True)  # noqa: DJ001  # nothing was paid
    fee_exemption = models.TextField(null=True)  # noqa: DJ001  # something was paid

    class Meta:
        db_table = "register_clause_evidence"


class PageDigest(models.Model):
    """The digests of one received file: of a page of the paper, or of a file of an electronic input."""

    clause = models.ForeignKey(Clause, models.PROTECT, db_column="number", related_name="page_digests")
    authority_id = models.BigIntegerField()
    position = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    sha512 = models.CharField(max_length=128)

    class Meta:
        db_table = "register_page_digest"
        constraints = (models.UniqueConstraint(fields=("clause", "position"), name="register_one_page_a_position"),)


class LeafOutbox(models.Model):
    """Commitments in the order of confirmation: the leaves of the later ledger, public by nature."""

    clause = models.OneToOneField(Clause, models.PROTECT, primary_key=True, db_column="number")
    authority_id = models.BigIntegerField()
    standing = models.CharField(max_length=8)
    sequence = models.BigIntegerField()
    commitment = models.CharField(max_length=64)

    class Meta:
        db_table = "register_leaf_outbox"
        constraints = (models.UniqueConstraint(fields=("standing", "sequence"), name="register_one_leaf_a_place"),)


class Voiding(models.Model):
    """Why a number was given up."""

    reservation = models.OneToOneField(Reservation, models.PROTECT, primary_key=True, db_column="number")
    authority_id = models.BigIntegerField(db_index=True)
    reason = models.CharField(max_length=500)
    by_user_id = models.BigIntegerField(null=True)  # None when the machine voided an abandoned case
    at = models.DateTimeField()

    class Meta:
        db_table = "register_voiding"


class Correction(models.Model):
    """An entry after registration; what was performed stays (decision 19)."""

    clause = models.ForeignKey(Clause, models.PROTECT, db_column="number", related_name="corrections")
    authority_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=20, choices=CorrectionKind.choices)
    public_wording = models.CharField(max_length=500)
    replaced_by = models.CharField(max_length=64, null=True)  # noqa: DJ001  # only a replacement has it
    by_user_id = models.BigIntegerField()
    second_user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "register_correction"
        constraints = (
            models.UniqueConstraint(
                fields=("clause",), condition=Q(kind="marked_erroneous"), name="register_erroneous_once"
            ),
            models.UniqueConstraint(fields=("clause",), condition=Q(kind="replaced"), name="register_replaced_once"),
            models.CheckConstraint(
                condition=~Q(kind="marked_erroneous")
                | Q(second_user_id__isnull=False) & ~Q(second_user_id=F("by_user_id")),
                name="register_second_person",
            ),
            models.CheckConstraint(
                condition=Q(kind="replaced", replaced_by__isnull=False) | ~Q(kind="replaced") & Q(replaced_by=None),
                name="register_replacement_named",
            ),
        )
        indexes = (models.Index(fields=("replaced_by",), name="register_replacement"),)


class EvidenceCorrection(models.Model):
    """The evidence as it stands after a correction; the last one counts, what was confirmed stays as it was."""

    correction = models.OneToOneField(Correction, models.PROTECT, primary_key=True)
    number = models.CharField(max_length=64, db_index=True)
    authority_id = models.BigIntegerField(db_index=True)
    designation = models.CharField(max_length=500)
    drawn_up_on = models.CharField(max_length=10, null=True)  # noqa: DJ001  # the input may not say
    fee_amount_czk = models.DecimalField(max_digits=12, decimal_places=2)
    fee_document_number = models.TextField(null=True)  # noqa: DJ001  # nothing was paid
    fee_exemption = models.TextField(null=True)  # noqa: DJ001  # something was paid

    class Meta:
        db_table = "register_evidence_correction"


class Receipt(models.Model):
    """The sealed receipt of a confirmation, for the records system."""

    clause = models.OneToOneField(Clause, models.PROTECT, primary_key=True, db_column="number")
    authority_id = models.BigIntegerField(db_index=True)
    document = models.BinaryField()
    seal = models.BinaryField()

    class Meta:
        db_table = "register_receipt"
