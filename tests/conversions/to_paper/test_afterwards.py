"""What comes after registration is the same both ways, but that there is no file to hand out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from lxml import etree

from fixtures.afterwards import actions, public_clause
from fixtures.paper import ALL_FOUR, PaperHouse
from fixtures.unchanged import unchanged
from listina.accounts.actors import Actor
from listina.conversions import queries, renewing, resuming
from listina.conversions.afterwards.event_list import NAMESPACE
from listina.conversions.afterwards.evidence import CorrectedFields
from listina.conversions.afterwards.protocol import protocol_of
from listina.conversions.afterwards.service import AfterwardsService
from listina.conversions.cases import CaseState, PrintedOutput
from listina.conversions.errors import OutputOnPaperError
from listina.conversions.to_paper.printing import Printed
from listina.documents.protocol import Protocol, ProtocolSection
from listina.law.evidence import EX_OFFICIO_FEE
from listina.law.paper.declarations import AFFIRMATIONS, EARLIER_PRINT_SPOILED, GO_ON_UNCHECKED
from listina.trust.signers import SoftwareKey
from trust import attacks

SCHEMA = Path(__file__).parents[3] / "docs" / "schemas" / "conversion-events-1.xsd"
NAMES = {"l": NAMESPACE}
REASON = "Přidaný objekt se nikde nezobrazuje."


@pytest.fixture
def registered(paper_house: PaperHouse, official_key: SoftwareKey) -> UUID:
    return paper_house.affirmed_case(paper_house.inputs.signed(official_key))


def section(protocol: Protocol, title: str) -> ProtocolSection:
    (found,) = (each for each in protocol.sections if each.title == title)
    return found


def values(protocol: Protocol, title: str) -> dict[str, str]:
    return {row.label: row.value for row in section(protocol, title).rows}


def parts(protocol: Protocol, title: str) -> list[tuple[str, dict[str, str]]]:
    return [(part.title, {row.label: row.value for row in part.rows}) for part in section(protocol, title).parts]


def test_the_output_is_the_printed_file_affirmed_and_not_signed(paper_house: PaperHouse, registered: UUID) -> None:
    output, printed = paper_house.view(registered).output, paper_house.paper(registered).printed
    document = paper_house.paper(registered).document
    assert isinstance(output, PrintedOutput)
    assert printed is not None
    assert document is not None
    assert (output.sha256, output.length) == (printed.sha256, printed.length)
    assert (output.page_count, output.clause_page_count) == (printed.page_count, printed.clause_page_count)
    assert output.content_digest == document.sha256
    clause = public_clause(paper_house.house, registered)
    assert (clause.sha256, clause.content_digest) == (output.sha256, output.content_digest)


def test_the_output_is_not_handed_out_as_a_file(
    paper_house: PaperHouse, afterwards: AfterwardsService, registered: UUID
) -> None:
    house = paper_house.house
    with unchanged(house.objects):
        with pytest.raises(OutputOnPaperError):
            queries.output_path(house.service, house.actor, registered)
        with pytest.raises(OutputOnPaperError):
            afterwards.note_download(house.actor, registered)


def test_nothing_of_the_other_direction_touches_it(paper_house: PaperHouse, registered: UUID) -> None:
    house = paper_house.house
    house.clock.forward(timedelta(days=3650))
    assert renewing.due(house.service) == ()
    assert resuming.waiting_for_the_machine(house.service) == ()
    with unchanged(house.objects):
        assert not house.view(registered).must_sign_anew
        assert house.service.finish(house.actor.authority_id, registered) is CaseState.REGISTERED


def test_a_receipt_that_was_not_sealed_is_resumed(paper_house: PaperHouse, official_key: SoftwareKey) -> None:
    house = paper_house.house
    case_id = paper_house.printed_case(paper_house.inputs.signed(official_key))
    paper_house.service.affirm(house.actor, case_id, ALL_FOUR)
    house.clock.forward(timedelta(minutes=3))
    assert resuming.waiting_for_the_machine(house.service) == ((house.actor.authority_id, case_id),)
    house.service.finish(house.actor.authority_id, case_id)
    assert queries.receipt(house.service, house.actor, case_id).document
    assert resuming.waiting_for_the_machine(house.service) == ()


def test_the_event_list_tells_files_report_prints_and_affirmations(
    paper_house: PaperHouse, afterwards: AfterwardsService, registered: UUID
) -> None:
    house, seen = paper_house.house, paper_house.paper(registered)
    assert seen.document is not None
    root = etree.fromstring(afterwards.events_as_xml(house.actor, registered))
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(root)
    told = afterwards.events_as_json(house.actor, registered)["to_paper"]
    assert isinstance(told, dict)
    assert [file["role"] for file in told["files"]] == ["document"]
    assert told["files"][0]["sha256"] == seen.document.sha256
    assert [attempt["what"] for attempt in told["prints"]] == ["whole"]
    assert told["affirmed"] == list(ALL_FOUR)
    below = "l:konverze/l:doListinnePodoby"
    assert root.findtext(f"{below}/l:vstupniSoubor/l:otisk", namespaces=NAMES) == seen.document.sha256
    assert root.findtext(f"{below}/l:zpravaOOvereni/l:otisk", namespaces=NAMES) == told["report_sha256"]
    assert root.findtext(f"{below}/l:vytisk/l:otisk", namespaces=NAMES) == told["prints"][0]["sha256"]
    assert [each.text for each in root.iterfind(f"{below}/l:potvrzeniVytisku/l:skutecnost", NAMES)] == list(ALL_FOUR)
    assert seen.document.filename not in etree.tostring(root, encoding="unicode")


def test_the_event_list_of_an_unfinished_one_is_valid_too(
    paper_house: PaperHouse, afterwards: AfterwardsService
) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    for case_id in (paper_house.open_case(), paper_house.examined_case(paper_house.inputs.source)):
        written = afterwards.events_as_xml(paper_house.house.actor, case_id)
        schema.assertValid(etree.fromstring(written))


def test_the_protocol_tells_files_validation_prints_and_affirmations(paper_house: PaperHouse, registered: UUID) -> None:
    house, output = paper_house.house, paper_house.view(registered).output
    document = paper_house.paper(registered).document
    assert output is not None
    assert document is not None
    protocol = protocol_of(house.service, house.actor, registered)
    assert values(protocol, "Konverze")["Směr"].endswith("do listinné podoby")
    assert values(protocol, "Výstup")["Otisk vytištěného souboru (SHA-256)"] == output.sha256
    assert values(protocol, "Výstup")["Otisk vstupu (SHA-256)"] == document.sha256
    ((title, file),) = parts(protocol, "Vstup")
    assert title == "Převedený dokument"
    assert (file["Název souboru"], file["Otisk souboru (SHA-256)"]) == (document.filename, document.sha256)
    assert values(protocol, "Ověření vstupu")["Výsledek"] == "PLATNÝ"
    signatures = parts(protocol, "Ověření vstupu")
    assert len(signatures) >= 2
    assert "Posouzeno k okamžiku" in signatures[0][1]
    ((consent, told),) = parts(protocol, "Rozhodnutí o vstupu")
    assert consent == "Soubor nezkontrolovaný na škodlivý kód"
    assert told["Prohlášení"] == GO_ON_UNCHECKED.text.cs
    assert [title for title, _ in parts(protocol, "Tisk")] == ["1. výtisk"]
    assert [title for title, _ in parts(protocol, "Potvrzení výtisku")] == [item.text.cs for item in AFFIRMATIONS]


def test_the_protocol_tells_an_integrity_decision_with_its_reason_and_each_print(
    paper_house: PaperHouse, afterwards: AfterwardsService, official_key: SoftwareKey, tmp_path: Path
) -> None:
    house, service = paper_house.house, paper_house.service
    path = paper_house.inputs.altered(official_key, lambda pdf: attacks.revise(pdf, attacks.add_orphan))
    case_id = paper_house.examined_case(path)
    service.decide_integrity(house.actor, case_id, REASON)
    paper_house.complete(case_id)
    service.prepare_print(house.actor, case_id)
    service.hand_out(house.actor, case_id, Printed.WHOLE, device="Kancelář 12")
    service.hand_out(house.actor, case_id, Printed.CLAUSE_ONLY, earlier_spoiled=True)
    service.affirm(house.actor, case_id, ALL_FOUR)
    protocol = protocol_of(house.service, house.actor, case_id)
    assert parts(protocol, "Rozhodnutí o vstupu")[1][1]["Důvod"] == REASON
    (_, first), (_, second) = parts(protocol, "Tisk")
    assert (first["Předáno k tisku"], first["Tiskárna"]) == ("celý výstup", "Kancelář 12")
    assert (second["Předáno k tisku"], second["Prohlášení"]) == ("jen doložka", EARLIER_PRINT_SPOILED.text.cs)
    written = tmp_path / "protocol.pdf"
    written.write_bytes(afterwards.protocol(house.actor, case_id))
    assert written.read_bytes().startswith(b"%PDF")


def test_evidence_error_mark_replacement_and_hand_over_are_entered(
    paper_house: PaperHouse, afterwards: AfterwardsService, registered: UUID, colleague: Actor
) -> None:
    house = paper_house.house
    wanted = CorrectedFields(designation="Usnesení", drawn_up_on=None, fee=EX_OFFICIO_FEE)
    afterwards.correct_evidence(house.actor, registered, wanted, "překlep")
    asked = afterwards.ask_to_mark_erroneous(house.actor, registered, "chybí strana")
    afterwards.confirm(colleague, registered, asked)
    newer = paper_house.affirmed_case(paper_house.inputs.source)
    afterwards.replace(house.actor, registered, str(house.view(newer).number), "vytištěno znovu")
    afterwards.acknowledge_hand_over(house.actor, registered)
    assert actions(house, registered) == [
        "evidence_corrected", "error_mark_asked", "marked_erroneous", "replaced", "handed_over",
    ]  # fmt: skip
    clause = public_clause(house, registered)
    assert clause.state == "erroneous"
    assert [entry.replaced_by for entry in clause.corrections][-1] == house.view(newer).number
    later = afterwards.view(house.actor, registered)
    assert later.kept_until.scans is not None
    assert "Pozdější zápisy" in {part.title for part in protocol_of(house.service, house.actor, registered).sections}
