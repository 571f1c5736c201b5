"""The words about a state."""

from __future__ import annotations

from dataclasses import dataclass

from listina.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class StateText:
    """A label of a few words and a sentence, perhaps empty; `tag` where the state has a look of its own."""

    label: Text
    sentence: Text
    tag: str = ""
