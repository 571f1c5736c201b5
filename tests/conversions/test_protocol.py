"""The protocol tells the whole conversion: facts, answers, pages, comparison, later entries, events."""

from __future__ import annotations

import subprocess
import time
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from fixtures.conversions import House, scan
from fixtures.database import TestDatabase
from listina.accounts.actors import Actor
from listina.conversions.afterwards.evidence import CorrectedFields
from listina.conversions.afterwards.protocol import protocol_of
from listina.conversions.afterwards.service import AfterwardsService
from listina.conversions.errors import CaseNotFoundError, WrongStateError
from listina.conversions.models import Answer
from listina.database.roles import DatabaseRole
from listina.database.scope import authority_scope
from listina.documents.protocol import Protocol, typeset_protocol
from listina.law.evidence import EX_OFFICIO_FEE
from listina.register.errors import EvidenceNotKeptError
from listina.register.models import ClauseEvidence

HARD = "\N{NO-BREAK SPACE}"


def _values(protocol: Protocol, title: str) -> dict[str, str]:
    (section,) = (section for section in protocol.sections if section.title == title)
    return {row.label: row.value for row in section.rows}


def test_it_tells_number_output_and_signature(house: House, performed: UUID) -> None:
    view = house.view(performed)
    assert view.output is not None
    protocol = protocol_of(house.service, house.actor, performed)
    assert _values(protocol, "Konverze")["Pořadové číslo v evidenci"] == view.number
    assert _values(protocol, "Konverze")["Veřejné ověření"] == view.verification_url
    output = _values(protocol, "Výstup")
    assert output["Soubor"].endswith(f"{view.output.length:,} bajtů".replace(",", HARD).replace(" ", HARD))
    assert output["Otisk souboru (SHA-256)"] == view.output.sha256
    assert output["Otisk souboru (SHA-512)"] == view.output.sha512
    assert output["Otisk obsahu (SHA-256)"] == view.output.content_digest
    assert "vydavatel" in output["Podpisový certifikát"]
    assert _values(protocol, "Vstup")["Označení vstupu"] == "Rozhodnutí o zkoušce"
    assert protocol.watermark is not None
    events = next(section for section in protocol.sections if section.title == "Průběh")
    assert len(events.rows) == len(view.events)


def test_each_answer_stands_with_the_text_shown_and_the_version_of_its_rule(house: House, performed: UUID) -> None:
    protocol = protocol_of(house.service, house.actor, performed)
    with authority_scope(house.actor.authority_id):
        stored = list(Answer.objects.filter(case_id=performed).order_by("id"))
    (section,) = (section for section in protocol.sections if section.title == "Přípustnost konverze")
    assert [part.title for part in section.parts] == [
        f"{answer.text_shown} (verze otázky: {answer.question_version})" for answer in stored
    ]
    for part, answer in zip(section.parts, stored, strict=True):
        told = {row.label: row.value for row in part.rows}
        assert answer.question_id not in str(part)
        assert told["Odpověď"] not in {"", answer.value}


def test_each_page_stands_with_source_resolution_digests_transformations_and_comparison(house: House) -> None:
    case_id = house.open_case()
    house.service.attach_file(
        house.actor, case_id, content=scan(1), filename="podatelna-1.jpg", device="HP ScanJet 8600"
    )
    (second,) = house.service.attach_file(
        house.actor, case_id, content=scan(2, dpi=None), filename="podatelna-2.jpg", declared_dpi=300
    )
    house.service.rotate_page(house.actor, case_id, second.id, 90)
    house.finished(house.complete(case_id, pages=2))
    protocol = protocol_of(house.service, house.actor, case_id)
    section = next(section for section in protocol.sections if section.title.startswith("Strany vstupu"))
    first, turned = ({row.label: row.value for row in part.rows} for part in section.parts)
    pages = house.view(case_id).pages
    assert [part.title for part in section.parts] == ["Strana 1", "Strana 2"]
    assert first["Zdroj"] == "nahráno z počítače, HP ScanJet 8600, soubor podatelna-1.jpg"
    assert first["Rozlišení"] == "200 × 200 dpi, uvádí soubor"
    assert first["Otisk strany (SHA-256)"] == pages[0].sha256
    assert first["Přeměny"] == "žádné"
    assert first["Porovnání s předlohou"].startswith("souhlasí, ")
    assert turned["Rozlišení"].startswith("300 × 300 dpi, uved")
    assert turned["Přeměny"].startswith("Otočeno o 90°")
    assert "Porovnal(a) jsem všechny strany" in section.paragraphs[0]


def test_later_entries_stand_with_before_after_reason_and_people(
    house: House, afterwards: AfterwardsService, performed: UUID, colleague: Actor
) -> None:
    wanted = CorrectedFields(designation="Usnesení", drawn_up_on=None, fee=EX_OFFICIO_FEE)
    afterwards.correct_evidence(house.actor, performed, wanted, "překlep")
    asked = afterwards.ask_to_mark_erroneous(house.actor, performed, "chybí strana")
    afterwards.confirm(colleague, performed, asked)
    afterwards.acknowledge_hand_over(colleague, performed)
    protocol = protocol_of(house.service, house.actor, performed)
    (section,) = (section for section in protocol.sections if section.title == "Pozdější zápisy")
    corrected, marked = ({row.label: row.value for row in part.rows} for part in section.parts)
    assert (corrected["Označení vstupu – dosud"], corrected["Označení vstupu – nově"]) == (
        "Rozhodnutí o zkoušce",
        "Usnesení",
    )
    assert marked["Potvrdila osoba"] == "Mgr. Petr Svoboda"
    assert marked["Důvod"] == "chybí strana"
    assert _values(protocol, "Vstup")["Označení vstupu"] == "Rozhodnutí o zkoušce"
    assert _values(protocol, "Předání")["Předání potvrzeno"].endswith("Mgr. Petr Svoboda")


def test_the_pdf_holds_it_all(house: House, afterwards: AfterwardsService, performed: UUID, tmp_path: Path) -> None:
    path = tmp_path / "protocol.pdf"
    path.write_bytes(afterwards.protocol(house.actor, performed))
    command = ["pdftotext", "-layout", str(path), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for said in (
        "Protokol o konverzi",
        house.view(performed).number or "",
        "Rozhodnutí o zkoušce",
        "NEMÁ PRÁVNÍ ÚČINKY",
    ):
        assert said in text


def test_a_protocol_of_five_hundred_pages_is_made_in_seconds(house: House, performed: UUID) -> None:
    protocol = protocol_of(house.service, house.actor, performed)
    sections = tuple(
        replace(section, parts=section.parts * 500) if section.title.startswith("Strany") else section
        for section in protocol.sections
    )
    begun = time.monotonic()
    assert typeset_protocol(replace(protocol, sections=sections)).startswith(b"%PDF")
    assert time.monotonic() - begun < 30


def test_only_a_registered_conversion_of_ones_own_authority_has_one(
    house: House, afterwards: AfterwardsService, performed: UUID, stranger: Actor
) -> None:
    with pytest.raises(CaseNotFoundError):
        afterwards.protocol(stranger, performed)
    with pytest.raises(WrongStateError):
        afterwards.protocol(house.actor, house.ready_case())


def test_when_the_evidence_is_gone_so_is_the_protocol(
    house: House, afterwards: AfterwardsService, performed: UUID, database: TestDatabase
) -> None:
    with database.acting_as(DatabaseRole.RETENTION):
        ClauseEvidence.objects.all().delete()
    with pytest.raises(EvidenceNotKeptError):
        afterwards.protocol(house.actor, performed)
