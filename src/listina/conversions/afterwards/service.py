"""What the doors may ask about a registered conversion: one method per use case, each told in its own module.

Any official of the authority who may convert may do these, the performed conversion's own or a colleague; each entry
says who. A case of another authority does not exist (`CaseNotFoundError`), one that is not registered is refused
(`WrongStateError`). All may be repeated: a double click makes no second entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from listina.accounts.actors import Actor
from listina.conversions.afterwards import (
    error_marks,
    event_list,
    evidence,
    handing_over,
    protocol,
    replacing,
    requests,
    views,
)
from listina.conversions.afterwards.evidence import Change, CorrectedFields
from listina.conversions.afterwards.requests import Decision, RequestView
from listina.conversions.afterwards.views import AfterwardsView
from listina.conversions.workshop import Workshop
from listina.documents.protocol import typeset_protocol
from listina.law.evidence import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterwardsService:
    """What comes after registration.

    Attributes:
        workshop: the tools of a conversion.
    """

    workshop: Workshop

    def view(self, actor: Actor, case_id: UUID) -> AfterwardsView:
        """Return evidence, later entries and where the files are."""
        return views.afterwards_view(self.workshop, actor, case_id)

    # Documents about the conversion ---------------------------------------------------------------------------------

    def events_as_json(self, actor: Actor, case_id: UUID) -> dict[str, object]:
        """Return the event list as JSON values, for a case in any state (decision 22)."""
        return event_list.as_json(event_list.event_list(actor, case_id))

    def events_as_xml(self, actor: Actor, case_id: UUID) -> bytes:
        """Return the event list as XML after docs/schemas/conversion-events-1.xsd, for a case in any state."""
        return event_list.as_xml(event_list.event_list(actor, case_id))

    def protocol(self, actor: Actor, case_id: UUID) -> bytes:
        """Return the protocol of a registered conversion as PDF.

        Raises:
            EvidenceNotKeptError: the evidence was deleted after ten years.
        """
        return typeset_protocol(protocol.protocol_of(self.workshop, actor, case_id))

    # The output leaves ---------------------------------------------------------------------------------------------

    def note_download(self, actor: Actor, case_id: UUID) -> None:
        """Record that the output is being downloaded; the first time starts its period of keeping.

        Raises:
            OutputOnPaperError: the output is on paper, there is no file to download.
        """
        handing_over.note_download(self.workshop, actor, case_id)

    def acknowledge_hand_over(self, actor: Actor, case_id: UUID) -> None:
        """Record that the output was handed over; scans are deleted some days later (decision 24)."""
        handing_over.acknowledge(self.workshop, actor, case_id)

    # Corrections of the evidence -----------------------------------------------------------------------------------

    def evidence(self, actor: Actor, case_id: UUID) -> Evidence:
        """Return what the evidence says now.

        Raises:
            EvidenceNotKeptError: it was deleted after ten years.
        """
        return evidence.current_evidence(actor, case_id)

    def changes(self, actor: Actor, case_id: UUID, wanted: CorrectedFields) -> tuple[Change, ...]:
        """Return what a correction would change, to be looked at before it is entered.

        Raises:
            NothingCorrectedError: it would change nothing.
            InvalidCaseDataError: the designation is out of its bounds.
        """
        return evidence.changes(self.workshop, actor, case_id, wanted)

    def correct_evidence(self, actor: Actor, case_id: UUID, wanted: CorrectedFields, reason: str) -> None:
        """Enter a correction of the evidence for a reason of 3–500 characters; what was confirmed stays.

        Raises:
            NothingCorrectedError: the evidence says exactly this already.
            InvalidCaseDataError: designation or reason are out of their bounds.
            EvidenceNotKeptError: the evidence was deleted after ten years.
        """
        evidence.correct(self.workshop, actor, case_id, wanted, reason)

    # An output made erroneously ------------------------------------------------------------------------------------

    def ask_to_mark_erroneous(self, actor: Actor, case_id: UUID, reason: str) -> UUID:
        """Propose to mark the output erroneous for a reason of 3–500 characters; return the proposal's id.

        Nothing is entered until another official confirms it.

        Raises:
            RequestPendingError: somebody proposed it before.
            AlreadyErroneousError: it is marked already.
        """
        return error_marks.ask(self.workshop, actor, case_id, reason)

    def waiting(self, actor: Actor) -> tuple[RequestView, ...]:
        """Return the proposals of the authority that wait for a second person, oldest first."""
        return requests.waiting(actor)

    def waiting_for(self, actor: Actor) -> int:
        """Return how many proposals of others the actor may decide."""
        return requests.waiting_for(actor)

    def confirm(self, actor: Actor, case_id: UUID, request_id: UUID) -> None:
        """Mark the output erroneous, as another official proposed; from now on the public page tells.

        Raises:
            SecondPersonRequiredError: the actor proposed it.
            RequestDecidedError: it was decided before.
            RequestNotFoundError: there is no such proposal about this case.
        """
        error_marks.decide(self.workshop, actor, case_id, request_id, Decision.CONFIRMED)

    def reject(self, actor: Actor, case_id: UUID, request_id: UUID) -> None:
        """Do not confirm another official's proposal; errors as of `confirm`."""
        error_marks.decide(self.workshop, actor, case_id, request_id, Decision.REJECTED)

    def withdraw(self, actor: Actor, case_id: UUID, request_id: UUID) -> None:
        """Take one's own proposal back.

        Raises:
            NotYourRequestError: somebody else made it.
            RequestDecidedError: it was decided before.
            RequestNotFoundError: there is no such proposal about this case.
        """
        error_marks.decide(self.workshop, actor, case_id, request_id, Decision.WITHDRAWN)

    # Replacement ---------------------------------------------------------------------------------------------------

    def replace(self, actor: Actor, case_id: UUID, by_number: str, reason: str) -> None:
        """Enter that the output of a later conversion of the same authority replaces this one.

        Args:
            actor: the official.
            case_id: the replaced conversion.
            by_number: the number of the replacing conversion.
            reason: 3–500 characters.

        Raises:
            ReplacementNotPossibleError: it is no registered, later, unmarked output of this authority.
            AlreadyReplacedError: another output replaces this one already.
        """
        replacing.replace_output(self.workshop, actor, case_id, by_number, reason)
