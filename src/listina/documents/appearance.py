"""What a page looks like from a distance: where its ink is, whether it is blank, cut off or askew.

All of it works on a reduced picture at most 600 pixels wide, where one pixel is about a third of a millimetre of A4:
noise of the scanner averages out and a page takes some ten milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from listina.documents.flattening import averageable, on_white
from listina.documents.formats import Picture

WIDTH_PX = 600
"""The most pixels of the reduced picture's width."""

_LEAST_CONTRAST = 24.0
_NOISE_FACTOR = 7.0
_BLANK_SHARE = 4e-5
_CORNER_SHARE = 0.04
_STRIP_PX = 2
_DEPTH_PX = 6
_LEAST_TOUCHING_PX = 3
_MOST_TOUCHING_SHARE = 0.5

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """The reduced page, upright as its file asks.

    Attributes:
        ink: where something is written, printed or stamped.
        blank: nothing is.
        cut_edges: of `top`, `right`, `bottom`, `left`, those that something written touches.
    """

    ink: Mask
    blank: bool
    cut_edges: tuple[str, ...]


def appearance_of(picture: Picture) -> Appearance:
    """Look at a decoded picture."""
    small = picture.upright(reduced(picture.image))
    # The darkest channel: coloured ink, such as a stamp, is bright in two of the three.
    grey = np.asarray(small, dtype=np.uint8).min(axis=2).astype(np.float32)
    paper = float(np.median(grey))
    darkness = np.maximum(paper - grey, 0)
    noise = 1.4826 * float(np.median(np.abs(grey - paper)))
    ink = darkness > max(_LEAST_CONTRAST, _NOISE_FACTOR * noise)
    return Appearance(
        ink=ink,
        blank=int(np.count_nonzero(ink)) < max(3, _BLANK_SHARE * ink.size),
        cut_edges=_cut_edges(ink),
    )


def reduced(image: Image.Image) -> Image.Image:
    """Return the picture as RGB on white, at most 600 pixels wide as stored, by averaging blocks of pixels."""
    image = averageable(image)
    factor = max(1, -(-image.width // WIDTH_PX))
    return on_white(image.reduce(factor) if factor > 1 else image)


def _cut_edges(ink: Mask) -> tuple[str, ...]:
    sides = {"top": ink, "right": ink.T[::-1], "bottom": ink[::-1], "left": ink.T}
    return tuple(name for name, side in sides.items() if _touches(side))


def _touches(side: Mask) -> bool:
    """Whether writing runs over the first row of `side`.

    Ink counts where it is at the very edge and goes on inwards. A strip that is dark along most of the edge is the
    shadow of the paper in the scanner, and the corners are dog's ears.
    """
    length = side.shape[1]
    corner = int(length * _CORNER_SHARE)
    outer = side[:_STRIP_PX, corner : length - corner].all(axis=0)
    inner = side[:_DEPTH_PX, corner : length - corner].all(axis=0)
    touching = int(np.count_nonzero(inner))
    if touching < _LEAST_TOUCHING_PX:
        return False
    return int(np.count_nonzero(outer)) < _MOST_TOUCHING_SHARE * outer.size
