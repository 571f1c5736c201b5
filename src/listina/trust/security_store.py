"""The document security store (DSS) of a PDF: writing it, and reading it so strictly that nothing else hides in it.

Source: ETSI EN 319 142-1, § 5.4.2; ISO 32000-2, § 12.8.4.3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from cryptography import x509
from cryptography.x509 import ocsp
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from listina.trust.signer_infos import require
from listina.trust.validation_data import ValidationData

# Each refuses what is not exactly one such structure, bytes behind it included.
_PARSERS: dict[str, Callable[[bytes], object]] = {
    "/Certs": x509.load_der_x509_certificate,
    "/CRLs": x509.load_der_x509_crl,
    "/OCSPs": ocsp.load_der_ocsp_response,
}
_OTHER_KEYS = frozenset({"/Type", "/VRI"})
_STREAM_KEYS = frozenset({"/Length", "/Filter", "/DecodeParms"})
_EXTENSION_KEYS = frozenset({"/Type", "/BaseVersion", "/ExtensionLevel", "/ExtensionRevision", "/URL"})
_MOST_ENTRIES = 500


def write(writer: Any, data: ValidationData) -> None:
    """Add the data to the store of the revision being written; make the store if there is none.

    Args:
        writer: pyHanko's incremental writer.
        data: must not be in the store yet.
    """
    if "/DSS" not in writer.root:
        store = generic.DictionaryObject()
        writer.root[pdf_name("/DSS")] = writer.add_object(store)
        writer.update_root()
    else:
        store = writer.root["/DSS"]
        writer.update_container(store)
    for key, items in (("/Certs", data.certificates), ("/CRLs", data.crls), ("/OCSPs", data.ocsp_responses)):
        if items:
            added = [writer.add_object(generic.StreamObject(stream_data=item)) for item in items]
            store[pdf_name(key)] = generic.ArrayObject([*store.get(key, []), *added])


def read(root: Any) -> ValidationData:
    """Return what the store holds; nothing if there is no store.

    Args:
        root: the catalog.

    Raises:
        UnacceptableSignatureError: the store holds anything but certificates, CRLs and OCSP responses.
    """
    found: dict[str, list[bytes]] = {key: [] for key in _PARSERS}
    for key, reference in _entries(root):
        found[key].append(_content(key, reference))
    return ValidationData(
        certificates=tuple(found["/Certs"]), crls=tuple(found["/CRLs"]), ocsp_responses=tuple(found["/OCSPs"])
    )


def objects_of_new_store(root: Any) -> frozenset[Any]:
    """Return the references of the store and of all it holds, for a store written together with the signature.

    Raises:
        UnacceptableSignatureError: as `read`; or the store is no object of its own or names single signatures (VRI),
            which nobody can know before they are made.
    """
    if "/DSS" not in root:
        return frozenset()
    own = root.raw_get("/DSS")
    require(isinstance(own, generic.IndirectObject), "dss", "the security store is no object of its own")
    require("/VRI" not in root["/DSS"], "dss", "the security store names single signatures")
    read(root)
    return frozenset({own.reference, *(reference.reference for _, reference in _entries(root))})


def require_plain_extensions(root: Any) -> None:
    """Return if the catalog's `/Extensions` only name versions, as products that write a store let them.

    Raises:
        UnacceptableSignatureError: they hold anything else.
    """
    if "/Extensions" not in root:
        return
    extensions = root["/Extensions"]
    require(isinstance(extensions, generic.DictionaryObject), "extensions", "the extensions are no dictionary")
    for prefix in extensions:
        entry = extensions[prefix]
        if prefix == "/Type":
            continue
        plain = isinstance(entry, generic.DictionaryObject) and not isinstance(entry, generic.StreamObject)
        require(plain and set(entry) <= _EXTENSION_KEYS, "extensions", f"the extension {prefix} holds something else")
        simple = (generic.NameObject, generic.NumberObject, generic.TextStringObject, generic.ByteStringObject)
        for key in entry:
            require(isinstance(entry[key], simple), "extensions", f"the extension {prefix} holds something else")


def _entries(root: Any) -> Iterator[tuple[str, Any]]:
    if "/DSS" not in root:
        return
    store = root["/DSS"]
    plain = isinstance(store, generic.DictionaryObject) and not isinstance(store, generic.StreamObject)
    require(plain, "dss", "the security store is no dictionary")
    unknown = set(store) - _PARSERS.keys() - _OTHER_KEYS
    require(not unknown, "dss", f"the security store holds {sorted(unknown)}")
    for key in _PARSERS:
        items = store.get(key, [])
        require(isinstance(items, list), "dss", f"{key} of the security store is no array")
        require(len(items) <= _MOST_ENTRIES, "dss", f"{key} of the security store holds too much")
        for place in range(len(items)):
            yield key, items.raw_get(place)


def _content(key: str, reference: Any) -> bytes:
    require(isinstance(reference, generic.IndirectObject), "dss", f"{key} of the security store holds no stream")
    stream = reference.get_object()
    is_plain = isinstance(stream, generic.StreamObject) and set(stream) <= _STREAM_KEYS
    require(is_plain, "dss", f"{key} of the security store holds no plain stream")
    content = bytes(stream.data)
    try:
        _PARSERS[key](content)
    except (ValueError, TypeError) as error:
        require(condition=False, check="dss", reason=f"{key} of the security store holds something else: {error}"[:300])
    return content
