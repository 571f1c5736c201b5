"""Parts that documents to print are built of, object by object."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from tempfile import NamedTemporaryFile
from typing import Any

import pikepdf
import typst
from pikepdf import Array, Dictionary, Name, Pdf

from listina.documents.typesetting import font_folders

A4 = (0, 0, 595.28, 841.89)
PRINT, HIDDEN, NO_VIEW, NO_ROTATE = 4, 2, 32, 16

FIGURE = b"""q 0.8 0.2 0.2 rg 60 60 180 120 re f Q
q 3 w 0.1 0.3 0.7 RG 80 300 m 200 420 260 220 400 380 c S Q
q 0.2 0.6 0.3 rg 300 100 m 420 100 l 360 220 l h f Q
BT /F1 18 Tf 60 500 Td (Rozhodnuti c. j. 1234/2026) Tj 0 -26 Td /F2 12 Tf (Text in a serif face, 12 points.) Tj ET
"""


def fonts() -> Dictionary:
    """Return two of the fonts every viewer has."""
    return Dictionary(
        F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Helvetica"), Encoding=Name.WinAnsiEncoding),
        F2=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Times-Roman"), Encoding=Name.WinAnsiEncoding),
        ZaDb=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/ZapfDingbats")),
    )


def document(
    content: bytes = FIGURE,
    box: Sequence[float] = A4,
    *,
    resources: Callable[[Pdf], Dictionary] = lambda _: Dictionary(),
    change: Callable[[Pdf, Dictionary], None] = lambda _pdf, _page: None,
    pages: int = 1,
) -> bytes:
    """Return a PDF of equal pages; `change` may do anything to each."""
    pdf = pikepdf.new()
    for _ in range(pages):
        named = resources(pdf)
        named.Font = fonts()
        page = pdf.make_indirect(
            Dictionary(Type=Name.Page, MediaBox=Array(list(box)), Contents=pdf.make_stream(content), Resources=named)
        )
        pdf.pages.append(pikepdf.Page(page))
        change(pdf, pdf.pages[-1].obj)
    return saved(pdf)


def saved(pdf: Pdf, *, linearize: bool = False) -> bytes:
    """Return the bytes of a PDF."""
    target = BytesIO()
    pdf.save(target, static_id=True, linearize=linearize)
    return target.getvalue()


def changed(content: bytes, change: Callable[[Pdf, Dictionary], None]) -> bytes:
    """Return a PDF with a change to each of its pages."""
    with pikepdf.open(BytesIO(content)) as pdf:
        for page in pdf.pages:
            change(pdf, page.obj)
        return saved(pdf)


def with_entries(**entries: object) -> Callable[[Pdf, Dictionary], None]:
    """Return a change that sets entries of a page."""

    def change(_pdf: Pdf, page: Dictionary) -> None:
        for key, value in entries.items():
            page[f"/{key}"] = value

    return change


def typeset(body: str, page: str = 'paper: "a4"') -> bytes:
    """Return text in embedded subsets of fonts."""
    source = f'#set page({page})\n#set text(font: "Source Serif 4", size: 11pt, lang: "cs", fallback: false)\n{body}'
    folders = [str(folder) for folder in font_folders()]
    with NamedTemporaryFile(suffix=".typ") as file:
        file.write(source.encode())
        file.flush()
        written = typst.compile(file.name, font_paths=folders, ignore_system_fonts=True, format="pdf")
    assert isinstance(written, bytes)
    return written


def form(pdf: Pdf, content: bytes, box: Sequence[float], **entries: object) -> pikepdf.Stream:
    """Return a form XObject."""
    stream = pdf.make_stream(content)
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array(list(box))
    for key, value in entries.items():
        stream[f"/{key}"] = value
    return stream


def annotation(  # what an annotation has
    pdf: Pdf,
    page: Dictionary,
    kind: str,
    rectangle: Sequence[float],
    *,
    flags: int = PRINT,
    look: bytes | None = b"0.9 0.7 0.1 rg 0 0 100 40 re f 0 G 4 w 4 4 92 32 re S",
    **entries: Any,
) -> Dictionary:
    """Put an annotation on a page; `look` fills 100 × 40 units, None is none at all."""
    made = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array(list(rectangle)), F=flags)
    if look is not None:
        made.AP = Dictionary(N=form(pdf, look, (0, 0, 100, 40), Resources=Dictionary(Font=fonts())))
    for key, value in entries.items():
        made[f"/{key}"] = value
    made = pdf.make_indirect(made)
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(made)
    return made


def fields(pdf: Pdf, *made: Dictionary, stale: bool = False) -> None:
    """Make annotations the fields of a form; `stale` if viewers should draw them anew."""
    if "/AcroForm" not in pdf.Root:
        pdf.Root.AcroForm = Dictionary(Fields=Array(), DR=Dictionary(Font=fonts()), DA=pikepdf.String("/F1 12 Tf 0 g"))
    pdf.Root.AcroForm.Fields.extend(made)
    if stale:
        pdf.Root.AcroForm.NeedAppearances = True


def layer(pdf: Pdf, name: str, **usage: str) -> Dictionary:
    """Return a layer; `usage` such as Print="OFF"."""
    made = Dictionary(Type=Name.OCG, Name=pikepdf.String(name))
    if usage:
        made.Usage = Dictionary(
            {f"/{purpose}": Dictionary({f"/{purpose}State": Name(f"/{state}")}) for purpose, state in usage.items()}
        )
    return pdf.make_indirect(made)


def layers(pdf: Pdf, groups: Sequence[Dictionary], off: Sequence[Dictionary] = (), *, automatic: bool = False) -> None:
    """Give a document layers; `automatic` if their usage for screen and print counts."""
    configuration = Dictionary(OFF=Array(list(off)), Order=Array(list(groups)))
    if automatic:
        configuration.AS = Array(
            [
                Dictionary(Event=Name(event), Category=Array([Name(event)]), OCGs=Array(list(groups)))
                for event in ("/View", "/Print")
            ]
        )
    pdf.Root.OCProperties = Dictionary(OCGs=Array(list(groups)), D=configuration)
