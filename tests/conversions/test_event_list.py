"""The event list as files for the records system: JSON and XML say the same, and the XML follows its schema."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from lxml import etree

from fixtures.conversions import House
from listina.accounts.actors import Actor
from listina.conversions import queries
from listina.conversions.afterwards.event_list import NAMESPACE, as_xml, event_list
from listina.conversions.afterwards.service import AfterwardsService
from listina.conversions.errors import CaseNotFoundError

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "conversion-events-1.xsd"
NAMES = {"l": NAMESPACE}


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA))


def _parsed(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def test_a_registered_conversion_is_told_in_order_with_output_and_receipt(
    house: House, afterwards: AfterwardsService, schema: etree.XMLSchema
) -> None:
    case_id = house.finished(house.ready_case(designation="Rozhodnutí o tajném"))
    root = _parsed(afterwards.events_as_xml(house.actor, case_id))
    schema.assertValid(root)
    view = house.view(case_id)
    assert view.output is not None
    assert root.findtext("l:konverze/l:poradoveCislo", namespaces=NAMES) == view.number
    assert root.findtext("l:konverze/l:vystup/l:otisk", namespaces=NAMES) == view.output.sha256
    receipt = queries.receipt(house.service, house.actor, case_id)
    told = root.find("l:konverze/l:potvrzeni", NAMES)
    assert told is not None
    assert [digest.text for digest in told] == [
        hashlib.sha256(receipt.document).hexdigest(),
        hashlib.sha256(receipt.seal).hexdigest(),
    ]
    codes = [event.get("kod") for event in root.iterfind("l:udalosti/l:udalost", NAMES)]
    assert codes[0] == "opened"
    assert codes[-1] == "receipt_issued"
    assert codes.index("signed") < codes.index("timestamp_kept") < codes.index("registered")


def test_json_and_xml_say_the_same_and_neither_the_designation(
    house: House, afterwards: AfterwardsService, colleague: Actor
) -> None:
    case_id = house.finished(house.ready_case(designation="Rozhodnutí o tajném"))
    asked = afterwards.ask_to_mark_erroneous(house.actor, case_id, "chybí strana")
    afterwards.confirm(colleague, case_id, asked)
    listed = afterwards.events_as_json(house.actor, case_id)
    written = afterwards.events_as_xml(house.actor, case_id)
    root = _parsed(written)
    events = listed["events"]
    assert isinstance(events, list)
    assert [(event["sequence"], event["at"], event["action"], event["text"]) for event in events] == [
        (int(event.get("poradi") or 0), event.get("cas"), event.get("kod"), event.findtext("l:nazev", None, NAMES))
        for event in root.iterfind("l:udalosti/l:udalost", NAMES)
    ]
    assert events[-1]["person"] == {"id": colleague.user_id, "name": "Mgr. Petr Svoboda"}
    assert root.findtext("l:udalosti/l:udalost[last()]/l:osoba", namespaces=NAMES) == "Mgr. Petr Svoboda"
    assert "tajném" not in written.decode()
    assert "tajném" not in json.dumps(listed, ensure_ascii=False)


def test_conversions_that_ended_otherwise_have_valid_lists_too(
    house: House, afterwards: AfterwardsService, schema: etree.XMLSchema
) -> None:
    opened, voided = house.open_case(), house.ready_case()
    house.service.void(house.actor, voided, "založeno omylem")
    signed = house.signed_case()
    for case_id, state in ((opened, "open"), (voided, "voided"), (signed, "awaiting_timestamp")):
        root = _parsed(afterwards.events_as_xml(house.actor, case_id))
        schema.assertValid(root)
        assert root.find("l:konverze", NAMES).get("stav") == state
        assert root.find("l:konverze/l:vystup", NAMES) is None
        listed = afterwards.events_as_json(house.actor, case_id)
        assert (listed["state"], listed["output"], listed["receipt"]) == (state, None, None)


def test_the_same_conversion_gives_the_same_bytes(house: House, afterwards: AfterwardsService, performed: UUID) -> None:
    assert afterwards.events_as_xml(house.actor, performed) == afterwards.events_as_xml(house.actor, performed)


def test_what_xml_cannot_hold_and_nested_details_are_written_so_that_the_file_stays_valid(
    house: House, schema: etree.XMLSchema, performed: UUID
) -> None:
    found = event_list(house.actor, performed)
    odd = {"text": "a\x00<b>&\uffff", "list": ["x", "y"], "inner": {"flag": True, "none": None, "number": 2.5}}
    event = replace(found.events[0], details=odd)
    root = _parsed(as_xml(replace(found, events=(event,))))
    schema.assertValid(root)
    told = [(detail.get("nazev"), detail.text) for detail in root.iterfind(".//l:udaj", NAMES)]
    assert told == [
        ("text", "a\ufffd<b>&\ufffd"),
        ("list", "x"),
        ("list", "y"),
        ("inner.flag", "true"),
        ("inner.number", "2.5"),
    ]


def test_the_schema_refuses_what_is_no_event_list(
    house: House, afterwards: AfterwardsService, schema: etree.XMLSchema, performed: UUID
) -> None:
    good = afterwards.events_as_xml(house.actor, performed).decode()
    for old, new in (('poradi="2"', 'poradi="1"'), ('smer="to_electronic"', 'smer="sideways"'), ("<nazev>", "<jmeno>")):
        bad = good.replace(old, new).replace("</nazev>", "</jmeno>" if new == "<jmeno>" else "</nazev>")
        assert bad != good
        assert not schema.validate(_parsed(bad.encode()))


def test_a_stranger_gets_no_list(afterwards: AfterwardsService, performed: UUID, stranger: Actor) -> None:
    for read in (afterwards.events_as_json, afterwards.events_as_xml):
        with pytest.raises(CaseNotFoundError):
            read(stranger, performed)
