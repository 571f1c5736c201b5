"""What the doors may ask of a conversion to paper: one method per use case, each told in its own module.

Every method works inside the actor's authority and is for the official who performs the conversion; methods may be
repeated: a double click, a lost answer or a crash never makes a second number or entry. Answers to questions, facts for
the evidence, refusing, voiding and what comes after registration are asked of `ConversionService` and its companions.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from listina.accounts.actors import Actor
from listina.conversions import opening
from listina.conversions.to_paper import (
    affirming,
    composing,
    continuing,
    deciding,
    examining,
    printing,
    receiving,
    showing,
)
from listina.conversions.to_paper.deciding import StatedMessage
from listina.conversions.to_paper.printing import Printed
from listina.conversions.to_paper.receiving import IncomingInput
from listina.conversions.to_paper.workshop import PaperWorkshop
from listina.law.directions import Direction
from listina.trust.validation.report import ValidationReport


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPaperService(PaperWorkshop):
    """The conversion electronic → paper, from opening to registration. Fields: see `PaperWorkshop`."""

    # 1 Input ------------------------------------------------------------------------------------------------------

    def open(
        self,
        actor: Actor,
        *,
        agenda_code: str,
        purpose: str,
        reference_number: str | None = None,
        file_mark: str | None = None,
    ) -> UUID:
        """Open a case to paper and return its id; arguments, bounds and errors as in `ConversionService.open`."""
        return opening.open_case(
            self.workshop,
            actor,
            agenda_code=agenda_code,
            purpose=purpose,
            reference_number=reference_number,
            file_mark=file_mark,
            direction=Direction.TO_PAPER,
        )

    def receive(self, actor: Actor, case_id: UUID, incoming: IncomingInput) -> None:
        """Receive a document, a data message, or a signature beside the document, and have it examined.

        A new document or message takes the place of everything received before. The only attachment of a message is
        chosen by itself.

        Raises:
            FileEmptyError, FileTooLargeError: it has no byte, or more than 64 MB.
            MalwareFoundError: malicious code was found; the file is not kept.
            NotCheckedForMalwareError: nobody could look, and the operator does not permit to go on.
            FileNotAcceptedError: it can be no part of an input; the message says what to ask for.
            DataMessageError: it is a data message that cannot be read.
            WrongStateError: the case is no longer open.
        """
        receiving.receive(self, actor, case_id, incoming)

    def choose_attachment(
        self, actor: Actor, case_id: UUID, position: int, *, detached_position: int | None = None
    ) -> None:
        """Make an attachment of the data message the document, and perhaps another one the signature beside it.

        Raises:
            NoMessageError: there is no data message.
            NoSuchAttachmentError: it has no such attachment.
            FileNotAcceptedError: the attachment is no PDF, or no detached signature.
        """
        receiving.choose_attachment(self, actor, case_id, position, detached_position=detached_position)

    def remove_signature(self, actor: Actor, case_id: UUID) -> None:
        """Set the signature beside the document aside; nothing happens if there is none."""
        receiving.remove_signature(self, actor, case_id)

    def state_message(self, actor: Actor, case_id: UUID, stated: StatedMessage | None) -> None:
        """State the data message of an input without a ZFO; None says that it came in none.

        Raises:
            InvalidCaseDataError: a text is empty, too long or no number.
            NothingToDecideError: the message itself was received.
        """
        deciding.state_message(self, actor, case_id, stated)

    # 2 Examination ------------------------------------------------------------------------------------------------

    def examine(self, authority_id: int, case_id: UUID) -> bool:
        """Examine the input now: called by the job and by the command line. True if something new was kept."""
        return examining.examine(self, authority_id, case_id)

    def examine_again(self, actor: Actor, case_id: UUID) -> None:
        """Queue another examination at once („Ověřit znovu“)."""
        deciding.examine_again(self, actor, case_id)

    def postpone(self, actor: Actor, case_id: UUID) -> datetime:
        """Put the case off until newer revocation data are due („Odložit a ověřit znovu“); return when, aware.

        Raises:
            NotExaminedError: the input was not examined yet.
        """
        return deciding.postpone(self, actor, case_id)

    def consent_unchecked(self, actor: Actor, case_id: UUID) -> None:
        """Go on with a file that nobody checked for malicious code.

        Raises:
            NothingToDecideError: it was checked, or the operator does not permit it.
        """
        deciding.consent_unchecked(self, actor, case_id)

    def decide_integrity(self, actor: Actor, case_id: UUID, reason: str) -> None:
        """Go on although the integrity could not be found out, for a reason of 10–500 characters (decision 15).

        Raises:
            NothingToDecideError: the integrity is known; a broken one is never a matter of decision.
        """
        deciding.decide_integrity(self, actor, case_id, reason)

    def report(self, actor: Actor, case_id: UUID) -> ValidationReport:
        """Return the validation report of the input.

        Raises:
            NotExaminedError: there is none yet.
            ObjectMissingError: it is no longer kept.
        """
        return showing.report(self, actor, case_id)

    # 5 Comparison -------------------------------------------------------------------------------------------------

    def choose_print(
        self, actor: Actor, case_id: UUID, *, two_sided: bool, reduced_pages: frozenset[int] = frozenset()
    ) -> None:
        """Choose both sides of the sheets or one, and which pages larger than A4 are reduced to it (from 1).

        Raises:
            NoSuchPrintPageError: a page is not there, or is not larger than A4.
        """
        deciding.choose_print(self, actor, case_id, two_sided=two_sided, reduced_pages=reduced_pages)

    def compare_page(self, actor: Actor, case_id: UUID, page: int, *, agrees: bool) -> None:
        """Record whether the print of a page (from 1) carries the content that the input shows.

        Raises:
            NoSuchPrintPageError: there is no such page.
        """
        deciding.compare_page(self, actor, case_id, page, agrees=agrees)

    def page_picture(self, actor: Actor, case_id: UUID, page: int, longest_side_px: int, *, printed: bool) -> bytes:
        """Return a page of the input as JPEG: as a viewer shows it, or as it prints.

        Raises:
            NoSuchPrintPageError: there is no such page.
            PrintNotPossibleError: it cannot be rendered.
            PrintFileDeletedError: the input is no longer kept.
        """
        return showing.page_picture(self, actor, case_id, page, longest_side_px, printed=printed)

    def preview(self, actor: Actor, case_id: UUID) -> Path:
        """Compose the print file without number and codes and return its path; send it at once, it is swept.

        Raises:
            NotReadyError: the input is not examined, or refused.
        """
        return composing.preview(self, actor, case_id)

    # 6 Print, signature and stamp ---------------------------------------------------------------------------------

    def prepare_print(self, actor: Actor, case_id: UUID) -> None:
        """Reserve the number and compose the print file of today; goes on where an interrupted call stopped.

        A report older than 12 hours or from another day is renewed before; on another day the clause is drawn up anew
        under the same number.

        Raises:
            ClockWrongError: the server's clock is more than a minute wrong; nothing was reserved.
            NotReadyError: something is missing; nothing was reserved.
            ReportChangedError: the renewed report says something else; look at it.
            PrintNotPossibleError: the document defies printing; the number stays reserved.
        """
        printing.prepare(self, actor, case_id)

    def hand_out(
        self, actor: Actor, case_id: UUID, what: Printed, *, device: str = "", earlier_spoiled: bool = False
    ) -> Path:
        """Record a print attempt and return the file to be printed.

        Args:
            actor: the official.
            case_id: the case.
            what: everything, or the clause alone, which may only be printed again.
            device: the printer as far as known; cut to 100 characters.
            earlier_spoiled: the official states that the earlier print was made worthless.

        Raises:
            EarlierPrintNotSpoiledError: it was printed before and that is not stated.
            NotPrintedError: the clause alone is wanted before the whole was ever printed.
            PrintedOnAnotherDayError: the clause is of another day; call `prepare_print` again.
            ReportChangedError: the input was validated again since; call `prepare_print` again.
            WrongStateError: it is registered: no print under the same number any more.
        """
        return printing.hand_out(self, actor, case_id, what, device=device, earlier_spoiled=earlier_spoiled)

    def affirm(self, actor: Actor, case_id: UUID, affirmed: Collection[str]) -> None:
        """Affirm the four facts of decision 17 and register the conversion; repeatable.

        Args:
            actor: the official.
            case_id: the case.
            affirmed: the ids of the affirmations, all four of `law.paper.declarations.AFFIRMATIONS`.

        Raises:
            NotAffirmedError: one is missing; nothing was registered.
            PrintedOnAnotherDayError: the clause is of another day.
            ReportChangedError: the input was validated again since the clause was drawn up.
            WrongStateError: the output was not printed.
        """
        affirming.affirm(self, actor, case_id, affirmed)

    # 7 What comes next --------------------------------------------------------------------------------------------

    def next_attachment(self, actor: Actor, case_id: UUID, position: int) -> UUID:
        """Open a conversion of another attachment of the same message, from 1; return its id.

        Raises:
            NoMessageError: the document came in no data message that was received.
            PrintFileDeletedError: the files are no longer kept.
        """
        return continuing.next_attachment(self, actor, case_id, position)

    def another_original(self, actor: Actor, case_id: UUID) -> UUID:
        """Open another conversion of the same document („Vyhotovit další stejnopis“); return its id.

        Raises:
            PrintFileDeletedError: the files are no longer kept.
        """
        return continuing.another_original(self, actor, case_id)

    def view(self, actor: Actor, case_id: UUID) -> showing.PaperView:
        """Return what pages about the case show beside `queries.case`."""
        return showing.view(self, actor, case_id)
