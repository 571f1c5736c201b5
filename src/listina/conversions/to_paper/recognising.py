"""What a received file is to the conversion: the document, the data message it came in, or a signature beside it.

The content decides, never the name. What can be none of them is refused with advice; a PDF that may not be converted is
received all the same, so that the refusal has its record.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from listina.conversions.to_paper.errors import FileNotAcceptedError
from listina.conversions.to_paper.models import FileRole
from listina.conversions.to_paper.workshop import PaperWorkshop
from listina.documents.inspection.facts import FileKind
from listina.trust.messages.facts import DataMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What a file is.

    Attributes:
        role: to the conversion.
        message: its facts, if it is a data message.
    """

    role: FileRole
    message: DataMessage | None = None


def recognise(paper: PaperWorkshop, path: Path, *, beside: bool) -> Recognised:
    """Tell what a file is.

    Args:
        paper: the tools.
        path: the file.
        beside: whether it was given as a signature beside the document.

    Raises:
        FileNotAcceptedError: it can be no part of an input, or no signature though it was given as one.
        DataMessageError: it is a data message that cannot be read.
    """
    found = paper.examiner.inspector.inspect(path)
    if beside:
        if found.kind is not FileKind.SIGNATURE:
            raise FileNotAcceptedError(
                reason_cs="Soubor není samostatný elektronický podpis (P7S). Přiložte ten, který patří k dokumentu.",
                reason_en="The file is no detached signature (P7S). Add the one that belongs to the document.",
            )
        return Recognised(role=FileRole.DETACHED)
    if found.kind is FileKind.PDF:
        return Recognised(role=FileRole.DOCUMENT)
    if found.kind is FileKind.DATA_MESSAGE:
        return Recognised(role=FileRole.MESSAGE, message=paper.messages.open(path))
    text = found.refusals[0].text
    raise FileNotAcceptedError(reason_cs=text.cs, reason_en=text.en)
