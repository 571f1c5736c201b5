"""Real messages of the data-box test environment, and the published schema, against reader and builder."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from fixtures.data_messages import HOST, Attached, DataMessages, MessagePlan
from listina.trust import ber
from listina.trust.messages.reading import read_message
from listina.trust.validation.message_report import DataBox
from listina.trust.validation.values import MessageKind

SENDER = DataBox(id="qrdae26", holder="Barbucha Holding", address="Americká 23, 12000 Praha 2, CZ", kind=20)
RECIPIENT = DataBox(
    id="uxidq2y",
    holder="Ministerstvo hloupé chůze",
    address="Vycházková 1396/26, 66451 Šlapanice, CZ",
    kind=None,
)


@pytest.fixture
def isds(shared_data: Path) -> Path:
    return shared_data / "isds"


@pytest.fixture
def schema(isds: Path) -> etree.XMLSchema:
    both = "".join(f'<xs:include schemaLocation="{name}.xsd"/>' for name in ("dmBaseTypes", "dbTypes"))
    document = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{HOST}/v20">{both}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(document.encode(), base_url=str(isds / "both.xsd")))


def _as_the_schema_has_it(xml: bytes) -> etree._Element:
    """Return the message in the one namespace of the schema; signed ones have another for their kind."""
    plain = re.sub(rb"/v20/(message|SentMessage|delivery)", b"/v20", xml)
    return etree.fromstring(re.sub(rb' isds_send="[^"]*"', b"", plain))


def test_a_real_message_is_read_exactly(isds: Path) -> None:
    message = read_message(isds / "incoming-3401761.zfo")
    facts = message.facts
    assert facts.kind is MessageKind.DELIVERED
    assert (facts.message_id, facts.subject) == ("3401761", "test 2015-03-02 001")
    assert (facts.sender, facts.recipient) == (SENDER, RECIPIENT)
    assert facts.delivered_into_box_at == datetime(2015, 3, 2, 11, 2, 27, 683000, tzinfo=UTC)
    assert facts.accepted_at == datetime(2015, 3, 2, 11, 2, 53, 374000, tzinfo=UTC)
    assert [(item.name, item.media_type, item.role) for item in facts.attachments] == [
        ("test_01.txt", "", "main"),
        ("test_02.txt", "", "enclosure"),
    ]
    assert b"".join(message.attachment(2)) == b"test 02\n"


def test_its_digest_is_that_of_the_bytes_of_its_element(isds: Path) -> None:
    digest = read_message(isds / "incoming-3401761.zfo").digest
    assert digest.algorithm == "SHA-256"
    assert digest.value == digest.recomputed


def test_a_real_receipt_is_read_exactly(isds: Path) -> None:
    facts = read_message(isds / "delivery-info-6452235.zfo").facts
    assert facts.kind is MessageKind.RECEIPT
    assert (facts.message_id, facts.sender, facts.recipient) == ("6452235", SENDER, RECIPIENT)
    assert facts.delivered_into_box_at == datetime(2018, 4, 25, 15, 26, 34, 400000, tzinfo=UTC)
    assert facts.accepted_at is None
    assert facts.attachments == ()


@pytest.mark.parametrize("name", ["incoming-3401761.zfo", "delivery-info-6452235.zfo"])
def test_real_messages_are_valid_by_the_schema(isds: Path, schema: etree.XMLSchema, name: str) -> None:
    content = ber.open_signed_data((isds / name).read_bytes()).content
    schema.assertValid(_as_the_schema_has_it(content))


@pytest.mark.parametrize("kind", list(MessageKind))
def test_built_messages_are_valid_by_the_schema(
    data_messages: DataMessages, schema: etree.XMLSchema, kind: MessageKind
) -> None:
    files = (Attached(name="a.pdf", content=b"a"), Attached(name="b.pdf", content=b"b", role="enclosure"))
    schema.assertValid(_as_the_schema_has_it(data_messages.xml(MessagePlan(kind=kind, files=files))))
