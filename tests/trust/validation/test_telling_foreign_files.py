"""Whatever is in a stranger's file: its report can be told, drawn and written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree
from pyhanko.generated.etsi import ts_11910202 as vr
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig

from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.validation.engine import validate
from listina.trust.validation.etsi.writing import to_xml
from listina.trust.validation.inputs import InputFile, Request, ValidationInput
from listina.trust.validation.timeline import timeline
from listina.trust.validation.timeline_picture import NARROW, WIDE, draw
from listina.trust.validation.told import tell

AT = datetime(2026, 11, 27, 12, tzinfo=UTC)
STRICT = ParserConfig(fail_on_unknown_properties=True, fail_on_unknown_attributes=True, fail_on_converter_warnings=True)


@pytest.mark.filterwarnings("ignore:Attribute's length must be:UserWarning")
def test_the_report_of_every_foreign_file_is_told_drawn_and_written(shared_data: Path) -> None:
    trust = TrustSnapshot.of_anchors((), at=AT)
    files = sorted((shared_data / "pdf").rglob("*.pdf"))
    assert len(files) > 100
    signatures = 0
    for path in files:
        what = ValidationInput(document=InputFile(path=path, name=path.name))
        report = validate(Request(what=what, trust=trust, at=AT)).report
        signatures += len(report.signatures)
        told = tell(report)
        assert (told.state, len(told.signatures)) == (report.verdict, len(report.signatures)), path
        for width in (WIDE, NARROW):
            etree.fromstring(draw(timeline(report), language="cs", width=width).encode())
        xml = to_xml(report)
        XmlParser(config=STRICT).from_bytes(xml, vr.ValidationReport)
        document = etree.fromstring(xml)
        identifiers = document.xpath("//@id | //@Id")
        assert len(set(identifiers)) == len(identifiers), path
        assert {each for value in document.xpath("//@VOReference") for each in value.split()} <= set(identifiers), path
    assert signatures > 40
