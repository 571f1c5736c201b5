"""The content digest: what the clause prints, so that a clause cannot be moved to other pages (decision 21).

It is the root of a Merkle tree over the converted pages, in their order, built as in RFC 6962 section 2.1 with SHA-256:
a leaf is SHA-256(0x00 ‖ page), a node SHA-256(0x01 ‖ left ‖ right), and a level splits at the largest power of two
below its size. The bytes of a page are:

    canonical JSON ‖ 0x0A ‖ content stream ‖ image stream 1 ‖ image stream 2 …

each stream preceded by its length as eight bytes, big-endian. Image streams are the raw bytes of the file (of a JPEG
scan: the JPEG itself), the content stream is decoded. The JSON (keys sorted, no white space, ASCII) is

    {"MediaBox": […], "Rotate": 90, "images": [{"name": "/Im0", "Width": "2480", …}, …]}

with the images in the order of their names and of each, where the file has it, `Width`, `Height`, `BitsPerComponent`,
`Filter`, `ColorSpace`, `Decode` and `DecodeParms`. In these, a name keeps its slash, a number is a string without
trailing zeros, a string is `{"hex": …}`, a stream (a colour profile) `{"N": …, "sha256": …}` of its decoded bytes.
`Rotate`, from 0 to 270 and 0 where the file has none, and `N` are plain numbers.

Object numbers, file layout and metadata don't matter: the digest is the same before and after the clause, the signature
and later validation data are added. Pages that hold anything else which could change what they show (a crop box,
inherited attributes, masks, optional content, visible annotations) have no content digest at all (ADR 0008).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf

from listina.documents.errors import ContentNotRecognisedError, UnreadablePdfError

if TYPE_CHECKING:
    from typing_extensions import Buffer

_IMAGE_KEYS = ("/Width", "/Height", "/BitsPerComponent", "/Filter", "/ColorSpace", "/Decode", "/DecodeParms")
_LENGTH_BYTES = 8

# Whatever else could change what a page shows while the digest stays the same; outputs hold nothing of it.
_PAGE_KEYS = frozenset({"/Type", "/Parent", "/MediaBox", "/Rotate", "/Resources", "/Contents", "/Annots", "/Tabs"})
_TREE_KEYS = frozenset({"/Type", "/Parent", "/Kids", "/Count"})
_MOST_TREE_LEVELS = 50
_RESOURCE_KEYS = frozenset({"/XObject", "/ProcSet"})
_KNOWN_IMAGE_KEYS = frozenset({"/Type", "/Subtype", "/Length", *_IMAGE_KEYS})


def content_digest(path: Path, page_count: int) -> str:
    """Return the content digest of the first `page_count` pages, 64 hexadecimal digits.

    Raises:
        UnreadablePdfError: the file is not a PDF that can be read.
        ContentNotRecognisedError: there are fewer pages, or one is not built as pages of outputs are.
    """
    try:
        # As they stand: inherited attributes copied to the pages would hide where they come from.
        with pikepdf.open(path, inherit_page_attributes=False) as pdf:
            if not 1 <= page_count <= len(pdf.pages):
                raise ContentNotRecognisedError(page=page_count, reason="there is no such page")
            leaves = [_leaf(pdf.pages[index], index + 1) for index in range(page_count)]
    except pikepdf.PdfError as error:
        raise UnreadablePdfError(reason=str(error)) from error
    return root(leaves).hex()


def description(page: pikepdf.Page, number: int) -> bytes:
    """Return all that a leaf covers but for the images' own bytes.

    Args:
        page: as it stands in the file.
        number: from 1.

    Raises:
        ContentNotRecognisedError: it is not built as pages of outputs are.
    """
    images = _images(page, number)
    _refuse_unknown_keys(page, images, number)
    if any(_is_visible(annotation) for annotation in page.obj.get("/Annots", ())):
        raise ContentNotRecognisedError(page=number, reason="it holds annotations that show something")
    described = {
        "MediaBox": _canonical(page.mediabox),
        "Rotate": int(page.obj.get("/Rotate", 0)) % 360,
        "images": [
            {"name": name, **{key[1:]: _canonical(image[key]) for key in _IMAGE_KEYS if key in image}}
            for name, image in images
        ],
    }
    page.contents_coalesce()
    drawing = page.obj.Contents.read_bytes()
    written = json.dumps(described, sort_keys=True, separators=(",", ":")).encode("ascii")
    return written + b"\n" + len(drawing).to_bytes(_LENGTH_BYTES, "big") + drawing


def leaf(described: bytes, images: Iterable[Buffer]) -> bytes:
    """Return the leaf of one page, 32 bytes.

    Args:
        described: see `description`.
        images: the raw bytes of its images, in the order of their names.
    """
    digest = hashlib.sha256(b"\x00" + described)
    for image in images:
        raw = memoryview(image)
        digest.update(raw.nbytes.to_bytes(_LENGTH_BYTES, "big"))
        digest.update(raw)
    return digest.digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of the tree over one or more leaves, 32 bytes (RFC 6962, section 2.1)."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + root(leaves[:split]) + root(leaves[split:])).digest()


def _leaf(page: pikepdf.Page, number: int) -> bytes:
    described = description(page, number)
    return leaf(described, (image.get_raw_stream_buffer() for _, image in _images(page, number)))


def _is_visible(annotation: pikepdf.Object) -> bool:
    """Tell whether an annotation may be seen; the field of an invisible signature has no area."""
    left, bottom, right, top = (Decimal(str(value)) for value in annotation.get("/Rect", (0, 0, 1, 1)))
    return annotation.get("/Subtype") != pikepdf.Name.Widget or (left != right and bottom != top)


def _images(page: pikepdf.Page, number: int) -> list[tuple[str, pikepdf.Object]]:
    drawn = page.obj.get("/Resources", pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary())
    images = sorted((str(name), item) for name, item in drawn.items())
    if not images or any(item.get("/Subtype") != pikepdf.Name.Image for _, item in images):
        raise ContentNotRecognisedError(page=number, reason="it is not made of images alone")
    return images


def _refuse_unknown_keys(page: pikepdf.Page, images: Sequence[tuple[str, pikepdf.Object]], number: int) -> None:
    looked_at = [(page.obj, _PAGE_KEYS), (page.obj.Resources, _RESOURCE_KEYS)]
    looked_at += [(image, _KNOWN_IMAGE_KEYS) for _, image in images]
    node: pikepdf.Object = page.obj
    height = 0
    while "/Parent" in node and height < _MOST_TREE_LEVELS:
        node, height = node.Parent, height + 1
        looked_at.append((node, _TREE_KEYS))
    for item, known in looked_at:
        unknown = set(item.keys()) - known
        if unknown:
            raise ContentNotRecognisedError(page=number, reason=f"it holds {', '.join(sorted(unknown))}")


def _canonical(value: object) -> object:
    """Return a PDF object as plain JSON: names with their slash, numbers without trailing zeros, streams by digest."""
    match value:
        case pikepdf.Array():
            plain: object = [_canonical(item) for item in value]
        case pikepdf.Stream():
            plain = {"sha256": hashlib.sha256(value.read_bytes()).hexdigest(), "N": int(value.get("/N", 0))}
        case pikepdf.Dictionary():
            plain = {str(key): _canonical(item) for key, item in value.items()}
        case pikepdf.String():
            plain = {"hex": bytes(value).hex()}
        case bool() | None:
            plain = value
        case int() | Decimal() | float():
            plain = format(Decimal(value).normalize(), "f")
        case _:
            plain = str(value)
    return plain
