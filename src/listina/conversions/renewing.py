"""Kept outputs get a new timestamp before the old one weakens (přerazítkování).

The confirmed bytes stay the exact prefix of the renewed file, so the register needs no entry and the file verifies as
before (decision 21). What is renewed is verified before it is kept: a file that is not good any more is not made to
look good by a fresh timestamp.
"""

from __future__ import annotations

from datetime import datetime
from shutil import copyfile
from uuid import UUID

from listina.audit import services as audit
from listina.conversions import attempts, history
from listina.conversions.cases import CaseState
from listina.conversions.errors import AttemptLostError, OutputNotRenewableError
from listina.conversions.exactness import starts_with
from listina.conversions.models import Artifact, Case
from listina.conversions.steps import Event
from listina.conversions.stored import composed_facts, signed_facts
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope, system_scope
from listina.errors import ListinaError
from listina.objects.store import StoredObject
from listina.trust import archiving
from listina.trust.tokens import Token
from listina.trust.verification import verify_output

RENEWED = "renewed"
_MOST = 500


def due(workshop: Workshop) -> tuple[tuple[int, UUID], ...]:
    """Return (authority id, case id) of kept outputs whose timestamp weakens soon, the most urgent first."""
    before = workshop.now() + workshop.renewal.ahead
    with system_scope("renew the timestamps of kept outputs"):
        return tuple(
            Case.objects.filter(
                state=CaseState.REGISTERED.value, output_deleted_at__isnull=True, renew_before__lte=before
            )
            .order_by("renew_before")
            .values_list("authority_id", "id")[:_MOST]
        )


def newest_digest(case: Case) -> str:
    """Return the SHA-256 of the file to hand out: the renewed one if there is one. Call within the case's scope."""
    found = Artifact.objects.filter(case_id=case.id, kind=RENEWED).values_list("sha256", flat=True).first()
    return str(found or signed_facts(case)["sha256"])


def renew(workshop: Workshop, authority_id: int, case_id: UUID) -> bool:
    """Give an output a new document timestamp if it is due; return whether that happened.

    May run twice, even at once: the second finds it done, or its attempt lost.

    Raises:
        TimestampUnavailableError: no authority answered.
        OutputNotRenewableError: the output is not good any more, or the new timestamp would hold no longer.
        ObjectMissingError, ObjectDamagedError: the file is not in the store as it was.
    """
    attempt = attempts.take(authority_id, case_id, Event.RENEW)
    case = attempt.case
    if case.output_deleted_at is not None or not _is_due(workshop, case):
        return False
    try:
        stored, token = _stamped_anew(workshop, case)
    except ListinaError as error:
        attempts.keep_problem(workshop, attempt, error)
        raise
    try:
        with attempts.accepting(workshop, attempt) as row:
            row.renew_before = workshop.renewal.weakens_at(token.der)
            # Nobody worked on the case: in the list it stays where it was.
            row.changed_at = case.changed_at
            attempts.name_artifact(workshop, attempt, RENEWED, stored)
            details = {"time": token.generated_at.isoformat(), "source": token.source_name, "sha256": stored.sha256}
            history.note(row, "timestamp_renewed", workshop.now(), details=details)
            audit.record(
                "conversion.timestamp_renewed",
                actor_id=None,
                authority_id=authority_id,
                subject=str(case_id),
                details={"number": row.number},
            )
    except AttemptLostError:
        return False
    return True


def _is_due(workshop: Workshop, case: Case) -> bool:
    before: datetime | None = case.renew_before
    return before is not None and before <= workshop.now() + workshop.renewal.ahead


def _stamped_anew(workshop: Workshop, case: Case) -> tuple[StoredObject, Token]:
    authority_id: int = case.authority_id
    with authority_scope(authority_id):
        digest = newest_digest(case)
    original = workshop.objects.path(authority_id, signed_facts(case)["sha256"])
    with workshop.objects.workspace() as folder:
        renewed = folder / "renewed.pdf"
        copyfile(workshop.objects.verified_path(authority_id, digest), renewed)
        data = archiving.data_for(archiving.signatures_in(renewed), workshop.policy)
        archiving.add_validation_data(renewed, data)
        token = archiving.add_document_timestamp(renewed, workshop.timestamps)
        if case.renew_before is not None and workshop.renewal.weakens_at(token.der) <= case.renew_before:
            raise OutputNotRenewableError(found="the new timestamp would hold no longer than the one there is")
        prefix_length = int(composed_facts(case)["length"])
        report = verify_output(renewed, workshop.policy, prefix_length=prefix_length, at=workshop.now())
        if not report.valid:
            raise OutputNotRenewableError(found="; ".join(problem.code for problem in report.problems))
        if not starts_with(renewed, original):
            raise OutputNotRenewableError(found="the renewed file does not start with the confirmed one")
        return workshop.objects.put(authority_id, renewed), token
