"""Renewing the trusted lists: from the network, or from files for an office without it. Both verify alike.

The list of lists first, with the pivots it names; then each national list from where the verified list of lists says
it is, if it has changed. What fails is told and leaves the list that is here as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from listina.texts import Text
from listina.trust.clock import utc_now
from listina.trust.egress import NO_VALIDATORS, Egress
from listina.trust.errors import EgressRefusedError
from listina.trust.lists.addresses import OFFICIAL_LOCATION
from listina.trust.lists.advice import FETCH, advice
from listina.trust.lists.errors import TrustedListInvalidError
from listina.trust.lists.reading import LIST_OF_LISTS, LONGEST_LIST, ListFacts, TrustedList, parsed, read_facts
from listina.trust.lists.store import ListStore, Origin
from listina.trust.lists.verifying import pivots_named_by

TIMEOUT_SECONDS = 60.0
MOST_REDIRECTS = 5


def _patient() -> Egress:
    """Return whom lists may come from: any public host, behind redirects and at high ports too; each is signed."""
    return Egress(
        hosts=None,
        high_ports=True,
        most_redirects=MOST_REDIRECTS,
        is_content_signed=True,
        timeout_seconds=TIMEOUT_SECONDS,
        longest_answer=LONGEST_LIST,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one list.

    Attributes:
        territory: of the list; empty if not even that could be read.
        source: an address or the name of a file.
        failure: why it was not taken, the check and an English sentence; empty if it was.
        advice: what to do about it; None if it was taken.
    """

    territory: str
    source: str
    failure: str = ""
    advice: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRenewal:
    """Brings newer lists into the folder.

    Attributes:
        store: the folder.
        location: address of the list of lists.
        egress: whom to ask; lists lie at any host, and what comes from there is verified.
        territories: only these lists; none: all.
        now: aware UTC.
    """

    store: ListStore
    location: str = OFFICIAL_LOCATION
    egress: Egress = field(default_factory=_patient)
    territories: frozenset[str] = frozenset()
    now: Callable[[], datetime] = utc_now

    def refresh(self) -> tuple[Outcome, ...]:
        """Fetch all lists that have changed; never raises because of what comes back. Takes a minute or more."""
        above = self.store.anchors.territory
        with self.store.locked():
            outcomes = [self._attempt(above, self.location, self._fetch_list_of_lists)]
            lotl = self.store.list_of_lists() if not outcomes[0].failure else None
            if lotl is not None:
                outcomes.extend(self._national_lists(lotl))
            self.store.rebuild(at=self.now())
        return tuple(outcomes)

    def take(self, files: Mapping[str, bytes]) -> tuple[Outcome, ...]:
        """Take lists from files: a list of lists, pivots, national lists, in any order; each is verified.

        Args:
            files: contents by names. Without a list of lists the one that is here is used.
        """
        outcomes: list[Outcome] = []
        facts: dict[str, ListFacts] = {}
        for name, content in files.items():
            try:
                facts[name] = read_facts(parsed(content))
            except TrustedListInvalidError as error:
                outcomes.append(self._failed("", name, error.check, error.reason))
        above = sorted(
            (name for name, found in facts.items() if found.type == LIST_OF_LISTS),
            key=lambda name: facts[name].sequence_number,
        )
        with self.store.locked():
            if above:
                outcomes.append(self._take_list_of_lists(above, files))
            for name, found in facts.items():
                if name not in above:
                    taking = partial(self._accept, found.territory, files[name], Origin(source=name))
                    outcomes.append(self._attempt(found.territory, name, taking))
            self.store.rebuild(at=self.now())
        return tuple(outcomes)

    def _take_list_of_lists(self, names: list[str], files: Mapping[str, bytes]) -> Outcome:
        """Take the newest list of lists; the others may be its pivots, known by the ends of their addresses."""
        newest = names[-1]

        def take() -> None:
            wanted = pivots_named_by(files[newest], self.store.anchors)
            pivots = {url: files[name] for url in wanted for name in names if _file_name(url) == _file_name(name)}
            self.store.accept_list_of_lists(files[newest], pivots, at=self.now(), origin=Origin(source=newest))

        return self._attempt(self.store.anchors.territory, newest, take)

    def _fetch_list_of_lists(self) -> None:
        content, origin = self._fetched(self.store.anchors.territory, self.location)
        here = self.store.pivots()
        wanted = [url for url in pivots_named_by(content, self.store.anchors) if url not in here]
        pivots = {url: self.egress.get(url) for url in wanted}
        self.store.accept_list_of_lists(content, pivots, at=self.now(), origin=origin)

    def _national_lists(self, lotl: TrustedList) -> Iterator[Outcome]:
        wanted = {pointer.territory for pointer in lotl.pointers} - {lotl.facts.territory}
        for territory in sorted(wanted & self.territories if self.territories else wanted):
            for pointer in lotl.pointers_to(territory):
                outcome = self._attempt(territory, pointer.location, partial(self._fetch, territory, pointer.location))
                if not outcome.failure:
                    break
            yield outcome

    def _fetch(self, territory: str, location: str) -> None:
        self._accept(territory, *self._fetched(territory, location))

    def _accept(self, territory: str, content: bytes, origin: Origin) -> None:
        self.store.accept_national_list(content, territory, at=self.now(), origin=origin)

    def _fetched(self, territory: str, location: str) -> tuple[bytes, Origin]:
        """Return what is at an address: the list that is here, if that has not changed; it is verified again."""
        kept = self.store.kept(territory)
        if kept is None or kept.origin.source != location:
            kept = None
        answer = self.egress.fetch(location, kept.origin.validators if kept else NO_VALIDATORS)
        if answer.content is None and kept is not None:
            return kept.content, kept.origin
        return answer.content or b"", Origin(source=location, validators=answer.validators)

    def _attempt(self, territory: str, source: str, action: Callable[[], None]) -> Outcome:
        """Do something with one list; whatever comes of it, the others go on."""
        try:
            action()
        except EgressRefusedError as error:
            check, reason = FETCH, error.text("en")
        except TrustedListInvalidError as error:
            check, reason = error.check, error.reason
        except Exception as error:  # noqa: BLE001  # strangers' XML and certificates: no list may hinder the others
            check, reason = "unexpected", f"{type(error).__name__}: {error}"
        else:
            return Outcome(territory=territory, source=source)
        self.store.note_failure(territory, check, reason)
        return self._failed(territory, source, check, reason)

    def _failed(self, territory: str, source: str, check: str, reason: str) -> Outcome:
        is_above = territory == self.store.anchors.territory
        location = self.location if is_above else self.store.location_of(territory)
        return Outcome(
            territory=territory,
            source=source,
            failure=f"{check}: {reason}",
            advice=advice(check, location=location, is_list_of_lists=is_above),
        )


def _file_name(place: str) -> str:
    return place.rpartition("/")[2]
