"""The protocol of a performed conversion for the office's file (protokol o konverzi): all that is known of it.

Everything comes from what was stored when it happened: snapshots, answers with the text that was shown, digests. It is
Czech whatever the language of the user, because it goes into a Czech public file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from listina.accounts import queries as accounts
from listina.accounts.actors import Actor
from listina.conversions.access import case_in_scope, require_converter
from listina.conversions.afterwards.protocol_facts import NOT_YET, ProtocolFacts, Way, row
from listina.conversions.afterwards.protocol_to_electronic import ToElectronic
from listina.conversions.afterwards.protocol_to_paper import ToPaper
from listina.conversions.afterwards.views import afterwards_view
from listina.conversions.case_views import case_view
from listina.conversions.cases import CaseState
from listina.conversions.judging import questions_for
from listina.conversions.models import Answer, Case
from listina.conversions.steps import Event, following
from listina.conversions.stored import moment_of, number_of
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope
from listina.documents.protocol import Protocol, ProtocolPart, ProtocolRow, ProtocolSection
from listina.law.clause import Standing
from listina.law.dates import czech_date, czech_moment
from listina.law.directions import Direction
from listina.law.evidence import Evidence
from listina.law.wording import EX_OFFICIO_SUBTITLE, TEST_WATERMARK
from listina.register.evidence import kept_evidence

TITLE = "Protokol o konverzi"


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
        confirmed = kept_evidence(number_of(case)).confirmed
        way = _WAYS[Direction(case.direction)](workshop, case)
        facts = _facts(workshop, actor, case, confirmed, way)
        sections = tuple(_sections(facts, way))
    return Protocol(
        title=TITLE,
        subtitle=EX_OFFICIO_SUBTITLE,
        footer=f"{number_of(case)} · vyhotoveno {czech_moment(workshop.now())}",
        watermark=None if facts.view.standing == Standing.LIVE else TEST_WATERMARK,
        sections=sections,
    )


def _facts(workshop: Workshop, actor: Actor, case: Case, confirmed: Evidence, way: Way) -> ProtocolFacts:
    view = case_view(workshop, actor, case)
    answers = tuple(Answer.objects.filter(case_id=case.id).order_by("id"))
    ids = {*way.people(), *(answer.answered_by for answer in answers)}
    ids |= {event.actor_id for event in view.events if event.actor_id is not None}
    return ProtocolFacts(
        case=case,
        view=view,
        later=afterwards_view(workshop, actor, case.id),
        confirmed=confirmed,
        answers=answers,
        names={user_id: accounts.official_by_id(actor, user_id).full_name for user_id in ids},
    )


def _sections(facts: ProtocolFacts, way: Way) -> Iterable[ProtocolSection]:
    yield ProtocolSection(title="Konverze", rows=tuple(_conversion(facts, way)))
    yield ProtocolSection(title="Vstup", rows=tuple(_input(facts, way)), parts=tuple(way.input_parts(facts)))
    yield ProtocolSection(title="Výstup", rows=tuple(way.about_output(facts)))
    yield ProtocolSection(title="Přípustnost konverze", parts=tuple(_answers(facts)))
    yield from way.sections(facts)
    if facts.later.entries or facts.later.replaces:
        yield ProtocolSection(title="Pozdější zápisy", rows=tuple(_replaces(facts)), parts=tuple(_later_entries(facts)))
    yield ProtocolSection(title="Předání", rows=tuple(_hand_over(facts, way)))
    yield ProtocolSection(title="Průběh", rows=tuple(_events(facts)))


def _conversion(facts: ProtocolFacts, way: Way) -> Iterable[ProtocolRow]:
    case, view = facts.case, facts.view
    yield row("Pořadové číslo v evidenci", number_of(case))
    yield row("Směr", way.direction)
    yield row("Subjekt, který konverzi provedl", f"{view.authority_name}, IČO {case.authority_snapshot['ico']}")
    yield row("Konverzi provedla osoba", view.official_name)
    yield row("Agenda a účel", f"{case.agenda_code}, {case.purpose}")
    if case.reference_number:
        yield row("Číslo jednací (č.\N{NO-BREAK SPACE}j.)", case.reference_number)
    if case.file_mark:
        yield row("Spisová značka (sp.\N{NO-BREAK SPACE}zn.)", case.file_mark)
    yield row("Založeno", czech_moment(case.opened_at))
    yield row("Číslo přiděleno", czech_moment(moment_of(case, "reserved_at")))
    yield row("Datum provedení konverze", czech_date(facts.confirmed.performed_on))
    yield row("Zapsáno v evidenci", czech_moment(moment_of(case, "registered_at")))
    yield row("Kontrolní kód", case.check_code)
    yield row("Veřejné ověření", view.verification_url or "")


def _input(facts: ProtocolFacts, way: Way) -> Iterable[ProtocolRow]:
    confirmed = facts.confirmed
    yield row("Označení vstupu", confirmed.designation)
    yield row("Datum sepsání", confirmed.drawn_up_on.czech() if confirmed.drawn_up_on else "ve vstupu není uvedeno")
    yield from way.about_input(facts)
    yield row("Poplatek", confirmed.fee.czech())


def _answers(facts: ProtocolFacts) -> Iterable[ProtocolPart]:
    for answer in facts.answers:
        yield ProtocolPart(
            title=f"{answer.text_shown} (verze otázky: {answer.question_version})",
            rows=(
                row("Odpověď", _answer_label(facts.case, answer)),
                row("Odpověděla osoba", f"{facts.names[answer.answered_by]}, {czech_moment(answer.answered_at)}"),
            ),
        )


def _answer_label(case: Case, answer: Answer) -> str:
    """Return the answer as it was offered on the day it was given."""
    for question in questions_for(case, answer.answered_at):
        if question.id == answer.question_id:
            return next((choice.label_cs for choice in question.answers if choice.value == answer.value), answer.value)
    return answer.value


def _replaces(facts: ProtocolFacts) -> Iterable[ProtocolRow]:
    for number in facts.later.replaces:
        yield row("Nahrazuje výstup č.", number)


def _later_entries(facts: ProtocolFacts) -> Iterable[ProtocolPart]:
    for entry in facts.later.entries:
        rows = [row("Zápis", entry.text.cs)]
        for change in entry.changes:
            rows += [row(f"{change.label.cs} – dosud", change.before), row(f"{change.label.cs} – nově", change.after)]
        if entry.replaced_by:
            rows.append(row("Nahrazuje ho výstup č.", entry.replaced_by))
        rows.append(row("Důvod", entry.reason))
        if entry.second:
            rows += [row("Navrhla osoba", entry.by), row("Potvrdila osoba", entry.second)]
        else:
            rows.append(row("Zapsala osoba", entry.by))
        yield ProtocolPart(title=czech_moment(entry.at), rows=tuple(rows))


def _hand_over(facts: ProtocolFacts, way: Way) -> Iterable[ProtocolRow]:
    later = facts.later
    by = f", {later.handed_over_by}" if later.handed_over_by else ""
    yield row("Předání potvrzeno", (czech_moment(later.handed_over_at) if later.handed_over_at else NOT_YET) + by)
    yield from way.about_files(facts)


def _events(facts: ProtocolFacts) -> Iterable[ProtocolRow]:
    for event in facts.view.events:
        by = f" – {facts.names[event.actor_id]}" if event.actor_id is not None else ""
        yield row(f"{event.sequence}. {czech_moment(event.at)}", f"{event.label.cs}{by}")


_WAYS: Mapping[Direction, Callable[[Workshop, Case], Way]] = {
    Direction.TO_ELECTRONIC: ToElectronic.of,
    Direction.TO_PAPER: ToPaper.of,
}
