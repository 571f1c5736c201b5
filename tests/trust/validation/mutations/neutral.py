"""Changes that change nothing: what archives, other signers and careless programs add."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader

from trust import attacks
from trust.validation.mutations.harm_to_documents import fill, tick
from trust.validation.mutations.harm_to_files import append
from trust.validation.mutations.recipes import (
    NotApplicableError,
    Recipe,
    dictionary,
    facts,
    numbers,
    overwrite,
    page,
    pages,
    resource,
    revision,
)
from trust.validation.mutations.signing import Original, Signing


def _rewrite_page(writer: Any) -> None:
    page(writer)


def _rewrite_content(writer: Any) -> None:
    reference = page(writer).raw_get("/Contents")
    if isinstance(reference, generic.ArrayObject):
        reference = reference.raw_get(0)
    writer.mark_update(reference)


def _recompress_content(writer: Any) -> None:
    """Write the same content with another compression."""
    reference = page(writer).raw_get("/Contents")
    if isinstance(reference, generic.ArrayObject):
        reference = reference.raw_get(0)
    old = reference.get_object()
    new = generic.StreamObject(stream_data=bytes(old.data))
    new.compress()
    overwrite(writer, reference, new)


def _rewrite_font(writer: Any) -> None:
    writer.mark_update(resource(writer, "/Font", "/F1"))


def _rewrite_catalog(writer: Any) -> None:
    writer.update_root()


def _rewrite_tree(writer: Any) -> None:
    writer.mark_update(writer.root.raw_get("/Pages"))
    for reference in pages(writer):
        writer.mark_update(reference)


def _rewrite_form(writer: Any) -> None:
    form = writer.root["/AcroForm"]
    writer.update_container(form)
    for number in range(len(form["/Fields"])):
        writer.mark_update(form["/Fields"].raw_get(number))


def _saving_date(writer: Any) -> None:
    information = dict(writer.trailer["/Info"]) if "/Info" in writer.trailer else {}
    information["/ModDate"] = generic.pdf_string("D:20260101120000Z")
    information["/Producer"] = generic.pdf_string("Jiný program")
    writer.set_info(generic.DictionaryObject({pdf_name(key): value for key, value in information.items()}))


def _saving_date_in_xmp(writer: Any) -> None:
    reference = writer.root.raw_get("/Metadata")
    old = bytes(reference.get_object().data)
    mark = b"</rdf:RDF>"
    if mark not in old:
        raise NotApplicableError
    note = (
        b'<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
        b"<xmp:ModifyDate>2026-01-01T12:00:00Z</xmp:ModifyDate></rdf:Description>"
    )
    values = {pdf_name("/Type"): pdf_name("/Metadata"), pdf_name("/Subtype"): pdf_name("/XML")}
    overwrite(writer, reference, generic.StreamObject(values, stream_data=old.replace(mark, note + mark)))


def _version(writer: Any) -> None:
    writer.root["/Version"] = pdf_name("/1.7")
    writer.update_root()


def _extensions(writer: Any) -> None:
    entry = dictionary(BaseVersion=pdf_name("/1.7"), ExtensionLevel=generic.NumberObject(5))
    writer.root["/Extensions"] = dictionary(ESIC=entry)
    writer.update_root()


def _tabs(writer: Any) -> None:
    page(writer)["/Tabs"] = pdf_name("/S")


def _note(writer: Any) -> None:
    here = page(writer)
    note = dictionary(
        Type=pdf_name("/Annot"), Subtype=pdf_name("/Text"), Rect=numbers(560, 800, 580, 820),
        Contents=generic.pdf_string("viz spis"),
    )  # fmt: skip
    here["/Annots"] = generic.ArrayObject([*here.get("/Annots", []), writer.add_object(note)])


def _empty_revision(pdf: bytes) -> bytes:
    return append(pdf, facts(pdf), {})


def _same_entries(pdf: bytes) -> bytes:
    """List objects again where they already stand."""
    reader = PdfFileReader(io.BytesIO(pdf))
    last = reader.xrefs.total_revisions - 1
    known = reader.xrefs.get_xref_data(last).standard_xrefs
    tables = {reference.idnum for reference in reader.xrefs.xref_stream_refs}
    places = {number: place for number, (generation, place) in known.items() if not generation and number not in tables}
    return append(pdf, facts(pdf), {}, places=places)


def _more(content: bytes) -> Callable[[bytes], bytes]:
    return lambda pdf: pdf + content


@dataclass(frozen=True, slots=True, kw_only=True)
class Neutral:
    """Makes neutral changes, some of which need keys."""

    signing: Signing

    def for_file(self, original: Original) -> list[Recipe]:
        """Return what changes nothing that the signers of a file forbid."""
        found = [*_ALWAYS, *self._archives()]
        if original.level != 1:
            found += self._signatures(original)
        if original.level in {2, 3} or (original.level == 0 and not original.has_locks):
            found += [revision("pole vyplněno", "form_filled", fill), revision("zaškrtnuto", "form_filled", tick)]
        if original.level == 3:
            found.append(revision("povolená poznámka", "note_added", _note))
        if original.level != 1:
            found += [
                revision("verze PDF", "unchanged", _version),
                revision("rozšíření", "validation_data", _extensions),
                revision("pořadí tabulátoru", "unchanged", _tabs),
            ]
        return found

    def _archives(self) -> list[Recipe]:
        key, client = self.signing.key, self.signing.client
        return [
            _recipe("úložiště", "validation_data", lambda pdf: attacks.add_validation_data(pdf, key.chain)),
            _recipe(
                "razítko dokumentu",
                "document_timestamp",
                lambda pdf: attacks.add_document_timestamp(pdf, client, name="Dalsi"),
            ),
            _recipe("archivace", "document_timestamp", lambda pdf: self.signing.archive(pdf, name="Dalsi")),
        ]

    def _signatures(self, original: Original) -> list[Recipe]:
        found = [
            _recipe("další podpis", "new_signature", lambda pdf: self.signing.sign(pdf, "Dalsi")),
            _recipe(
                "dva další podpisy",
                "new_signature",
                lambda pdf: self.signing.sign(self.signing.sign(pdf, "Dalsi"), "Jeste"),
            ),
            revision("prázdné pole podpisu", "signature_field_added", attacks.add_empty_signature_field),
        ]
        if original.level == 0:
            found.append(
                _recipe(
                    "viditelný podpis",
                    "new_visible_signature",
                    lambda pdf: self.signing.sign(pdf, "Dalsi", visible=True),
                )
            )
        return found


def _recipe(name: str, codes: str, change: Callable[[bytes], bytes]) -> Recipe:
    return Recipe(name=name, codes=frozenset(codes.split()), change=change)


_ALWAYS = (
    _recipe("konec řádku", "padding", _more(b"\n")),
    _recipe("prázdné znaky", "padding", _more(b"\r\n  \t\r\n\n")),
    _recipe("nuly", "padding", _more(bytes(512))),
    _recipe("prázdný přírůstek", "unchanged", _empty_revision),
    _recipe("tytéž odkazy", "unchanged", _same_entries),
    revision("strana znovu zapsána", "unchanged", _rewrite_page),
    revision("obsah znovu zapsán", "unchanged", _rewrite_content),
    revision("obsah jinak komprimován", "unchanged", _recompress_content),
    revision("písmo znovu zapsáno", "unchanged", _rewrite_font),
    revision("katalog znovu zapsán", "unchanged", _rewrite_catalog),
    revision("strom stran znovu zapsán", "unchanged", _rewrite_tree),
    revision("formulář znovu zapsán", "unchanged", _rewrite_form),
    revision("datum uložení", "metadata_dates", _saving_date),
    revision("datum uložení v XMP", "metadata_dates", _saving_date_in_xmp),
)
