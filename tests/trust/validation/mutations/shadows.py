"""Documents prepared before they are signed, and what brings the hidden content to light afterwards.

Source: Mainka et al., Shadow attacks: hiding and replacing content in signed PDFs (NDSS 2021).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader

from trust import attacks
from trust.validation.mutations.documents import TABLE, rich
from trust.validation.mutations.harm_to_files import append, without_catalog, words_joined
from trust.validation.mutations.recipes import (
    EVIL,
    dictionary,
    drawing,
    facts,
    field,
    numbers,
    overwrite,
    page,
    pages,
    signature_field,
)
from trust.validation.mutations.signing import Signing


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """A prepared document.

    Attributes:
        name: of the recipe.
        signed: the prepared file with its signature, which is good.
        attacked: the same with the hidden content brought to light.
    """

    name: str
    signed: bytes
    attacked: bytes


def shadows(signing: Signing) -> Iterator[Shadow]:
    """Yield each published recipe and its relatives."""
    for name, prepare, attack in _RECIPES:
        signed = signing.sign(prepare(rich(TABLE)), "Podpis1")
        yield Shadow(name=name, signed=signed, attacked=attack(signed))


def _place(pdf: bytes, number: int, revision: int) -> int:
    place: int = PdfFileReader(io.BytesIO(pdf)).xrefs.get_xref_data(revision).standard_xrefs[number][1]
    return place


def _two_contents(pdf: bytes) -> bytes:
    """Define the content of the page twice and let the table name the good one."""
    known = facts(pdf)
    evil = append(pdf, known, {known.content: b"<</Length %d>>\nstream\n%s\nendstream" % (len(EVIL), EVIL)})
    return append(evil, facts(evil), {}, places={known.content: _place(pdf, known.content, 0)})


def _name_the_other(pdf: bytes) -> bytes:
    """Hide and replace: only a table of cross-references is appended."""
    known = facts(pdf)
    return append(pdf, known, {}, places={known.content: _place(pdf, known.content, 1)})


def _revised(change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    return lambda pdf: attacks.revise(pdf, change)


def _overlay(writer: Any) -> None:
    """Lay a picture over the whole text."""
    here = page(writer)
    here["/Resources"]["/XObject"]["/Kryt"] = writer.add_object(drawing(b"1 g 0 0 595 842 re f"))
    old = here.raw_get("/Contents")
    here["/Contents"] = generic.ArrayObject([old, writer.add_object(generic.StreamObject(stream_data=b"/Kryt Do"))])


def _remove_overlay(writer: Any) -> None:
    reference = writer.root["/Pages"]["/Kids"][0]["/Resources"]["/XObject"].raw_get("/Kryt")
    overwrite(writer, reference, generic.NullObject())


def _hidden_page(writer: Any) -> None:
    content = writer.add_object(generic.StreamObject(stream_data=EVIL))
    hidden = dictionary(
        Type=pdf_name("/Page"), Parent=writer.root.raw_get("/Pages"), MediaBox=numbers(0, 0, 595, 842), Contents=content
    )
    writer.root["/SkrytaStrana"] = writer.add_object(hidden)
    writer.update_root()


def _show_hidden_page(writer: Any) -> None:
    tree = writer.root.raw_get("/Pages")
    kids = [writer.root.raw_get("/SkrytaStrana"), *pages(writer)[1:]]
    tree.get_object()["/Kids"] = generic.ArrayObject(kids)
    writer.mark_update(tree)


def _dangling(writer: Any) -> None:
    """Let the page refer to a drawing that is not defined yet."""
    here = page(writer)
    here["/Resources"]["/XObject"]["/Pozdeji"] = generic.IndirectObject(900, 0, writer)
    old = here.raw_get("/Contents")
    here["/Contents"] = generic.ArrayObject([old, writer.add_object(generic.StreamObject(stream_data=b"/Pozdeji Do"))])


def _define_dangling(pdf: bytes) -> bytes:
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Length %d>>" % len(EVIL)
    return append(pdf, facts(pdf), {900: head + b"\nstream\n" + EVIL + b"\nendstream"})


def _shared(writer: Any) -> None:
    """Use one object as the list of annotations and as the content of a page."""
    here = page(writer)
    both = writer.add_object(generic.ArrayObject())
    here["/Annots"] = both
    here["/B"] = both
    writer.root["/Sdileny"] = both
    writer.update_root()


def _use_shared(writer: Any) -> None:
    reference = writer.root.raw_get("/Sdileny")
    link = dictionary(Type=pdf_name("/Annot"), Subtype=pdf_name("/Link"), Rect=numbers(0, 0, 0, 0))
    overwrite(writer, reference, generic.ArrayObject([writer.add_object(link)]))


def _hidden_widget(writer: Any) -> None:
    widget = dictionary(
        Type=pdf_name("/Annot"), Subtype=pdf_name("/Widget"), FT=pdf_name("/Sig"), T=generic.pdf_string("Skryte"),
        Rect=numbers(60, 700, 400, 780), F=generic.NumberObject(4),
    )  # fmt: skip
    widget["/AP"] = dictionary(N=writer.add_object(drawing()))
    writer.root["/SkrytePole"] = writer.add_object(widget)
    writer.update_root()


def _show_hidden_widget(writer: Any) -> None:
    here = page(writer)
    reference = writer.root.raw_get("/SkrytePole")
    here["/Annots"] = generic.ArrayObject([*here["/Annots"], reference])
    form = writer.root["/AcroForm"]
    form["/Fields"] = generic.ArrayObject([*form["/Fields"], reference])
    writer.update_container(form)


def _two_rows(pdf: bytes) -> bytes:
    """Name both contents in one table: some programs take the first row of a number, others the last."""
    known = facts(pdf)
    good = append(pdf, known, {}, places={known.content: _place(pdf, known.content, 2)})
    place = good.rindex(b"\n%d 1\n" % known.content) + 1
    return good[:place] + b"%d 1\n%010d 00000 n \n" % (known.content, _place(pdf, known.content, 1)) + good[place:]


def _field_over_text(**more: Any) -> Callable[[Any], None]:
    """Lay an empty form field over the whole page, where nothing of it is seen."""

    def change(writer: Any) -> None:
        here = page(writer)
        laid = dictionary(
            Type=pdf_name("/Annot"), Subtype=pdf_name("/Widget"), T=generic.pdf_string("Prikryvka"),
            Rect=numbers(0, 0, 595, 842), F=generic.NumberObject(4), **more,
        )  # fmt: skip
        reference = writer.add_object(laid)
        here["/Annots"] = generic.ArrayObject([*here["/Annots"], reference])
        form = writer.root["/AcroForm"]
        form["/Fields"] = generic.ArrayObject([*form["/Fields"], reference])
        writer.update_container(form)

    return change


def _text_field(writer: Any) -> None:
    _field_over_text(FT=pdf_name("/Tx"), DA=generic.pdf_string("/Helv 10 Tf 0 g"))(writer)


def _box(writer: Any) -> None:
    """Let a box show nothing until somebody ticks it."""
    states = dictionary(Off=writer.add_object(drawing(b"")), Ano=writer.add_object(drawing()))
    off = pdf_name("/Off")
    _field_over_text(FT=pdf_name("/Btn"), V=off, AS=off, AP=dictionary(N=states))(writer)


def _place_for_a_signature(writer: Any) -> None:
    _field_over_text(FT=pdf_name("/Sig"))(writer)


def _fill_it(writer: Any) -> None:
    laid = field(writer, "Prikryvka")
    laid["/V"], laid["/AP"] = generic.pdf_string("x"), dictionary(N=writer.add_object(drawing()))


def _tick_it(writer: Any) -> None:
    laid = field(writer, "Prikryvka")
    laid["/V"] = laid["/AS"] = pdf_name("/Ano")


def _put_a_signature_there(writer: Any) -> None:
    laid = field(writer, "Prikryvka")
    laid["/V"] = signature_field(writer).raw_get("/V")
    laid["/AP"] = dictionary(N=writer.add_object(drawing()))


def _drawn_value(writer: Any) -> None:
    """Draw an amount in a field that has no value."""
    empty = field(writer, "jmeno")
    empty["/AP"] = dictionary(N=writer.add_object(drawing(b"/Tx BMC BT /Helv 12 Tf (1000) Tj ET EMC")))


def _fill_the_drawn(writer: Any) -> None:
    drawn = field(writer, "jmeno")
    drawn["/V"] = generic.pdf_string("1")
    drawn["/AP"] = dictionary(N=writer.add_object(drawing(b"/Tx BMC BT /Helv 12 Tf (1) Tj ET EMC")))


def _fill_without_a_box(writer: Any) -> None:
    """Leave out the box at which a drawing ends: PDFium then draws it over the page above the field."""
    found, drawn = field(writer, "jmeno"), drawing()
    del drawn["/BBox"]
    found["/V"], found["/AP"] = generic.pdf_string("Jan"), dictionary(N=writer.add_object(drawn))


def _as_it_is(pdf: bytes) -> bytes:
    return pdf


_RECIPES: tuple[tuple[str, Callable[[bytes], bytes], Callable[[bytes], bytes]], ...] = (
    ("stín: skrýt a nahradit", _two_contents, _name_the_other),
    ("stín: skrýt (překryv odebrán)", _revised(_overlay), _revised(_remove_overlay)),
    ("stín: nahradit (skrytá strana)", _revised(_hidden_page), _revised(_show_hidden_page)),
    ("stín: doplnit nedefinovaný objekt", _revised(_dangling), _define_dangling),
    ("stín: objekt ve dvou úlohách", _revised(_shared), _revised(_use_shared)),
    ("stín: dva řádky odkazů", _two_contents, _two_rows),
    ("stín: trailer bez katalogu", _two_contents, without_catalog),
    ("stín: slepená slova", _two_contents, words_joined),
    ("stín: pole přes stranu vyplněno", _revised(_text_field), _revised(_fill_it)),
    ("stín: políčko přes stranu zaškrtnuto", _revised(_box), _revised(_tick_it)),
    ("stín: místo pro podpis přes stranu", _revised(_place_for_a_signature), _revised(_put_a_signature_there)),
    ("stín: nakreslený údaj přepsán", _revised(_drawn_value), _revised(_fill_the_drawn)),
    ("pole vyplněno kresbou bez okraje", _as_it_is, _revised(_fill_without_a_box)),
    ("stín: skryté pole", _revised(_hidden_widget), _revised(_show_hidden_widget)),
)
