"""Revisions that change form, signatures, layers, actions or settings of a document: none may be called intact."""

from __future__ import annotations

from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from trust import attacks, store_attacks
from trust.validation.mutations.recipes import (
    NotApplicableError,
    dictionary,
    drawing,
    field,
    numbers,
    overwrite,
    page,
    revision,
    signature_field,
)


def _script() -> Any:
    return dictionary(S=pdf_name("/JavaScript"), JS=generic.pdf_string("app.alert(1)"))


def _redraw_field(writer: Any) -> None:
    overwrite(writer, field(writer, "castka")["/AP"].raw_get("/N"), drawing())


def _redraw_by_new(writer: Any) -> None:
    field(writer, "castka")["/AP"] = dictionary(N=writer.add_object(drawing()))


def _move_field(writer: Any) -> None:
    field(writer, "castka")["/Rect"] = numbers(0, 0, 595, 842)


def _hide_field(writer: Any) -> None:
    field(writer, "castka")["/F"] = generic.NumberObject(2)


def _relabel_field(writer: Any) -> None:
    field(writer, "castka")["/MK"] = dictionary(BG=numbers(1, 1, 1))


def _field_script(writer: Any) -> None:
    field(writer, "jmeno")["/AA"] = dictionary(F=_script())


def _overwrite_value(writer: Any) -> None:
    found = field(writer, "castka")
    found["/V"] = generic.pdf_string("1")
    found["/AP"] = dictionary(N=writer.add_object(drawing(b"BT (1) Tj ET")))


def fill(writer: Any) -> None:
    """Fill in the empty field."""
    found = field(writer, "jmeno")
    if found["/V"]:
        raise NotApplicableError
    found["/V"] = generic.pdf_string("Jan Novák")
    found["/AP"] = dictionary(N=writer.add_object(drawing(b"BT (Jan Novak) Tj ET")))


def tick(writer: Any) -> None:
    """Tick the box."""
    found = field(writer, "souhlas")
    found["/V"] = found["/AS"] = pdf_name("/Ano")


def _remove_field(writer: Any) -> None:
    field(writer, "castka")
    form = writer.root["/AcroForm"]
    kept = [form["/Fields"].raw_get(number) for number in range(len(form["/Fields"]))]
    form["/Fields"] = generic.ArrayObject(one for one in kept if str(one.get_object().get("/T")) != "castka")
    writer.update_container(form)


def _new_field(writer: Any) -> None:
    here = page(writer)
    added = dictionary(
        Type=pdf_name("/Annot"), Subtype=pdf_name("/Widget"), FT=pdf_name("/Tx"), T=generic.pdf_string("nove"),
        V=generic.pdf_string("podvrh"), Rect=numbers(0, 0, 500, 500), F=generic.NumberObject(4),
    )  # fmt: skip
    added["/AP"] = dictionary(N=writer.add_object(drawing()))
    _add_field(writer, here, added)


def _fake_signature_field(writer: Any) -> None:
    """Lay a field over the page that looks like an unsigned one (sneaky signature attack)."""
    here = page(writer)
    added = dictionary(
        Type=pdf_name("/Annot"), Subtype=pdf_name("/Widget"), FT=pdf_name("/Sig"), T=generic.pdf_string("PodpisX"),
        Rect=numbers(0, 0, 500, 500), F=generic.NumberObject(4),
    )  # fmt: skip
    added["/AP"] = dictionary(N=writer.add_object(drawing()))
    _add_field(writer, here, added)


def _fake_signature(writer: Any) -> None:
    """The same with the value of another signature, over the whole page."""
    here = page(writer)
    value = generic.DictionaryObject(signature_field(writer)["/V"])
    added = dictionary(
        Type=pdf_name("/Annot"), Subtype=pdf_name("/Widget"), FT=pdf_name("/Sig"), T=generic.pdf_string("PodpisX"),
        Rect=numbers(0, 0, 590, 840), F=generic.NumberObject(4), V=writer.add_object(value),
    )  # fmt: skip
    added["/AP"] = dictionary(N=writer.add_object(drawing()))
    _add_field(writer, here, added)


def _old_signature_elsewhere(writer: Any) -> None:
    """Show a good signature in a second field: nobody signs anything, but whatever is drawn there is shown."""
    here = page(writer)
    added = dictionary(
        Type=pdf_name("/Annot"), Subtype=pdf_name("/Widget"), FT=pdf_name("/Sig"), T=generic.pdf_string("PodpisX"),
        Rect=numbers(55, 695, 360, 735), F=generic.NumberObject(4), V=signature_field(writer).raw_get("/V"),
    )  # fmt: skip
    added["/AP"] = dictionary(N=writer.add_object(drawing()))
    _add_field(writer, here, added)


def _second_place(writer: Any) -> None:
    """Give the field of a good signature a second place on the page."""
    here, signed = page(writer), signature_field(writer)
    added = dictionary(Type=pdf_name("/Annot"), Subtype=pdf_name("/Widget"), Rect=numbers(55, 695, 360, 735))
    added["/F"], added["/Parent"] = (
        generic.NumberObject(4),
        next(one for one in list.__iter__(writer.root["/AcroForm"]["/Fields"]) if one.get_object() is signed),
    )
    added["/AP"] = dictionary(N=writer.add_object(drawing()))
    reference = writer.add_object(added)
    signed["/Kids"] = generic.ArrayObject([reference])
    here["/Annots"] = generic.ArrayObject([*here.get("/Annots", []), reference])


def _add_field(writer: Any, here: Any, added: Any) -> None:
    reference = writer.add_object(added)
    here["/Annots"] = generic.ArrayObject([*here.get("/Annots", []), reference])
    form = writer.root["/AcroForm"]
    form["/Fields"] = generic.ArrayObject([*form["/Fields"], reference])
    writer.update_container(form)


def _empty_signature(writer: Any) -> None:
    signature_field(writer).pop("/V")


def _other_signature_object(writer: Any) -> None:
    found = signature_field(writer)
    value = dict(found["/V"])
    copied = generic.DictionaryObject({key: found["/V"].raw_get(key) for key in value})
    copied["/Reason"] = generic.pdf_string("souhlasím s něčím jiným")
    found["/V"] = writer.add_object(copied)


def _signature_overwritten(writer: Any) -> None:
    reference = signature_field(writer).raw_get("/V")
    reference.get_object()["/Name"] = generic.pdf_string("Někdo jiný")
    writer.mark_update(reference)


def _signature_redrawn(writer: Any) -> None:
    found = signature_field(writer)
    found["/Rect"], found["/AP"] = numbers(0, 0, 595, 842), dictionary(N=writer.add_object(drawing()))


def _form_font(writer: Any) -> None:
    form = writer.root["/AcroForm"]
    font = dictionary(Type=pdf_name("/Font"), Subtype=pdf_name("/Type1"), BaseFont=pdf_name("/Symbol"))
    form["/DR"]["/Font"]["/Helv"] = writer.add_object(font)
    writer.update_container(form)


def _xfa(writer: Any) -> None:
    form = writer.root["/AcroForm"]
    form["/XFA"] = writer.add_object(generic.StreamObject(stream_data=b"<xdp/>"))
    writer.update_container(form)


def _need_appearances(writer: Any) -> None:
    form = writer.root["/AcroForm"]
    form["/NeedAppearances"] = generic.BooleanObject(True)
    writer.update_container(form)


def _catalog(name: str, value: Any) -> Any:
    def change(writer: Any) -> None:
        writer.root[pdf_name(name)] = value(writer) if callable(value) else value
        writer.update_root()

    return change


def _layers_off(writer: Any) -> None:
    settings = writer.root["/OCProperties"]
    settings["/D"]["/OFF"] = generic.ArrayObject(list(settings["/OCGs"]))
    writer.update_root()


def _layer_renamed(writer: Any) -> None:
    reference = writer.root["/OCProperties"]["/OCGs"].raw_get(0)
    reference.get_object()["/Usage"] = dictionary(Print=dictionary(PrintState=pdf_name("/OFF")))
    writer.mark_update(reference)


def _attachments(writer: Any) -> Any:
    file = writer.add_object(generic.StreamObject(stream_data=b"priloha"))
    specification = dictionary(Type=pdf_name("/Filespec"), F=generic.pdf_string("a.txt"), EF=dictionary(F=file))
    names = generic.ArrayObject([generic.pdf_string("a.txt"), writer.add_object(specification)])
    return dictionary(EmbeddedFiles=dictionary(Names=names))


def _drop_certificates(writer: Any) -> None:
    store = writer.root["/DSS"]
    if not store["/Certs"]:
        raise NotApplicableError
    store["/Certs"] = generic.ArrayObject()
    writer.update_container(store)


def _bookmark(writer: Any) -> None:
    reference = writer.root["/Outlines"].raw_get("/First")
    reference.get_object()["/Title"] = generic.pdf_string("Něco jiného")
    writer.mark_update(reference)


HARM_TO_DOCUMENTS = (
    revision("vzhled pole přepsán", "appearance_replaced field_locked", _redraw_field),
    revision("vzhled pole vyměněn", "appearance_replaced field_locked", _redraw_by_new),
    revision("pole přesunuto", "field_changed", _move_field),
    revision("pole skryto", "field_changed", _hide_field),
    revision("pozadí pole", "field_changed", _relabel_field),
    revision("skript v poli", "active_content", _field_script),
    revision("pole odebráno", "field_removed", _remove_field),
    revision("pole přidáno", "field_added", _new_field),
    revision("falešné prázdné pole podpisu", "field_added", _fake_signature_field),
    revision("falešný podpis přes stranu", "signature_covering", _fake_signature),
    revision("dřívější podpis v novém poli", "shadow_object", _old_signature_elsewhere),
    revision("druhé místo podpisu", "shadow_object", _second_place),
    revision("podpis vyjmut z pole", "signature_removed", _empty_signature),
    revision("podpis nahrazen", "signature_replaced", _other_signature_object),
    revision("podpis přepsán", "signature_replaced", _signature_overwritten),
    revision("vzhled podpisu", "appearance_replaced", _signature_redrawn),
    revision("písmo formuláře", "form_resources", _form_font),
    revision("XFA", "xfa", _xfa),
    revision("NeedAppearances", "form", _need_appearances),
    revision("vrstvy vypnuty", "layers", _layers_off),
    revision("tisk vrstvy vypnut", "layers resources", _layer_renamed),
    revision("vrstvy přidány", "layers", _catalog("/OCProperties", dictionary(D=dictionary()))),
    revision("skript při otevření", "active_content", attacks.change_catalog),
    revision("akce dokumentu", "active_content", _catalog("/AA", dictionary(WP=_script()))),
    revision(
        "skripty dokumentu", "active_content", _catalog("/Names", dictionary(JavaScript=dictionary(Names=_script())))
    ),
    revision("vložený soubor", "attachments", _catalog("/Names", _attachments)),
    revision("názvy stran", "navigation", _catalog("/PageLabels", dictionary(Nums=generic.ArrayObject()))),
    revision("způsob zobrazení", "navigation", _catalog("/ViewerPreferences", dictionary(Duplex=pdf_name("/Simplex")))),
    revision("záložka přejmenována", "navigation", _bookmark),
    revision("jazyk", "structure", _catalog("/Lang", generic.pdf_string("xx"))),
    revision("neznámý záznam katalogu", "catalog", _catalog("/Tajemstvi", generic.pdf_string("x"))),
    revision("verze nesmyslná", "catalog", _catalog("/Version", generic.pdf_string("x"))),
    revision("barevný profil", "catalog", _catalog("/OutputIntents", generic.ArrayObject([dictionary()]))),
    revision("titul v Info", "metadata", attacks.change_information),
    revision("sirotek", "unreferenced_object", attacks.add_orphan),
    revision("kresba v úložišti", "extended_validation_data", store_attacks.store_something_else),
    revision("obrázek v úložišti", "extended_validation_data", store_attacks.store_a_form),
    revision("neznámý záznam úložiště", "extended_validation_data", store_attacks.store_an_unknown_entry),
    revision("akce v rozšířeních", "catalog", store_attacks.store_an_action_in_extensions),
)
OVERWRITTEN_VALUE = revision("vyplněný údaj přepsán", "value_replaced form_filled field_locked", _overwrite_value)
FILLED = revision("pole vyplněno", "form_filled field_locked", fill)
# Taken out after they were added: no matter for a signature made before, whose revision had none.
STORE_EMPTIED = revision("certifikáty z úložiště vyňaty", "extended_validation_data", _drop_certificates)
TICKED = revision("políčko zaškrtnuto", "form_filled field_locked", tick)
