"""What is no longer kept of people who left; for the retention role alone (decision 24).

A year after the last role ended, what they signed in with goes. The name stays as long as a conversion that is kept
names them, then it goes too; the number of the account stays for ever, because numbers of clauses hold it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat

from listina.accounts.models import Certificate, Grant, User

_FORMER = "byvaly-"


def left_before(moment: datetime) -> frozenset[int]:
    """Return the ids of people none of whose roles holds since a moment. Call in a system scope.

    Who never had a role, or whose role or account has no end, has not left.
    """
    ends: dict[int, datetime | None] = {}
    rows = Grant.objects.values_list("user_id", "withdrawn_at", "valid_until", "user__expires_at")
    for user_id, *moments in rows.iterator():
        end = min((each for each in moments if each is not None), default=None)
        before = ends.get(user_id, end)
        ends[user_id] = None if end is None or before is None else max(end, before)
    return frozenset(user_id for user_id, end in ends.items() if end is not None and end < moment)


def with_sign_in(user_ids: Collection[int]) -> frozenset[int]:
    """Return those of them whose sign-in is still kept."""
    kept = User.objects.filter(id__in=user_ids).exclude(username__startswith=_FORMER)
    return frozenset(kept.values_list("id", flat=True))


def with_name(user_ids: Collection[int]) -> frozenset[int]:
    """Return those of them whose name is still kept."""
    return frozenset(User.objects.filter(id__in=user_ids).exclude(family_name="").values_list("id", flat=True))


def forget_sign_in(user_ids: Collection[int]) -> int:
    """Take user name and password of people away; return of how many."""
    number = Cast("public_number", CharField())
    return User.objects.filter(id__in=user_ids).update(
        username=Concat(Value(_FORMER), number),
        password=UNUSABLE_PASSWORD_PREFIX,
        is_active=False,
        failed_sign_ins=0,
        locked_until=None,
        search_text="",
    )


def forget_name(user_ids: Collection[int]) -> int:
    """Take the names of people away, and those in their certificates; return of how many."""
    Certificate.objects.filter(user_id__in=user_ids).update(der=b"", subject="", key_location="")
    return User.objects.filter(id__in=user_ids).update(
        given_names="", family_name="", title_before="", title_after="", sort_key="", search_text=""
    )
