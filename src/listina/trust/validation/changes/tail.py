"""The bytes behind a signature, walked from object to object without making anything of them.

Source: ISO 32000-2, §§ 7.2 and 7.3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import generic

_BLANKS = rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]*(?:[\r\n]|\Z))*"
_BLANK = re.compile(_BLANKS)
_HEADER = re.compile(rb"\d{1,10}" + _BLANKS + rb"\d{1,5}" + _BLANKS + rb"obj")
_END = re.compile(rb"startxref[\t\n\x0c\r ]{1,8}(\d{1,12})[\t\n\x0c\r ]{1,8}%%EOF")
_TOKEN = re.compile(rb"<<|>>|<[0-9A-Fa-f\x00\t\n\x0c\r ]*>|\(|[\[\]{}]|/?[^\x00\t\n\x0c\r ()<>\[\]{}/%]+|/")
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_STREAM = re.compile(rb"\r?\n")
_STREAM_END = re.compile(rb"[\x00\t\n\x0c\r ]*endstream" + _BLANKS + rb"endobj")
_FOUND_IN_COMMENTS = re.compile(rb"obj|xref|trailer|stream|%EOF|<<|%PDF")
_MOST_BLANKS = 800
"""Programs look for the last „startxref“ in the last 1024 bytes."""
_NOWHERE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """What follows a signature.

    Attributes:
        reader: of the whole file.
        content: the bytes.
        start: where they begin in the file.
    """

    reader: Any
    content: bytes
    start: int

    def behind_blanks(self, position: int) -> int:
        """Return where blanks and comments end."""
        found = _BLANK.match(self.content, position)
        return found.end() if found else position

    def is_plain(self, position: int, end: int) -> bool:
        """Tell whether programs that look for something among blanks and comments find nothing and lose no end."""
        return end - position <= _MOST_BLANKS and not _FOUND_IN_COMMENTS.search(self.content, position, end)

    def behind_end(self, position: int, starts: set[int]) -> int:
        """Return where the last lines of a revision end; -1 if there are none, or they name another section."""
        found = _END.match(self.content, position)
        return found.end() if found and int(found.group(1)) in starts else _NOWHERE

    def behind_object(self, position: int) -> int:
        """Return where the object that begins here ends; -1 if it does not."""
        header = _HEADER.match(self.content, position)
        if header is None:
            return _NOWHERE
        position, before, length, depth = header.end(), [b"", b"", b""], b"", 0
        while found := _TOKEN.match(self.content, self.behind_blanks(position)):
            position, token = found.end(), found.group()
            if token == b"(":
                position = self._behind_string(position)
            elif token == b"endobj":
                return position
            elif token == b"stream":
                return self._behind_stream(position, length)
            depth += (token == b"<<") - (token == b">>")
            if depth == 1 and before[-1] == b"/Length":
                length = token
            elif depth == 1 and token == b"R" and before[-3] == b"/Length":
                length = before[-2] + b" " + before[-1]
            before = [*before[1:], token]
        return _NOWHERE

    def _behind_string(self, position: int) -> int:
        depth = 1
        for found in _IN_STRING.finditer(self.content, position):
            depth += (found.group() == b"(") - (found.group() == b")")
            if depth == 0:
                return found.end()
        return len(self.content)

    def _behind_stream(self, position: int, length: bytes) -> int:
        begin = _STREAM.match(self.content, position)
        count = self._number(length)
        if begin is None or count is None:
            return _NOWHERE
        end = _STREAM_END.match(self.content, begin.end() + count)
        return end.end() if end else _NOWHERE

    def _number(self, written: bytes) -> int | None:
        """Return the length of a stream, which may be an object of its own."""
        parts = [int(part) for part in written.split() if part.isdigit()]
        if len(parts) == 1:
            return parts[0]
        if len(parts) != 2:  # noqa: PLR2004  # number and generation
            return None
        value = self.reader.get_object(generic.Reference(parts[0], parts[1], self.reader))
        return int(value) if isinstance(value, generic.NumberObject) and value >= 0 else None
