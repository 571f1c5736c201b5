"""The bytes behind a signature: each must belong to an object, a cross-reference section or the end of a revision.

Programs that repair a file look for objects anywhere in it; bytes that no cross-reference section accounts for may be
shown by one program and not by another (incremental-saving attacks).

Source: ISO 32000-2, §§ 7.5.4 to 7.5.8; Mladenov et al., 1 Trillion Dollar Refund (CCS 2019).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, BinaryIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import process_data_at_eof
from pyhanko.pdf_utils.xref import ObjStreamRef, XRefSectionType

from listina.trust.validation.changes.states import Key, NotJudgeableError, State, defined_in
from listina.trust.validation.changes.tail import Tail

_DOCUMENT_PARTS = re.compile(rb"\bobj\b|xref|trailer|endstream|/Root\b|/ByteRange\b")
_MOST_TAIL_BYTES = 1 << 26
_MOST_REVISIONS = 200
_LINE = rb"[ ]?(?:\r\n|\n|\r)"
_TABLE = re.compile(
    rb"(?:xref"
    + _LINE
    + rb")?(?:\d{1,10} \d{1,10}"
    + _LINE
    + rb"(?:\d{10} \d{5} [nf](?: \n| \r|\r\n))+)+\s*(?:trailer\s*)?"
)

_HEAD = re.compile(rb"(\d{1,10}) (\d{1,10})" + _LINE)
_ROW_KINDS = frozenset({0, 1, 2})
_BLANKS = b"\x00\t\n\x0c\r "


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
        rest = file.read(_MOST_TAIL_BYTES)
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
    if info.xref_section_type is XRefSectionType.HYBRID_MAIN or "/Root" not in _trailer(reader, info):
        # Some programs take the catalog from the trailer before, others look for objects by themselves.
        return True
    if any(generation != 0 for generation, _ in data.standard_xrefs.values()):
        return True
    # Freed by a number that pyHanko takes for another generation, while other programs delete the object.
    if any(old.place((number, 0)) is not None and following != 1 for number, following in data.freed.items()):
        return True
    if not (_is_regular_stream if info.stream_ref else _is_regular_table)(reader, info):
        return True
    if any(_names_twice(reader, container, revision) for container in _containers(reader, revision)):
        return True
    containers = {container for section in range(revision) for container in _containers(reader, section)}
    return any(key[0] in containers for key in defined_in(reader, revision))


def _is_regular_table(reader: Any, info: Any) -> bool:
    """Tell whether every program reads the same rows: some take 20 bytes for each, whatever stands there."""
    reader.stream.seek(info.start_location)
    written = reader.stream.read(info.end_location - info.start_location)
    numbers = [int(number) for head in _HEAD.findall(written) for number in head]
    return _TABLE.fullmatch(written) is not None and _names_each_once(numbers)


def _is_regular_stream(reader: Any, info: Any) -> bool:
    """Tell the same of a stream of references; kinds of rows that nobody has defined yet mean nothing to some."""
    stream = _trailer(reader, info)
    widths = [int(width) for width in stream["/W"]]
    numbers = [int(number) for number in stream.get("/Index", (0, stream["/Size"]))]
    rows, row = bytes(stream.data), sum(widths)
    return (
        widths[:1] == [1]
        and not {"/Extends", "/XRefStm"} & set(stream)
        and len(rows) == row * sum(numbers[1::2])
        and set(rows[::row]) <= _ROW_KINDS
        and _names_each_once(numbers)
    )


def _names_each_once(numbers: list[int]) -> bool:
    """Tell whether a section has one row for each number: of two rows, programs take another one each."""
    spans = sorted(zip(numbers[::2], numbers[1::2], strict=True))
    overlap = any(first + count > following for (first, count), (following, _) in pairwise(spans))
    return not overlap and all(count > 0 for _, count in spans)


def _names_twice(reader: Any, container: int, revision: int) -> bool:
    """Tell whether an object stream holds a number twice, of which programs take another one each."""
    stream = State(reader, revision).get((container, 0))
    numbers = bytes(stream.data)[: int(stream["/First"])].split()[::2]
    return len(set(map(int, numbers))) != int(stream["/N"])


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
    file.seek(signed_length)
    tail = Tail(reader=reader, content=file.read(_MOST_TAIL_BYTES + 1), start=signed_length)
    if len(tail.content) > _MOST_TAIL_BYTES:
        raise NotJudgeableError
    objects, sections, starts = _known_places(reader, signed)
    position = 0
    while True:
        before, position = position, tail.behind_blanks(position)
        if not tail.is_plain(before, position):
            return before + signed_length
        if position == len(tail.content):
            return None
        place = position + signed_length
        file.seek(place - 1)
        if file.read(1) not in _BLANKS:
            # What is written without a blank between is one word to some programs.
            return place
        if place in sections and sections[place].stream_ref is None:
            following = _behind_table(reader, sections[place]) - signed_length
        elif place in objects or place in sections:
            following = tail.behind_object(position)
        else:
            following = tail.behind_end(position, starts)
        if following <= position:
            return place
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


def _trailer(reader: Any, info: Any) -> Any:
    if info.stream_ref:
        return reader.get_object(info.stream_ref)
    reader.stream.seek(info.end_location)
    return generic.DictionaryObject.read_from_stream(reader.stream, generic.TrailerReference(reader))


def _behind_table(reader: Any, info: Any) -> int:
    _trailer(reader, info)
    return int(reader.stream.tell())
