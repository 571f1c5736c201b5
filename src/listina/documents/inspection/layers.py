"""Layers (optional content, ISO 32000-1, 8.11): which are shown and which printed when the file is opened."""

from __future__ import annotations

from typing import Any

import pikepdf

from listina.documents.inspection.codes import FindingCode
from listina.documents.inspection.collected import Collected

_CODES = {
    (True, True): FindingCode.LAYERS,
    (True, False): FindingCode.LAYER_NOT_PRINTED,
    (False, True): FindingCode.LAYER_ONLY_PRINTED,
    (False, False): FindingCode.HIDDEN_LAYERS,
}


def look_at_layers(root: pikepdf.Object, found: Collected) -> None:
    """Add each layer of the catalogue, by its default state."""
    properties = root.get("/OCProperties")
    if not isinstance(properties, pikepdf.Dictionary):
        return
    default = _dictionary(properties.get("/D"))
    on, off = _numbers(default.get("/ON")), _numbers(default.get("/OFF"))
    base = default.get("/BaseState") != pikepdf.Name.OFF
    for layer in _items(properties.get("/OCGs")):
        if not isinstance(layer, pikepdf.Dictionary):
            continue
        number = layer.objgen[0]
        state = (base or number in on) and number not in off
        shown, printed = (_by_usage(layer, use, default=state) for use in ("View", "Print"))
        found.add(_CODES[shown, printed], name=layer.get("/Name", ""))


def _by_usage(layer: pikepdf.Dictionary, use: str, *, default: bool) -> bool:
    """Return the state for one use, which goes before the general one as programs do it."""
    wanted = _dictionary(_dictionary(layer.get("/Usage")).get(f"/{use}")).get(f"/{use}State")
    return default if wanted is None else wanted != pikepdf.Name.OFF


def _dictionary(value: Any) -> pikepdf.Dictionary:
    return value if isinstance(value, pikepdf.Dictionary) else pikepdf.Dictionary()


def _items(value: Any) -> list[Any]:
    return list(value) if isinstance(value, pikepdf.Array) else []


def _numbers(value: Any) -> set[int]:
    return {layer.objgen[0] for layer in _items(value) if isinstance(layer, pikepdf.Dictionary)}
