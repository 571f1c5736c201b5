"""Whether pages look as they did when they were signed, to programs that know nothing of signatures.

What was appended after a signature is compared object by object elsewhere, by one program's reading of the file. Other
programs may read the same bytes in another way: a comment that holds a whole revision, sections that only some repair.
So what shall be harmless must not show: both programs that make and show our prints look at the signed bytes alone and
at the whole file, and every point must be the same. What a signer allows (fields, notes, signatures) lies above the
content of a page, which must be the same all the more.

Source: L300 § 24(4)(h); decision 15; Mainka et al., Shadow attacks (NDSS 2021).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from listina.documents.printing.composition import print_pages
from listina.documents.printing.pictures import rendered
from listina.documents.printing.reading import opened_for_looking, opened_for_printing

_SIDE_PX = 1000
"""A digit of 8 points on A4 is then about 6 points high."""
_INK, _FLAT = 40, 16
"""Of 255: what sets ink off from what is around it, if only light grey letters, and what nobody sees."""
_MOST_TOUCHED_PX = 12
"""Letters that are filled in may touch the line they stand on; a small digit has more points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """The same bytes as they are shown on the screen and as they are printed, with and without what lies above."""

    shown: pypdfium2.PdfDocument
    printed: pypdfium2.PdfDocument
    bare: pypdfium2.PdfDocument
    print_files: tuple[bytes, bytes]


def changed_pages(document: Path, signed_length: int, first: int, last: int) -> tuple[tuple[int, ...], ...]:
    """Return which pages look otherwise than in the first bytes of the file alone, in three ways.

    The first are all of them, the second those whose content looks otherwise, the third those where something that was
    seen is not seen any more: what is filled in or signed belongs where nothing stood.

    Args:
        document: the whole file.
        signed_length: bytes from its beginning that make a PDF of their own.
        first: page, from 1.
        last: page, from 1; pages that only one of the two has look otherwise.

    Raises:
        PrintNotPossibleError: one of the two cannot be shown or printed.
    """
    content = document.read_bytes()
    with _read(content[:signed_length]) as signed, _read(content) as whole:
        common = min(len(signed.shown), len(whole.shown))
        pages = range(first, last + 1)
        changed = [page for page in pages if page > common or not _look_alike(signed, whole, page - 1)]
        deeply = (page for page in changed if page > common or not _have_same_content(signed, whole, page - 1))
        covered = (page for page in changed if page > common or _is_covered(signed, whole, page - 1))
        return tuple(changed), tuple(deeply), tuple(covered)


@contextmanager
def _read(content: bytes) -> Iterator[_Read]:
    with opened_for_looking(content) as drawn:
        with opened_for_printing(content, drawn) as source:
            print_file = _print_file(source)
            for page in source.pages:
                if "/Annots" in page.obj:
                    del page.obj["/Annots"]
            bare_file = _print_file(source)
        with (
            opened_for_looking(content) as shown,
            opened_for_looking(print_file) as printed,
            opened_for_looking(bare_file) as bare,
        ):
            yield _Read(shown=shown, printed=printed, bare=bare, print_files=(print_file, bare_file))


def _print_file(source: pikepdf.Pdf) -> bytes:
    written = BytesIO()
    with pikepdf.new() as made:
        print_pages(source, made, frozenset())
        made.save(written, deterministic_id=True)
    return written.getvalue()


def _look_alike(one: _Read, other: _Read, index: int) -> bool:
    if not _same(one.shown, other.shown, index, displayed=True):
        return False
    return one.print_files[0] == other.print_files[0] or _same(one.printed, other.printed, index, displayed=False)


def _have_same_content(one: _Read, other: _Read, index: int) -> bool:
    if not _same(one.shown, other.shown, index, displayed=False):
        return False
    return one.print_files[1] == other.print_files[1] or _same(one.bare, other.bare, index, displayed=False)


def _is_covered(one: _Read, other: _Read, index: int) -> bool:
    """Tell whether ink has gone: it became lighter, or what set it off from its surroundings is not there any more."""
    for before, after, displayed in ((one.shown, other.shown, True), (one.printed, other.printed, False)):
        was, now = (rendered(pdf, index, _SIDE_PX, displayed=displayed).convert("L") for pdf in (before, after))
        if was.size != now.size:
            return True
        ink = _above(ImageChops.subtract(was.filter(ImageFilter.MaxFilter(5)), was), _INK)
        lighter = ImageChops.multiply(ink, _above(ImageChops.subtract(now, was), _INK))
        flat = ImageChops.multiply(_above(_contrast(was), _INK), ImageChops.invert(_above(_contrast(now), _FLAT)))
        if max(picture.histogram()[255] for picture in (lighter, flat)) > _MOST_TOUCHED_PX:
            return True
    return False


def _contrast(picture: Image.Image) -> Image.Image:
    return ImageChops.subtract(picture.filter(ImageFilter.MaxFilter(3)), picture.filter(ImageFilter.MinFilter(3)))


def _above(picture: Image.Image, least: int) -> Image.Image:
    """Return white where a picture is at least so bright, and black elsewhere."""
    return picture.point([255 * (value >= least) for value in range(256)])


def _same(one: pypdfium2.PdfDocument, other: pypdfium2.PdfDocument, index: int, *, displayed: bool) -> bool:
    first, second = (rendered(pdf, index, _SIDE_PX, displayed=displayed) for pdf in (one, other))
    return first.size == second.size and first.tobytes() == second.tobytes()
