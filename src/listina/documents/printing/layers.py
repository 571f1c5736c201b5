"""Layers of a document: which are seen on the screen and which on paper (optional content, ISO 32000-1, 8.11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pikepdf
from pikepdf import Array, Dictionary, Name

MOST_LAYERS = 10_000
_MOST_DEPTH = 8

Key = tuple[int, int]
Purpose = Literal["View", "Print"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """The layers of a document.

    Attributes:
        groups: each layer by its object number.
        hidden_on_screen: those a viewer does not show.
        hidden_on_paper: those that are not printed.
    """

    groups: dict[Key, Dictionary]
    hidden_on_screen: frozenset[Key]
    hidden_on_paper: frozenset[Key]


def layers_of(pdf: pikepdf.Pdf) -> Layers:
    """Return the layers and their states by the document's default configuration."""
    properties = pdf.Root.get("/OCProperties")
    if not isinstance(properties, Dictionary):
        return Layers(groups={}, hidden_on_screen=frozenset(), hidden_on_paper=frozenset())
    groups = dict(_groups(properties.get("/OCGs")))
    configured = properties.get("/D")
    configuration = configured if isinstance(configured, Dictionary) else Dictionary()
    return Layers(
        groups=groups,
        hidden_on_screen=_hidden(groups, configuration, "View"),
        hidden_on_paper=_hidden(groups, configuration, "Print"),
    )


def fix_states(pdf: pikepdf.Pdf, groups: list[Dictionary], hidden: list[Dictionary]) -> None:
    """Give the document's layers one state each that nothing changes: neither a purpose nor a person."""
    for group in groups:
        for key in set(group.keys()) - {"/Type", "/Name"}:
            del group[key]
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array(groups), D=Dictionary(BaseState=Name.ON, OFF=Array(hidden), Order=Array(), Locked=Array(groups))
    )


def layers_named_by(item: object, depth: int = 0) -> Iterator[Key]:
    """Yield the layers that an /OC entry or a property list refers to, through membership dictionaries too."""
    if depth > _MOST_DEPTH:
        return
    if isinstance(item, Array):
        for part in item:
            yield from layers_named_by(part, depth + 1)
    elif isinstance(item, Dictionary):
        if item.get("/Type") == Name.OCMD:
            yield from layers_named_by(item.get("/OCGs"), depth + 1)
            yield from layers_named_by(item.get("/VE"), depth + 1)
        else:
            yield item.objgen


def _groups(found: object) -> Iterator[tuple[Key, Dictionary]]:
    for group in list(found)[:MOST_LAYERS] if isinstance(found, Array) else ():
        if isinstance(group, Dictionary) and group.objgen != (0, 0):
            yield group.objgen, group


def _hidden(groups: dict[Key, Dictionary], configuration: Dictionary, purpose: Purpose) -> frozenset[Key]:
    hidden = set(groups) if configuration.get("/BaseState") == Name.OFF else set()
    hidden -= {key for key, _ in _groups(configuration.get("/ON"))}
    hidden |= {key for key, _ in _groups(configuration.get("/OFF"))}
    for key, usage in _automatic(configuration, purpose):
        state = usage.get(f"/{purpose}State")
        if state == Name.OFF:
            hidden.add(key)
        elif state == Name.ON:
            hidden.discard(key)
    # A group for designers alone hides nothing from readers.
    return frozenset(key for key in hidden if key in groups and _is_for_viewing(groups[key]))


def _automatic(configuration: Dictionary, purpose: Purpose) -> Iterator[tuple[Key, Dictionary]]:
    """Yield what the usage of layers says where the configuration applies it (ISO 32000-1, 8.11.4.4)."""
    rules = configuration.get("/AS")
    for rule in rules if isinstance(rules, Array) else ():
        if not isinstance(rule, Dictionary) or rule.get("/Event") != Name(f"/{purpose}"):
            continue
        categories = rule.get("/Category")
        if not isinstance(categories, Array) or Name(f"/{purpose}") not in list(categories):
            continue
        for key, group in _groups(rule.get("/OCGs")):
            usage = group.get("/Usage")
            for_purpose = usage.get(f"/{purpose}") if isinstance(usage, Dictionary) else None
            if isinstance(for_purpose, Dictionary):
                yield key, for_purpose


def _is_for_viewing(group: Dictionary) -> bool:
    intent = group.get("/Intent", Name.View)
    intents = list(intent) if isinstance(intent, Array) else [intent]
    return Name.View in intents or Name.All in intents
