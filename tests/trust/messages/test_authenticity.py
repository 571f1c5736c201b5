"""What the data-box system says of a message comes first; where nobody asked it, the report says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from fixtures.data_messages import DataMessages
from fixtures.input_trust import trust_of
from listina.trust.messages import judging
from listina.trust.messages.authenticity import Authenticity, NobodyToAsk, with_answer
from listina.trust.policy import TrustPolicy
from listina.trust.validation.inputs import InputFile
from listina.trust.validation.knowledge import Knowledge
from listina.trust.validation.message_report import MessageReport
from listina.trust.validation.undecided import file_facts
from listina.trust.validation.values import Integrity, Source


@pytest.fixture
def message(data_messages: DataMessages, trust_policy: TrustPolicy) -> MessageReport:
    trust = trust_of(trust_policy)
    knowledge = Knowledge(trust=trust)
    knowledge.learn(trust.supplied, Source.SUPPLIED)
    path = data_messages.message()
    file = file_facts(InputFile(path=path, name="zprava.zfo"))
    document = sha256(b"%PDF-1.7 nothing").hexdigest()
    found = judging.judge(path, file, document, knowledge, datetime.now(UTC)).report
    assert found is not None
    assert found.integrity is Integrity.INTACT
    return found


def test_an_installation_that_cannot_ask_says_that_nobody_asked(message: MessageReport) -> None:
    assert with_answer(message, NobodyToAsk().ask(Path("zprava.zfo"))) == message
    assert message.authenticity == "not_asked"


def test_a_confirmed_message_is_as_good_as_it_was(message: MessageReport) -> None:
    assert with_answer(message, Authenticity.CONFIRMED) == replace(message, authenticity="confirmed")


def test_a_denied_message_is_broken_whatever_its_seal_says(message: MessageReport) -> None:
    denied = with_answer(message, Authenticity.DENIED)
    assert denied.authenticity == "denied"
    assert denied.integrity is Integrity.BROKEN
    assert denied.reasons[0].code == "message.denied"
    assert denied.envelope.integrity is Integrity.INTACT
