"""What is appended must be read by every program as our own reading has it; otherwise it is not harmless.

Each file here was tried with PDFium and qpdf: at least one of them shows another page than the one that was signed.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from fixtures.input_trust import trust_of
from listina.trust.policy import TrustPolicy
from listina.trust.signers import SoftwareKey
from listina.trust.timestamps import TimestampClient
from listina.trust.validation.values import Integrity
from trust.validation.mutations.documents import STREAMS, TABLE, rich
from trust.validation.mutations.harm_to_files import append
from trust.validation.mutations.judging import Judge
from trust.validation.mutations.recipes import EVIL, Facts, facts
from trust.validation.mutations.shadows import _two_contents
from trust.validation.mutations.signing import Signing

_PADDING = b" " * 5000
"""Programs look for the last section in the last 1024 (qpdf) or 4096 bytes (PDFium)."""


def _revision_in_a_comment(pdf: bytes, known: Facts) -> bytes:
    """Append all of a revision in one line that begins with „%“; blanks need not be ends of lines."""
    head = b"\n%%%d 0 obj <</Length %d>> stream " % (known.content, len(EVIL))
    place = len(pdf) + 2
    table = place + len(head) - 2 + len(EVIL) + len(b" endstream endobj ")
    row = b"%d 1 %010d 00000 n  " % (known.content, place)
    end = b"trailer <</Size %d/Root %s/Prev %d>> startxref %d %%%%EOF\n" % (
        known.size, known.root, known.startxref, table,
    )  # fmt: skip
    return pdf + head + EVIL + b" endstream endobj xref 0 1 0000000000 65535 f  " + row + end


def _start_in_a_comment(pdf: bytes, _: Facts) -> bytes:
    """Point nowhere, so that programs look for objects by themselves and take the last definition of each."""
    return pdf + b"% startxref 5 %%EOF\n"


def _far_from_the_end(pdf: bytes, known: Facts) -> bytes:
    empty = append(pdf, known, {})
    place = empty.rindex(b"startxref") + len(b"startxref")
    return empty[:place] + _PADDING + empty[place:]


def _shorter_rows(pdf: bytes, known: Facts) -> bytes:
    """Write rows of 19 bytes: some programs read 20 whatever stands there."""
    return append(pdf, known, {}).replace(b"65535 f \nt", b"65535 f\nt")


def _page_twice_in_one_stream(pdf: bytes, known: Facts) -> bytes:
    """Put the page twice under its number into one object stream: our reading takes the first, qpdf the second."""
    reader = PdfFileReader(io.BytesIO(pdf))
    page = reader.root["/Pages"]["/Kids"].raw_get(0)
    written = io.BytesIO()
    page.get_object().write_to_stream(written)
    good = written.getvalue().replace(b"\n", b" ")
    empty = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]>>" % reader.root.raw_get("/Pages").idnum
    heads = b"%d 0 %d %d " % (page.idnum, page.idnum, len(good) + 1)
    content = heads + good + b" " + empty
    holder, table, place = known.size, known.size + 1, len(pdf) + 1
    stream = b"\n%d 0 obj\n<</Type/ObjStm/N 2/First %d/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        holder, len(heads), len(content), content,
    )  # fmt: skip
    start = len(pdf) + len(stream)
    rows = ((2, holder, 0), (1, place, 0), (1, start, 0))
    data = b"".join(kind.to_bytes(1) + offset.to_bytes(4) + index.to_bytes(2) for kind, offset, index in rows)
    section = b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Index[%d 1 %d 2]/Root %s/Prev %d/Length %d>>" % (
        table, table + 1, page.idnum, holder, known.root, known.startxref, len(data),
    )  # fmt: skip
    end = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start
    return pdf + stream + section + b"\nstream\n" + data + end


@pytest.mark.parametrize(
    ("attack", "prepare"),
    [
        (_revision_in_a_comment, lambda: rich(TABLE)),
        (_start_in_a_comment, lambda: _two_contents(rich(TABLE))),
        (_far_from_the_end, lambda: _two_contents(rich(TABLE))),
        (_shorter_rows, lambda: _two_contents(rich(TABLE))),
        (_page_twice_in_one_stream, lambda: rich(STREAMS)),
    ],
)
def test_what_other_programs_read_in_another_way_is_not_intact(  # noqa: PLR0917  # two of the recipe, four fixtures
    attack: Callable[[bytes, Facts], bytes],
    prepare: Callable[[], bytes],
    tmp_path: Path,
    elliptic_official_key: SoftwareKey,
    timestamp_client: TimestampClient,
    trust_policy: TrustPolicy,
) -> None:
    signing = Signing(key=elliptic_official_key, client=timestamp_client, crls=tuple(trust_policy.crls()))
    signed = signing.sign(prepare(), "Podpis1")
    judge = Judge(folder=tmp_path, trust=trust_of(trust_policy))
    assert judge.look(signed).integrity is Integrity.INTACT

    assert judge.look(attack(signed, facts(signed))).integrity is not Integrity.INTACT
