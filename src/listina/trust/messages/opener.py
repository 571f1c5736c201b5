"""Listing and taking out attachments as a service: the message is read in a confined process.

What comes back is a stranger's claim: facts of an envelope nobody has verified. Whoever converts an attachment
validates it with its message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from listina.isolation.limits import ConfinedTaskFailedError
from listina.isolation.pool import Answer, Confined
from listina.strict_json import UnreadableJsonError, read_as
from listina.trust.messages import errors, task
from listina.trust.messages.facts import DataMessage

_ERRORS: Mapping[str, type[errors.DataMessageError]] = {
    kind.code: kind
    for kind in (
        errors.NotADataMessageError,
        errors.SignedSomethingElseError,
        errors.MessageVersionError,
        errors.MessageDamagedError,
        errors.MessageTooLargeError,
        errors.ReceiptHasNoAttachmentsError,
        errors.NoSuchAttachmentError,
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageOpener:
    """Opens data messages; safe to use from many threads.

    Attributes:
        confined: where hostile files are read; made with `task.TASKS`.
    """

    confined: Confined

    def open(self, message: Path) -> DataMessage:
        """Return what the message says of itself, with its attachments.

        Raises:
            DataMessageError: it cannot be taken as a data message.
            OSError: the file cannot be read.
        """
        answer = self._ask(task.LIST, {}, message)
        try:
            return read_as(DataMessage, answer.value["facts"])
        except (UnreadableJsonError, KeyError, TypeError) as error:
            raise errors.MessageNotReadError(failure="malformed answer") from error

    def extract(self, message: Path, position: int, target: Path) -> None:
        """Write an attachment to a file of its own; an existing file is overwritten, and gone after a refusal.

        Args:
            message: the ZFO.
            position: from 1.
            target: where to.

        Raises:
            DataMessageError: it cannot be taken as a data message, is a receipt, or has no such attachment.
            OSError: a file cannot be read or written.
        """
        try:
            self._ask(task.EXTRACT, {"position": position}, message, into=target)
        except errors.DataMessageError:
            target.unlink(missing_ok=True)
            raise

    def _ask(self, name: str, request: Mapping[str, Any], message: Path, into: Path | None = None) -> Answer:
        try:
            answer = self.confined.run(name, request, {"message": message}, into=into)
        except ConfinedTaskFailedError as error:
            raise errors.MessageNotReadError(failure=error.failure.value) from error
        match answer.value:
            case {"refused": str(code), "values": dict(values)} if code in _ERRORS:
                raise _refusal(code, values)
            case {"refused": _}:
                raise errors.MessageNotReadError(failure="malformed answer")
        return answer


def _refusal(code: str, values: Mapping[str, Any]) -> errors.DataMessageError:
    try:
        return _ERRORS[code](**values)
    except TypeError:
        return errors.MessageNotReadError(failure="malformed answer")
