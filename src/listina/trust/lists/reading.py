"""Reading a trusted list: what it says of itself, whom it points to, and its qualified services.

Two steps: `parsed` opens a stranger's XML without entities, document types and network, and what it says then is only
good for choosing whose signature to ask for; `TrustedList` is read of what was really signed (`signatures`).

Source: ETSI TS 119 612 V2.3.1, § 5.3.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from listina.trust.lists.errors import TrustedListInvalidError
from listina.trust.lists.reading_services import read_services
from listina.trust.lists.services import Service

LONGEST_LIST = 20_000_000
"""Bytes."""
LIST_OF_LISTS, NATIONAL_LIST = "EUlistofthelists", "EUgeneric"
XML_TYPE = "application/vnd.etsi.tsl+xml"
TSL = "{http://uri.etsi.org/02231/v2#}"

_DETERMINATION = {LIST_OF_LISTS: "EUlistofthelists", NATIONAL_LIST: "EUappropriate"}
_TYPE_BASE = "http://uri.etsi.org/TrstSvc/TrustedList/"
_VERSIONS = frozenset({"5", "6"})
_TERRITORY = re.compile(r"[A-Z]{2}")
_MOST_CERTIFICATES = 50
MOST_TAGS = 1_000_000
"""Beginnings and ends of elements; 1 000 000 take 150 MB of memory. The Czech list of 640 kB has 7 500."""

MOST_NAMESPACES = 100
"""Different declarations: real lists have 8. Canonical XML takes time by their square: 15 s for 20 000."""
_NAMESPACE = re.compile(rb"""(?<=\s)xmlns(?=([^\s=]*\s*=\s*(?:"[^"<]*"|'[^'<]*')))""")
"""Looked for at each place in which one may begin, so that none hides in what seems to be another one's value; and only
behind a blank, or the search takes time by the square of the length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFacts:
    """What a list says of itself.

    Attributes:
        type: LIST_OF_LISTS or NATIONAL_LIST.
        territory: two capital letters.
        sequence_number: 1 or more; grows with each issue.
        issued_at: aware.
        next_update: aware; None for a list that was closed.
        information: addresses about the scheme, in order; in a list of lists the pivots are among them.
    """

    type: str
    territory: str
    sequence_number: int
    issued_at: datetime
    next_update: datetime | None
    information: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """A list that another one points to.

    Attributes:
        territory: of that list.
        location: http(s) address.
        signers: certificates one of which signs it, DER.
    """

    territory: str
    location: str
    signers: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedList:
    """A list, read of what was signed.

    Attributes:
        facts: of itself.
        pointers: to lists in XML.
        services: that qualify something; none in a list of lists.
    """

    facts: ListFacts
    pointers: tuple[Pointer, ...]
    services: tuple[Service, ...]

    def pointers_to(self, territory: str) -> tuple[Pointer, ...]:
        """Return the pointers to a territory's list."""
        return tuple(pointer for pointer in self.pointers if pointer.territory == territory)

    def signers_of(self, territory: str) -> tuple[bytes, ...]:
        """Return who may sign the list of a territory, DER; none if it is not pointed to."""
        return tuple(dict.fromkeys(der for pointer in self.pointers_to(territory) for der in pointer.signers))


def parser() -> Any:
    """Return a parser of XML that follows, expands and loads nothing.

    It drops comments: signatures are not over them, and one inside a text would cut what is read of it.
    """
    return etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True
    )


def parsed(content: bytes) -> Any:
    """Open a list's XML.

    Raises:
        TrustedListInvalidError: it is too long, no XML, or holds a document type.
    """
    if len(content) > LONGEST_LIST:
        raise TrustedListInvalidError(check="size", reason=f"it is longer than {LONGEST_LIST} bytes")
    if content.count(b"<") > MOST_TAGS:
        raise TrustedListInvalidError(check="size", reason=f"it has more than {MOST_TAGS} tags")
    if len(set(_NAMESPACE.findall(content))) > MOST_NAMESPACES:
        raise TrustedListInvalidError(check="size", reason=f"it declares more than {MOST_NAMESPACES} namespaces")
    try:
        # Another encoding could hide from the search what the parser would find.
        text = content.decode("utf-8-sig")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise TrustedListInvalidError(check="document_type", reason="it holds a document type or entities")
        root = etree.fromstring(content, parser())
    except (UnicodeDecodeError, etree.XMLSyntaxError, ValueError) as error:
        raise TrustedListInvalidError(check="xml", reason=f"it is no XML in UTF-8: {error}") from error
    if root.tag != f"{TSL}TrustServiceStatusList" or root.getroottree().docinfo.doctype:
        raise TrustedListInvalidError(check="xml", reason="it is no trusted list")
    return root


def read_facts(root: Any) -> ListFacts:
    """Return what a list says of itself.

    Raises:
        TrustedListInvalidError: something is missing or strange.
    """
    scheme = root.find(f"{TSL}SchemeInformation")
    if scheme is None:
        raise TrustedListInvalidError(check="scheme", reason="it says nothing about its scheme")
    kind, determination = (
        _text(scheme, name).removeprefix(_TYPE_BASE + base)
        for name, base in (("TSLType", "TSLType/"), ("StatusDeterminationApproach", "StatusDetn/"))
    )
    if _DETERMINATION.get(kind) != determination:
        raise TrustedListInvalidError(check="type", reason=f"its type is {kind!r}, its approach {determination!r}")
    if (version := _text(scheme, "TSLVersionIdentifier")) not in _VERSIONS:
        raise TrustedListInvalidError(check="version", reason=f"its version is {version!r}")
    territory, number = _text(scheme, "SchemeTerritory"), _text(scheme, "TSLSequenceNumber")
    if not _TERRITORY.fullmatch(territory):
        raise TrustedListInvalidError(check="territory", reason=f"its territory is {territory!r}")
    if not re.fullmatch(r"[1-9][0-9]{0,8}", number):
        raise TrustedListInvalidError(check="sequence", reason=f"its sequence number is {number!r}")
    until = scheme.find(f"{TSL}NextUpdate/{TSL}dateTime")
    addresses = scheme.iterfind(f"{TSL}SchemeInformationURI/{TSL}URI")
    return ListFacts(
        type=kind,
        territory=territory,
        sequence_number=int(number),
        issued_at=moment(_text(scheme, "ListIssueDateTime")),
        next_update=None if until is None else moment(until.text or ""),
        information=tuple((each.text or "").strip() for each in addresses),
    )


def read_list(root: Any, *, list_of_lists: str) -> TrustedList:
    """Read a list of which everything was signed.

    Args:
        root: as it was signed.
        list_of_lists: territory of the list of lists it belongs to.

    Raises:
        TrustedListInvalidError: something is missing or strange.
    """
    facts = read_facts(root)
    try:
        services = tuple(read_services(root, facts.territory, list_of_lists)) if facts.type == NATIONAL_LIST else ()
        return TrustedList(facts=facts, pointers=tuple(_pointers(root)), services=services)
    except (ValueError, OverflowError, AttributeError, TypeError, KeyError) as error:
        raise TrustedListInvalidError(check="content", reason=f"{type(error).__name__}: {error}") from error


def moment(text: str) -> datetime:
    """Read a time of a list, in UTC where it does not say.

    Raises:
        TrustedListInvalidError: it is none.
    """
    try:
        found = datetime.fromisoformat(text.strip())
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise TrustedListInvalidError(check="time", reason=f"{text[:40]!r} is no time") from error


def _pointers(root: Any) -> Iterator[Pointer]:
    for each in root.iterfind(f"{TSL}SchemeInformation/{TSL}PointersToOtherTSL/{TSL}OtherTSLPointer"):
        types = {(found.text or "").strip() for found in each.iterfind(f"{TSL}AdditionalInformation//{{*}}MimeType")}
        territory = (each.findtext(f"{TSL}AdditionalInformation//{TSL}SchemeTerritory") or "").strip()
        location = (each.findtext(f"{TSL}TSLLocation") or "").strip()
        if XML_TYPE not in types or urlsplit(location).scheme not in {"http", "https"}:
            continue
        found = each.findall(f"{TSL}ServiceDigitalIdentities//{TSL}X509Certificate")[:_MOST_CERTIFICATES]
        yield Pointer(
            territory=territory, location=location, signers=tuple(b64decode(each.text or "") for each in found)
        )


def _text(element: Any, name: str) -> str:
    return (element.findtext(f"{TSL}{name}") or "").strip()
