"""Under which rule of keeping the things of a conversion to paper fall (uchovávání).

Source: decision 24, whose rules stand in `listina.law.retention`; L300 § 26(5) for the evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from listina.law.retention import Thing


class PaperThing(StrEnum):
    """What a conversion to paper keeps beside its records."""

    INPUT = "input"
    DETACHED_SIGNATURE = "detached_signature"
    DATA_MESSAGE = "data_message"
    PRINT_FILE = "print_file"
    CLAUSE_FILE = "clause_file"
    PAGE_PICTURE = "page_picture"
    VALIDATION_REPORT = "validation_report"
    VALIDATION_MATERIAL = "validation_material"


KEPT_AS: Mapping[PaperThing, Thing] = MappingProxyType(
    {
        PaperThing.INPUT: Thing.WORKING_FILES,
        PaperThing.DETACHED_SIGNATURE: Thing.WORKING_FILES,
        PaperThing.DATA_MESSAGE: Thing.WORKING_FILES,
        PaperThing.PRINT_FILE: Thing.WORKING_FILES,
        PaperThing.CLAUSE_FILE: Thing.WORKING_FILES,
        PaperThing.PAGE_PICTURE: Thing.WORKING_FILES,
        PaperThing.VALIDATION_REPORT: Thing.CLAUSE_RECORD,
        PaperThing.VALIDATION_MATERIAL: Thing.CLAUSE_RECORD,
    }
)
"""Files go seven days after the hand-over was acknowledged, their digests stay. Reports, with the certificates, lists
and answers they rest on, stay ten years; then names are deleted from them."""
