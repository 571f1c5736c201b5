"""What can go wrong with the files of a case."""

from __future__ import annotations

from listina.errors import ListinaError, Remedy


class ObjectMissingError(ListinaError):
    """No object of the authority has the digest."""

    code = "objects.missing"
    remedy = Remedy.CALL_SUPPORT
    cs = "Soubor konverze v úložišti chybí (otisk {sha256}). Obraťte se na provozovatele."
    en = "A file of the conversion is missing from the storage (digest {sha256}). Contact the operator."


class ObjectDamagedError(ListinaError):
    """The kept bytes do not have the digest under which they are kept."""

    code = "objects.damaged"
    remedy = Remedy.CALL_SUPPORT
    cs = "Soubor konverze je v úložišti poškozený (otisk {sha256}). Obraťte se na provozovatele."
    en = "A file of the conversion is damaged in the storage (digest {sha256}). Contact the operator."


class StorageUnavailableError(ListinaError):
    """The storage could not be written; nothing was kept."""

    code = "objects.unavailable"
    remedy = Remedy.TRY_LATER
    cs = "Soubor se nepodařilo uložit ({reason}). Nic se neztratilo, zkuste to prosím za chvíli znovu."
    en = "The file could not be stored ({reason}). Nothing was lost, please try again in a while."
