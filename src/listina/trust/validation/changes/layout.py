"""The bytes behind a signature: each must belong to an object, a cross-reference section or the end of a revision.

Programs that repair a file look for objects anywhere in it; bytes that no cross-reference section accounts for may be
shown by one program and not by another (incremental-saving attacks).

Source: ISO 32000-2, §§ 7.5.4 to 7.5.8; Mladenov et al., 1 Trillion Dollar Refund (CCS 2019).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import process_data_at_eof
from pyhanko.pdf_utils.xref import ObjStreamRef, XRefSectionType, read_object_header

from listina.trust.validation.changes.states import Key, NotJudgeableError, State, defined_in

_BLANK = re.compile(rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]*(?:[\r\n]|$))*")
_END = re.compile(rb"startxref[\x00\t\n\x0c\r ]+(\d{1,12})[\x00\t\n\x0c\r ]+%%EOF")
_DOCUMENT_PARTS = re.compile(rb"\bobj\b|xref|trailer|endstream|/Root\b|/ByteRange\b")
_WINDOW_BYTES = 1 << 16
_MOST_TRAILING_BYTES = 1 << 24
_MOST_REVISIONS = 200


def signed_revision(reader: Any, file: BinaryIO, signed_length: int) -> int | None:
    """Return the revision that ends where a byte range ends; None if the file no longer builds upon it."""
    sections = [reader.xrefs.get_xref_container_info(number) for number in range(reader.xrefs.total_revisions)]
    if len(sections) > _MOST_REVISIONS:
        raise NotJudgeableError
    inside = [section.start_location < signed_length for section in sections]
    last = inside.count(True) - 1
    if last < 0 or not all(inside[: last + 1]):
        return None
    file.seek(signed_length)
    declared = process_data_at_eof(file)
    return last if declared == sections[last].declared_startxref else None


def review(reader: Any, file: BinaryIO, signed_length: int, signed: int) -> Iterator[str]:
    """Yield the kinds of what is strange about the bytes behind a signature."""
    last = reader.xrefs.total_revisions - 1
    stray = _first_stray_byte(reader, file, signed_length, signed)
    if stray is None and last == signed:
        yield "padding"
    elif stray is not None:
        file.seek(stray)
        rest = file.read(_MOST_TRAILING_BYTES)
        if last == signed:
            yield "incremental_saving" if _DOCUMENT_PARTS.search(rest) else "trailing_bytes"
        else:
            yield "unregistered_bytes"
    old = State(reader, signed)
    for revision in range(signed + 1, last + 1):
        if _is_strange(reader, revision, old):
            yield "file_structure"
        if _shows_hidden(reader, revision, signed_length, old):
            yield "shadow_object"


def _is_strange(reader: Any, revision: int, old: State) -> bool:
    info, data = reader.xrefs.get_xref_container_info(revision), reader.xrefs.get_xref_data(revision)
    if info.xref_section_type is XRefSectionType.HYBRID_MAIN:
        return True
    if any(generation != 0 for generation, _ in data.standard_xrefs.values()):
        return True
    # Freed by a number that pyHanko takes for another generation, while other programs delete the object.
    if any(old.place((number, 0)) is not None and following != 1 for number, following in data.freed.items()):
        return True
    containers = {container for section in range(revision) for container in _containers(reader, section)}
    return any(key[0] in containers for key in defined_in(reader, revision))


def _containers(reader: Any, revision: int) -> set[int]:
    return set(reader.xrefs.get_xref_data(revision).obj_streams_used)


def _shows_hidden(reader: Any, revision: int, signed_length: int, old: State) -> bool:
    """Tell whether a later revision points to bytes that were signed but not in use at that place."""
    now = State(reader, revision)
    for key in defined_in(reader, revision):
        place = now.place(key)
        if place is None or place == old.place(key):
            continue
        container: Key | None = (place.obj_stream_id, 0) if isinstance(place, ObjStreamRef) else None
        offset = place if container is None else now.place(container)
        if isinstance(offset, int) and offset < signed_length:
            return True
    return False


def _first_stray_byte(reader: Any, file: BinaryIO, signed_length: int, signed: int) -> int | None:
    """Return where something begins that no later revision accounts for; None if all is accounted for."""
    objects, sections, starts = _known_places(reader, signed)
    position, length = signed_length, file.seek(0, 2)
    while True:
        position = _behind_blanks(file, position)
        if position >= length:
            return None
        following: int | None = None
        if position in sections:
            following = _behind_section(reader, sections[position])
        elif position in objects:
            following = _behind_object(reader, position)
        else:
            file.seek(position)
            end = _END.match(file.read(_WINDOW_BYTES))
            if end and int(end.group(1)) in starts:
                following = position + end.end()
        if following is None or following <= position:
            return position
        position = following


def _known_places(reader: Any, signed: int) -> tuple[set[int], dict[int, Any], set[int]]:
    objects: set[int] = set()
    sections: dict[int, Any] = {}
    starts: set[int] = set()
    for revision in range(signed + 1, reader.xrefs.total_revisions):
        info, data = reader.xrefs.get_xref_container_info(revision), reader.xrefs.get_xref_data(revision)
        objects |= {offset for _, offset in data.standard_xrefs.values()}
        # pyHanko's place of a table is behind its first word.
        sections[info.start_location - (0 if info.stream_ref else len("xref\n"))] = info
        starts.add(info.declared_startxref)
    return objects, sections, starts


def _behind_blanks(file: BinaryIO, position: int) -> int:
    """Return where blanks and comments end; a comment longer than the window is taken for content."""
    while True:
        file.seek(position)
        window = file.read(_WINDOW_BYTES)
        found = _BLANK.match(window)
        skipped = found.end() if found else 0
        position += skipped
        if skipped < len(window) or not window:
            return position


def _behind_section(reader: Any, info: Any) -> int:
    if info.stream_ref is not None:
        return _behind_object(reader, info.start_location)
    stream = reader.stream
    stream.seek(info.end_location)
    generic.DictionaryObject.read_from_stream(stream, generic.TrailerReference(reader))
    return int(stream.tell())


def _behind_object(reader: Any, offset: int) -> int:
    stream = reader.stream
    stream.seek(offset)
    number, generation = read_object_header(stream, strict=True)
    generic.read_object(stream, generic.Reference(number, generation, reader))
    generic.read_non_whitespace(stream, seek_back=True)
    end = int(stream.tell())
    if stream.read(6) != b"endobj":
        raise NotJudgeableError
    return end + 6
