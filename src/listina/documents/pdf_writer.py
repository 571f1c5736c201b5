"""A PDF written object by object, the large streams copied from their files: memory does not grow with the pages.

The frame is the whole document with placeholders for its large streams; qpdf made it, so every object in it is numbered
and needed. Only what surrounds the objects is written here: header, cross-reference table, trailer (ISO 32000-1, 7.5).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from listina.documents.errors import StoredPageChangedError
from listina.large_files import DigestedFile, pieces

_HEADER = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"
_ID_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class LargeStream:
    """The bytes of a stream, as they stand in a file.

    Attributes:
        page: whose image it is, from 1.
        length: in bytes, when the frame was made.
    """

    path: Path
    page: int
    length: int


def write_pdf(frame: pikepdf.Pdf, large: Mapping[int, LargeStream], identity: bytes, target: DigestedFile) -> None:
    """Write the frame with its large streams put in; equal inputs give equal bytes.

    Args:
        frame: as qpdf wrote it without object streams: objects 1 to n, all of them needed.
        large: what belongs in the place of the placeholders, by object number.
        identity: becomes the file's /ID; equal for equal documents.
        target: an empty file.

    Raises:
        StoredPageChangedError: a file is no longer as long as when the frame was made.
        OSError: a file cannot be read, or the target not written.
    """
    target.write(_HEADER)
    offsets = []
    for number in range(1, len(frame.objects) + 1):
        offsets.append(target.length)
        target.write(b"%d 0 obj\n" % number)
        _write_object(frame.get_object(number, 0), large.get(number), target)
        target.write(b"\nendobj\n")
    start = target.length
    target.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1))
    target.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    target.write(b"trailer\n" + _trailer(frame, identity) + b"\nstartxref\n%d\n%%%%EOF\n" % start)


def _write_object(item: pikepdf.Object, large: LargeStream | None, target: DigestedFile) -> None:
    if not isinstance(item, pikepdf.Stream):
        target.write(item.unparse(resolved=True))
        return
    content = None if large else item.read_raw_bytes()
    described = item.stream_dict.copy()
    described.Length = large.length if large else len(content or b"")
    target.write(described.unparse(resolved=True) + b"\nstream\n")
    for piece in _pieces(large) if large else (content or b"",):
        target.write(piece)
    target.write(b"\nendstream")


def _pieces(large: LargeStream) -> Iterator[bytes]:
    left = large.length
    for piece in pieces(large.path):
        left -= len(piece)
        yield piece
    if left:
        raise StoredPageChangedError(page=large.page)


def _trailer(frame: pikepdf.Pdf, identity: bytes) -> bytes:
    trailer = pikepdf.Dictionary(Size=len(frame.objects) + 1, Root=frame.Root)
    described = trailer.unparse()
    if "/Info" in frame.trailer:
        described = pikepdf.Dictionary(Size=trailer.Size, Root=frame.Root, Info=frame.trailer.Info).unparse()
    name = hashlib.sha256(identity).hexdigest()[: 2 * _ID_BYTES].encode()
    return described.removesuffix(b">>") + b"/ID [<%s><%s>] >>" % (name, name)
