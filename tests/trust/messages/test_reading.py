"""A data message is read exactly or refused with a reason; it never says two things."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from fixtures.data_messages import HOST, Attached, DataMessages, MessagePlan, in_pieces
from listina.trust.messages import errors
from listina.trust.messages.reading import MOST_BYTES, read_message
from listina.trust.validation.message_report import DataBox
from listina.trust.validation.values import MessageKind

FILES = (
    Attached(name="Příloha č. 1 – žluťoučký kůň.pdf", content=b"%PDF-1.7 first"),
    Attached(name='"druhá" <příloha> & další.pdf', content=b"%PDF-1.7 second" * 999, role="enclosure"),
    Attached(name="prázdná.txt", content=b"", media_type="text/plain", role="enclosure"),
)


def _replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert data.count(old) >= 1
        return data.replace(old, new, 1)

    return change


def _read_changed(messages: DataMessages, change: Callable[[bytes], bytes]) -> None:
    read_message(messages.message(MessagePlan(files=FILES, change_xml=change)))


def test_a_delivered_message_says_who_sent_what_to_whom_and_when(data_messages: DataMessages) -> None:
    message = read_message(data_messages.message(MessagePlan(files=FILES)))
    facts = message.facts
    assert facts.kind is MessageKind.DELIVERED
    assert facts.message_id == "3401761"
    assert facts.subject == "Rozhodnutí o příspěvku & výzva"
    assert facts.sender == DataBox(id="qrdae26", holder="Obec Lhota", address="Náves 1, 29441 Lhota, CZ", kind=10)
    assert facts.recipient.id == "uxidq2y"
    assert facts.recipient.kind is None
    assert facts.delivered_into_box_at == datetime(2026, 3, 2, 11, 2, 27, 683000, tzinfo=UTC)
    assert facts.accepted_at == datetime(2026, 3, 2, 11, 2, 53, 374000, tzinfo=UTC)
    assert [item.name for item in facts.attachments] == [file.name for file in FILES]
    assert [item.sha256 for item in facts.attachments] == [sha256(file.content).hexdigest() for file in FILES]
    assert [item.role for item in facts.attachments] == ["main", "enclosure", "enclosure"]
    assert message.digest.value == message.digest.recomputed


def test_a_sent_message_knows_no_facts_of_delivery(data_messages: DataMessages) -> None:
    facts = read_message(data_messages.message(MessagePlan(kind=MessageKind.SENT, files=FILES))).facts
    assert facts.kind is MessageKind.SENT
    assert facts.delivered_into_box_at is None
    assert facts.accepted_at is None
    assert len(facts.attachments) == 3


def test_a_receipt_has_facts_and_no_attachments_and_its_digest_says_nothing(data_messages: DataMessages) -> None:
    message = read_message(data_messages.message(MessagePlan(kind=MessageKind.RECEIPT)))
    assert message.facts.kind is MessageKind.RECEIPT
    assert message.facts.attachments == ()
    assert message.facts.delivered_into_box_at is not None
    assert message.digest.recomputed == b""
    with pytest.raises(errors.ReceiptHasNoAttachmentsError):
        message.attachment(1)


def test_an_attachment_comes_out_as_it_went_in(data_messages: DataMessages) -> None:
    message = read_message(data_messages.message(MessagePlan(files=FILES)))
    for position, file in enumerate(FILES, start=1):
        assert b"".join(message.attachment(position)) == file.content


@pytest.mark.parametrize("position", [0, -1, 4])
def test_an_attachment_that_is_not_there_is_refused(data_messages: DataMessages, position: int) -> None:
    message = read_message(data_messages.message(MessagePlan(files=FILES)))
    with pytest.raises(errors.NoSuchAttachmentError):
        message.attachment(position)


def test_a_message_of_fifteen_megabytes_is_read_in_seconds(data_messages: DataMessages) -> None:
    content = b"%PDF-1.7" + bytes(range(256)) * 60_000
    path = data_messages.message(MessagePlan(files=(Attached(name="velká.pdf", content=content),)))
    assert path.stat().st_size > 20_000_000
    start = time.process_time()
    message = read_message(path)
    assert time.process_time() - start < 10
    assert message.facts.attachments[0].sha256 == sha256(content).hexdigest()


@pytest.mark.parametrize(
    "wrap",
    [
        base64.encodebytes,
        lambda data: b"-----BEGIN PKCS7-----\r\n" + base64.encodebytes(data) + b"-----END PKCS7-----\r\n",
    ],
)
def test_a_message_may_come_in_base64(data_messages: DataMessages, wrap: Callable[[bytes], bytes]) -> None:
    path = data_messages.message()
    expected = read_message(path).facts
    path.write_bytes(wrap(path.read_bytes()))
    assert read_message(path).facts == expected


def test_a_message_may_come_in_definite_lengths(data_messages: DataMessages) -> None:
    expected = read_message(data_messages.message()).facts
    path = data_messages.folder / "der.zfo"
    path.write_bytes(data_messages.sealed(data_messages.xml(MessagePlan())))
    assert read_message(path).facts == expected


def test_a_message_within_a_message_is_an_attachment_and_nothing_more(data_messages: DataMessages) -> None:
    inner = data_messages.message().read_bytes()
    files = (Attached(name="původní.zfo", content=inner, media_type="application/vnd.software602.filler.form+xml"),)
    message = read_message(data_messages.message(MessagePlan(files=files)))
    assert b"".join(message.attachment(1)) == inner
    assert len(message.facts.attachments) == 1


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"0", b"0\x80", b"MIIB", b"PK\x03\x04", b"\xff" * 999])
def test_what_is_no_signed_data_is_no_message(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.zfo"
    path.write_bytes(content)
    with pytest.raises(errors.NotADataMessageError):
        read_message(path)


@pytest.mark.parametrize("content", [b"", b"plain text", b"<html/>", b'<a xmlns="urn:x"/>', b"%PDF-1.7"])
def test_signed_data_around_something_else_is_told_apart(data_messages: DataMessages, content: bytes) -> None:
    path = data_messages.folder / "other.p7m"
    path.write_bytes(in_pieces(data_messages.sealed(content)))
    with pytest.raises(errors.SignedSomethingElseError):
        read_message(path)


@pytest.mark.parametrize("namespace", [f"{HOST}/v30/message", HOST, f"{HOST}/v20", f"{HOST}/v20/message/x"])
def test_another_version_is_refused(data_messages: DataMessages, namespace: str) -> None:
    change = _replaced(f'"{HOST}/v20/message"'.encode(), f'"{namespace}"'.encode())
    with pytest.raises(errors.MessageVersionError):
        _read_changed(data_messages, change)


_WRONG = {
    "two messages": (b"</q:dmReturnedMessage>", b'<p:dmDm xmlns:p="%s/v20"/></q:dmReturnedMessage>' % HOST.encode()),
    "two bodies": (b"</q:MessageDownloadResponse>", b"<q:dmReturnedMessage/></q:MessageDownloadResponse>"),
    "two numbers": (b"</p:dmID>", b"</p:dmID><p:dmID>1</p:dmID>"),
    "two lists of files": (b"</p:dmFiles>", b"</p:dmFiles><p:dmFiles/>"),
    "two delivery times": (b"<q:dmAcceptanceTime>", b"<q:dmDeliveryTime/><q:dmAcceptanceTime>"),
    "a number elsewhere": (b"</q:dmReturnedMessage>", b"<q:dmID>1</q:dmID></q:dmReturnedMessage>"),
    "a number in a value": (b"</p:dmID>", b"<b/></p:dmID>"),
    "two contents": (b"</p:dmEncodedContent>", b"</p:dmEncodedContent><p:dmEncodedContent>AA==</p:dmEncodedContent>"),
    "an element in a content": (b"</p:dmEncodedContent>", b"<b/></p:dmEncodedContent>"),
    "a comment in a content": (b"</p:dmEncodedContent>", b"<!-- --></p:dmEncodedContent>"),
    "no base64": (b"</p:dmEncodedContent>", b"*</p:dmEncodedContent>"),
    "half a group": (b"</p:dmEncodedContent>", b"A</p:dmEncodedContent>"),
    "text behind padding": (b"</p:dmEncodedContent>", b"AAA=AAAA</p:dmEncodedContent>"),
    "no number": (b"<p:dmID>3401761</p:dmID>", b""),
    "a wrong number": (b"<p:dmID>3401761", b"<p:dmID>34x"),
    "a box of eight": (b"<p:dbIDSender>qrdae26", b"<p:dbIDSender>qrdae267"),
    "a time without zone": (b"27.683+01:00</q:dmD", b"27.683</q:dmD"),
    "no such day": (b"2026-03-02T12:02:27.683", b"2026-02-30T12:02:27.683"),
    "a time before all": (b"2026-03-02T12:02:27.683", b"0001-01-01T00:00:00.000"),
    "another role": (b'"main"', b'"first"'),
    "no digest": (b"<q:dmHash", b"<q:dmOther/><!--"),
    "an unknown entity": (b"3401761<", b"&amp;&x;<"),
    "not closed": (b"</q:MessageDownloadResponse>", b""),
    "another encoding": (b"<q:MessageD", b'<?xml version="1.0" encoding="utf-16"?><q:MessageD'),
    "a document type": (b"<q:MessageD", b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><q:MessageD'),
    "too long a value": (b"<p:dmAnnotation>", b"<p:dmAnnotation>" + b"a" * 300_000),
    "too deep": (b"<p:dmToHands", b"<x>" * 60 + b"</x>" * 60 + b"<p:dmToHands"),
    "too many elements": (b"<p:dmToHands", b"<x/>" * 120_000 + b"<p:dmToHands"),
    "bytes that are no UTF-8": (b"Obec Lhota", b"Obec \xff"),
}


@pytest.mark.parametrize("wrong", list(_WRONG))
def test_what_is_wrong_or_could_be_read_in_two_ways_is_refused(data_messages: DataMessages, wrong: str) -> None:
    with pytest.raises(errors.MessageDamagedError):
        _read_changed(data_messages, _replaced(*_WRONG[wrong]))


def test_an_entity_bomb_is_refused_at_once(data_messages: DataMessages) -> None:
    bomb = b'<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    start = time.process_time()
    with pytest.raises(errors.MessageDamagedError):
        _read_changed(data_messages, lambda xml: bomb + b"]>" + xml.replace(b"3401761", b"&j;", 1))
    assert time.process_time() - start < 2


def test_an_attachment_as_xml_is_refused(data_messages: DataMessages) -> None:
    change = _replaced(b"<p:dmEncodedContent>", b"<p:dmXMLContent/><p:dmEncodedContent>")
    with pytest.raises(errors.MessageVersionError):
        _read_changed(data_messages, change)


def test_a_truncated_message_is_refused_wherever_it_ends(data_messages: DataMessages) -> None:
    path = data_messages.message()
    whole = path.read_bytes()
    for length in range(1, len(whole) - 1, 97):
        path.write_bytes(whole[:length])
        with pytest.raises(errors.DataMessageError):
            read_message(path)


def test_nothing_may_stand_behind_a_message(data_messages: DataMessages) -> None:
    path = data_messages.message()
    path.write_bytes(path.read_bytes() + b"more")
    with pytest.raises(errors.NotADataMessageError):
        read_message(path)


def test_lengths_that_nest_without_end_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "deep.zfo"
    path.write_bytes(b"\x30\x80" * 1_000_000)
    start = time.process_time()
    with pytest.raises(errors.NotADataMessageError):
        read_message(path)
    assert time.process_time() - start < 1


def test_a_file_beyond_the_limit_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.zfo"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(errors.MessageTooLargeError):
        read_message(path)
