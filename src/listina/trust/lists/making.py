"""Making a trusted list as XML: for the demo's own lists, and for tests. `signing` signs it.

Takes what `reading` gives, so that what was made reads back the same.

Source: ETSI TS 119 612 V2.3.1.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from lxml.builder import ElementMaker

from listina.trust.lists.reading import LIST_OF_LISTS, XML_TYPE, ListFacts, Pointer, TrustedList
from listina.trust.lists.services import Criteria, Period, Qualifiers, Service

_BASE = "http://uri.etsi.org/TrstSvc"
_NAMES = {
    None: "http://uri.etsi.org/02231/v2#",
    "add": "http://uri.etsi.org/02231/v2/additionaltypes#",
    "sie": f"{_BASE}/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#",
    "xades": "http://uri.etsi.org/01903/v1.3.2#",
}
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_T, _ADD, _SIE, _XADES = (ElementMaker(namespace=name, nsmap=_NAMES) for name in _NAMES.values())


def made(found: TrustedList, *, operator: str) -> Any:
    """Return the root element of a list, unsigned.

    Args:
        found: what it says.
        operator: name of the scheme operator.
    """
    facts = found.facts
    root = _T.TrustServiceStatusList(
        _scheme(facts, found.pointers, operator),
        Id=f"list-{facts.territory.lower()}",
        TSLTag="http://uri.etsi.org/19612/TSLTag",
    )
    if facts.type != LIST_OF_LISTS:
        providers = {service.provider: None for service in found.services}
        root.append(
            _T.TrustServiceProviderList(
                *(_provider(name, [each for each in found.services if each.provider == name]) for name in providers)
            )
        )
    return root


def _scheme(facts: ListFacts, pointers: Sequence[Pointer], operator: str) -> Any:
    determination = LIST_OF_LISTS if facts.type == LIST_OF_LISTS else "EUappropriate"
    return _T.SchemeInformation(
        _T.TSLVersionIdentifier("6"),
        _T.TSLSequenceNumber(str(facts.sequence_number)),
        _T.TSLType(f"{_BASE}/TrustedList/TSLType/{facts.type}"),
        _T.SchemeOperatorName(_named(operator)),
        _T.SchemeInformationURI(*(_uri(each) for each in facts.information)),
        _T.StatusDeterminationApproach(f"{_BASE}/TrustedList/StatusDetn/{determination}"),
        _T.SchemeTerritory(facts.territory),
        _T.PointersToOtherTSL(*(_pointer(each) for each in pointers)),
        _T.ListIssueDateTime(_time(facts.issued_at)),
        _T.NextUpdate(*(() if facts.next_update is None else (_T.dateTime(_time(facts.next_update)),))),
    )


def _pointer(pointer: Pointer) -> Any:
    return _T.OtherTSLPointer(
        _T.ServiceDigitalIdentities(*(_T.ServiceDigitalIdentity(_identity(der)) for der in pointer.signers)),
        _T.TSLLocation(pointer.location),
        _T.AdditionalInformation(
            _T.OtherInformation(_T.SchemeTerritory(pointer.territory)),
            _T.OtherInformation(_ADD.MimeType(XML_TYPE)),
        ),
    )


def _provider(name: str, services: Sequence[Service]) -> Any:
    return _T.TrustServiceProvider(
        _T.TSPInformation(_T.TSPName(_named(name))), _T.TSPServices(*(_service(each) for each in services))
    )


def _service(service: Service) -> Any:
    now, *before = service.periods
    identities = [_identity(der) for der in service.certificates]
    history = [_described("ServiceHistoryInstance", service, period, ()) for period in before]
    return _T.TSPService(
        _described("ServiceInformation", service, now, identities),
        *((_T.ServiceHistory(*history),) if history else ()),
    )


def _described(tag: str, service: Service, period: Period, identities: Sequence[Any]) -> Any:
    element: Callable[..., Any] = getattr(_T, tag)
    purposes = (_T.AdditionalServiceInformation(_uri(_extension_uri(name))) for name in period.purposes)
    extensions = [_T.Extension(each, Critical="true") for each in purposes]
    if period.qualifiers:
        found = _SIE.Qualifications(*(_qualification(each) for each in period.qualifiers))
        extensions.append(_T.Extension(found, Critical="true"))
    if not period.is_understood:
        extensions.append(_T.Extension(_ADD.SomethingNew(), Critical="true"))
    return element(
        _T.ServiceTypeIdentifier(f"{_BASE}/Svctype/{service.type}"),
        _T.ServiceName(_named(service.name)),
        _T.ServiceDigitalIdentity(*identities),
        _T.ServiceStatus(f"{_BASE}/TrustedList/Svcstatus/{period.status}"),
        _T.StatusStartingTime(_time(period.since)),
        _T.ServiceInformationExtensions(*extensions),
    )


def _qualification(qualifiers: Qualifiers) -> Any:
    names = (_SIE.Qualifier(uri=_extension_uri(name)) for name in qualifiers.names)
    return _SIE.QualificationElement(_SIE.Qualifiers(*names), _criteria(qualifiers.criteria))


def _criteria(criteria: Criteria) -> Any:
    bits = (
        (_SIE.KeyUsageBit("true" if on else "false", name=_usage(name)) for name, on in each)
        for each in criteria.key_usages
    )
    others = [
        *(_SIE.ExtendedKeyUsage(*map(_identifier, each)) for each in criteria.extended_key_usages),
        *(_SIE.CertSubjectDNAttribute(*map(_identifier, each)) for each in criteria.subject_attributes),
    ]
    return _SIE.CriteriaList(
        *(_SIE.KeyUsage(*each) for each in bits),
        *(_SIE.PolicySet(*map(_identifier, each)) for each in criteria.policies),
        *map(_criteria, criteria.nested),
        *((_SIE.otherCriteriaList(*others),) if others else ()),
        **{"assert": criteria.combined},
    )


def _identifier(dotted: str) -> Any:
    return _SIE.PolicyIdentifier(_XADES.Identifier(dotted))


def _identity(certificate: bytes) -> Any:
    return _T.DigitalId(_T.X509Certificate(b64encode(certificate).decode()))


def _named(name: str) -> Any:
    return _T.Name(name, **{_XML_LANGUAGE: "cs"})


def _uri(address: str) -> Any:
    return _T.URI(address, **{_XML_LANGUAGE: "en"})


def _extension_uri(name: str) -> str:
    return f"{_BASE}/TrustedList/SvcInfoExt/{name}"


def _usage(name: str) -> str:
    """Return a key usage as lists call it."""
    first, *more = {"content_commitment": "non_repudiation"}.get(name, name).split("_")
    return first + "".join(word.capitalize() for word in more)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
