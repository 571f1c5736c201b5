"""Why the confined processes gave no answer about a scan."""

from __future__ import annotations

from listina.documents.errors import PageRefusedError
from listina.errors import ListinaError, Remedy


class ScanNotSafelyReadError(PageRefusedError):
    """The process that read the file was ended: it crashed, took too long or too much, or told what cannot be."""

    code = "documents.scan_not_safely_read"
    cs = (
        "Soubor se nepodařilo bezpečně přečíst, nic z něj jsme nepřevzali. Zkuste to ještě jednou; pokud to nepomůže, "
        "naskenujte listinu znovu, nejlépe do formátu JPEG nebo PDF s rozlišením 300 dpi."
    )
    en = (
        "The file could not be read safely, nothing of it was taken over. Try once more; if that does not help, scan "
        "the paper again, best into JPEG or PDF at 300 dpi."
    )


class ScanReadingUnavailableError(ListinaError):
    """No confined process could be started; nothing is known about the file."""

    code = "documents.scan_reading_unavailable"
    remedy = Remedy.TRY_LATER
    cs = "Skeny teď nelze číst, server na to nemá prostředky. Zkuste to znovu za chvíli."
    en = "Scans cannot be read now, the server lacks the means. Try again in a while."
