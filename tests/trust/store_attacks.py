"""What may and may not be done to the store of validation data after a signature: recipes for `attacks.revise`."""

from __future__ import annotations

from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from trust import attacks


def _store(writer: Any) -> Any:
    store = writer.root["/DSS"]
    writer.update_container(store)
    return store


def store_and_page(writer: Any) -> None:
    """Add a certificate to the store and change a page beside it."""
    attacks.replace_page_content(writer)
    store_more(writer)


def store_more(writer: Any) -> None:
    """Add a CRL again, as archives do."""
    store = _store(writer)
    content = bytes(store["/CRLs"][0].data)
    added = writer.add_object(generic.StreamObject(stream_data=content))
    store["/CRLs"] = generic.ArrayObject([*store["/CRLs"], added])


def store_something_else(writer: Any) -> None:
    """Hide the content of a page among the certificates."""
    store = _store(writer)
    hidden = writer.add_object(generic.StreamObject(stream_data=b"1 0 0 rg 0 0 595 842 re f"))
    store["/Certs"] = generic.ArrayObject([*store["/Certs"], hidden])


def store_a_form(writer: Any) -> None:
    """Hide a picture among the revocation lists: a stream with more than its data."""
    store = _store(writer)
    content = bytes(store["/CRLs"][0].data)
    stream = generic.StreamObject({pdf_name("/Subtype"): pdf_name("/Form")}, stream_data=content)
    store["/CRLs"] = generic.ArrayObject([*store["/CRLs"], writer.add_object(stream)])


def store_an_unknown_entry(writer: Any) -> None:
    """Add an entry no standard knows."""
    _store(writer)["/Tajemstvi"] = writer.add_object(generic.StreamObject(stream_data=b"x"))


def store_an_action_in_extensions(writer: Any) -> None:
    """Add `/Extensions` that do more than name a version."""
    store_more(writer)
    action = generic.DictionaryObject({pdf_name("/JS"): generic.pdf_string("1")})
    entry = generic.DictionaryObject({pdf_name("/BaseVersion"): pdf_name("/1.7"), pdf_name("/A"): action})
    writer.root["/Extensions"] = generic.DictionaryObject({pdf_name("/ESIC"): entry})
    writer.update_root()


def drop_the_lists(writer: Any) -> None:
    """Take the revocation lists out of the store."""
    store = _store(writer)
    store["/CRLs"] = generic.ArrayObject([])


def overwrite_a_stored_list(writer: Any) -> None:
    """Put something else into the stream of a revocation list."""
    reference = writer.root["/DSS"]["/CRLs"].raw_get(0)
    stream = generic.StreamObject(stream_data=b"1 0 0 rg 0 0 595 842 re f")
    writer.objects[reference.generation, reference.idnum] = stream
