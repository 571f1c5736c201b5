"""Reading the services of a national list, with the history of their status.

Source: ETSI TS 119 612 V2.3.1, §§ 5.4 to 5.6.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from listina.trust import certificates
from listina.trust.errors import CertificateNotUsableError
from listina.trust.lists.services import Criteria, Period, Qualifiers, Service, ServiceType

_TSL = "{http://uri.etsi.org/02231/v2#}"
_SIE = "{http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_TYPES = {f"http://uri.etsi.org/TrstSvc/Svctype/{each.value}": each for each in ServiceType}
_DEEPEST = 8
_HARMLESS = frozenset({"AdditionalServiceInformation", "ExpiredCertsRevocationInfo", "TakenOverBy"})
_ASSERTIONS = frozenset({"all", "atLeastOne", "none"})


class _NotUnderstoodError(ValueError):
    """Something that must not be ignored."""


def read_services(root: Any, territory: str, list_of_lists: str) -> Iterator[Service]:
    """Read the services that qualify something, each in all of its periods.

    Raises:
        ValueError, AttributeError, TypeError: the list is malformed.
    """
    for provider in root.iterfind(f"{_TSL}TrustServiceProviderList/{_TSL}TrustServiceProvider"):
        name = _name(provider.find(f"{_TSL}TSPInformation/{_TSL}TSPName"), territory)
        for each in provider.iterfind(f"{_TSL}TSPServices/{_TSL}TSPService"):
            information = each.find(f"{_TSL}ServiceInformation")
            kind = _TYPES.get(_text(information, "ServiceTypeIdentifier"))
            if kind is None:
                continue
            yield Service(
                type=kind,
                territory=territory,
                list_of_lists=list_of_lists,
                provider=name,
                name=_name(information.find(f"{_TSL}ServiceName"), territory),
                certificates=tuple(_certificates(information)),
                periods=_periods(each, information, kind),
            )


def _periods(service: Any, information: Any, kind: ServiceType) -> tuple[Period, ...]:
    """Return the periods, the youngest first; those in which the service was of another kind say nothing of it."""
    history = service.iterfind(f"{_TSL}ServiceHistory/{_TSL}ServiceHistoryInstance")
    described = sorted(
        ((_moment(each), each) for each in (information, *history)), key=lambda found: found[0], reverse=True
    )
    endings = [None, *(since for since, _ in described)]
    return tuple(
        _period(each, since, until)
        for (since, each), until in zip(described, endings, strict=False)
        if _TYPES.get(_text(each, "ServiceTypeIdentifier")) is kind
    )


def _period(described: Any, since: datetime, until: datetime | None) -> Period:
    purposes: list[str] = []
    qualifiers: list[Qualifiers] = []
    is_understood = True
    for extension in described.iterfind(f"{_TSL}ServiceInformationExtensions/{_TSL}Extension"):
        for each in extension.iterchildren("{*}*"):
            kind = _local(each)
            try:
                if kind == "AdditionalServiceInformation":
                    purposes.append(_end(_text(each, "URI")))
                elif kind == "Qualifications":
                    qualifiers.extend(_qualifiers(each))
                elif kind not in _HARMLESS and extension.get("Critical") in {"true", "1"}:
                    is_understood = False
            except _NotUnderstoodError:
                is_understood = False
    return Period(
        status=_end(_text(described, "ServiceStatus")),
        since=since,
        until=until,
        purposes=tuple(name for name in purposes if name.startswith("For")),
        qualifiers=tuple(qualifiers),
        is_understood=is_understood,
    )


def _qualifiers(qualifications: Any) -> Iterator[Qualifiers]:
    for each in qualifications.iterfind(f"{_SIE}QualificationElement"):
        names = tuple(_end(found.get("uri") or "") for found in each.iterfind(f"{_SIE}Qualifiers/{_SIE}Qualifier"))
        yield Qualifiers(names=names, criteria=_criteria(each.find(f"{_SIE}CriteriaList"), 1))


def _criteria(described: Any, depth: int) -> Criteria:
    if described is None or depth > _DEEPEST or described.get("assert", "all") not in _ASSERTIONS:
        raise _NotUnderstoodError
    nested: list[Criteria] = []
    found: dict[str, list[Any]] = {kind: [] for kind in _READERS}
    for each in described.iterchildren("{*}*"):
        if _local(each) == "CriteriaList":
            nested.append(_criteria(each, depth + 1))
        elif _local(each) != "Description":
            for one in each.iterchildren("{*}*") if _local(each) == "otherCriteriaList" else (each,):
                if _local(one) not in _READERS:
                    raise _NotUnderstoodError
                found[_local(one)].append(_READERS[_local(one)](one))
    if not nested and not any(found.values()):
        raise _NotUnderstoodError
    return Criteria(
        combined=described.get("assert", "all"),
        key_usages=tuple(found["KeyUsage"]),
        policies=tuple(found["PolicySet"]),
        extended_key_usages=tuple(found["ExtendedKeyUsage"]),
        subject_attributes=tuple(found["CertSubjectDNAttribute"]),
        nested=tuple(nested),
    )


def _bits(element: Any) -> tuple[tuple[str, bool], ...]:
    return tuple((_usage(bit.get("name")), _is_true(bit)) for bit in element.iterfind(f"{_SIE}KeyUsageBit"))


def _identifiers(element: Any) -> tuple[str, ...]:
    found = tuple((each.text or "").strip().removeprefix("urn:oid:") for each in element.iterfind(".//{*}Identifier"))
    if not found:
        raise _NotUnderstoodError
    return found


_READERS: dict[str, Callable[[Any], Any]] = {
    "KeyUsage": _bits,
    "PolicySet": _identifiers,
    "ExtendedKeyUsage": _identifiers,
    "CertSubjectDNAttribute": _identifiers,
}


def _certificates(information: Any) -> Iterator[bytes]:
    """Return the certificates of a service that can be read; others could stand above nothing."""
    for each in information.iterfind(f"{_TSL}ServiceDigitalIdentity/{_TSL}DigitalId/{_TSL}X509Certificate"):
        der = b64decode(each.text or "")
        try:
            certificates.load(der)
        except CertificateNotUsableError:
            continue
        yield der


def _name(names: Any, territory: str) -> str:
    """Return a name: in Czech in the Czech list, else in English, else the first; on one line, at most 200 letters."""
    by_language = {(each.get(_LANGUAGE) or "").lower(): each.text or "" for each in names.iterfind(f"{_TSL}Name")}
    wanted = ("cs", "en") if territory == "CZ" else ("en",)
    found = next((by_language[each] for each in wanted if each in by_language), next(iter(by_language.values()), ""))
    return " ".join(found.split())[:200]


def _usage(name: str | None) -> str:
    """Return a key usage as `CertificateFacts` calls it."""
    plain = re.sub(r"([A-Z])", lambda letter: f"_{letter[1].lower()}", name or "")
    return {"non_repudiation": "content_commitment"}.get(plain, plain)


def _is_true(element: Any) -> bool:
    return (element.text or "").strip() in {"true", "1"}


def _moment(described: Any) -> datetime:
    found = datetime.fromisoformat(_text(described, "StatusStartingTime"))
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _text(element: Any, name: str) -> str:
    return (element.findtext(f"{_TSL}{name}") or "").strip()


def _end(identifier: str) -> str:
    return identifier.rstrip("/").rpartition("/")[2]


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
