"""Unsigned documents in which everything can be found that somebody may want to change after a signature."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Stream, String

_TEXT = b"""BT /F1 14 Tf 60 760 Td (Rozhodnuti) Tj 0 -40 Td (Pokuta se stanovi ve vysi 1000 Kc.) Tj ET
q 200 0 0 100 60 500 cm /Im0 Do Q q 1 0 0 1 300 500 cm /Fm0 Do Q /GS0 gs
/OC /Vrstva BDC 0.9 g 60 300 200 100 re f EMC
"""
_TO_UNICODE = b"/CIDInit /ProcSet findresource begin 1 begincodespacerange <00> <FF> endcodespacerange end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a document is written.

    Attributes:
        name: for the report.
        streams: with cross-reference and object streams instead of a table.
    """

    name: str
    streams: bool


TABLE, STREAMS = Layout(name="tabulka", streams=False), Layout(name="proudy", streams=True)


def rich(layout: Layout) -> bytes:
    """Return two pages with text, pictures, layers, annotations, form fields, bookmarks and metadata."""
    with pikepdf.new() as pdf:
        pages = [_page(pdf, number) for number in range(2)]
        _annotations(pdf, pages[0])
        _form(pdf, pages)
        _catalog(pdf, pages[0])
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = "Rozhodnutí o pokutě"
        pdf.docinfo["/Title"] = "Rozhodnutí o pokutě"
        output = io.BytesIO()
        mode = ObjectStreamMode.generate if layout.streams else ObjectStreamMode.disable
        pdf.save(output, object_stream_mode=mode, deterministic_id=True)
    return output.getvalue()


def _page(pdf: pikepdf.Pdf, number: int) -> pikepdf.Page:
    page = pdf.add_blank_page(page_size=(595, 842))
    encoding = Dictionary(Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Differences=Array([1, Name.one]))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=pdf.make_indirect(encoding))
    font.ToUnicode = pdf.make_stream(_TO_UNICODE)
    picture = Stream(pdf, bytes(range(64)), Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8)
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
    form = Stream(pdf, b"0.5 g 0 0 50 50 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 50, 50])
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(f"Vrstva {number}")))
    page.obj.Resources = Dictionary(
        Font=Dictionary(F1=pdf.make_indirect(font)),
        XObject=Dictionary(Im0=pdf.make_indirect(picture), Fm0=pdf.make_indirect(form)),
        ExtGState=Dictionary(GS0=pdf.make_indirect(Dictionary(Type=Name.ExtGState, ca=1))),
        Properties=Dictionary(Vrstva=layer),
    )
    page.obj.Contents = pdf.make_stream(_TEXT + b"%% strana %d\n" % number)
    return page


def _annotations(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    appearance = Stream(pdf, b"1 0 0 RG 0 0 80 20 re S", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 80, 20])
    note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=[400, 700, 480, 720], Contents=String("pozn."), F=4)
    note.DA, note.AP = String("/Helv 10 Tf"), Dictionary(N=pdf.make_indirect(appearance))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[60, 100, 160, 120], Border=[0, 0, 0])
    link.Dest = Array([page.obj, Name.Fit])
    page.obj.Annots = Array([pdf.make_indirect(note), pdf.make_indirect(link)])


def _form(pdf: pikepdf.Pdf, pages: list[pikepdf.Page]) -> None:
    fields = []
    for number, (name, value) in enumerate((("jmeno", ""), ("castka", "1000"))):
        appearance = Stream(pdf, b"/Tx BMC EMC", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 200, 20])
        field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(name), V=String(value), F=4)
        field.Rect, field.DA = [60, 220 - 40 * number, 260, 240 - 40 * number], String("/Helv 10 Tf 0 g")
        field.AP, field.P = Dictionary(N=pdf.make_indirect(appearance)), pages[1].obj
        fields.append(pdf.make_indirect(field))
    box = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Btn, T=String("souhlas"), V=Name.Off, AS=Name.Off)
    off = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 10, 10])
    ticked = Stream(pdf, b"0 0 10 10 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 10, 10])
    box.AP = Dictionary(N=Dictionary(Off=pdf.make_indirect(off), Ano=pdf.make_indirect(ticked)))
    box.Rect, box.P, box.F = [300, 220, 310, 230], pages[1].obj, 4
    fields.append(pdf.make_indirect(box))
    pages[1].obj.Annots = Array(fields)
    helvetica = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    form = Dictionary(Fields=Array(fields), DA=String("/Helv 0 Tf 0 g"))
    form.DR = Dictionary(Font=Dictionary(Helv=helvetica))
    pdf.Root.AcroForm = pdf.make_indirect(form)


def _catalog(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    layers = Array([one.obj.Resources.Properties.Vrstva for one in pdf.pages])
    pdf.Root.OCProperties = Dictionary(OCGs=layers, D=Dictionary(ON=layers, Order=layers))
    bookmark = pdf.make_indirect(Dictionary(Title=String("Výrok"), Dest=Array([page.obj, Name.Fit])))
    outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=bookmark, Last=bookmark, Count=1))
    bookmark.Parent = outlines
    pdf.Root.Outlines = outlines
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
