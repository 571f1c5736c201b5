"""What the doors may ask of a conversion: one method per use case, each told in its own module.

Every method that names an actor works inside the actor's authority: a case of another authority does not exist for
it (`CaseNotFoundError`). Methods that change a case are for the official who performs it (`NotYourCaseError`
otherwise) and may be repeated: a double click, a lost answer or a crash never makes a second page, number or output.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from listina.accounts.actors import Actor
from listina.conversions import (
    attaching,
    comparing,
    composing,
    describing,
    finishing,
    opening,
    pages,
    refusing,
    signing,
    voiding,
)
from listina.conversions.cases import CaseState, PageView
from listina.conversions.stacks import ordering, splitting
from listina.conversions.stacks.ordering import Backs
from listina.conversions.workshop import Workshop
from listina.law.admissibility import UntransferableElement
from listina.law.evidence import PartialDate
from listina.trust.signers import Signer
from listina.trust.signing import PreparedSignature


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionService(Workshop):
    """The conversion paper → electronic, from opening to registration. Fields: see `Workshop`."""

    # 1 What is converted ------------------------------------------------------------------------------------------

    def open(
        self,
        actor: Actor,
        *,
        agenda_code: str,
        purpose: str,
        reference_number: str | None = None,
        file_mark: str | None = None,
    ) -> UUID:
        """Open a case and return its id; no number is reserved yet.

        Args:
            actor: the official who will perform the conversion.
            agenda_code: 1–20 characters, the agenda the conversion serves.
            purpose: 1–300 characters.
            reference_number: č. j., at most 100 characters.
            file_mark: sp. zn., at most 100 characters.

        Raises:
            InvalidCaseDataError: a text is empty or too long.
            NotPermittedError: the actor may not convert.
        """
        return opening.open_case(
            self,
            actor,
            agenda_code=agenda_code,
            purpose=purpose,
            reference_number=reference_number,
            file_mark=file_mark,
        )

    def restate(
        self,
        actor: Actor,
        case_id: UUID,
        *,
        agenda_code: str,
        purpose: str,
        reference_number: str | None = None,
        file_mark: str | None = None,
    ) -> None:
        """State anew what an open case is for; arguments and their bounds as in `open`.

        Raises:
            WrongStateError: the case is no longer open.
        """
        opening.restate(
            self,
            actor,
            case_id,
            agenda_code=agenda_code,
            purpose=purpose,
            reference_number=reference_number,
            file_mark=file_mark,
        )

    def answer(self, actor: Actor, case_id: UUID, answers: Mapping[str, str]) -> None:
        """Store answers to questions of admissibility, by question id; earlier answers stay in the history.

        A refusing answer is stored and shown; the case becomes refused only by `refuse`.

        Raises:
            InvalidAnswerError: an unknown question or a value it does not offer.
        """
        opening.answer(self, actor, case_id, answers)

    def refuse(self, actor: Actor, case_id: UUID) -> None:
        """Do not perform the conversion: keep the case as refused with the grounds its answers lead to.

        Raises:
            NothingToRefuseError: the answers give no ground of § 24(4).
        """
        refusing.refuse(self, actor, case_id)

    def refusal_record(self, actor: Actor, case_id: UUID) -> dict[str, object]:
        """Return the printable record of a refused conversion (záznam o neprovedení konverze).

        Keys: `title`, `document`, `reference_number`, `file_mark`, `authority_name`, `official_name`, `refused_on`
        (Czech date), `reasons` (a list of `{provision, reason}`).
        """
        return refusing.refusal_record(self, actor, case_id)

    # 2 Pages ------------------------------------------------------------------------------------------------------

    def attach_file(
        self,
        actor: Actor,
        case_id: UUID,
        *,
        content: bytes,
        filename: str,
        source: str = "upload",
        device: str = "",
        declared_dpi: int | None = None,
        client_page_id: UUID | None = None,
    ) -> tuple[PageView, ...]:
        """Store and assess the pages of a file and put them behind the last page: all of them or none.

        Args:
            actor: the official.
            case_id: the case.
            content: the file: JPEG, PNG, TIFF or WebP of at most 20 MB a page, or a PDF of scans of at most 200 MB.
            filename: as the official's machine calls it; cut to 200 characters.
            source: `upload`, `agent`, `api` or `cli`.
            device: the scanner, if known; cut to 100 characters.
            declared_dpi: the resolution the official states, 100–1200; the file's own wins.
            client_page_id: chosen by the client; a file sent twice under the same id is attached once.

        Raises:
            PageRefusedError: the file, or a page of it, cannot be a page.
            TooManyPagesError: the document would pass 500 pages or 500 MB.
        """
        file = attaching.incoming(
            content=content,
            filename=filename,
            source=source,
            device=device,
            declared_dpi=declared_dpi,
            key=client_page_id,
        )
        return attaching.attach(self, actor, case_id, file)

    def declare_dpi(self, actor: Actor, case_id: UUID, page_id: UUID, dpi: int) -> None:
        """State the resolution a page was scanned at (100–1200), where its file does not say."""
        pages.declare_dpi(self, actor, case_id, page_id, dpi)

    def move_page(self, actor: Actor, case_id: UUID, page_id: UUID, position: int) -> None:
        """Put a page to a 1-based position; the moved page is to be compared again."""
        pages.move(self, actor, case_id, page_id, position)

    def rotate_page(self, actor: Actor, case_id: UUID, page_id: UUID, clockwise_degrees: int) -> None:
        """Turn a page by 90, 180, 270 or −90 degrees from where it is; it is to be compared again."""
        pages.rotate(self, actor, case_id, page_id, clockwise_degrees)

    def remove_page(self, actor: Actor, case_id: UUID, page_id: UUID) -> None:
        """Set a page aside; it can be restored while the case is open."""
        pages.remove(self, actor, case_id, page_id)

    def restore_page(self, actor: Actor, case_id: UUID, page_id: UUID) -> None:
        """Put a removed page behind the last one."""
        pages.restore(self, actor, case_id, page_id)

    def decide_blank(self, actor: Actor, case_id: UUID, page_id: UUID, *, keep: bool) -> None:
        """Decide about a blank page: keep it (it is blank in the paper too) or leave it out."""
        pages.decide_blank(self, actor, case_id, page_id, keep=keep)

    def allow_one_bit(self, actor: Actor, case_id: UUID, page_id: UUID) -> None:
        """Declare that the page's paper is black and white only, so that its one-bit scan loses nothing.

        Without it such a scan is below annex 1 of decree 193/2009 Sb. and blocks the signature. The text to show
        beside the button is `PageView.one_bit_declaration`.
        """
        pages.allow_one_bit(self, actor, case_id, page_id)

    def allow_all_one_bit(self, actor: Actor, case_id: UUID) -> None:
        """Declare the same of every kept one-bit scan of the case at once."""
        pages.allow_all_one_bit(self, actor, case_id)

    def split(self, actor: Actor, case_id: UUID, cuts: Collection[UUID]) -> tuple[UUID, ...]:
        """Move the pages from each cut on into a new open case; return the new cases.

        Agenda, purpose, č. j. and sp. zn. are carried over; answers, counts and comparison are not (decision 25).

        Args:
            actor: who performs the conversion.
            case_id: an open case.
            cuts: ids of kept pages, each the first of a further document.

        Raises:
            NoSuchCutError: a cut is no kept page, or a document would have no page.
        """
        return splitting.split(self, actor, case_id, cuts)

    def interleave(self, actor: Actor, case_id: UUID, backs: Backs) -> None:
        """Put the second half of the pages, the backs, between the first half, the fronts.

        Raises:
            UnequalSidesError: the number of pages is odd, or there is none.
        """
        ordering.interleave(self, actor, case_id, backs)

    def order_as_attached(self, actor: Actor, case_id: UUID) -> None:
        """Put the pages back into the order in which they came."""
        ordering.order_as_attached(self, actor, case_id)

    def state_page_count(self, actor: Actor, case_id: UUID, count: int) -> None:
        """State how many pages the paper has (1–500), counted on the paper."""
        pages.state_count(self, actor, case_id, count)

    # 3 Comparison -------------------------------------------------------------------------------------------------

    def compare_page(self, actor: Actor, case_id: UUID, page_id: UUID, *, agrees: bool) -> None:
        """Record that the official looked at a page and whether it agrees with the paper."""
        comparing.compare_page(self, actor, case_id, page_id, agrees=agrees)

    def declare_agreement(self, actor: Actor, case_id: UUID) -> None:
        """Declare that all pages were compared and agree.

        Raises:
            NotReadyError: a page was not compared or does not agree, or the stated count differs.
        """
        comparing.declare_agreement(self, actor, case_id)

    # 4 Facts about the input --------------------------------------------------------------------------------------

    def state_untransferable(
        self, actor: Actor, case_id: UUID, elements: Sequence[UntransferableElement] | None
    ) -> None:
        """State which visible elements the output cannot carry; None (or nothing) says there is none."""
        describing.state_untransferable(self, actor, case_id, elements)

    def state_facts(
        self,
        actor: Actor,
        case_id: UUID,
        *,
        elements: Sequence[UntransferableElement] | None,
        designation: str,
        drawn_up_on: PartialDate | None,
        no_date: bool,
    ) -> None:
        """Do what `state_untransferable` and `describe` do, both or neither."""
        describing.state_facts(
            self,
            actor,
            case_id,
            elements=elements,
            designation=designation,
            drawn_up_on=drawn_up_on,
            no_date=no_date,
        )

    def describe(
        self,
        actor: Actor,
        case_id: UUID,
        *,
        designation: str,
        drawn_up_on: PartialDate | None,
        no_date: bool,
    ) -> None:
        """Store the designation of the input (1–500 characters) and its date, or that it has none.

        Raises:
            InvalidCaseDataError: the designation is empty or too long, both or neither date answer is given, or the
                date is in the future (in Prague).
        """
        describing.describe(self, actor, case_id, designation=designation, drawn_up_on=drawn_up_on, no_date=no_date)

    # 5 Preview ----------------------------------------------------------------------------------------------------

    def preview(self, actor: Actor, case_id: UUID) -> Path:
        """Compose the output as it would look, without number and codes, and return the path of the PDF.

        The file belongs to the object store and is swept after a while: send it at once.

        Raises:
            NotReadyError: no page is attached, or the element or the count was not stated yet.
        """
        return composing.preview(self, actor, case_id)

    # 6 Signature --------------------------------------------------------------------------------------------------

    def begin_signing(
        self, actor: Actor, case_id: UUID, certificate_id: int, *, chain: Sequence[bytes] = ()
    ) -> PreparedSignature:
        """Reserve the number, compose the output and prepare it; return what must be signed.

        Repeatable: it goes on where an interrupted call stopped. When the day in Prague or the certificate is another
        than at the last preparation, the clause is typeset anew under the same number.

        Args:
            actor: the official, whose registered certificate it must be.
            case_id: the case.
            certificate_id: one of `accounts.queries.signing_certificates(actor)`.
            chain: DER of the certificates above it, to be embedded.

        Raises:
            ClockWrongError: the server's clock is more than a minute wrong; nothing was reserved.
            NotReadyError: something is missing; nothing was reserved.
            CertificateNotUsableError: the policy does not permit the certificate; nothing was reserved.
            WrongStateError: the case is already signed, finished, voided or refused.
            PdfaNotApprovedError: the composed file is not PDF/A; the number stays reserved.
        """
        return signing.begin(self, actor, case_id, certificate_id, chain=chain)

    def accept_signature(self, actor: Actor, case_id: UUID, value: bytes) -> None:
        """Check the signature's value and keep it; the rest is done by the job `conversions.finish`.

        Raises:
            SignatureValueInvalidError: the value is not by this certificate over this document; nothing is kept.
            DayChangedError: midnight passed since the preparation: call `begin_signing` again.
            WrongStateError: nothing awaits a signature.
        """
        signing.accept(self, actor, case_id, value)

    def sign(self, actor: Actor, case_id: UUID, certificate_id: int, signer: Signer) -> None:
        """Begin, let the signer sign, and accept: for keys within reach of the server. Repeatable."""
        signing.sign(self, actor, case_id, certificate_id, signer)

    def finish(self, authority_id: int, case_id: UUID) -> CaseState:
        """Do all that needs no official any more: timestamp, embedding, gate, confirm, receipt.

        Called by the job and, to answer sooner, by doors. Goes on from where the case stands; returns the state
        reached: `registered`, or the state in which another attempt took over.

        Raises:
            TimestampUnavailableError: no authority answered; the signature is kept, a job tries again.
            CertificateNotUsableError: the certificate may no longer sign; the case is kept with its problem.
            GateRefusedError: a check failed or could not be made; the case is kept with its problem.
            CaseNotFoundError: there is no such case in this authority.
        """
        return finishing.finish(self, authority_id, case_id)

    # Ending without an output -------------------------------------------------------------------------------------

    def void(self, actor: Actor, case_id: UUID, reason: str) -> None:
        """Give an unfinished case up, for a reason of 3–300 characters; its number, if any, is never used.

        Raises:
            WrongStateError: it is registered or refused.
        """
        voiding.void(self, actor, case_id, reason)
