"""Revisions of a signed PDF: writing one that adds nothing else, and telling what others have added.

Before the signature nothing may change but the signature itself, after it only validation data and document timestamps
may come. pyHanko's difference analysis compares revisions object by object; its standard policy also lets metadata, the
catalog's version and form values change. Ours is narrower: the output's title and number stand in the metadata.

Source: ISO 32000-2, § 12.8; ETSI EN 319 142-1, §§ 5.4 and 5.5; the shadow and incremental-saving attacks on PDF.
"""

from __future__ import annotations

from hashlib import file_digest
from typing import Any, BinaryIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DSSCompareRule,
    FormUpdatingRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.fields import enumerate_sig_fields

from listina.large_files import beginning
from listina.trust import security_store
from listina.trust.signer_infos import require

_BYTE_RANGE_PARTS = 4
_END_BYTES = 64
"""More than the last line of a PDF takes with the ends of lines behind it."""
_HARMLESS = frozenset({ModificationLevel.NONE, ModificationLevel.LTA_UPDATES})
_CATALOG_KEYS = frozenset({"/AcroForm", "/DSS", "/Extensions"})


class RevisionWriter(IncrementalPdfFileWriter):  # type: ignore[misc]  # pyHanko is imported without its types
    """Writes a revision that holds what was added, and leaves version and metadata alone.

    pyHanko's own writer rewrites the information dictionary and the XMP stream in each revision, naming itself as the
    producer: after that the signed file is no longer the composed file and a signature, and its two metadata differ.
    """

    # No file is older, so none is declared to be newer than it says.
    output_version = (1, 0)

    def _update_meta(self) -> None:
        """Do nothing; `test_the_revision_adds_only_the_signature` notices if pyHanko renames this hook."""


def _policy() -> StandardDiffPolicy:
    level = ModificationLevel.LTA_UPDATES
    return StandardDiffPolicy(
        global_rules=[
            CatalogModificationRule(ignored_keys=_CATALOG_KEYS),
            XrefStreamRule().as_qualified(level),
            ObjectStreamRule().as_qualified(level),
            DSSCompareRule().as_qualified(level),
        ],
        form_rule=FormUpdatingRule(
            field_rules=[SigFieldCreationRule(), SigFieldModificationRule()],
            ignored_acroform_keys=frozenset({"/Fields"}),
        ),
        # An object that nothing points to is no part of the document, but neither is it a signature.
        ignore_orphaned_objects=False,
    )


AFTER_THE_SIGNATURE = _policy()


def require_sound_byte_range(signature: Any, file: BinaryIO, length: int) -> int:
    """Check that exactly the hexadecimal `/Contents` is left out of the byte range; return where the range ends.

    Raises:
        UnacceptableSignatureError: the range is another.
    """
    numbers = [int(number) for number in signature.byte_range]
    require(len(numbers) == _BYTE_RANGE_PARTS, "byte_range", "the byte range does not have four numbers")
    start, first, second_start, second = numbers
    in_order = start == 0 and 0 < first < second_start and second > 0 and second_start + second <= length
    require(in_order, "byte_range", "the byte range is not in order")
    file.seek(first)
    gap = file.read(second_start - first)
    digits = signature.pkcs7_content.hex()
    # Digits of both cases in one string would let anybody change the file's digest without a trace.
    allowed = {f"<{digits}>".encode(), f"<{digits.upper()}>".encode()}
    require(gap in allowed, "byte_range", "the byte range leaves out something else than the signature")
    return second_start + second


def require_one_signature(reader: PdfFileReader) -> Any:
    """Return the one signature; every other field for signatures must hold a document timestamp.

    Raises:
        UnacceptableSignatureError: there is none or more than one, or an empty field.
    """
    empty = list(enumerate_sig_fields(reader, filled_status=False))
    require(not empty, "fields", "there is an empty signature field")
    filled = list(enumerate_sig_fields(reader, filled_status=True))
    signatures = reader.embedded_regular_signatures
    known = len(signatures) + len(reader.embedded_timestamp_signatures)
    require(len(filled) == known, "fields", "there is a signature of an unknown kind")
    require(len(signatures) == 1, "fields", f"there are {len(signatures)} signatures where one belongs")
    return signatures[0]


def require_invisible(field: Any) -> None:
    """Return if the field for a signature shows nothing on any page: shown, it could cover the content.

    Raises:
        UnacceptableSignatureError: it has an area, an appearance or more than one place.
    """
    require("/Kids" not in field, "appearance", "a signature field has several places")
    left, bottom, right, top = (float(number) for number in field["/Rect"])
    require(left == right and bottom == top, "appearance", "a signature field has an area")
    require("/AP" not in field and "/MK" not in field, "appearance", "a signature field has an appearance")


def require_only_additions(reader: PdfFileReader, signature: Any, file: BinaryIO, signed_length: int) -> None:
    """Return if what follows the signature's revision is nothing but validation data and document timestamps.

    The document timestamps' authorities need not be known here: an archive may have put them in.

    Args:
        reader: of the whole file.
        signature: the one in it.
        file: the whole file.
        signed_length: where the signature's byte range ends.

    Raises:
        UnacceptableSignatureError: something else follows.
    """
    file.seek(signed_length)
    rest = file.read()
    if not rest:
        return
    ends_well = rest.rstrip(b"\r\n").endswith(b"%%EOF") and reader.xrefs.total_revisions > signature.signed_revision + 1
    require(ends_well, "later_changes", "bytes that are no revision follow the signature")
    found = AFTER_THE_SIGNATURE.review_file(reader, signature.signed_revision)
    if isinstance(found, SuspiciousModification):
        require(condition=False, check="later_changes", reason=str(found)[:500])
    level = found.modification_level
    require(level in _HARMLESS, "later_changes", f"changes of the kind {level.name}")
    security_store.read(reader.root)
    security_store.require_plain_extensions(reader.root)
    for stamp in reader.embedded_timestamp_signatures:
        require(stamp.signed_revision > signature.signed_revision, "later_changes", "a timestamp before the signature")
        require_invisible(stamp.sig_field)


def require_prefix(reader: PdfFileReader, signature: Any, file: BinaryIO, prefix_length: int) -> str:
    """Check that the signature's revision adds to the first bytes nothing but the signature; return their SHA-256.

    Args:
        reader: of the whole file.
        signature: the one in it.
        file: the whole file.
        prefix_length: of the composed file, bytes.

    Raises:
        UnacceptableSignatureError: the bytes are no PDF of their own, or more was added.
    """
    signature_start = int(signature.byte_range[1])
    require(0 < prefix_length <= signature_start, "prefix", "the signature stands within the prefix")
    before = PdfFileReader(beginning(file, prefix_length), strict=True)
    revisions = before.xrefs.total_revisions
    file.seek(max(0, prefix_length - _END_BYTES))
    end = file.read(min(_END_BYTES, prefix_length))
    ends_exactly = end.rstrip(b"\r\n").endswith(b"%%EOF") and file.read(1).isdigit()
    require(ends_exactly, "prefix", "the prefix does not end exactly where the revision of the signature begins")
    require(not before.embedded_signatures, "prefix", "the prefix is signed already")
    require(signature.signed_revision == revisions, "prefix", "the signature is not in the revision after the prefix")
    _require_only_the_signature(
        reader.get_historical_resolver(revisions - 1), reader.get_historical_resolver(revisions)
    )
    file.seek(0)
    return file_digest(beginning(file, prefix_length), "sha256").hexdigest()


def _require_only_the_signature(before: Any, after: Any) -> None:
    """Compare two revisions: catalog and page point to the new form, field and security store, nothing else is there.

    pyHanko's analysis presumes that there was a form before, so this is our own; it knows just what `prepare` writes.
    """
    require(not after.refs_freed_in_revision(), "prefix", "objects were deleted")
    for key in ("/Root", "/Info"):
        same = _entry(before.trailer_view, key) == _entry(after.trailer_view, key)
        require(same, "prefix", f"the trailer's {key} changed")
    for key in ("/AcroForm", "/DSS"):
        require(key not in before.root, "prefix", f"there was an entry {key} before the signature")
    form = after.root["/AcroForm"]
    require(set(form) == {"/Fields", "/SigFlags"} and len(form["/Fields"]) == 1, "prefix", "the form holds more")
    field_reference = form["/Fields"].raw_get(0).reference
    field = after(field_reference)
    page_reference = field.raw_get("/P").reference
    added = {field_reference, field.raw_get("/V").reference, after.root.raw_get("/AcroForm").reference}
    added |= security_store.objects_of_new_store(after.root)
    require(all(before.is_ref_unassignable(item) for item in added), "prefix", "an object was replaced")
    pages = {page_reference, *_annotations(before(page_reference), after(page_reference), field_reference)}
    expected = {after.root_ref, *added, *pages, *_reference_stream(after)}
    changed = after.explicit_refs_in_revision()
    require(changed <= expected, "prefix", f"more objects changed than belong to a signature: {changed - expected}")
    same = _without(before.root, "/AcroForm", "/DSS") == _without(after.root, "/AcroForm", "/DSS")
    require(same, "prefix", "the catalog changed")


def _annotations(page_before: Any, page_after: Any, field_reference: Any) -> tuple[Any, ...]:
    """Check that the page got the field and nothing else; return the list's reference if it is an object of its own."""
    require(page_before["/Type"] == "/Page", "prefix", "the field is on no page")
    before, after = page_before.get("/Annots", []), page_after["/Annots"]
    references = [item.reference for item in after]
    same = references == [*(item.reference for item in before), field_reference]
    require(same, "prefix", "the page's annotations changed")
    require(_without(page_before, "/Annots") == _without(page_after, "/Annots"), "prefix", "the page changed")
    own = _entry(page_after, "/Annots")
    return (own.reference,) if hasattr(own, "reference") and own == _entry(page_before, "/Annots") else ()


def _reference_stream(resolver: Any) -> tuple[Any, ...]:
    """Return the cross-reference stream of a revision, if it has one."""
    stream = resolver.reader.xrefs.get_xref_container_info(resolver.revision).stream_ref
    return () if stream is None else (stream,)


def _entry(dictionary: Any, key: str) -> Any:
    return dictionary.raw_get(key) if key in dictionary else None


def _without(dictionary: Any, *keys: str) -> dict[str, Any]:
    return {name: dictionary.raw_get(name) for name in dictionary if name not in keys}
