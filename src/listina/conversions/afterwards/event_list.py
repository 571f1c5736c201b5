"""The event list of a conversion as a file for the records system's transaction log (decision 22).

JSON and XML say the same; the XML follows docs/schemas/conversion-events-1.xsd, with Czech names as interfaces of Czech
offices have them. The same conversion gives the same bytes. It is not the audit trail: that says who used the system.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID
from xml.etree import ElementTree as ET

from listina.accounts import queries as accounts
from listina.accounts.actors import Actor
from listina.conversions import history
from listina.conversions.access import case_in_scope
from listina.conversions.afterwards import event_list_to_paper
from listina.conversions.afterwards.event_list_to_paper import PaperEvents, paper_events
from listina.conversions.afterwards.event_values import text, utc
from listina.conversions.case_views import output_facts
from listina.conversions.cases import EventView, OutputFacts
from listina.conversions.models import Case
from listina.database.scope import authority_scope
from listina.law.directions import Direction
from listina.register import queries as register
from listina.register.errors import ReceiptNotFoundError

JSON_FORMAT = "listina.conversion.events/1"
NAMESPACE = "https://listina.example/schemas/conversion-events/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptReference:
    """Which sealed receipt belongs to the conversion: digests of its document and of its seal, hexadecimal."""

    document_sha256: str
    seal_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventList:
    """The events of one conversion and what it is.

    Attributes:
        number: None as long as none was given.
        output: None before the registration.
        receipt: None before it is sealed.
        paper: what only a conversion to paper has; None to electronic.
        people: full names by user id, of all who did something.
    """

    case_id: UUID
    direction: str
    state: str
    number: str | None
    reference_number: str | None
    file_mark: str | None
    authority_name: str
    ico: str
    output: OutputFacts | None
    receipt: ReceiptReference | None
    paper: PaperEvents | None
    events: tuple[EventView, ...]
    people: Mapping[int, str]


def event_list(actor: Actor, case_id: UUID) -> EventList:
    """Return the events of a conversion, in whatever state it is.

    Raises:
        CaseNotFoundError: the actor's authority has no such case.
    """
    with authority_scope(actor.authority_id):
        case = case_in_scope(actor.authority_id, case_id)
        events = history.entries(case)
        authority = accounts.authority(actor)
        ids = {event.actor_id for event in events if event.actor_id is not None}
        return EventList(
            case_id=case.id,
            direction=case.direction,
            state=case.state,
            number=case.number,
            reference_number=case.reference_number,
            file_mark=case.file_mark,
            authority_name=case.authority_snapshot.get("name", authority.name),
            ico=case.authority_snapshot.get("ico", authority.ico),
            output=output_facts(case),
            receipt=_receipt(case),
            paper=paper_events(case) if case.direction == Direction.TO_PAPER.value else None,
            events=events,
            people={user_id: accounts.official_by_id(actor, user_id).full_name for user_id in sorted(ids)},
        )


def as_json(found: EventList) -> dict[str, object]:
    """Return JSON values, moments in ISO 8601 in UTC."""
    return {
        "format": JSON_FORMAT,
        "case": str(found.case_id),
        "direction": found.direction,
        "state": found.state,
        "number": found.number,
        "reference_number": found.reference_number,
        "file_mark": found.file_mark,
        "authority": {"name": found.authority_name, "ico": found.ico},
        "output": _output_json(found.output),
        "receipt": _receipt_json(found.receipt),
        "to_paper": None if found.paper is None else event_list_to_paper.as_json(found.paper),
        "events": [
            {
                "sequence": event.sequence,
                "at": utc(event.at),
                "action": event.action,
                "text": event.label.cs,
                "person": _person_json(found, event),
                "details": dict(event.details),
            }
            for event in found.events
        ],
    }


def as_xml(found: EventList) -> bytes:
    """Return the XML document in UTF-8, moments in ISO 8601 in UTC; what XML cannot hold is U+FFFD."""
    root = ET.Element("udalostiKonverze", {"xmlns": NAMESPACE})
    conversion = ET.SubElement(
        root, "konverze", {"id": str(found.case_id), "smer": found.direction, "stav": found.state}
    )
    text(conversion, "poradoveCislo", found.number)
    text(conversion, "cisloJednaci", found.reference_number)
    text(conversion, "spisovaZnacka", found.file_mark)
    text(conversion, "subjekt", found.authority_name, {"ico": found.ico})
    if found.output is not None:
        output = ET.SubElement(conversion, "vystup", {"delka": str(found.output.length)})
        text(output, "otisk", found.output.sha256, {"algoritmus": "SHA-256"})
        text(output, "otisk", found.output.sha512, {"algoritmus": "SHA-512"})
    if found.receipt is not None:
        receipt = ET.SubElement(conversion, "potvrzeni")
        text(receipt, "otisk", found.receipt.document_sha256, {"algoritmus": "SHA-256"})
        text(receipt, "otiskPeceti", found.receipt.seal_sha256, {"algoritmus": "SHA-256"})
    if found.paper is not None:
        event_list_to_paper.add_xml(conversion, found.paper)
    events = ET.SubElement(root, "udalosti")
    for event in found.events:
        _event_xml(events, found, event)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _event_xml(events: ET.Element, found: EventList, event: EventView) -> None:
    element = ET.SubElement(
        events, "udalost", {"poradi": str(event.sequence), "cas": utc(event.at), "kod": event.action}
    )
    text(element, "nazev", event.label.cs)
    if event.actor_id is not None:
        text(element, "osoba", found.people[event.actor_id], {"id": str(event.actor_id)})
    for name, value in _flat(event.details):
        text(element, "udaj", value, {"nazev": name})


def _flat(details: Mapping[str, object], before: str = "") -> Iterable[tuple[str, str]]:
    """Return details as pairs of texts: a list gives a pair for each value, a mapping names with dots."""
    for name, value in details.items():
        match value:
            case None:
                continue
            case Mapping():
                yield from _flat(value, f"{before}{name}.")
            case str() | bool() | int() | float():
                yield f"{before}{name}", str(value).lower() if isinstance(value, bool) else str(value)
            case Sequence():
                for item in value:
                    yield from _flat({name: item}, before)
            case _:
                yield f"{before}{name}", str(value)


def _receipt(case: Case) -> ReceiptReference | None:
    if case.number is None:
        return None
    try:
        receipt = register.receipt(case.number)
    except ReceiptNotFoundError:
        return None
    return ReceiptReference(
        document_sha256=hashlib.sha256(receipt.document).hexdigest(),
        seal_sha256=hashlib.sha256(receipt.seal).hexdigest(),
    )


def _output_json(output: OutputFacts | None) -> dict[str, object] | None:
    if output is None:
        return None
    return {"sha256": output.sha256, "sha512": output.sha512, "length": output.length}


def _receipt_json(receipt: ReceiptReference | None) -> dict[str, object] | None:
    if receipt is None:
        return None
    return {"document_sha256": receipt.document_sha256, "seal_sha256": receipt.seal_sha256}


def _person_json(found: EventList, event: EventView) -> dict[str, object] | None:
    if event.actor_id is None:
        return None
    return {"id": event.actor_id, "name": found.people[event.actor_id]}
