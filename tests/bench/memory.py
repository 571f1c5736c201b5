"""How long a step of this process takes and how much memory it has at its most (Linux)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")
_RESET_PEAK = "5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One measured step.

    Attributes:
        seconds: how long it took.
        peak_kilobytes: resident memory of the whole process at its most during the step.
    """

    name: str
    seconds: float
    peak_kilobytes: int


@dataclass(slots=True)
class Stopwatch:
    """Splits the work of this process into steps."""

    steps: list[Step] = field(default_factory=list)
    _since: float = 0.0

    def start(self) -> None:
        """Begin the first step."""
        self.steps.clear()
        self._begin()

    def split(self, name: str) -> None:
        """End a step and begin the next."""
        seconds = perf_counter() - self._since
        self.steps.append(Step(name=name, seconds=seconds, peak_kilobytes=peak_kilobytes()))
        self._begin()

    def _begin(self) -> None:
        forget_peak()
        self._since = perf_counter()


def forget_peak() -> None:
    """Let the peak begin anew from what is resident now."""
    _CLEAR.write_text(_RESET_PEAK)


def peak_kilobytes() -> int:
    """Return the most resident memory since `forget_peak`, or of the whole life of the process."""
    (line,) = (line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1])
