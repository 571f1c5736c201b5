"""The timestamp authorities of an installation in order: of one TOML file, of a list of addresses, or the own one.

The file names each authority with its address and how we show who we are; secrets lie in files of their own:

    [[authority]]
    name = "První autorita"
    url = "https://tsa.example/tss"
    username = "listina"
    password_file = "/etc/listina/tsa.password"
    client_certificate_file = "/etc/listina/tsa.pem"
    client_key_file = "/etc/listina/tsa.key"
    ca_file = "/etc/listina/tsa-ca.pem"
    timeout_seconds = 5
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from listina.site.environment import Environment
from listina.site.errors import TimestampAuthoritiesInvalidError
from listina.site.setting_values import LONGEST_TEXT
from listina.trust.authority import LocalTimestampSource, TimestampAuthority
from listina.trust.timestamps import ClientCertificate, HttpTimestampSource, TimestampSource

_TABLE = "authority"
_TEXTS = frozenset(
    {"name", "url", "username", "password_file", "client_certificate_file", "client_key_file", "ca_file"}
)
_TIMEOUT = "timeout_seconds"
_SHORTEST, _LONGEST = 0.1, 120.0
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def timestamp_sources(environment: Environment, own: TimestampAuthority | None) -> tuple[TimestampSource, ...]:
    """Return the configured authorities in order; the own one, if there is one, where none is configured.

    Raises:
        TimestampAuthoritiesInvalidError: the file cannot be used; what is wrong stands in it.
    """
    if environment.timestamp_authorities_file is not None:
        return read_sources(environment.timestamp_authorities_file, environment.timestamp_timeout_seconds)
    if environment.timestamp_urls:
        return tuple(
            HttpTimestampSource(url, timeout_seconds=environment.timestamp_timeout_seconds)
            for url in environment.timestamp_urls
        )
    return () if own is None else (LocalTimestampSource(authority=own),)


def read_sources(path: Path, timeout_seconds: float) -> tuple[TimestampSource, ...]:
    """Return the authorities of a file in its order.

    Args:
        path: the TOML file.
        timeout_seconds: for authorities that name none.

    Raises:
        TimestampAuthoritiesInvalidError: the file or one it names cannot be read, or something in it is wrong.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TimestampAuthoritiesInvalidError(file=path.name, problem=str(error)) from error
    entries: Any = content.get(_TABLE)
    if content.keys() != {_TABLE} or not _are_tables(entries):
        raise TimestampAuthoritiesInvalidError(file=path.name, problem=f"it needs tables [[{_TABLE}]] and nothing else")
    found = []
    for number, entry in enumerate(entries, start=1):
        try:
            found.append(_source(entry, timeout_seconds))
        except (OSError, ValueError) as error:
            problem = f"authority {number}: {error}"
            raise TimestampAuthoritiesInvalidError(file=path.name, problem=problem) from error
    if len({source.name for source in found}) < len(found):
        raise TimestampAuthoritiesInvalidError(file=path.name, problem="two authorities have one name")
    return tuple(found)


def _source(entry: Mapping[str, Any], timeout_seconds: float) -> HttpTimestampSource:
    """Raises ValueError or OSError with the reason, never with a secret."""
    texts = _texts(entry)
    url = _address(texts)
    password_file, certificate_file = texts.get("password_file"), texts.get("client_certificate_file")
    _require_together(texts, "username", "password_file")
    if "client_key_file" in texts and certificate_file is None:
        message = "client_key_file needs client_certificate_file beside it"
        raise ValueError(message)
    return HttpTimestampSource(
        url,
        name=texts["name"],
        timeout_seconds=_timeout(entry.get(_TIMEOUT, timeout_seconds)),
        username=texts.get("username", ""),
        password=_password(Path(password_file)) if password_file else "",
        client_certificate=_client_certificate(certificate_file, texts.get("client_key_file")),
        ca_file=Path(texts["ca_file"]) if "ca_file" in texts else None,
    )


def _are_tables(entries: object) -> bool:
    return isinstance(entries, list) and bool(entries) and all(isinstance(entry, dict) for entry in entries)


def _texts(entry: Mapping[str, Any]) -> dict[str, str]:
    unknown = sorted(entry.keys() - _TEXTS - {_TIMEOUT})
    if unknown:
        message = f"it holds what nobody knows: {', '.join(unknown)}"
        raise ValueError(message)
    for key in sorted(_TEXTS & entry.keys()):
        text = entry[key]
        if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_TEXT:
            message = f"{key} needs 1 to {LONGEST_TEXT} characters"
            raise ValueError(message)
        if key.endswith("_file") and not Path(text).is_absolute():
            message = f"{key} needs an absolute path"
            raise ValueError(message)
    for key in ("name", "url"):
        if key not in entry:
            message = f"{key} is missing"
            raise ValueError(message)
    return {key: entry[key] for key in _TEXTS & entry.keys()}


def _address(texts: Mapping[str, str]) -> str:
    parts = urlsplit(texts["url"])
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or not texts["url"].isascii():
        message = "url needs an http(s) address without a name and password in it"
        raise ValueError(message)
    if parts.scheme == "http":
        # Over plain http everybody on the way would read the password; a certificate would not be asked for at all.
        if "username" in texts and parts.hostname not in _LOOPBACK:
            message = "a password needs https"
            raise ValueError(message)
        if "client_certificate_file" in texts:
            message = "a client certificate needs https"
            raise ValueError(message)
    return texts["url"]


def _require_together(texts: Mapping[str, str], one: str, other: str) -> None:
    if (one in texts) != (other in texts):
        message = f"{one} and {other} belong together"
        raise ValueError(message)


def _password(path: Path) -> str:
    """Return the first line of the file."""
    _require_closed(path)
    password = path.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    if not password:
        message = f"{path.name} is empty"
        raise ValueError(message)
    return password


def _client_certificate(certificate_file: str | None, key_file: str | None) -> ClientCertificate | None:
    if certificate_file is None:
        return None
    _require_closed(Path(key_file or certificate_file))
    return ClientCertificate(
        certificate_file=Path(certificate_file), key_file=Path(key_file) if key_file is not None else None
    )


def _require_closed(path: Path) -> None:
    if path.stat().st_mode & 0o077:
        message = f"others may read {path.name}: chmod 600"
        raise ValueError(message)


def _timeout(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not _SHORTEST <= value <= _LONGEST:
        message = f"{_TIMEOUT} needs seconds from {_SHORTEST:g} to {_LONGEST:g}"
        raise ValueError(message)
    return float(value)
