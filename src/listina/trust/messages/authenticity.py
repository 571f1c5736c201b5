"""Asking the data-box system itself whether a message is genuine.

Done in the parent process: the confined one has no network.

Source: data-box service, operation AuthenticateMessage (dmBaseTypes 2.9): the whole signed message goes there, a yes or
no comes back.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from listina.texts import Text
from listina.trust.validation.message_report import MessageReport
from listina.trust.validation.signature_report import Reason
from listina.trust.validation.values import Integrity

_DENIED = Reason(
    code="message.denied",
    text=Text(
        "Informační systém datových schránek odpověděl, že tuto datovou zprávu nepřenesl.",
        "The data-box system answered that it did not carry this data message.",
    ),
)


class Authenticity(StrEnum):
    """What the data-box system says; the values stand in reports.

    Attributes:
        CONFIRMED: it carried this message.
        DENIED: it did not: a hard stop.
        NOT_ASKED: nobody asked it.
    """

    CONFIRMED = "confirmed"
    DENIED = "denied"
    NOT_ASKED = "not_asked"


class AuthenticityService(Protocol):
    """Asks the data-box system."""

    def ask(self, message: Path) -> Authenticity:
        """Say whether the system carried this message.

        Args:
            message: the ZFO.

        Raises:
            AuthenticityUnavailableError: it did not answer; nothing is known.
        """


class NobodyToAsk:
    """The service of an installation without access to the data-box system: reports say that nobody asked."""

    def ask(self, message: Path) -> Authenticity:  # noqa: ARG002  # nobody is asked
        """Say that nobody was asked."""
        return Authenticity.NOT_ASKED


def with_answer(message: MessageReport, answer: Authenticity) -> MessageReport:
    """Return what is told of a message with the system's answer; one that it denies is broken, and so is the input."""
    if answer is not Authenticity.DENIED:
        return replace(message, authenticity=answer.value)
    return replace(message, authenticity=answer.value, integrity=Integrity.BROKEN, reasons=(_DENIED, *message.reasons))
