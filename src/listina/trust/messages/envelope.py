"""The XML of a data message in one pass: texts at their exact places, attachments by where they lie.

The parser is expat with document types refused, so there are no entities, no files and no network. Attachments are
never collected: they may have tens of megabytes. An element that a message has once must be there once and in its
place, so that no two readers can see two messages in one file (signature wrapping).

Source: schema dmBaseTypes 2.10 (`tReturnedMessage`, `tDelivery`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from listina.trust.messages.errors import MessageDamagedError, MessageVersionError, SignedSomethingElseError
from listina.trust.validation.values import MessageKind

MOST_FILES = 1000

_PIECE_BYTES = 1 << 20
_MOST_TEXT = 200_000
_MOST_NAME = 1000
_MOST_ELEMENTS = 100_000
_DEEPEST = 50
# The host is matched, not named: it bears the name of the state's own service.
_NAMESPACE = re.compile(r"(http://isds\.[a-z]+\.cz)(?:/v20/(message|SentMessage|delivery))?(/.*)?", re.DOTALL)
_ROOTS = {
    ("message", "MessageDownloadResponse"): (MessageKind.DELIVERED, "dmReturnedMessage"),
    ("SentMessage", "MessageDownloadResponse"): (MessageKind.SENT, "dmReturnedMessage"),
    ("delivery", "GetDeliveryInfoResponse"): (MessageKind.RECEIPT, "dmDelivery"),
}
_OF_MESSAGE = (
    "dmID",
    "dbIDSender",
    "dmSender",
    "dmSenderAddress",
    "dmSenderType",
    "dmRecipient",
    "dmRecipientAddress",
    "dbIDRecipient",
    "dmAnnotation",
)
_OF_DELIVERY = ("dmHash", "dmQTimestamp", "dmDeliveryTime", "dmAcceptanceTime")
_ONCE = frozenset({"dmDm", "dmFiles", *_OF_MESSAGE, *_OF_DELIVERY})
_KNOWN = _ONCE | {"dmReturnedMessage", "dmDelivery", "dmFile", "dmEncodedContent"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """One attachment: its attributes, and where its base64 lies in the XML, in bytes."""

    name: str
    media_type: str
    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What was found in the XML.

    Attributes:
        kind: by the root.
        texts: by element.
        hash_algorithm: of `dmHash`.
        message_place: of the element `dmDm`, its tags included: first byte, and the one behind it.
        files: in order.
    """

    kind: MessageKind
    texts: Mapping[str, str]
    hash_algorithm: str
    message_place: tuple[int, int]
    files: tuple[FoundFile, ...]

    def text(self, name: str) -> str:
        """Return the text of an element; empty if it is not there or says nothing."""
        return self.texts.get(name, "")


def read_envelope(xml: bytes) -> Envelope:
    """Read the XML of a data message.

    Raises:
        SignedSomethingElseError: it is no XML, or none of a data message.
        MessageVersionError: of another version of the data-box service.
        MessageDamagedError: not well-formed, incomplete, ambiguous or beyond a limit.
    """
    return _Pass(xml).envelope()


class _Pass:
    """One reading of the XML; the methods named `_on…` are what expat calls."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self._path: list[str] = []
        self._expected: dict[tuple[str, ...], str] = {}
        self._texts: dict[str, str] = {}
        self._seen: set[str] = set()
        self._files: list[FoundFile] = []
        self._kind: MessageKind | None = None
        self._hash_algorithm = ""
        self._message = (0, 0)
        self._collected: list[str] | None = None
        self._length = 0
        self._elements = 0
        self._file: dict[str, str] | None = None
        self._start = 0
        self._parser = expat.ParserCreate("utf-8", " ")
        self._parser.XmlDeclHandler = _refuse_other_encodings
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        self._parser.StartElementHandler = self._on_start
        self._parser.EndElementHandler = self._on_end

    def envelope(self) -> Envelope:
        view = memoryview(self._xml)
        try:
            for start in range(0, len(view), _PIECE_BYTES):
                self._parser.Parse(view[start : start + _PIECE_BYTES], False)
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            if self._kind is None:
                raise SignedSomethingElseError from error
            raise MessageDamagedError(found=f"not well-formed: {error}") from error
        if self._kind is None or not {"dmDm", "dmID", "dmHash"} <= self._seen:
            raise MessageDamagedError(found="the message is not complete")
        if self._kind is not MessageKind.RECEIPT and not self._files:
            raise MessageDamagedError(found="there is no attachment in the message")
        return Envelope(
            kind=self._kind,
            texts=self._texts,
            hash_algorithm=self._hash_algorithm,
            message_place=self._message,
            files=tuple(self._files),
        )

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > _MOST_ELEMENTS or len(self._path) >= _DEEPEST:
            raise MessageDamagedError(found="too many elements")
        self._path.append(name)
        if self._kind is None:
            self._on_root(name)
            return
        if self._collected is not None or (self._file is not None and self._start):
            raise MessageDamagedError(found="an element within a value")
        local = self._expected.get(tuple(self._path), "")
        if not local:
            self._refuse_misplaced(name)
            return
        if local in _ONCE or local in {"dmReturnedMessage", "dmDelivery"}:
            if local in self._seen:
                raise MessageDamagedError(found=f"there are two {local}")
            self._seen.add(local)
        self._on_known(local, attributes)

    def _on_root(self, name: str) -> None:
        namespace, _, local = name.rpartition(" ")
        found = _NAMESPACE.fullmatch(namespace)
        if found is None:
            raise SignedSomethingElseError
        host, version = found[1], f"{found[1]}/v20"
        if found[2] is None or found[3] or (found[2], local) not in _ROOTS:
            raise MessageVersionError(namespace=name.removeprefix(host))
        self._kind, body = _ROOTS[found[2], local]
        within = (name, f"{namespace} {body}")
        message = (*within, f"{version} dmDm")
        files = (*message, f"{version} dmFiles")
        self._expected = {within: body, message: "dmDm"}
        self._expected |= {(*within, f"{namespace} {each}"): each for each in _OF_DELIVERY}
        self._expected |= {(*message, f"{version} {each}"): each for each in _OF_MESSAGE}
        if self._kind is not MessageKind.RECEIPT:
            file = (*files, f"{version} dmFile")
            self._expected |= {files: "dmFiles", file: "dmFile"}
            self._expected[(*file, f"{version} dmEncodedContent")] = "dmEncodedContent"

    def _refuse_misplaced(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if local == "dmXMLContent":
            raise MessageVersionError(namespace=local)
        if local in _KNOWN:
            raise MessageDamagedError(found=f"{local} is not in its place")

    def _on_known(self, local: str, attributes: dict[str, str]) -> None:
        position = self._parser.CurrentByteIndex
        match local:
            case "dmDm":
                self._message = (position, 0)
            case "dmFile":
                if len(self._files) >= MOST_FILES:
                    raise MessageDamagedError(found="too many attachments")
                self._file, self._start = attributes, 0
            case "dmEncodedContent":
                self._start = self._xml.index(b">", position) + 1
            case "dmReturnedMessage" | "dmDelivery" | "dmFiles":
                pass
            case _:
                if local == "dmHash":
                    self._hash_algorithm = attributes.get("algorithm", "")[:_MOST_NAME]
                self._collected, self._length = [], 0
                self._parser.CharacterDataHandler = self._on_text

    def _on_text(self, text: str) -> None:
        self._length += len(text)
        if self._collected is None or self._length > _MOST_TEXT:
            raise MessageDamagedError(found="a value is too long")
        self._collected.append(text)

    def _on_end(self, _: str) -> None:
        local = self._expected.get(tuple(self._path), "")
        self._path.pop()
        position = self._parser.CurrentByteIndex
        if self._collected is not None:
            self._texts[local] = "".join(self._collected).strip()
            self._collected = None
            self._parser.CharacterDataHandler = None
        elif local == "dmDm":
            self._message = (self._message[0], self._xml.index(b">", position) + 1)
        elif local == "dmEncodedContent":
            self._on_file_end(position)
        elif local == "dmFile" and self._file is not None:
            raise MessageDamagedError(found="an attachment is empty or no base64")

    def _on_file_end(self, position: int) -> None:
        file = self._file
        if file is None:
            raise MessageDamagedError(found="an attachment has two contents")
        names = {key: file.get(key, "") for key in ("dmFileDescr", "dmMimeType", "dmFileMetaType")}
        if any(len(value) > _MOST_NAME for value in names.values()):
            raise MessageDamagedError(found="the name of an attachment is too long")
        found = FoundFile(
            name=names["dmFileDescr"],
            media_type=names["dmMimeType"],
            role=names["dmFileMetaType"],
            start=self._start,
            end=max(self._start, position),  # an empty element ends where it begins
        )
        self._files.append(found)
        self._file, self._start = None, 0


def _refuse_other_encodings(_: str, encoding: str | None, __: int) -> None:
    if (encoding or "utf-8").lower() != "utf-8":
        raise MessageDamagedError(found="another encoding than UTF-8")


def _refuse_doctype(*_: Any) -> None:
    raise MessageDamagedError(found="a document type")
