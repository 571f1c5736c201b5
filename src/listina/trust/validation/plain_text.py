"""A stranger's text without what would steer a terminal, or what no XML may hold."""

from __future__ import annotations

_HARD_SPACE = "\N{NO-BREAK SPACE}"


def plain_text(text: str) -> str:
    """Return the text with each character that cannot be printed replaced by U+FFFD."""
    return "".join(
        character if character.isprintable() or character == _HARD_SPACE else "\N{REPLACEMENT CHARACTER}"
        for character in text
    )
