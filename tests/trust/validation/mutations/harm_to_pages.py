"""Revisions that change what is seen on the pages: all of them harmful."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from trust import attacks
from trust.validation.mutations.recipes import (
    EVIL,
    NotApplicableError,
    dictionary,
    drawing,
    numbers,
    overwrite,
    page,
    pages,
    resource,
    revision,
)


def _append_to_content(writer: Any) -> None:
    here = page(writer)
    added = writer.add_object(generic.StreamObject(stream_data=EVIL))
    old = here.raw_get("/Contents")
    before = list(old) if isinstance(old, generic.ArrayObject) else [old]
    here["/Contents"] = generic.ArrayObject([*before, added])


def _no_content(writer: Any) -> None:
    del page(writer)["/Contents"]


def _content_of_last_page(writer: Any) -> None:
    page(writer, -1)["/Contents"] = writer.add_object(generic.StreamObject(stream_data=EVIL))


def _other_font(writer: Any) -> None:
    font = dictionary(Type=pdf_name("/Font"), Subtype=pdf_name("/Type1"), BaseFont=pdf_name("/Symbol"))
    overwrite(writer, resource(writer, "/Font", "/F1"), font)


def _font_in_page(writer: Any) -> None:
    font = dictionary(Type=pdf_name("/Font"), Subtype=pdf_name("/Type1"), BaseFont=pdf_name("/ZapfDingbats"))
    page(writer)["/Resources"]["/Font"]["/F1"] = writer.add_object(font)


def _encoding(writer: Any) -> None:
    font = resource(writer, "/Font", "/F1").get_object()
    names = [generic.NumberObject(48), *(pdf_name(f"/{name}") for name in ("nine", "eight", "seven"))]
    overwrite(writer, font.raw_get("/Encoding"), dictionary(Differences=generic.ArrayObject(names)))


def _to_unicode(writer: Any) -> None:
    font = resource(writer, "/Font", "/F1").get_object()
    overwrite(writer, font.raw_get("/ToUnicode"), generic.StreamObject(stream_data=b"1 beginbfchar <31> <0039>"))


def _picture(writer: Any) -> None:
    reference = resource(writer, "/XObject", "/Im0")
    old = reference.get_object()
    values = {key: old.raw_get(key) for key in old if key not in {"/Length", "/Filter", "/DecodeParms"}}
    overwrite(writer, reference, generic.StreamObject(values, stream_data=bytes(64)))


def _picture_inverted(writer: Any) -> None:
    reference = resource(writer, "/XObject", "/Im0")
    reference.get_object()["/Decode"] = numbers(1, 0)
    writer.mark_update(reference)


def _form_drawing(writer: Any) -> None:
    overwrite(writer, resource(writer, "/XObject", "/Fm0"), drawing())


def _picture_freed(writer: Any) -> None:
    overwrite(writer, resource(writer, "/XObject", "/Im0"), generic.NullObject())


def _graphics_state(writer: Any) -> None:
    overwrite(writer, resource(writer, "/ExtGState", "/GS0"), dictionary(ca=generic.FloatObject("0")))


def _resources(writer: Any) -> None:
    page(writer)["/Resources"] = dictionary()


def _box(name: str) -> Any:
    def change(writer: Any) -> None:
        page(writer)[name] = numbers(0, 400, 300, 842)

    return change


def _rotate(writer: Any) -> None:
    page(writer)["/Rotate"] = generic.NumberObject(180)


def _rotate_all(writer: Any) -> None:
    if any("/Rotate" in reference.get_object() for reference in pages(writer)):
        raise NotApplicableError
    reference = writer.root.raw_get("/Pages")
    reference.get_object()["/Rotate"] = generic.NumberObject(90)
    writer.mark_update(reference)


def _unit(writer: Any) -> None:
    page(writer)["/UserUnit"] = generic.FloatObject("2")


def _group(writer: Any) -> None:
    page(writer)["/Group"] = dictionary(S=pdf_name("/Transparency"), K=generic.BooleanObject(True))


def _page_action(writer: Any) -> None:
    page(writer)["/AA"] = dictionary(O=dictionary(S=pdf_name("/JavaScript"), JS=generic.pdf_string("1")))


def _kids(writer: Any, kids: list[Any]) -> None:
    reference = writer.root.raw_get("/Pages")
    reference.get_object()["/Kids"] = generic.ArrayObject(kids)
    reference.get_object()["/Count"] = generic.NumberObject(len(kids))
    writer.mark_update(reference)


def _reorder(writer: Any) -> None:
    found = pages(writer)
    if len(found) == 1:
        raise NotApplicableError
    _kids(writer, found[::-1])


def _remove_page(writer: Any) -> None:
    found = pages(writer)
    if len(found) == 1:
        raise NotApplicableError
    _kids(writer, found[1:])


def _repeat_page(writer: Any) -> None:
    found = pages(writer)
    _kids(writer, [*found, found[0]])


def _replace_page(writer: Any) -> None:
    found = pages(writer)
    content = writer.add_object(generic.StreamObject(stream_data=EVIL))
    new = dictionary(Type=pdf_name("/Page"), Parent=writer.root.raw_get("/Pages"), MediaBox=numbers(0, 0, 595, 842))
    new["/Contents"] = content
    _kids(writer, [writer.add_object(new), *found[1:]])


def _other_parent(writer: Any) -> None:
    """Let the page name another node above it, from which some programs take what it inherits."""
    above = dictionary(Type=pdf_name("/Pages"), Kids=generic.ArrayObject(), Count=generic.NumberObject(0))
    above["/Rotate"] = generic.NumberObject(180)
    page(writer)["/Parent"] = writer.add_object(above)


def _other_kind(writer: Any) -> None:
    page(writer)["/Type"] = pdf_name("/Template")


def _null(writer: Any) -> None:
    """Name what means nothing: PDFium takes a page with this for none."""
    page(writer)["/Kids"] = generic.NullObject()


def _count(writer: Any) -> None:
    reference = writer.root.raw_get("/Pages")
    reference.get_object()["/Count"] = generic.NumberObject(len(pages(writer)) + 1)
    writer.mark_update(reference)


def _new_page_tree(writer: Any) -> None:
    content = writer.add_object(generic.StreamObject(stream_data=EVIL))
    one = dictionary(Type=pdf_name("/Page"), MediaBox=numbers(0, 0, 595, 842), Contents=content)
    tree = dictionary(Type=pdf_name("/Pages"), Count=generic.NumberObject(1))
    tree["/Kids"] = generic.ArrayObject([writer.add_object(one)])
    writer.root["/Pages"] = writer.add_object(tree)
    writer.update_root()


def annotation(subtype: str, **more: Any) -> Any:
    """Return a recipe that lays an annotation over the first page."""

    def change(writer: Any) -> None:
        here = page(writer)
        values = dictionary(
            Type=pdf_name("/Annot"), Subtype=pdf_name(subtype), Rect=numbers(0, 0, 500, 500), F=generic.NumberObject(4)
        )
        for name, value in more.items():
            values[f"/{name}"] = value
        values["/AP"] = dictionary(N=writer.add_object(drawing()))
        here["/Annots"] = generic.ArrayObject([*here.get("/Annots", []), writer.add_object(values)])

    return change


def _drawn_by_programs(subtype: str, **more: Any) -> Callable[[Any], None]:
    """Add an annotation without a drawing of its own over the whole page."""

    def change(writer: Any) -> None:
        annotation(subtype, **more)(writer)
        del page(writer)["/Annots"][-1]["/AP"]

    return change


def _first_annotation(writer: Any) -> Any:
    reference = writer.root["/Pages"]["/Kids"][0]["/Annots"].raw_get(0)
    if reference.get_object()["/Subtype"] == "/Widget":
        raise NotApplicableError
    return reference


def _annotation_removed(writer: Any) -> None:
    _first_annotation(writer)
    here = page(writer)
    here["/Annots"] = generic.ArrayObject(list(here["/Annots"])[1:])


def _annotation_moved(writer: Any) -> None:
    reference = _first_annotation(writer)
    reference.get_object()["/Rect"] = numbers(60, 700, 500, 800)
    writer.mark_update(reference)


def _annotation_redrawn(writer: Any) -> None:
    overwrite(writer, _first_annotation(writer).get_object()["/AP"].raw_get("/N"), drawing())


HARM_TO_PAGES = (
    revision("obsah strany nahrazen", "page_content", attacks.replace_page_content),
    revision("proud obsahu přepsán", "page_content", attacks.overwrite_content_stream),
    revision("obsah strany připsán", "page_content", _append_to_content),
    revision("obsah strany smazán", "page_content", _no_content),
    revision("obsah poslední strany", "page_content", _content_of_last_page),
    revision("písmo přepsáno", "fonts", _other_font),
    revision("písmo strany vyměněno", "fonts", _font_in_page),
    revision("kódování písma", "fonts", _encoding),
    revision("ToUnicode", "fonts", _to_unicode),
    revision("obrázek přepsán", "images", _picture),
    revision("obrázek převrácen", "images", _picture_inverted),
    revision("obrázek smazán (stín: skrytí)", "images object_freed", _picture_freed),
    revision("vložená kresba přepsána", "images", _form_drawing),
    revision("průhlednost", "resources", _graphics_state),
    revision("zdroje strany", "fonts images resources", _resources),
    revision("MediaBox", "page_size", _box("/MediaBox")),
    revision("CropBox", "page_size", _box("/CropBox")),
    revision("UserUnit", "page_size", _unit),
    revision("otočení strany", "page_rotated", _rotate),
    revision("otočení všech stran", "page_rotated", _rotate_all),
    revision("skupina průhlednosti", "page_look", _group),
    revision("akce strany", "active_content", _page_action),
    revision("pořadí stran", "pages_reordered", _reorder),
    revision("strana odebrána", "page_removed", _remove_page),
    revision("strana přidána", "page_added", attacks.append_page),
    revision("strana dvakrát", "pages_reordered page_tree", _repeat_page),
    revision("strana vyměněna", "page_added page_removed page_tree", _replace_page),
    revision("jiný uzel nad stranou", "page_tree", _other_parent),
    revision("strana jiného druhu", "page_look", _other_kind),
    revision("null ve slovníku", "file_structure", _null),
    revision("počet stran", "page_tree", _count),
    revision("nový strom stran", "page_added page_removed page_tree", _new_page_tree),
    revision("poznámka bez vzhledu", "annotation_added note_covering", attacks.append_annotation),
    revision("razítko přes stranu", "annotation_added note_covering", annotation("/Stamp")),
    revision("text přes stranu", "annotation_added note_covering", annotation("/FreeText")),
    revision("čtverec přes stranu", "annotation_added note_covering", annotation("/Square")),
    revision("zakrytí (Redact)", "annotation_added note_covering", annotation("/Redact")),
    revision("zvýraznění s vlastní kresbou", "annotation_added note_covering", annotation("/Highlight")),
    revision(
        "černé zvýraznění",
        "annotation_added note_covering",
        _drawn_by_programs("/Highlight", C=numbers(0, 0, 0), QuadPoints=numbers(0, 842, 595, 842, 0, 0, 595, 0)),
    ),
    revision("poznámka s vlastní kresbou", "annotation_added note_covering", annotation("/Text")),
    revision("cizí pole přes stranu", "annotation_added note_covering", annotation("/Widget", FT=pdf_name("/Tx"))),
    revision("poznámka odebrána", "annotation_removed note_covering", _annotation_removed),
    revision("poznámka přesunuta", "annotation_changed note_covering", _annotation_moved),
    revision("poznámka překreslena", "appearance_replaced note_covering", _annotation_redrawn),
)
