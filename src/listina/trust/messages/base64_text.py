"""Base64 as XML Schema writes it: lines and spaces may stand anywhere, nothing else may.

Decoded piece by piece, for an attachment may be tens of megabytes long.

Source: XML Schema Part 2, § 3.2.16; RFC 4648, § 4.
"""

from __future__ import annotations

from binascii import Error, a2b_base64
from collections.abc import Iterator

_PIECE_BYTES = 1 << 20
_WHITESPACE = b" \t\r\n"
_GROUP = 4


class NotBase64Error(ValueError):
    """The text is no base64. Stays within `messages`."""


def decoded(text: bytes | memoryview) -> Iterator[bytes]:
    """Decode strictly, piece by piece.

    Raises:
        NotBase64Error: another character, padding before the end, or a last group that is not whole.
    """
    rest = b""
    for start in range(0, len(text), _PIECE_BYTES):
        rest += bytes(text[start : start + _PIECE_BYTES]).translate(None, _WHITESPACE)
        # The last group may be padded, so it waits until it is known to be the last.
        whole = max(len(rest) - 1, 0) // _GROUP * _GROUP
        if b"=" in rest[:whole]:
            raise NotBase64Error
        yield _decoded(rest[:whole])
        rest = rest[whole:]
    yield _decoded(rest)


def _decoded(groups: bytes) -> bytes:
    try:
        return a2b_base64(groups, strict_mode=True)
    except Error as error:
        raise NotBase64Error from error
