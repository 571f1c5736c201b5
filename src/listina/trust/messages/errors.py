"""Why a file cannot be taken as a data message, and what the official can do about it."""

from __future__ import annotations

from listina.errors import ListinaError, Remedy


class DataMessageError(ListinaError):
    """The file cannot be taken as a data message, or not for this."""


class NotADataMessageError(DataMessageError):
    """The file is no signed data at all, so it is no data message."""

    code = "message.not_a_message"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Soubor není datová zpráva. Stáhněte zprávu z datové schránky do souboru ZFO a vložte ten."
    en = "The file is no data message. Download the message from the data box as a ZFO file."


class SignedSomethingElseError(DataMessageError):
    """The file is signed data, but what is signed is no data message."""

    code = "message.signed_something_else"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = (
        "Soubor je podepsaný, ale datová zpráva v něm není. Stáhněte zprávu z datové schránky do souboru ZFO a vložte "
        "ten; samostatný podpis (.p7s) vložte spolu s dokumentem, ke kterému patří."
    )
    en = "The file is signed, but what is signed is no data message."


class MessageVersionError(DataMessageError):
    """It is a data message of a version that is not read."""

    code = "message.version"
    remedy = Remedy.REFUSE_THE_CONVERSION
    cs = "Tuto verzi datové zprávy aplikace nečte. Stáhněte zprávu z datové schránky znovu."
    en = "This version of data messages is not read: {namespace}"

    def __init__(self, *, namespace: str) -> None:
        """Keep the beginning of the namespace."""
        super().__init__(namespace=namespace[:100])


class MessageDamagedError(DataMessageError):
    """It is a data message, but it cannot be read to the end, or it can be read in more than one way."""

    code = "message.damaged"
    remedy = Remedy.REFUSE_THE_CONVERSION
    cs = "Datová zpráva je poškozená. Stáhněte ji z datové schránky znovu."
    en = "The data message is damaged: {found}"

    def __init__(self, *, found: str) -> None:
        """Keep an English sentence about the damage."""
        super().__init__(found=found[:200])


class MessageTooLargeError(DataMessageError):
    """The file is longer than a data message may be here."""

    code = "message.too_large"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Datová zpráva je větší než {most_megabytes} MB. Uložte z ní přílohu a vložte ji samostatně."
    en = "The data message is longer than {most_megabytes} MB."

    def __init__(self, *, most_megabytes: int) -> None:
        """Keep the limit, in millions of bytes."""
        super().__init__(most_megabytes=most_megabytes)


class ReceiptHasNoAttachmentsError(DataMessageError):
    """The file is a receipt, and a message with its attachments is needed."""

    code = "message.receipt"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Soubor je doručenka a přílohy v ní nejsou. Stáhněte z datové schránky samotnou zprávu (ZFO) a vložte tu."
    en = "The file is a receipt, which holds no attachments. Download the message itself."


class NoSuchAttachmentError(DataMessageError):
    """The message has no attachment of this position."""

    code = "message.no_such_attachment"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Taková příloha v datové zprávě není. Vyberte některou ze seznamu."
    en = "The data message has no attachment {position}."

    def __init__(self, *, position: int) -> None:
        """Keep what was asked for."""
        super().__init__(position=position)


class MessageNotReadError(DataMessageError):
    """The confined process that read the message gave no answer, so nothing is known about it."""

    code = "message.not_read"
    remedy = Remedy.REFUSE_THE_CONVERSION
    cs = "Datovou zprávu se nepodařilo přečíst. Stáhněte ji z datové schránky znovu."
    en = "The process that read the data message gave no answer: {failure}"

    def __init__(self, *, failure: str) -> None:
        """Keep how it failed."""
        super().__init__(failure=failure)


class AuthenticityUnavailableError(DataMessageError):
    """The data-box system did not answer whether the message is genuine."""

    code = "message.authenticity_unavailable"
    remedy = Remedy.TRY_LATER
    cs = "Informační systém datových schránek neodpovídá, pravost zprávy nelze ověřit. Zkuste to později."
    en = "The data-box system did not answer: {reason}"

    def __init__(self, *, reason: str) -> None:
        """Keep an English sentence."""
        super().__init__(reason=reason)
