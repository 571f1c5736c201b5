"""Inspections in confined processes: whatever a file does to its reader, the answer is an `Inspection`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from listina.documents.inspection.facts import Inspection
from listina.isolation.pool import Confined

TASK = "listina.documents.inspection.task:inspect"
"""What a pool has to be made for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspector:
    """Looks at electronic inputs.

    Attributes:
        confined: lends the processes; made for `TASK`.
    """

    confined: Confined

    def inspect(self, path: Path) -> Inspection:
        """Return what a file is; what cannot be read is a refusal among the findings.

        Raises:
            OSError: the file cannot be opened.
        """
        raise NotImplementedError
