"""The installation's trusted lists in a folder: the last good one of each territory, and what is wrong with it.

    EU.list, CZ.list, …    a line of JSON (what it is, when and from where it came), then the list as it was fetched
    pivots/<digest>.xml    pivots of the list of lists
    problems.json          why the last attempt at a territory failed
    snapshot               the digest of all of them that validations use

A list gets here verified only; who can write into the folder is believed as far as the database's files are. Each file
is put in place in one step. A list that has expired stays, as evidence; it qualifies nothing (`qualifying`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from fcntl import LOCK_EX, flock
from hashlib import sha256
from pathlib import Path

from listina.strict_json import plain, read_as
from listina.texts import Text
from listina.trust.lists import qualifying
from listina.trust.lists.errors import SnapshotInvalidError, TrustedListInvalidError
from listina.trust.lists.reading import TrustedList, parsed, read_list
from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.lists.verifying import Anchors, verified_list_of_lists, verified_national_list
from listina.trust.validation.report import ListUsed
from listina.trust.validation.signature_report import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStatus:
    """How it stands with the list of one territory.

    Attributes:
        territory: two letters; that of the list of lists first.
        used: the list that is here; None if there is none.
        problem: why it cannot decide about anything; None if it can.
        last_failure: why the last attempt at a newer one failed, in English; empty if it did not.
    """

    territory: str
    used: ListUsed | None
    problem: Reason | None
    last_failure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStore:
    """The folder; made when the first list comes.

    Attributes:
        folder: where it is.
        anchors: whom to believe about the list of lists.
    """

    folder: Path
    anchors: Anchors

    def accept_list_of_lists(
        self, content: bytes, pivots: Mapping[str, bytes], *, at: datetime, source: str
    ) -> TrustedList:
        """Verify a list of lists and keep it.

        Args:
            content: the list.
            pivots: by their addresses; those kept from earlier are known anyway.
            at: our clock, aware.
            source: an address or the name of a file, for people.

        Raises:
            TrustedListInvalidError: as `verified_list_of_lists`, or it is older than the one that is here.
        """
        known = {**self._pivots(), **pivots}
        found = verified_list_of_lists(content, known, self.anchors, at=at)
        self._keep(content, found, at=at, source=source)
        for address in self.anchors.pivots_after(found.facts.information):
            self._put(f"pivots/{_digest(address.encode())}.xml", address.encode() + b"\n" + known[address])
        return found

    def accept_national_list(self, content: bytes, territory: str, *, at: datetime, source: str) -> TrustedList:
        """Verify the list of a territory against the list of lists that is here, and keep it.

        Raises:
            TrustedListInvalidError: as `verified_national_list`, there is no list of lists, or it is older than the
                one that is here.
        """
        above = self.list_of_lists()
        if above is None:
            raise TrustedListInvalidError(check="signer", reason="there is no list of lists that names its signers")
        found = verified_national_list(content, territory, above, at=at)
        self._keep(content, found, at=at, source=source)
        return found

    def list_of_lists(self) -> TrustedList | None:
        """Return the list of lists that is here, expired or not; None if there is none."""
        kept = self._kept(self.anchors.territory)
        return None if kept is None else self._read(kept[1])

    def note_failure(self, territory: str, reason: str) -> None:
        """Remember why an attempt at a territory failed."""
        self._put("problems.json", json.dumps({**self._failures(), territory: reason}).encode())

    def rebuild(self, *, at: datetime) -> TrustSnapshot:
        """Make the snapshot anew from what is here, and return it."""
        kept = [found for territory in self._territories() if (found := self._kept(territory)) is not None]
        lists = tuple(used for used, _ in kept)
        snapshot = TrustSnapshot.of(
            (service for _, content in kept for service in self._read(content).services),
            at=at,
            lists=lists,
            missing=sorted(self._pointed_to() - {used.territory for used in lists}),
        )
        self._put("snapshot", snapshot.to_bytes())
        return snapshot

    def snapshot(self, *, at: datetime) -> TrustSnapshot:
        """Return what the lists say, judged at a moment; one without lists if there are none.

        A snapshot of an older version, or a damaged one, is made anew.
        """
        try:
            return replace(TrustSnapshot.from_bytes((self.folder / "snapshot").read_bytes()), at=at)
        except FileNotFoundError:
            return self.rebuild(at=at) if self._kept(self.anchors.territory) else TrustSnapshot.of((), at=at)
        except SnapshotInvalidError:
            return self.rebuild(at=at)

    def statuses(self, *, at: datetime) -> tuple[ListStatus, ...]:
        """Return how it stands with the list of lists and each list it points to."""
        used = {territory: kept[0] for territory in self._territories() if (kept := self._kept(territory))}
        failures, above = self._failures(), self.anchors.territory
        others = sorted((self._pointed_to() | used.keys()) - {above})
        return tuple(
            ListStatus(
                territory=territory,
                used=used.get(territory),
                problem=_problem(used.get(territory), at),
                last_failure=failures.get(territory, ""),
            )
            for territory in (above, *others)
        )

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let one process at a time change the folder."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            flock(lock, LOCK_EX)
            yield

    def _keep(self, content: bytes, found: TrustedList, *, at: datetime, source: str) -> None:
        territory = found.facts.territory
        kept, facts = self._kept(territory), found.facts
        if kept is not None:
            before = kept[0]
            if (facts.sequence_number, facts.issued_at) < (before.sequence_number, before.issued_at):
                reason = f"its number {facts.sequence_number} is older than the one here, {before.sequence_number}"
                raise TrustedListInvalidError(check="sequence", reason=reason)
        used = ListUsed(
            territory=territory,
            sequence_number=facts.sequence_number,
            issued_at=facts.issued_at,
            next_update=facts.next_update,
            fetched_at=at,
            sha256=_digest(content),
        )
        header = {"used": plain(used), "source": source}
        self._put(f"{territory}.list", json.dumps(header).encode() + b"\n" + content)
        failures = self._failures()
        if failures.pop(territory, None) is not None:
            self._put("problems.json", json.dumps(failures).encode())

    def _kept(self, territory: str) -> tuple[ListUsed, bytes] | None:
        """Return a list that is here; None also for a file that was damaged: another one is fetched."""
        try:
            first, _, content = (self.folder / f"{territory}.list").read_bytes().partition(b"\n")
            used = read_as(ListUsed, json.loads(first)["used"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None
        return (used, content) if (used.territory, used.sha256) == (territory, _digest(content)) else None

    def _read(self, content: bytes) -> TrustedList:
        return read_list(parsed(content), list_of_lists=self.anchors.territory)

    def _territories(self) -> tuple[str, ...]:
        return tuple(sorted(path.stem for path in self.folder.glob("[A-Z][A-Z].list")))

    def _pointed_to(self) -> set[str]:
        found = self.list_of_lists()
        pointed = {pointer.territory for pointer in found.pointers} if found else set()
        return pointed - {self.anchors.territory}

    def _pivots(self) -> dict[str, bytes]:
        kept = (path.read_bytes().partition(b"\n") for path in self.folder.glob("pivots/*.xml"))
        return {address.decode(): content for address, _, content in kept}

    def _failures(self) -> dict[str, str]:
        with suppress(OSError, ValueError):
            found = json.loads((self.folder / "problems.json").read_bytes())
            return {str(territory): str(reason) for territory, reason in found.items()}
        return {}

    def _put(self, name: str, content: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.unfinished")
        unfinished.write_bytes(content)
        unfinished.replace(path)


def _problem(used: ListUsed | None, at: datetime) -> Reason | None:
    if used is None:
        return Reason(code="list.missing", text=Text("Seznam tu není.", "The list is not here."))
    return qualifying.EXPIRED if used.next_update is not None and used.next_update <= at else None


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
