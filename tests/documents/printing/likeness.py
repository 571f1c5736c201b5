"""How alike two renderings are."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
from PIL import Image
from skimage.metrics import structural_similarity

DPI = 100
_WINDOW = 7


def rendered(pdf: Path, folder: Path) -> list[Image.Image]:
    """Return the pages as poppler renders them, at 100 dpi, the crop box alone."""
    folder.mkdir()
    subprocess.run(["pdftoppm", "-r", str(DPI), "-cropbox", pdf, folder / "page"], check=True, capture_output=True)
    return [Image.open(file).convert("RGB") for file in sorted(folder.iterdir())]


def likeness(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """Return the structural similarity of the whole pictures, and of the places where either has ink."""
    if max(abs(one.width - other.width), abs(one.height - other.height)) > 1:
        return 0.0, 0.0
    size = (min(one.width, other.width), min(one.height, other.height))
    first, second = (np.asarray(picture.crop((0, 0, *size))) for picture in (one, other))
    whole, local = structural_similarity(  # type: ignore[no-untyped-call]  # the package has no types
        first, second, channel_axis=2, data_range=255, win_size=_WINDOW, full=True
    )
    ink = (np.minimum(first, second) < 250).any(axis=2)
    return float(whole), float(local[ink].mean()) if ink.any() else 1.0
