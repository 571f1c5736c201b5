"""Files that want to break who reads them: bombs, loops, towers of brackets, garbage."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from random import Random

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_BIG = 200 << 20


def pdf(objects: dict[int, bytes], *, root: int = 1, extra: bytes = b"") -> bytes:
    """Return a PDF of these objects with a right cross-reference table."""
    content, places = bytearray(_HEAD), {}
    for number, body in objects.items():
        places[number] = len(content)
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(content), max(objects) + 1
    content += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        content += b"%010d %05d %s \n" % (places.get(number, 0), 0, b"n" if number in places else b"f")
    content += b"trailer\n<</Size %d /Root %d 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, extra, start)
    return bytes(content)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object's body."""
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def _deflated_zeros() -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(_BIG >> 20)) + packer.flush()


def _signed_form(value: bytes, **objects: bytes) -> dict[int, bytes]:
    """Return a document whose one signature has this dictionary."""
    return {
        1: b"<</Type/Catalog /Pages 2 0 R /AcroForm <</Fields [4 0 R] /SigFlags 3>> %s>>" % objects.get("catalog", b""),
        2: b"<</Type/Pages /Kids [3 0 R] /Count 1>>",
        3: b"<</Type/Page /Parent 2 0 R /MediaBox [0 0 100 100] /Annots [4 0 R]>>",
        4: b"<</FT/Sig /Type/Annot /Subtype/Widget /T(a) /Rect [0 0 0 0] /V 5 0 R>>",
        5: value,
    }


def _signature(contents: bytes) -> bytes:
    entries = b"/Type/Sig /Filter/Adobe.PPKLite /SubFilter/adbe.pkcs7.detached /ByteRange [0 10 20 10]"
    return b"<<%s /Contents <%s>>>" % (entries, contents.hex().encode())


def _tower(height: int) -> bytes:
    """Return nested DER sequences, each of indefinite length."""
    return b"\x30\x80" * height + b"\x00\x00" * height


def _revisions(count: int) -> bytes:
    """Return a file of many revisions, each pointing to the one before."""
    content = bytearray(pdf(_signed_form(_signature(b"\x30\x00"))))
    previous = content.rindex(b"xref\n0")
    for _ in range(count):
        start = len(content)
        content += b"xref\n0 0\ntrailer\n<</Size 6 /Root 1 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (previous, start)
        previous = start
    return bytes(content)


def bombs() -> Iterator[tuple[str, bytes]]:
    """Yield each by its name."""
    zeros = _deflated_zeros()
    flate = b"/Filter/FlateDecode"
    pages = {2: b"<</Type/Pages /Kids [] /Count 0>>"}
    yield (
        "flate bomb as metadata",
        pdf({1: b"<</Type/Catalog /Pages 2 0 R /Metadata 3 0 R>>", **pages, 3: stream(zeros, flate)}),
    )
    twice = zlib.compress(zeros, 9)
    yield (
        "flate bomb in a flate bomb as a security store",
        pdf(
            _signed_form(_signature(b"\x30\x00"), catalog=b"/DSS <</Certs [6 0 R] /CRLs [6 0 R] /OCSPs [6 0 R]>>")
            | {6: stream(twice, b"/Filter [/FlateDecode /FlateDecode]")}
        ),
    )
    yield "cross-reference stream bomb", _xref_stream(zeros, flate)
    yield "object stream bomb", _object_stream(zeros, flate)
    yield "object stream of a million objects", _object_stream(b"0 0 " * 1_000_000, b"", count=1_000_000)
    yield (
        "array nested 100 000 deep",
        pdf({1: b"<</Type/Catalog /Pages 2 0 R /X %s>>" % (b"[" * 100_000 + b"]" * 100_000), **pages}),
    )
    yield (
        "dictionary nested 100 000 deep",
        pdf({1: b"<</Type/Catalog /Pages 2 0 R /X " + b"<</X " * 100_000 + b"0" + b">>" * 100_001, **pages}),
    )
    yield "string of open brackets", pdf({1: b"<</Type/Catalog /Pages 2 0 R /X %s>>" % (b"(" * 1_000_000), **pages})
    chain = {number: b"<</Type/Pages /Kids [%d 0 R] /Count 1>>" % (number + 1) for number in range(2, 50_000)}
    yield "page tree 50 000 deep", pdf({1: b"<</Type/Catalog /Pages 2 0 R>>", **chain, 50_000: b"<</Type/Page>>"})
    kids = b" ".join(b"3 0 R" for _ in range(300_000))
    yield (
        "page tree that repeats itself",
        pdf(
            {
                1: b"<</Type/Catalog /Pages 2 0 R>>",
                2: b"<</Type/Pages /Kids [%s] /Count 300000>>" % kids,
                3: b"<</Type/Pages /Kids [2 0 R] /Count 1>>",
            }
        ),
    )
    fields = {number: b"<</FT/Sig /T(f) /Kids [%d 0 R]>>" % (number + 1) for number in range(4, 20_000)}
    yield "form 20 000 deep", pdf(_signed_form(b"null") | fields | {20_000: b"<</FT/Sig /T(f) /Kids [4 0 R]>>"})
    many = b" ".join(b"%d 0 R" % number for number in range(10, 5_000))
    each = {number: b"<</FT/Sig /T(f%d) /V 5 0 R>>" % number for number in range(10, 5_000)}
    yield (
        "5 000 fields with one signature",
        pdf(
            _signed_form(_signature(b"\x30\x00"))
            | {1: b"<</Type/Catalog /Pages 2 0 R /AcroForm <</Fields [%s]>>>>" % many}
            | each
        ),
    )
    yield "references in a circle", pdf({1: b"2 0 R", 2: b"3 0 R", 3: b"1 0 R"})
    yield "2 000 revisions", _revisions(2_000)
    yield "cross-references in a circle", pdf(_signed_form(b"null"), extra=b"/Prev 15")
    yield (
        "a cross-reference table of a billion",
        _HEAD
        + b"xref\n0 1000000000\n"
        + b"0000000000 65535 f \n" * 10
        + b"trailer\n<</Size 1000000000>>\nstartxref\n15\n%%EOF",
    )
    yield "CMS nested 100 000 deep", pdf(_signed_form(_signature(_tower(100_000))))
    yield "CMS of 20 MB", pdf(_signed_form(_signature(b"\x30\x84\x01\x40\x00\x00" + bytes(20 << 20))))
    yield "CMS that announces more than there is", pdf(_signed_form(_signature(b"\x30\x84\xff\xff\xff\xff\x06\x09")))
    yield (
        "byte range with huge numbers",
        pdf(
            _signed_form(
                b"<</Type/Sig /SubFilter/ETSI.CAdES.detached /ByteRange [0 99999999999999999999 1 -5] /Contents <30>>>"
            )
        ),
    )
    yield "digits without end", pdf({1: b"<</Type/Catalog /Pages 2 0 R /X %s>>" % (b"9" * 2_000_000), **pages})


def _xref_stream(data: bytes, entries: bytes) -> bytes:
    body = stream(data, b"/Type/XRef /W [1 8 8] /Size 10000000 /Root 1 0 R " + entries)
    return _HEAD + b"1 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (body, len(_HEAD))


def _object_stream(data: bytes, entries: bytes, count: int = 1) -> bytes:
    held = b"1 0 obj\n%s\nendobj\n" % stream(data, b"/Type/ObjStm /N %d /First %d " % (count, len(data)) + entries)
    rows = [
        b"\x00" + bytes(4) + b"\xff",
        b"\x01" + len(_HEAD).to_bytes(4, "big") + b"\x00",
        b"\x02" + (1).to_bytes(4, "big") + b"\x00",
    ]
    table = b"".join(rows)
    index = stream(table, b"/Type/XRef /W [1 4 1] /Size 3 /Root 2 0 R")
    start = len(_HEAD) + len(held)
    return _HEAD + held + b"3 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (index, start)


def garbage(seed: int) -> bytes:
    """Return random bytes, half of the time behind the head of a PDF."""
    noise = Random(seed)  # noqa: S311  # no secret
    return (_HEAD if seed % 2 else b"") + noise.randbytes(noise.randrange(1, 20_000))


def damaged(content: bytes, seed: int) -> bytes:
    """Return a file cut off, or with some bytes changed, or with a piece repeated."""
    noise = Random(seed)  # noqa: S311
    place = noise.randrange(max(len(content), 1))
    match seed % 3:
        case 0:
            return content[:place]
        case 1:
            changed = bytearray(content)
            for _ in range(20):
                changed[noise.randrange(len(changed))] = noise.randrange(256)
            return bytes(changed)
        case _:
            return content[:place] + content[place // 2 : place] + content[place:]
