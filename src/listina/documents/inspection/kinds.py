"""What kind of file something is, told by its first bytes alone."""

from __future__ import annotations

import re

from listina.documents.inspection.facts import FileKind

HEAD_BYTES = 1 << 16
"""How many of a file's first bytes are looked at."""

_PDF_HEADER_WITHIN = 1024
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_SIGNED_DATA_WITHIN = 64
_MESSAGE_NAMESPACE = re.compile(rb"http://isds\.[a-z]+\.cz/v20")
_OFFICE_IN_ZIP = (b"[Content_Types].xml", b"_rels/.rels", b"vnd.oasis.opendocument", b"vnd.sun.xml")
_TAR_AT = 257
_BEGINNINGS: tuple[tuple[int, bytes, FileKind], ...] = (
    (0, b"-----BEGIN PKCS7", FileKind.SIGNATURE),
    (0, b"-----BEGIN CMS", FileKind.SIGNATURE),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.OFFICE),
    (0, b"{\\rtf", FileKind.OFFICE),
    (0, b"7z\xbc\xaf\x27\x1c", FileKind.CONTAINER),
    (0, b"Rar!\x1a\x07", FileKind.CONTAINER),
    (0, b"\x1f\x8b", FileKind.CONTAINER),
    (0, b"BZh", FileKind.CONTAINER),
    (0, b"\xfd7zXZ", FileKind.CONTAINER),
    (_TAR_AT, b"ustar", FileKind.CONTAINER),
    (0, b"\xff\xd8\xff", FileKind.IMAGE),
    (0, b"\x89PNG\r\n\x1a\n", FileKind.IMAGE),
    (0, b"GIF8", FileKind.IMAGE),
    (0, b"II*\x00", FileKind.IMAGE),
    (0, b"MM\x00*", FileKind.IMAGE),
    (0, b"BM", FileKind.IMAGE),
    (8, b"WEBP", FileKind.IMAGE),
    (4, b"ftyphei", FileKind.IMAGE),
    (4, b"ftypavi", FileKind.IMAGE),
    (4, b"ftypmif", FileKind.IMAGE),
    (4, b"jP  ", FileKind.IMAGE),
    (0, b"AT&TFORM", FileKind.IMAGE),
    (4, b"ftyp", FileKind.MEDIA),
    (8, b"WAVE", FileKind.MEDIA),
    (8, b"AVI ", FileKind.MEDIA),
    (0, b"ID3", FileKind.MEDIA),
    (0, b"\xff\xfb", FileKind.MEDIA),
    (0, b"\xff\xf3", FileKind.MEDIA),
    (0, b"fLaC", FileKind.MEDIA),
    (0, b"OggS", FileKind.MEDIA),
    (0, b"#!AMR", FileKind.MEDIA),
    (0, b"FLV\x01", FileKind.MEDIA),
    (0, b"\x1a\x45\xdf\xa3", FileKind.MEDIA),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", FileKind.MEDIA),
)
_TEXT_CODINGS = ("utf-8-sig", "cp1250")
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = frozenset(range(32)) - {9, 10, 12, 13}


def kind_of(head: bytes) -> FileKind:
    """Return the kind of a file.

    Args:
        head: its first `HEAD_BYTES`, or all of it.
    """
    if not head:
        return FileKind.EMPTY
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return FileKind.OFFICE if any(mark in head for mark in _OFFICE_IN_ZIP) else FileKind.CONTAINER
    if head.startswith(b"\x30") and _SIGNED_DATA in head[:_SIGNED_DATA_WITHIN]:
        return FileKind.DATA_MESSAGE if _MESSAGE_NAMESPACE.search(head) else FileKind.SIGNATURE
    for offset, beginning, kind in _BEGINNINGS:
        if head.startswith(beginning, offset):
            return kind
    # Readers accept a header after other bytes, so what stands before it decides only if it is a format of its own.
    if b"%PDF-" in head[:_PDF_HEADER_WITHIN]:
        return FileKind.PDF
    return FileKind.TEXT if _is_text(head) else FileKind.OTHER


def _is_text(head: bytes) -> bool:
    if head.startswith(_UTF_16_MARKS):
        return True
    if any(byte in _CONTROL for byte in set(head)):
        return False
    return any(_decodes(head, coding) for coding in _TEXT_CODINGS)


def _decodes(head: bytes, coding: str) -> bool:
    try:
        head[:-3].decode(coding)  # a letter may be cut at the end
    except UnicodeDecodeError:
        return False
    return True
