"""Step 1 of a conversion to paper: what is received, what is refused on the spot, attachments, a stated message."""

from __future__ import annotations

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from fixtures.data_messages import Attached, DataMessages, MessagePlan
from fixtures.detached_signatures import DetachedSignatures
from fixtures.paper_web import PaperOffice
from fixtures.web import case_id
from listina.trust.validation.values import MessageKind

STATED = {
    "message_id": "3401761",
    "sender_name": "Obec Lhota",
    "sender_box": "qrdae26",
    "recipient_name": "Jana Nováková",
    "recipient_box": "uxidq2y",
    "delivered_into_box_at": "2. 3. 2026 12:02",
    "records_system": "",
}


def of_two(messages: DataMessages, content: bytes) -> Path:
    """Return a message with two documents and a table."""
    files = (
        Attached(name="rozhodnuti.pdf", content=content),
        Attached(name="priloha.pdf", content=content, role="enclosure"),
        Attached(name="tabulka.xlsx", content=b"PK\x03\x04", media_type="application/zip", role="enclosure"),
    )
    return messages.message(MessagePlan(files=files))


def test_a_new_conversion_begins_with_a_place_for_its_input(paper_office: PaperOffice) -> None:
    case = paper_office.open_case()
    page = paper_office.get(f"{case}vstup/")
    assert "Přetáhněte sem PDF nebo datovou zprávu (ZFO)" in page
    assert "Z elektronické podoby na papír" in page
    assert "Pokračovat" not in page
    assert paper_office.office.get(case)["Location"] == f"{case}vstup/"


def test_a_received_document_is_shown_with_its_digest_and_leads_on(paper_office: PaperOffice) -> None:
    case = paper_office.received_case(paper_office.signed())
    page = paper_office.get(f"{case}vstup/")
    assert paper_office.paper(case).document.sha256 in page
    assert "Přiložit samostatný podpis" in page
    assert "Byl vstup v datové zprávě, kterou nemáte?" in page
    assert f'href="{case}overeni-vstupu/"' in page


def test_what_is_no_pdf_is_refused_in_place_with_advice(paper_office: PaperOffice, tmp_path: Path) -> None:
    letter = tmp_path / "dopis.docx"
    letter.write_bytes(b"PK\x03\x04" + bytes(200))
    case = paper_office.open_case()
    answer = paper_office.send(case, letter)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'data-tone="error"' in page
    assert "PDF" in page
    assert "Přetáhněte sem" in page
    assert paper_office.paper(case).document is None


def test_before_it_is_described_a_conversion_is_known_by_its_file(paper_office: PaperOffice) -> None:
    empty, received = paper_office.open_case(), paper_office.received_case(paper_office.made(lambda _: None))
    name = paper_office.paper(received).document.filename
    assert name in paper_office.get(f"{received}vstup/").partition('class="steps"')[0]
    rows = paper_office.get("/konverze/")
    assert name in rows.partition(f'href="{received}"')[2].partition("</article>")[0]
    assert "Dokument zatím bez označení" in rows.partition(f'href="{empty}"')[2].partition("</article>")[0]


def test_an_empty_file_and_none_at_all_are_told(paper_office: PaperOffice) -> None:
    case = paper_office.open_case()
    empty = paper_office.post(f"{case}vstup/nahrat/", {"file": SimpleUploadedFile("nic.pdf", b"")})
    assert "Soubor je prázdný" in empty.content.decode()
    assert "Vyberte soubor." in paper_office.post(f"{case}vstup/nahrat/").content.decode()


def test_a_damaged_message_is_told_in_place(paper_office: PaperOffice, data_messages: DataMessages) -> None:
    damaged = data_messages.altered(lambda xml: xml.replace(b"<p:dmFiles>", b"<p:dmFiles><p:dmFiles>"))
    case = paper_office.open_case()
    answer = paper_office.send(case, damaged)
    assert answer.status_code == 422
    assert "Datová zpráva je poškozená" in answer.content.decode()
    assert paper_office.paper(case).message is None


def test_a_message_of_several_attachments_asks_which_one(
    paper_office: PaperOffice, data_messages: DataMessages
) -> None:
    case = paper_office.received_case(of_two(data_messages, paper_office.signed().read_bytes()))
    page = paper_office.get(f"{case}vstup/")
    assert "3401761" in page
    assert all(name in page for name in ("rozhodnuti.pdf", "priloha.pdf", "tabulka.xlsx"))
    assert "Byl vstup v datové zprávě" not in page
    assert ", PDF</span>" in page
    assert ", XLSX</span>" in page
    assert "application/" not in page.partition("Kterou přílohu převádíte?")[2]
    beside = page.partition('name="detached_position"')[2].partition("</select>")[0]
    assert "tabulka.xlsx" in beside
    assert "priloha.pdf" not in beside

    assert paper_office.post(f"{case}vstup/priloha/").status_code == 422
    assert "Vyberte přílohu." in paper_office.post(f"{case}vstup/priloha/").content.decode()
    refused = paper_office.post(f"{case}vstup/priloha/", {"position": "3"})
    assert refused.status_code == 422
    assert paper_office.paper(case).document is None

    chosen = paper_office.post(f"{case}vstup/priloha/", {"position": "2"})
    assert chosen["Location"] == f"{case}overeni-vstupu/"
    assert paper_office.paper(case).document.filename == "priloha.pdf"


def test_the_only_attachment_of_a_message_is_the_document_without_asking(
    paper_office: PaperOffice, data_messages: DataMessages
) -> None:
    files = (Attached(name="rozhodnuti.pdf", content=paper_office.signed().read_bytes()),)
    case = paper_office.received_case(data_messages.message(MessagePlan(files=files)))
    page = paper_office.get(f"{case}vstup/")
    assert "rozhodnuti.pdf" in page
    assert "Kterou přílohu převádíte?" not in page


def test_a_receipt_is_told_from_a_message_and_another_file_asked_for(
    paper_office: PaperOffice, data_messages: DataMessages
) -> None:
    case = paper_office.received_case(data_messages.message(MessagePlan(kind=MessageKind.RECEIPT)))
    page = paper_office.get(f"{case}vstup/")
    assert "Toto je doručenka" in page
    assert "Kterou přílohu převádíte?" not in page
    assert "Ještě chybí" not in page
    assert '<details class="panel__foot" open>' in page
    assert paper_office.office.view(case).missing[0].text.cs == "Nahrajte dokument."


def test_a_message_of_documents_only_asks_for_no_signature_beside(
    paper_office: PaperOffice, data_messages: DataMessages
) -> None:
    content = paper_office.signed().read_bytes()
    files = (Attached(name="rozhodnuti.pdf", content=content), Attached(name="priloha.pdf", content=content))
    case = paper_office.received_case(data_messages.message(MessagePlan(files=files)))
    assert "Samostatný podpis k ní" not in paper_office.get(f"{case}vstup/")
    paper_office.post(f"{case}vstup/priloha/", {"position": "2"})
    assert paper_office.paper(case).document.filename == "priloha.pdf"


def test_a_signature_beside_the_document_is_added_and_removed(
    paper_office: PaperOffice, detached_signatures: DetachedSignatures
) -> None:
    document = paper_office.made(lambda _: None)
    signature = document.with_suffix(".p7s")
    signature.write_bytes(detached_signatures.sign(document.read_bytes(), paper_office.key))
    case = paper_office.received_case(document)
    assert paper_office.send(case, document, to="podpis/").status_code == 422
    assert paper_office.send(case, signature, to="podpis/")["Location"] == f"{case}vstup/"
    assert signature.name in paper_office.get(f"{case}vstup/")
    paper_office.post(f"{case}vstup/podpis/odebrat/")
    assert paper_office.paper(case).detached is None


def test_a_message_nobody_has_is_stated_shown_again_and_taken_back(paper_office: PaperOffice) -> None:
    case = paper_office.received_case(paper_office.signed())
    wrong = paper_office.post(f"{case}vstup/datova-zprava/", {**STATED, "delivered_into_box_at": "v březnu"})
    assert wrong.status_code == 422
    assert 'value="Obec Lhota"' in wrong.content.decode()
    assert paper_office.paper(case).stated_message is None
    empty = paper_office.post(f"{case}vstup/datova-zprava/", dict.fromkeys(STATED, "")).content.decode()
    assert "Vyplňte odesílatele." in empty
    assert "Vyplňte ID schránky adresáta." in empty

    paper_office.post(f"{case}vstup/datova-zprava/", STATED)
    page = paper_office.get(f"{case}vstup/")
    assert 'value="2. 3. 2026 12:02:00"' in page
    assert paper_office.paper(case).stated_message["delivered_into_box_at"].startswith("2026-03-02T12:02:00+01:00")

    paper_office.post(f"{case}vstup/datova-zprava/", {"none": "yes"})
    assert paper_office.paper(case).stated_message is None


def test_another_file_takes_the_place_of_the_first(paper_office: PaperOffice) -> None:
    case = paper_office.examined_case()
    other = paper_office.noted()
    paper_office.send(case, other)
    assert paper_office.paper(case).document.filename == other.name
    assert paper_office.paper(case).is_examining


def test_a_conversion_of_the_other_direction_has_no_such_step(paper_office: PaperOffice) -> None:
    paper, electronic = paper_office.open_case(), paper_office.office.open_case()
    for step in ("co-prevadite/", "strany/", "porovnani/", "udaje/", "nahled/", "podpis/"):
        assert paper_office.office.get(f"{paper}{step}").status_code in {302, 409}, step
    for step in ("vstup/", "overeni-vstupu/", "lze-prevest/", "tisk/", "hotovo/"):
        answer = paper_office.office.get(f"{electronic}{step}")
        assert answer.status_code == 409, step
        assert "conversion.wrong_direction" in answer.content.decode()


def test_an_address_that_only_takes_what_is_sent_leads_to_its_step(paper_office: PaperOffice) -> None:
    case, get = paper_office.open_case(), paper_office.office.get
    assert get(f"{case}vstup/nahrat/")["Location"] == f"{case}vstup/"
    assert get(f"{case}overeni-vstupu/znovu/")["Location"] == f"{case}overeni-vstupu/"
    assert get(f"{case}strany/{case_id(case)}/presunout/")["Location"] == f"{case}strany/"
    assert get(f"{case}neprovest/")["Location"] == case


def test_another_address_that_only_takes_what_is_sent_says_so(paper_office: PaperOffice) -> None:
    answer = paper_office.office.get("/odhlaseni/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Tady se jen odesílá" in answer.content.decode()
    assert "Moje konverze" in answer.content.decode()
