"""Inspections in confined processes: whatever a file does to its reader, the answer is an `Inspection`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from listina.documents.inspection.codes import FindingCode
from listina.documents.inspection.errors import InspectionUnavailableError
from listina.documents.inspection.facts import Inspection
from listina.documents.inspection.kinds import HEAD_BYTES, kind_of
from listina.documents.inspection.refused import MOST_BYTES, refused
from listina.isolation.limits import ConfinedTaskFailedError, Confinement, Failure
from listina.isolation.pool import Confined
from listina.strict_json import Bounds, UnreadableJsonError, read_as

TASK = "listina.documents.inspection.task:inspect"
"""What a pool has to be made for."""

BOUNDS = Bounds(text=255, items=1000)
"""As long as the texts and lists of `facts` can be."""
_TOO_HARD = frozenset({Failure.TIMED_OUT, Failure.OUT_OF_MEMORY, Failure.ANSWER_TOO_LARGE})


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
            InspectionUnavailableError: no confined process could be started or left in peace, whatever the file.
        """
        with path.open("rb") as file:
            kind = kind_of(file.read(HEAD_BYTES))
        length = path.stat().st_size
        if length > MOST_BYTES:
            return refused(kind, length, FindingCode.TOO_LARGE, "none")
        try:
            answer = self.confined.run(TASK, None, {"input": path})
        except ConfinedTaskFailedError as error:
            if error.failure in {Failure.NOT_STARTED, Failure.INTERRUPTED}:
                raise InspectionUnavailableError from error
            code = FindingCode.TOO_HARD if error.failure in _TOO_HARD else FindingCode.UNREADABLE
            return refused(kind, length, code, Confinement.behind(error.walls).value)
        isolation = answer.confinement.value
        try:
            found = replace(read_as(Inspection, answer.value, BOUNDS), isolation=isolation)
        except UnreadableJsonError:
            return refused(kind, length, FindingCode.UNREADABLE, isolation)
        agrees = (found.kind, found.length) == (kind, length)
        return found if agrees else refused(kind, length, FindingCode.UNREADABLE, isolation)
