"""Each danger an electronic input can hold is found, named, and has the weight the law gives it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name, String

from fixtures import hostile_pdfs as hostile
from fixtures.hostile_pdfs import Change, acting, annotated, catalogue, made, on_page
from listina.documents.inspection.codes import FindingCode, Weight
from listina.documents.inspection.facts import Inspection, InspectionFinding
from listina.documents.inspection.inspecting import inspect

_XDP = b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'>"


def inspected(folder: Path, change: Change, **saving: Any) -> Inspection:
    return inspect(made(folder / "input.pdf", change, **saving))


def codes(inspection: Inspection) -> list[str]:
    return [finding.code.value for finding in inspection.findings]


REFUSED: dict[str, tuple[Change, str, str]] = {
    "a script when it is opened": (catalogue(OpenAction=hostile.script()), "script", "i"),
    "a script of the document": (hostile.in_name_tree, "script", "i"),
    "a script before it is printed": (catalogue(AA=Dictionary(WP=hostile.script())), "script", "i"),
    "a script when a page is opened": (on_page(AA=Dictionary(O=hostile.script())), "script", "i"),
    "a script that computes a field": (
        annotated("Widget", FT=Name.Tx, AA=Dictionary(C=hostile.script())),
        "script",
        "i",
    ),
    "a script that formats a field": (
        annotated("Widget", FT=Name.Tx, AA=Dictionary(F=hostile.script())),
        "script",
        "i",
    ),
    "a script when the mouse comes near": (hostile.mouse("E"), "script", "i"),
    "a script on a click that also runs when opened": (hostile.clicked_and_opened, "script", "i"),
    "a script after another action": (hostile.opened_then_next, "script", "i"),
    "a script in an unknown place": (hostile.loose_script, "script", "i"),
    "a script deep below": (hostile.nested, "script", "i"),
    "a script in a form": (hostile.xfa(_XDP, b"<template><script>1</script></template>"), "script", "i"),
    "a script in a form in UTF-16": (hostile.xfa(b"<a><x:script>1</x:script></a>", coding="utf-16"), "script", "i"),
    "a script in a form, split": (hostile.xfa(b"<a><scr", b"ipt>1</script></a>"), "script", "i"),
    "a program when it is opened": (
        catalogue(OpenAction=acting("Launch", F=String("calc.exe"))),
        "automatic_action",
        "j",
    ),
    "data sent when a page is closed": (
        on_page(AA=Dictionary(C=acting("SubmitForm", F=String("https://example.org")))),
        "automatic_action",
        "j",
    ),
    "data loaded when it is opened": (
        catalogue(OpenAction=acting("ImportData", F=String("data.fdf"))),
        "automatic_action",
        "j",
    ),
    "parts hidden when it is opened": (catalogue(OpenAction=acting("Hide", T=String("x"))), "automatic_change", "i"),
    "layers changed when it is opened": (catalogue(OpenAction=acting("SetOCGState")), "automatic_change", "i"),
    "a portfolio": (catalogue(Collection=Dictionary(Type=Name.Collection)), "portfolio", "i"),
    "a rich media annotation": (annotated("RichMedia"), "media", "i"),
    "a screen": (annotated("Screen"), "media", "i"),
    "a film": (annotated("Movie"), "media", "i"),
    "a sound": (annotated("Sound"), "media", "i"),
    "three dimensions": (annotated("3D"), "media", "i"),
    "a sound as an action": (annotated("Link", A=acting("Sound")), "media", "i"),
    "a rendition": (annotated("Link", A=acting("Rendition")), "media", "i"),
    "a dynamic form": (hostile.xfa(_XDP, needs_rendering=True), "dynamic_form", "i"),
    "a dynamic form that says so inside": (
        hostile.xfa(b"<config><acrobat><dynamicRender> required</dynamicRender></acrobat></config>"),
        "dynamic_form",
        "i",
    ),
    "a stream in another file": (hostile.external_stream, "external_content", "i"),
    "a page of another file": (hostile.reference, "external_content", "i"),
}


@pytest.mark.parametrize("danger", REFUSED)
def test_it_is_refused(tmp_path: Path, danger: str) -> None:
    change, code, letter = REFUSED[danger]
    inspection = inspected(tmp_path, change)
    refusing = {finding.code.value: finding for finding in inspection.refusals}
    assert set(refusing) == {code}
    assert refusing[code].letter == letter
    assert f"písm.\N{NO-BREAK SPACE}{letter})" in refusing[code].provision_cs


ASKED: dict[str, tuple[Change, str]] = {
    "an attachment": (hostile.attached, "embedded_files"),
    "an associated file": (hostile.associated, "embedded_files"),
    "an attachment of a page": (hostile.attached_to_page, "embedded_files"),
    "an embedded file nobody names": (hostile.loose_embedded, "embedded_files"),
    "parts marked for redaction": (annotated("Redact"), "redaction_not_applied"),
    "a filled field without appearance": (
        hostile.filled_field(with_appearance=False, need_appearances=False),
        "field_without_appearance",
    ),
    "a filled field to be drawn anew": (
        hostile.filled_field(with_appearance=True, need_appearances=True),
        "field_without_appearance",
    ),
    "a hidden layer": (hostile.layered(state="OFF"), "hidden_layers"),
    "a layer hidden by the base state": (hostile.layered(state="Order", base="OFF"), "hidden_layers"),
}


@pytest.mark.parametrize("thing", ASKED)
def test_the_official_is_asked(tmp_path: Path, thing: str) -> None:
    change, code = ASKED[thing]
    inspection = inspected(tmp_path, change)
    (question,) = inspection.questions
    assert question.code.value == code
    assert question.text.cs.endswith("?")
    assert question.letter
    assert not inspection.refusals


NOTED: dict[str, tuple[Change, str]] = {
    "a script on a click": (annotated("Link", A=hostile.script()), "script_on_click"),
    "a script when the button is pressed": (hostile.mouse("D"), "script_on_click"),
    "a script when the button is let go": (hostile.mouse("U"), "script_on_click"),
    "a script after a click and in a circle": (hostile.clicked_then_next, "script_on_click"),
    "a program on a click": (annotated("Link", A=acting("Launch", F=String("calc.exe"))), "program_on_click"),
    "data sent on a click": (annotated("Link", A=acting("SubmitForm")), "sending_on_click"),
    "a link to another file": (annotated("Link", A=acting("GoToR", F=String("b.pdf"))), "other_file_on_click"),
    "a link into an embedded file": (annotated("Link", A=acting("GoToE")), "other_file_on_click"),
    "a link to the web": (annotated("Link", A=acting("URI", URI=String("https://example.org"))), "web_link"),
    "a static form": (hostile.xfa(_XDP, b"<template/>"), "static_xfa"),
    "a layer": (hostile.layered(), "layers"),
    "a layer for the screen": (hostile.layered(printing="OFF"), "layer_not_printed"),
    "a layer for the printer": (hostile.layered(state="OFF", printing="ON"), "layer_only_printed"),
    "a stamp that is not printed": (annotated("Stamp", flags=0), "annotation_not_printed"),
    "a stamp that is printed only": (annotated("Stamp", flags=4 | 32), "annotation_only_printed"),
    "a hidden stamp": (annotated("Stamp", flags=2), "annotation_hidden"),
    "a comment": (annotated("Highlight", Contents=String("Opravit!")), "comment"),
    "another picture for the printer": (hostile.alternate, "print_alternate"),
}


@pytest.mark.parametrize("thing", NOTED)
def test_it_is_named(tmp_path: Path, thing: str) -> None:
    change, code = NOTED[thing]
    inspection = inspected(tmp_path, change)
    assert codes(inspection) == [code]
    assert inspection.findings[0].weight is Weight.NOTE
    assert inspection.findings[0].provision_cs == ""


HARMLESS: dict[str, Change] = {
    "a blank page": lambda _: None,
    "a link within": annotated("Link", Dest=String("chapter")),
    "a window of a note": annotated("Popup", flags=0),
    "a stamp": annotated("Stamp"),
    "an empty field": annotated("Widget", FT=Name.Tx),
    "a hidden empty field": annotated("Widget", FT=Name.Tx, flags=2),
    "a button": annotated("Widget", FT=Name.Btn, Ff=1 << 16, flags=0),
    "a filled field": hostile.filled_field(with_appearance=True, need_appearances=False),
    "an opening view": catalogue(OpenAction=acting("GoTo", D=String("first"))),
}


@pytest.mark.parametrize("thing", HARMLESS)
def test_nothing_is_said_of(tmp_path: Path, thing: str) -> None:
    assert codes(inspected(tmp_path, HARMLESS[thing])) == []


@pytest.mark.parametrize(("owner", "user"), [("o", "u"), ("o", "")])
def test_an_encrypted_document_is_refused(tmp_path: Path, owner: str, user: str) -> None:
    inspection = inspected(tmp_path, lambda _: None, encryption=pikepdf.Encryption(owner=owner, user=user))
    assert codes(inspection) == ["encrypted"]
    assert inspection.findings[0].letter == "j"
    assert inspection.pdf is None


def test_embedded_files_are_listed_with_digests(tmp_path: Path) -> None:
    (file,) = inspected(tmp_path, hostile.associated).embedded
    assert (file.name, file.media_type, file.relationship, file.length) == ("příloha.xml", "text/xml", "Source", 7)
    assert file.sha256 == hashlib.sha256(b"<data/>").hexdigest()
    (of_page,) = inspected(tmp_path, hostile.attached_to_page).embedded
    assert (of_page.name, of_page.page) == ("note.txt", 1)


def test_a_finding_tells_its_pages_and_names(tmp_path: Path) -> None:
    link = annotated("Link", A=acting("URI", URI=String("https://example.org/\x07" + "a" * 500)))
    (finding,) = inspected(tmp_path, link, pages=3).findings
    assert finding.pages == (1,)
    assert finding.names[0].startswith("https://example.org/")
    assert len(finding.names[0]) == 120
    assert finding.names[0].isprintable()


def test_scripts_that_refer_to_each_other_alone_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "input.pdf"
    path.write_bytes(hostile.unreferenced_script())
    assert codes(inspect(path)) == ["script", "repaired"]


def test_every_code_has_its_weight_and_both_languages() -> None:
    for code in FindingCode:
        finding = InspectionFinding(code=code, count=2)
        assert finding.text.cs
        assert finding.text.en
        assert (finding.weight is Weight.NOTE) == (finding.letter == "")
