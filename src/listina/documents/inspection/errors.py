"""Why an input was not looked at."""

from __future__ import annotations

from listina.errors import ListinaError, Remedy


class InspectionUnavailableError(ListinaError):
    """No confined process could be started or work to its end; nothing is known about the file."""

    code = "documents.inspection_unavailable"
    remedy = Remedy.TRY_LATER
    cs = "Soubor teď nelze prohlédnout, server na to nemá prostředky. Zkuste to znovu za chvíli."
    en = "The file cannot be looked at now, the server lacks the means. Try again in a while."
