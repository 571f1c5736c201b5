"""A scan as a PDF can hold it, in plain values: how its bytes are coded and what its colours mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Coding(StrEnum):
    """How the bytes of an image are coded.

    Attributes:
        JPEG: the scan itself, byte by byte.
        FLATE: rows with PNG's predictors.
        FAX: CCITT group 4.
    """

    JPEG = "jpeg"
    FLATE = "flate"
    FAX = "fax"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedImage:
    """An image of a PDF, but for the objects of a PDF.

    Attributes:
        coding: of its bytes.
        width: pixels.
        height: pixels.
        bits: of one channel, or of one entry of a palette: 1, 2, 4, 8 or 16.
        channels: 1 for grey, 3 for red, green and blue; of the palette's colours where there is one.
        palette: the palette's colours, one after the other; empty if there is none.
        profile: an ICC profile for these channels; empty if there is none.
        black_is_one: in a fax, 1 means black.
        content: the coded bytes; empty for a JPEG, which is the scan itself.
    """

    coding: Coding
    width: int
    height: int
    bits: int
    channels: int
    palette: bytes = b""
    profile: bytes = b""
    black_is_one: bool = False
    content: bytes = b""


Coder: TypeAlias = Callable[[Mapping[int, bytes]], Mapping[int, CodedImage]]
"""Codes scans by the number of their page; raises PageNotPlacedError."""
