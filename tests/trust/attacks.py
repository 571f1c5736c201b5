"""Ways to change a signed PDF that a verification must find out, and the two that it must allow."""

from __future__ import annotations

import io
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from asn1crypto import cms, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp, SignatureObject
from pyhanko.sign.validation.dss import DocumentSecurityStore

from listina.trust.revisions import RevisionWriter
from listina.trust.timestamps import TimestampClient


def revise(pdf: bytes, change: Callable[[Any], None]) -> bytes:
    """Append a revision in which the change was made."""
    writer = RevisionWriter(io.BytesIO(pdf))
    change(writer)
    return _written(writer)


def replace_page_content(writer: Any) -> None:
    """Show something else on the first page."""
    page_reference = writer.root["/Pages"]["/Kids"].raw_get(0)
    page = page_reference.get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"1 0 0 rg 0 0 595 842 re f"))
    writer.mark_update(page_reference)


def overwrite_content_stream(writer: Any) -> None:
    """Put other bytes into the content stream itself."""
    page = writer.root["/Pages"]["/Kids"].raw_get(0).get_object()
    reference = page.raw_get("/Contents")
    if isinstance(reference, generic.ArrayObject):
        reference = reference.raw_get(0)
    stream = generic.StreamObject(stream_data=b"1 0 0 rg 0 0 595 842 re f")
    writer.objects[reference.generation, reference.idnum] = stream


def append_annotation(writer: Any) -> None:
    """Lay a note over the first page."""
    annotation = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 500, 500)]),
            pdf_name("/Contents"): generic.pdf_string("neplatné"),
        }
    )
    page_reference = writer.root["/Pages"]["/Kids"].raw_get(0)
    page = page_reference.get_object()
    page["/Annots"] = generic.ArrayObject([*page.get("/Annots", []), writer.add_object(annotation)])
    writer.mark_update(page_reference)


def append_page(writer: Any) -> None:
    """Add a page at the end."""
    pages_reference = writer.root.raw_get("/Pages")
    pages = pages_reference.get_object()
    page = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Page"),
            pdf_name("/Parent"): pages_reference,
            pdf_name("/MediaBox"): generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 595, 842)]),
        }
    )
    pages["/Kids"] = generic.ArrayObject([*pages["/Kids"], writer.add_object(page)])
    pages["/Count"] = generic.NumberObject(len(pages["/Kids"]))
    writer.mark_update(pages_reference)


def change_catalog(writer: Any) -> None:
    """Let something happen when the file is opened."""
    action = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("1")}
    )
    writer.root["/OpenAction"] = action
    writer.update_root()


def change_metadata(writer: Any) -> None:
    """Change the XMP, where the number of the clause may stand."""
    reference = writer.root.raw_get("/Metadata")
    old = reference.get_object().data
    stream = generic.StreamObject(
        {pdf_name("/Type"): pdf_name("/Metadata"), pdf_name("/Subtype"): pdf_name("/XML")},
        stream_data=old.replace(b"konverze", b"podvrh  "),
    )
    writer.objects[reference.generation, reference.idnum] = stream


def change_information(writer: Any) -> None:
    """Change the document's title."""
    writer.set_info(generic.DictionaryObject({pdf_name("/Title"): generic.pdf_string("podvrh")}))


def add_empty_signature_field(writer: Any) -> None:
    """Add a field for one more signature."""
    append_signature_field(writer, SigFieldSpec(sig_field_name="Druhy"))


def add_orphan(writer: Any) -> None:
    """Add an object that nothing points to yet: the first half of a shadow attack."""
    writer.add_object(generic.StreamObject(stream_data=b"shadow"))


def remove_signature_field(writer: Any) -> None:
    """Make the signature vanish from the form."""
    writer.root["/AcroForm"]["/Fields"] = generic.ArrayObject([])
    writer.update_container(writer.root["/AcroForm"])


def add_validation_data(pdf: bytes, certificates: tuple[bytes, ...]) -> bytes:
    """Append a document security store, as archives do."""
    writer = RevisionWriter(io.BytesIO(pdf))
    DocumentSecurityStore.supply_dss_in_writer(
        writer, None, certs=[x509.Certificate.load(certificate) for certificate in certificates]
    )
    return _written(writer)


def add_document_timestamp(
    pdf: bytes, client: TimestampClient, *, box: tuple[int, int, int, int] | None = None, name: str = "Archiv"
) -> bytes:
    """Append a document timestamp, as archives do; with a box it shows on the first page."""
    spec = None if box is None else SigFieldSpec(sig_field_name=name, box=box)
    prepared, output = _place(RevisionWriter(io.BytesIO(pdf)), DocumentTimestamp(bytes_reserved=16384), name, spec)
    token = client.token(prepared.document_digest).der
    prepared.fill_with_cms(output, cms.ContentInfo.load(token))
    return bytes(output.getvalue())


def add_forged_document_timestamp(pdf: bytes, client: TimestampClient) -> bytes:
    """Append a document timestamp over something else."""
    prepared, output = _place(RevisionWriter(io.BytesIO(pdf)), DocumentTimestamp(bytes_reserved=16384), "Archiv", None)
    prepared.fill_with_cms(output, cms.ContentInfo.load(client.token(sha256(b"other").digest()).der))
    return bytes(output.getvalue())


def place_signature(writer: Any, name: str = "Podpis") -> tuple[Any, io.BytesIO]:
    """Append a revision with a place for a signature and whatever the writer was told to change."""
    placeholder = SignatureObject(subfilter=SigSeedSubFilter.PADES, bytes_reserved=32768)
    prepared, output = _place(writer, placeholder, name, None)
    return prepared, output


def _place(writer: Any, placeholder: Any, name: str, spec: SigFieldSpec | None) -> tuple[Any, io.BytesIO]:
    steps = PdfCMSEmbedder(new_field_spec=spec).write_cms(field_name=name, writer=writer)
    next(steps)
    steps.send(SigObjSetup(sig_placeholder=placeholder))
    prepared, output = steps.send(SigIOSetup(md_algorithm="sha256"))
    return prepared, output


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()
