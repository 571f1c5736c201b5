"""Documents with more than content: notes, stamps, fields of forms, layers (each by its name)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from documents.printing.drawing import (
    FIGURE,
    HIDDEN,
    NO_ROTATE,
    NO_VIEW,
    PRINT,
    annotation,
    document,
    fields,
    form,
    layer,
    layers,
    with_entries,
)

KINDS = (
    "Stamp",
    "FreeText",
    "Square",
    "Circle",
    "Line",
    "Ink",
    "Underline",
    "Polygon",
    "Text",
    "Caret",
    "Redact",
    "Watermark",
)
_TEXT_LOOK = b"/Tx BMC q BT /F1 14 Tf 0 g 4 14 Td (Zaplaceno 1 250 Kc) Tj ET Q EMC"


def _place(number: int) -> list[float]:
    left, bottom = 40 + number % 4 * 135, 520 + number // 4 * 90
    return [left, bottom, left + 110, bottom + 44]


def _shape(place: list[float]) -> dict[str, Any]:
    """Return what viewers want to know of some kinds although there is an appearance."""
    left, bottom, right, top = place
    return {
        "QuadPoints": Array([left, top, right, top, left, bottom, right, bottom]),
        "InkList": Array([Array([left, bottom, right, top])]),
        "Vertices": Array([left, bottom, right, bottom, left, top]),
        "L": Array([left, bottom, right, top]),
    }


def _note(pdf: Pdf, page: Dictionary, number: int, flags: int) -> None:
    annotation(pdf, page, KINDS[number], _place(number), flags=flags, **_shape(_place(number)))


def _every_kind(pdf: Pdf, page: Dictionary) -> None:
    for number in range(len(KINDS)):
        _note(pdf, page, number, PRINT)


def _every_second_printed(pdf: Pdf, page: Dictionary) -> None:
    for number in range(len(KINDS)):
        _note(pdf, page, number, PRINT if number % 2 else 0)


def _every_second(pdf: Pdf, page: Dictionary) -> None:
    for number in range(1, len(KINDS), 2):
        _note(pdf, page, number, PRINT)


def _hidden(pdf: Pdf, page: Dictionary) -> None:
    annotation(pdf, page, "Stamp", _place(0), flags=PRINT | HIDDEN)
    annotation(pdf, page, "Stamp", _place(1), flags=HIDDEN)
    annotation(pdf, page, "Stamp", _place(2), flags=PRINT)


def _only_printed(pdf: Pdf, page: Dictionary) -> None:
    annotation(pdf, page, "Stamp", _place(0), flags=PRINT | NO_VIEW)


def _stamped(pdf: Pdf, page: Dictionary) -> None:
    annotation(pdf, page, "Stamp", _place(0))


def _turned_stamps(pdf: Pdf, page: Dictionary) -> None:
    page.Rotate = 90
    annotation(pdf, page, "Stamp", [100, 500, 260, 580])
    made = annotation(pdf, page, "Stamp", [300, 500, 420, 560])
    made.AP.N.Matrix = Array([0.9, 0.3, -0.3, 0.9, 0, 0])


def _upright_note(pdf: Pdf, page: Dictionary) -> None:
    page.Rotate = 90
    annotation(pdf, page, "Text", [300, 500, 420, 548], flags=PRINT | NO_ROTATE)


def _transparent_stamp(pdf: Pdf, page: Dictionary) -> None:
    place = [50.0, 480.0, 350.0, 530.0]
    made = annotation(pdf, page, "Highlight", place, look=b"/G gs 1 1 0 rg 0 0 100 40 re f", **_shape(place))
    made.AP.N.Resources.ExtGState = Dictionary(G=Dictionary(BM=Name.Multiply, ca=0.8))
    made.AP.N.Group = Dictionary(S=Name.Transparency)


def _filled_form(pdf: Pdf, page: Dictionary) -> None:
    text = annotation(pdf, page, "Widget", _place(0), look=_TEXT_LOOK, FT=Name.Tx, T=String("a"), V=String("x"))
    on = form(pdf, b"0 G 1 1 18 18 re S BT /ZaDb 18 Tf 2 3 Td (4) Tj ET", (0, 0, 20, 20), Resources=page.Resources)
    off = form(pdf, b"0 G 1 1 18 18 re S", (0, 0, 20, 20))
    checked = [
        annotation(
            pdf, page, "Widget", [60 + 60 * n, 440, 80 + 60 * n, 460], look=None, FT=Name.Btn, T=String(f"c{n}"),
            AP=Dictionary(N=Dictionary(Yes=on, Off=off)), AS=state, V=state,
        )
        for n, state in enumerate((Name.Yes, Name.Off))
    ]  # fmt: skip
    fields(pdf, text, *checked)


def _form_without_looks(pdf: Pdf, page: Dictionary) -> None:
    made = annotation(
        pdf, page, "Widget", [60, 600, 300, 630], look=None, FT=Name.Tx, T=String("a"), V=String("Zaplaceno 1250"),
        DA=String("/F1 14 Tf 0 g"),
    )  # fmt: skip
    fields(pdf, made, stale=True)


def _stale_form(pdf: Pdf, page: Dictionary) -> None:
    made = annotation(
        pdf, page, "Widget", [60, 600, 300, 630], look=_TEXT_LOOK, FT=Name.Tx, T=String("a"), V=String("Nezaplaceno"),
        DA=String("/F1 14 Tf 0 g"),
    )  # fmt: skip
    fields(pdf, made, stale=True)


def _drawn_by_the_viewer(pdf: Pdf, page: Dictionary) -> None:
    annotation(pdf, page, "Square", _place(0), look=None, C=Array([1, 0, 0]), BS=Dictionary(W=3))
    annotation(
        pdf, page, "Highlight", [55, 495, 300, 525], look=None, C=Array([1, 1, 0]),
        QuadPoints=Array([55, 525, 300, 525, 55, 495, 300, 495]),
    )  # fmt: skip


def _drawn_by_nobody(pdf: Pdf, page: Dictionary) -> None:
    annotation(
        pdf, page, "Polygon", _place(0), look=None, Vertices=Array([50, 700, 150, 700, 100, 780]), C=Array([1, 0, 0])
    )


_LAYERED = FIGURE + b"/OC /L1 BDC 1 0 0 rg 60 600 100 100 re f EMC /OC /L2 BDC 0 0 1 rg 200 600 100 100 re f EMC"


def _layered(states: list[dict[str, str]], off: int | None = None, *, automatic: bool = False) -> bytes:
    def change(pdf: Pdf, page: Dictionary) -> None:
        groups = [layer(pdf, f"Vrstva {n}", **state) for n, state in enumerate(states, 1)]
        page.Resources.Properties = Dictionary({f"/L{n}": group for n, group in enumerate(groups, 1)})
        layers(pdf, groups, [] if off is None else [groups[off]], automatic=automatic)

    return document(_LAYERED, change=change)


def _membership(pdf: Pdf, page: Dictionary) -> None:
    shown, hidden = layer(pdf, "A"), layer(pdf, "B")
    any_on = pdf.make_indirect(Dictionary(Type=Name.OCMD, OCGs=Array([shown, hidden]), P=Name.AnyOn))
    all_on = pdf.make_indirect(Dictionary(Type=Name.OCMD, OCGs=Array([shown, hidden]), P=Name.AllOn))
    page.Resources.Properties = Dictionary(L1=any_on, L2=all_on)
    layers(pdf, [shown, hidden], [hidden])


def _stamp_in_a_layer(pdf: Pdf, page: Dictionary) -> None:
    shown, hidden = layer(pdf, "A"), layer(pdf, "B")
    annotation(pdf, page, "Stamp", _place(0), OC=shown)
    annotation(pdf, page, "Stamp", _place(1), OC=hidden)
    layers(pdf, [shown, hidden], [hidden])


def _print_alternate(pdf: Pdf, page: Dictionary) -> None:
    def dot(level: int) -> pikepdf.Stream:
        made = pdf.make_stream(bytes([level]))
        made.Type, made.Subtype, made.Width, made.Height = Name.XObject, Name.Image, 1, 1
        made.ColorSpace, made.BitsPerComponent = Name.DeviceGray, 8
        return made

    shown = dot(200)
    shown.Alternates = Array([Dictionary(Image=dot(0), DefaultForPrinting=True)])
    page.Resources.XObject = Dictionary(A=shown)


def _postscript(pdf: Pdf, page: Dictionary) -> None:
    made = pdf.make_stream(b"0 0 100 100 rectfill")
    made.Type, made.Subtype = Name.XObject, Name.PS
    page.Resources.XObject = Dictionary(A=made)


_DRAW_A = FIGURE + b"q 100 0 0 100 60 600 cm /A Do Q"

ANNOTATED: dict[str, bytes] = {
    "notes-of-every-kind": document(change=_every_kind),
    "notes-hidden": document(change=_hidden),
    "stamps-on-a-turned-page": document(change=_turned_stamps),
    "note-upright-on-a-turned-page": document(change=_upright_note),
    "drawn-by-the-viewer": document(change=_drawn_by_the_viewer),
    "highlighting": document(change=_transparent_stamp),
    "stamp-over-broken-state": document(b"q 0.5 0 0 0.5 0 0 cm " + FIGURE, change=_stamped),
    "form-filled": document(change=_filled_form),
    "form-without-looks": document(change=_form_without_looks),
    "form-with-stale-looks": document(change=_stale_form),
    "layer-off": _layered([{}, {}], off=1),
    "layers-in-memberships": document(_LAYERED, change=_membership),
    "stamps-in-layers": document(change=_stamp_in_a_layer),
    "picture-with-a-print-alternate": document(_DRAW_A, change=_print_alternate),
    "commands-for-postscript-printers": document(_DRAW_A, change=_postscript),
}
"""Each prints as it is rendered."""


@dataclass(frozen=True, kw_only=True)
class Different:
    """A document that does not print as pdftoppm renders it.

    Attributes:
        document: the document.
        prints_as: one that pdftoppm renders as the first must be printed.
        reason: why they differ.
    """

    document: bytes
    prints_as: bytes
    reason: str


DIFFERENT: dict[str, Different] = {
    "notes-partly-printed": Different(
        document=document(change=_every_second_printed),
        prints_as=document(change=_every_second),
        reason="notes without the print flag are shown and not printed",
    ),
    "note-only-printed": Different(
        document=document(change=_only_printed),
        prints_as=document(change=_stamped),
        reason="a note that is not shown is printed",
    ),
    "layer-not-printed": Different(
        document=_layered([{"View": "ON", "Print": "OFF"}, {}], automatic=True),
        prints_as=_layered([{}, {}], off=0),
        reason="a layer is shown and not printed",
    ),
    "layer-only-printed": Different(
        document=_layered([{"View": "OFF", "Print": "ON"}, {}], off=0, automatic=True),
        prints_as=_layered([{}, {}]),
        reason="a layer is printed and not shown",
    ),
    "note-drawn-by-nobody": Different(
        document=document(change=_drawn_by_nobody),
        prints_as=document(),
        reason="pdftoppm invents a look for a polygon that has none; PDFium does not",
    ),
    "user-unit": Different(
        document=document(box=(0, 0, 300, 421), change=with_entries(UserUnit=2)),
        prints_as=document(b"2 0 0 2 0 0 cm " + FIGURE, box=(0, 0, 600, 842)),
        reason="pdftoppm 22 does not know units other than points",
    ),
}
"""The exceptions, each with its reason."""
