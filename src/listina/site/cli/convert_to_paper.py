"""`listina convert to-paper`: one conversion by an official at the server's terminal, up to the file to print."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from uuid import UUID

from listina.accounts import queries as accounts
from listina.accounts.actors import Actor
from listina.conversions import queries
from listina.conversions.cases import CaseView
from listina.conversions.to_paper.printing import Printed
from listina.conversions.to_paper.receiving import IncomingInput
from listina.conversions.to_paper.showing import PaperView
from listina.database.schema import require_this_schema
from listina.law.evidence import PartialDate
from listina.site.cli.converting import deliver, official_of, require_files, require_statements, void_if_given_up
from listina.site.cli.exits import Exit, UsageError
from listina.site.cli.language import is_czech
from listina.site.composition import Services, services

_COMMAND = "convert to-paper"
_STATEMENTS = {
    "confirm_own_powers": "the conversion serves the authority's own powers (§ 23(2))",
    "confirm_admissible": f"none of the obstacles of § 24(4) is there (listina {_COMMAND} --help)",
    "confirm_comparison": "I compared the pages that print otherwise than they are shown, and nothing is lost",
}


def run(asked: argparse.Namespace) -> int:
    """Convert; prints number, check code, file and what is to be done next."""
    inputs = [asked.file] if asked.detached is None else [asked.file, asked.detached]
    require_files(inputs, asked.out)
    require_statements(asked, _STATEMENTS, _COMMAND)
    require_this_schema()
    house = services()
    actor = accounts.actor_named(official_of(asked))
    case_id = house.to_paper.open(
        actor,
        agenda_code=asked.agenda,
        purpose=asked.purpose,
        reference_number=asked.reference_number,
        file_mark=asked.file_mark,
    )
    with void_if_given_up(house.conversions, actor, case_id, _COMMAND):
        return _convert(house, actor, case_id, asked)


def _convert(house: Services, actor: Actor, case_id: UUID, asked: argparse.Namespace) -> int:
    _receive(house, actor, case_id, asked)
    house.to_paper.examine(actor.authority_id, case_id)
    _answer(house, actor, case_id, asked)
    found = queries.case(house.conversions, actor, case_id)
    if found.refusals:
        return _refuse(house, actor, found)
    _decide(house, actor, case_id, asked)
    house.to_paper.prepare_print(actor, case_id)
    deliver(house.to_paper.hand_out(actor, case_id, Printed.WHOLE, device="cli"), asked.out)
    _tell(queries.case(house.conversions, actor, case_id), house.to_paper.view(actor, case_id), asked.out)
    return Exit.DONE


def _receive(house: Services, actor: Actor, case_id: UUID, asked: argparse.Namespace) -> None:
    house.to_paper.receive(actor, case_id, _incoming(asked.file))
    seen = house.to_paper.view(actor, case_id)
    if asked.attachment is not None:
        house.to_paper.choose_attachment(actor, case_id, asked.attachment)
    elif seen.document is None:
        names = "; ".join(f"{item.position} {item.name}" for item in seen.attachments)
        message = f"--attachment is needed: {names or 'the data message has none'}"
        raise UsageError(message)
    if asked.detached is not None:
        house.to_paper.receive(actor, case_id, _incoming(asked.detached, beside=True))


def _incoming(path: Path, *, beside: bool = False) -> IncomingInput:
    return IncomingInput(path=path, filename=path.name, source="cli", beside=beside)


def _answer(house: Services, actor: Actor, case_id: UUID, asked: argparse.Namespace) -> None:
    """Answer the questions of the day by the official's statements."""
    lost = "no" if asked.black_and_white else "yes"
    answers = {"own_powers": "yes", "colour_information_lost": lost}
    for _ in range(2):  # an answer may raise another question
        questions = queries.case(house.conversions, actor, case_id).questions
        house.conversions.answer(actor, case_id, {item.id: answers.get(item.id, "no") for item in questions})
    drawn_up_on = None if asked.no_date else PartialDate.from_iso(asked.drawn_up_on)
    house.conversions.describe(
        actor, case_id, designation=asked.designation, drawn_up_on=drawn_up_on, no_date=asked.no_date
    )


def _decide(house: Services, actor: Actor, case_id: UUID, asked: argparse.Namespace) -> None:
    seen = house.to_paper.view(actor, case_id)
    _require_decisions(seen, asked)
    if seen.needs_consent:
        house.to_paper.consent_unchecked(actor, case_id)
    if seen.needs_integrity_decision:
        house.to_paper.decide_integrity(actor, case_id, asked.integrity_reason)
    for page in seen.pages:
        if page.differences:
            house.to_paper.compare_page(actor, case_id, page.number, agrees=True)
    house.to_paper.choose_print(actor, case_id, two_sided=not asked.one_sided, reduced_pages=frozenset(asked.reduce))


def _require_decisions(seen: PaperView, asked: argparse.Namespace) -> None:
    wanted = []
    if seen.needs_consent and not asked.accept_unchecked:
        wanted.append("nobody checked the file for malicious code: to go on all the same, add --accept-unchecked")
    if seen.needs_integrity_decision and not asked.integrity_reason:
        wanted.append('its integrity could not be found out: to go on, say why by --integrity-reason "…"')
    if wanted:
        raise UsageError("; ".join(wanted))


def _refuse(house: Services, actor: Actor, found: CaseView) -> int:
    """Keep the conversion as refused and say why."""
    house.conversions.refuse(actor, found.id)
    for refusal in found.refusals:
        reason = refusal.reason_cs if is_czech() else refusal.reason_en
        print(f"listina: not converted: {refusal.provision_cs}: {reason}", file=sys.stderr)  # noqa: T201
    return Exit.REFUSED


def _tell(found: CaseView, seen: PaperView, out: Path) -> None:
    printed = seen.printed
    pages = (
        "" if printed is None else f"{printed.page_count} ({printed.document_page_count} + {printed.clause_page_count})"
    )
    print(f"number      {found.number}")  # noqa: T201  # the command's answer
    print(f"check code  {found.check_code}")  # noqa: T201
    print(f"verify at   {found.verification_url}")  # noqa: T201
    print(f"pages       {pages}")  # noqa: T201
    print(f"file        {out}")  # noqa: T201
    print(f"next        print it, sign and stamp the clause, then: listina convert confirm {found.number}")  # noqa: T201
