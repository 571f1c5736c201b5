"""Opening CMS as others write it: DER or BER, in PEM or base64; the signed content stays where it lies in the file.

Other programs write indefinite lengths and cut the content into pieces (a data message into pieces of 1000 bytes).
What is left when the content is taken out is small, and is written anew with definite lengths, so that strict readers
read it.

Source: ITU-T X.690, chapter 8; RFC 5652, §§ 3 and 5; RFC 7468.
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from dataclasses import dataclass

from listina.trust import der

_CONSTRUCTED, _TAG_NUMBER, _LONG, _INDEFINITE = 0x20, 0x1F, 0x80, 0x80
_OCTETS_IN_PIECES = der.OCTET_STRING | _CONSTRUCTED
_END = b"\0\0"
_DEEPEST = 60
_MOST_ELEMENTS = 500_000
_MOST_LENGTH_BYTES = 8
_SIGNED_DATA = der.object_identifier("1.2.840.113549.1.7.2")
_LABELS = frozenset({b"PKCS7", b"CMS", b"PKCS #7 SIGNED DATA"})
_BEGIN, _FINISH, _DASHES = b"-----BEGIN ", b"-----END ", b"-----"
_WHITESPACE = b" \t\r\n"


class NotSignedDataError(Exception):
    """The bytes are no SignedData. Stays within `trust`, where each caller says what it means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSignedData:
    """SignedData with its content taken out.

    Attributes:
        encoded: ContentInfo in definite lengths, without the content.
        content: what it held; empty if it held none.
        is_detached: it held no content.
    """

    encoded: bytes
    content: bytes
    is_detached: bool


def open_signed_data(data: bytes) -> OpenedSignedData:
    """Take SignedData and its content apart.

    Args:
        data: a ContentInfo, BER, perhaps armoured; nothing but zeros and line ends may stand behind it.

    Raises:
        NotSignedDataError: it is something else, or is damaged.
    """
    encoded = _dearmoured(data)
    try:
        return _take_apart(_Parser(encoded))
    except IndexError as error:
        raise NotSignedDataError("truncated") from error


def ordered(data: bytes) -> bytes:
    """Return an element in definite lengths, the members of each SET in the order of DER.

    What a tag of its own hides that it is a SET keeps its order.

    Raises:
        NotSignedDataError: it is damaged, or bytes stand behind it.
    """
    parser = _Parser(data)
    try:
        node = parser.node(0)
    except IndexError as error:
        raise NotSignedDataError("truncated") from error
    if node.end != len(data):
        raise NotSignedDataError("bytes behind the end")
    return parser.ordered(node)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    """An element: where its content lies, where it ends itself, and what it is made of."""

    tag: int
    start: int
    stop: int
    end: int
    children: tuple[_Node, ...]


class _Parser:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self._elements = 0

    def node(self, position: int, depth: int = 0) -> _Node:
        """Read the element at a position, with everything in it, once."""
        self._elements += 1
        if depth > _DEEPEST or self._elements > _MOST_ELEMENTS:
            raise NotSignedDataError("too deep or too many elements")
        tag, start, stop = self._header(position)
        if not tag & _CONSTRUCTED:
            if stop is None:
                raise NotSignedDataError("a primitive of indefinite length")
            return _Node(tag=tag, start=start, stop=stop, end=stop, children=())
        children = []
        at = start
        while at < stop if stop is not None else self.data[at : at + 2] != _END:
            child = self.node(at, depth + 1)
            children.append(child)
            at = child.end
        if stop is not None and at != stop:
            raise NotSignedDataError("a part is longer than the whole")
        end = at if stop is not None else at + len(_END)
        return _Node(tag=tag, start=start, stop=at, end=end, children=tuple(children))

    def _header(self, position: int) -> tuple[int, int, int | None]:
        """Return tag, start of the content, and its end where the length is definite."""
        tag, length, start = self.data[position], self.data[position + 1], position + 2
        if tag & _TAG_NUMBER == _TAG_NUMBER:
            raise NotSignedDataError("a tag of several bytes")
        if length == _INDEFINITE:
            return tag, start, None
        if length & _LONG:
            size = length & ~_LONG
            if size > _MOST_LENGTH_BYTES:
                raise NotSignedDataError("overlong length")
            length = int.from_bytes(self.data[start : start + size], "big")
            start += size
        if start + length > len(self.data):
            raise NotSignedDataError("truncated")
        return tag, start, start + length

    def pieces(self, octets: _Node) -> Iterator[bytes]:
        """Return the pieces of an OCTET STRING, in order."""
        if octets.tag == der.OCTET_STRING:
            yield self.data[octets.start : octets.stop]
        elif octets.tag == _OCTETS_IN_PIECES:
            for child in octets.children:
                yield from self.pieces(child)
        else:
            raise NotSignedDataError("the content is no octet string")

    def definite(self, node: _Node) -> bytes:
        """Return the element in definite lengths."""
        if node.tag == _OCTETS_IN_PIECES:
            return der.octets(b"".join(self.pieces(node)))
        if not node.tag & _CONSTRUCTED:
            return der.value(node.tag, self.data[node.start : node.stop])
        return der.value(node.tag, b"".join(self.definite(child) for child in node.children))

    def ordered(self, node: _Node) -> bytes:
        """Return the element in definite lengths, with SETs in order."""
        if node.tag == _OCTETS_IN_PIECES or not node.tag & _CONSTRUCTED:
            return self.definite(node)
        members = [self.ordered(child) for child in node.children]
        return der.set_of(members) if node.tag == der.SET else der.value(node.tag, b"".join(members))


def _take_apart(parser: _Parser) -> OpenedSignedData:
    info = parser.node(0)
    if parser.data[info.end :].strip(b"\0\r\n"):
        raise NotSignedDataError("bytes behind the end")
    kind, wrapped = _parts(info, der.SEQUENCE, (2, 2))
    if parser.definite(kind) != _SIGNED_DATA:
        raise NotSignedDataError("another content type")
    (inner,) = _parts(wrapped, der.CONTEXT_0, (1, 1))
    version, algorithms, encapsulated, *rest = _parts(inner, der.SEQUENCE, (4, 6))
    content_type, *holder = _parts(encapsulated, der.SEQUENCE, (1, 2))
    content = b""
    if holder:
        (octets,) = _parts(holder[0], der.CONTEXT_0, (1, 1))
        content = b"".join(parser.pieces(octets))
    kept = (
        parser.definite(version),
        parser.definite(algorithms),
        der.sequence(parser.definite(content_type)),
        *(parser.definite(part) for part in rest),
    )
    return OpenedSignedData(
        encoded=der.sequence(_SIGNED_DATA, der.value(der.CONTEXT_0, der.sequence(*kept))),
        content=content,
        is_detached=not holder,
    )


def _parts(node: _Node, tag: int, between: tuple[int, int]) -> tuple[_Node, ...]:
    if node.tag != tag or not between[0] <= len(node.children) <= between[1]:
        raise NotSignedDataError("another structure")
    return node.children


def _dearmoured(data: bytes) -> bytes:
    if data[:1] == b"\x30":
        return data
    text = data.strip(_WHITESPACE)
    if text.startswith(_BEGIN):
        label, _, text = text.removeprefix(_BEGIN).partition(_DASHES)
        end = _FINISH + label + _DASHES
        if label not in _LABELS or not text.endswith(end):
            raise NotSignedDataError("another kind of armour")
        text = text.removesuffix(end)
    try:
        return b64decode(text.translate(None, _WHITESPACE), validate=True)
    except Error as error:
        raise NotSignedDataError("neither BER nor base64") from error
