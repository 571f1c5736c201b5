"""Where answers of revocation sources are kept until their time: few in a process, or in a folder for all processes.

Whatever is kept leaves again: a process keeps the newest answers up to a number and a size, a folder is swept of those
whose time is over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from threading import Lock

MOST_ANSWERS = 256
MOST_BYTES = 64 << 20
SWEEP_EVERY = timedelta(hours=1)
_LONGEST_HEADER = 200
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """An answer, when it was fetched and until when it may be used; both aware."""

    content: bytes
    fetched_at: datetime
    until: datetime


@dataclass(slots=True, kw_only=True)
class KeptAnswers:
    """Keeps answers by what was asked; safe to use from many threads.

    Attributes:
        folder: for all processes of a machine; None keeps them in this process.
    """

    folder: Path | None = None
    _answers: dict[str, KeptAnswer] = field(default_factory=dict, repr=False)
    _bytes: int = 0
    _swept_at: datetime = _NEVER
    _lock: Lock = field(default_factory=Lock, repr=False)

    def get(self, key: str) -> KeptAnswer | None:
        """Return what is kept, whatever its time; None if nothing is, or if it cannot be read."""
        if self.folder is None:
            with self._lock:
                return self._answers.get(key)
        try:
            header, _, content = (self.folder / _name(key)).read_bytes().partition(b"\n")
            fetched_at, until = _times(header)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return KeptAnswer(content=content, fetched_at=fetched_at, until=until)

    def put(self, key: str, kept: KeptAnswer) -> None:
        """Keep an answer in place of an older one; a folder that cannot be written to keeps nothing."""
        with self._lock:
            if self.folder is None:
                self._put_in_process(key, kept)
                return
            with suppress(OSError):
                self._put_in_folder(self.folder, key, kept)

    def _put_in_process(self, key: str, kept: KeptAnswer) -> None:
        self._drop(key)
        self._answers[key] = kept
        self._bytes += len(kept.content)
        while len(self._answers) > MOST_ANSWERS or self._bytes > MOST_BYTES:
            # Answers stand in the order of fetching; the one just fetched serves the work at hand in any case.
            self._drop(next(iter(self._answers)))

    def _drop(self, key: str) -> None:
        gone = self._answers.pop(key, None)
        self._bytes -= 0 if gone is None else len(gone.content)

    def _put_in_folder(self, folder: Path, key: str, kept: KeptAnswer) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._swept_at <= kept.fetched_at < self._swept_at + SWEEP_EVERY:
            self._swept_at = kept.fetched_at
            for old in tuple(_over(folder, kept.fetched_at)):
                old.unlink(missing_ok=True)
        name = _name(key)
        header = json.dumps({"fetched_at": kept.fetched_at.isoformat(), "until": kept.until.isoformat()}).encode()
        unfinished = folder / f".{name}.unfinished"
        unfinished.write_bytes(header + b"\n" + kept.content)
        unfinished.replace(folder / name)


def _over(folder: Path, moment: datetime) -> Iterator[Path]:
    """Yield the answers whose time is over; what cannot be read is of no use either."""
    for name in folder.iterdir():
        if name.name.startswith("."):
            continue
        try:
            with name.open("rb") as file:
                _, until = _times(file.readline(_LONGEST_HEADER))
        except (OSError, ValueError, KeyError, TypeError):
            yield name
            continue
        if until <= moment:
            yield name


def _times(header: bytes) -> tuple[datetime, datetime]:
    facts = json.loads(header)
    return datetime.fromisoformat(facts["fetched_at"]), datetime.fromisoformat(facts["until"])


def _name(key: str) -> str:
    return sha256(key.encode()).hexdigest()
