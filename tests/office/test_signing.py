"""Steps 5 to 7: preview, signature, hand-over."""

from __future__ import annotations

from fixtures.web import DESIGNATION, Office, case_id
from listina.conversions.cases import CaseState


def test_the_preview_shows_every_page_of_the_output_and_its_file(office: Office) -> None:
    case = office.filled_case(page_count=2)
    text = office.get(f"{case}nahled/").content.decode()
    pictures = [part.split('"')[0] for part in text.split('src="')[1:] if part.split('"')[0].endswith(".png")]
    assert len(pictures) == 3
    assert office.get(pictures[-1]).content.startswith(b"\x89PNG")
    document = pictures[0].removesuffix("1.png") + "vystup.pdf"
    assert b"".join(office.get(document).streaming_content).startswith(b"%PDF")
    assert office.get(pictures[0].replace("1.png", "4.png")).status_code == 404


def test_the_address_of_a_preview_opens_no_other_file_of_the_authority(office: Office) -> None:
    case = office.filled_case()
    office.get(f"{case}nahled/")
    digest = office.view(case).pages[0].sha256
    assert office.get(f"{case}nahled/{digest}/vystup.pdf").status_code == 404
    assert office.get(f"{case}nahled/{digest}/1.png").status_code == 404


def test_an_unfinished_conversion_says_what_its_preview_lacks(office: Office) -> None:
    case = office.open_case()
    assert "Přidejte strany." in office.get(f"{case}nahled/").content.decode()
    assert "Přidejte strany." in office.get(f"{case}podpis/").content.decode()


def test_a_wrong_pin_is_told_at_its_field_and_reserves_no_number(office: Office) -> None:
    case = office.filled_case()
    answer = office.sign(case, pin="neni-to-on")
    assert answer.status_code == 422
    assert "neni-to-on" not in answer.content.decode()
    assert office.view(case).number is None


def test_a_signed_conversion_is_followed_until_it_is_registered(office: Office) -> None:
    case = office.signed_case()
    assert "Čeká na časové razítko" in office.get(f"{case}predani/").content.decode()
    assert office.get(f"{case}stav/").json()["ended"] is False
    assert office.get(f"{case}podpis/")["Location"] == case
    assert office.get(f"{case}vystup.pdf").status_code == 404
    office.services.conversions.finish(office.actor.authority_id, case_id(case))
    assert office.get(f"{case}stav/").json()["ended"] is True
    assert "Konverze je provedená" in office.get(f"{case}predani/").content.decode()


def test_the_output_its_receipt_and_its_events_are_downloaded_without_the_designation(office: Office) -> None:
    case = office.registered_case()
    view = office.view(case)
    assert view.state is CaseState.REGISTERED
    output = office.get(f"{case}vystup.pdf")
    assert len(b"".join(output.streaming_content)) == view.output.length
    receipt = office.get(f"{case}potvrzeni.json")
    assert receipt.json()["number"] == view.number
    assert office.get(f"{case}potvrzeni.p7s").content.startswith(b"\x30")
    events = office.get(f"{case}udalosti.json")
    assert events.json()["number"] == view.number
    listed = office.get(f"{case}udalosti.xml")
    assert f"<poradoveCislo>{view.number}</poradoveCislo>" in listed.content.decode()
    protocol = office.get(f"{case}protokol.pdf")
    assert protocol.content.startswith(b"%PDF")
    for answer in (output, receipt, events, listed, protocol):
        assert "attachment" in answer["Content-Disposition"]
        assert "Rozhodnut" not in answer["Content-Disposition"]
    assert DESIGNATION not in receipt.content.decode()


def test_a_registered_conversion_is_not_edited_any_more(office: Office) -> None:
    case = office.registered_case()
    for step in ("co-prevadite/", "strany/", "porovnani/", "udaje/", "nahled/", "podpis/", "zrusit/"):
        assert office.get(f"{case}{step}")["Location"] == case
    office.post(f"{case}zrusit/", {"reason": "omyl při převodu"})
    assert office.view(case).state is CaseState.REGISTERED
