"""Which timestamp authorities failed lately, and when each is asked again (jistič).

An authority that is down would cost its whole time-out at every conversion. So after a failure it is left alone, twice
as long after each further one, and the next in order is asked meanwhile. All processes of a machine know the same:
worker, server and `listina doctor` read one small file per authority.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from listina.trust.clock import utc_now

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=5)
_MOST_DOUBLINGS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """The failures of an authority since its last good answer.

    Attributes:
        count: in a row.
        last_at: aware UTC.
        reason: of the last one, an English sentence.
    """

    count: int
    last_at: datetime
    reason: str

    @property
    def asked_again_at(self) -> datetime:
        """When the authority is asked again, aware UTC."""
        doubled: int = 1 << min(self.count - 1, _MOST_DOUBLINGS)
        return self.last_at + min(FIRST_PAUSE * doubled, LONGEST_PAUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuits:
    """Remembers failures by the authority's name.

    Attributes:
        folder: one small file for each authority that fails; None remembers in this process only.
        now: our clock, aware UTC.
    """

    folder: Path | None = None
    now: Callable[[], datetime] = utc_now
    _failures: dict[str, Failures] = field(default_factory=dict, compare=False, repr=False)

    def failures(self, name: str) -> Failures | None:
        """Return the failures since the last good answer; None if there are none."""
        if self.folder is None:
            return self._failures.get(name)
        try:
            return _read(self._path(self.folder, name).read_bytes())
        except (OSError, ValueError, KeyError, TypeError):
            # What cannot be read must not keep us from asking.
            return None

    def asked_again_at(self, name: str) -> datetime | None:
        """Return until when the authority is left alone, aware UTC; None if it may be asked now."""
        found = self.failures(name)
        # A failure in the future is of a clock that was set back since: it says nothing.
        if found is None or not found.last_at <= self.now() < found.asked_again_at:
            return None
        return found.asked_again_at

    def note_failure(self, name: str, reason: str) -> None:
        """Count a failure; those that end while the authority is left alone began before and count once."""
        if self.asked_again_at(name) is not None:
            return
        before = self.failures(name)
        self._keep(name, Failures(count=before.count + 1 if before else 1, last_at=self.now(), reason=reason))

    def note_answer(self, name: str) -> None:
        """Forget the failures of an authority that gave a good token."""
        if self.folder is None:
            self._failures.pop(name, None)
            return
        with suppress(OSError):
            self._path(self.folder, name).unlink(missing_ok=True)

    def _keep(self, name: str, failures: Failures) -> None:
        if self.folder is None:
            self._failures[name] = failures
            return
        content = {"count": failures.count, "last_at": failures.last_at.isoformat(), "reason": failures.reason}
        # A full disk must not turn an authority's failure into one of ours.
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self._path(self.folder, name)
            unfinished = path.with_suffix(".unfinished")
            unfinished.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
            unfinished.replace(path)

    @staticmethod
    def _path(folder: Path, name: str) -> Path:
        return folder / f"{sha256(name.encode()).hexdigest()[:32]}.json"


def _read(content: bytes) -> Failures:
    """Raises ValueError, KeyError or TypeError for a file that is not ours."""
    stored: dict[str, Any] = json.loads(content)
    last_at = datetime.fromisoformat(stored["last_at"])
    if last_at.tzinfo is None or int(stored["count"]) < 1:
        message = "no failures of ours"
        raise ValueError(message)
    return Failures(count=int(stored["count"]), last_at=last_at, reason=str(stored["reason"]))
