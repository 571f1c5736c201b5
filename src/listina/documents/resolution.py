"""How many dots per inch a scan has, and who says so (rozlišení)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from PIL import ExifTags

from listina.documents.errors import DeclaredResolutionError
from listina.documents.formats import PageFormat, Picture

LEAST_DPI = 100
MOST_DPI = 1200
"""Outside of these a statement in a file is a default of some program, not a measurement: JFIF's 1, the web's 72."""


_INCH_UNIT, _CENTIMETRE_UNIT = 2, 3
_CENTIMETRES_PER_INCH = 2.54
_AGREE_WITHIN = 0.02


class DpiSource(StrEnum):
    """Where the resolution is known from.

    Attributes:
        FILE: the file states it.
        PAGE: the measures of the page say it on which the picture lay in its file.
        DECLARED: a person states it, because the file does not.
        UNKNOWN: nobody states it.
    """

    FILE = "file"
    PAGE = "page"
    DECLARED = "declared"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Dots per inch along both axes of the stored picture, 100 to 1200; None while unknown."""

    dpi_x: float | None
    dpi_y: float | None
    source: DpiSource

    @property
    def lower(self) -> float | None:
        """Return the worse of the two, which the law's minimum is compared with."""
        if self.dpi_x is None or self.dpi_y is None:
            return None
        return min(self.dpi_x, self.dpi_y)


def resolution_of(
    picture: Picture, *, declared_dpi: int | None, page_dpi: tuple[float, float] | None = None
) -> Resolution:
    """Return the resolution the page or the file states or, if they state none, the declared one.

    Raises:
        DeclaredResolutionError: `declared_dpi` is not between 100 and 1200.
    """
    if declared_dpi is not None and not LEAST_DPI <= declared_dpi <= MOST_DPI:
        raise DeclaredResolutionError(dpi=declared_dpi, least=LEAST_DPI, most=MOST_DPI)
    measured = _plausible(page_dpi)
    if measured is not None:
        return Resolution(dpi_x=measured[0], dpi_y=measured[1], source=DpiSource.PAGE)
    stated = _stated(picture)
    if stated is not None:
        return Resolution(dpi_x=stated[0], dpi_y=stated[1], source=DpiSource.FILE)
    if declared_dpi is not None:
        return Resolution(dpi_x=float(declared_dpi), dpi_y=float(declared_dpi), source=DpiSource.DECLARED)
    return Resolution(dpi_x=None, dpi_y=None, source=DpiSource.UNKNOWN)


def _stated(picture: Picture) -> tuple[float, float] | None:
    """Return what the file says; None if that is nothing, nothing plausible, or two different things."""
    # Pillow turns centimetres and metres into inches, and fills in from EXIF where JFIF is silent.
    said = [_plausible(picture.image.info.get("dpi"))]
    if picture.format is PageFormat.JPEG:
        said.append(_plausible(_in_exif(picture)))
    known = [pair for pair in said if pair is not None]
    if not known or not all(_agree(pair, known[0]) for pair in known):
        return None
    return known[0]


def _in_exif(picture: Picture) -> tuple[object, object]:
    """Return the densities of EXIF, which programs write beside those of JFIF and forget to change."""
    unit = picture.metadata.get(ExifTags.Base.ResolutionUnit, _INCH_UNIT)
    factor = {_INCH_UNIT: 1.0, _CENTIMETRE_UNIT: _CENTIMETRES_PER_INCH}.get(unit, 0.0)
    across, down = (
        picture.metadata.get(tag, 0) * factor for tag in (ExifTags.Base.XResolution, ExifTags.Base.YResolution)
    )
    return across, down


def _plausible(stated: object) -> tuple[float, float] | None:
    if not isinstance(stated, tuple) or len(stated) != 2:  # noqa: PLR2004  # two axes
        return None
    axes = []
    for value in stated:
        try:
            dpi = round(float(value), 2)
        except (TypeError, ValueError, ZeroDivisionError, OverflowError):
            return None
        if not math.isfinite(dpi) or not LEAST_DPI <= round(dpi) <= MOST_DPI:
            return None
        axes.append(dpi)
    return axes[0], axes[1]


def _agree(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(math.isclose(ours, theirs, rel_tol=_AGREE_WITHIN) for ours, theirs in zip(one, other, strict=True))
