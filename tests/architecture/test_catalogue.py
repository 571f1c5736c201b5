"""Every text of the pages is there in English, and nothing else is in the catalogue."""

from __future__ import annotations

import re

from babel.messages.catalog import Message

from architecture.catalogue import catalogue, texts

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w+}")


def _messages() -> list[Message]:
    return [message for message in catalogue() if message.id]


def _words(message: Message) -> tuple[list[str], list[str]]:
    """Return the Czech and the English forms of a message."""
    czech = [message.id] if isinstance(message.id, str) else list(message.id)
    english = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return czech, english


def test_the_catalogue_holds_exactly_what_the_pages_say() -> None:
    said = {(message.id, message.context) for message in texts() if message.id}
    kept = {(message.id, message.context) for message in _messages()}
    assert len(said) > 300
    assert said - kept == set(), "run architecture.catalogue and translate"
    assert kept - said == set(), "run architecture.catalogue"


def test_every_text_is_translated() -> None:
    assert [message.id for message in _messages() if not all(_words(message)[1]) or message.fuzzy] == []


def test_translations_carry_the_values_of_the_czech_text() -> None:
    for message in _messages():
        czech, english = _words(message)
        expected = set(_PLACEHOLDER.findall(czech[-1]))
        assert all(set(_PLACEHOLDER.findall(text)) == expected for text in english), message.id


def test_translations_hold_no_czech() -> None:
    foreign = re.compile(r"[ěščřžýůďťňĚŠČŘŽÝŮĎŤŇ]")
    assert [text for message in _messages() for text in _words(message)[1] if foreign.search(text)] == []
