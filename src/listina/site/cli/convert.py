"""`listina convert to-electronic`: one conversion by an official at the server's terminal, start to end.

Whoever runs it already holds the installation's secrets, so no password is asked; the official's key has its PIN.
"""

from __future__ import annotations

import argparse
import re
import sys
from getpass import getpass
from uuid import UUID

from listina.accounts import queries as accounts
from listina.accounts.actors import Actor, SigningCertificate
from listina.conversions import queries
from listina.conversions.service import ConversionService
from listina.database.schema import require_this_schema
from listina.law.admissibility import UntransferableElement
from listina.law.evidence import PartialDate
from listina.site.cli.arguments import kind_of_original
from listina.site.cli.converting import deliver, official_of, require_files, require_statements, void_if_given_up
from listina.site.cli.exits import Exit, UsageError
from listina.site.composition import services

_COMMAND = "convert to-electronic"
_WITH_PAGES = re.compile(r"(?P<name>.+?)\s*\(stran[ay]\s+(?P<pages>\d{1,3}(?:\s*,\s*\d{1,3})*)\)")
_STATEMENTS = {
    "confirm_own_powers": "the conversion serves the authority's own powers (§ 23(2))",
    "confirm_admissible": f"none of the obstacles of § 24(4) is there (listina {_COMMAND} --help)",
    "confirm_comparison": "I compared all pages with the paper, and they agree",
}


def run(asked: argparse.Namespace) -> int:
    """Convert; prints number, check code and file."""
    require_files(asked.scans, asked.out)
    require_statements(asked, _STATEMENTS, _COMMAND)
    require_this_schema()
    house = services()
    actor = accounts.actor_named(official_of(asked))
    certificate = _certificate(actor)
    signer = house.keys.open(certificate, _pin(asked))
    case_id = house.conversions.open(
        actor,
        agenda_code=asked.agenda,
        purpose=asked.purpose,
        reference_number=asked.reference_number,
        file_mark=asked.file_mark,
    )
    with void_if_given_up(house.conversions, actor, case_id, _COMMAND):
        _prepare(house.conversions, actor, case_id, asked)
        house.conversions.sign(actor, case_id, certificate.id, signer)
    house.conversions.finish(actor.authority_id, case_id)
    deliver(queries.output_path(house.conversions, actor, case_id), asked.out)
    found = queries.case(house.conversions, actor, case_id)
    print(f"number      {found.number}")  # noqa: T201  # the command's answer
    print(f"check code  {found.check_code}")  # noqa: T201
    print(f"verify at   {found.verification_url}")  # noqa: T201
    print(f"file        {asked.out}")  # noqa: T201
    return Exit.DONE


def _prepare(conversions: ConversionService, actor: Actor, case_id: UUID, asked: argparse.Namespace) -> None:
    """State everything."""
    elements = None if asked.no_untransferable else _elements(asked)
    drawn_up_on = None if asked.no_date else PartialDate.from_iso(asked.drawn_up_on)
    _answer(conversions, actor, case_id, asked)
    for scan in asked.scans:
        conversions.attach_file(
            actor,
            case_id,
            content=scan.read_bytes(),
            filename=scan.name,
            source="cli",
            declared_dpi=asked.declared_dpi,
        )
    conversions.state_page_count(actor, case_id, asked.pages)
    for page in queries.case(conversions, actor, case_id).pages:
        if asked.one_bit_declared and page.one_bit_declaration is not None:
            conversions.allow_one_bit(actor, case_id, page.id)
        conversions.compare_page(actor, case_id, page.id, agrees=True)
    conversions.declare_agreement(actor, case_id)
    conversions.state_untransferable(actor, case_id, elements)
    conversions.describe(actor, case_id, designation=asked.designation, drawn_up_on=drawn_up_on, no_date=asked.no_date)


def _answer(conversions: ConversionService, actor: Actor, case_id: UUID, asked: argparse.Namespace) -> None:
    """Answer the questions of the day: the kind as given, the rest by the official's statements."""
    answers = {"kind_of_original": kind_of_original(asked.kind_of_original), "own_powers": "yes"}
    conversions.answer(actor, case_id, answers)
    for question in queries.case(conversions, actor, case_id).questions:
        answers.setdefault(question.id, "no")
    conversions.answer(actor, case_id, answers)


def _certificate(actor: Actor) -> SigningCertificate:
    found = accounts.signing_certificates(actor)
    if not found:
        message = f"no signing certificate is registered for {actor.username}"
        raise UsageError(message)
    return max(found, key=lambda certificate: certificate.not_before)


def _pin(asked: argparse.Namespace) -> str:
    if asked.pin_file:
        try:
            return str(asked.pin_file.read_text(encoding="utf-8").rstrip("\r\n"))
        except OSError as error:
            message = f"the PIN cannot be read from {asked.pin_file}: {error.strerror}"
            raise UsageError(message) from error
    if sys.stdin.isatty():
        return getpass("PIN: ")
    message = "--pin-file is needed where nobody can be asked for the PIN"
    raise UsageError(message)


def _elements(asked: argparse.Namespace) -> tuple[UntransferableElement, ...]:
    return tuple(_element(text, asked.pages) for text in asked.untransferable)


def _element(text: str, page_count: int) -> UntransferableElement:
    match = _WITH_PAGES.fullmatch(text.strip())
    if match:
        pages = tuple(int(number) for number in match["pages"].split(","))
        return UntransferableElement(name=match["name"], pages=pages)
    if page_count == 1:
        return UntransferableElement(name=text.strip(), pages=(1,))
    message = f"say on which pages it is: --untransferable '{text} (strana 1)'"
    raise UsageError(message)
