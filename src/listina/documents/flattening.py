"""Pictures of any accepted mode as plain colours on white, for looking at them; the scan itself stays as it is."""

from __future__ import annotations

from PIL import Image

_TRANSPARENT_MODES = frozenset({"LA", "PA", "RGBA"})


def averageable(image: Image.Image) -> Image.Image:
    """Return the picture in a mode whose pixels can be averaged when it is made smaller, 8 bits per channel."""
    if image.mode == "1":
        return image.convert("L")
    if image.mode in ("P", "PA"):
        return image.convert("RGBA" if image.mode == "PA" or "transparency" in image.info else "RGB")
    if image.mode.startswith("I;16"):
        # Pillow's own conversion cuts everything above 255 off instead of scaling it.
        return image.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    if "transparency" in image.info and image.mode in ("L", "RGB"):
        return image.convert("RGBA")
    return image


def on_white(image: Image.Image) -> Image.Image:
    """Return the picture as RGB; transparent places become white."""
    flat = averageable(image)
    if flat.mode not in _TRANSPARENT_MODES:
        return flat.convert("RGB")
    layer = flat.convert("RGBA")
    ground = Image.new("RGBA", layer.size, "white")
    ground.alpha_composite(layer)
    return ground.convert("RGB")
