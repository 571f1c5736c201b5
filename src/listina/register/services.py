"""The writers of the register: reserve, confirm, void, and the entries after registration.

Every method needs the scope of the authority and works inside the caller's transaction: either all of it is kept or
nothing (ADR 0004).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction

from listina.law.evidence import Evidence
from listina.law.numbers import RANDOM_BYTES_NEEDED, check_code
from listina.register.errors import (
    AlreadyErroneousError,
    AlreadyReplacedError,
    ConflictingConfirmationError,
    NumberConfirmedError,
    NumberVoidedError,
    ReservationConflictError,
    ReservationNotFoundError,
    SecondPersonRequiredError,
)
from listina.register.evidence import keep_corrected
from listina.register.kinds import CorrectionKind
from listina.register.models import (
    Clause,
    ClauseRecord,
    ConfirmationOrder,
    Correction,
    LeafOutbox,
    PageDigest,
    Reservation,
    ReservationState,
    Voiding,
)
from listina.register.numbers import EvidenceAuthority
from listina.register.records import (
    Confirmation,
    ConfirmedRecord,
    ReservationRequest,
    ReservationView,
    canonical_record,
)
from listina.register.rows import clause_row, evidence_row, page_digest_rows
from listina.register.wording import PUBLIC_WORDINGS

SALT_LENGTH = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterService:
    """Reserves numbers, confirms what was performed, and writes entries about it.

    Attributes:
        now: the present moment, aware UTC.
        random_bytes: cryptographically random bytes, for check codes and salts.
        evidence_authority: gives out the numbers.
    """

    now: Callable[[], datetime]
    random_bytes: Callable[[int], bytes]
    evidence_authority: EvidenceAuthority

    def reserve(self, request: ReservationRequest) -> ReservationView:
        """Give a number to a conversion; asked again for the same one, give the same number.

        Raises:
            ReservationConflictError: the conversion has a number for another authority or direction.
        """
        with transaction.atomic():
            known = Reservation.objects.filter(case_id=request.case_id).first()
            if known is not None:
                return _same_reservation(known, request)
            issued = self.evidence_authority.issue(request)
            # Issuing waits for the row of the series: a rival may have reserved for the same conversion meanwhile.
            known = Reservation.objects.filter(case_id=request.case_id).first()
            if known is not None:
                raise ReservationConflictError
            try:
                with transaction.atomic():
                    reservation = Reservation.objects.create(
                        number=issued.number,
                        guid=uuid4(),
                        check_code=check_code(self.random_bytes(RANDOM_BYTES_NEEDED)),
                        series=issued.series,
                        counter=issued.counter,
                        authority_id=request.authority_id,
                        official_id=request.official_id,
                        direction=request.direction.value,
                        issued_by=issued.issued_by,
                        issued_at=issued.issued_at,
                        case_id=request.case_id,
                    )
            except IntegrityError as error:
                raise ReservationConflictError from error
        return _reservation_view(reservation)

    def confirm(self, record: ConfirmedRecord) -> Confirmation:
        """Make the clause exist: clause, evidence, digests and commitment, together or not at all.

        Confirming the identical record again returns the first confirmation and writes nothing.

        Raises:
            ReservationNotFoundError: the number is not reserved for this authority and conversion.
            NumberVoidedError: the number was given up.
            ConflictingConfirmationError: the number is confirmed with another record.
        """
        with transaction.atomic():
            reservation = _locked_reservation(record.number)
            if reservation.case_id != record.case_id or reservation.direction != record.direction.value:
                raise ReservationNotFoundError(number=record.number)
            canonical = canonical_record(record)
            if reservation.state == ReservationState.VOIDED:
                raise NumberVoidedError(number=record.number)
            if reservation.state == ReservationState.CONFIRMED:
                return _same_confirmation(record.number, canonical)
            return self._write(reservation, record, canonical)

    def void(self, number: str, authority_id: int, reason: str, by_user_id: int | None) -> None:
        """Give the number up with a reason; it stays in the list of unused numbers for ever (decision 18).

        Giving it up again changes nothing.

        Raises:
            ReservationNotFoundError: the authority has no such reservation.
            NumberConfirmedError: the conversion was performed.
        """
        with transaction.atomic():
            reservation = _locked_reservation(number)
            if reservation.authority_id != authority_id:
                raise ReservationNotFoundError(number=number)
            if reservation.state == ReservationState.CONFIRMED:
                raise NumberConfirmedError(number=number)
            if reservation.state == ReservationState.VOIDED:
                return
            _change_state(reservation, ReservationState.VOIDED)
            Voiding.objects.create(
                reservation=reservation, authority_id=authority_id, reason=reason, by_user_id=by_user_id, at=self.now()
            )

    def correct_evidence(self, corrected: Evidence, *, by_user_id: int) -> None:
        """Enter the evidence of a confirmed clause as it stands from now on; what was confirmed stays (decision 19).

        Raises:
            ReservationNotFoundError: the authority has no confirmed clause of this number.
        """
        with transaction.atomic():
            _locked_confirmed(corrected.number)
            correction = self._enter(corrected.number, CorrectionKind.EVIDENCE_CORRECTED, by_user_id=by_user_id)
            keep_corrected(correction, corrected)

    def mark_erroneous(self, number: str, *, by_user_id: int, second_user_id: int) -> None:
        """Enter that the output was made erroneously; the clause stays, and the public page tells (decision 19).

        Raises:
            SecondPersonRequiredError: both are the same person.
            ReservationNotFoundError: the authority has no confirmed clause of this number.
            AlreadyErroneousError: it is marked already.
        """
        if by_user_id == second_user_id:
            raise SecondPersonRequiredError
        with transaction.atomic():
            _locked_confirmed(number)
            if Correction.objects.filter(clause_id=number, kind=CorrectionKind.MARKED_ERRONEOUS).exists():
                raise AlreadyErroneousError(number=number)
            self._enter(number, CorrectionKind.MARKED_ERRONEOUS, by_user_id=by_user_id, second_user_id=second_user_id)

    def replace(self, number: str, replaced_by: str, *, by_user_id: int) -> None:
        """Enter that the output of a later conversion replaces this one's; both public pages tell.

        Raises:
            ReservationNotFoundError: the authority has no confirmed clause of one of the numbers.
            AlreadyReplacedError: it has a replacement already.
        """
        with transaction.atomic():
            _locked_confirmed(number)
            _locked_confirmed(replaced_by)
            earlier = Correction.objects.filter(clause_id=number, kind=CorrectionKind.REPLACED).first()
            if earlier is not None:
                raise AlreadyReplacedError(number=number, by=earlier.replaced_by)
            self._enter(number, CorrectionKind.REPLACED, by_user_id=by_user_id, replaced_by=replaced_by)

    def _enter(
        self,
        number: str,
        kind: CorrectionKind,
        *,
        by_user_id: int,
        second_user_id: int | None = None,
        replaced_by: str | None = None,
    ) -> Correction:
        return Correction.objects.create(
            clause_id=number,
            authority_id=Clause.objects.get(reservation_id=number).authority_id,
            kind=kind,
            public_wording=PUBLIC_WORDINGS[kind].cs,
            replaced_by=replaced_by,
            by_user_id=by_user_id,
            second_user_id=second_user_id,
            at=self.now(),
        )

    def _write(self, reservation: Reservation, record: ConfirmedRecord, canonical: bytes) -> Confirmation:
        moment = self.now()
        salt = self.random_bytes(SALT_LENGTH)
        commitment = hashlib.sha256(salt + canonical).hexdigest()
        _change_state(reservation, ReservationState.CONFIRMED)
        clause = clause_row(reservation, record, moment)
        clause.save(force_insert=True)
        ClauseRecord.objects.create(clause=clause, authority_id=clause.authority_id, canonical=canonical, salt=salt)
        evidence_row(clause, record).save(force_insert=True)
        PageDigest.objects.bulk_create(page_digest_rows(clause, record))
        # The order's row is locked last and until the commit: places follow the commits, without gaps.
        sequence = _next_place(record.standing)
        LeafOutbox.objects.create(
            clause=clause,
            authority_id=clause.authority_id,
            standing=record.standing,
            sequence=sequence,
            commitment=commitment,
        )
        return Confirmation(
            number=record.number, confirmed_at=moment, sequence=sequence, commitment=commitment, salt=salt
        )


def _locked_reservation(number: str) -> Reservation:
    reservation = Reservation.objects.select_for_update().filter(number=number).first()
    if reservation is None:
        raise ReservationNotFoundError(number=number)
    return reservation


def _locked_confirmed(number: str) -> None:
    if _locked_reservation(number).state != ReservationState.CONFIRMED:
        raise ReservationNotFoundError(number=number)


def _same_reservation(known: Reservation, request: ReservationRequest) -> ReservationView:
    if (known.authority_id, known.direction) != (request.authority_id, request.direction.value):
        raise ReservationConflictError
    if known.state == ReservationState.VOIDED:
        raise NumberVoidedError(number=known.number)
    return _reservation_view(known)


def _same_confirmation(number: str, canonical: bytes) -> Confirmation:
    kept = ClauseRecord.objects.get(clause_id=number)
    if bytes(kept.canonical) != canonical:
        raise ConflictingConfirmationError(number=number)
    leaf = LeafOutbox.objects.get(clause_id=number)
    return Confirmation(
        number=number,
        confirmed_at=Clause.objects.get(reservation_id=number).confirmed_at,
        sequence=leaf.sequence,
        commitment=leaf.commitment,
        salt=bytes(kept.salt),
    )


def _change_state(reservation: Reservation, state: ReservationState) -> None:
    reservation.state = state
    reservation.save(update_fields=["state"])


def _next_place(standing: str) -> int:
    ConfirmationOrder.objects.bulk_create([ConfirmationOrder(standing=standing)], ignore_conflicts=True)
    order = ConfirmationOrder.objects.select_for_update().get(standing=standing)
    order.last += 1
    order.save(update_fields=["last"])
    return order.last


def _reservation_view(reservation: Reservation) -> ReservationView:
    return ReservationView(
        number=reservation.number,
        guid=reservation.guid,
        check_code=reservation.check_code,
        issued_by=reservation.issued_by,
        issued_at=reservation.issued_at,
    )
