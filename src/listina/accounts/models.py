"""What is kept of authorities and people. Rows belong to an authority; PostgreSQL hides those of others (ADR 0002).

Nobody outside this application imports its models: `queries` returns plain values. Moments are stored in UTC.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Q

from listina.accounts.actors import AuthorityMode
from listina.accounts.permissions import Role


class Authority(models.Model):
    """A public authority that performs conversions (orgán veřejné moci).

    `name` is the full official name as clauses print it; `successor_of` names the authority whose powers passed to
    this one. Authorities are test ones unless somebody says otherwise.
    """

    name = models.CharField(max_length=500)
    sort_key = models.TextField(db_collation="C")
    search_text = models.TextField()
    ico = models.CharField(max_length=8, unique=True)
    mode = models.CharField(max_length=4, default=AuthorityMode.TEST.value)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    successor_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "accounts_authority"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(mode__in=[mode.value for mode in AuthorityMode]), name="authority_mode_known"
            ),
            models.CheckConstraint(condition=Q(ico__regex=r"^[0-9]{8}$"), name="authority_ico_has_8_digits"),
            models.CheckConstraint(
                condition=Q(is_demo=False) | Q(mode=AuthorityMode.TEST.value), name="authority_demo_is_never_live"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class User(AbstractBaseUser):
    """A person who signs in, of one authority.

    `public_number` stands in clause numbers; it comes from a sequence and is never used again. `failed_sign_ins`
    counts wrong passwords since the last right one.
    """

    username = models.CharField(max_length=150, unique=True)
    given_names = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    title_before = models.CharField(max_length=50, blank=True)
    title_after = models.CharField(max_length=50, blank=True)
    sort_key = models.TextField(db_collation="C")
    search_text = models.TextField()
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    public_number = models.BigIntegerField(unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    failed_sign_ins = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    password_changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager[User]] = models.Manager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["given_names", "family_name", "authority"]

    class Meta:
        db_table = "accounts_user"
        indexes: ClassVar = [models.Index(fields=["authority", "sort_key"], name="user_by_name")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(public_number__gt=0), name="user_public_number_positive"),
        ]

    def __str__(self) -> str:
        return self.username


class Certificate(models.Model):
    """A certificate registered for a user or, as a seal, for the authority itself; it ends by being withdrawn."""

    class Purpose(models.TextChoices):
        """What a certificate is registered for; registered is not qualified (decision 8)."""

        SIGNING = "signing"
        SIGN_IN = "sign_in"
        SEAL = "seal"

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose)
    der = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    serial_number = models.CharField(max_length=60)
    subject = models.CharField(max_length=1000)
    issuer = models.CharField(max_length=1000)
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    registered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    key_location = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "accounts_certificate"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sha256", "purpose"], condition=Q(withdrawn_at=None), name="certificate_registered_once"
            ),
            models.CheckConstraint(
                condition=Q(user=None, purpose="seal") | Q(user__isnull=False, purpose__in=["signing", "sign_in"]),
                name="certificate_seal_is_the_authoritys",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["authority", "user"], name="certificate_of_user")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.serial_number}"


class Grant(models.Model):
    """A role given to a user for a time; it ends by its date or by being withdrawn."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_grant"
        indexes: ClassVar = [models.Index(fields=["authority", "user"], name="grant_of_user")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="grant_role_known"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=models.F("valid_from")), name="grant_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.user_id}"


class FailedAddress(models.Model):
    """How often sign-in failed from one address in the present window; `failed_addresses` alone reads and writes it.

    `digest` is keyed: the address itself is not kept. The row belongs to no authority and goes when the window ends.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_failed_address"

    def __str__(self) -> str:
        return f"{self.failures} until {self.ends_at}"
