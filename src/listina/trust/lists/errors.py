"""What can go wrong with trusted lists."""

from __future__ import annotations

from typing import ClassVar

from listina.errors import ListinaError, Remedy


class TrustedListInvalidError(ListinaError):
    """A file is no trusted list that may be used; the good one that is kept, if there is one, stays."""

    code: ClassVar[str] = "trust.list_invalid"
    remedy: ClassVar[Remedy] = Remedy.CORRECT_THE_REQUEST
    cs: ClassVar[str] = "Důvěryhodný seznam {what} nelze použít: {reason}"
    en: ClassVar[str] = "The trusted list {what} cannot be used: {reason}"

    def __init__(self, *, check: str, reason: str, what: str = "") -> None:
        """Keep the failed check, such as `signature`, an English sentence, and which list it is."""
        super().__init__(check=check, reason=reason, what=what)
        self.check = check
        self.reason = reason

    def about(self, what: str) -> TrustedListInvalidError:
        """Return the same with the name of the list."""
        return TrustedListInvalidError(check=self.check, reason=self.reason, what=what)


class TrustedListsNotFreshError(ListinaError):
    """Live work needs trusted lists that are here, good and not expired (decision 8)."""

    code: ClassVar[str] = "trust.lists_not_fresh"
    remedy: ClassVar[Remedy] = Remedy.CALL_SUPPORT
    cs: ClassVar[str] = (
        "Důvěryhodné seznamy nejsou k dispozici nebo nejsou aktuální ({reason}). Provozovatel je obnoví příkazem "
        "„listina trusted-lists refresh“, bez připojení k internetu příkazem „listina trusted-lists import“."
    )
    en: ClassVar[str] = (
        "The trusted lists are not here or not fresh ({reason}). The operator renews them by "
        "“listina trusted-lists refresh”, without a connection by “listina trusted-lists import”."
    )

    def __init__(self, *, reason: str) -> None:
        """Keep which list and why, in English."""
        super().__init__(reason=reason)


class SnapshotInvalidError(ListinaError):
    """A stored digest of the trusted lists cannot be read; it is made anew from the lists."""

    code: ClassVar[str] = "trust.snapshot_invalid"
    remedy: ClassVar[Remedy] = Remedy.CALL_SUPPORT
    cs: ClassVar[str] = "Výtah z důvěryhodných seznamů nelze přečíst."
    en: ClassVar[str] = "The digest of the trusted lists cannot be read: {reason}"

    def __init__(self, *, reason: str) -> None:
        """Keep what is wrong with it."""
        super().__init__(reason=reason)
