"""What the demo's sender sends is valid for a test installation, as a real message is for a live one."""

from __future__ import annotations

from pathlib import Path

from fixtures.pki import PIN
from listina.trust.clock import utc_now
from listina.trust.demo_pki import DemoPki
from listina.trust.demo_sender import MESSAGE_ID, SENDER, DemoSender
from listina.trust.validation.engine import validate
from listina.trust.validation.inputs import InputFile, Request, ValidationInput
from listina.trust.validation.values import Integrity, MessageKind, Qualified, Result, Verdict

OPINION = Path(__file__).parents[2] / "demo" / "documents" / "opinion.pdf"


def test_the_message_and_the_signature_in_it_are_valid_and_qualified(demo_pki: DemoPki, tmp_path: Path) -> None:
    sender, signed, message = DemoSender(pki=demo_pki, pin=PIN), tmp_path / "signed.pdf", tmp_path / "message.zfo"
    sender.sign(OPINION, signed)
    sender.send(signed, message, name="Stanovisko & mapa.pdf", subject="Stanovisko")

    now = utc_now()
    what = ValidationInput(
        document=InputFile(path=signed, name="Stanovisko & mapa.pdf"),
        message=InputFile(path=message, name="zprava.zfo"),
    )
    report = validate(Request(what=what, trust=demo_pki.trust(now), at=now)).report
    assert report.verdict is Verdict.VALID
    (signature,) = report.signatures
    assert (signature.level, signature.qualification.qualified) == ("B-LT", Qualified.YES)
    assert signature.recognised

    found = report.message
    assert found is not None
    assert (found.kind, found.message_id, found.sender.holder) == (MessageKind.DELIVERED, MESSAGE_ID, SENDER)
    assert (found.integrity, found.envelope.result) == (Integrity.INTACT, Result.VALID)
    assert [item.name for item in found.attachments] == ["Stanovisko & mapa.pdf"]
    assert found.document_position == 1
