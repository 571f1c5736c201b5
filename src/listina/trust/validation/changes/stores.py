"""The store of validation data and the catalog's extensions: what archives and signing products add.

Source: ETSI EN 319 142-1, § 5.4.2; ISO 32000-2, §§ 12.8.4.3 and 7.12.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from asn1crypto import cms, crl, ocsp, x509
from pyhanko.pdf_utils import generic

from listina.trust.validation.changes.comparison import Comparison
from listina.trust.validation.changes.states import NotJudgeableError, State, entries, is_plain_dictionary, is_stream

_PARSERS: Mapping[str, Callable[[bytes], Any]] = MappingProxyType(
    {
        "/Certs": lambda data: x509.Certificate.load(data, strict=True).subject.native,
        "/CRLs": lambda data: crl.CertificateList.load(data, strict=True).issuer.native,
        "/OCSPs": lambda data: ocsp.OCSPResponse.load(data, strict=True)["response_status"].native,
        "/TS": lambda data: cms.ContentInfo.load(data, strict=True)["content_type"].native,
    }
)
_OF_ONE_SIGNATURE: Mapping[str, str] = MappingProxyType({"/Cert": "/Certs", "/CRL": "/CRLs", "/OCSP": "/OCSPs"})
_STREAM_KEYS = frozenset({"/Length", "/Filter", "/DecodeParms", "/Type"})
_EXTENSION_KEYS = frozenset({"/Type", "/BaseVersion", "/ExtensionLevel", "/ExtensionRevision", "/URL"})
_MOST_STREAMS = 5_000
_SIMPLE = (generic.NameObject, generic.NumberObject, generic.TextStringObject, generic.ByteStringObject)


def compare_store(comparison: Comparison, old: Any, new: Any) -> None:
    """Report what changed in the store, whose every new stream must be what it is said to be."""
    if not comparison.differ(old, new):
        return
    try:
        was, now = _contents(comparison.old, old), _contents(comparison.new, new)
    except Exception:  # noqa: BLE001  # a store that cannot be read could hold anything
        comparison.report("extended_validation_data")
        return
    comparison.report("validation_data" if was <= now else "extended_validation_data")


def compare_extensions(comparison: Comparison, old: Any, new: Any) -> None:
    """Report changed extensions, which may only name versions."""
    if not comparison.differ(old, new):
        return
    try:
        plain = all(_names_a_version(comparison.new, raw) for raw in _developers(comparison.new, new))
    except NotJudgeableError:
        plain = False
    if not plain:
        comparison.report("catalog")
    else:
        comparison.report("validation_data")


def is_validation_data(state: State, value: Any) -> bool:
    """Tell whether an object that nothing refers to could only be meant for a store."""
    try:
        if is_plain_dictionary(value) and str(state.value(entries(value).get("/Type"))) == "/VRI":
            _check_entry(state, value)
            return True
        return any(_is(state, kind, value) for kind in _PARSERS)
    except Exception:  # noqa: BLE001  # what cannot be read is not known to be validation data
        return False


def _is(state: State, kind: str, value: Any) -> bool:
    try:
        _checked(state, kind, value)
    except (NotJudgeableError, ValueError, TypeError, KeyError):
        return False
    return True


def _developers(state: State, raw: Any) -> list[Any]:
    found: list[Any] = []
    for name, value in state.dictionary(raw).items():
        if name == "/Type":
            continue
        inner = state.value(value)
        found += list.__iter__(inner) if isinstance(inner, generic.ArrayObject) else [value]
    return found


def _names_a_version(state: State, raw: Any) -> bool:
    entry = state.dictionary(raw)
    return entry.keys() <= _EXTENSION_KEYS and all(isinstance(state.value(value), _SIMPLE) for value in entry.values())


def _contents(state: State, raw: Any) -> set[tuple[str, bytes]]:
    """Return what the store holds.

    Raises:
        NotJudgeableError: it holds something else.
        Exception: a stream is not what it is said to be.
    """
    store = state.dictionary(raw)
    if store.keys() - {"/Type", "/VRI", "/Certs", "/CRLs", "/OCSPs"}:
        raise NotJudgeableError
    found: set[tuple[str, bytes]] = set()
    for kind in ("/Certs", "/CRLs", "/OCSPs"):
        for item in state.array(store.get(kind)):
            found.add((kind, _checked(state, kind, item)))
    for name, value in state.dictionary(store.get("/VRI")).items():
        if name != "/Type":
            _check_entry(state, value)
    if len(found) > _MOST_STREAMS:
        raise NotJudgeableError
    return found


def _check_entry(state: State, raw: Any) -> None:
    entry = state.dictionary(raw)
    if entry.keys() - {"/Type", "/TU", "/TS", *_OF_ONE_SIGNATURE}:
        raise NotJudgeableError
    for name, kind in _OF_ONE_SIGNATURE.items():
        for item in state.array(entry.get(name)):
            _checked(state, kind, item)
    if "/TS" in entry:
        _checked(state, "/TS", entry["/TS"])
    for name in ("/TU", "/Type"):
        if is_stream(state.value(entry.get(name))) or is_plain_dictionary(state.value(entry.get(name))):
            raise NotJudgeableError


def _checked(state: State, kind: str, raw: Any) -> bytes:
    stream = state.value(raw)
    if not is_stream(stream) or entries(stream).keys() - _STREAM_KEYS:
        raise NotJudgeableError
    data = bytes(stream.data)
    _PARSERS[kind](data)
    return data
