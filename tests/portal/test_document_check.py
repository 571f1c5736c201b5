"""The public check of a document: what strangers learn, and what nobody keeps."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import etree

from fixtures.clamd import RunningClamd, eicar
from fixtures.data_messages import Attached, DataMessages, MessagePlan
from fixtures.hostile_pdfs import catalogue, made, script
from fixtures.paper_web import PaperOffice
from fixtures.reports import HOSTILE
from fixtures.web import HOST, browser
from listina.documents.malware.clamd import ClamdScanner
from listina.documents.malware.scanning import NotCheckedRule
from listina.portal.document_check import views
from listina.portal.document_check.checking import MOST_DOCUMENTS
from listina.portal.document_check.keeping import KEPT_FOR, KeptOutcomes
from listina.portal.limits import CHECKS
from listina.site import middleware
from listina.trust.clock import utc_now
from listina.trust.messages.authenticity import Authenticity
from listina.trust.validation.values import MessageKind

ADDRESS = "/overeni-dokumentu/"
NAME = "Rozhodnutí o Janě Novákové.pdf"


@pytest.fixture
def stranger(paper_office: PaperOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Return somebody's browser; what the check puts on the disk is looked for in `scratch`."""
    del paper_office
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setattr(settings, "CHECKS_FOLDER", str(tmp_path / "checks"))
    return browser()


def send(client: Client, content: bytes | Path, name: str = NAME, **more: Any) -> Any:
    content = content.read_bytes() if isinstance(content, Path) else content
    return client.post(ADDRESS, {"document": SimpleUploadedFile(name, content), **more}, secure=True)


def page(client: Client, address: str, language: str = "cs") -> str:
    answer = client.get(address, secure=True, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_signed_document_is_told_of_and_leaves_nothing_but_its_report(
    stranger: Client, paper_office: PaperOffice, tmp_path: Path
) -> None:
    answer = send(stranger, paper_office.signed())

    assert answer.status_code == 302
    address = answer["Location"]
    told = page(stranger, address)
    assert "Zpráva o ověření dokumentu" in told
    assert NAME in told
    assert "Podepisující osoba" in told
    assert "Co dál" in told
    assert "<svg" in told
    assert NAME not in address
    assert not list((tmp_path / "scratch").rglob("*"))
    [kept] = (tmp_path / "checks").iterdir()
    assert kept.stat().st_mode & 0o077 == 0
    assert address.split("/")[2] not in kept.name
    assert "Podepisující" not in page(browser(), ADDRESS)


def test_the_report_is_downloaded_as_json_without_material_and_as_xml_with_it(
    stranger: Client, paper_office: PaperOffice
) -> None:
    address = send(stranger, paper_office.signed())["Location"]

    told = stranger.get(f"{address}zprava.json", secure=True)
    assert told["Content-Disposition"] == 'attachment; filename="overeni.json"'
    report = json.loads(told.content)["report"]
    assert report["file"]["name"] == NAME
    assert all("der" not in item for item in report["material"])
    xml = stranger.get(f"{address}zprava.xml", secure=True)
    assert xml["Content-Type"] == "application/xml"
    assert etree.fromstring(xml.content).find("{*}SignatureValidationReport//{*}MainIndication") is not None


def test_a_document_that_was_changed_would_not_be_converted(stranger: Client, paper_office: PaperOffice) -> None:
    content = paper_office.signed().read_bytes()
    changed = content.replace(b"konverze", b"konvence", 1)
    assert changed != content

    told = page(stranger, send(stranger, changed)["Location"])

    assert "PORUŠENÁ INTEGRITA" in told
    assert "Ne. Konverze by se neprovedla:" in told
    assert "písm.\N{NO-BREAK SPACE}h)" in told
    assert "Vyžádejte si od odesílatele nezměněný dokument" in told


def test_a_document_with_a_script_is_validated_and_told_to_be_stopped(stranger: Client, tmp_path: Path) -> None:
    dangerous = made(tmp_path / "a.pdf", catalogue(OpenAction=script()))

    told = page(stranger, send(stranger, dangerous)["Location"])

    assert "NEPODEPSÁNO" in told
    assert "Ne. Konverze by se neprovedla:" in told
    assert "skripty" in told
    assert "Co dál" not in told


def test_a_note_that_does_not_print_is_told_by_its_page_without_its_technical_name(
    stranger: Client, paper_office: PaperOffice
) -> None:
    shown = page(stranger, send(stranger, paper_office.noted())["Location"])
    assert "Zobrazené poznámky, razítka nebo pole se nevytisknou" in shown
    assert "Strana: 1." in shown
    assert "Stamp" not in shown


def test_every_pdf_of_a_data_message_has_its_report(
    stranger: Client, paper_office: PaperOffice, data_messages: DataMessages
) -> None:
    content = paper_office.signed().read_bytes()
    files = (
        Attached(name="rozhodnuti.pdf", content=content),
        Attached(name="priloha.pdf", content=content, role="enclosure"),
        Attached(name=f"{HOSTILE}.docx", content=b"PK\x03\x04" + bytes(99), role="enclosure"),
    )
    address = send(stranger, data_messages.message(MessagePlan(files=files)), "zprava.zfo")["Location"]

    told = page(stranger, address)
    assert "Přílohy datové zprávy" in told
    assert "Neověřovali jsme." in told
    assert "<script>alert" not in told
    assert "&lt;script&gt;alert" in told
    assert "Dodána do schránky" in told
    other = address.replace("/1/", "/2/")
    assert f'href="{other}"' in told
    assert "priloha.pdf" in page(stranger, other)
    assert stranger.get(address.replace("/1/", "/3/"), secure=True).status_code == 404


def test_the_data_box_system_is_never_asked_for_strangers(
    stranger: Client,
    paper_office: PaperOffice,
    data_messages: DataMessages,
    small_pdf: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Forbidden:
        def ask(self, message: Path) -> Authenticity:
            raise AssertionError(message)

    services = paper_office.office.services
    examiner = replace(services.to_paper.examiner, authenticity=Forbidden())
    asking = replace(services, to_paper=replace(services.to_paper, examiner=examiner))
    monkeypatch.setattr(middleware, "services", lambda: asking)
    files = [Attached(name="a.pdf", content=small_pdf.read_bytes())]

    answer = send(stranger, data_messages.message(MessagePlan(files=files)), "zprava.zfo")

    assert "nebyl dotázán" in page(stranger, answer["Location"])


def test_a_message_with_very_many_documents_is_checked_in_part_and_says_so(
    stranger: Client, data_messages: DataMessages, small_pdf: Path
) -> None:
    files = [Attached(name=f"{number}.pdf", content=small_pdf.read_bytes()) for number in range(MOST_DOCUMENTS + 2)]

    told = page(stranger, send(stranger, data_messages.message(MessagePlan(files=files)), "zprava.zfo")["Location"])

    assert told.count("Na tuto přílohu se nedostalo.") == 2


def test_what_cannot_be_checked_is_refused_with_advice_and_kept_nowhere(
    stranger: Client, data_messages: DataMessages, small_pdf: Path, tmp_path: Path
) -> None:
    encrypted = made(tmp_path / "b.pdf", encryption={"owner": "x", "user": "y"})
    receipt = data_messages.message(MessagePlan(kind=MessageKind.RECEIPT), name="dorucenka.zfo")
    letter = data_messages.message(MessagePlan(files=[Attached(name="a.txt", content=b"text")]), name="dopis.zfo")
    asked: list[tuple[bytes | Path, str]] = [
        (b"PK\x03\x04" + bytes(200), "PDF"),
        (b"", "Soubor je prázdný"),
        (b"%PDF-1.7\nnothing", "poškozený"),
        (encrypted, "zašifrované"),
        (receipt, "doručenka"),
        (letter, "V datové zprávě není PDF"),
    ]
    for content, sentence in asked:
        answer = send(stranger, content)
        assert answer.status_code == 422, sentence
        assert sentence in answer.content.decode()
    beside = send(stranger, small_pdf, detached=SimpleUploadedFile("a.p7s", b"no signature"))
    assert beside.status_code == 422
    assert "není samostatný elektronický podpis" in beside.content.decode()
    assert not (tmp_path / "checks").exists()
    assert not list((tmp_path / "scratch").rglob("*"))


def test_malicious_code_is_refused_by_name_and_nothing_is_kept(
    stranger: Client, paper_office: PaperOffice, clamd: RunningClamd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = paper_office.office.services
    scanner = ClamdScanner(address=clamd.address, timeout_seconds=30, most_age=None, now=utc_now)
    examiner = replace(services.to_paper.examiner, scanner=scanner)
    armed = replace(services, to_paper=replace(services.to_paper, examiner=examiner))
    monkeypatch.setattr(middleware, "services", lambda: armed)

    answer = send(stranger, paper_office.signed().read_bytes() + eicar())

    assert answer.status_code == 422
    assert "škodlivý kód (Listina.Eicar" in answer.content.decode()
    assert not (tmp_path / "checks").exists()
    assert "nebyl zkontrolován" not in page(stranger, send(stranger, paper_office.signed())["Location"])


def test_a_file_nobody_checked_is_stopped_where_the_operator_says_so(
    stranger: Client, paper_office: PaperOffice, small_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = paper_office.office.services
    examiner = replace(services.to_paper.examiner, rule=NotCheckedRule.BLOCK)
    strict = replace(services, to_paper=replace(services.to_paper, examiner=examiner))

    assert "O tomto by úřední osoba rozhodla:" in page(stranger, send(stranger, small_pdf)["Location"])
    monkeypatch.setattr(middleware, "services", lambda: strict)
    assert "Ne. Konverze by se neprovedla:" in page(stranger, send(stranger, small_pdf)["Location"])


def test_a_form_without_a_file_and_too_large_a_file_are_told(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = stranger.post(ADDRESS, {}, secure=True)
    assert (empty.status_code, "Vyberte soubor." in empty.content.decode()) == (422, True)
    monkeypatch.setattr("listina.portal.document_check.forms.MEGABYTE", 1)
    large = send(stranger, b"%PDF-" + bytes(100))
    assert (large.status_code, "více než 20 MB" in large.content.decode()) == (422, True)
    body = stranger.generic("POST", ADDRESS, bytes(43_000_000), "application/octet-stream", secure=True)
    assert body.status_code == 413
    assert "více než 20 MB" in body.content.decode()
    assert f'action="{ADDRESS}"' in body.content.decode()
    assert "Moje konverze" not in body.content.decode()


def test_one_address_cannot_have_documents_checked_without_end(stranger: Client) -> None:
    answers = [send(stranger, b"").status_code for _ in range(CHECKS + 1)]

    assert answers == [422] * CHECKS + [429]
    assert page(stranger, ADDRESS)
    other = stranger.post(ADDRESS, {}, secure=True, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 422


def test_who_comes_while_another_document_is_checked_is_asked_to_wait(
    stranger: Client, small_pdf: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(views, "_PATIENCE_SECONDS", 0.01)
    with views._SLOT:  # as if another thread were checking
        answer = send(stranger, small_pdf)

    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "Právě ověřujeme jiné dokumenty" in answer.content.decode()
    assert not (tmp_path / "checks").exists()
    assert send(stranger, small_pdf).status_code == 302


def test_a_form_from_elsewhere_is_refused(paper_office: PaperOffice, small_pdf: Path) -> None:
    del paper_office
    client = Client(enforce_csrf_checks=True, headers={"host": HOST})

    answer = send(client, small_pdf)

    assert answer.status_code == 403


def test_a_report_is_gone_after_half_an_hour(stranger: Client, small_pdf: Path, tmp_path: Path) -> None:
    address = send(stranger, small_pdf)["Location"]
    kept = views.kept_outcomes()
    later = replace(kept, now=lambda: kept.now() + KEPT_FOR.total_seconds() + 1)

    assert kept.sweep() == 0
    assert later.sweep() == 1
    gone = stranger.get(address, secure=True)
    assert gone.status_code == 404
    assert "mažeme ji po 30 minutách" in gone.content.decode()
    assert f'href="{ADDRESS}"' in gone.content.decode()
    assert not list((tmp_path / "checks").iterdir())


def test_what_is_old_or_of_another_version_is_not_shown(tmp_path: Path, stranger: Client, small_pdf: Path) -> None:
    address = send(stranger, small_pdf)["Location"]
    [path] = (tmp_path / "checks").iterdir()
    content = path.read_text()

    path.write_text(content.replace('"documents"', '"papers"'))
    assert stranger.get(address, secure=True).status_code == 404
    path.write_text("{")
    assert stranger.get(address, secure=True).status_code == 404
    assert KeptOutcomes(folder=tmp_path / "nowhere").sweep() == 0


def test_nobody_learns_a_report_by_guessing_and_no_cache_keeps_it(stranger: Client, small_pdf: Path) -> None:
    address = send(stranger, small_pdf)["Location"]

    for key in ("x", "..", "%2e%2e%2fchecks", "0" * 64):
        assert stranger.get(f"{ADDRESS}{key}/1/", secure=True).status_code == 404
    for part in ("", "zprava.json", "zprava.xml"):
        assert "no-store" in stranger.get(f"{address}{part}", secure=True)["Cache-Control"]


def test_the_log_names_neither_document_nor_report(
    stranger: Client, paper_office: PaperOffice, capfd: pytest.CaptureFixture[str]
) -> None:
    address = send(stranger, paper_office.signed())["Location"]
    page(stranger, address)

    logged = "".join(capfd.readouterr())
    assert "Janě" not in logged
    assert address.split("/")[2] not in logged


def test_the_report_speaks_english_too(stranger: Client, paper_office: PaperOffice) -> None:
    address = send(stranger, paper_office.signed())["Location"]

    told = page(stranger, address, "en")
    assert "What next" in told
    assert "Signatory" in told
