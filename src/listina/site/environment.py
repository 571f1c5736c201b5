"""What differs between installations: one frozen value, read once at start from the variables `LISTINA_…`.

The unit stands in the variable's name. A secret has no default. A variable that begins with `LISTINA_` and is none of
ours is an error, because a misspelt setting that is silently ignored is worse than a start that fails. Nothing else
in the product reads the process environment for its own wiring.
"""

# ruff: noqa: RUF009  # every call of `_setting` is a call of `dataclasses.field`

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from listina.accounts.visitors import MOST_FAILURES
from listina.conversions.keeping.periods import SCANS_KEPT_DAYS
from listina.documents.malware.scanning import NotCheckedRule
from listina.site import setting_values as values
from listina.site.errors import EnvironmentInvalidError
from listina.trust.levels import SignatureLevel
from listina.trust.lists.addresses import OFFICIAL_LOCATION, OFFICIAL_PUBLICATION

PREFIX = "LISTINA_"


class Mode(StrEnum):
    """Whether outputs have legal effects; every installation is a test one unless its operator says otherwise."""

    TEST = "test"
    LIVE = "live"


class LogFormat(StrEnum):
    """How a line of the log is written: for machines, or for a person at a terminal."""

    JSON = "json"
    CONSOLE = "console"


def _setting(parse: Callable[[str], Any], explanation: str, **default: Any) -> Any:
    return field(metadata={"parse": parse, "explanation": explanation}, **default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The settings of one installation. The variable of a field is `LISTINA_` and the field's name in capitals."""

    secret_key: str = _setting(
        values.secret_key, "signs sessions and forms; at least 32 random characters; secret", repr=False
    )
    database_password: str = _setting(values.secret, "password of the database role; secret", repr=False)
    database_host: str = _setting(values.text, "host name, or the folder of the Unix socket")
    pki_pin: str = _setting(
        values.secret,
        "PIN of the register's seal and of the own timestamp authority; secret",
        repr=False,
    )
    storage_folder: Path = _setting(values.path, "folder for the files of conversions, on a disk with room")
    pki_folder: Path = _setting(
        values.path, "folder with trust anchors, own timestamp authority and the register's seal"
    )
    base_url: str = _setting(values.base_url, "public https address without path; printed into clauses and QR codes")

    database_port: int = _setting(values.between(1, 65535), "port of the database", default=5432)
    database_name: str = _setting(values.text, "name of the database", default="listina")
    database_role: str = _setting(
        values.text, "role to connect as: listina_app; listina_owner for migrate only", default="listina_app"
    )
    keys_folder: Path | None = _setting(
        values.path,
        "folder with the officials' demo keys (PKCS#12); default: officials in the PKI's folder",
        default=None,
    )
    mode: Mode = _setting(values.choice(Mode), "test or live; live names operator and legal title", default=Mode.TEST)
    operator_name: str = _setting(values.text, "who operates the installation", default="Zkušební provozovatel")
    legal_title: str = _setting(
        values.text,
        "by what right it is operated; shown on the health page",
        default="zkušební provoz bez právních účinků",
    )
    timestamp_urls: tuple[str, ...] = _setting(
        values.addresses, "timestamp authorities (RFC 3161) in order, by commas; none: the own one", default=()
    )
    timestamp_authorities_file: Path | None = _setting(
        values.path, "instead: TOML with authorities in order, their passwords and client certificates", default=None
    )
    timestamp_timeout_seconds: float = _setting(values.seconds(0.1, 120), "wait for one authority", default=10.0)
    signature_level: SignatureLevel = _setting(
        values.choice(SignatureLevel),
        "b-t, b-lt or b-lta: how much an output carries to verify it",
        default=SignatureLevel.B_LT,
    )
    renew_ahead_days: int = _setting(
        values.between(1, 3650), "kept outputs get a new timestamp so long before the old one weakens", default=90
    )
    renew_algorithms: tuple[tuple[str, datetime], ...] = _setting(
        values.algorithm_ends,
        "when timestamps by an algorithm weaken, such as rsa2048=2030-01-01, by commas",
        default=(),
    )
    scans_kept_after_hand_over_days: int = _setting(
        values.between(0, 30), "scans and unsigned output stay so long after the hand-over", default=SCANS_KEPT_DAYS
    )
    revocation_hosts: tuple[str, ...] = _setting(
        values.hosts,
        "hosts that may be asked for revocation lists and OCSP, by commas; none: the PKI's folder",
        default=(),
    )
    revocation_private_hosts: tuple[str, ...] = _setting(
        values.hosts, "hosts of revocation data that may have an address of the own network, by commas", default=()
    )
    revocation_timeout_seconds: float = _setting(values.seconds(0.1, 60), "wait for one of these hosts", default=5.0)
    clamd_address: str | None = _setting(
        values.scanner_address,
        "ClamAV's clamd: unix:/path or tcp:127.0.0.1:3310; none: inputs are not checked",
        default=None,
    )
    clamd_timeout_seconds: float = _setting(values.seconds(1, 600), "wait for it, for one file", default=60.0)
    clamd_signatures_max_age_days: int = _setting(
        values.between(0, 365),
        "when nothing was found by older signatures, the file counts as not checked; 0: their age is not asked",
        default=7,
    )
    malware_not_checked: NotCheckedRule = _setting(
        values.choice(NotCheckedRule),
        "block or consent: whether an official may convert an input nobody checked for malicious code",
        default=NotCheckedRule.CONSENT,
    )
    fetch_revocation: bool = _setting(
        values.yes_or_no,
        "yes: fetch revocation data about inputs' certificates under known anchors, from public addresses only",
        default=True,
    )
    confined_processes: int = _setting(
        values.between(1, 64), "processes that read strangers' files, in each process of the server", default=2
    )
    trusted_lists_folder: Path | None = _setting(
        values.path, "folder of the EU trusted lists; default: trusted-lists in the storage's folder", default=None
    )
    trusted_lists_refresh_hours: int = _setting(
        values.between(0, 168),
        "how often the worker fetches the trusted lists; 0: never, they come from files",
        default=6,
    )
    lotl_url: str = _setting(
        values.address, "address of the list of trusted lists; at a public host", default=OFFICIAL_LOCATION
    )
    lotl_signers_file: Path | None = _setting(
        values.path, "PEM with its signers, if the Official Journal has named others than those shipped", default=None
    )
    lotl_published_at: str = _setting(
        values.address,
        "address of that publication, as the list of trusted lists names it",
        default=OFFICIAL_PUBLICATION,
    )
    seal_pkcs11_module: Path | None = _setting(
        values.path, "PKCS#11 library of the token with the register's seal; none: the PKI's folder", default=None
    )
    seal_pkcs11_token_label: str = _setting(values.text, "label of that token", default="listina")
    seal_pkcs11_key_label: str = _setting(values.text, "label of the key on it", default="seal")
    listen_address: str = _setting(values.text, "address the server listens on", default="127.0.0.1")
    listen_port: int = _setting(values.between(1, 65535), "port the server listens on", default=8443)
    tls_certificate_file: Path | None = _setting(
        values.path, "PEM with the server's certificate and its chain; none: plain http behind a proxy", default=None
    )
    tls_key_file: Path | None = _setting(
        values.path, "PEM with the server's key; none: it stands in the certificate's file", default=None
    )
    behind_proxy: bool = _setting(
        values.yes_or_no, "yes: believe X-Forwarded-Proto and X-Forwarded-For of the proxy in front", default=False
    )
    server_processes: int = _setting(values.between(1, 64), "gunicorn processes", default=2)
    server_threads: int = _setting(values.between(2, 64), "threads of each process", default=8)
    session_idle_minutes: int = _setting(
        values.between(1, 600), "sign-out after this long without a request", default=60
    )
    sign_in_failures_per_address: int = _setting(
        values.between(5, 10_000),
        "failed sign-ins from one address in 15 minutes; more where a whole office has one address",
        default=MOST_FAILURES,
    )
    worker_concurrency: int = _setting(values.between(1, 64), "jobs one worker does at a time", default=2)
    worker_heartbeat_seconds: float = _setting(
        values.seconds(0.1, 60), "how often a worker says it lives", default=10.0
    )
    worker_stalled_after_seconds: float = _setting(
        values.seconds(0.5, 600), "silence after which a worker's jobs are given to others", default=30.0
    )
    log_level: str = _setting(values.text, "DEBUG, INFO, WARNING or ERROR", default="INFO")
    log_format: LogFormat = _setting(values.choice(LogFormat), "json or console", default=LogFormat.JSON)
    kill_at: str | None = _setting(values.text, "for the kill test only: where the process kills itself", default=None)

    @classmethod
    def read(cls, variables: Mapping[str, str]) -> Environment:
        """Parse the variables that begin with `LISTINA_`.

        Raises:
            EnvironmentInvalidError: names every variable that is unknown, missing or wrong, never its value.
        """
        ours = {name: value for name, value in variables.items() if name.startswith(PREFIX)}
        known = {PREFIX + each.name.upper(): each for each in fields(cls)}
        problems = [_unknown(name, known) for name in sorted(ours.keys() - known.keys())]
        given: dict[str, Any] = {}
        for variable, each in known.items():
            if variable in ours:
                try:
                    given[each.name] = each.metadata["parse"](ours[variable])
                except ValueError as error:
                    problems.append(f"{variable} {error}")
            elif _is_required(each):
                problems.append(f"{variable} is missing: {each.metadata['explanation']}")
        if problems:
            raise EnvironmentInvalidError(problems="; ".join(problems))
        environment = cls(**given)
        environment.check_consistency()
        return environment

    def check_consistency(self) -> None:
        """Refuse what single variables cannot tell.

        Raises:
            EnvironmentInvalidError: a live installation without operator or legal title or with a kill point; a TLS
                key without a certificate; timestamp authorities named twice; an unknown log level.
        """
        problems = []
        unchanged = {each.name for each in fields(self) if getattr(self, each.name) == each.default}
        if self.mode is Mode.LIVE and not unchanged.isdisjoint({"operator_name", "legal_title"}):
            problems.append("LISTINA_MODE=live needs LISTINA_OPERATOR_NAME and LISTINA_LEGAL_TITLE")
        if self.mode is Mode.LIVE and self.kill_at is not None:
            problems.append("LISTINA_KILL_AT is for tests and cannot stand beside LISTINA_MODE=live")
        if self.tls_key_file is not None and self.tls_certificate_file is None:
            problems.append("LISTINA_TLS_KEY_FILE needs LISTINA_TLS_CERTIFICATE_FILE beside it")
        if self.timestamp_urls and self.timestamp_authorities_file is not None:
            problems.append("LISTINA_TIMESTAMP_URLS cannot stand beside LISTINA_TIMESTAMP_AUTHORITIES_FILE")
        if self.log_level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            problems.append("LISTINA_LOG_LEVEL needs one of: DEBUG, INFO, WARNING, ERROR")
        if problems:
            raise EnvironmentInvalidError(problems="; ".join(problems))

    @property
    def key_folder(self) -> Path:
        """Where the officials' keys lie."""
        return self.keys_folder or self.pki_folder / "officials"

    @property
    def hostname(self) -> str:
        """The host of the public address."""
        return urlsplit(self.base_url).hostname or ""


def variables_table() -> tuple[tuple[str, str, str], ...]:
    """Return (variable, explanation, default or "required") of every setting, for the administrator's guide."""
    rows = []
    for each in fields(Environment):
        default = "required" if _is_required(each) else _shown(each.default)
        rows.append((PREFIX + each.name.upper(), each.metadata["explanation"], default))
    return tuple(rows)


def _is_required(each: Any) -> bool:
    return each.default is MISSING


def _shown(default: object) -> str:
    if default is None or default == ():
        return "none"
    if isinstance(default, bool):
        return "yes" if default else "no"
    return f"{default:g}" if isinstance(default, float) else str(default)


def _unknown(name: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"{name} is no setting of Listina" + (f" (did you mean {near[0]}?)" if near else "")
