"""Published attacks on the signature itself: universal forgery, wrapping, and ranges that end elsewhere.

Source: Mladenov et al., 1 Trillion Dollar Refund: how to spoof PDF signatures (CCS 2019).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from trust import wrapping
from trust.validation.mutations.recipes import NotApplicableError, Recipe

_CONTENTS = re.compile(rb"/Contents\s*(<[0-9A-Fa-f]+>)")
_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def _found(pattern: re.Pattern[bytes], pdf: bytes) -> re.Match[bytes]:
    matches = [match for match in pattern.finditer(pdf) if len(match.group()) > 30]
    if not matches:
        raise NotApplicableError
    return matches[0]


def _contents(value: bytes) -> Callable[[bytes], bytes]:
    """Put something else where the signature's value stands, of the same length."""

    def change(pdf: bytes) -> bytes:
        start, end = _found(_CONTENTS, pdf).span(1)
        return pdf[:start] + value.ljust(end - start) + pdf[end:]

    return change


def _range(value: bytes) -> Callable[[bytes], bytes]:
    def change(pdf: bytes) -> bytes:
        start, end = _found(_RANGE, pdf).span()
        return pdf[:start] + value.ljust(end - start)[: end - start] + pdf[end:]

    return change


def _longer(pdf: bytes) -> bytes:
    start, end = _found(_RANGE, pdf).span(4)
    return pdf[:start] + b"9" * (end - start) + pdf[end:]


def _wrapped(pdf: bytes) -> bytes:
    try:
        return wrapping.wrap(pdf)
    except (AttributeError, KeyError, ValueError, TypeError, IndexError) as error:
        raise NotApplicableError from error


def _cut(pdf: bytes) -> bytes:
    return pdf[:-40]


FORGERIES = tuple(
    Recipe(name=name, codes=frozenset(), change=change)
    for name, change in (
        ("USF: Contents null", _contents(b"null")),
        ("USF: Contents prázdné", _contents(b"<>")),
        ("USF: Contents 00", _contents(b"<00>")),
        ("USF: Contents číslo", _contents(b"0")),
        ("USF: Contents chybí", _contents(b"/X 0")),
        ("USF: ByteRange null", _range(b"/ByteRange null")),
        ("USF: ByteRange prázdné", _range(b"/ByteRange []")),
        ("USF: ByteRange záporné", _range(b"/ByteRange [0 -1 0 -1]")),
        ("USF: ByteRange nuly", _range(b"/ByteRange [0 0 0 0]")),
        ("USF: ByteRange chybí", _range(b"/Nic [0 1 2 3]")),
        ("rozsah za konec souboru", _longer),
        ("SWA: podpis obalen", _wrapped),
        ("konec souboru uříznut", _cut),
    )
)
