"""How far the lines of a page stand askew, from the profile of its ink (natočení)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from listina.documents.appearance import Appearance

MOST_DEGREES = 5.0
STEP_DEGREES = 0.25
_LEAST_POINTS = 400
_MOST_POINTS = 12_000
_LEAST_CLEARNESS = 1.6

Points = npt.NDArray[np.float64]


def skew_degrees(appearance: Appearance) -> float | None:
    """Return by how many degrees the lines are turned clockwise, −5 to 5; None where there are no clear lines.

    At the right angle the ink of written lines falls into few rows. Pages with lines running from top to bottom, such
    as an unturned landscape scan, are seen by their columns.
    """
    rows, columns = np.nonzero(appearance.ink)
    if rows.size < _LEAST_POINTS:
        return None
    if rows.size > _MOST_POINTS:
        # Every n-th point would comb the picture; a fixed random choice does not and gives the same answer each time.
        chosen = np.random.default_rng(0).choice(rows.size, _MOST_POINTS, replace=False)
        rows, columns = rows[chosen], columns[chosen]
    across, down = columns.astype(np.float64), rows.astype(np.float64)
    angles = np.arange(-MOST_DEGREES, MOST_DEGREES + STEP_DEGREES / 2, STEP_DEGREES)
    found = [_sharpest(down, across, angles), _sharpest(-across, down, angles)]
    clearness, degrees = max(found)
    if clearness < _LEAST_CLEARNESS:
        return None
    return round(degrees, 2) + 0.0  # no negative zero


def _sharpest(down: Points, across: Points, angles: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Return how clearly the sharpest profile stands out (its sharpness over the median), and its angle."""
    radians = np.deg2rad(angles)[:, np.newaxis]
    # Turned clockwise by the angle (rows count downwards), a line that was level falls to the right.
    places = np.rint(down * np.cos(radians) - across * np.sin(radians)).astype(np.int64)
    places -= places.min()
    width = int(places.max()) + 1
    offsets = np.arange(angles.size)[:, np.newaxis] * width
    profiles = np.bincount((places + offsets).ravel(), minlength=angles.size * width).reshape(angles.size, width)
    sharpness = (np.diff(profiles.astype(np.float64), axis=1) ** 2).sum(axis=1)
    best = int(sharpness.argmax())
    clearness = float(sharpness[best] / max(float(np.median(sharpness)), 1.0))
    return clearness, float(angles[best] + _between(sharpness, best) * STEP_DEGREES)


def _between(sharpness: npt.NDArray[np.float64], best: int) -> float:
    """Return the top of the parabola through the best angle and its neighbours, −0.5 to 0.5 steps beside the best."""
    if not 0 < best < sharpness.size - 1:
        return 0.0
    before, top, after = (float(value) for value in sharpness[best - 1 : best + 2])
    bend = before - 2 * top + after
    return 0.0 if bend == 0 else max(-0.5, min(0.5, 0.5 * (before - after) / bend))
