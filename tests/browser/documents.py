"""A decision as an office writes it: two pages, and on the first a red note that is shown and not printed."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import typst

_SOURCE = """
#set page(paper: "a4", margin: 25mm)
#set text(size: 11pt, lang: "cs")
#set par(justify: true)
#align(right)[Městský úřad Lhota \\ Náves 1, 294 41 Lhota]
#v(8mm)
*Č. j.: MUL/1234/2026*
#v(6mm)
#align(center)[= Rozhodnutí]
#v(4mm)
#for i in range(9) [#lorem(60) #parbreak()]
#pagebreak()
== Poučení
#for i in range(4) [#lorem(50) #parbreak()]
"""
_NOTE = b"0.85 0.1 0.1 RG 3 w 2 2 156 46 re S BT /F 14 Tf 0.85 0.1 0.1 rg 14 20 Td (Jen na obrazovce) Tj ET"


def write_decision(path: Path) -> Path:
    """Write the decision and return its path."""
    with pikepdf.open(_compiled(path.with_suffix(".plain.pdf"))) as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        look = pdf.make_stream(
            _NOTE,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 160, 50],
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font)),
        )
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Stamp,
            Rect=[80, 700, 240, 750],
            F=0,
            AP=pikepdf.Dictionary(N=look),
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(note)])
        pdf.save(path)
    return path


def _compiled(path: Path) -> Path:
    source = path.with_suffix(".typ")
    source.write_text(_SOURCE, encoding="utf-8")
    typst.compile(str(source), output=str(path))
    return path
