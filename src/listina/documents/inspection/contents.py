"""What a PDF carries besides its pages, or leaves outside: embedded files, other files, pictures for printing only."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import pikepdf

from listina.documents.inspection.codes import FindingCode
from listina.documents.inspection.collected import Collected, clean
from listina.documents.inspection.facts import EmbeddedFile
from listina.documents.inspection.walking import Node, TooHardError

MOST_EMBEDDED = 1000
"""How many embedded files are listed."""

_NAME_LENGTH = 255
_TYPE_LENGTH = 100
_KINDS = ("/UF", "/F", "/Unix", "/DOS", "/Mac")


@dataclass(slots=True, kw_only=True)
class Contents:
    """Looks at dictionaries as they come."""

    _specifications: list[Node] = field(default_factory=list)
    _loose: list[Node] = field(default_factory=list)
    _external: list[int] = field(default_factory=list)
    _alternates: list[int] = field(default_factory=list)

    def look(self, node: Node) -> None:
        """Remember what matters of a dictionary."""
        if "/EF" in node.entries:
            self._specifications.append(node)
        if node.stream is None:
            return
        if node.name("/Type") == "/EmbeddedFile":
            self._loose.append(node)
        if "/F" in node.entries or ("/Ref" in node.entries and node.name("/Subtype") == "/Form"):
            self._external.append(node.root)
        if "/Alternates" in node.entries or "/OPI" in node.entries:
            self._alternates.append(node.root)

    def tell(self, found: Collected, attached_to: dict[int, int]) -> tuple[EmbeddedFile, ...]:
        """Add the findings and return the embedded files.

        Args:
            found: where the findings go.
            attached_to: page numbers by the numbers of file specifications' objects and of what holds them.

        Raises:
            TooHardError: there are too many of them.
        """
        for _ in self._external:
            found.add(FindingCode.EXTERNAL_CONTENT)
        for _ in self._alternates:
            found.add(FindingCode.PRINT_ALTERNATE)
        embedded = self._embedded(attached_to)
        for file in embedded:
            found.add(FindingCode.EMBEDDED_FILES, page=file.page, name=file.name)
        return embedded

    def _embedded(self, attached_to: dict[int, int]) -> tuple[EmbeddedFile, ...]:
        files: dict[int, EmbeddedFile] = {}
        for node in self._specifications:
            streams = node.entries["/EF"]
            if not isinstance(streams, pikepdf.Dictionary):
                continue
            for stream in (streams.get(kind) for kind in _KINDS):
                if isinstance(stream, pikepdf.Stream) and stream.objgen[0] not in files:
                    page = attached_to.get(node.id, attached_to.get(node.root))
                    files[stream.objgen[0]] = _described(stream, node, page)
                    _bound(files)
        for node in self._loose:
            if node.stream is not None and node.id not in files:
                files[node.id] = _described(node.stream, None, None)
                _bound(files)
        return tuple(files.values())


def _bound(files: dict[int, EmbeddedFile]) -> None:
    if len(files) > MOST_EMBEDDED:
        raise TooHardError


def _described(stream: pikepdf.Stream, specification: Node | None, page: int | None) -> EmbeddedFile:
    content = stream.read_bytes()
    media_type = stream.stream_dict.get("/Subtype")
    return EmbeddedFile(
        name=_name(specification) if specification else "",
        media_type=clean(str(media_type)[1:], _TYPE_LENGTH) if isinstance(media_type, pikepdf.Name) else "",
        relationship=clean(specification.name("/AFRelationship")[1:], _TYPE_LENGTH) if specification else "",
        length=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        page=page,
    )


def _name(specification: Node) -> str:
    for kind in _KINDS:
        value = specification.entries.get(kind)
        if isinstance(value, pikepdf.String):
            return clean(value, _NAME_LENGTH)
    return ""
