"""What the public reads of an entry after registration; nothing performed is ever called cancelled (decision 19).

The sentences are fixed, so that no entry can carry a name or a designation into the public. The Czech one is stored
with the entry: it stays as it was written when the words change here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from listina.register.kinds import CorrectionKind
from listina.texts import Text

PUBLIC_WORDINGS: Mapping[CorrectionKind, Text] = MappingProxyType(
    {
        CorrectionKind.EVIDENCE_CORRECTED: Text(
            "Subjekt opravil údaj v evidenci provedených konverzí. Doložky ani výstupu se oprava netýká.",
            "The authority corrected an entry of the evidence. Neither clause nor output is concerned.",
        ),
        CorrectionKind.MARKED_ERRONEOUS: Text(
            "Subjekt oznámil, že výstup byl vyhotoven chybně.",
            "The authority announced that the output was made erroneously.",
        ),
        CorrectionKind.REPLACED: Text(
            "Subjekt výstup nahradil novým výstupem.",
            "The authority replaced the output by a new one.",
        ),
    }
)


def public_wording(kind: str, stored: str) -> Text:
    """Return an entry's sentence: in Czech as it was stored, in English as it is worded now."""
    return Text(stored, PUBLIC_WORDINGS[CorrectionKind(kind)].en)
