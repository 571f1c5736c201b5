"""The installation's trusted lists in a folder: the last good one of each territory, and what is wrong with it.

    EU.list, CZ.list, …    a line of JSON (what it is, when and from where it came), then the list as it was fetched
    withdrawn/CZ-5.list    a list whose signer the list of lists has ceased to name
    pivots/<digest>.xml    pivots of the list of lists: a line with the address, then the list
    problems.json          why the last attempt at a territory failed
    snapshot               the digest of all of them that validations use

A list gets here verified only; who can write into the folder is believed as far as the database's files are. Each file
is put in place in one step. A list that has expired stays, as evidence; it qualifies nothing at our present clock
(`qualifying`), and at a clock of its life what it qualified then.
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
from tempfile import NamedTemporaryFile

from listina.strict_json import plain, read_as
from listina.texts import Text
from listina.trust.egress import NO_VALIDATORS, Validators
from listina.trust.lists import qualifying
from listina.trust.lists.addresses import OFFICIAL_LOCATION
from listina.trust.lists.advice import EXPIRED, MISSING, advice
from listina.trust.lists.errors import SnapshotInvalidError, TrustedListInvalidError
from listina.trust.lists.reading import TrustedList, parsed, read_list
from listina.trust.lists.services import Service
from listina.trust.lists.signatures import is_signed_by_one_of
from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.lists.verifying import Anchors, verified_list_of_lists, verified_national_list
from listina.trust.validation.report import ListUsed
from listina.trust.validation.signature_report import Reason

SNAPSHOT = "snapshot"
_PROBLEMS = "problems.json"
_NOT_NAMED = "the list of lists no longer names who signed the list that was here"


def files_of(folder: Path) -> tuple[Path, ...]:
    """Return the files from which everything else here is made anew."""
    patterns = ("[A-Z][A-Z].list", "withdrawn/*.list", "pivots/*.xml", _PROBLEMS)
    return tuple(sorted(path for pattern in patterns for path in folder.glob(pattern)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """From where a list came.

    Attributes:
        source: an address or the name of a file, for people.
        validators: what the server said of its state.
    """

    source: str
    validators: Validators = NO_VALIDATORS


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A list that is here."""

    used: ListUsed
    content: bytes
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStatus:
    """How it stands with the list of one territory.

    Attributes:
        territory: two letters; that of the list of lists first.
        used: the list that is here; None if there is none.
        problem: why it cannot decide about anything; None if it can.
        last_failure: why the last attempt at a newer one failed, in English; empty if it did not.
        advice: what to do about either; None if nothing is wrong.
    """

    territory: str
    used: ListUsed | None
    problem: Reason | None
    last_failure: str = ""
    advice: Text | None = None


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
        self, content: bytes, pivots: Mapping[str, bytes], *, at: datetime, origin: Origin
    ) -> TrustedList:
        """Verify a list of lists and keep it; national lists whose signers it names no more decide nothing from then.

        Args:
            content: the list.
            pivots: by their addresses; those kept from earlier are known anyway.
            at: our clock, aware.
            origin: from where it came.

        Raises:
            TrustedListInvalidError: as `verified_list_of_lists`, or it is older than the one that is here.
        """
        known = {**self.pivots(), **pivots}
        found = verified_list_of_lists(content, known, self.anchors, at=at)
        self._keep(content, found, at=at, origin=origin)
        for address in self.anchors.pivots_after(found.facts.information):
            pivot = address.encode() + b"\n" + known[address]
            self._put(f"pivots/{_digest(pivot)}.xml", pivot)
        self._withdraw_unsigned(found)
        return found

    def accept_national_list(self, content: bytes, territory: str, *, at: datetime, origin: Origin) -> TrustedList:
        """Verify the list of a territory against the list of lists that is here, and keep it.

        Raises:
            TrustedListInvalidError: as `verified_national_list`, there is no list of lists, or it is older than the
                one that is here.
        """
        above = self.list_of_lists()
        if above is None:
            raise TrustedListInvalidError(check="signer", reason="there is no list of lists that names its signers")
        found = verified_national_list(content, territory, above, at=at)
        self._keep(content, found, at=at, origin=origin)
        return found

    def list_of_lists(self) -> TrustedList | None:
        """Return the list of lists that is here, expired or not; None if there is none that can be read."""
        kept = self.kept(self.anchors.territory)
        with suppress(TrustedListInvalidError):
            return None if kept is None else self._read(kept.content)
        return None

    def location_of(self, territory: str) -> str:
        """Return where the list of lists says that the list of a territory is; empty if it does not."""
        return self._locations().get(territory, "")

    def pivots(self) -> dict[str, bytes]:
        """Return the pivots that are here, whole, by their addresses."""
        files = {path.stem: path.read_bytes() for path in self.folder.glob("pivots/*.xml")}
        kept = (content.partition(b"\n") for digest, content in files.items() if _digest(content) == digest)
        return {address.decode(): content for address, _, content in kept}

    def note_failure(self, territory: str, check: str, reason: str) -> None:
        """Remember why an attempt at a territory failed."""
        self._put(_PROBLEMS, json.dumps({**self._failures(), territory: [check, reason]}).encode())

    def rebuild(self, *, at: datetime) -> TrustSnapshot:
        """Make the snapshot anew from what is here, and return it; a list that cannot be read hinders no other."""
        lists: list[ListUsed] = []
        services: list[Service] = []
        above = self.list_of_lists()
        for territory in self._territories():
            try:
                if (kept := self.kept(territory)) is None:
                    continue
                read = self._read(kept.content)
                if not self._is_backed(kept, above):
                    # A restore brought it back beside a newer list of lists.
                    self.note_failure(territory, "signer", _NOT_NAMED)
                    continue
                services.extend(read.services)
                lists.append(kept.used)
            except TrustedListInvalidError as error:
                # It was read when it came: an older version of Listina read less strictly.
                self.note_failure(territory, error.check, error.reason)
        missing = sorted(self._locations().keys() - {self.anchors.territory} - {used.territory for used in lists})
        snapshot = TrustSnapshot.of(services, at=at, lists=lists, missing=missing)
        self._put(SNAPSHOT, snapshot.to_bytes())
        return snapshot

    def snapshot(self, *, at: datetime) -> TrustSnapshot:
        """Return what the lists say, judged at a moment; one without lists if there are none.

        A snapshot of an older version, or a damaged one, is made anew.
        """
        try:
            return replace(TrustSnapshot.from_bytes((self.folder / SNAPSHOT).read_bytes()), at=at)
        except FileNotFoundError:
            return self.rebuild(at=at) if self.kept(self.anchors.territory) else TrustSnapshot.of((), at=at)
        except SnapshotInvalidError:
            return self.rebuild(at=at)

    def statuses(self, *, at: datetime) -> tuple[ListStatus, ...]:
        """Return how it stands with the list of lists and each list it points to."""
        used = {territory: kept.used for territory in self._territories() if (kept := self.kept(territory))}
        failures, above, locations = self._failures(), self.anchors.territory, self._locations()
        found = []
        for territory in (above, *sorted((locations.keys() | used.keys()) - {above})):
            problem = _problem(used.get(territory), at)
            failed, told = failures.get(territory, ("", ""))
            check = failed or (_CHECKS[problem.code] if problem else "")
            location = locations.get(territory, OFFICIAL_LOCATION if territory == above else "")
            advised = advice(check, location=location, is_list_of_lists=territory == above) if check else None
            found.append(
                ListStatus(
                    territory=territory,
                    used=used.get(territory),
                    problem=problem,
                    last_failure=f"{failed}: {told}" if failed else "",
                    advice=advised,
                )
            )
        return tuple(found)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let one process at a time change the folder."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            flock(lock, LOCK_EX)
            yield

    def kept(self, territory: str) -> Kept | None:
        """Return a list that is here; None also for a file that was damaged: another one is fetched."""
        try:
            first, _, content = (self.folder / f"{territory}.list").read_bytes().partition(b"\n")
            header = json.loads(first)
            used = read_as(ListUsed, header["used"])
            validators = Validators(etag=header.get("etag", ""), last_modified=header.get("last_modified", ""))
            origin = Origin(source=header["source"], validators=validators)
        except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
            return None
        is_whole = (used.territory, used.sha256) == (territory, _digest(content))
        return Kept(used=used, content=content, origin=origin) if is_whole else None

    def _keep(self, content: bytes, found: TrustedList, *, at: datetime, origin: Origin) -> None:
        territory = found.facts.territory
        kept, facts = self.kept(territory), found.facts
        if kept is not None:
            before = kept.used
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
        header = {
            "used": plain(used),
            "source": origin.source,
            "etag": origin.validators.etag,
            "last_modified": origin.validators.last_modified,
        }
        self._put(f"{territory}.list", json.dumps(header).encode() + b"\n" + content)
        failures = self._failures()
        if failures.pop(territory, None) is not None:
            self._put(_PROBLEMS, json.dumps(failures).encode())

    def _withdraw_unsigned(self, above: TrustedList) -> None:
        """Put aside national lists that the list of lists no longer stands behind: a key may have been stolen."""
        for territory in self._territories():
            kept = self.kept(territory)
            if kept is None or self._is_backed(kept, above):
                continue
            aside = self.folder / "withdrawn" / f"{territory}-{kept.used.sequence_number}.list"
            aside.parent.mkdir(mode=0o700, exist_ok=True)
            (self.folder / f"{territory}.list").replace(aside)
            self.note_failure(territory, "signer", _NOT_NAMED)

    def _is_backed(self, kept: Kept, above: TrustedList | None) -> bool:
        """Tell whether the list of lists, if there is one, names who signed a list; for itself its anchors answer."""
        territory = kept.used.territory
        if above is None or territory == self.anchors.territory:
            return True
        return is_signed_by_one_of(kept.content, above.signers_of(territory))

    def _read(self, content: bytes) -> TrustedList:
        return read_list(parsed(content), list_of_lists=self.anchors.territory)

    def _territories(self) -> tuple[str, ...]:
        return tuple(sorted(path.stem for path in self.folder.glob("[A-Z][A-Z].list")))

    def _locations(self) -> dict[str, str]:
        """Return where the list of lists says that lists are, itself included, by their territories."""
        found = self.list_of_lists()
        return {pointer.territory: pointer.location for pointer in found.pointers} if found else {}

    def _failures(self) -> dict[str, tuple[str, str]]:
        """Return checks and reasons by territories; none if nobody can read them."""
        with suppress(OSError, ValueError, AttributeError):
            found = json.loads((self.folder / _PROBLEMS).read_bytes())
            return {str(territory): (str(check), str(reason)) for territory, (check, reason) in found.items()}
        return {}

    def _put(self, name: str, content: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A name of its own: after a restore several processes make the snapshot at once.
        with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".unfinished", delete=False) as unfinished:
            unfinished.write(content)
        Path(unfinished.name).replace(path)


_CHECKS = {"list.missing": MISSING, qualifying.EXPIRED.code: EXPIRED}


def _problem(used: ListUsed | None, at: datetime) -> Reason | None:
    if used is None:
        return Reason(code="list.missing", text=Text("Seznam tu není.", "The list is not here."))
    return qualifying.EXPIRED if used.next_update is not None and used.next_update <= at else None


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
