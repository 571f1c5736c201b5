"""Bytes appended by hand: cross-references that go round, hide or bring to light; the published attacks on saving."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from pyhanko.pdf_utils.reader import PdfFileReader

from trust.validation.mutations.recipes import EVIL, Facts, NotApplicableError, Recipe, facts

_CONTENT = b"<</Length %d>>\nstream\n%s\nendstream" % (len(EVIL), EVIL)


def _object(number: int, content: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, content)


def append(
    pdf: bytes,
    known: Facts,
    objects: Mapping[int, bytes],
    *,
    previous: int | None = None,
    places: Mapping[int, int] | None = None,
    freed: tuple[int, ...] = (),
    more: bytes = b"",
    trailer: bytes = b"",
    generation: int = 0,
) -> bytes:
    """Return the file with objects and a table of cross-references behind it.

    Args:
        pdf: the file.
        known: about it.
        objects: by number.
        previous: where the table before stands; the last one if None.
        places: entries that point somewhere else.
        freed: numbers of deleted objects.
        more: bytes between objects and table.
        trailer: more entries.
        generation: of the new objects' entries.
    """
    body = b"" if pdf.endswith(b"\n") else b"\n"
    entries = {number: b"%010d %05d n \n" % (place, generation) for number, place in (places or {}).items()}
    for number, content in objects.items():
        entries[number] = b"%010d %05d n \n" % (len(pdf) + len(body), generation)
        body += _object(number, content)
    body += more
    entries |= dict.fromkeys(freed, b"%010d %05d f \n" % (0, 1)) | {0: b"%010d 65535 f \n" % 0}
    start = len(pdf) + len(body)
    table = b"".join(b"%d 1\n%s" % (number, entries[number]) for number in sorted(entries))
    size = max(known.size, *(number + 1 for number in entries))
    ending = b"trailer\n<</Size %d/Root %s/Prev %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size, known.root, known.startxref if previous is None else previous, trailer, start,
    )  # fmt: skip
    return pdf + body + b"xref\n" + table + ending


def _by_hand(pdf: bytes) -> bytes:
    known = facts(pdf)
    return append(pdf, known, {known.content: _CONTENT})


def _freed(pdf: bytes) -> bytes:
    known = facts(pdf)
    return append(pdf, known, {}, freed=(known.content,))


def _without_table(pdf: bytes) -> bytes:
    """Append an object and nothing else (incremental saving attack without cross-references)."""
    return pdf + b"\n" + _object(facts(pdf).content, _CONTENT)


def _without_table_but_end(pdf: bytes) -> bytes:
    known = facts(pdf)
    return _without_table(pdf) + b"startxref\n%d\n%%%%EOF\n" % known.startxref


def _with_trailer_only(pdf: bytes) -> bytes:
    known = facts(pdf)
    return _without_table(pdf) + b"trailer\n<</Root %s/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        known.root, known.size, known.startxref,
    )  # fmt: skip


def _without_start(pdf: bytes) -> bytes:
    """Leave out where the new table begins."""
    changed = _by_hand(pdf)
    return changed[: changed.rindex(b"startxref")] + b"%%EOF\n"


def _without_end(pdf: bytes) -> bytes:
    changed = _by_hand(pdf)
    return changed[: changed.rindex(b"%%EOF")]


def _skipping(pdf: bytes) -> bytes:
    """Build upon the version before the last signature, but name the objects that belong to it."""
    reader = PdfFileReader(io.BytesIO(pdf))
    known, last = facts(pdf), reader.xrefs.total_revisions - 1
    places = {number: place for number, (_, place) in reader.xrefs.get_xref_data(last).standard_xrefs.items()}
    if last == 0 or known.content in places:
        raise NotApplicableError
    previous = reader.xrefs.get_startxref_for_revision(last - 1)
    return append(pdf, known, {known.content: _CONTENT}, previous=previous, places=places)


def _unregistered(pdf: bytes) -> bytes:
    """Put an object between the others that no table knows."""
    known = facts(pdf)
    return append(pdf, known, {known.size: b"<</Type/VRI>>"}, more=_object(known.content, _CONTENT))


def _comment_between(pdf: bytes) -> bytes:
    """Begin a revision with bytes that are no object."""
    known = facts(pdf)
    return append(pdf, known, {}, more=b"podvrh " * 10 + b"\n")


def _generation(pdf: bytes) -> bytes:
    """Take the number of an object with another generation, which some programs prefer."""
    known = facts(pdf)
    changed = append(pdf, known, {known.content: _CONTENT}, generation=1)
    return changed.replace(b"\n%d 0 obj\n<</Length %d>>" % (known.content, len(EVIL)),
                           b"\n%d 1 obj\n<</Length %d>>" % (known.content, len(EVIL)))  # fmt: skip


def _hybrid(pdf: bytes) -> bytes:
    """Show another page to programs that read the stream named in the trailer."""
    known = facts(pdf)
    row = b"\x01" + len(pdf).to_bytes(4, "big") + b"\x00"
    first = _object(known.content, _CONTENT)
    place = len(pdf) + len(first)
    stream = b"<</Type/XRef/Size %d/W[1 4 1]/Index[%d 1]/Root %s/Length 6>>\nstream\n%s\nendstream" % (
        known.size + 1, known.content, known.root, row,
    )  # fmt: skip
    more = first + _object(known.size, stream)
    return append(pdf, known, {}, more=more, trailer=b"/XRefStm %d" % place)


def _catalog_elsewhere(pdf: bytes) -> bytes:
    """Let the trailer name another catalog."""
    known = facts(pdf)
    page = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Contents %d 0 R>>" % (known.size + 1, known.size + 3)
    changed = append(pdf, known, {
        known.size: b"<</Type/Catalog/Pages %d 0 R>>" % (known.size + 1),
        known.size + 1: b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (known.size + 2),
        known.size + 2: page,
        known.size + 3: _CONTENT,
    })  # fmt: skip
    start = changed.rindex(b"/Root %s" % known.root)
    return changed[:start] + b"/Root %d 0 R" % known.size + changed[start + len(b"/Root %s" % known.root) :]


def _trailing(content: bytes) -> Callable[[bytes], bytes]:
    return lambda pdf: pdf + content


def _wrong_place(pdf: bytes) -> bytes:
    """Point to something that is no such object."""
    known = facts(pdf)
    return append(pdf, known, {}, places={known.content: 20})


def without_catalog(pdf: bytes) -> bytes:
    """Leave the catalog out of the new trailer: pyHanko takes it from the one before, qpdf looks for objects."""
    known = facts(pdf)
    return append(pdf, known, {}).replace(
        b"/Root %s/Prev %d" % (known.root, known.startxref), b"/Prev %d" % known.startxref
    )


def words_joined(pdf: bytes) -> bytes:
    """Write „endobjxref“: two words to some programs, one to qpdf, which then looks for objects by itself."""
    changed = append(pdf, facts(pdf), {facts(pdf).size: b"<</Type/VRI>>"})
    place = changed.rindex(b"endobj\nxref")
    start = changed.rindex(b"startxref\n")
    end = b"startxref\n%d\n%%%%EOF\n" % (place + len(b"endobj"))
    return changed[:place] + b"endobj" + changed[place + len(b"endobj\n") : start] + end


HARM_TO_FILES = tuple(
    Recipe(name=name, codes=frozenset(codes.split()), change=change)
    for name, codes, change in (
        ("přírůstek psaný ručně", "page_content", _by_hand),
        ("obsah uvolněn", "page_content object_freed", _freed),
        ("ISA: jen objekt", "incremental_saving", _without_table),
        ("ISA: objekt a starý začátek", "incremental_saving", _without_table_but_end),
        ("ISA: objekt a trailer", "incremental_saving", _with_trailer_only),
        ("ISA: bez startxref", "", _without_start),
        ("ISA: bez %%EOF", "", _without_end),
        ("podepsaná verze obejita", "revision_skipped", _skipping),
        ("nezapsaný objekt", "unregistered_bytes", _unregistered),
        ("data mezi objekty", "unregistered_bytes", _comment_between),
        ("jiná generace", "", _generation),
        ("hybridní odkazy", "file_structure", _hybrid),
        ("jiný katalog", "page_added page_removed page_tree signature_removed", _catalog_elsewhere),
        ("odkaz jinam", "unreadable_object page_content", _wrong_place),
        ("trailer bez katalogu", "file_structure", without_catalog),
        ("slepená slova", "unregistered_bytes", words_joined),
        ("neznámá data na konci", "trailing_bytes", _trailing(b"podvrh\n")),
        ("druhý soubor na konci", "incremental_saving", _trailing(b"1 0 obj\n<</Type/Catalog>>\nendobj\n")),
    )
)
