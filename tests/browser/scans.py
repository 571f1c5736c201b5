"""Scans made for the browser tests: letters, a signature's stroke and a red stamp, another on each page."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

A4_AT_200_DPI = (1654, 2339)
LINES = 34


def write_scans(folder: Path, count: int) -> tuple[Path, ...]:
    """Write pages as JPEG files of 200 dpi and return their paths in order."""
    paths = tuple(folder / f"sken-{number}.jpg" for number in range(1, count + 1))
    for number, path in enumerate(paths, start=1):
        _page(number).save(path, "JPEG", quality=85, dpi=(200, 200))
    return paths


def _page(number: int) -> Image.Image:
    page = Image.new("RGB", A4_AT_200_DPI, (252, 251, 247))
    pen = ImageDraw.Draw(page)
    pen.text((180, 180), f"OBECNI URAD LHOTA - strana {number}", fill=(20, 20, 20), font_size=48)
    for line in range(LINES):
        words = f"{line * number + 7} rozhodnuti ve veci cislo {number * 1000 + line} ucastnika rizeni"
        pen.text((180, 320 + line * 50), words, fill=(30, 30, 30), font_size=30)
    left = 250 + 330 * (number % 3)
    pen.ellipse((left, 1950, left + 260, 2210), outline=(176, 24, 48), width=10)
    pen.line((left + 40, 2100, left + 200, 2050), fill=(20, 40, 150), width=6)
    return page
