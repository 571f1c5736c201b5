"""Step 6: the number is reserved, the output composed and prepared, the signature's value accepted (podpis).

Numbers are reserved late, when the official signs (decision 5). Each step is an attempt of its own, so an interrupted
signing goes on where it stopped, in this process or in another; the private key may be far away on a card.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from listina.accounts.actors import Actor
from listina.audit import services as audit
from listina.conversions import attempts, composing, history, long_term
from listina.conversions.access import case_in_scope, kept_pages, locked_own_case, require_converter, require_direction
from listina.conversions.cases import CaseState
from listina.conversions.errors import (
    DayChangedError,
    NotReadyError,
    NotYourCaseError,
    WrongStateError,
)
from listina.conversions.killpoints import KillPoint, passing
from listina.conversions.lost_signatures import is_lost
from listina.conversions.models import Case
from listina.conversions.readiness import missing
from listina.conversions.reserving import reserve, start_over
from listina.conversions.snapshots import (
    chain_of,
    require_permitted_certificate,
    signing_certificate,
    take_snapshots,
)
from listina.conversions.steps import Event, following
from listina.conversions.stored import certificate_of, clause_date_of, composed_facts, prepared_signature
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope
from listina.law.dates import czech_date, prague_day
from listina.law.directions import Direction
from listina.trust.signers import Signer
from listina.trust.signing import PreparedSignature, prepare, verify_value

_VALUE_KEPT = frozenset({CaseState.AWAITING_TIMESTAMP, CaseState.SIGNED, CaseState.REGISTERED})


def begin(
    workshop: Workshop, actor: Actor, case_id: UUID, certificate_id: int, *, chain: Sequence[bytes]
) -> PreparedSignature:
    """Bring the case to `awaiting_signature`; see `ConversionService.begin_signing`."""
    attempts.require_no_transaction()
    workshop.clock_watch.require_right(workshop.timestamps)
    _reserve_or_check(workshop, actor, case_id, certificate_id, chain)
    case = _own_case(actor, case_id)
    if case.state == CaseState.RESERVED:
        _compose(workshop, actor, case_id)
        case = _own_case(actor, case_id)
    if case.state == CaseState.COMPOSED:
        _prepare(workshop, actor, case_id)
        case = _own_case(actor, case_id)
    if case.state != CaseState.AWAITING_SIGNATURE:
        raise WrongStateError(state=case.state, event=Event.PREPARE.value)
    return prepared_signature(case)


def accept(workshop: Workshop, actor: Actor, case_id: UUID, value: bytes) -> None:
    """Verify the value before it is kept, then queue the rest; see `ConversionService.accept_signature`."""
    case = _own_case(actor, case_id)
    if case.state in _VALUE_KEPT and bytes(case.signature_value or b"") == value:
        return
    attempt = attempts.take(actor.authority_id, case_id, Event.ACCEPT_VALUE)
    case = attempt.case
    moment = workshop.now()
    _require_same_day(clause_date_of(case), prague_day(moment))
    verify_value(prepared_signature(case), value)
    with attempts.accepting(workshop, attempt) as row:
        row.signature_value = value
        row.signed_at = moment
        history.note(row, "signed", moment, actor_id=actor.user_id, details=_signature_details(row))
        audit.record(
            "conversion.signed",
            actor_id=actor.user_id,
            authority_id=actor.authority_id,
            subject=str(case_id),
            details={"number": row.number, "certificate": row.certificate_snapshot["serial_number"]},
        )
        workshop.defer(actor.authority_id, case_id)
        passing(KillPoint.VALUE_BEFORE_COMMIT)
    passing(KillPoint.VALUE_ACCEPTED)


def sign(workshop: Workshop, actor: Actor, case_id: UUID, certificate_id: int, signer: Signer) -> None:
    """Begin, sign and accept in one go; nothing happens when the case is signed already, and not in vain."""
    case = _own_case(actor, case_id)
    if case.state in _VALUE_KEPT and not is_lost(case):
        return
    prepared = begin(workshop, actor, case_id, certificate_id, chain=signer.chain)
    accept(workshop, actor, case_id, signer.sign(prepared.signed_attributes))


def _own_case(actor: Actor, case_id: UUID) -> Case:
    with authority_scope(actor.authority_id):
        case = case_in_scope(actor.authority_id, case_id)
    if case.official_id != actor.user_id:
        raise NotYourCaseError
    require_converter(actor)
    return case


def _reserve_or_check(
    workshop: Workshop, actor: Actor, case_id: UUID, certificate_id: int, chain: Sequence[bytes]
) -> None:
    """Reserve the number, or start over when day, certificate or a refused output demand it: one transaction."""
    with authority_scope(actor.authority_id):
        case = locked_own_case(actor, case_id)
        require_direction(case, Direction.TO_ELECTRONIC)
        certificate = signing_certificate(actor, certificate_id)
        if case.state == CaseState.OPEN:
            _require_ready(workshop, case)
            take_snapshots(case, actor, certificate, chain)
            require_permitted_certificate(workshop, case)
            reserve(workshop, actor, case)
            passing(KillPoint.RESERVED_BEFORE_COMMIT)
        elif _must_start_over(workshop, case, certificate.sha256):
            # On another day another law may be in force.
            _require_ready(workshop, case)
            take_snapshots(case, actor, certificate, chain)
            require_permitted_certificate(workshop, case)
            start_over(workshop, actor, case)
        else:
            return
    passing(KillPoint.RESERVED)


def _require_ready(workshop: Workshop, case: Case) -> None:
    gaps = missing(case, workshop.now())
    if gaps:
        raise NotReadyError(gaps)


def _must_start_over(workshop: Workshop, case: Case, certificate_sha256: str) -> bool:
    """Tell whether what was made so far cannot be signed or registered as it is.

    A case that is signed may start over only after its output was refused: a good signature is never thrown away.
    """
    state = CaseState(case.state)
    if state in {CaseState.AWAITING_TIMESTAMP, CaseState.SIGNED}:
        if not is_lost(case):
            raise WrongStateError(state=case.state, event=Event.PREPARE.value)
        return True
    following(state, Event.START_OVER)
    if case.certificate_snapshot["sha256"] != certificate_sha256:
        return True
    return case.clause_date is not None and case.clause_date != prague_day(workshop.now())


def _require_same_day(prepared_on: date, today: date) -> None:
    if prepared_on != today:
        raise DayChangedError(prepared_on=czech_date(prepared_on))


def _compose(workshop: Workshop, actor: Actor, case_id: UUID) -> None:
    attempt = attempts.take(actor.authority_id, case_id, Event.COMPOSE, seen=CaseState.RESERVED)
    day = prague_day(workshop.now())
    with authority_scope(actor.authority_id):
        pages = kept_pages(attempt.case)
    output = composing.compose(workshop, actor.authority_id, pages, composing.clause_facts(workshop, attempt.case, day))
    passing(KillPoint.COMPOSED_STORED)
    with attempts.accepting(workshop, attempt) as case:
        case.composed = output.as_json()
        case.clause_date = day
        attempts.name_artifact(workshop, attempt, "composed", output.stored)
        history.note(case, "composed", workshop.now(), details={"sha256": output.stored.sha256})
    passing(KillPoint.COMPOSED)


def _prepare(workshop: Workshop, actor: Actor, case_id: UUID) -> None:
    attempt = attempts.take(actor.authority_id, case_id, Event.PREPARE, seen=CaseState.COMPOSED)
    case = attempt.case
    source = workshop.objects.path(actor.authority_id, composed_facts(case)["sha256"])
    with workshop.objects.workspace() as folder:
        prepared = prepare(
            source,
            folder / "revision",
            certificate=certificate_of(case),
            chain=chain_of(case),
            validation_data=long_term.data_to_sign(workshop, case),
            now=workshop.now,
        )
        stored = workshop.objects.put(actor.authority_id, folder / "revision")
    passing(KillPoint.PREPARED_STORED)
    with attempts.accepting(workshop, attempt) as row:
        row.prepared = prepared.to_json()
        attempts.name_artifact(workshop, attempt, "prepared", stored)
        history.note(row, "prepared", workshop.now(), details={"sha256": stored.sha256})
    passing(KillPoint.PREPARED)


def _signature_details(case: Case) -> dict[str, object]:
    return {
        "certificate_serial_number": case.certificate_snapshot["serial_number"],
        "certificate_issuer": case.certificate_snapshot["issuer"],
    }
