"""Checks what somebody handed over: a PDF, perhaps with its signature beside it, or a data message with its PDFs.

Nothing is kept: the files lie in a folder that goes with the check. Nobody is asked a second time for the same data
message: its PDFs are checked at once, so that it need not wait here until one of them is chosen.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from listina.conversions.to_paper.errors import FileEmptyError, FileNotAcceptedError, MalwareFoundError
from listina.conversions.to_paper.examination import Examiner
from listina.conversions.to_paper.recognising import recognise
from listina.conversions.to_paper.workshop import PaperWorkshop
from listina.documents.inspection.facts import FileKind
from listina.documents.malware.scanning import Malware
from listina.law.dates import prague_day
from listina.portal.document_check.outcome import CheckedDocument, Outcome, PassedOver, document_of
from listina.texts import Text
from listina.trust.messages.authenticity import NobodyToAsk
from listina.trust.messages.errors import ReceiptHasNoAttachmentsError
from listina.trust.messages.facts import DataMessage
from listina.trust.validation.inputs import InputFile, ValidationInput
from listina.trust.validation.message_report import AttachmentReport
from listina.trust.validation.plain_text import plain_text
from listina.trust.validation.values import MessageKind

MOST_DOCUMENTS = 5
"""Of one data message; those beyond are passed over."""
MOST_SECONDS = 60
"""After this no further document of a data message is begun; each has its own limits."""
NAME_LENGTH = 200

_TOO_MANY = Text(
    "Na tuto přílohu se nedostalo. Uložte ji z datové zprávy a ověřte ji samostatně.",
    "This attachment was left out. Save it from the data message and check it by itself.",
)
_NO_PDF = Text("V datové zprávě není PDF, které by šlo ověřit.", "The data message holds no PDF that can be checked.")
_SIGNATURE_BESIDE_MESSAGE = Text(
    "K datové zprávě samostatný podpis nepřikládejte; vezmeme si ho z ní. Přikládá se jen k PDF.",
    "Add no detached signature to a data message; it is taken from there. Add it only to a PDF.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it comes in.

    Attributes:
        content: from its beginning.
        name: as its owner calls it.
    """

    content: BinaryIO
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCheck:
    """Checks documents for everybody.

    Attributes:
        paper: the tools of conversions to paper.
        seconds: a clock that never goes back.
    """

    paper: PaperWorkshop
    seconds: Callable[[], float]

    def check(self, document: Upload, detached: Upload | None = None) -> Outcome:
        """Return what a conversion would find out about a file; the file is gone afterwards.

        Args:
            document: a PDF or a data message.
            detached: a signature beside the PDF.

        Raises:
            ListinaError: it cannot be checked; the error says why and what to do.
        """
        with tempfile.TemporaryDirectory(prefix="listina-check-") as folder:
            kept = _kept(document, Path(folder) / "document")
            beside = None if detached is None else _kept(detached, Path(folder) / "detached")
            for file in filter(None, (kept, beside)):
                self._require_harmless(file.path)
            message = recognise(self.paper, kept.path, beside=False).message
            if beside is not None:
                if message is not None:
                    raise _not_accepted(_SIGNATURE_BESIDE_MESSAGE)
                recognise(self.paper, beside.path, beside=True)
            if message is None:
                return Outcome(documents=(self._document(ValidationInput(document=kept, detached=beside)),))
            return self._message(kept, message, Path(folder))

    @property
    def _examiner(self) -> Examiner:
        # The data-box system is asked with the operator's own access: for officials, never for strangers.
        return replace(self.paper.examiner, authenticity=NobodyToAsk())

    def _message(self, file: InputFile, message: DataMessage, folder: Path) -> Outcome:
        if message.kind is MessageKind.RECEIPT:
            raise ReceiptHasNoAttachmentsError
        ends_at = self.seconds() + MOST_SECONDS
        documents: list[CheckedDocument] = []
        passed_over: list[PassedOver] = []
        signatures = {item.name.lower(): item for item in message.attachments if item.name.lower().endswith(".p7s")}
        for item in message.attachments:
            if item in signatures.values():
                continue
            if len(documents) == MOST_DOCUMENTS or self.seconds() > ends_at:
                passed_over.append(PassedOver(name=plain_text(item.name), reason=_TOO_MANY))
                continue
            with self._taken_out(file, item, folder) as document:
                inspected = self._examiner.inspector.inspect(document.path)
                if inspected.kind is not FileKind.PDF or inspected.pdf is None:
                    reason = inspected.refusals[0].text
                    passed_over.append(PassedOver(name=plain_text(item.name), reason=reason))
                    continue
                beside = _beside(item, signatures)
                if beside is None:
                    documents.append(self._document(ValidationInput(document=document, message=file)))
                    continue
                with self._taken_out(file, beside, folder) as detached:
                    what = ValidationInput(document=document, detached=detached, message=file)
                    documents.append(self._document(what))
        if not documents:
            raise _not_accepted(_NO_PDF, *(item.reason for item in passed_over[:1]))
        return Outcome(documents=tuple(documents), passed_over=tuple(passed_over))

    def _document(self, what: ValidationInput) -> CheckedDocument:
        examined = self._examiner.examine(what)
        if examined.inspection.pdf is None:
            raise _not_accepted(examined.inspection.refusals[0].text)
        return document_of(
            what.document.name,
            examined,
            unchecked_stops=not self._examiner.may_consent,
            today=prague_day(examined.report.validated_at),
        )

    def _require_harmless(self, path: Path) -> None:
        found = self._examiner.scan(path)
        if found.outcome is Malware.FOUND:
            raise MalwareFoundError(name=found.name)

    @contextmanager
    def _taken_out(self, message: InputFile, item: AttachmentReport, folder: Path) -> Iterator[InputFile]:
        target = folder / f"attachment-{item.position}"
        self.paper.messages.extract(message.path, item.position, target)
        yield InputFile(path=target, name=item.name[:NAME_LENGTH])
        target.unlink()


def _not_accepted(*sentences: Text) -> FileNotAcceptedError:
    return FileNotAcceptedError(
        reason_cs=" ".join(text.cs for text in sentences), reason_en=" ".join(text.en for text in sentences)
    )


def _kept(upload: Upload, path: Path) -> InputFile:
    with path.open("wb") as file:
        shutil.copyfileobj(upload.content, file)
    if not path.stat().st_size:
        raise FileEmptyError
    return InputFile(path=path, name=upload.name[-NAME_LENGTH:])


def _beside(item: AttachmentReport, signatures: dict[str, AttachmentReport]) -> AttachmentReport | None:
    """Return the signature that is named after a document: `a.pdf.p7s` or `a.p7s` beside `a.pdf`."""
    name = item.name.lower()
    return signatures.get(f"{name}.p7s") or signatures.get(f"{name.rpartition('.')[0] or name}.p7s")
