"""What the protocol tells of a conversion to paper: the files, their validation, decisions, print, affirmation.

The validation is told by its kept report, the decisions and affirmations by the texts that were shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from listina.conversions.afterwards.protocol_facts import ProtocolFacts, counted_bytes, day_or_not, digest, row
from listina.conversions.cases import PrintedOutput
from listina.conversions.errors import CaseDamagedError
from listina.conversions.models import Case
from listina.conversions.stored import composed_facts
from listina.conversions.to_paper.models import FileRole, PaperWork, ReceivedFile
from listina.conversions.to_paper.received import files_of, work_of
from listina.conversions.to_paper.reports import stored_report
from listina.conversions.workshop import Workshop
from listina.documents.protocol import ProtocolPart, ProtocolRow, ProtocolSection
from listina.law.dates import czech_date, czech_moment, czech_zone
from listina.texts import Text
from listina.trust.validation.told import Told, ToldMessage, ToldReport, tell
from listina.trust.validation.told_rows import Row

_ROLES: Mapping[FileRole, str] = {
    FileRole.DOCUMENT: "Převedený dokument",
    FileRole.DETACHED: "Elektronický podpis vedle dokumentu",
    FileRole.MESSAGE: "Datová zpráva, v níž dokument přišel",
}
_SOURCES = {
    "upload": "nahráno z počítače",
    "records": "převzato ze spisové služby",
    "api": "předáno jiným systémem",
    "cli": "předáno z příkazové řádky",
}
_PRINTED = {"whole": "celý výstup", "clause_only": "jen doložka"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPaper:
    """The part of a protocol that belongs to a conversion to paper.

    Attributes:
        work: what was found and decided.
        files: the received files, by role.
        report: of the validation from which the clause was made.
        report_sha256: of its bytes.
    """

    direction: ClassVar[str] = "z dokumentu obsaženého v datové zprávě do listinné podoby"
    work: PaperWork
    files: Mapping[str, ReceivedFile]
    report: ToldReport
    report_sha256: str

    @classmethod
    def of(cls, workshop: Workshop, case: Case) -> ToPaper:
        """Return it for a case; call in the scope of its authority.

        Raises:
            ObjectMissingError: the report is lost.
        """
        sha256 = composed_facts(case)["report_sha256"]
        return cls(
            work=work_of(case),
            files=files_of(case),
            report=tell(stored_report(workshop.objects, case.authority_id, sha256)),
            report_sha256=sha256,
        )

    def people(self) -> Iterable[int]:
        """Yield who received the files, decided and affirmed."""
        yield from (file.received_by for file in self.files.values())
        yield from (decided["by"] for _, decided in self._decisions())
        yield from (affirmed["by"] for affirmed in self.work.affirmed or ())

    def about_input(self, facts: ProtocolFacts) -> Iterable[ProtocolRow]:
        """Yield whether the official states a data message that is not among the files."""
        del facts
        stated = self.work.stated_message
        if stated is not None:
            source = stated["records_system"] or "osoba, která konverzi provedla"
            yield row(
                "Datová zpráva", f"č.\N{NO-BREAK SPACE}{stated['message_id']}, odesílatel {stated['sender_name']}"
            )
            yield row("Údaje o datové zprávě uvedla", source)

    def input_parts(self, facts: ProtocolFacts) -> Iterable[ProtocolPart]:
        """Yield the received files."""
        for role, title in _ROLES.items():
            if role in self.files:
                yield ProtocolPart(title=title, rows=tuple(_file(self.files[role], facts)))

    def about_output(self, facts: ProtocolFacts) -> Iterable[ProtocolRow]:
        """Yield the file that was printed, its clause and its digests."""
        output = facts.view.output
        if not isinstance(output, PrintedOutput):
            raise CaseDamagedError(field="composed")
        document = output.page_count - output.clause_page_count
        yield row("Podoba", "listinná; podepsána vlastnoručně a opatřena otiskem úředního razítka")
        yield row(
            "Počet stran výstupu",
            f"{output.page_count} (převedený dokument {document}, doložka {output.clause_page_count})",
        )
        if facts.view.clause_date is not None:
            yield row("Datum vyhotovení doložky", czech_date(facts.view.clause_date))
        yield row("Tisk", "oboustranný" if self.work.two_sided else "jednostranný")
        if self.work.reduced_pages:
            yield row("Strany zmenšené na A4", ", ".join(map(str, self.work.reduced_pages)))
        yield row("Výtisk potvrzen", czech_moment(output.affirmed_at))
        yield row("Vytištěný soubor", counted_bytes(output.length))
        yield digest("Otisk vytištěného souboru (SHA-256)", output.sha256)
        yield digest("Otisk vytištěného souboru (SHA-512)", output.sha512)
        yield digest("Otisk vstupu (SHA-256)", output.content_digest)

    def sections(self, facts: ProtocolFacts) -> Iterable[ProtocolSection]:
        """Yield validation, decisions, print attempts and affirmation."""
        yield ProtocolSection(
            title="Ověření vstupu",
            paragraphs=(self.report.sentence.cs,),
            rows=tuple(self._validation()),
            parts=tuple(self._validated()),
        )
        decisions = tuple(_decision(title, decided, facts) for title, decided in self._decisions())
        if decisions:
            yield ProtocolSection(title="Rozhodnutí o vstupu", parts=decisions)
        if self.work.compared:
            yield ProtocolSection(title="Porovnání výtisku se vstupem", rows=tuple(self._comparison()))
        yield ProtocolSection(title="Tisk", parts=tuple(_prints(facts)))
        yield ProtocolSection(title="Potvrzení výtisku", parts=tuple(self._affirmation(facts)))

    def about_files(self, facts: ProtocolFacts) -> Iterable[ProtocolRow]:
        """Yield when the working files were deleted."""
        yield row("Vstup a soubor k tisku smazány", day_or_not(facts.later.scans_deleted_at))

    def _validation(self) -> Iterable[ProtocolRow]:
        yield row("Výsledek", self.report.verdict.cs)
        yield from map(_told, self.report.rows)
        yield row("Škodlivý kód", self.work.found["malware"]["reason"])
        yield from map(_told, self.report.method)
        yield digest("Otisk zprávy o ověření (SHA-256)", self.report_sha256)

    def _validated(self) -> Iterable[ProtocolPart]:
        for told in self.report.signatures:
            yield from _signature(told)
        for told in self.report.timestamps:
            yield from _signature(told)
        if self.report.message is not None:
            yield _message(self.report.message)
            for told in self.report.message.seals:
                yield from _signature(told)

    def _decisions(self) -> Iterable[tuple[str, dict[str, Any]]]:
        if self.work.consent is not None:
            yield "Soubor nezkontrolovaný na škodlivý kód", self.work.consent
        if self.work.integrity_decision is not None:
            yield "Integrita vstupu, kterou nebylo možné ověřit", self.work.integrity_decision

    def _comparison(self) -> Iterable[ProtocolRow]:
        for page, agrees in sorted(self.work.compared.items(), key=lambda item: int(item[0])):
            yield row(f"Strana {page}", "výtisk nese obsah vstupu" if agrees else "výtisk nenese obsah vstupu")

    def _affirmation(self, facts: ProtocolFacts) -> Iterable[ProtocolPart]:
        at = self.work.affirmed_at
        for affirmed in self.work.affirmed or ():
            who = facts.names[affirmed["by"]] + ("" if at is None else f", {czech_moment(at)}")
            rows = (row("Potvrdila osoba", who), row("Znění", f"{affirmed['id']}, verze {affirmed['version']}"))
            yield ProtocolPart(title=affirmed["text"], rows=rows)


def _file(file: ReceivedFile, facts: ProtocolFacts) -> Iterable[ProtocolRow]:
    yield row("Název souboru", file.filename)
    if file.position is not None:
        yield row("Příloha datové zprávy", f"{file.position}.")
    yield row("Zdroj", _SOURCES.get(file.source, file.source))
    yield row("Přijala osoba", f"{facts.names[file.received_by]}, {czech_moment(file.received_at)}")
    yield row("Velikost", counted_bytes(file.length))
    yield digest("Otisk souboru (SHA-256)", file.sha256)
    yield digest("Otisk souboru (SHA-512)", file.sha512)


def _decision(title: str, decided: dict[str, Any], facts: ProtocolFacts) -> ProtocolPart:
    at = datetime.fromisoformat(decided["at"])
    return ProtocolPart(
        title=title,
        rows=(
            row("Prohlášení", decided["text"]),
            row("Důvod", decided["reason"]),
            row("Rozhodla osoba", f"{facts.names[decided['by']]}, {czech_moment(at)}"),
            row("Znění", f"verze {decided['version']}"),
        ),
    )


def _prints(facts: ProtocolFacts) -> Iterable[ProtocolPart]:
    attempts = [event for event in facts.view.events if event.action == "print_handed_out"]
    for number, event in enumerate(attempts, start=1):
        details = event.details
        rows = [row("Předáno k tisku", _PRINTED.get(str(details["what"]), str(details["what"])))]
        if event.actor_id is not None:
            rows.append(row("Vytiskla osoba", f"{facts.names[event.actor_id]}, {czech_moment(event.at)}"))
        if details.get("device"):
            rows.append(row("Tiskárna", str(details["device"])))
        if details.get("declared"):
            rows.append(row("Prohlášení", str(details["declared"])))
        rows.append(digest("Otisk souboru (SHA-256)", str(details["sha256"])))
        yield ProtocolPart(title=f"{number}. výtisk", rows=tuple(rows))


def _signature(told: Told) -> Iterable[ProtocolPart]:
    """Yield a signature or timestamp, then the timestamps over it."""
    rows = [row("Výsledek", told.outcome.cs), *map(_told, told.rows)]
    rows += [row("Důvod", reason.cs) for reason in told.reasons]
    rows += [row("Změna po podpisu", f"{change.text.cs} – {change.meaning.cs}") for change in told.changes]
    yield ProtocolPart(title=told.title.cs, rows=tuple(rows))
    for within in told.within:
        yield from _signature(within)


def _message(told: ToldMessage) -> ProtocolPart:
    rows = [row("Integrita", told.outcome.cs), *map(_told, told.rows)]
    return ProtocolPart(title="Datová zpráva", rows=(*rows, *(row("Důvod", reason.cs) for reason in told.reasons)))


def _told(told: Row) -> ProtocolRow:
    match told.value:
        case Text():
            return row(told.label.cs, told.value.cs)
        case datetime():
            return row(told.label.cs, f"{czech_moment(told.value)} ({czech_zone(told.value)})")
        case _ if "SHA" in told.label.en:
            return digest(told.label.cs, told.value)
        case _:
            return row(told.label.cs, told.value)
