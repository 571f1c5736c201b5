"""Step 7: what the machine does alone after the signature: timestamp, embedding, gate, register, receipt (předání).

`finish` goes on from wherever the case stands, so a job that died is simply started again. The token is kept before it
is embedded and the file before it is registered: what was obtained once is never asked for twice.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from listina.audit import services as audit
from listina.conversions import attempts, history, long_term
from listina.conversions.access import case_in_scope, kept_pages, locked_case
from listina.conversions.cases import CaseState
from listina.conversions.errors import AttemptLostError, GateRefusedError
from listina.conversions.gate import GateInput, GatePage, GateReport, check
from listina.conversions.killpoints import KillPoint, passing
from listina.conversions.models import Case, Page
from listina.conversions.registering import confirmed_record, signing_certificate_is_registered
from listina.conversions.snapshots import chain_of, require_permitted_certificate
from listina.conversions.steps import Event
from listina.conversions.stored import (
    certificate_of,
    composed_facts,
    number_of,
    page_count_of,
    prepared_signature,
    signed_facts,
    token_of,
    value_of,
)
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope
from listina.errors import ListinaError
from listina.objects.store import StoredObject
from listina.trust.signing import PreparedFile, SignedFile, embed, obtain_token

Step = Callable[[Workshop, attempts.Attempt], None]


def finish(workshop: Workshop, authority_id: int, case_id: UUID) -> CaseState:
    """Take the case to the register; see `ConversionService.finish`."""
    while True:
        case = _case(authority_id, case_id)
        if case.state == CaseState.REGISTERED:
            _issue_receipt(workshop, case)
            return CaseState.REGISTERED
        step = _next_step(case)
        if step is None:
            return CaseState(case.state)
        event, effect = step
        try:
            _try(workshop, attempts.take(authority_id, case_id, event, seen=CaseState(case.state)), effect)
        except AttemptLostError:
            return CaseState(_case(authority_id, case_id).state)


def _next_step(case: Case) -> tuple[Event, Step] | None:
    if case.state == CaseState.AWAITING_TIMESTAMP:
        return (Event.KEEP_TOKEN, _stamp) if case.timestamp_token is None else (Event.EMBED, _embed)
    if case.state == CaseState.SIGNED:
        return Event.CONFIRM, _register
    return None


def _try(workshop: Workshop, attempt: attempts.Attempt, effect: Step) -> None:
    """Run one step; a failure with a name stays visible on the case and goes on to the caller."""
    try:
        effect(workshop, attempt)
    except AttemptLostError:
        raise
    except ListinaError as error:
        attempts.keep_problem(workshop, attempt, error)
        raise


def _stamp(workshop: Workshop, attempt: attempts.Attempt) -> None:
    """Get the timestamp over the signature's value, after a second look at the certificate (decision 9)."""
    case = attempt.case
    require_permitted_certificate(workshop, case)
    token = obtain_token(value_of(case), workshop.timestamps)
    obtained_at = workshop.now()
    workshop.authorities.remember(token.der)
    passing(KillPoint.TOKEN_OBTAINED)
    with attempts.accepting(workshop, attempt) as row:
        row.timestamp_token = token.der
        row.timestamp_time = token.generated_at
        row.timestamp_obtained_at = obtained_at
        history.note(
            row,
            "timestamp_kept",
            obtained_at,
            details={"time": token.generated_at.isoformat(), "source": token.source_name},
        )
    passing(KillPoint.TOKEN_STORED)


def _embed(workshop: Workshop, attempt: attempts.Attempt) -> None:
    """Put the signature with its timestamp into the file and keep the file."""
    case = attempt.case
    prepared = prepared_signature(case)
    with workshop.objects.workspace() as folder:
        signed = embed(
            prepared,
            PreparedFile(
                source=workshop.objects.path(attempt.authority_id, composed_facts(case)["sha256"]),
                revision=workshop.objects.path(attempt.authority_id, prepared.revision_sha256),
            ),
            value_of(case),
            token_of(case),
            folder / "signed.pdf",
        )
        newest_token = long_term.complete(workshop, case, signed.path, signed.token)
        stored = _keep(workshop, attempt, signed)
    passing(KillPoint.SIGNED_STORED)
    with attempts.accepting(workshop, attempt) as row:
        row.signed = {"sha256": stored.sha256, "sha512": stored.sha512, "length": stored.length}
        row.renew_before = workshop.renewal.weakens_at(newest_token)
        attempts.name_artifact(workshop, attempt, "signed", stored)
        history.note(row, "embedded", workshop.now(), details={"sha256": stored.sha256})
    passing(KillPoint.SIGNED)


def _keep(workshop: Workshop, attempt: attempts.Attempt, signed: SignedFile) -> StoredObject:
    """Keep the signed file; its digests are known unless the level added a revision to it."""
    if signed.path.stat().st_size != signed.length:
        return workshop.objects.put(attempt.authority_id, signed.path)
    known = StoredObject(sha256=signed.sha256, sha512=signed.sha512, length=signed.length)
    return workshop.objects.adopt(attempt.authority_id, signed.path, known)


def _register(workshop: Workshop, attempt: attempts.Attempt) -> None:
    """Let the output through the gate, then confirm it and end the case in one transaction."""
    with authority_scope(attempt.authority_id):
        pages = kept_pages(attempt.case)
    report = check(_gate_input(workshop, attempt.case, pages))
    if not report.passed:
        _note_refusal(workshop, attempt, report)
        raise GateRefusedError(report)
    passing(KillPoint.GATE_PASSED)
    record = confirmed_record(attempt.case, pages)
    with attempts.accepting(workshop, attempt) as case:
        confirmation = workshop.register.confirm(record)
        case.registered_at = case.ended_at = confirmation.confirmed_at
        codes = [item.code for item in report.checks]
        history.note(case, "gate_passed", workshop.now(), details={"checks": codes})
        history.note(
            case,
            "registered",
            confirmation.confirmed_at,
            details={"number": confirmation.number, "commitment": confirmation.commitment},
        )
        audit.record(
            "conversion.registered",
            actor_id=None,
            authority_id=attempt.authority_id,
            subject=str(case.id),
            details={"number": case.number},
        )
        passing(KillPoint.CONFIRMED_BEFORE_COMMIT)
    passing(KillPoint.CONFIRMED)


def _issue_receipt(workshop: Workshop, case: Case) -> None:
    """Seal the receipt once; the register keeps it, the case only remembers that it is there.

    The key may be on a token and take its time, so nothing is locked meanwhile. Of two who seal at once the first is
    kept: both sealed the same document.
    """
    if case.receipt_issued_at is not None:
        return
    attempts.require_no_transaction()
    with authority_scope(case.authority_id):
        document = workshop.receipts.document(number_of(case))
    sealed = workshop.receipts.sealer(document)
    with authority_scope(case.authority_id):
        row = locked_case(case.authority_id, case.id)
        if row.receipt_issued_at is not None:
            return
        workshop.receipts.keep(number_of(row), document, sealed)
        moment = workshop.now()
        row.receipt_issued_at = moment
        row.save(update_fields=["receipt_issued_at"])
        history.note(row, "receipt_issued", moment)
        passing(KillPoint.RECEIPT_BEFORE_COMMIT)
    passing(KillPoint.RECEIPT_SEALED)


def _note_refusal(workshop: Workshop, attempt: attempts.Attempt, report: GateReport) -> None:
    """Write the refusal into the event list, unless the last entry says the same already."""
    codes = [item.code for item in report.failed]
    with authority_scope(attempt.authority_id):
        case = locked_case(attempt.authority_id, attempt.case_id)
        if case.fence == attempt.fence and history.last_details(case, "gate_refused") != {"checks": codes}:
            history.note(case, "gate_refused", workshop.now(), details={"checks": codes})


def _gate_input(workshop: Workshop, case: Case, pages: list[Page]) -> GateInput:
    return GateInput(
        case=case.id,
        locate=lambda digest: workshop.objects.path(case.authority_id, digest),
        pages=tuple(GatePage(sha256=page.sha256, sha512=page.sha512) for page in pages),
        composed_facts=composed_facts(case),
        signed_facts=signed_facts(case),
        stated_page_count=page_count_of(case),
        certificate=certificate_of(case),
        chain=chain_of(case),
        certificate_is_registered=lambda: signing_certificate_is_registered(case),
        standing=case.authority_snapshot["standing"],
        policy=workshop.policy,
        clause_date=case.clause_date,
        reserved_at=case.reserved_at,
        signed_at=case.signed_at,
        timestamp_time=case.timestamp_time,
        timestamp_obtained_at=case.timestamp_obtained_at,
        moment=workshop.now(),
    )


def _case(authority_id: int, case_id: UUID) -> Case:
    with authority_scope(authority_id):
        return case_in_scope(authority_id, case_id)
