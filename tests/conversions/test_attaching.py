"""Files become pages: all of them or none, once, with what was done to them."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pypdfium2
import pytest
from PIL import Image

from fixtures.conversions import House, scan
from fixtures.database import make_authority, make_official
from fixtures.scanned_files import ScannedPdf, tiff_of
from fixtures.scans import encoded, noisy
from listina.conversions import attaching, queries
from listina.conversions.cases import CaseState, PageView
from listina.conversions.errors import TooManyPagesError
from listina.conversions.verification import Verdict, verify_file
from listina.documents.errors import NotAScanError
from listina.documents.scanning import room as scan_room
from listina.documents.scanning.errors import ScanReadingUnavailableError
from listina.documents.scanning.room import ScanRoom
from listina.isolation.limits import Limits
from listina.isolation.pool import Confined
from listina.law.admissibility import UntransferableElement


def attach(house: House, case_id: UUID, content: bytes, key: UUID | None = None) -> tuple[PageView, ...]:
    return house.service.attach_file(
        house.actor, case_id, content=content, filename="stoh.pdf", client_page_id=key, device="Skener 3000"
    )


def test_a_pdf_becomes_its_pages_in_order_and_each_names_the_file_it_came_in(house: House) -> None:
    scans = [scan(number) for number in range(1, 4)]
    content = ScannedPdf(scans).written()
    case_id = house.open_case()
    pages = attach(house, case_id, content)
    assert [page.position for page in pages] == [1, 2, 3]
    assert [page.original_page for page in pages] == [1, 2, 3]
    assert [page.sha256 for page in pages] == [hashlib.sha256(one).hexdigest() for one in scans]
    assert {page.original_sha256 for page in pages} == {hashlib.sha256(content).hexdigest()}
    assert {page.device for page in pages} == {"Skener 3000"}
    assert all(page.transformations[0].code == "jpeg_taken_out_of_pdf" for page in pages)
    assert queries.case(house.service, house.actor, case_id).pages == pages


def test_a_file_sent_twice_under_one_id_is_attached_once(house: House) -> None:
    case_id, content, key = house.open_case(), ScannedPdf([scan(1), scan(2)]).written(), UUID(int=5)
    assert attach(house, case_id, content, key) == attach(house, case_id, content, key)
    assert len(queries.case(house.service, house.actor, case_id).pages) == 2


def test_a_file_with_one_bad_page_attaches_none(house: House) -> None:
    pdf = ScannedPdf([scan(1), scan(2)])
    pdf.add_to_drawing(pdf.pdf.pages[1], "BT /F1 10 Tf (dopsano) Tj ET")
    case_id = house.open_case()
    before = queries.case(house.service, house.actor, case_id)
    with pytest.raises(NotAScanError):
        attach(house, case_id, pdf.written())
    after = queries.case(house.service, house.actor, case_id)
    assert (after.pages, after.events) == (before.pages, before.events)


def test_a_file_with_more_pages_than_fit_attaches_none(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = house.open_case()
    monkeypatch.setattr("listina.conversions.pages.MOST_PAGES", 2)
    with pytest.raises(TooManyPagesError):
        attach(house, case_id, ScannedPdf([scan(number) for number in range(3)]).written())
    assert queries.case(house.service, house.actor, case_id).pages == ()
    assert len(attach(house, case_id, ScannedPdf([scan(1), scan(2)]).written())) == 2


def test_a_stack_from_a_pdf_and_a_tiff_is_converted_to_the_end(house: House) -> None:
    case_id = house.open_case()
    attach(house, case_id, ScannedPdf([scan(1), scan(2)]).written())
    with Image.open(io.BytesIO(scan(3))) as third, Image.open(io.BytesIO(scan(4))) as fourth:
        attach(house, case_id, tiff_of([third, fourth.convert("L")]))
    house.complete(case_id, pages=4)
    house.finished(case_id)
    view = queries.case(house.service, house.actor, case_id)
    assert view.state is CaseState.REGISTERED
    path = queries.output_path(house.service, house.actor, case_id)
    assert verify_file(path, policy=house.service.policy, at=house.clock()).verdict is Verdict.VERIFIED


def test_a_page_of_a_pdf_keeps_the_turn_of_the_file(house: House) -> None:
    pdf = ScannedPdf([scan(1)])
    pdf.pdf.pages[0].obj.Rotate = 270
    (page,) = attach(house, house.open_case(), pdf.written())
    assert page.rotation == 270


def test_a_scan_converted_before_is_pointed_out_in_the_same_authority_only(house: House) -> None:
    first = house.ready_case()
    house.finished(first)
    number = queries.case(house.service, house.actor, first).number
    second = house.open_case()
    page = house.attach(second, scan(1))
    page = queries.case(house.service, house.actor, second).pages[0]
    assert [finding.values["number"] for finding in page.findings if finding.code == "already_converted"] == [number]
    stranger = make_official(make_authority().authority_id, username="cizi")
    foreign = house.service.open(stranger, agenda_code="A1", purpose="Zkouška")
    (page,) = house.service.attach_file(stranger, foreign, content=scan(1), filename="1.jpg")
    assert not any(finding.code == "already_converted" for finding in page.findings)


def test_a_paper_whose_clause_names_an_untransferable_element_cannot_be_signed(
    house: House,
) -> None:
    case_id = house.ready_case()
    house.service.state_untransferable(house.actor, case_id, [UntransferableElement(name="suchá pečeť", pages=(1,))])
    house.service.declare_agreement(house.actor, case_id)
    house.finished(case_id)
    printed = printed_clause(queries.output_path(house.service, house.actor, case_id))
    second = house.open_case()
    page = house.attach(second, printed)
    codes = [finding.code for finding in page.findings]
    assert codes[0] == "clause_forbids_conversion"
    assert "clause_on_page" in codes
    assert any(
        gap.code == "page.clause_forbids_conversion" for gap in queries.case(house.service, house.actor, second).missing
    )


def printed_clause(output: Path) -> bytes:
    """Return the last page of an output as a scan of its print would look."""
    with pypdfium2.PdfDocument(output) as document:
        picture = document[len(document) - 1].render(scale=200 / 72).to_pil()
    return encoded(noisy(picture.convert("RGB")))


def test_device_and_filename_are_tidied() -> None:
    file = attaching.incoming(
        content=b"", filename="C:\\skeny\\a\x00b.jpg", source="upload", device="x" * 300, declared_dpi=None, key=None
    )
    assert (file.filename, len(file.device)) == ("ab.jpg", 100)


def test_a_file_whose_reader_had_to_be_ended_attaches_nothing(house: House) -> None:
    case_id = house.open_case()
    before, stored = queries.case(house.service, house.actor, case_id), house.stored_digests()
    with Confined(*scan_room.TASKS, count=1, limits=Limits(wall_seconds=0.001)) as hasty:
        service = replace(house.service, scans=ScanRoom(confined=hasty))
        with pytest.raises(ScanReadingUnavailableError):
            service.attach_file(house.actor, case_id, content=scan(1), filename="strana.jpg")
    after = queries.case(house.service, house.actor, case_id)
    assert (after.pages, after.events) == (before.pages, before.events)
    assert house.stored_digests() == stored
