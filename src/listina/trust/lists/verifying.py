"""From the Official Journal to a national list: the list of lists, its pivots, and the lists it points to.

The signers of the list of lists are published in the Official Journal. When they change afterwards, a pivot list signed
by old ones names the new ones; the list of lists names its pivots, the newest first, down to the publication.

Source: ETSI TS 119 615 V1.2.1, §§ 4.1 and 4.2; “pivot LOTL” of the European Commission.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Self

from asn1crypto import x509
from pyhanko.sign.validation.qualified import eutl_parse

from listina.trust.lists.addresses import OFFICIAL_PUBLICATION
from listina.trust.lists.errors import TrustedListInvalidError
from listina.trust.lists.reading import LIST_OF_LISTS, NATIONAL_LIST, TrustedList, parsed, read_facts, read_list
from listina.trust.lists.signatures import signed_root

LONGEST_LIFE = timedelta(days=215)
"""Six months by TS 119 612, § 5.3.15, and what real lists take beyond."""
_LEEWAY = timedelta(minutes=10)
_MOST_PIVOTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchors:
    """Who signs a list of lists, from a publication outside of it.

    Attributes:
        certificates: DER.
        published_at: address of the publication, as the list of lists names it; pivots after it must be followed.
        territory: of the list of lists.
    """

    certificates: tuple[bytes, ...]
    published_at: str
    territory: str = "EU"

    @classmethod
    def official(cls) -> Self:
        """Return the signers of the newest publication in the Official Journal that pyHanko ships."""
        return cls(certificates=_bundled(), published_at=OFFICIAL_PUBLICATION)

    def pivots_after(self, information: Iterable[str]) -> tuple[str, ...]:
        """Return the addresses of the pivots a list of lists names and that came after the publication, oldest first.

        Raises:
            TrustedListInvalidError: there are too many.
        """
        found: list[str] = []
        for address in information:
            if address == self.published_at:
                break
            if address.endswith(".xml"):
                found.append(address)
        if len(found) > _MOST_PIVOTS:
            raise TrustedListInvalidError(check="pivots", reason=f"it names {len(found)} pivots")
        return tuple(reversed(found))


def pivots_named_by(content: bytes, anchors: Anchors) -> tuple[str, ...]:
    """Return the addresses of the pivots that are needed to verify a list of lists, oldest first.

    Raises:
        TrustedListInvalidError: it is no list.
    """
    return anchors.pivots_after(read_facts(parsed(content)).information)


def verified_list_of_lists(
    content: bytes, pivots: Mapping[str, bytes], anchors: Anchors, *, at: datetime
) -> TrustedList:
    """Return the list of lists, verified and current.

    Args:
        content: the list.
        pivots: their contents by their addresses; others than the needed ones do not matter.
        anchors: whom to believe.
        at: our clock, aware.

    Raises:
        TrustedListInvalidError: it, or a pivot it needs, is not signed as it should be, is missing, expired, or not
            what it should be.
    """
    signers, number = anchors.certificates, 0
    for address in pivots_named_by(content, anchors):
        if address not in pivots:
            raise TrustedListInvalidError(check="pivots", reason=f"the pivot {address} is missing")
        try:
            pivot = _list_of_lists(pivots[address], signers, anchors)
        except TrustedListInvalidError as error:
            raise TrustedListInvalidError(check="pivots", reason=f"the pivot {address}: {error.reason}") from error
        if pivot.facts.sequence_number < number:
            raise TrustedListInvalidError(check="pivots", reason=f"the pivot {address} is out of order")
        signers, number = pivot.signers_of(anchors.territory), pivot.facts.sequence_number
    found = _list_of_lists(content, signers, anchors)
    if found.facts.sequence_number < number:
        raise TrustedListInvalidError(check="sequence", reason="it is older than its pivots")
    _require_current(found, at)
    return found


def verified_national_list(content: bytes, territory: str, list_of_lists: TrustedList, *, at: datetime) -> TrustedList:
    """Return a national list, verified against its signers in the list of lists, and current.

    Raises:
        TrustedListInvalidError: it is not signed by them, of another territory, or expired.
    """
    signers = list_of_lists.signers_of(territory)
    if not signers or territory == list_of_lists.facts.territory:
        raise TrustedListInvalidError(check="territory", reason=f"the list of lists names no list of {territory}")
    found = read_list(signed_root(content, signers), list_of_lists=list_of_lists.facts.territory)
    if found.facts.type != NATIONAL_LIST or found.facts.territory != territory:
        raise TrustedListInvalidError(check="territory", reason=f"it is no national list of {territory}")
    _require_current(found, at)
    return found


def _list_of_lists(content: bytes, signers: tuple[bytes, ...], anchors: Anchors) -> TrustedList:
    found = read_list(signed_root(content, signers), list_of_lists=anchors.territory)
    if found.facts.type != LIST_OF_LISTS:
        raise TrustedListInvalidError(check="type", reason="it is no list of lists")
    if found.facts.territory != anchors.territory or not found.pointers_to(anchors.territory):
        raise TrustedListInvalidError(check="territory", reason=f"it is not the list of lists of {anchors.territory}")
    return found


def _require_current(found: TrustedList, at: datetime) -> None:
    issued_at, until = found.facts.issued_at, found.facts.next_update
    if issued_at > at + _LEEWAY:
        raise TrustedListInvalidError(check="issued_at", reason=f"it is of the future, {issued_at:%Y-%m-%d %H:%M} UTC")
    if until is None:
        # The list of a state that left is closed: it tells of the past for ever (TS 119 612, § 5.3.15).
        if found.facts.type == NATIONAL_LIST:
            return
        raise TrustedListInvalidError(check="next_update", reason="it names no next update")
    if until <= at:
        raise TrustedListInvalidError(check="next_update", reason=f"it expired on {until:%Y-%m-%d at %H:%M} UTC")
    if until - issued_at > LONGEST_LIFE:
        raise TrustedListInvalidError(check="next_update", reason="it names a next update too far away")


@cache
def _bundled() -> tuple[bytes, ...]:
    found: list[x509.Certificate] = eutl_parse.ojeu_bootstrap_lotl_tlso_certs()
    return tuple(certificate.dump() for certificate in found)
