"""What is read of the register: by the public with number and check code, by an authority, by the operator.

Public answers hold what the clause itself shows, never a designation (decision 20).
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from listina.database.scope import public_scope, system_scope
from listina.law.admissibility import UntransferableElement
from listina.law.directions import Direction
from listina.law.errors import InvalidCheckCodeError, InvalidNumberError
from listina.law.numbers import normalise_check_code, valid_number
from listina.register.errors import ClauseNotFoundError, ReceiptNotFoundError
from listina.register.kinds import CorrectionKind
from listina.register.models import (
    Clause,
    Correction,
    EvidenceCorrection,
    Receipt,
    Reservation,
    ReservationState,
    Series,
    Voiding,
)
from listina.register.receipts import ReceiptView, receipt_view
from listina.register.wording import public_wording
from listina.texts import Text

CONFIRMED = "confirmed"
ERRONEOUS = "erroneous"
REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCorrection:
    """An entry after registration, as the public reads it; `at` is aware UTC."""

    kind: str
    wording: Text
    replaced_by: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicReplacement:
    """An earlier output that this one replaces; `at` is aware UTC."""

    number: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterEntry:
    """An entry after registration, as its authority reads it.

    Attributes:
        by_user_id: the official.
        second_user_id: the second person, where the output was marked erroneous.
        designation: of the input as corrected; None unless the evidence was corrected.
    """

    number: str
    kind: str
    wording: Text
    replaced_by: str | None
    by_user_id: int
    second_user_id: int | None
    at: datetime
    designation: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicClause:
    """A confirmed clause as the public sees it.

    Attributes:
        official_name: None when the conversion was automated; empty once it was deleted after the law's period.
        standing: `live`, `test` or `demo`.
        state: `confirmed`, `erroneous` or `replaced`.
        corrections: entries after registration, oldest first.
        replaces: earlier outputs this one stands for, oldest first.
        sha256, length: of the confirmed file; digests are lower-case hexadecimal, lengths in bytes.
        prefix_sha256, prefix_length: of its unsigned prefix.
        page_count: all pages of the file; `clause_page_count` of them are the clause.
        statements: (label, text) of what the clause states of an electronic input, in its order; empty to electronic,
            and once they were deleted after the law's period.
    """

    number: str
    check_code: str
    guid: UUID
    direction: Direction
    authority_name: str
    ico: str
    official_name: str | None
    input_page_count: int
    untransferable: tuple[UntransferableElement, ...]
    clause_date: date
    confirmed_at: datetime
    standing: str
    state: str
    corrections: tuple[PublicCorrection, ...]
    replaces: tuple[PublicReplacement, ...]
    sha256: str
    length: int
    prefix_sha256: str
    prefix_length: int
    page_count: int
    clause_page_count: int
    content_digest: str
    statements: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusedNumber:
    """A number that was reserved and not confirmed. `reason` is None while it may still be confirmed."""

    number: str
    issued_at: datetime
    state: str
    reason: str | None
    voided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounting:
    """Whether every number is accounted for.

    Attributes:
        reserved_open, confirmed, voided: how many numbers stand so.
        missing_counters: (series, counter) that were counted but belong to no reservation; empty if all is well.
    """

    reserved_open: int
    confirmed: int
    voided: int
    missing_counters: tuple[tuple[str, int], ...]


def public_clause(number: str, check_code: str) -> PublicClause:
    """Return the confirmed clause with this number and check code, however they were typed.

    Raises:
        ClauseNotFoundError: there is none; the answer is the same whichever of the two is wrong.
    """
    try:
        wanted, code = valid_number(number), normalise_check_code(check_code)
    except (InvalidNumberError, InvalidCheckCodeError) as error:
        raise ClauseNotFoundError from error
    with public_scope():
        # A number is opaque, so it counts as it was typed; only where there is none like it, in capitals.
        near = {
            found.reservation_id: found for found in Clause.objects.filter(reservation_id__in=(wanted, wanted.upper()))
        }
        clause = near.get(wanted) or near.get(wanted.upper())
        # The comparison is made even where there is no clause, so that time tells nothing.
        if not hmac.compare_digest(clause.check_code if clause else "", code) or clause is None:
            raise ClauseNotFoundError
        return _public(clause)


def find_by_file_digest(sha256: str) -> PublicClause | None:
    """Return the clause whose confirmed file has this digest; None if there is none."""
    with public_scope():
        clause = Clause.objects.filter(sha256=sha256.lower()).order_by("confirmed_at").first()
        return None if clause is None else _public(clause)


def receipt(number: str) -> ReceiptView:
    """Return the sealed receipt of a clause of the authority in scope.

    Raises:
        ReceiptNotFoundError: it is not issued yet, or the number is not this authority's.
    """
    found = Receipt.objects.filter(clause_id=number).first()
    if found is None:
        raise ReceiptNotFoundError(number=number)
    return receipt_view(found)


def later_entries(numbers: Collection[str]) -> Mapping[str, tuple[LaterEntry, ...]]:
    """Return the entries after registration by number, oldest first; for the clauses of the authority in scope."""
    # The evidence goes after ten years, the entries stay: an entry may have lost what it corrected.
    designations = dict(
        EvidenceCorrection.objects.filter(number__in=numbers).values_list("correction_id", "designation")
    )
    entries: dict[str, tuple[LaterEntry, ...]] = {}
    for row in Correction.objects.filter(clause_id__in=numbers).order_by("at", "id"):
        entry = _later_entry(row, designations.get(row.pk))
        entries[row.clause_id] = (*entries.get(row.clause_id, ()), entry)
    return entries


def replaced_numbers(number: str) -> tuple[PublicReplacement, ...]:
    """Return which earlier outputs the output of this number replaces, oldest entry first."""
    rows = Correction.objects.filter(replaced_by=number, kind=CorrectionKind.REPLACED).order_by("at", "id")
    return tuple(PublicReplacement(number=row.clause_id, at=row.at) for row in rows)


def unused_numbers() -> tuple[UnusedNumber, ...]:
    """Return the reserved and the voided numbers of the authority in scope, oldest first (decision 18)."""
    rows = Reservation.objects.exclude(state=ReservationState.CONFIRMED).order_by("issued_at", "number")
    voidings = {voiding.reservation_id: voiding for voiding in Voiding.objects.all()}
    return tuple(_unused(row, voidings.get(row.number)) for row in rows)


def accounting() -> Accounting:
    """Count the numbers of all authorities and look for counters that nobody holds."""
    with system_scope("accounting of all numbers"):
        states = dict(
            Reservation.objects.values_list("state").annotate(count=Count("number")).values_list("state", "count")
        )
        return Accounting(
            reserved_open=states.get(ReservationState.RESERVED, 0),
            confirmed=states.get(ReservationState.CONFIRMED, 0),
            voided=states.get(ReservationState.VOIDED, 0),
            missing_counters=tuple(_missing_counters()),
        )


def _missing_counters() -> Iterable[tuple[str, int]]:
    for series in Series.objects.order_by("key"):
        held = set(Reservation.objects.filter(series=series.key).values_list("counter", flat=True))
        yield from ((series.key, counter) for counter in range(1, series.last + 1) if counter not in held)


def _unused(row: Reservation, voiding: Voiding | None) -> UnusedNumber:
    return UnusedNumber(
        number=row.number,
        issued_at=row.issued_at,
        state=row.state,
        reason=voiding.reason if voiding else None,
        voided_at=voiding.at if voiding else None,
    )


def _public(clause: Clause) -> PublicClause:
    corrections = tuple(Correction.objects.filter(clause=clause).order_by("at", "id"))
    return PublicClause(
        number=clause.reservation_id,
        check_code=clause.check_code,
        guid=clause.guid,
        direction=Direction(clause.direction),
        authority_name=clause.authority_name,
        ico=clause.authority_ico,
        official_name=clause.official_name,
        input_page_count=clause.input_page_count,
        untransferable=tuple(
            UntransferableElement(name=element["name"], pages=tuple(element["pages"]))
            for element in clause.untransferable
        ),
        clause_date=clause.clause_date,
        confirmed_at=clause.confirmed_at,
        standing=clause.standing,
        state=_state(corrections),
        corrections=tuple(
            PublicCorrection(
                kind=entry.kind,
                wording=public_wording(entry.kind, entry.public_wording),
                replaced_by=entry.replaced_by,
                at=entry.at,
            )
            for entry in corrections
        ),
        replaces=replaced_numbers(clause.reservation_id),
        sha256=clause.sha256,
        length=clause.length,
        prefix_sha256=clause.prefix_sha256,
        prefix_length=clause.prefix_length,
        page_count=clause.page_count,
        clause_page_count=clause.clause_page_count,
        content_digest=clause.content_digest,
        statements=tuple((label, text) for label, text in clause.statements),
    )


def _later_entry(row: Correction, designation: str | None) -> LaterEntry:
    return LaterEntry(
        number=row.clause_id,
        kind=row.kind,
        wording=public_wording(row.kind, row.public_wording),
        replaced_by=row.replaced_by,
        by_user_id=row.by_user_id,
        second_user_id=row.second_user_id,
        at=row.at,
        designation=designation,
    )


def _state(corrections: Iterable[Correction]) -> str:
    kinds = {entry.kind for entry in corrections}
    if CorrectionKind.MARKED_ERRONEOUS in kinds:
        return ERRONEOUS
    return REPLACED if CorrectionKind.REPLACED in kinds else CONFIRMED
