"""Which way a conversion goes, and on whose account (směr a druh konverze).

Source: L300 § 22(1) (directions), § 23 (kinds).
"""

from __future__ import annotations

from enum import StrEnum


class Direction(StrEnum):
    """The direction of a conversion, § 22(1).

    Attributes:
        TO_ELECTRONIC: paper to a document contained in a data message or file (L→E), letter a).
        TO_PAPER: such a document to paper (E→L), letter b).
    """

    TO_ELECTRONIC = "to_electronic"
    TO_PAPER = "to_paper"


class ConversionKind(StrEnum):
    """On whose account a conversion is performed, § 23.

    Attributes:
        EX_OFFICIO: by a public authority for the exercise of its own powers (z moci úřední), paragraph 2.
        ON_REQUEST: by a contact point or an advocate (na žádost), paragraph 1. Listina does not perform it; the rules
            name it so that they read like the act.
    """

    EX_OFFICIO = "ex_officio"
    ON_REQUEST = "on_request"
