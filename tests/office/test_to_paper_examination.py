"""Step 2 of a conversion to paper: the wait, the report, the decisions, the hard stop."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from fixtures.data_messages import Attached, DataMessages, MessagePlan
from fixtures.detached_signatures import DetachedSignatures
from fixtures.hostile_pdfs import catalogue, script
from fixtures.paper_web import PaperOffice
from fixtures.web import case_id
from listina.conversions.cases import CaseState
from listina.documents.malware.clamd import ClamdScanner
from listina.law.paper.declarations import GO_ON_UNCHECKED, GO_ON_WITH_UNDECIDED_INTEGRITY
from listina.trust.clock import utc_now
from trust import attacks


def test_before_there_is_a_document_the_step_leads_back(paper_office: PaperOffice) -> None:
    case = paper_office.open_case()
    assert paper_office.office.get(f"{case}overeni-vstupu/")["Location"] == f"{case}vstup/"


def test_the_page_waits_and_is_told_when_the_examination_is_done(paper_office: PaperOffice) -> None:
    case = paper_office.received_case(paper_office.signed())
    page = paper_office.get(f"{case}overeni-vstupu/")
    waits = re.search(r'data-progress="([^"]+)"\s+data-state="([^"]+)"', page)
    assert waits is not None
    told = paper_office.office.get(waits[1]).json()
    assert (told["mark"], told["ended"]) == (waits[2], False)
    paper_office.examine(case)
    assert paper_office.office.get(waits[1]).json()["ended"] is True
    assert "data-progress" not in paper_office.get(f"{case}overeni-vstupu/")


def test_the_report_tells_the_verdict_the_signature_and_the_check_of_the_file(paper_office: PaperOffice) -> None:
    case = paper_office.examined_case()
    page = paper_office.get(f"{case}overeni-vstupu/")
    assert 'data-verdict="valid"' in page
    assert page.count('class="verdict"') == 1
    assert "Časová osa" in page
    assert "V obsahu PDF jsme nenašli nic" in page
    assert "Konverzi nelze provést" not in page


def test_an_unchecked_file_needs_a_consent_in_the_words_of_the_declaration(paper_office: PaperOffice) -> None:
    case = paper_office.examined_case()
    assert GO_ON_UNCHECKED.text.cs in paper_office.get(f"{case}overeni-vstupu/")
    paper_office.post(f"{case}overeni-vstupu/bez-kontroly/")
    assert paper_office.paper(case).needs_consent
    assert any(
        item.text.cs.startswith("Potvrďte, že chcete pokračovat bez kontroly na škodlivý kód.")
        for item in paper_office.office.view(case).missing
    )
    paper_office.post(f"{case}overeni-vstupu/bez-kontroly/", {"agreed": "yes"})
    assert paper_office.paper(case).has_consent
    page = paper_office.get(f"{case}overeni-vstupu/")
    assert GO_ON_UNCHECKED.text.cs not in page
    assert "Rozhodli jste se přesto pokračovat." in page


def test_broken_integrity_is_a_hard_stop_with_a_record(paper_office: PaperOffice) -> None:
    changed = paper_office.inputs.altered(paper_office.key, lambda pdf: pdf.replace(b"konverze", b"konverzi", 1))
    case = paper_office.examined_case(changed)
    page = paper_office.get(f"{case}overeni-vstupu/")
    assert "Konverzi nelze provést" in page
    assert "Vyžádejte si od odesílatele jiný dokument" in page
    assert "Rozhodněte, zda pokračovat" not in page
    assert "Co dál" not in page
    assert paper_office.post(f"{case}overeni-vstupu/integrita/", {"reason": "Vypadá to dobře."}).status_code == 409

    assert paper_office.post(f"{case}neprovest/")["Location"] == f"{case}zaznam/"
    assert "§ 24 odst. 4 písm. h)" in paper_office.get(f"{case}zaznam/").replace("\xa0", " ")
    assert paper_office.office.view(case).state is CaseState.REFUSED


def test_a_signature_of_another_file_is_told_to_be_taken_away(
    paper_office: PaperOffice, detached_signatures: DetachedSignatures
) -> None:
    case = paper_office.received_case(paper_office.made(lambda _: None))
    beside = paper_office.folder / "beside.p7s"
    beside.write_bytes(detached_signatures.sign(b"another file", paper_office.key))
    paper_office.send(case, beside, to="podpis/")
    paper_office.examine(case)
    page = paper_office.get(f"{case}overeni-vstupu/")
    assert "Zkontrolujte, zda jste přiložili správný podpis; jinak samostatný podpis v kroku Vstup odeberte." in page
    assert "podpis patří k jinému souboru" in page
    assert "Vyžádejte si od odesílatele jiný dokument" not in page


def test_a_signature_that_was_left_in_the_message_is_pointed_out(
    paper_office: PaperOffice, detached_signatures: DetachedSignatures, data_messages: DataMessages
) -> None:
    content = paper_office.made(lambda _: None).read_bytes()
    signature = detached_signatures.sign(content, paper_office.key)
    files = (
        Attached(name="Smlouva.pdf", content=content),
        Attached(name="smlouva.pdf.p7s", content=signature, media_type="application/pkcs7-signature"),
    )
    case = paper_office.received_case(data_messages.message(MessagePlan(files=files)))
    for beside, told in (("", True), ("2", False)):
        paper_office.post(f"{case}vstup/priloha/", {"position": "1", "detached_position": beside})
        paper_office.examine(case)
        page = paper_office.get(f"{case}overeni-vstupu/")
        assert ("Příloha „smlouva.pdf.p7s“ je podle názvu samostatný podpis" in page) is told


def test_an_undecidable_integrity_is_decided_with_a_reason(paper_office: PaperOffice) -> None:
    extended = paper_office.inputs.altered(paper_office.key, lambda pdf: attacks.revise(pdf, attacks.add_orphan))
    case = paper_office.examined_case(extended)
    assert GO_ON_WITH_UNDECIDED_INTEGRITY.text.cs in paper_office.get(f"{case}overeni-vstupu/")
    for reason in ("", "krátký", "x" * 501):
        assert paper_office.post(f"{case}overeni-vstupu/integrita/", {"reason": reason}).status_code == 422
    assert paper_office.paper(case).needs_integrity_decision
    reason = "Přidaný objekt se nikde nezobrazuje."
    assert paper_office.post(f"{case}overeni-vstupu/integrita/", {"reason": reason}).status_code == 302
    page = paper_office.get(f"{case}overeni-vstupu/")
    assert reason in page
    assert GO_ON_WITH_UNDECIDED_INTEGRITY.text.cs not in page


def test_what_the_inspection_refuses_stands_with_its_provision(paper_office: PaperOffice) -> None:
    case = paper_office.examined_case(paper_office.made(catalogue(OpenAction=script())))
    page = paper_office.get(f"{case}overeni-vstupu/")
    assert 'data-severity="blocking"' in page
    assert "Konverzi nelze provést" in page
    assert "Konverzi neprovést" in page
    row = paper_office.get("/konverze/").partition(f'href="{case}"')[2].partition("</article>")[0]
    assert "Konverzi nelze provést" in row
    assert "škodlivý kód" not in row


def test_a_notable_thing_is_told_without_stopping(paper_office: PaperOffice) -> None:
    case = paper_office.examined_case(paper_office.noted())
    page = paper_office.get(f"{case}overeni-vstupu/")
    assert 'data-severity="blocking"' not in page
    assert "Konverzi nelze provést" not in page
    assert 'data-verdict="unsigned"' in page


def test_an_examination_made_again_is_waited_for(paper_office: PaperOffice) -> None:
    case = paper_office.examined_case()
    address = paper_office.post(f"{case}overeni-vstupu/znovu/")["Location"]
    page = paper_office.get(address)
    waits = re.search(r'data-progress="([^"]+)"', page)
    assert waits is not None
    told = waits[1].replace("&amp;", "&")
    assert paper_office.office.get(told).json()["ended"] is False
    assert "Zobrazit dosavadní výsledek" in page
    paper_office.examine(case)
    assert paper_office.office.get(told).json()["ended"] is True
    assert 'data-verdict="valid"' in paper_office.get(address)


def test_another_examination_is_offered_only_where_it_may_find_something_else(paper_office: PaperOffice) -> None:
    signed, unsigned = paper_office.examined_case(), paper_office.examined_case(paper_office.made(lambda _: None))
    assert "Odložit a ověřit znovu" in paper_office.get(f"{signed}overeni-vstupu/")
    assert "Ověřit znovu" not in paper_office.get(f"{unsigned}overeni-vstupu/")


def test_an_unsigned_file_no_scanner_could_check_is_examined_again_but_not_put_off(paper_office: PaperOffice) -> None:
    services = paper_office.office.services
    nobody = ClamdScanner(address="unix:/nowhere/clamd.ctl", timeout_seconds=1, most_age=None, now=utc_now)
    worker = replace(services.to_paper, examiner=replace(services.to_paper.examiner, scanner=nobody))
    case = paper_office.received_case(paper_office.made(lambda _: None))
    assert worker.examine(paper_office.office.actor.authority_id, case_id(case))
    page = paper_office.get(f"{case}overeni-vstupu/")
    assert "Některou kontrolu se nepodařilo provést." in page
    assert "Odložit a ověřit znovu" not in page


def test_the_pages_of_a_finding_are_counted_in_words(paper_office: PaperOffice) -> None:
    case = paper_office.examined_case(paper_office.noted())
    assert "Strana: 1." in paper_office.get(f"{case}overeni-vstupu/")


def test_a_postponed_conversion_says_until_when_and_looks_so_in_the_list(paper_office: PaperOffice) -> None:
    case = paper_office.examined_case()
    paper_office.post(f"{case}overeni-vstupu/odlozit/")
    until = paper_office.paper(case).postponed_until
    assert until - paper_office.office.services.conversions.now() > timedelta(minutes=50)
    assert "Znovu ověříme" in paper_office.get(f"{case}overeni-vstupu/")
    row = paper_office.get("/konverze/").partition(f'href="{case}"')[2].partition("</article>")[0]
    assert "Odložená" in row
    assert 'data-color="neutral"' in row


def test_a_report_stays_readable_when_the_conversion_goes_on(paper_office: PaperOffice) -> None:
    case = paper_office.prepared_case()
    page = paper_office.get(f"{case}overeni-vstupu/")
    assert 'data-verdict="valid"' in page
    assert "Odložit a ověřit znovu" not in page
    assert f'href="{case}"' in page


def test_a_colleague_reads_the_report_and_decides_nothing(paper_office: PaperOffice) -> None:
    from fixtures.database import make_official  # noqa: PLC0415  # models exist only after Django is set up

    case = paper_office.examined_case()
    colleague = paper_office.office.sign_in(make_official(paper_office.office.actor.authority_id, username="kolegyne"))
    page = colleague.get(f"{case}overeni-vstupu/").content.decode()
    assert GO_ON_UNCHECKED.text.cs not in page
    assert colleague.post(f"{case}overeni-vstupu/bez-kontroly/", {"agreed": "yes"}).status_code == 403
    view = paper_office.office.services.to_paper.view(paper_office.office.actor, case_id(case))
    assert view.needs_consent


def test_the_list_is_narrowed_to_what_was_put_off(paper_office: PaperOffice) -> None:
    waiting, put_off = paper_office.examined_case(), paper_office.examined_case()
    paper_office.post(f"{put_off}overeni-vstupu/odlozit/")
    page = paper_office.get("/konverze/", {"state": "postponed"})
    assert put_off in page
    assert waiting not in page
