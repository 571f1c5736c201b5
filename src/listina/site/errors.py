"""Errors of the outermost storey: how an installation is set up and how a request is made."""

from __future__ import annotations

from typing import ClassVar

from listina.errors import ListinaError, Remedy
from listina.texts import Text


class EnvironmentInvalidError(ListinaError):
    """A variable `LISTINA_…` is unknown, missing or wrong; the message names all of them, never a value."""

    code: ClassVar[str] = "site.environment_invalid"
    remedy: ClassVar[Remedy] = Remedy.CORRECT_THE_REQUEST
    cs: ClassVar[str] = "Nastavení není úplné nebo správné: {problems}."
    en: ClassVar[str] = "The settings are incomplete or wrong: {problems}."


class TimestampAuthoritiesInvalidError(ListinaError):
    """The file of timestamp authorities, or one it names, cannot be used; the message never holds a secret."""

    code: ClassVar[str] = "site.timestamp_authorities_invalid"
    remedy: ClassVar[Remedy] = Remedy.CORRECT_THE_REQUEST
    cs: ClassVar[str] = "Seznam autorit časových razítek {file} nelze použít: {problem}."
    en: ClassVar[str] = "The list of timestamp authorities {file} cannot be used: {problem}."


class LiveNotReadyError(ListinaError):
    """The installation asks for live mode, and something that it needs is missing; the message says what."""

    code: ClassVar[str] = "site.live_not_ready"
    remedy: ClassVar[Remedy] = Remedy.CALL_SUPPORT
    cs: ClassVar[str] = "Ostrý provoz nelze spustit: {reason_cs}."
    en: ClassVar[str] = "Live mode cannot start: {reason_en}."

    def __init__(self, *, reason: Text) -> None:
        """Keep what is missing and how to get it."""
        super().__init__(reason_cs=reason.cs, reason_en=reason.en)


class KeyLockedError(ListinaError):
    """Too many wrong PINs were given for one key; the official's form says so."""

    code: ClassVar[str] = "site.key_locked"
    remedy: ClassVar[Remedy] = Remedy.CORRECT_THE_REQUEST
    cs: ClassVar[str] = "Klíč je po opakovaném zadání chybného PIN na {minutes} minut zablokován."
    en: ClassVar[str] = "The key is locked for {minutes} minutes after repeated wrong PINs."


class KeyNotFoundError(ListinaError):
    """No key is stored for a registered certificate."""

    code: ClassVar[str] = "site.key_not_found"
    remedy: ClassVar[Remedy] = Remedy.CALL_SUPPORT
    cs: ClassVar[str] = "K certifikátu není na serveru uložen klíč. Obraťte se na správce."
    en: ClassVar[str] = "No key is stored on the server for this certificate. Ask the administrator."


class RequestTooLargeError(ListinaError):
    """The body of a request is larger than its address takes; nothing of it was read."""

    code: ClassVar[str] = "site.request_too_large"
    remedy: ClassVar[Remedy] = Remedy.CORRECT_THE_REQUEST
    cs: ClassVar[str] = (
        "Odesílaná data jsou příliš velká: najednou lze poslat nejvýše {most} MB. Vyberte menší soubor; více souborů "
        "pošlete po částech."
    )
    en: ClassVar[str] = (
        "The data sent are too large: at most {most} MB can be sent at once. Choose a smaller file; send several in "
        "parts."
    )


class BackupIncompleteError(ListinaError):
    """Files that the database names are not in the store as they were; the backup has no manifest."""

    code: ClassVar[str] = "site.backup_incomplete"
    remedy: ClassVar[Remedy] = Remedy.CALL_SUPPORT
    cs: ClassVar[str] = "Záloha {folder} není úplná: v úložišti chybí nebo jsou poškozené soubory (počet: {count})."
    en: ClassVar[str] = "The backup {folder} is not complete: files are missing or damaged in the store ({count})."


class BackupDamagedError(ListinaError):
    """The folder is no whole backup; nothing was restored into the database."""

    code: ClassVar[str] = "site.backup_damaged"
    remedy: ClassVar[Remedy] = Remedy.CALL_SUPPORT
    cs: ClassVar[str] = "Ve složce {folder} není celá záloha ({reason}). Použijte jinou."
    en: ClassVar[str] = "The folder {folder} holds no whole backup ({reason}). Use another one."
