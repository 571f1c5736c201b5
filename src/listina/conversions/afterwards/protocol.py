"""The protocol of a performed conversion for the office's file (protokol o konverzi): all that is known of it.

Everything comes from what was stored when it happened: snapshots, answers with the text that was shown, digests. It is
Czech whatever the language of the user, because it goes into a Czech public file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from listina.accounts import queries as accounts
from listina.accounts.actors import Actor
from listina.conversions.access import case_in_scope, kept_pages, require_converter
from listina.conversions.afterwards.protocol_pages import page_parts
from listina.conversions.afterwards.views import AfterwardsView, afterwards_view
from listina.conversions.case_views import case_view
from listina.conversions.cases import CaseState, CaseView, OutputFacts
from listina.conversions.errors import CaseDamagedError
from listina.conversions.judging import questions_for
from listina.conversions.models import Answer, Case, Page
from listina.conversions.steps import Event, following
from listina.conversions.stored import moment_of, number_of
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope
from listina.documents.protocol import Protocol, ProtocolPart, ProtocolRow, ProtocolSection
from listina.law.clause import Standing
from listina.law.dates import czech_date, czech_moment, czech_zone, prague_day
from listina.law.evidence import Evidence
from listina.law.wording import EX_OFFICIO_SUBTITLE, TEST_WATERMARK, untransferable_sentence
from listina.register.evidence import kept_evidence

TITLE = "Protokol o konverzi"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What the sections are made of.

    Attributes:
        confirmed: the evidence as it was entered with the clause.
        names: full names by user id, of the officials the rows name.
    """

    case: Case
    view: CaseView
    later: AfterwardsView
    confirmed: Evidence
    pages: tuple[Page, ...]
    answers: tuple[Answer, ...]
    output: OutputFacts
    names: dict[int, str]


def protocol_of(workshop: Workshop, actor: Actor, case_id: UUID) -> Protocol:
    """Return the words of the protocol.

    Raises:
        CaseNotFoundError: the actor's authority has no such case.
        WrongStateError: the case is not registered.
        EvidenceNotKeptError: its evidence was deleted after ten years, and with it what the protocol tells.
    """
    require_converter(actor)
    with authority_scope(actor.authority_id):
        case = case_in_scope(actor.authority_id, case_id)
        following(CaseState(case.state), Event.CORRECT)
        facts = _facts(workshop, actor, case)
    return Protocol(
        title=TITLE,
        subtitle=EX_OFFICIO_SUBTITLE,
        footer=f"{number_of(case)} · vyhotoveno {czech_moment(workshop.now())}",
        watermark=None if facts.view.standing == Standing.LIVE else TEST_WATERMARK,
        sections=tuple(_sections(facts)),
    )


def _facts(workshop: Workshop, actor: Actor, case: Case) -> _Facts:
    view = case_view(workshop, actor, case)
    if view.output is None:
        raise CaseDamagedError(field="signed")
    pages = tuple(kept_pages(case))
    answers = tuple(Answer.objects.filter(case_id=case.id).order_by("id"))
    ids = {page.attached_by for page in pages}
    ids |= {page.dpi_declared_by for page in pages if page.dpi_declared_by is not None}
    ids |= {answer.answered_by for answer in answers}
    ids |= {event.actor_id for event in view.events if event.actor_id is not None}
    return _Facts(
        case=case,
        view=view,
        later=afterwards_view(workshop, actor, case.id),
        confirmed=kept_evidence(number_of(case)).confirmed,
        pages=pages,
        answers=answers,
        output=view.output,
        names={user_id: accounts.official_by_id(actor, user_id).full_name for user_id in ids},
    )


def _sections(facts: _Facts) -> Iterable[ProtocolSection]:
    yield ProtocolSection(title="Konverze", rows=tuple(_conversion(facts)))
    yield ProtocolSection(title="Vstup", rows=tuple(_input(facts)))
    yield ProtocolSection(title="Výstup", rows=tuple(_output(facts)))
    yield ProtocolSection(title="Přípustnost konverze", parts=tuple(_answers(facts)))
    yield ProtocolSection(
        title="Strany vstupu a jejich porovnání s předlohou",
        paragraphs=(_agreement(facts),),
        parts=tuple(page_parts(facts.pages, facts.names)),
    )
    if facts.later.entries or facts.later.replaces:
        yield ProtocolSection(title="Pozdější zápisy", rows=tuple(_replaces(facts)), parts=tuple(_later_entries(facts)))
    yield ProtocolSection(title="Předání", rows=tuple(_hand_over(facts)))
    yield ProtocolSection(title="Průběh", rows=tuple(_events(facts)))


def _conversion(facts: _Facts) -> Iterable[ProtocolRow]:
    case, view = facts.case, facts.view
    yield _row("Pořadové číslo v evidenci", number_of(case))
    yield _row("Směr", "z listinné podoby do dokumentu obsaženého v datové zprávě")
    yield _row("Subjekt, který konverzi provedl", f"{view.authority_name}, IČO {case.authority_snapshot['ico']}")
    yield _row("Konverzi provedla osoba", view.official_name)
    yield _row("Agenda a účel", f"{case.agenda_code}, {case.purpose}")
    if case.reference_number:
        yield _row("Číslo jednací (č. j.)", case.reference_number)
    if case.file_mark:
        yield _row("Spisová značka (sp. zn.)", case.file_mark)
    yield _row("Založeno", czech_moment(case.opened_at))
    yield _row("Číslo přiděleno", czech_moment(moment_of(case, "reserved_at")))
    yield _row("Datum provedení konverze", czech_date(facts.confirmed.performed_on))
    yield _row("Zapsáno v evidenci", czech_moment(moment_of(case, "registered_at")))
    yield _row("Kontrolní kód", case.check_code)
    yield _row("Veřejné ověření", view.verification_url or "")


def _input(facts: _Facts) -> Iterable[ProtocolRow]:
    confirmed = facts.confirmed
    yield _row("Označení vstupu", confirmed.designation)
    yield _row("Datum sepsání", confirmed.drawn_up_on.czech() if confirmed.drawn_up_on else "ve vstupu není uvedeno")
    yield _row("Počet stran vstupu", str(facts.view.stated_page_count))
    yield _row("Viditelný prvek, který nelze plně přenést", untransferable_sentence(facts.view.untransferable))
    yield _row("Poplatek", confirmed.fee.czech())


def _output(facts: _Facts) -> Iterable[ProtocolRow]:
    case, output = facts.case, facts.output
    certificate = case.certificate_snapshot
    yield _row("Soubor", f"{output.filename}, {output.length} bajtů")
    yield _row("Počet stran výstupu", f"{output.page_count} (doložka {output.clause_page_count})")
    if facts.view.clause_date is not None:
        yield _row("Datum vyhotovení doložky", czech_date(facts.view.clause_date))
    yield _row("Podepsáno", f"{czech_moment(output.signed_at)}, {facts.view.official_name}")
    yield _row("Podpisový certifikát", f"č. {certificate['serial_number']}, vydavatel {certificate['issuer']}")
    yield _row("Časové razítko", f"{czech_moment(output.timestamp_time)} ({czech_zone(output.timestamp_time)})")
    yield _digest("Otisk souboru (SHA-256)", output.sha256)
    yield _digest("Otisk souboru (SHA-512)", output.sha512)
    yield _digest("Otisk obsahu (SHA-256)", output.content_digest)


def _answers(facts: _Facts) -> Iterable[ProtocolPart]:
    for answer in facts.answers:
        yield ProtocolPart(
            title=answer.text_shown,
            rows=(
                _row("Odpověď", _answer_label(facts.case, answer)),
                _row("Odpověděla osoba", f"{facts.names[answer.answered_by]}, {czech_moment(answer.answered_at)}"),
                _row("Pravidlo", f"{answer.question_id}, verze {answer.question_version}"),
            ),
        )


def _answer_label(case: Case, answer: Answer) -> str:
    """Return the answer as it was offered on the day it was given."""
    for question in questions_for(case, answer.answered_at):
        if question.id == answer.question_id:
            return next((choice.label_cs for choice in question.answers if choice.value == answer.value), answer.value)
    return answer.value


def _agreement(facts: _Facts) -> str:
    declared_at = moment_of(facts.case, "agreement_declared_at")
    return f"Prohlášení ze dne {czech_moment(declared_at)}: „{facts.view.agreement_text.cs}“"


def _replaces(facts: _Facts) -> Iterable[ProtocolRow]:
    for number in facts.later.replaces:
        yield _row("Nahrazuje výstup č.", number)


def _later_entries(facts: _Facts) -> Iterable[ProtocolPart]:
    for entry in facts.later.entries:
        rows = [_row("Zápis", entry.text.cs)]
        rows += [
            row
            for change in entry.changes
            for row in (
                _row(f"{change.label.cs} – dosud", change.before),
                _row(f"{change.label.cs} – nově", change.after),
            )
        ]
        if entry.replaced_by:
            rows.append(_row("Nahrazuje ho výstup č.", entry.replaced_by))
        rows.append(_row("Důvod", entry.reason))
        if entry.second:
            rows += [_row("Navrhla osoba", entry.by), _row("Potvrdila osoba", entry.second)]
        else:
            rows.append(_row("Zapsala osoba", entry.by))
        yield ProtocolPart(title=czech_moment(entry.at), rows=tuple(rows))


def _hand_over(facts: _Facts) -> Iterable[ProtocolRow]:
    later = facts.later
    yield _row("Výstup poprvé stažen", _moment(later.downloaded_at, "zatím ne"))
    by = f", {later.handed_over_by}" if later.handed_over_by else ""
    yield _row("Předání potvrzeno", _moment(later.handed_over_at, "zatím ne") + by)
    yield _row("Skeny smazány", _day(later.scans_deleted_at))
    yield _row("Podepsaný výstup smazán", _day(later.output_deleted_at))


def _events(facts: _Facts) -> Iterable[ProtocolRow]:
    for event in facts.view.events:
        by = f" – {facts.names[event.actor_id]}" if event.actor_id is not None else ""
        yield _row(f"{event.sequence}. {czech_moment(event.at)}", f"{event.label.cs}{by}")


def _moment(moment: datetime | None, otherwise: str) -> str:
    return otherwise if moment is None else czech_moment(moment)


def _day(moment: datetime | None) -> str:
    return "zatím ne" if moment is None else czech_date(prague_day(moment))


def _row(label: str, value: str) -> ProtocolRow:
    return ProtocolRow(label=label, value=value)


def _digest(label: str, value: str) -> ProtocolRow:
    return ProtocolRow(label=label, value=value, is_digest=True)
