"""The words about a state."""

from __future__ import annotations

from dataclasses import dataclass

from listina.law.dates import HARD_SPACE
from listina.texts import Text

_FEW = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class StateText:
    """A label of a few words and a sentence, perhaps empty; `tag` where the state has a look of its own."""

    label: Text
    sentence: Text
    tag: str = ""


def pages_to_compare(count: int) -> str:
    """Return a count of pages in the accusative: `1 stranu`, `3 strany`, `12 stran`."""
    form = "stranu" if count == 1 else "strany" if 1 < count <= _FEW else "stran"
    return f"{count}{HARD_SPACE}{form}"
