"""Whether two scans show the same page (stejné strany): a coarse map of the ink, compared by correlation.

A second scan of a sheet differs by noise, by a little turn and shift, and by compression. So the ink is turned level,
laid with its centre of mass into the middle of a grid, and counted per cell; two maps are alike when their deviations
from the neighbourhood correlate. Pages of one letter share margins and line spacing, not the words: those remain.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from listina.documents.appearance import Appearance

ROWS = 72
COLUMNS = 56
"""The grid; one cell is 5 mm of an A4 page in both directions, and the grid leaves room for shifted centres."""

ALIKE = 0.75
"""The correlation from which two pages look the same.

Measured on the demo's scans: copies with noise, turned, in greys, at 200 dpi or compressed anew stay above 0.86;
different pages below 0.57. Ink counts as there or not there: weighed by its darkness, a grey copy of a page with a
coloured stamp fell to 0.37.
"""

_CELLS_PER_WIDTH = 42
_LEVELS = 15

Map = npt.NDArray[np.float64]


def perceptual_hash(appearance: Appearance, skew_degrees: float | None) -> str:
    """Return the map of the page's ink, one hexadecimal digit per cell, row by row; empty for a blank page."""
    if appearance.blank:
        return ""
    rows, columns = np.nonzero(appearance.ink)
    angle = np.deg2rad(skew_degrees or 0.0)
    down = rows * np.cos(angle) - columns * np.sin(angle)
    across = columns * np.cos(angle) + rows * np.sin(angle)
    cell = appearance.ink.shape[1] / _CELLS_PER_WIDTH
    down = (down - down.mean()) / cell + ROWS / 2
    across = (across - across.mean()) / cell + COLUMNS / 2
    counted, _, _ = np.histogram2d(down, across, bins=(ROWS, COLUMNS), range=((0, ROWS), (0, COLUMNS)))
    top = float(np.quantile(counted[counted > 0], 0.95)) if counted.any() else 1.0
    levels = np.minimum(np.rint(counted / top * _LEVELS), _LEVELS).astype(np.uint8)
    return "".join(f"{level:x}" for level in levels.ravel())


def alike(hashes: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Return a square table of which pages look the same; blank pages are like no other."""
    maps = np.zeros((len(hashes), ROWS * COLUMNS))
    for place, text in enumerate(hashes):
        if len(text) == ROWS * COLUMNS:
            maps[place] = _deviations(text)
    found: npt.NDArray[np.bool_] = maps @ maps.T >= ALIKE
    return found


def _deviations(text: str) -> Map:
    """Return the map as a vector of length 1: how much more ink each cell has than its neighbourhood."""
    digits = np.frombuffer(text.encode("ascii"), dtype=np.uint8).astype(np.float64)
    levels = np.where(digits >= ord("a"), digits - ord("a") + 10, digits - ord("0")).reshape(ROWS, COLUMNS)
    around = np.pad(levels, 1, mode="edge")
    around = sum(
        (around[row : row + ROWS, column : column + COLUMNS] for row in range(3) for column in range(3)),
        start=np.zeros((ROWS, COLUMNS)),
    )
    deviations = (levels - around / 9).ravel()
    length = float(np.linalg.norm(deviations))
    return deviations / length if length else deviations
