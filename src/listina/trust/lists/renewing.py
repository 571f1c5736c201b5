"""Renewing the trusted lists: from the network, or from files for an office without it. Both verify alike.

The list of lists first, with the pivots it names; then each national list from where the verified list of lists says
it is. What fails is told and leaves the list that is here as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from listina.trust.clock import utc_now
from listina.trust.egress import Egress
from listina.trust.errors import EgressRefusedError
from listina.trust.lists.addresses import OFFICIAL_LOCATION
from listina.trust.lists.errors import TrustedListInvalidError
from listina.trust.lists.reading import LIST_OF_LISTS, LONGEST_LIST, ListFacts, TrustedList, parsed, read_facts
from listina.trust.lists.store import ListStore
from listina.trust.lists.verifying import pivots_named_by

TIMEOUT_SECONDS = 60.0


def _patient() -> Egress:
    return Egress(hosts=None, timeout_seconds=TIMEOUT_SECONDS, longest_answer=LONGEST_LIST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one list.

    Attributes:
        territory: of the list; empty if not even that could be read.
        source: an address or the name of a file.
        failure: why it was not taken, in English; empty if it was.
    """

    territory: str
    source: str
    failure: str = ""


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
        """Fetch all lists; never raises because of what comes back. Takes a minute or more."""
        above = self.store.anchors.territory
        with self.store.locked():
            try:
                content = self.egress.get(self.location)
                pivots = {url: self.egress.get(url) for url in pivots_named_by(content, self.store.anchors)}
                lotl = self.store.accept_list_of_lists(content, pivots, at=self.now(), source=self.location)
            except (EgressRefusedError, TrustedListInvalidError) as error:
                self.store.note_failure(above, _told(error))
                outcomes = [Outcome(territory=above, source=self.location, failure=_told(error))]
            else:
                outcomes = [Outcome(territory=above, source=self.location), *self._national_lists(lotl)]
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
                outcomes.append(Outcome(territory="", source=name, failure=_told(error)))
        above = sorted(
            (name for name, found in facts.items() if found.type == LIST_OF_LISTS),
            key=lambda name: facts[name].sequence_number,
        )
        with self.store.locked():
            if above:
                outcomes.append(self._take_list_of_lists(above, files))
            others = [name for name in facts if name not in above]
            outcomes.extend(self._take(facts[name].territory, name, files[name]) for name in others)
            self.store.rebuild(at=self.now())
        return tuple(outcomes)

    def _take_list_of_lists(self, names: list[str], files: Mapping[str, bytes]) -> Outcome:
        """Take the newest list of lists; the others may be its pivots, known by the ends of their addresses."""
        newest, territory = names[-1], self.store.anchors.territory
        try:
            wanted = pivots_named_by(files[newest], self.store.anchors)
            pivots = {url: files[name] for url in wanted for name in names if _file_name(url) == _file_name(name)}
            self.store.accept_list_of_lists(files[newest], pivots, at=self.now(), source=newest)
        except TrustedListInvalidError as error:
            self.store.note_failure(territory, _told(error))
            return Outcome(territory=territory, source=newest, failure=_told(error))
        return Outcome(territory=territory, source=newest)

    def _national_lists(self, lotl: TrustedList) -> Iterator[Outcome]:
        wanted = {pointer.territory: pointer.location for pointer in lotl.pointers}
        for territory, location in sorted(wanted.items()):
            if territory == lotl.facts.territory or (self.territories and territory not in self.territories):
                continue
            try:
                content = self.egress.get(location)
            except EgressRefusedError as error:
                self.store.note_failure(territory, _told(error))
                yield Outcome(territory=territory, source=location, failure=_told(error))
            else:
                yield self._take(territory, location, content)

    def _take(self, territory: str, source: str, content: bytes) -> Outcome:
        try:
            self.store.accept_national_list(content, territory, at=self.now(), source=source)
        except TrustedListInvalidError as error:
            self.store.note_failure(territory, _told(error))
            return Outcome(territory=territory, source=source, failure=_told(error))
        return Outcome(territory=territory, source=source)


def _told(error: EgressRefusedError | TrustedListInvalidError) -> str:
    return f"{error.check}: {error.reason}" if isinstance(error, TrustedListInvalidError) else error.text("en")


def _file_name(place: str) -> str:
    return place.rpartition("/")[2]
