"""Attachments are listed and taken out by a confined process; its refusals are the reader's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.data_messages import Attached, DataMessages, MessagePlan
from listina.isolation.limits import Limits
from listina.isolation.pool import Confined
from listina.trust.messages import errors, task
from listina.trust.messages.opener import MessageOpener
from listina.trust.messages.reading import read_message
from listina.trust.validation.values import MessageKind

CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 40


@pytest.fixture(scope="module")
def opener() -> Iterator[MessageOpener]:
    with Confined(*task.TASKS, count=1) as confined:
        yield MessageOpener(confined=confined)


@pytest.fixture
def message(data_messages: DataMessages) -> Path:
    return data_messages.message(MessagePlan(files=(Attached(name="Příloha.pdf", content=CONTENT),)))


def test_it_tells_what_the_reader_tells(opener: MessageOpener, message: Path) -> None:
    assert opener.open(message) == read_message(message).facts


def test_it_takes_an_attachment_out(opener: MessageOpener, message: Path, tmp_path: Path) -> None:
    opener.extract(message, 1, tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == CONTENT


def test_a_large_attachment_comes_out_of_the_process_too(
    opener: MessageOpener, data_messages: DataMessages, tmp_path: Path
) -> None:
    content = b"%PDF-1.7" + bytes(range(256)) * 50_000
    path = data_messages.message(MessagePlan(files=(Attached(name="velká.pdf", content=content),)))
    opener.extract(path, 1, tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == content


def test_the_readers_refusal_comes_through_with_its_advice(
    opener: MessageOpener, data_messages: DataMessages, tmp_path: Path
) -> None:
    receipt = data_messages.message(replace(MessagePlan(), kind=MessageKind.RECEIPT))
    with pytest.raises(errors.ReceiptHasNoAttachmentsError, match="receipt"):
        opener.extract(receipt, 1, tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()


def test_no_attachment_of_that_position_comes_through_as_such(
    opener: MessageOpener, message: Path, tmp_path: Path
) -> None:
    with pytest.raises(errors.NoSuchAttachmentError, match="no attachment 7"):
        opener.extract(message, 7, tmp_path / "out.pdf")


def test_a_file_that_is_no_message_is_refused(opener: MessageOpener, small_pdf: Path) -> None:
    with pytest.raises(errors.NotADataMessageError) as refused:
        opener.open(small_pdf)
    assert "ZFO" in refused.value.text("cs")


def test_a_process_that_gives_no_answer_is_a_refusal(message: Path) -> None:
    with (
        Confined(*task.TASKS, count=1, limits=Limits(answer_bytes=100)) as confined,
        pytest.raises(errors.MessageNotReadError),
    ):
        MessageOpener(confined=confined).open(message)
