"""What the protocol tells of a conversion of paper: its pages, their comparison, the signed output."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from listina.conversions.access import kept_pages
from listina.conversions.afterwards.protocol_facts import NOT_YET, ProtocolFacts, counted_bytes, day_or_not, digest, row
from listina.conversions.afterwards.protocol_pages import page_parts
from listina.conversions.cases import SignedOutput
from listina.conversions.errors import CaseDamagedError
from listina.conversions.models import Case, Page
from listina.conversions.stored import moment_of
from listina.conversions.workshop import Workshop
from listina.documents.protocol import ProtocolPart, ProtocolRow, ProtocolSection
from listina.law.dates import czech_date, czech_moment, czech_zone
from listina.law.wording import untransferable_sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ToElectronic:
    """The part of a protocol that belongs to a conversion to electronic form."""

    direction: ClassVar[str] = "z listinné podoby do dokumentu obsaženého v datové zprávě"
    pages: tuple[Page, ...]

    @classmethod
    def of(cls, workshop: Workshop, case: Case) -> ToElectronic:
        """Return it for a case; call in the scope of its authority."""
        del workshop
        return cls(pages=tuple(kept_pages(case)))

    def people(self) -> Iterable[int]:
        """Yield who attached pages and declared resolutions."""
        for page in self.pages:
            yield page.attached_by
            if page.dpi_declared_by is not None:
                yield page.dpi_declared_by

    def about_input(self, facts: ProtocolFacts) -> Iterable[ProtocolRow]:
        """Yield the count of pages and the element that could not be carried over."""
        yield row("Počet stran vstupu", str(facts.view.stated_page_count))
        yield row("Viditelný prvek, který nelze plně přenést", untransferable_sentence(facts.view.untransferable))

    def input_parts(self, facts: ProtocolFacts) -> Iterable[ProtocolPart]:
        """Return nothing: the pages have a section of their own."""
        del facts
        return ()

    def about_output(self, facts: ProtocolFacts) -> Iterable[ProtocolRow]:
        """Yield file, clause, signature, timestamp and digests."""
        output, certificate = facts.view.output, facts.case.certificate_snapshot
        if not isinstance(output, SignedOutput):
            raise CaseDamagedError(field="signed")
        yield row("Soubor", f"{output.filename}, {counted_bytes(output.length)}")
        yield row("Počet stran výstupu", f"{output.page_count} (doložka {output.clause_page_count})")
        if facts.view.clause_date is not None:
            yield row("Datum vyhotovení doložky", czech_date(facts.view.clause_date))
        yield row("Podepsáno", f"{czech_moment(output.signed_at)}, {facts.view.official_name}")
        yield row(
            "Podpisový certifikát",
            f"č.\N{NO-BREAK SPACE}{certificate['serial_number']}, vydavatel {certificate['issuer']}",
        )
        yield row("Časové razítko", f"{czech_moment(output.timestamp_time)} ({czech_zone(output.timestamp_time)})")
        yield digest("Otisk souboru (SHA-256)", output.sha256)
        yield digest("Otisk souboru (SHA-512)", output.sha512)
        yield digest("Otisk obsahu (SHA-256)", output.content_digest)

    def sections(self, facts: ProtocolFacts) -> Iterable[ProtocolSection]:
        """Yield the pages with their comparison."""
        declared_at = moment_of(facts.case, "agreement_declared_at")
        declared = f"Prohlášení ze dne {czech_moment(declared_at)}: „{facts.view.agreement_text.cs}“"
        yield ProtocolSection(
            title="Strany vstupu a jejich porovnání s předlohou",
            paragraphs=(declared,),
            parts=tuple(page_parts(self.pages, facts.names)),
        )

    def about_files(self, facts: ProtocolFacts) -> Iterable[ProtocolRow]:
        """Yield when the output was downloaded and which files are gone."""
        later = facts.later
        downloaded = czech_moment(later.downloaded_at) if later.downloaded_at else NOT_YET
        yield row("Výstup poprvé stažen", downloaded)
        yield row("Skeny smazány", day_or_not(later.scans_deleted_at))
        yield row("Podepsaný výstup smazán", day_or_not(later.output_deleted_at))
