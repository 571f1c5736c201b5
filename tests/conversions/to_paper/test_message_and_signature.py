"""A data message keeps what it said when a signature comes beside its attachment; only a message has a next one."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.data_messages import Attached, DataMessages, MessagePlan
from fixtures.detached_signatures import DetachedSignatures
from fixtures.hostile_pdfs import made
from fixtures.paper import PaperHouse
from listina.conversions.models import Case
from listina.conversions.to_paper.errors import NoMessageError
from listina.database.scope import authority_scope
from listina.trust.signers import SoftwareKey


def test_a_signature_beside_an_attachment_leaves_the_message_known(
    paper_house: PaperHouse,
    data_messages: DataMessages,
    detached_signatures: DetachedSignatures,
    official_key: SoftwareKey,
    tmp_path: Path,
) -> None:
    document = made(tmp_path / "rozhodnuti.pdf").read_bytes()
    files = (
        Attached(name="rozhodnuti.pdf", content=document),
        Attached(name="priloha.pdf", content=document, role="enclosure"),
    )
    case_id = paper_house.open_case()
    paper_house.receive(case_id, data_messages.message(MessagePlan(files=files)))
    paper_house.service.choose_attachment(paper_house.house.actor, case_id, 1)
    before = paper_house.paper(case_id)

    signature = tmp_path / "rozhodnuti.p7s"
    signature.write_bytes(detached_signatures.sign(document, official_key))
    paper_house.receive(case_id, signature, beside=True)

    after = paper_house.paper(case_id)
    assert after.detached is not None
    assert (after.message, after.message_id) == (before.message, before.message_id)
    assert after.message_id
    assert [(item.name, item.is_chosen) for item in after.attachments] == [
        ("rozhodnuti.pdf", True),
        ("priloha.pdf", False),
    ]


def test_a_document_without_a_message_has_no_next_attachment_and_opens_no_case(
    paper_house: PaperHouse, tmp_path: Path
) -> None:
    actor = paper_house.house.actor
    case_id = paper_house.examined_case(made(tmp_path / "sam.pdf"))
    with pytest.raises(NoMessageError):
        paper_house.service.next_attachment(actor, case_id, 2)
    with authority_scope(actor.authority_id):
        assert [case.id for case in Case.objects.all()] == [case_id]
