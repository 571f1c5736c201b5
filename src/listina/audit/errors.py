"""Why an entry of the audit trail was not written."""

from __future__ import annotations

from typing import ClassVar

from listina.errors import ListinaError, Remedy


class InvalidAuditEntryError(ListinaError):
    """An entry would hold what the trail must not hold, or is malformed: a mistake in our own code."""

    code: ClassVar[str] = "audit.invalid_entry"
    remedy: ClassVar[Remedy] = Remedy.CALL_SUPPORT
    cs: ClassVar[str] = "Vnitřní chyba: auditní záznam {action} nelze zapsat ({reason})."
    en: ClassVar[str] = "Internal mistake: the audit entry {action} cannot be written ({reason})."
