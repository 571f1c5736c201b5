"""A sentence in the languages Listina speaks; which one is shown is decided at the door."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Czech and in English.

    Attributes:
        cs: what an official reads; it decides where the two differ.
        en: the same for everybody else.
    """

    cs: str
    en: str

    def __str__(self) -> str:
        """Return the Czech words: the language of offices and of everything with legal force."""
        return self.cs

    def in_language(self, language: str | None) -> str:
        """Return the words in `en`, or in Czech for every other language."""
        return self.en if language == "en" else self.cs
