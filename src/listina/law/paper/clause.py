"""What the clause of a conversion to paper form holds (doložka konverze do dokumentu v listinné podobě).

Source: L300 § 25(2) in the wording in force since 1.7.2022. The statement d) is always the same sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from listina.law.clause import NAME_LENGTH, Standing, require_codes, require_name
from listina.law.errors import InvalidClauseError
from listina.law.paper.decision import PROVEN
from listina.law.paper.factors import Integrity, Proof, Result
from listina.law.paper.facts import MessageFacts, Notes, OtherMeans, SignatureFacts, TimestampFacts

_DIGEST = re.compile(r"[0-9a-f]{64}")
_PAPER = re.compile(r"[A-Za-z0-9 ×,\u00a0]{1,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPaperClause:
    """The clause of one output on paper.

    Attributes:
        number: letter c), 1–64 printable ASCII characters; None in a preview, when none is issued yet.
        authority_name: letter a), the full name of the authority that performed the conversion.
        file_name: letter b), of the document; a stranger's text.
        message_file_name: of the data message the document was taken from; None if there is no such file.
        document_page_count: letter e), pages of the converted document, 1 or more.
        clause_page_count: letter e), pages of the clause, 1 or more.
        drawn_up_on: letter f), the day of the clause in Prague.
        official_name: letter j), as it is to be printed; None exactly if the conversion was automated.
        securing_element: letter j), what secures the output of an automated conversion; None otherwise.
        validated_at: when the input was validated, aware.
        signatures: letter g), in order of time.
        other_means: letter h).
        integrity: of the input as a whole; UNDECIDABLE where the official decided to go on all the same.
        timestamps: letter i), in order of time; not that of a data message, which is over the message.
        message: letter k); None if the input came in no data message sent from a data box.
        notes: on the transfer.
        check_code: 10 characters; None in a preview, and only then.
        input_digest: SHA-256 of the input, 64 lower-case hexadecimal digits.
        verification_url: where number and check code lead; None in a preview.
        standing: anything but LIVE makes the output say that it has no legal effects.

    Raises:
        InvalidClauseError: a field is empty, too long or malformed; the day is a moment; a signature is said to be
            proven by a timestamp that the clause does not name; or a page of the note is not in the document.

    Source: L300 § 25(2).
    """

    number: str | None
    authority_name: str
    file_name: str
    message_file_name: str | None
    document_page_count: int
    clause_page_count: int
    drawn_up_on: date
    official_name: str | None
    securing_element: str | None
    validated_at: datetime
    signatures: tuple[SignatureFacts, ...]
    other_means: tuple[OtherMeans, ...]
    integrity: Integrity
    timestamps: tuple[TimestampFacts, ...]
    message: MessageFacts | None
    notes: Notes = field(default_factory=Notes)
    check_code: str | None
    input_digest: str
    verification_url: str | None
    standing: Standing

    def __post_init__(self) -> None:
        require_name("authority_name", self.authority_name, "Chybí název subjektu nebo je příliš dlouhý.")
        require_codes(self.number, self.check_code, self.verification_url)
        self._require_performer()
        if isinstance(self.drawn_up_on, datetime):
            # Python's datetime is a date. Its day would be that of its own zone, not the one in Prague.
            raise InvalidClauseError("drawn_up_on", cs="Datum doložky je den, ne okamžik.", en="it is no plain day")
        if self.validated_at.utcoffset() is None:
            raise InvalidClauseError("validated_at", cs="Okamžik nemá časové pásmo.", en="it has no time zone")
        if min(self.document_page_count, self.clause_page_count) < 1:
            raise InvalidClauseError(
                "page_count", cs="Dokument i doložka mají nejméně jednu stranu.", en="a count is below 1"
            )
        if _DIGEST.fullmatch(self.input_digest) is None:
            raise InvalidClauseError(
                "input_digest", cs="Otisk vstupu nemá 64 šestnáctkových číslic.", en="not 64 lower-case hex digits"
            )
        for signature in self.signatures:
            self._require_its_proof(signature)
        for stamp in self.timestamps:
            if stamp.signature_number is not None and not 1 <= stamp.signature_number <= len(self.signatures):
                raise InvalidClauseError(
                    "timestamps", cs="Podpis, k němuž razítko patří, v doložce není.", en="no such signature"
                )
        self._require_pages()

    @property
    def is_preview(self) -> bool:
        """Whether the clause has no number yet."""
        return self.number is None

    @property
    def page_count(self) -> int:
        """Pages of the output, letter e)."""
        return self.document_page_count + self.clause_page_count

    def _require_performer(self) -> None:
        if (self.official_name is None) is (self.securing_element is None):
            raise InvalidClauseError(
                "official_name",
                cs="Doložka uvádí buď osobu, nebo zajišťovací prvek automatizované konverze.",
                en="either an official or, if automated, a securing element",
            )
        performer = self.official_name if self.official_name is not None else self.securing_element or ""
        require_name("official_name", performer, f"Jméno osoby nebo popis prvku má 1 až {NAME_LENGTH} znaků.")

    def _require_its_proof(self, signature: SignatureFacts) -> None:
        proof = signature.factors.proof
        if proof not in PROVEN:
            return
        wanted = proof is Proof.QUALIFIED_TIMESTAMP
        for stamp in self.timestamps:
            valid = stamp.factors.result is Result.VALID
            if valid and stamp.is_qualified is wanted and stamp.time == signature.judged_at:
                return
        raise InvalidClauseError(
            "timestamps", cs="Razítko, k jehož času byl podpis posouzen, v doložce není.", en="the proof is not named"
        )

    def _require_pages(self) -> None:
        pages = [*(reduced.page for reduced in self.notes.reduced_pages), *self.notes.pages_printed_otherwise]
        if any(not 1 <= page <= self.document_page_count for page in pages):
            raise InvalidClauseError(
                "notes", cs="Poznámka uvádí stranu, kterou dokument nemá.", en="a page is not in the document"
            )
        papers = [paper for reduced in self.notes.reduced_pages for paper in (reduced.paper, reduced.printed_on)]
        if any(_PAPER.fullmatch(paper) is None for paper in papers):
            raise InvalidClauseError("notes", cs="Formát strany má neplatný tvar.", en="a paper format is malformed")
