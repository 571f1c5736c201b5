"""How the text of one setting becomes its value; each refuses with a ValueError that says what it needs.

The words of a refusal complete a sentence that begins with the variable: “LISTINA_LISTEN_PORT needs a whole number …”.
None repeats the text, which may be a secret.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from listina.documents.malware import clamd

LONGEST_TEXT = 300
_SECRET_KEY_MIN_LENGTH = 32


def text(raw: str) -> str:
    """One line of words: 1 to 300 characters, without the space around them."""
    if not raw.strip() or len(raw) > LONGEST_TEXT:
        message = f"needs 1 to {LONGEST_TEXT} characters"
        raise ValueError(message)
    return raw.strip()


def secret(raw: str) -> str:
    """Any text but none, exactly as it is given."""
    if not raw:
        message = "must not be empty"
        raise ValueError(message)
    return raw


def secret_key(raw: str) -> str:
    """A secret of at least 32 characters."""
    if len(raw) < _SECRET_KEY_MIN_LENGTH:
        message = f"needs at least {_SECRET_KEY_MIN_LENGTH} random characters"
        raise ValueError(message)
    return raw


def path(raw: str) -> Path:
    """The absolute path of a folder or a file, whether or not it is there."""
    found = Path(text(raw))
    if not found.is_absolute():
        message = "needs an absolute path"
        raise ValueError(message)
    return found


def base_url(raw: str) -> str:
    """The https address of a server, without anything behind its host and port."""
    parts = urlsplit(raw)
    if parts.scheme != "https" or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        message = "needs an address such as https://listina.example"
        raise ValueError(message)
    return f"https://{parts.netloc}"


def addresses(raw: str) -> tuple[str, ...]:
    """Any number of http(s) addresses, separated by commas."""
    found = tuple(part.strip() for part in raw.split(",") if part.strip())
    for address in found:
        if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname:
            message = "needs http(s) addresses, separated by commas"
            raise ValueError(message)
    return found


def address(raw: str) -> str:
    """One http(s) address."""
    (address,) = addresses(raw) or ("",)
    if not address:
        message = "needs an http(s) address"
        raise ValueError(message)
    return address


def between(low: int, high: int) -> Callable[[str], int]:
    """A whole number from `low` to `high`, both allowed."""

    def parse(raw: str) -> int:
        if not raw.isascii() or not raw.isdigit() or not low <= int(raw) <= high:
            message = f"needs a whole number from {low} to {high}"
            raise ValueError(message)
        return int(raw)

    return parse


def seconds(low: float, high: float) -> Callable[[str], float]:
    """Seconds from `low` to `high`, both allowed."""

    def parse(raw: str) -> float:
        message = f"needs seconds from {low:g} to {high:g}"
        try:
            value = float(raw)
        except ValueError:
            raise ValueError(message) from None
        if not low <= value <= high:
            raise ValueError(message)
        return value

    return parse


def choice(kind: type[StrEnum]) -> Callable[[str], Any]:
    """One of the values of an enumeration."""

    def parse(raw: str) -> StrEnum:
        try:
            return kind(raw)
        except ValueError:
            message = f"needs one of: {', '.join(kind)}"
            raise ValueError(message) from None

    return parse


def hosts(raw: str) -> tuple[str, ...]:
    """Any number of names of hosts, separated by commas, in small letters."""
    found = tuple(part.strip().lower() for part in raw.split(",") if part.strip())
    if any(urlsplit(f"//{host}").hostname != host for host in found):
        message = "needs names of hosts, separated by commas"
        raise ValueError(message)
    return found


def scanner_address(raw: str) -> str:
    """Where clamd listens: a Unix socket or a host with its port."""
    try:
        clamd.parsed(raw)
    except ValueError:
        message = "needs an address such as unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310"
        raise ValueError(message) from None
    return raw


def algorithm_ends(raw: str) -> tuple[tuple[str, datetime], ...]:
    """Algorithms, each with the day from which it is weak (its midnight, UTC)."""
    message = "needs pairs such as rsa2048=2030-01-01, separated by commas"
    found = []
    for part in raw.split(","):
        name, _, day = part.strip().partition("=")
        try:
            found.append((name, datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC)))
        except ValueError:
            raise ValueError(message) from None
        if not name.isalnum():
            raise ValueError(message)
    return tuple(found)


def yes_or_no(raw: str) -> bool:
    """Yes or no, in these letters."""
    if raw not in {"yes", "no"}:
        message = "needs yes or no"
        raise ValueError(message)
    return raw == "yes"
